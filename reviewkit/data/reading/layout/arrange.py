"""A report made into a plain table: what every reader of files takes, with the lines of the report beside its rows."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reviewkit.data.declared.force import Source
from reviewkit.data.declared.layout import PLAIN
from reviewkit.data.problems import DataError, Problem
from reviewkit.data.reading.faults import refusal
from reviewkit.data.reading.layout.dates import date_of
from reviewkit.data.reading.layout.lost import (
    DATE,
    SECTION,
    SHEET,
    Lines,
    beside,
    header_rows,
    in_other_lines,
    missing,
    no_section,
    unknown,
)
from reviewkit.data.reading.layout.ranges import start_of
from reviewkit.data.reading.layout.rows import Cells, Row, Sorted, Sorter
from reviewkit.data.reading.layout.totals import differing, unclosed
from reviewkit.data.reading.layout.wide import melted
from reviewkit.data.reading.staged import Staged, aside, mapped


def is_laid_out(source: Source) -> bool:
    """Tell whether the files of an entry are reports to arrange; all others are read as they are."""
    return source.layout != PLAIN or (source.each_sheet and SHEET in mapped(source))


def arrange(lines: Lines, name: str, source: Source, work: Path, *, sheet: str = "") -> tuple[Staged, list[Problem]]:
    """Write a report as numbered text.

    Parameters
    ----------
    lines
        Number (from 1) and cells of each line.
    name
        How problems call the file; ``sheet`` is the part of it that is a sheet's name.

    Returns
    -------
    The table, and warnings about totals that are not the sums of their rows.

    Raises
    ------
    DataError
        With everything that keeps the report from being arranged.
    """
    numbers = header_rows(source)
    header = [cells for line, cells in lines if line in numbers]
    if len(header) < len(numbers):
        raise refusal("empty-file", name, "nothing in it", "a header and rows", "Ask the force to send it again.")
    sorter = Sorter(source.layout, header=header, header_rows=numbers)
    columns = sorter.columns
    if moved := in_other_lines(columns, name, source, lines):
        raise DataError([moved])
    problems = unknown(columns, name, source)
    found = sorter.sort(lines)
    if source.layout.section and not found.sections:
        problems.append(no_section(name, source))
    date = ""
    try:
        date = date_of(source, name, sheet=sheet, lines=lines) if source.layout.date_in else ""
    except DataError as error:
        problems += error.problems
    warnings = []
    if not problems:
        warnings = [*differing(found, columns, name, source), *unclosed(found, name, source)]
        warnings += beside(columns, name, source)
    columns, rows = _widened(columns, found, source, date=date, sheet=sheet)
    if not any(problem.code == "no-columns" for problem in problems):
        columns, rows = _turned(columns, rows, source)
        told = {problem.column or "" for problem in problems}
        problems += missing(columns, name, source, header, told=told)
    if problems:
        raise DataError(problems)
    return replace(_written(columns, rows, name, work), odd=tuple(found.odd), width=len(sorter.columns)), warnings


def _widened(columns: Cells, found: Sorted, source: Source, *, date: str, sheet: str) -> tuple[Cells, list[Row]]:
    """Return columns and rows with section, date and sheet as columns, and only the beginning of each from - to."""
    more = {SHEET: sheet} if source.each_sheet else {}
    more |= {DATE: date} if source.layout.date_in else {}
    section = (SECTION,) if source.layout.section else ()
    ranges = {place for place, heading in enumerate(columns) if heading in source.layout.from_to}
    rows = [
        replace(
            row,
            cells=(
                *(start_of(cell) if place in ranges else cell for place, cell in enumerate(row.cells)),
                *([row.section] if section else []),
                *more.values(),
            ),
        )
        for row in found.rows
    ]
    return (*columns, *section, *more), rows


def _turned(columns: Cells, rows: list[Row], source: Source) -> tuple[Cells, list[Row]]:
    wide = source.layout.wide
    if wide is None:
        return columns, rows
    columns, rows = melted(columns, rows, wide, wanted=mapped(source))
    if wide.name not in source.layout.from_to:
        return columns, rows
    place = columns.index(wide.name)
    cut = [(*row.cells[:place], start_of(row.cells[place]), *row.cells[place + 1 :]) for row in rows]
    return columns, [replace(row, cells=cells) for row, cells in zip(rows, cut, strict=True)]


def _written(columns: Cells, rows: Sequence[Row], name: str, work: Path) -> Staged:
    target = aside(work, ".csv")
    with target.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([row.line, *row.cells] for row in rows)
    return Staged(name=name, path=target, columns=columns, kind="numbered", skip=0)
