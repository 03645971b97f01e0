"""Calls become half-hour counts; with the supplied intervals they make one table of counts over all history."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd

from reviewkit.data.declared.force import Force
from reviewkit.data.declared.schemas import OUTCOMES
from reviewkit.data.reading.duck import connect, name, value
from reviewkit.data.tidy.intervals import FIXED, bands

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


def read_counts(force: Force, folder: Path) -> pd.DataFrame:
    """Return interval counts over all history: as supplied, and from calls where only calls are there.

    Columns as ``intervals.parquet`` without file and line, and ``source``: ``intervals`` or ``calls``. ``start`` is
    Europe/London. What is not known is missing, never 0.
    """
    frames = []
    supplied, called = folder / "intervals.parquet", folder / "half_hours.parquet"
    with connect() as con:
        if supplied.exists():
            frames.append(
                _frame(con, f"SELECT * EXCLUDE (file, line) FROM read_parquet({value(supplied)})", "intervals")
            )
        if called.exists():
            length = f"{MINUTES}::INTEGER AS minutes, '{MINUTES} minutes' AS grain"
            rows = f"SELECT *, {length} FROM read_parquet({value(called)}) AS h"
            frames.append(_frame(con, rows + (_uncovered(supplied) if supplied.exists() else ""), "calls"))
    frames = [frame for frame in frames if not frame.empty] or frames[:1]
    return _in_order(frames, force)


def _uncovered(supplied: Path) -> str:
    """Return SQL that leaves out half hours on local days for which the same queue has supplied intervals."""
    first = f"CAST(timezone('{ZONE}', start) AS DATE)"
    last = f"CAST(timezone('{ZONE}', start + to_minutes(minutes) - INTERVAL '1 second') AS DATE)"
    days = (
        f"SELECT DISTINCT channel, stage, unnest(generate_series({first}, {last}, INTERVAL '1 day'))::DATE AS day "
        f"FROM read_parquet({value(supplied)})"
    )
    return (
        f" WHERE NOT EXISTS (SELECT 1 FROM ({days}) AS d WHERE d.channel = h.channel AND d.stage = h.stage "
        f"AND d.day = CAST(timezone('{ZONE}', h.start) AS DATE))"
    )


def _frame(con: duckdb.DuckDBPyConnection, query: str, source: str) -> pd.DataFrame:
    table = con.sql(query).to_arrow_table()
    frame = table.to_pandas()
    frame["start"] = frame["start"].dt.tz_convert(ZONE)
    return frame.assign(source=source)


def _in_order(frames: list[pd.DataFrame], force: Force) -> pd.DataFrame:
    first = ["start", "minutes", "grain", "channel", "stage"]
    spans = [f"{ended}_{limit}s" for ended in ("answered", "abandoned") for limit in thresholds(force)]
    measures = [*FIXED, *dict.fromkeys([*bands(force.sources), *spans])]
    if not frames:
        empty = pd.DataFrame(columns=[*first, *measures, "source"])
        return empty.assign(start=pd.to_datetime(empty["start"]).dt.tz_localize(ZONE))
    whole = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    whole = whole.reindex(columns=[*first, *measures, "source"])
    whole[measures] = whole[measures].astype("float64")
    return whole.sort_values(["start", "channel", "stage"], kind="stable", ignore_index=True)
