"""Interval counts: every file's rows, revisions settled, parts added up, one row for each interval of a queue."""

from __future__ import annotations

import duckdb

from reviewkit.data import clocks, sql
from reviewkit.data.cells import Cell, read_cells
from reviewkit.data.duck import name, value
from reviewkit.data.force import Source
from reviewkit.data.schemas import BAND, TABLES
from reviewkit.data.staged import Staged
from reviewkit.data.tidy_calls import mark_sql, values_sql

MEANS = {"wait_mean_s": "answered", "handled_mean_s": "answered", "abandoned_wait_mean_s": "abandoned"}
KEYS = ("start", "minutes", "grain", "channel", "stage")
FIXED = tuple(
    column.name
    for column in TABLES["intervals"].columns
    if column.name not in {*KEYS, *MEANS} and column.kind in {"count", "seconds"}
)
GRAINS = {"hour": "1 hour", "day": "1 day", "week": "7 days", "month": "1 month"}


def bands(sources: tuple[Source, ...]) -> tuple[str, ...]:
    """Return the answer-time bands of all interval sources, ``answered_10s`` before ``answered_60s``."""
    names = {
        column
        for source in sources
        if source.table == "intervals"
        for column in source.columns
        if BAND.fullmatch(column)
    }
    return tuple(sorted(names, key=lambda column: (column.split("_")[0], int(column.split("_")[1][:-1]))))


def make_table(con: duckdb.DuckDBPyConnection, measures: tuple[str, ...]) -> None:
    """Make the empty table ``interval_rows`` that each file adds to."""
    numbers = ", ".join(f"{name(measure)} DOUBLE" for measure in measures)
    con.execute(
        "CREATE TABLE interval_rows (start TIMESTAMPTZ, minutes INTEGER, grain VARCHAR, channel VARCHAR, "
        f"stage VARCHAR, part VARCHAR, {numbers}, file VARCHAR, line BIGINT, file_order INTEGER, mark UTINYINT)"
    )


def add_rows(
    source: Source, table: Staged, con: duckdb.DuckDBPyConnection, *, measures: tuple[str, ...], order: int
) -> tuple[tuple[Cell, ...], str, int]:
    """Add one file's rows to ``interval_rows``, the unusable marked.

    Of two rows for one interval in the hour that comes twice in autumn, the later in the file is the second time round.

    Returns
    -------
    The cells read, the SQL that read them, and how many rows were read.
    """
    cells = read_cells(source, table, con)
    part = f"concat_ws(' / ', {', '.join(table.number_of(h) for h in source.parts)})" if source.parts else "''"
    inner = values_sql(cells, source, table, extra=f"{part} AS part, ")
    by_name = {cell.name: cell for cell in cells}
    columns = [
        "utc_at AS start",
        f"{_minutes(by_name, source)} AS minutes",
        f"{_grain(by_name, source)} AS grain",
        *(f"{_text(key, by_name, source)} AS {key}" for key in ("channel", "stage")),
        "part",
        *(f"{_measure(measure, by_name, source)} AS {name(measure)}" for measure in measures),
        f"{value(table.name)} AS file",
        "line",
        f"{order} AS file_order",
        f"CAST({mark_sql(cells)} AS UTINYINT) AS mark",
    ]
    stamps = _stamps(inner, by_name, source)
    con.execute(f"INSERT INTO interval_rows SELECT {', '.join(columns)} FROM ({stamps})")
    rows = con.execute("SELECT count(*) FROM interval_rows WHERE file_order = ?", [order]).fetchone()[0]
    return cells, inner, rows


def _stamps(inner: str, cells: dict[str, Cell], source: Source) -> str:
    if sql.has_offset(cells["start"].style):
        return f"SELECT *, timezone('UTC', v_start) AS utc_at, NULL AS pass FROM ({inner})"
    zone = source.time_zone
    twice = clocks.within("v_start", zone, repeated=True)
    queue = ", ".join(f"v_{key}" for key in ("channel", "stage") if key in cells)
    same = f"v_start, kept, part{', ' + queue if queue else ''}"
    count = f"CASE WHEN {twice} THEN row_number() OVER (PARTITION BY {same} ORDER BY line) END"
    moment = clocks.utc("v_start", zone)
    utc_at = f"CASE WHEN pass = 1 THEN {moment} - INTERVAL '1 hour' ELSE {moment} END"
    return f"SELECT *, {utc_at} AS utc_at FROM (SELECT *, {count} AS pass FROM ({inner}))"


def _text(key: str, cells: dict[str, Cell], source: Source) -> str:
    return f"v_{key}" if key in cells else f"CAST({value(source.constants.get(key, ''))} AS VARCHAR)"


def _grain(cells: dict[str, Cell], source: Source) -> str:
    if source.grain or "minutes" not in cells:
        return value(source.grain or f"{source.constants.get('minutes', '')} minutes")
    known = "WHEN 60 THEN 'hour' WHEN 1440 THEN 'day' WHEN 10080 THEN 'week'"
    return f"CASE v_minutes {known} ELSE CAST(v_minutes AS INTEGER) || ' minutes' END"


def _minutes(cells: dict[str, Cell], source: Source) -> str:
    """Return SQL for the length of an interval: by the clock on the wall for days and longer."""
    if source.grain in {"day", "week", "month"} and not sql.has_offset(cells["start"].style):
        end = clocks.utc(f"(v_start + INTERVAL '{GRAINS[source.grain]}')", source.time_zone)
        return f"CAST((epoch({end}) - epoch(utc_at)) / 60 AS INTEGER)"
    if source.grain in {"week", "day"}:
        return {"week": "10080", "day": "1440"}[source.grain]
    if source.grain == "month":
        return "CAST((epoch(utc_at + INTERVAL '1 month') - epoch(utc_at)) / 60 AS INTEGER)"
    if source.grain:
        return "60" if source.grain == "hour" else str(int(source.grain.split()[0]))
    return "CAST(v_minutes AS INTEGER)" if "minutes" in cells else str(int(source.constants["minutes"]))


def _measure(measure: str, cells: dict[str, Cell], source: Source) -> str:
    if measure in cells:
        return f"v_{measure}"
    mean = measure.replace("_total_s", "_mean_s")
    if mean in MEANS and mean in cells and MEANS[mean] in cells:
        count = f"v_{MEANS[mean]}"
        return f"CASE WHEN {count} = 0 THEN 0 ELSE v_{mean} * {count} END"
    constant = source.constants.get(measure)
    return f"CAST({value(constant)} AS DOUBLE)" if constant is not None else "NULL"


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``interval_parts`` from ``interval_rows``: unusable rows go, later files win."""
    key = "start, minutes, channel, stage, part"
    con.execute(
        "CREATE OR REPLACE TABLE interval_parts AS SELECT * FROM interval_rows WHERE mark IS NULL OR mark < 10 "
        f"QUALIFY file_order = max(file_order) OVER (PARTITION BY {key})"
    )


def add_up(con: duckdb.DuckDBPyConnection, measures: tuple[str, ...]) -> None:
    """Make the table ``intervals`` from ``interval_parts``; a sum over parts is NULL where any part lacks it."""
    whole = "CASE WHEN count({0}) = count(*) THEN {1}({0}) END AS {0}"
    sums = ", ".join(whole.format(name(m), "max" if m.startswith("longest") else "sum") for m in measures)
    con.execute(
        f"CREATE OR REPLACE TABLE intervals AS SELECT start, minutes, grain, channel, stage, {sums}, "
        "first(file ORDER BY line) AS file, min(line) AS line "
        "FROM interval_parts GROUP BY ALL ORDER BY start, channel, stage"
    )


def revised(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int, int]]:
    """Return (file, first line, rows) of rows that a later file replaced by other figures or the same."""
    key = "start, minutes, channel, stage, part"
    return con.execute(
        "SELECT file, min(line), count(*) FROM (SELECT *, max(file_order) OVER "
        f"(PARTITION BY {key}) AS last FROM interval_rows WHERE mark IS NULL OR mark < 10) "
        "WHERE file_order < last GROUP BY file ORDER BY file"
    ).fetchall()
