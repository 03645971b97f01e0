"""Spreadsheets as received, XLSX and ODS: one sheet becomes numbered text for DuckDB."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from pathlib import Path

import python_calamine as calamine

from reviewkit.data.declared.force import Source
from reviewkit.data.declared.layout import fits
from reviewkit.data.declared.wording import listed, safe
from reviewkit.data.problems import Problem
from reviewkit.data.reading.faults import caution, refusal
from reviewkit.data.reading.layout.arrange import arrange, is_laid_out
from reviewkit.data.reading.staged import Staged, aside, check_header, mapped

SUFFIXES = (".xlsx", ".xlsm", ".ods")


def stage(path: Path, name: str, source: Source, work: Path, *, sheet: str = "") -> tuple[Staged, list[Problem]]:
    """Write a sheet (the one given, the declared one, the only one, or the first) as text, the row number in front.

    Raises
    ------
    DataError
        When it is no spreadsheet, has a password, lacks the sheet or the mapped headings, or has no rows.
    """
    book = _open(path, name)
    sheet, problems = (sheet, []) if sheet else _sheet(book, name, source)
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    place = f"{name}/{sheet}"
    if is_laid_out(source):
        lines = [(number, [written(cell) for cell in row]) for number, row in enumerate(rows, 1)]
        table, more = arrange(lines, place, source, work, sheet=sheet)
        return table, problems + more
    if len(rows) < source.header_row:
        raise refusal("empty-file", place, "nothing in it", "a header and rows", "Ask the force to send it again.")
    columns = tuple(" ".join(written(cell).split()) for cell in rows[source.header_row - 1])
    wanted = mapped(source)
    elsewhere = next(
        (n for n, row in enumerate(rows[:50], 1) if wanted <= {" ".join(written(c).split()) for c in row}), 0
    )
    check_header(columns, place, source, elsewhere=elsewhere)
    target = aside(work, ".csv")
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for number, row in enumerate(rows[source.header_row :], source.header_row + 1):
            cells = [written(cell) for cell in row]
            if any(cells):
                writer.writerow([number, *(cell.replace("\n", " ").replace("\r", " ") for cell in cells)])
    return Staged(name=place, path=target, columns=columns, kind="numbered", skip=0), problems


def matching(path: Path, name: str, source: Source) -> tuple[str, ...]:
    """Return the sheets that the patterns in ``sheet`` ask for, in the order of the workbook.

    Raises
    ------
    DataError
        When there is none for one of them, with the sheets that there are.
    """
    names = {sheet: " ".join(sheet.split()) for sheet in _open(path, name).sheet_names}
    lost = [pattern for pattern in source.sheets if not any(fits(sheet, (pattern,)) for sheet in names.values())]
    if lost:
        raise refusal(
            "no-sheet",
            name,
            f"no sheet like {listed(map(safe, lost))}; it has {_all(names)}",
            "sheets of the name that force.toml gives, where * stands for any text",
            "Correct sheet in force.toml.",
        )
    return tuple(sheet for sheet, text in names.items() if fits(text, source.sheets))


def _all(names: list[str]) -> str:
    return listed([safe(name) for name in names]).replace(" or ", " and ")


def written(cell: object) -> str:
    """Return a cell as text: times in ISO order, durations as h:mm:ss, whole numbers without a point.

    >>> written(12.0), written(timedelta(minutes=1)), written(datetime(2024, 4, 1, 9))
    ('12', '0:01:00', '2024-04-01 09:00:00')
    """
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, float) and isfinite(cell):
        return format(Decimal(repr(cell)), "f")  # eight seconds as a part of a day are 0.0000926, not 9.26e-05
    if isinstance(cell, datetime):
        nearest = cell + timedelta(microseconds=500_000)  # a serial day number holds seconds only nearly
        return nearest.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        cell = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond)
    if isinstance(cell, timedelta):
        return _clock(cell)
    return str(cell).strip()


def _clock(span: timedelta) -> str:
    whole = round(span.total_seconds())
    sign, whole = ("-", -whole) if whole < 0 else ("", whole)
    return f"{sign}{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _open(path: Path, name: str) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_path(str(path))
    except calamine.PasswordError as error:
        raise refusal(
            "locked", name, "the workbook has a password", "one without", "Save a copy without a password."
        ) from error
    except calamine.CalamineError as error:
        raise refusal(
            "unreadable", name, "not a workbook, or a damaged one", "XLSX or ODS", "Open it and save it again."
        ) from error


def _sheet(book: calamine.CalamineWorkbook, name: str, source: Source) -> tuple[str, list[Problem]]:
    asked = next(iter(source.sheets), "")
    if asked in book.sheet_names:
        return asked, []
    if asked:
        raise refusal(
            "no-sheet",
            name,
            f"no sheet {safe(asked)}; it has {_all(book.sheet_names)}",
            "the sheet that force.toml names",
            "Correct sheet in force.toml.",
        )
    if len(book.sheet_names) == 1:
        return book.sheet_names[0], []
    first = book.sheet_names[0]
    return first, [
        caution(
            "first-sheet",
            f"{name}/{first}",
            f"{len(book.sheet_names)} sheets; the first was read",
            "a declared sheet",
            f'Write sheet = "{safe(first)}" in force.toml if that is right.',
        )
    ]
