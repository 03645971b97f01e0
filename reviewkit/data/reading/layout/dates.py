"""The date of a report that no row tells: in the file's name, the sheet's, or a cell above the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from reviewkit.data.checks.personal import mask
from reviewkit.data.declared.force import Source
from reviewkit.data.declared.layout import Layout
from reviewkit.data.declared.toml_layout import cell_place
from reviewkit.data.declared.wording import safe
from reviewkit.data.reading.faults import refusal
from reviewkit.data.reading.sql import TIME_FORMATS

_AN_EXAMPLE = date(2025, 3, 31)
_PLACE = re.compile(r"\{date:([^{}]*)\}|\*")
_LETTERS, _DIGITS = r"[A-Za-z]+", {"Y": r"\d{4}", "y": r"\d\d", "j": r"\d{1,3}"}
_USUAL = tuple(style for style in TIME_FORMATS if "%" in style and "%H" not in style)


def date_of(source: Source, name: str, *, sheet: str, lines: Sequence[tuple[int, Sequence[str]]]) -> str:
    """Return the date as ``2025-03-31``.

    Raises
    ------
    DataError
        When there is none of the declared form.
    """
    layout = source.layout
    text, place = _text(layout, name, sheet=sheet, lines=lines)
    found = _read(text, layout.date_pattern)
    if not found and layout.date_in == "file":
        found = _read(text.partition(".")[0], layout.date_pattern)
    if not found:
        example = _PLACE.sub(lambda piece: _AN_EXAMPLE.strftime(piece[1]) if piece[1] else "…", layout.date_pattern)
        like = f'as in "{example}" (date_pattern = "{safe(layout.date_pattern)}")' if example else "such as 31/03/2025"
        raise refusal(
            "no-date",
            name,
            f"{place} {mask(text, names=False)}" if text else f"{place} is empty",
            f"a date {like}",
            f"Correct date_pattern, or date_in, in the [[files]] entry at line {source.line} of force.toml.",
        )
    return found


def _text(layout: Layout, name: str, *, sheet: str, lines: Sequence[tuple[int, Sequence[str]]]) -> tuple[str, str]:
    """Return the text that should hold the date, and what to call it."""
    if layout.date_in == "file":
        return name.rpartition("/")[2] if not sheet else name.removesuffix(f"/{sheet}").rpartition("/")[2], "the name"
    if layout.date_in == "sheet":
        return sheet, "the sheet" if sheet else "no workbook, so the sheet"
    row, column = cell_place(layout.date_in) or (0, 0)
    cells = next((cells for line, cells in lines if line == row), ())
    return (" ".join(cells[column - 1].split()) if column <= len(cells) else ""), layout.date_in


def _read(text: str, pattern: str) -> str:
    """Return the date in a text, or nothing.

    >>> _read("Calls_20250331 (2).csv", "calls_{date:%Y%m%d}*.csv"), _read("Notes", "{date:%d %b %Y}")
    ('2025-03-31', '')
    """
    iso = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?: 00:00:00)?", text)
    if not pattern or iso:  # a cell that a spreadsheet holds as a date has no form of its own
        return iso[1] if iso else next(filter(None, (_as_date(text, style) for style in _USUAL)), "")
    made, place, style = [], 0, ""
    for piece in _PLACE.finditer(pattern):
        made.append(re.escape(pattern[place : piece.start()]))
        place, style = piece.end(), piece[1] or style
        made.append(".*?" if piece[0] == "*" else f"(?P<date>{_written(piece[1])})")
    found = re.fullmatch("".join([*made, re.escape(pattern[place:])]), text, re.IGNORECASE)
    return _as_date(found["date"], style) if found else ""


def _written(style: str) -> str:
    """Return a pattern for what strptime reads in a style."""
    parts = re.split(r"%-?([A-Za-z])", style)
    texts = [re.escape(part) for part in parts[::2]]
    codes = [_LETTERS if code in "aAbB" else _DIGITS.get(code, r"\d{1,2}") for code in parts[1::2]] + [""]
    return "".join(text + code for text, code in zip(texts, codes, strict=True))


def _as_date(text: str, style: str) -> str:
    try:
        return datetime.strptime(text, style.replace("%-", "%")).replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        return ""
