"""Calls become half-hour counts, without pandas: a build that prepares ten million calls need not load it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from reviewkit.data.declared.force import Force
from reviewkit.data.declared.schemas import OUTCOMES
from reviewkit.data.reading.duck import name, value
from reviewkit.data.tidy.intervals import bands

STANDARD_BANDS = (10, 30, 60, 180, 300, 600, 1200)
MINUTES = 30
ZONE = "Europe/London"


def thresholds(force: Force) -> tuple[int, ...]:
    """Return every number of seconds that a target, a band, answer_within_s or the short-abandon rule asks for.

    >>> STANDARD_BANDS[0] in STANDARD_BANDS
    True
    """
    asked = {target.threshold_s for target in force.targets if target.threshold_s}
    supplied = {int(band.split("_")[1][:-1]) for band in bands(force.sources)}
    return tuple(sorted({*STANDARD_BANDS, *asked, *supplied, *force.answer_within_s, force.short_abandon_s}))


def half_hours_sql(calls: str, within_s: Sequence[int]) -> str:
    """Return SQL for half-hour counts of each channel and stage, from SQL that names a table of calls.

    A call belongs to the half hour in which it was offered. ``answered_<n>s`` counts waits up to and including n
    seconds. Where the wait of an answered call is not known, no band and no total of that
    half hour is given: a part must never pass for the whole.
    """
    steps = " ".join(f"WHEN wait_s <= {limit} THEN {n}" for n, limit in enumerate(within_s))
    slot_us = MINUTES * 60_000_000
    small = (
        f"SELECT epoch_us(offered_at) // {slot_us} AS slot, channel, stage, outcome, "
        f"CASE {steps} ELSE {len(within_s)} END AS band, count(*)::DOUBLE AS n, "
        "count(wait_s)::DOUBLE AS waits, count(handled_s)::DOUBLE AS handles, "
        "sum(wait_s) AS wait_s, sum(handled_s) AS handled_s, "
        f"max(wait_s) AS longest_s FROM {calls} GROUP BY ALL"
    )
    columns = [f"CAST(sum(n) FILTER (outcome = '{o}') AS DOUBLE) AS {o}" for o in OUTCOMES]
    for ended, total, longest in (
        ("answered", "wait_total_s", "longest_wait_s"),
        ("abandoned", "abandoned_wait_total_s", "longest_abandoned_wait_s"),
    ):
        these = f"outcome = '{ended}'"
        known = f"coalesce(sum(n) FILTER ({these}) = sum(waits) FILTER ({these}), true)"
        columns += [
            f"CASE WHEN {known} THEN coalesce(sum(n) FILTER ({these} AND band <= {n}), 0)::DOUBLE END "
            f"AS {ended}_{limit}s"
            for n, limit in enumerate(within_s)
        ]
        columns.append(f"CASE WHEN {known} THEN coalesce(sum(wait_s) FILTER ({these}), 0) END AS {total}")
        columns.append(f"CASE WHEN {known} THEN max(longest_s) FILTER ({these}) END AS {longest}")
    known = "coalesce(sum(n) FILTER (outcome = 'answered') = sum(handles) FILTER (outcome = 'answered'), true)"
    columns.append(
        f"CASE WHEN {known} THEN coalesce(sum(handled_s) FILTER (outcome = 'answered'), 0) END AS handled_total_s"
    )
    start = f"make_timestamptz(slot * {slot_us}) AS start"  # whole numbers make quicker groups than time_bucket
    return f"SELECT {start}, channel, stage, sum(n) AS offered, {', '.join(columns)} FROM ({small}) GROUP BY ALL"


def write_half_hours(con: duckdb.DuckDBPyConnection, calls: Path, force: Force, target: Path) -> None:
    """Write the half-hour counts of a calls file; half hours without a call on days with calls are zeros.

    The first and last day are filled only as far as the longest quiet spell elsewhere, because the extract may begin
    or end within the day.
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE half_hours AS "
        + half_hours_sql(f"read_parquet({value(calls)})", thresholds(force))
    )
    local = f"CAST(timezone('{ZONE}', start) AS DATE)"
    next_day = f"timezone('{ZONE}', day + INTERVAL '1 day')"
    ends = "channel, stage, min(start) AS first, max(start) AS last, max(quiet) AS quiet"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE slots AS WITH "
        "gaps AS (SELECT *, start - lag(start) OVER (PARTITION BY channel, stage ORDER BY start) AS quiet "
        "FROM half_hours), "
        f"ends AS (SELECT {ends} FROM gaps GROUP BY channel, stage), "
        f"days AS (SELECT DISTINCT channel, stage, {local} AS day FROM half_hours), "
        f"spans AS (SELECT channel, stage, unnest(generate_series(timezone('{ZONE}', day::TIMESTAMP), "
        f"{next_day} - INTERVAL '1 minute', INTERVAL '{MINUTES} minutes')) AS start FROM days) "
        "SELECT channel, stage, start FROM spans JOIN ends USING (channel, stage) "
        "WHERE start > first - coalesce(quiet, INTERVAL '1 hour') AND start < last + coalesce(quiet, INTERVAL '1 hour')"
    )
    counted = [
        row[0] for row in con.execute("DESCRIBE half_hours").fetchall() if row[0] not in {"start", "channel", "stage"}
    ]
    keep_null = {"longest_wait_s", "longest_abandoned_wait_s"}
    filled = ", ".join(
        name(c)
        if c in keep_null
        else f"CASE WHEN offered IS NULL OR {c in OUTCOMES} THEN coalesce({name(c)}, 0) ELSE {name(c)} END AS {name(c)}"
        for c in counted
    )
    con.execute(
        f"COPY (SELECT start, channel, stage, {filled} FROM slots LEFT JOIN half_hours USING (start, channel, stage) "
        f"ORDER BY start, channel, stage) TO {value(target)} (FORMAT parquet, COMPRESSION zstd)"
    )
    con.execute("DROP TABLE half_hours; DROP TABLE slots")
