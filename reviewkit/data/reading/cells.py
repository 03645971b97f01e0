"""The cells of a source: for each of our columns, SQL for its text, its value and its faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import duckdb

from reviewkit.data.declared.force import Source
from reviewkit.data.declared.force_names import own_sql
from reviewkit.data.declared.schemas import LEAVE_OUT, OUTCOMES, TABLES, Column
from reviewkit.data.declared.wording import listed, safe
from reviewkit.data.reading import clocks, quick, sql
from reviewkit.data.reading.duck import value
from reviewkit.data.reading.staged import Staged, relation

SAMPLE_ROWS = 2000
_AN_AFTERNOON = datetime(2025, 3, 31, 14, 5, 9)  # noqa: DTZ001 - an example of how a time is written
FIRST_YEAR, LAST_YEAR = 1970, 2100
NO_ROW = " A line that is no row (a title, a total, a note) goes out with skip_rows or totals in its [[files]] entry."
WORDS = {"outcome": OUTCOMES}
YES_OR_NO = {"y": "yes", "true": "yes", "1": "yes", "n": "no", "false": "no", "0": "no"}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way a cell can be wrong: SQL that is true then, and the words for it."""

    code: str
    when: str
    expected: str
    action: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One of our columns in one file.

    ``raw`` is SQL over :func:`reviewkit.data.reading.staged.relation`, ``value`` over columns named ``r_<name>``, and
    ``faults`` over both ``r_<name>`` and ``v_<name>``. ``direct`` gives what ``value`` gives, over the relation with
    ``short``, where there is one, as ``q_<name>``: the usual spellings (see :mod:`reviewkit.data.reading.quick`).
    """

    name: str
    headings: tuple[str, ...]
    raw: str
    value: str
    short: str
    direct: str
    faults: tuple[Fault, ...] = ()
    style: str = ""

    @property
    def personal(self) -> bool:
        """Whether what stands in the cell must never be shown."""
        return self.name == "caller"


def read_cells(source: Source, table: Staged, con: duckdb.DuckDBPyConnection) -> tuple[Cell, ...]:
    """Return the mapped cells of one file, guessing how times are written where nothing is declared."""
    return tuple(_cell(name, headings, source, table, con) for name, headings in source.columns.items())


def columns_read(cells: tuple[Cell, ...], source: Source, table: Staged) -> set[str]:
    """Return the names ``c<i>`` that the cells, ``keep`` and ``parts`` need; the rest of the file is never read."""
    headings = {heading for cell in cells for heading in cell.headings} | set(source.keep) | set(source.parts)
    return {table.number_of(heading) for heading in headings}


def kept(source: Source, table: Staged) -> str:
    """Return SQL that is true for rows ``keep`` asks for."""
    tests = (
        f"trim({table.number_of(heading)}) IN ({', '.join(map(value, choices))})"
        for heading, choices in source.keep.items()
    )
    return " AND ".join(tests) or "true"


def faults(cells: tuple[Cell, ...]) -> Iterator[tuple[Cell, Fault]]:
    """Return every cell with every fault it may have, in one order."""
    return ((cell, fault) for cell in cells for fault in cell.faults)


def _cell(name: str, headings: tuple[str, ...], source: Source, table: Staged, con: duckdb.DuckDBPyConnection) -> Cell:
    column = replace(TABLES[source.table].column(name), name=name)  # a band is declared as answered_<n>s
    numbers = [table.number_of(heading) for heading in headings]
    raw = (
        sql.text(numbers[0])
        if len(numbers) == 1
        else f"nullif(concat_ws(' ', {', '.join(map(sql.text, numbers))}), '')"
    )
    style = source.formats.get(name, "")
    if column.kind in {"time", "date"} and not style:
        style = _guess(raw, table, con)
    short = quick.value(column, numbers, style=style, words=source.words.get(name, {}))
    careful = _value(column, source, style, raw)
    return Cell(
        name=name,
        headings=headings,
        raw=raw,
        value=_value(column, source, style, f"r_{name}"),
        short=short,
        # In a CASE, and only there, DuckDB leaves what is not asked for undone.
        direct=f"CASE WHEN q_{name} IS NULL THEN {careful} ELSE q_{name} END" if short else careful,
        faults=_faults(column, source, style),
        style=style,
    )


def _value(column: Column, source: Source, style: str, raw: str) -> str:
    if column.name == "caller":
        return f"pseudonym({raw})"
    if column.name == "force":
        return _own_name(raw, source)
    if column.kind in {"time", "date"}:
        return sql.time(raw, style)
    if column.kind == "seconds":
        return sql.seconds(raw, style, decimal=source.decimal, thousands=source.thousands)
    if column.kind in {"count", "number"}:
        return sql.number(raw, decimal=source.decimal, thousands=source.thousands)
    said = source.words.get(column.name, {})
    return sql.word(raw, YES_OR_NO | said if column.kind == "yes or no" else said, known_words(column))


def known_words(column: Column) -> tuple[str, ...]:
    """Return the only words a column may say; none where it may say anything."""
    return ("yes", "no") if column.kind == "yes or no" else column.words or WORDS.get(column.name, ())


def _own_name(raw: str, source: Source) -> str:
    """Return SQL for a force's name where it is this force's, after words for it; NULL where it is another's."""
    words = source.words.get("force", {})
    said = f"coalesce({sql.word(raw, words)}, {raw})" if words else raw
    own = own_sql(said, source.own_names)
    return f"CASE WHEN {said} = '{LEAVE_OUT}' THEN '{LEAVE_OUT}' ELSE {own} END" if words else own


def _faults(column: Column, source: Source, style: str) -> tuple[Fault, ...]:
    raw, made = f"r_{column.name}", f"v_{column.name}"
    found = []
    if column.required:
        found.append(
            Fault(
                code="missing-value",
                when=f"{raw} IS NULL",
                expected="a value",
                action=f"Ask the force for the value.{NO_ROW if column.kind == 'time' else ''}",
            )
        )
    unread = f"{raw} IS NOT NULL AND {made} IS NULL"
    if column.kind in {"time", "date"}:
        found += _time_faults(column, source, style, unread=unread)
    elif column.name == "force":
        found.append(_other_force(source, unread))
    elif column.kind in {"text", "yes or no"} and column.name != "caller":
        ours = sorted({*source.words.get(column.name, {}).values(), *known_words(column)})
        action = f"Say what it means under [files.words.{column.name}] in force.toml."
        found.append(Fault(code="unmapped-word", when=unread, expected=f"a word for {listed(ours)}", action=action))
    elif column.kind in {"count", "number", "seconds"}:
        found += _number_faults(column, style, unread=unread, made=made)
    return tuple(found)


def _other_force(source: Source, when: str) -> Fault:
    heading = source.columns["force"][0]
    return Fault(
        code="other-force",
        when=when,
        expected=f"only rows of this force: {listed(source.own_names)}, in any usual spelling",
        action="If it is this force, add the spelling to aliases in force.toml. If it is another, read only your own: "
        f'"{safe(heading)}" = ["..."] below [files.keep].',
    )


def _number_faults(column: Column, style: str, *, unread: str, made: str) -> list[Fault]:
    if column.kind == "seconds":
        expected = f"a duration written as {style}" if style else "seconds, m:ss or h:mm:ss"
        action = f"Correct the cell, or say how durations are written under [files.formats], {column.name}."
        found = [Fault(code="not-a-duration", when=unread, expected=expected, action=action)]
    else:
        wrong = f"({unread}) OR {made} <> floor({made})" if column.kind == "count" else unread
        expected = "a whole number" if column.kind == "count" else "a number"
        action = "Correct the cell, or declare decimal and thousands in this [[files]] entry."
        found = [Fault(code="not-a-number", when=wrong, expected=expected, action=action)]
    if column.kind != "number":
        action = "Ask the force what the negative value means; leave the cell empty where it is not known."
        found.append(Fault(code="negative-value", when=f"{made} < 0", expected="0 or more", action=action))
    return found


def _time_faults(column: Column, source: Source, style: str, *, unread: str) -> list[Fault]:
    made = f"v_{column.name}"
    action = f"Correct the cell, or say how it is written under [files.formats], {column.name}.{NO_ROW}"
    example = f", as {_AN_AFTERNOON:{style}}" if "%" in style else ""
    expected = "a date and time" if style.startswith("iso") else f"a date written as {style}{example}"
    odd = f"({unread}) OR year({made}) NOT BETWEEN {FIRST_YEAR} AND {LAST_YEAR}"
    found = [Fault(code="not-a-time", when=odd, expected=expected, action=action)]
    if column.kind == "time" and not sql.has_offset(style):
        found.append(
            Fault(
                code="impossible-time",
                when=clocks.within(made, source.time_zone, repeated=False),
                expected="a time that was on the clock: that hour was skipped in spring",
                action='The system may keep winter time all year: declare time_zone = "UTC" if so.',
            )
        )
    return found


def _guess(raw: str, table: Staged, con: duckdb.DuckDBPyConnection) -> str:
    """Return the first way of writing that reads most of the first rows; days come before months, as in Britain."""
    rows = f"SELECT {raw} AS t FROM {relation(table)} LIMIT {SAMPLE_ROWS}"
    styles = ("iso-offset", *sql.TIME_FORMATS, "excel-days")
    counts = ", ".join(f"count({_only(style)})" for style in styles)
    try:
        read = con.execute(f"SELECT {counts} FROM ({rows}) WHERE t IS NOT NULL").fetchone()
    except duckdb.Error:
        return "iso"  # what is wrong with the rows themselves is reported when they are read
    return styles[max(range(len(styles)), key=lambda i: (read[i], -i))] if max(read) else "iso"


def _only(style: str) -> str:
    """Return SQL for a time in one style and no other.

    A stamp without offset is no ``iso-offset``, and 24 is no year: ``%Y`` reads it as the year 24.
    """
    made = f"CASE WHEN year({sql.time('t', style)}) >= {FIRST_YEAR} THEN 1 END"
    offset = "regexp_matches(t, '[0-9](Z| ?[+-][0-9]{2}:?([0-9]{2})?)$') AND length(t) > 10"
    return f"CASE WHEN {offset} THEN {made} END" if style == "iso-offset" else made
