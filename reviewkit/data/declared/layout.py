"""How a report is laid out, where it is not one header and rows: what a ``[[files]]`` entry may say about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

TIME, DATE = "HH:MM", "DATE"
"""Words in a pattern of headings: any time of day, any date."""
_MONTH = r"[A-Za-z]{3,9}"
_CLOCK = r"\d{1,2}(?:[:.]\d\d(?::\d\d)?(?:\s*[AaPp][Mm])?|\s*[AaPp][Mm])"
_TOKENS = {
    TIME: rf"(?P<name>{_CLOCK}(?:\s*(?:-|–|/|to)\s*{_CLOCK})?)",
    DATE: rf"(?:{_MONTH},?\s+)?(?P<name>\d{{4}}-\d\d-\d\d|\d\d?[/.-]\d\d?[/.-]\d{{2,4}}|\d\d?[ -]{_MONTH}[ -]\d{{2,4}})"
    r"(?: 00:00:00)?",
}
_PIECES = re.compile(rf"\b{TIME}\b|\b{DATE}\b|\*|\?|\s+")


@dataclass(frozen=True, kw_only=True)
class Wide:
    """Half hours, days or measures as columns.

    Attributes
    ----------
    columns
        Patterns of the headings; ``HH:MM`` and ``DATE`` stand for any time of day and any date, and ``*`` beside one
        of them for the name of the measure.
    name
        The column that the heading (or its time or date) becomes.
    value
        The column that the cells become, where neither ``rows`` nor the headings name the measure.
    rows
        The column whose words name the measure of each row; each becomes a column.
    """

    columns: tuple[str, ...]
    name: str
    value: str = ""
    rows: str = ""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where the rows of a report are; every key has a usual value, and all of them together mean a plain table.

    Attributes
    ----------
    header_rows
        Lines whose cells, joined by a space, are the headings; where empty, ``header_row`` of the entry is the one.
    skip_rows, stop_at, totals
        Patterns of the first filled cell: rows that are none, the row from which on nothing is read, and rows that
        add up those above them (each pattern is one level).
    section
        Pattern of a row's text that names what follows; what its first ``*`` stands for is the column "section".
    fill_down, from_to
        Columns whose empty cells mean the same as above, and whose cells say from and to.
    date_in, date_pattern
        Where the date stands (``file``, ``sheet``, ``cell B3``) and how; it becomes the column "date".
    """

    header_rows: tuple[int, ...] = ()
    skip_rows: tuple[str, ...] = ()
    stop_at: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    section: str = ""
    fill_down: tuple[str, ...] = ()
    from_to: tuple[str, ...] = ()
    date_in: str = ""
    date_pattern: str = ""
    wide: Wide | None = None


PLAIN = Layout()


def is_pattern(text: str) -> bool:
    """Tell whether a text has a place for others.

    >>> is_pattern("Week *"), is_pattern("Week 1")
    (True, False)
    """
    return "*" in text or "?" in text


@lru_cache(maxsize=512)
def compiled(pattern: str, *, headings: bool = False) -> re.Pattern[str]:
    """Return a pattern of ``force.toml`` as a regular expression for ``fullmatch``.

    ``*`` stands for any text and ``?`` for one letter; capitals and the number of blanks make no difference. The first
    ``*`` is the group "some". With ``headings``, HH:MM and DATE stand for a time and a date, the group "name".

    >>> compiled("Split/Skill: *").fullmatch("SPLIT/SKILL:  101 Switchboard")["some"]
    '101 Switchboard'
    >>> compiled("DATE *", headings=True).fullmatch("01/04/2025 Offered").group("name", "some")
    ('01/04/2025', 'Offered')
    """
    made, place, named, starred = [], 0, False, False
    for piece in _PIECES.finditer(pattern):
        made.append(re.escape(pattern[place : piece.start()]))
        place = piece.end()
        if piece[0] in _TOKENS:
            made.append(_TOKENS[piece[0]] if headings and not named else re.escape(piece[0]))
            named = named or headings
        elif piece[0] == "*":
            made.append(".*?" if starred else "(?P<some>.*?)")
            starred = True
        else:
            made.append("." if piece[0] == "?" else r"\s+")
    return re.compile("".join([*made, re.escape(pattern[place:])]), re.IGNORECASE)


def fits(text: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether a text is as one of the patterns says.

    >>> fits("Grand total (all)", ("Total*", "grand *"))
    True
    """
    return any(compiled(pattern).fullmatch(text) for pattern in patterns)
