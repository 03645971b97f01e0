"""What force.toml speaks of and a report does not have: headings, sections, columns to turn into rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reviewkit.data.checks.personal import mask
from reviewkit.data.declared.force import Source
from reviewkit.data.declared.toml_layout import measure_in_heading
from reviewkit.data.declared.wording import did_you_mean, listed, safe
from reviewkit.data.problems import Problem
from reviewkit.data.reading.faults import caution, fault
from reviewkit.data.reading.layout.rows import Cells, headings
from reviewkit.data.reading.layout.wide import spread
from reviewkit.data.reading.staged import mapped

Lines = Sequence[tuple[int, Sequence[str]]]
SECTION, DATE, SHEET = "section", "date", "sheet"
FIRST_LINES = 50


def header_rows(source: Source) -> tuple[int, ...]:
    """Return the lines whose cells are the headings."""
    return source.layout.header_rows or (source.header_row,)


def unknown(columns: Cells, name: str, source: Source) -> list[Problem]:
    """Return what the keys of the layout speak of and the headings do not have."""
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


def beside(columns: Cells, name: str, source: Source) -> list[Problem]:
    """Return a warning for columns among the half hours or days, or with a number, that no pattern takes."""
    wide = source.layout.wide
    places = [one.place for one in spread(columns, wide)] if wide else []
    if not places:
        return []
    known = {*mapped(source), wide.rows}
    left = [
        heading
        for place, heading in enumerate(columns)
        if place not in places
        and heading not in known
        and (any(map(str.isdigit, heading)) or places[0] < place < places[-1])
    ]
    if not left:
        return []
    return [
        caution(
            "no-columns",
            name,
            f"{'column' if len(left) == 1 else 'columns'} {_shown(left)} not like {listed(wide.columns)}, so not read",
            "all half hours, days or measures as columns below [files.wide] says",
            "Nothing, if they are none. Else add a pattern for them: columns may be a list.",
            line=header_rows(source)[-1],
        )
    ]


def no_section(name: str, source: Source) -> Problem:
    """Return what to say where no line names a section."""
    return fault(
        "no-section",
        name,
        f"no line that is like {safe(source.layout.section)}",
        "a line above each group of rows that says what they are",
        "Correct section in force.toml: * stands for what changes, all else as in the file. Where the group stands in "
        "a column of its own, map that column.",
    )


def in_other_lines(columns: Cells, name: str, source: Source, lines: Lines) -> Problem | None:
    """Return what to say where the headings are not in the declared lines, but all of them in others."""
    wanted = _in_the_file(source)
    numbers = () if wanted <= set(columns) else _elsewhere(wanted, lines, source)
    if not numbers:
        return None
    key = f"header_rows = {list(numbers)}" if len(numbers) > 1 else f"header_row = {numbers[0]}"
    found, expected = f"the headings are in {_lines_of(numbers)}", f"headings in {_lines(source)}"
    return fault("header-row", name, found, expected, f"Write {key} in this [[files]] entry.", line=numbers[-1])


def _in_the_file(source: Source) -> set[str]:
    """Return the headings that must stand in the file itself, as far as force.toml says them."""
    layout, wide = source.layout, source.layout.wide
    own = mapped(source) - {SECTION, DATE, SHEET}
    if wide and (wide.rows or measure_in_heading(wide)):  # the measures are words or parts of headings
        own = set(filter(None, [wide.rows]))
    own -= {wide.name, wide.value} if wide else set()
    return own | set(layout.fill_down) | (set(layout.from_to) - {wide.name if wide else ""})


def missing(
    columns: Cells, name: str, source: Source, header: Sequence[Sequence[str]], *, told: Collection[str]
) -> list[Problem]:
    """Return mapped headings that are not there, or there twice; those in ``told`` are reported already."""
    wanted = mapped(source) - set(told)
    twice = sorted(heading for heading in wanted if columns.count(heading) > 1)
    lost = sorted(wanted - set(columns))
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
    if not lost:
        return problems
    near = _in_one_line(lost[0], columns, header, source) or did_you_mean(lost[0], set(columns) - wanted)
    problems.append(
        fault(
            "missing-column",
            name,
            f"no column {listed(map(safe, lost))} in {_lines(source)}; the headings are {_shown(columns)}",
            f"the columns that line {source.line} of force.toml maps",
            f"{near}Correct the heading in force.toml, or the lines of the headings.",
            line=line,
            column=lost[0],
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
    """Return headings for a message; where a file has none, its first row may be somebody's call."""
    return ", ".join(mask(column, names=False) or "(empty)" for column in columns) or "none"


def _lines(source: Source) -> str:
    return _lines_of(header_rows(source))


def _lines_of(numbers: Sequence[int]) -> str:
    many = " and ".join(
        [", ".join(map(str, numbers[:-1])), str(numbers[-1])] if len(numbers) > 1 else [str(numbers[0])]
    )
    return f"line{'s' if len(numbers) > 1 else ''} {many}"
