"""A report made into a plain table: what every reader of files takes, with the lines of the report beside its rows."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reviewkit.data.declared.force import Source
from reviewkit.data.declared.layout import PLAIN, is_pattern
from reviewkit.data.declared.wording import did_you_mean, listed, safe
from reviewkit.data.problems import DataError, Problem
from reviewkit.data.reading.faults import fault, refusal
from reviewkit.data.reading.layout.dates import date_of
from reviewkit.data.reading.layout.ranges import start_of
from reviewkit.data.reading.layout.rows import Cells, Row, Sorted, Sorter, headings
from reviewkit.data.reading.layout.totals import differing
from reviewkit.data.reading.layout.wide import melted, spread
from reviewkit.data.reading.staged import Staged, aside, mapped

Lines = Sequence[tuple[int, Sequence[str]]]
SECTION, DATE, SHEET = "section", "date", "sheet"
FIRST_LINES = 50


def is_laid_out(source: Source) -> bool:
    """Tell whether the files of an entry are reports to arrange; all others are read as they are."""
    return source.layout != PLAIN or (is_pattern(source.sheet) and SHEET in mapped(source))


def header_rows(source: Source) -> tuple[int, ...]:
    """Return the lines whose cells are the headings."""
    return source.layout.header_rows or (source.header_row,)


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
    problems = _unknown(columns, name, source)
    found = sorter.sort(lines)
    if source.layout.section and not found.sections:
        problems.append(_no_section(name, source))
    date = ""
    try:
        date = date_of(source, name, sheet=sheet, lines=lines) if source.layout.date_in else ""
    except DataError as error:
        problems += error.problems
    warnings = [] if problems else differing(found, columns, name, source)
    columns, rows = _widened(columns, found, source, date=date, sheet=sheet)
    if not any(problem.code == "no-columns" for problem in problems):
        columns, rows = _turned(columns, rows, source)
        problems += _missing(columns, name, source, lines, header)
    if problems:
        raise DataError(problems)
    return replace(_written(columns, rows, name, work), odd=tuple(found.odd)), warnings


def _widened(columns: Cells, found: Sorted, source: Source, *, date: str, sheet: str) -> tuple[Cells, list[Row]]:
    """Return columns and rows with section, date and sheet as columns, and only the beginning of each from - to."""
    more = {SHEET: sheet} if is_pattern(source.sheet) else {}
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


def _unknown(columns: Cells, name: str, source: Source) -> list[Problem]:
    """Return what the layout speaks of and the headings do not have."""
    layout, wide = source.layout, source.layout.wide
    wanted = {"fill_down": layout.fill_down, "from_to": tuple(set(layout.from_to) - {wide.name if wide else ""})}
    wanted["wide.rows"] = (wide.rows,) if wide and wide.rows else ()
    problems = []
    for key, names in wanted.items():
        problems += [
            fault(
                "missing-column",
                name,
                f"no column {safe(heading)} in {_lines(source)}; the headings are {_shown(columns)}",
                f"the columns that {key} in force.toml names",
                f"{did_you_mean(heading, columns)}Correct {key} in the [[files]] entry at line {source.line}.",
                line=header_rows(source)[-1],
                column=heading,
            )
            for heading in names
            if heading not in columns
        ]
    if wide and not spread(columns, wide):
        problems.append(
            fault(
                "no-columns",
                name,
                f"no heading in {_lines(source)} is like {listed(wide.columns)}; they are {_shown(columns)}",
                "headings as columns below [files.wide] says",
                "Correct columns below [files.wide], or the line of the headings: header_row or header_rows.",
                line=header_rows(source)[-1],
            )
        )
    return problems


def _no_section(name: str, source: Source) -> Problem:
    return fault(
        "no-section",
        name,
        f"no line that is like {safe(source.layout.section)}",
        "a line above each group of rows that says what they are",
        "Correct section in force.toml: * stands for what changes, all else as in the file. Where the group stands in "
        "a column of its own, map that column.",
    )


def _missing(columns: Cells, name: str, source: Source, lines: Lines, header: Sequence[Sequence[str]]) -> list[Problem]:
    """Return mapped headings that are not there, or there twice, with where else they were looked for."""
    wanted = mapped(source)
    twice = sorted(heading for heading in wanted if columns.count(heading) > 1)
    missing = sorted(wanted - set(columns))
    line = header_rows(source)[-1]
    problems = [
        fault(
            "repeated-heading",
            name,
            f'two columns called "{safe(heading)}" in {_lines(source)}',
            "one column for each heading",
            "Ask which is right; where a line above tells them apart, write both lines in header_rows.",
            line=line,
            column=heading,
        )
        for heading in twice
    ]
    if not missing:
        return problems
    elsewhere = _elsewhere(wanted - {SECTION, DATE, SHEET}, lines, source)
    if elsewhere:
        key = f"header_rows = {list(elsewhere)}" if len(elsewhere) > 1 else f"header_row = {elsewhere[0]}"
        found, expected = f"the headings are in {_lines_of(elsewhere)}", f"headings in {_lines(source)}"
        action = f"Write {key} in this [[files]] entry."
        return [*problems, fault("header-row", name, found, expected, action, line=elsewhere[-1])]
    half = _in_one_line(missing[0], columns, header, source)
    near = half or did_you_mean(missing[0], columns)
    problems.append(
        fault(
            "missing-column",
            name,
            f"no column {listed(map(safe, missing))} in {_lines(source)}; the headings are {_shown(columns)}",
            f"the columns that line {source.line} of force.toml maps",
            f"{near}Correct the heading in force.toml, or the lines of the headings.",
            line=line,
            column=missing[0],
        )
    )
    return problems


def _elsewhere(wanted: set[str], lines: Lines, source: Source) -> tuple[int, ...]:
    """Return the lines among the first that hold all wanted headings, as many together as are declared."""
    many = len(header_rows(source))
    for start in range(min(len(lines), FIRST_LINES) - many + 1):
        part = lines[start : start + many]
        if wanted and wanted <= set(headings([cells for _, cells in part])):
            return tuple(line for line, _ in part)
    return ()


def _in_one_line(heading: str, columns: Cells, header: Sequence[Sequence[str]], source: Source) -> str:
    """Return a hint where one header line alone has a heading, which the others make longer."""
    for line, cells in zip(header_rows(source), header, strict=True):
        whole = [name for name in columns if heading in name]
        if len(header) > 1 and heading in {" ".join(cell.split()) for cell in cells} and whole:
            return f'Line {line} has "{safe(heading)}"; with the other lines it is {listed(map(_quoted, whole[:4]))}. '
    return ""


def _quoted(text: str) -> str:
    return f'"{safe(text)}"'


def _shown(columns: Sequence[str]) -> str:
    return ", ".join(safe(column) or "(empty)" for column in columns) or "none"


def _lines(source: Source) -> str:
    return _lines_of(header_rows(source))


def _lines_of(numbers: Sequence[int]) -> str:
    many = " and ".join(
        [", ".join(map(str, numbers[:-1])), str(numbers[-1])] if len(numbers) > 1 else [str(numbers[0])]
    )
    return f"line{'s' if len(numbers) > 1 else ''} {many}"


def _written(columns: Cells, rows: Sequence[Row], name: str, work: Path) -> Staged:
    target = aside(work, ".csv")
    with target.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([row.line, *row.cells] for row in rows)
    return Staged(name=name, path=target, columns=columns, kind="numbered", skip=0)
