"""Which rows of a grid are headings, data, totals, sections and notes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from reviewkit.data.propose.grids import Rows
from reviewkit.data.propose.values import first_of_range, look

HEADER_WITHIN = 60
TOTAL = re.compile(
    r"(?:grand|sub|report|daily|queue|overall)?[ -]?totals?\b(?! rows)|.*\b(?:summary|totals?)|averages?"
    r"|all (?:intervals|queues)",
    re.IGNORECASE,
)
LABEL = re.compile(r"([A-Za-z][\w /()-]{1,40}?)\s*:\s*(\S.*)")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Row numbers, counted from 0, by what stands there; ``labels`` maps the row of a section to its text."""

    header: tuple[int, ...]
    data: tuple[int, ...]
    totals: tuple[int, ...]
    notes: tuple[int, ...]
    lone: tuple[int, ...]


def parts_of(rows: Rows) -> Parts | None:
    """Return what each row is, or None where no row of headings with data below was found."""
    header = find_header(rows)
    if not header:
        return None
    heads = [rows[number] for number in header]
    data, totals, notes, lone = [], [], [], []
    below = range(header[-1] + 1, len(rows))
    for number in below:
        row = rows[number]
        first = next(filter(None, row), "")
        if not first or row in heads:
            continue
        if len(list(filter(None, row))) == 1 or _labelled(row):
            lone.append(number)
        elif TOTAL.fullmatch(first) or (TOTAL.match(first) and not first[-1:].isdigit()):
            totals.append(number)
        else:
            data.append(number)
    if len(heads[-1]) == 1 or not data:  # a table of one column: nothing but its first row tells heading from data
        data, lone = sorted([*data, *lone]), []
    last = data[-1] if data else 0
    notes = [number for number in lone if number > last and not _labelled(rows[number])]
    return Parts(
        header=header,
        data=tuple(data),
        totals=tuple(totals),
        notes=tuple(notes),
        lone=tuple(number for number in lone if number not in notes),
    )


def find_header(rows: Rows) -> tuple[int, ...]:
    """Return the rows of headings, usually one; empty where none is found.

    >>> find_header([["Report"], [], ["Date", "Calls"], ["01/04/2025", "12"]])
    (2,)
    >>> find_header([["", "Calls", "", "Wait"], ["Date", "in", "answered", "mean"], ["01/04/2025", "3", "2", "8"]])
    (0, 1)
    """
    widths = [len(list(filter(None, row))) for row in rows[:500]]
    usual = [width for row, width in zip(rows, widths, strict=False) if width > 1 and valued(row) >= 0.25]
    width = (
        max(Counter(usual).items(), key=lambda item: (item[1] * item[0], item[0]))[0]
        if usual
        else max(widths, default=0)
    )
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        if widths[number] >= max(1, 0.6 * width) and heading_like(row):
            return _block(rows, number)
    return ()


def heading_like(row: list[str]) -> bool:
    """Whether a row has headings: words, or times or dates that stand side by side."""
    filled = [cell for cell in row if cell]
    if not filled:
        return False
    words = sum(kind_of(cell) == "text" for cell in filled)
    times = [place for place, cell in enumerate(row) if kind_of(cell) in {"clock", "date"}]
    beside = len(times) >= 2 and times[-1] - times[0] == len(times) - 1
    across = beside and words >= 1 and words + len(times) == len(filled) == len(set(filled))
    return words >= 0.7 * len(filled) or across


def valued(row: list[str]) -> float:
    """Return the share of the filled cells that hold a number, a time or a duration."""
    filled = [cell for cell in row if cell]
    return sum(kind_of(cell) != "text" for cell in filled) / len(filled) if filled else 0.0


def kind_of(cell: str) -> str:
    """Return what one cell looks like."""
    return look([first_of_range(cell)]).kind


def joined(rows: Rows, header: tuple[int, ...]) -> tuple[str, ...]:
    """Return the headings: upper cells carried on to the right, then joined with those below by one space.

    >>> joined([["", "Calls", "", "Wait"], ["Date", "in", "answered", "mean"]], (0, 1))
    ('Date', 'Calls in', 'Calls answered', 'Wait mean')
    """
    width = max(len(rows[number]) for number in header)
    lines = []
    for number in header:
        cells = [*rows[number], *[""] * (width - len(rows[number]))]
        if number != header[-1]:
            for place in range(1, width):
                cells[place] = cells[place] or cells[place - 1]
        lines.append(cells)
    return tuple(" ".join(filter(None, column)) for column in zip(*lines, strict=True))


def _block(rows: Rows, number: int) -> tuple[int, ...]:
    """Return the header rows around one of them: those above that span several columns, those below it."""
    first = last = number
    while _spans(rows[last]) and last + 1 < len(rows) and heading_like(rows[last + 1]) and not valued(rows[last + 1]):
        last += 1
    while first > 0 and _above(rows[first - 1], rows[first]):
        first -= 1
    return tuple(range(first, last + 1))


def _spans(row: list[str]) -> bool:
    """Whether cells of a row of headings span several columns: there are gaps between them, or words come again."""
    filled = [cell for cell in row if cell]
    inner = row[: max((place for place, cell in enumerate(row) if cell), default=0)]
    return "" in inner or len(set(filled)) < len(filled)


def _above(row: list[str], below: list[str]) -> bool:
    filled = [cell for cell in row if cell]
    again = [cell for cell in below if cell]
    plain = all(kind_of(cell) in {"text", "date", "clock"} and not cell.endswith(":") for cell in filled)
    return len(filled) >= 2 and plain and _spans(row) and (len(set(again)) < len(again) or not _labelled(row))


def _labelled(row: list[str]) -> bool:
    """Whether a row is nothing but a label and its value: ``Split/Skill:`` and ``101 Switchboard``."""
    filled = [cell for cell in row if cell]
    return len(filled) == 2 and filled[0].endswith(":")
