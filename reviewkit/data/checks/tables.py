"""What the rules read: the two tables with local days, and small totals made once from the calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import Any

import duckdb

from reviewkit.data.declared.force import Force, Source
from reviewkit.data.problems import Problem, Severity

LOCAL = "Europe/London"
SLOT_S = 1800
WHOLE_DAY_MINUTES = 1380
"""The shortest local day: 23 hours, when the clocks go forward."""
PARTS = ("answered", "abandoned", "contained", "callback", "forced", "overflow", "waiting")
COUNTS = ("offered", *PARTS, "transferred", "resolved", "callback_reached")
SECONDS = (
    "wait_total_s",
    "abandoned_wait_total_s",
    "handled_total_s",
    "longest_wait_s",
    "longest_abandoned_wait_s",
    "callback_wait_total_s",
    "staffed_total_s",
    "paid_total_s",
)
BAND = re.compile(r"(answered|abandoned)_(\d+)s")
Row = dict[str, Any]

_KIND = (
    f"CASE WHEN minutes < {WHOLE_DAY_MINUTES} THEN 'intraday' WHEN minutes <= 1500 THEN 'day' "
    "WHEN minutes < 20160 THEN 'week' ELSE 'month' END"
)
_SLOT = (
    "CASE kind WHEN 'intraday' THEN epoch(start)::BIGINT // (minutes * 60) WHEN 'day' THEN day - DATE '1970-01-01' "
    "WHEN 'week' THEN (day - DATE '1970-01-01') // 7 ELSE year(day) * 12 + month(day) END"
)
_PLACE = (
    "CASE kind WHEN 'intraday' THEN (isodow(clock) - 1) * 1440 + hour(clock) * 60 + minute(clock) "
    "WHEN 'day' THEN (isodow(clock) - 1) * 1440 ELSE 0 END"
)


@dataclass(frozen=True, kw_only=True)
class Tables:
    """A connection on which :func:`read_tables` has made ``rows``, ``slots`` and ``call_days``.

    ``rows`` is ``intervals`` with its local ``clock``, ``day`` and ``last_day``, its ``kind`` (intraday, day, week or
    month), ``slot`` (a number one higher for the next interval) and ``place`` (its time of the week, in minutes).
    ``slots`` holds the calls of each half hour; ``call_days`` those of each local day. ``columns`` are the interval
    columns with at least one value; ``calls`` and ``published`` name those tables
    themselves, ``published`` only where there is one.
    """

    force: Force
    connection: duckdb.DuckDBPyConnection
    calls: str
    published: str
    columns: tuple[str, ...]

    def ask(self, query: str, parameters: Iterable[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Return the rows of a query as dictionaries."""
        answer = self.connection.execute(query, parameters if isinstance(parameters, Mapping) else list(parameters))
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def has(self, *columns: str) -> bool:
        """Say whether every one of these interval columns has a value somewhere."""
        return all(column in self.columns for column in columns)

    @property
    def counts(self) -> tuple[str, ...]:
        """Supplied columns that count calls, bands included."""
        return tuple(column for column in self.columns if column in COUNTS or BAND.fullmatch(column))

    def bands(self, kind: str) -> tuple[tuple[int, str], ...]:
        """Thresholds and columns of ``answered`` or ``abandoned`` bands, shortest first."""
        found = (BAND.fullmatch(column) for column in self.columns)
        return tuple(sorted((int(match[2]), match[0]) for match in found if match and match[1] == kind))


def read_tables(
    force: Force,
    connection: duckdb.DuckDBPyConnection,
    *,
    calls: str = "calls",
    intervals: str = "intervals",
    published: str = "",
) -> Tables:
    """Make the small tables that the rules share; the calls are read once.

    Local clocks are found for each half hour, not for each call: there are few half hours and many calls.
    """
    supplied = _supplied(connection, intervals)
    part = "" if "part" in _names(connection, intervals) else ", '' AS part"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE rows AS
        SELECT *, {_SLOT} AS slot, {_PLACE} AS place
        FROM (SELECT *, clock::DATE AS day, {_KIND} AS kind,
                     ((start + to_seconds((minutes * 60)::BIGINT - 1)) AT TIME ZONE '{LOCAL}')::DATE AS last_day
              FROM (SELECT *{part}, start AT TIME ZONE '{LOCAL}' AS clock FROM {intervals}))""")
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE slots AS
        SELECT *, to_timestamp(slot * {SLOT_S}) AT TIME ZONE '{LOCAL}' AS clock
        FROM (SELECT file, channel, stage, epoch(offered_at)::BIGINT // {SLOT_S} AS slot,
                     count(*) AS offered, min(line) AS line
              FROM {calls} GROUP BY ALL)""")
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE call_days AS
        SELECT file, channel, stage, clock::DATE AS day, sum(offered) AS offered, min(line) AS line
        FROM slots GROUP BY ALL""")
    return Tables(force=force, connection=connection, calls=calls, published=published, columns=supplied)


def _names(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]


def _supplied(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[str, ...]:
    wanted = [name for name in _names(connection, table) if name in COUNTS + SECONDS or BAND.fullmatch(name)]
    if not wanted:
        return ()
    filled = connection.execute(f"SELECT {', '.join(f'count({name})' for name in wanted)} FROM {table}").fetchone()
    return tuple(name for name, count in zip(wanted, filled or (), strict=True) if count)


def source_of(force: Force, table: str, file: str) -> Source | None:
    """Return the ``[[files]]`` entry that ``file`` was read by; a sheet's name after the file is passed over."""
    for source in force.sources:
        if source.table == table and any(fnmatchcase(_path(file, name), name) for name in source.files):
            return source
    return None


def _path(file: str, pattern: str) -> str:
    return "/".join(file.split("/")[: pattern.count("/") + 1])


def column_in_file(force: Force, table: str, file: str, column: str) -> str:
    """Return what the file itself calls one of our columns; our own name where it does not have one."""
    source = source_of(force, table, file)
    return " + ".join(source.columns.get(column, ())) or column if source else column


def queue(tables: Tables, row: Mapping[str, Any]) -> str:
    """Name a queue as the pages do, for these sentences are printed there: ``101 switchboard``."""
    part = f", {row['part']}" if row.get("part") else ""
    return f"{tables.force.queue_name(row['channel'], row['stage'])}{part}"


def say_day(day: date) -> str:
    """Write a day as a reader says it: ``3 April 2024``."""
    return f"{day.day} {day:%B %Y}"


def say_days(first: date, last: date) -> str:
    """Write one day, or the first and the last of several."""
    return say_day(first) if first == last else f"{say_day(first)} to {say_day(last)}"


def say_time(at: datetime) -> str:
    """Write a local clock time: ``14:30 on 3 April 2024``; the day only where it is midnight."""
    return say_day(at.date()) if (at.hour, at.minute) == (0, 0) else f"{at:%H:%M} on {say_day(at.date())}"


def problem(
    tables: Tables, row: Mapping[str, Any], *, table: str, column: str | None = None, severity: Severity, **words: Any
) -> Problem:
    """Make a :class:`Problem` at the file, line, days and number of rows of ``row``.

    ``column`` is our name; the problem shows the file's. ``row`` may have ``rows``, ``first_day`` and ``last_day``.
    """
    shown = column_in_file(tables.force, table, row["file"], column) if column else None
    return Problem(
        severity=severity,
        file=row["file"],
        line=row.get("line"),
        column=shown,
        rows=row.get("rows", 1),
        first_day=row.get("first_day"),
        last_day=row.get("last_day"),
        **words,
    )
