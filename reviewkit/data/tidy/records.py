"""Tables of records, such as promises of contact back: read by what their schema says, whichever table it is."""

from __future__ import annotations

import duckdb

from reviewkit.data.declared.force import Source
from reviewkit.data.declared.schemas import RECORD_TABLES, TABLES, Column
from reviewkit.data.problems import Problem
from reviewkit.data.reading import clocks, sql
from reviewkit.data.reading.cells import Cell, read_cells
from reviewkit.data.reading.duck import name, value
from reviewkit.data.reading.faults import caution, fault
from reviewkit.data.reading.staged import Staged
from reviewkit.data.tidy.calls import FIRST_FAULT, mark_sql, values_sql

KINDS = {
    "text": "VARCHAR",
    "time": "TIMESTAMPTZ",
    "date": "DATE",
    "count": "BIGINT",
    "seconds": "DOUBLE",
    "number": "DOUBLE",
    "yes or no": "BOOLEAN",
}
_GOOD = f"(mark IS NULL OR mark < {FIRST_FAULT})"


def supplied(sources: tuple[Source, ...]) -> tuple[str, ...]:
    """Return the tables of records that a force supplies, in the order of the schemas."""
    declared = {source.table for source in sources}
    return tuple(table for table in RECORD_TABLES if table in declared)


def columns(table: str) -> tuple[Column, ...]:
    """Return the columns of the tidy table; ``force`` only says whose a row is, and goes."""
    return tuple(column for column in TABLES[table].columns if column.name != "force")


def rows_table(table: str) -> str:
    """Return the name of the table of rows as read, the unusable marked."""
    return f"{table}_rows"


def make_tables(con: duckdb.DuckDBPyConnection, tables: tuple[str, ...]) -> None:
    """Make, for each table of records, the empty table of rows that each file adds to."""
    for table in tables:
        made = ", ".join(f"{name(column.name)} {KINDS[column.kind]}" for column in columns(table))
        con.execute(
            f"CREATE TABLE {rows_table(table)} ({made}, file VARCHAR, line BIGINT, file_order INTEGER, mark UTINYINT)"
        )


def add_rows(
    source: Source, table: Staged, con: duckdb.DuckDBPyConnection, *, order: int
) -> tuple[tuple[Cell, ...], str]:
    """Add one file's rows, the unusable marked; return the cells and the SQL of them.

    A local time in the hour that comes twice in autumn is taken as the first time round.
    """
    cells = read_cells(source, table, con)
    inner = values_sql(cells, source, table)
    by_name = {cell.name: cell for cell in cells}
    made = [
        f"CAST({_value(column, by_name, source)} AS {KINDS[column.kind]}) AS {name(column.name)}"
        for column in columns(source.table)
    ]
    leaving = [column.name for column in TABLES[source.table].columns if column.kind in {"text", "yes or no"}]
    mark = mark_sql(cells, otherwise="NULL", leaving=leaving)
    # Marked first: what is at fault, or is left out, is never asked to be a number or a yes.
    marked = f"SELECT *, CAST({mark} AS UTINYINT) AS mark FROM ({inner})"
    good, empty = ", ".join(made), ", ".join("NULL" for _ in made)
    tail = f"{value(table.name)}, line, {order}, mark"
    con.execute(
        f"INSERT INTO {rows_table(source.table)} SELECT {good}, {tail} FROM ({marked}) WHERE {_GOOD} "
        f"UNION ALL SELECT {empty}, {tail} FROM ({marked}) WHERE NOT {_GOOD}"
    )
    return cells, inner


def _value(column: Column, cells: dict[str, Cell], source: Source) -> str:
    if column.name not in cells:
        return value(source.constants[column.name]) if column.name in source.constants else "NULL"
    made = f"v_{column.name}"
    if column.kind != "time":
        return made
    if sql.has_offset(cells[column.name].style):
        return f"timezone('UTC', {made})"
    moment, twice = clocks.utc(made, source.time_zone), clocks.within(made, source.time_zone, repeated=True)
    return f"CASE WHEN {twice} THEN {moment} - INTERVAL '1 hour' ELSE {moment} END"


def settle(con: duckdb.DuckDBPyConnection, table: str) -> list[Problem]:
    """Make the tidy table from the rows read: of rows with one key the later file's, and in one file the last.

    Returns
    -------
    A warning for each file that a later one corrects, an error for each file that has a key twice.
    """
    schema, rows = TABLES[table], rows_table(table)
    key = ", ".join(map(name, schema.key))
    order = ", ".join(name(part) for part in dict.fromkeys((schema.dated or schema.key[0], *schema.key)))
    made = ", ".join(name(column.name) for column in columns(table))
    con.execute(
        f"CREATE OR REPLACE TABLE {name(table)} AS SELECT {made}, file, line FROM {rows} WHERE {_GOOD} "
        f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY file_order DESC, line DESC) = 1 ORDER BY {order}"
    )
    return _corrected(con, rows, key) + _twice(con, rows, key, schema.key)


def _corrected(con: duckdb.DuckDBPyConnection, rows: str, key: str) -> list[Problem]:
    found = con.execute(
        f"SELECT file, min(line), count(*) FROM (SELECT *, max(file_order) OVER (PARTITION BY {key}) AS last "
        f"FROM {rows} WHERE {_GOOD}) WHERE file_order < last GROUP BY file ORDER BY file"
    ).fetchall()
    return [
        caution(
            "revised",
            file,
            f"{count:,} rows stand again in a later file",
            "each row once",
            "Nothing, if the later file is the right one: it was used. Else change the order of files in force.toml.",
            line=line,
            rows=count,
        )
        for file, line, count in found
    ]


def _twice(con: duckdb.DuckDBPyConnection, rows: str, key: str, names: tuple[str, ...]) -> list[Problem]:
    found = con.execute(
        f"SELECT file, min(line), count(*), arg_min(first, line) FROM (SELECT file, line, min(line) OVER same AS first "
        f"FROM {rows} WHERE {_GOOD} WINDOW same AS (PARTITION BY file_order, {key})) WHERE line > first "
        "GROUP BY file ORDER BY file"
    ).fetchall()
    return [
        fault(
            "duplicate-row",
            file,
            f"the same {' and '.join(names)} as in line {first:,}",
            f"one row for each {' and '.join(names)}",
            "Ask the force which of the two is right, and leave the other out.",
            line=line,
            rows=count,
        )
        for file, line, count, first in found
    ]
