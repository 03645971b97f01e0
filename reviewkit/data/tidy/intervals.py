"""Interval counts: every file's rows, revisions settled, parts added up, one row for each interval of a queue."""

from __future__ import annotations

import duckdb

from reviewkit.data.declared.force import Source
from reviewkit.data.declared.schemas import BAND, MEANS, TABLES
from reviewkit.data.problems import Problem
from reviewkit.data.reading import clocks, sql
from reviewkit.data.reading.cells import Cell, read_cells
from reviewkit.data.reading.duck import name, value
from reviewkit.data.reading.faults import caution
from reviewkit.data.reading.staged import Staged
from reviewkit.data.tidy.calls import FIRST_FAULT, FIRST_TIME, SECOND_TIME, mark_sql, values_sql

KEYS = ("start", "minutes", "grain", "channel", "stage")
FIXED = tuple(
    column.name
    for column in TABLES["intervals"].columns
    if column.name not in {*KEYS, *MEANS} and column.kind in {"count", "seconds"}
)
GRAINS = {"day": "1 day", "week": "7 days", "month": "1 month"}
SAME = "start, minutes, channel, stage"
GOOD = f"(mark IS NULL OR mark < {FIRST_FAULT})"


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
    inner = values_sql(cells, source, table, extra=f"{_part(source, table)} AS part, ")
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


def _part(source: Source, table: Staged) -> str:
    """Return SQL for the name of a row's part; empty only where no parts are declared."""
    if not source.parts:
        return "''"
    names = ", ".join(f"nullif(trim({table.number_of(heading)}), '')" for heading in source.parts)
    return f"coalesce(nullif(concat_ws(' / ', {names}), ''), '(none)')"


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
    if source.grain in GRAINS:
        zone = source.time_zone
        local = f"timezone({value(zone)}, utc_at)" if sql.has_offset(cells["start"].style) else "v_start"
        end = clocks.utc(f"({local} + INTERVAL '{GRAINS[source.grain]}')", zone)
        return f"CAST((epoch({end}) - epoch(utc_at)) / 60 AS INTEGER)"
    if source.grain:
        return "60" if source.grain == "hour" else str(int(source.grain.split()[0]))
    return "CAST(v_minutes AS INTEGER)" if "minutes" in cells else str(int(source.constants["minutes"]))


def _measure(measure: str, cells: dict[str, Cell], source: Source) -> str:
    """Return SQL for a count or a total; a total comes from its column, else from the mean times the count."""
    found = [f"v_{measure}"] if measure in cells else []
    mean = measure.replace("_total_s", "_mean_s")
    if mean in MEANS and mean in cells:
        count = f"v_{MEANS[mean]}"
        found.append(f"CASE WHEN {count} = 0 THEN 0 ELSE v_{mean} * {count} END")
    if measure in source.constants:
        found.append(f"CAST({value(source.constants[measure])} AS DOUBLE)")
    return f"coalesce({', '.join(found)})" if found else "NULL"


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``interval_parts`` from ``interval_rows``: unusable rows go, later files win.

    A later file's row replaces the same part of the same interval; parts that only the earlier file has stay. Where
    only one of the two files names parts, the later replaces the whole interval, so that no total meets its own parts.
    """
    con.execute(
        f"CREATE OR REPLACE TABLE interval_parts AS SELECT * FROM interval_rows WHERE {GOOD} QUALIFY {_stands()}"
    )


def _stands() -> str:
    """Return SQL that is true for rows no later file replaces."""
    same_part = f"file_order = max(file_order) OVER (PARTITION BY {SAME}, part)"
    last_kind = f"(part = '') = arg_max(part = '', file_order) OVER (PARTITION BY {SAME})"
    return f"{same_part} AND {last_kind}"


def add_up(con: duckdb.DuckDBPyConnection, measures: tuple[str, ...]) -> None:
    """Make the table ``intervals`` from ``interval_parts``; a sum over parts is NULL where any part lacks it."""
    whole = "CASE WHEN count({0}) = count(*) THEN {1}({0}) END AS {0}"
    sums = ", ".join(whole.format(name(m), "max" if m.startswith("longest") else "sum") for m in measures)
    con.execute(
        f"CREATE OR REPLACE TABLE intervals AS SELECT start, minutes, grain, channel, stage, {sums}, "
        "first(file ORDER BY line) AS file, min(line) AS line "
        "FROM interval_parts GROUP BY ALL ORDER BY start, channel, stage"
    )


def revised(con: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Return a warning for each file with rows that a later file replaces, by other figures or the same."""
    found = con.execute(
        f"SELECT file, min(line), count(*) FROM (SELECT *, {_stands()} AS stands FROM interval_rows WHERE {GOOD}) "
        "WHERE NOT stands GROUP BY file ORDER BY file"
    ).fetchall()
    return [
        caution(
            "revised",
            file,
            f"{rows:,} intervals stand again in a later file",
            "each interval once",
            "Nothing, if the later file is the right one: it was used. Else change the order of files in force.toml.",
            line=line,
            rows=rows,
        )
        for file, line, rows in found
    ]


def repeated_hours(con: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Return a warning for each file and day with intervals that stand once in the hour that came twice."""
    first_time = f"start - INTERVAL '1 hour' * (mark - {FIRST_TIME})"
    slot = "file, channel, stage, part, minutes, first_time"
    days = con.execute(
        f"SELECT file, CAST(first_time AS DATE) AS day, count(*), min(line) FROM (SELECT *, "
        f"bool_or(mark = {SECOND_TIME}) OVER (PARTITION BY {slot}) AS twice FROM (SELECT *, "
        f"{first_time} AS first_time FROM interval_rows WHERE mark IN ({FIRST_TIME}, {SECOND_TIME}))) "
        "WHERE NOT twice GROUP BY file, day ORDER BY file, day"
    ).fetchall()
    return [
        caution(
            "repeated-hour",
            file,
            f"{day:%d %B %Y}: {rows:,} intervals in the hour that came twice stand once",
            "each of them twice, the first time round before the second, or a clock that does not change",
            "They are taken as the first time round; ask the force for times in UTC.",
            line=line,
            rows=rows,
            first_day=day,
            last_day=day,
        )
        for file, day, rows, line in days
    ]
