"""How a file is laid out: headings, sections, totals, dates outside the table, half hours side by side."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from reviewkit.data.propose.dates import date_in_cells, date_in_names, is_plain
from reviewkit.data.propose.grids import Grid, Rows
from reviewkit.data.propose.headings import likeness
from reviewkit.data.propose.marks import Guess
from reviewkit.data.propose.rows import LABEL, Parts, joined, parts_of
from reviewkit.data.propose.synonyms import QUEUES
from reviewkit.data.propose.values import first_of_range, look, moment, times_of
from reviewkit.data.propose.wide import Wide, melted, wide_of

FIRST, SPREAD = 2000, 1000
SAMPLE = FIRST + SPREAD


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One kind of table in the files.

    ``keys`` are the keys of ``[[files]]`` that say how it is laid out; ``columns`` the values of each column that the
    reader will see, by heading, with ``section``, ``sheet`` and ``date`` where the layout makes them; ``about`` the
    texts around the table, which may say what it is about.
    """

    grid: Grid
    keys: dict[str, Guess]
    columns: dict[str, list[str]]
    about: tuple[str, ...]
    wide: Wide | None = None
    repeated: tuple[str, ...] = field(default=())


def layout_of(grid: Grid, *, names: tuple[str, ...], sheets: tuple[str, ...] = ()) -> Layout | None:
    """Return how a grid is laid out, or None where it holds no table.

    Parameters
    ----------
    grid
        The first file, or sheet, of its kind.
    names
        The names of all files of its kind.
    sheets
        The names of all sheets of its kind, where there are several.
    """
    parts = parts_of(grid.rows)
    if parts is None or not parts.data:
        return None
    parts = replace(parts, data=sampled(parts.data))
    headings = joined(grid.rows, parts.header)
    above = grid.rows[: parts.header[0]]
    data = _data(grid.rows, parts, headings)
    keys = _header_keys(parts)
    section = _section(grid.rows, parts)
    if section:
        keys["section"] = section
        data["section"] = _sections(grid.rows, parts, str(section.value))
    keys |= _foot(grid.rows, parts)
    keys |= _filled_down(data)
    keys |= _from_to(data)
    if sheets:
        data["sheet"] = [grid.sheet] * len(parts.data)
    wide = wide_of(data)
    if wide:
        keys["wide"] = wide.guess
        data = melted(data, wide)
    rows = max(map(len, data.values()), default=0)
    dated = _date_outside(data, above, names=names, sheets=sheets)
    if dated:
        keys |= dated[0]
        data["date"] = [_as_written(dated[1])] * rows
    around = [*above, *(grid.rows[number] for number in parts.notes)]
    about = tuple(" ".join(filter(None, row)) for row in around if any(row))
    return Layout(
        grid=grid,
        keys=keys,
        columns=data,
        about=(*about, *sheets, *names),
        wide=wide,
        repeated=tuple(heading for heading, times in Counter(headings).items() if times > 1 and heading),
    )


def sampled(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Return the first of many row numbers, and others spread evenly over the rest."""
    if len(numbers) <= SAMPLE:
        return numbers
    rest = numbers[FIRST:]
    return (*numbers[:FIRST], *rest[:: -(-len(rest) // SPREAD)])


def _data(rows: Rows, parts: Parts, headings: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the values of each column in the data rows; of two columns with one heading, those of the first."""
    chosen = [rows[number] for number in parts.data]
    columns: dict[str, list[str]] = {}
    for place, heading in enumerate(headings):
        if heading:
            columns.setdefault(heading, [row[place] if place < len(row) else "" for row in chosen])
    return columns


def _header_keys(parts: Parts) -> dict[str, Guess]:
    numbers = [number + 1 for number in parts.header]
    if numbers == [1]:
        return {}
    if len(numbers) == 1:
        return {"header_row": Guess(value=numbers[0], why="the first row of headings above figures", sure=True)}
    return {"header_rows": Guess(value=numbers, why=f"{len(numbers)} rows of headings, joined", sure=True)}


def _section(rows: Rows, parts: Parts) -> Guess | None:
    """Return the pattern of the rows that say what the rows below them are about."""
    lone = [number for number in range(parts.header[0]) if any(rows[number])] + list(parts.lone)
    texts = [" ".join(filter(None, rows[number])) for number in lone]
    labels: dict[str, list[str]] = {}
    for text in texts:
        if match := LABEL.fullmatch(text):
            labels.setdefault(match[1], []).append(match[2])
    for label, said in labels.items():
        if len(said) > 1 or (likeness(label, QUEUES["queue"]) >= 0.95 and not parts.lone):
            why = f'rows that begin with "{label}:" stand above the figures'
            return Guess(value=f"{label}: *", why=why, sure=len(said) > 1 and likeness(label, QUEUES["queue"]) >= 0.95)
    inner = [number for number in parts.lone if not LABEL.fullmatch(" ".join(filter(None, rows[number])))]
    if len(inner) >= 2:
        return Guess(value="*", why="rows with one filled cell stand above the figures")
    return None


def _sections(rows: Rows, parts: Parts, pattern: str) -> list[str]:
    """Return the section of each data row."""
    stem = pattern.removesuffix("*").strip()
    now, made, wanted = "", {}, set(parts.data)
    for number, row in enumerate(rows):
        text = " ".join(filter(None, row))
        if number not in wanted and text.startswith(stem) and (stem or number in parts.lone):
            now = text[len(stem) :].strip()
        made[number] = now
    return [made[number] for number in parts.data]


def _foot(rows: Rows, parts: Parts) -> dict[str, Guess]:
    """Return the keys for totals and for notes among and below the data."""
    keys = {}
    totals = [next(filter(None, rows[number])) for number in parts.totals]
    if totals:
        patterns = list(dict.fromkeys(_total_pattern(text, totals) for text in totals))
        patterns.sort(key=lambda pattern: re.search(r"grand|report|overall", pattern, re.IGNORECASE) is not None)
        why = "rows of totals: left out, and compared with the rows they add up"
        keys["totals"] = Guess(value=patterns if len(patterns) > 1 else patterns[0], why=why, sure=True)
    notes = [next(filter(None, rows[number])) for number in parts.notes]
    if notes:
        patterns = list(dict.fromkeys(_stem(text) for text in notes))
        keys["skip_rows"] = Guess(value=patterns, why="notes below the figures, with no figures in them", sure=True)
    return keys


def _total_pattern(text: str, others: list[str]) -> str:
    """Return the pattern of a total: ``* Summary`` where several end alike, else its own words."""
    last = text.rsplit(maxsplit=1)[-1]
    alike = {other for other in others if other.split()[-1] == last and len(other.split()) > 1}
    general = re.search(r"\b(grand|report|overall)\b", text, re.IGNORECASE)
    return f"* {last}" if len(alike) > 1 and text in alike and not general else text


def _stem(text: str) -> str:
    """Return the beginning of a note as a pattern: its words up to the first that has a digit, three at most."""
    words = []
    for word in text.split()[:3]:
        if re.search(r"\d", word):
            break
        words.append(word)
    return f"{' '.join(words)}*" if words else "*"


def _filled_down(data: dict[str, list[str]]) -> dict[str, Guess]:
    found = []
    for place, (heading, values) in enumerate(data.items()):
        empty = sum(not value for value in values)
        seen = look(values)
        named = max(likeness(heading, QUEUES[key]) for key in ("queue", "channel", "stage")) >= 0.8
        if empty and values[0] and seen.kind in {"text", "date"} and place <= 2 and (named or place == 0):
            found.append(heading)
    why = "its cells are empty below the first of each kind"
    return {"fill_down": Guess(value=found, why=why, sure=False)} if found else {}


def _from_to(data: dict[str, list[str]]) -> dict[str, Guess]:
    """Return the columns whose cells say from and to, and keep the from in the data."""
    found = []
    for heading, values in data.items():
        filled = [value for value in values if value]
        begins = [first_of_range(value) for value in filled]
        if filled and sum(a != b for a, b in zip(filled, begins, strict=True)) >= 0.9 * len(filled):
            found.append(heading)
            data[heading] = [first_of_range(value) for value in values]
    why = "its cells say from and to; the from counts"
    return {"from_to": Guess(value=found, why=why, sure=True)} if found else {}


def _as_written(day: str) -> str:
    """Return a day as the reader writes it into the column "date"."""
    seen = moment([day])
    read = times_of([day], seen.style)[0] if seen else None
    return read.date().isoformat() if read else day


def _date_outside(
    data: dict[str, list[str]], above: Rows, *, names: tuple[str, ...], sheets: tuple[str, ...]
) -> tuple[dict[str, Guess], str] | None:
    """Return the keys for a date that no column has, with the date; None where a column has it or none is found."""
    if any(look(values).kind in {"moment", "date"} for heading, values in data.items() if heading != "sheet"):
        return None
    clocks = any(
        look(values).kind == "clock" and likeness(heading, "time | interval") > 0.3 for heading, values in data.items()
    )
    for where, texts, what in (("sheet", sheets, "sheet's"), ("file", (), ""), ("file", names, "file's")):
        pattern, found = date_in_names(texts) if texts else ("", "")
        if not texts and where == "file":
            keys, found = date_in_cells(above)
            if keys:
                return keys, found
        elif found:
            return {
                "date_in": Guess(value=where, why=f"the {what} name has a date, the table none", sure=clocks),
                "date_pattern": Guess(value=pattern, why=f'"{found}" is read as the day', sure=is_plain(pattern)),
            }, found
    return None
