"""One file of calls becomes one Parquet part: read once, in file order, whatever its size."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from reviewkit.data.declared.force import Source
from reviewkit.data.declared.schemas import TABLES
from reviewkit.data.reading import clocks, sql
from reviewkit.data.reading.cells import Cell, columns_read, faults, kept, read_cells
from reviewkit.data.reading.duck import value
from reviewkit.data.reading.staged import Staged, relation

COLUMNS = {
    "call_id": "VARCHAR",
    "leg": "INTEGER",
    "channel": "VARCHAR",
    "stage": "VARCHAR",
    "offered_at": "TIMESTAMPTZ",
    "wait_s": "DOUBLE",
    "outcome": "VARCHAR",
    "handled_s": "DOUBLE",
    "reason": "VARCHAR",
    "agency": "VARCHAR",
    "caller": "VARCHAR",
    "file": "VARCHAR",
    "line": "BIGINT",
    "mark": "UTINYINT",
}
FIRST_TIME, SECOND_TIME = 1, 2
"""Marks of a call in the hour that comes twice in autumn: taken as the first or the second time round."""
FIRST_FAULT, NOT_KEPT, LEFT_OUT = 10, 254, 255
LEAVING = ("outcome", "channel", "stage", "force")
"""Columns whose words may leave a row out."""
DROP_BACK = "30 minutes"
SMALL = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 4000"
"""Of two million calls: 7 MB and 2.2 s of CPU; 21 MB and 2.35 s in version 1, 37 MB and 2.2 s with snappy.

A dictionary of 4000 texts holds codes and waits; names of calls are soon found to have none."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """SQL for one file: ``inner`` has raw and read values, ``outer`` the tidy columns with their mark."""

    cells: tuple[Cell, ...]
    inner: str
    outer: str


def plan(source: Source, table: Staged, con: duckdb.DuckDBPyConnection, *, unordered: tuple[date, ...] = ()) -> Plan:
    """Return how to read one file of calls; on ``unordered`` days its order says nothing about repeated hours."""
    cells = read_cells(source, table, con)
    values = _direct_sql(cells, source, table)
    by_name = {cell.name: cell for cell in cells}
    local = not sql.has_offset(by_name["offered_at"].style)
    stamps = (
        _stamps(values, source, unordered)
        if local
        else f"SELECT *, v_offered_at AS utc_at, NULL AS pass FROM ({values})"
    )
    columns = ", ".join(
        f"{_column(name, by_name, source)} AS {name}" for name in COLUMNS if name not in {"file", "mark"}
    )
    mark = f"CAST({_mark(cells, source, table)} AS UTINYINT) AS mark"
    return Plan(
        cells=cells,
        inner=values_sql(cells, source, table),
        outer=f"SELECT {columns}, {_same(table.name)} AS file, {mark} FROM ({stamps})",
    )


def values_sql(cells: tuple[Cell, ...], source: Source, table: Staged, *, extra: str = "") -> str:
    """Return SQL for rows of ``line, kept, r_<name>..., v_<name>...``."""
    rows = relation(table, only=columns_read(cells, source, table))
    raws = ", ".join(f"{cell.raw} AS r_{cell.name}" for cell in cells)
    read = ", ".join(f"{cell.value} AS v_{cell.name}" for cell in cells)
    return f"SELECT *, {read} FROM (SELECT line, {kept(source, table)} AS kept, {extra}{raws} FROM {rows})"


def mark_sql(
    cells: tuple[Cell, ...], *, otherwise: str = "pass", usual: str = "", leaving: Collection[str] = LEAVING
) -> str:
    """Return SQL for the mark of a row: why it is not used, or ``otherwise``; rows that are ``usual`` have no fault."""
    out = " OR ".join(f"v_{cell.name} = '{sql.LEAVE_OUT}'" for cell in cells if cell.name in leaving)
    tests = [f"WHEN NOT kept THEN {NOT_KEPT}"] + ([f"WHEN {out} THEN {LEFT_OUT}"] if out else [])
    tests += [f"WHEN {usual} THEN {otherwise}"] if usual else []
    tests += [f"WHEN {fault.when} THEN {FIRST_FAULT + n}" for n, (_, fault) in enumerate(faults(cells))]
    return f"CASE {' '.join(tests)} ELSE {otherwise} END"


def _direct_sql(cells: tuple[Cell, ...], source: Source, table: Staged) -> str:
    """Return SQL for rows of ``line, kept, c<i>..., v_<name>...``; raw values are made only where asked for."""
    rows = relation(table, only=columns_read(cells, source, table))
    short = "".join(f", {cell.short} AS q_{cell.name}" for cell in cells if cell.short)
    read = ", ".join(f"{cell.direct} AS v_{cell.name}" for cell in cells)
    return f"SELECT *, {read} FROM (SELECT *, {kept(source, table)} AS kept{short} FROM {rows})"


def _mark(cells: tuple[Cell, ...], source: Source, table: Staged) -> str:
    """Return the mark of :func:`mark_sql`, over the cells of the file; faults are looked for where a glance finds none
    of the usual values.
    """
    raws = {cell.name: cell.raw for cell in cells}
    usual = " AND ".join(_usual(cell, source, table) for cell in cells if cell.faults)
    return re.sub(r"\br_(\w+)", lambda found: f"({raws[found[1]]})", mark_sql(cells, usual=usual))


def _usual(cell: Cell, source: Source, table: Staged) -> str:
    """Return SQL that is true where a cell has a value without fault, or is empty and may be."""
    made, column = f"v_{cell.name}", TABLES[source.table].column(cell.name)
    empty = "".join(f" AND {table.number_of(heading)} IS NULL" for heading in cell.headings)
    tests = [f"{made} IS NOT NULL" if column.required else f"({made} IS NOT NULL OR (true{empty}))"]
    if column.kind == "time":
        tests.append(f"year({made}) BETWEEN 1970 AND 2100")
        if not sql.has_offset(cell.style):
            tests.append(f"NOT {clocks.within(made, source.time_zone, repeated=False)}")
    if column.kind in {"count", "seconds"}:
        tests.append(f"coalesce({made}, 0) >= 0")
    if column.kind == "count":
        tests.append(f"coalesce({made}, 0) = floor(coalesce({made}, 0))")
    return " AND ".join(tests)


def _stamps(inner: str, source: Source, unordered: tuple[date, ...]) -> str:
    """Return SQL that adds ``utc_at`` and ``pass``: the clock falling back within a repeated hour starts the second.

    Windows over () look back in file order and stream: no sort, no memory.
    """
    zone, local = source.time_zone, "v_offered_at"
    twice = clocks.within(local, zone, repeated=True)
    if twice == "false":
        return f"SELECT *, {clocks.utc(local, zone)} AS utc_at, NULL AS pass FROM ({inner})"
    back = f"before - {local} > INTERVAL '{DROP_BACK}' AND CAST(before AS DATE) = CAST({local} AS DATE)"
    fell = f"max(CAST({local} AS DATE)) FILTER (twice AND {back}) OVER (ROWS UNBOUNDED PRECEDING)"
    one = f"SELECT *, {twice} AS twice, lag({local}) OVER () AS before FROM ({inner})"
    two = f"SELECT *, {fell} AS fell FROM ({one})"
    again = " AND ".join([f"fell = CAST({local} AS DATE)", *(f"fell <> DATE '{day}'" for day in unordered)])
    which = f"CASE WHEN twice THEN CASE WHEN {again} THEN {SECOND_TIME} ELSE {FIRST_TIME} END END"
    three = f"SELECT *, {which} AS pass FROM ({two})"
    moment = clocks.utc(local, zone)
    utc_at = f"CASE WHEN pass = {FIRST_TIME} THEN {moment} - INTERVAL '1 hour' ELSE {moment} END"
    return f"SELECT *, {utc_at} AS utc_at FROM ({three})"


def _column(name: str, cells: dict[str, Cell], source: Source) -> str:
    kind = COLUMNS[name]
    if name == "line":
        return "line"
    if name == "offered_at":
        return "utc_at" if not sql.has_offset(cells[name].style) else "timezone('UTC', utc_at)"
    if name in cells:
        return f"CAST(v_{name} AS {kind})"
    if name in source.constants:
        constant = source.constants[name]
        return _same(constant) if kind == "VARCHAR" else f"CAST({value(constant)} AS {kind})"
    return "1::INTEGER" if name == "leg" else f"CAST(NULL AS {kind})"


def _same(text: str) -> str:
    """Return SQL for a text that every row has: of an ENUM, Parquet's dictionary is ready and no row is looked up."""
    return f"CAST({value(text)} AS ENUM({value(text)}))"


def write_part(made: Plan, target: Path, con: duckdb.DuckDBPyConnection) -> int:
    """Write one file's calls, the unusable marked, and return the number of rows read."""
    text = f"COPY ({made.outer}) TO {value(target)} ({SMALL})"
    return con.execute(text).fetchone()[0]


def unordered_days(part: Path, zone: str, con: duckdb.DuckDBPyConnection) -> tuple[date, ...]:
    """Return the local days on which a second time round was seen, but the clock fell back more than that once.

    On such a day the file is not in order of time, and a fall within the repeated hour proves nothing.
    """
    days = (
        f"SELECT DISTINCT CAST(timezone({value(zone)}, offered_at) AS DATE) FROM read_parquet({value(part)}) "
        f"WHERE mark = {SECOND_TIME}"
    )
    found = [day for (day,) in con.execute(days).fetchall()]
    return tuple(day for day in found if _falls(part, zone, day, con) > 1)


def _falls(part: Path, zone: str, day: date, con: duckdb.DuckDBPyConnection) -> int:
    """Return how often the clock fell back on one local day, in the order of the file."""
    begins = (f"timezone({value(zone)}, TIMESTAMP '{moment}')" for moment in (day, day + timedelta(days=1)))
    within = "offered_at >= {} AND offered_at < {}".format(*begins)
    clock = f"timezone({value(zone)}, offered_at)"
    falls = (
        f"SELECT lag({clock}) OVER (ORDER BY line) - {clock} AS fall FROM read_parquet({value(part)}) WHERE {within}"
    )
    return con.execute(f"SELECT count(*) FROM ({falls}) WHERE fall > INTERVAL '{DROP_BACK}'").fetchone()[0]
