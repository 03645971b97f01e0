"""Frames as tables: each column printed in its unit, each missing figure marked and explained, all of it as CSV."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from reviewkit.page import formats, sentences
from reviewkit.page.display import FOLD_AFTER, ROWS_ON_THE_PAGE, Column, Table

Kind = Literal["text", "calls", "people", "share", "seconds", "clock", "number", "month", "day", "week", "hour"]
NUMBERS = {"calls", "people", "share", "seconds", "clock", "number"}

NOT_APPLICABLE = "Not applicable: "
"""A reason that begins so says that there is nothing a figure could be of: ``[z]`` stands in its place, not ``[x]``."""

_FORMULA = ("=", "+", "-", "@", "\t")  # a spreadsheet would run a text that begins so


@dataclass(frozen=True)
class Field:
    """One column of a table.

    Attributes
    ----------
    column
        Its name in the frame.
    head
        What the page calls it; the unit belongs here, for example ``Answered within 10 seconds (%)``.
    kind
        How a value is written. ``share`` (0 to 1) is printed as per cent without the sign, ``seconds`` as seconds,
        ``clock`` as m:ss; ``month``, ``week`` and ``day`` are days, ``hour`` is a number from 0 to 23.
    decimals
        Decimals of every value of the column; 1 for shares and seconds, 0 for counts unless given.
    reason
        Column of the frame that says why a figure is missing.
    """

    column: str
    head: str
    kind: Kind = "text"
    decimals: int | None = None
    reason: str | None = None


def table(
    frame: pd.DataFrame,
    *,
    id: str,  # noqa: A002 - the word on the page and in the address bar
    title: str,
    fields: Sequence[Field],
    units: str = "",
    source: str = "",
    notes: Sequence[str] = (),
    marked: Sequence[int] = (),
    confidential: str | None = None,
    fold_after: int = FOLD_AFTER,
    also_csv: Sequence[str] = (),
    csv_only: bool = False,
) -> Table:
    """Make a table of a frame.

    A missing figure is printed ``[x]``, one that cannot exist ``[z]`` (:data:`NOT_APPLICABLE`), a withheld one ``[c]``,
    each explained in the notes, never as 0.

    Parameters
    ----------
    frame
        Rows in the order of the page.
    fields
        Its columns; the first names the row.
    marked
        Rows that matter most, counted from 0.
    confidential
        Column of the frame that is true where the figures of a row are withheld to protect people.
    fold_after
        Rows shown before the rest folds away. More than 60 rows are CSV only.
    also_csv
        Further columns of the frame for the CSV alone.
    csv_only
        Nothing of the table is for the page, however short it is; missing figures are not explained.

    Raises
    ------
    ValueError
        A field whose column the frame does not have.

    Examples
    --------
    >>> frame = pd.DataFrame({"month": ["2024-04-01", "2024-05-01"], "level": [0.912, None], "why": ["", "No waits."]})
    >>> fields = [Field("month", "Month", "month"), Field("level", "Within 10 seconds (%)", "share", reason="why")]
    >>> made = table(frame, id="level", title="Service level", fields=fields)
    >>> made.rows, made.notes
    ((('April 2024', '91.2'), ('May 2024', '[x]')), ('[x] not available: No waits.',))
    >>> made.csv.splitlines()
    ['month,level,why', '2024-04-01,0.912,', '2024-05-01,,No waits.']
    """
    _check(frame, fields, also_csv)
    shown = frame.iloc[:0] if csv_only else frame
    reasons = _marks(_reasons(shown, fields))
    columns = [_cells(shown, field, reasons=reasons, confidential=confidential) for field in fields]
    rows = tuple(zip(*columns, strict=True))
    long = csv_only or len(rows) > ROWS_ON_THE_PAGE
    return Table(
        id=id,
        title=title,
        columns=tuple(Column(name=f.head, align="right" if f.kind in NUMBERS else "left") for f in fields),
        rows=() if long else rows,
        units=units,
        source=source,
        notes=(*notes, *_missing_notes(rows, reasons)),
        marked=() if long else tuple(marked),
        fold_after=fold_after,
        csv=as_csv(_withheld(frame, fields, confidential, also_csv), _csv_columns(fields, confidential, also_csv)),
        csv_only=long,
    )


def as_csv(frame: pd.DataFrame, columns: Sequence[str]) -> str:
    r"""Return columns of a frame as CSV in full precision, so that a spreadsheet runs none of it.

    Examples
    --------
    >>> as_csv(pd.DataFrame({"name": ["=1+1", "Exampleshire"], "share": [0.1234567890123, -1]}), ["name", "share"])
    "name,share\n'=1+1,0.1234567890123\nExampleshire,-1.0\n"
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_safe(column) for column in columns])
    writer.writerows(zip(*(_raws(frame[column]) for column in columns), strict=True))
    return buffer.getvalue()


def _check(frame: pd.DataFrame, fields: Sequence[Field], also: Sequence[str]) -> None:
    wanted = [name for field in fields for name in (field.column, field.reason) if name] + list(also)
    absent = [name for name in wanted if name not in frame.columns]
    if absent:
        msg = f"no column {absent[0]!r}; the frame has {', '.join(map(str, frame.columns))}"
        raise ValueError(msg)


def _csv_columns(fields: Sequence[Field], confidential: str | None, also: Sequence[str]) -> list[str]:
    named = [field.column for field in fields] + [field.reason for field in fields] + [confidential, *also]
    return [name for name in dict.fromkeys(named) if name]


def _withheld(
    frame: pd.DataFrame, fields: Sequence[Field], confidential: str | None, also: Sequence[str]
) -> pd.DataFrame:
    """Return the frame without the figures that are withheld: the download must not give away what the page hides."""
    if confidential is None:
        return frame
    hidden = [field.column for field in fields[1:] if field.kind in NUMBERS] + list(also)
    return frame.assign(**{column: frame[column].where(~frame[confidential].astype(bool)) for column in hidden})


def _reasons(frame: pd.DataFrame, fields: Sequence[Field]) -> list[str]:
    """Return every reason for a missing figure once, in the order of the page."""
    found: dict[str, None] = {}
    told = [field for field in fields if field.reason and field.kind in NUMBERS]
    columns = [zip(frame[field.column], frame[field.reason], strict=True) for field in told]
    for row in zip(*columns, strict=True):  # one cell at a time out of a frame would take as long as the rest of a page
        missing = [why for value, why in row if formats.is_missing(value) and not formats.is_missing(why)]
        found.update({str(why): None for why in missing if str(why).strip()})
    return list(found)


def _marks(reasons: Sequence[str]) -> dict[str, str]:
    """Return the mark of each reason: ``x`` or ``z``, numbered where several reasons share the letter."""
    letters = ["z" if why.startswith(NOT_APPLICABLE) else "x" for why in reasons]
    return {
        why: f"[{letter}{letters[: number + 1].count(letter) if letters.count(letter) > 1 else ''}]"
        for number, (why, letter) in enumerate(zip(reasons, letters, strict=True))
    }


def _cells(frame: pd.DataFrame, field: Field, *, reasons: Mapping[str, str], confidential: str | None) -> list[str]:
    cells = []
    for number, value in enumerate(frame[field.column]):
        if field.kind in NUMBERS and confidential and bool(frame[confidential].iloc[number]):
            cells.append("[c]")
        elif formats.is_missing(value):
            why = str(frame[field.reason].iloc[number]) if field.reason else ""
            cells.append(reasons.get(why, "[x]"))
        else:
            cells.append(_written(value, field))
    return cells


def _written(value: object, field: Field) -> str:
    match field.kind:
        case "share":
            return f"{100 * value:,.{1 if field.decimals is None else field.decimals}f}"
        case "seconds":
            return f"{value:,.{1 if field.decimals is None else field.decimals}f}"
        case "clock":
            return formats.clock(value)
        case "calls" | "people" | "number":
            return f"{value:,.{field.decimals or 0}f}"
        case "month":
            return sentences.month(pd.Timestamp(value))
        case "week" | "day":
            return sentences.short_day(pd.Timestamp(value))
        case "hour":
            return sentences.hour(int(value))
        case _:
            return str(value)


def _missing_notes(rows: Sequence[Sequence[str]], reasons: Mapping[str, str]) -> list[str]:
    cells = {cell for row in rows for cell in row}
    notes = ["[x] not available."] if "[x]" in cells and "[x]" not in reasons.values() else []
    for why, mark in reasons.items():
        if mark in cells:
            known = not why.startswith(NOT_APPLICABLE)
            said = sentences.sentence(why.removeprefix(NOT_APPLICABLE))
            notes.append(f"{mark} not {'available' if known else 'applicable'}: {said}")
    if "[c]" in cells:
        notes.append("[c] withheld so that nobody can be recognised.")
    return notes


def _raws(values: pd.Series) -> list[object]:
    if values.dtype == "float64":
        return [value if math.isfinite(value) else "" for value in values.tolist()]
    return [_raw(value) for value in values]


def _raw(value: object) -> object:
    if formats.is_missing(value):
        return ""
    if isinstance(value, pd.Timestamp):
        whole_day = value == value.normalize() and value.tz is None
        return value.date().isoformat() if whole_day else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    return value if isinstance(value, int | float | np.number) else _safe(str(value))


def _safe(text: str) -> str:
    """Return a text on one line, a quote before what a spreadsheet would run."""
    text = " ".join(re.split(r"[\r\n]+", text))
    return f"'{text}" if text.startswith(_FORMULA) else text
