"""Figures for whole periods that a force supplies itself."""

from __future__ import annotations

import duckdb

from reviewkit.data.declared.force import Force, Source
from reviewkit.data.declared.schemas import TABLES
from reviewkit.data.reading.cells import Cell, read_cells
from reviewkit.data.reading.duck import value
from reviewkit.data.reading.staged import Staged
from reviewkit.data.tidy.calls import mark_sql, values_sql

KINDS = {"date": "DATE", "number": "DOUBLE", "count": "DOUBLE"}
COLUMNS = {column.name: KINDS.get(column.kind, "VARCHAR") for column in TABLES["published"].columns}


def make_table(con: duckdb.DuckDBPyConnection) -> None:
    """Make the empty table ``published_rows`` that each file adds to."""
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    con.execute(
        f"CREATE TABLE published_rows ({columns}, file VARCHAR, line BIGINT, file_order INTEGER, mark UTINYINT)"
    )


def add_rows(
    source: Source, table: Staged, con: duckdb.DuckDBPyConnection, *, force: Force, order: int
) -> tuple[tuple[Cell, ...], str]:
    """Add one file's figures to ``published_rows``, the unusable marked; return the cells and the SQL of them."""
    cells = read_cells(source, table, con)
    inner = values_sql(cells, source, table)
    mapped = {cell.name for cell in cells}
    given = source.constants | {"force": force.slug}
    where = {name: value(given[name]) if name in given else "NULL" for name in COLUMNS}
    where |= {name: f"v_{name}" for name in mapped - {"force"}}
    columns = [f"CAST({where[name]} AS {kind}) AS {name}" for name, kind in COLUMNS.items()]
    mark = f"CAST({mark_sql(cells, otherwise='NULL')} AS UTINYINT) AS mark"
    con.execute(
        f"INSERT INTO published_rows SELECT {', '.join(columns)}, {value(table.name)} AS file, line, {order}, {mark} "
        f"FROM ({inner})"
    )
    return cells, inner


def settle(con: duckdb.DuckDBPyConnection) -> int:
    """Make the table ``published`` (a later file corrects an earlier one) and return its number of rows."""
    key = "force, period_start, period_end, channel, stage, metric, threshold_s, basis, source"
    con.execute(
        f"CREATE OR REPLACE TABLE published AS SELECT {', '.join(COLUMNS)}, file, line FROM published_rows "
        f"WHERE mark IS NULL QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY file_order DESC, line DESC) = 1 "
        "ORDER BY period_start, channel, stage, metric"
    )
    return con.execute("SELECT count(*) FROM published").fetchone()[0]
