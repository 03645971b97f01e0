"""The legs of a call linked to one journey: where the caller went, how long the caller waited, how it ended.

A leg is one row of the table of calls. Legs belong together by their ``call_id`` and stand in order of time. Only calls
with a second leg are put together; of ten million calls of one leg each, nothing is sorted.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from reviewkit.data.reading.duck import value

ZONE = "Europe/London"
BETWEEN = "\x1f"
"""Stands between the stages of a path; no stage is called so."""
BEFORE_DAYS, AFTER_DAYS = 1, 8
"""Legs and later calls are looked for so many days beyond the period: a week's follow-up, and calls over midnight."""

WAITED = (
    "CASE WHEN stage = 'callback' OR (wait_s IS NULL AND outcome IN ('contained', 'forced')) THEN 0 ELSE wait_s END"
)
"""Waiting on the line: who is rung back does not hold the line, and who was never queued did not wait."""
SLOT = "epoch_us(started) // 900000000"
SLOT_DAY = f"CAST(timezone('{ZONE}', make_timestamptz(slot * 900000000)) AS DATE)"
"""The quarter of an hour of a call, and its local day: a day is worked out once for all calls of a quarter."""
SPOKE = "outcome = 'answered' AND stage <> 'callback'"
WAITED_UNTIL = "offered_at + to_microseconds(CAST(wait_s * 1000000 AS BIGINT))"
MOST_LEGS = 64
"""Of legs at one moment the numbers up to this tell the order."""
LEG = "call_id, leg, channel, stage, offered_at, wait_s, outcome, handled_s, reason, caller, file, line"


def link(con: duckdb.DuckDBPyConnection, calls: Path, *, start: date, end: date) -> None:
    """Make ``journeys``, a table or a view: a row for each call from a day before the period to a week after it.

    Columns are ``channel`` and ``started`` of the first leg; ``path``, the stages in order; ``spoke``, a letter a
    leg, ``y`` where it was answered; ``legs``; ``ended``, the outcome of the last leg; ``wait_s``, all waits on the
    line added up, missing where one of them is not known; ``before_s``, the handling time of the answered legs
    before the last; ``waited_until``, when the last wait ended; ``passed``, whether a leg followed one that was
    answered; ``cut``, whether the first leg is not in the data; ``reason`` (the last one given), ``caller``,
    ``file``, ``named`` (it has a call_id) and ``in_period``.
    """
    first = f"timezone('{ZONE}', TIMESTAMP '{start} 00:00:00' - INTERVAL '{BEFORE_DAYS} days')"
    last = f"timezone('{ZONE}', TIMESTAMP '{end} 00:00:00' + INTERVAL '{1 + AFTER_DAYS} days')"
    rows = f"SELECT {LEG} FROM read_parquet({value(calls)}) WHERE offered_at >= {first} AND offered_at < {last}"
    moments = (
        f"timezone('{ZONE}', TIMESTAMP '{day} 00:00:00' + INTERVAL '{n} days')" for day, n in ((start, 0), (end, 1))
    )
    within = "started >= {} AND started < {} AS in_period".format(*moments)  # moments, for days are slow to work out
    [(several,)] = con.execute(f"SELECT coalesce(max(leg), 1) > 1 FROM ({rows}) WHERE call_id IS NOT NULL").fetchall()
    if several:
        con.execute(f"CREATE TEMP TABLE several AS SELECT DISTINCT call_id FROM ({rows}) WHERE leg > 1")
        alone = f"SELECT * FROM ({rows}) ANTI JOIN several USING (call_id)"
        together = f"SELECT * FROM ({rows}) SEMI JOIN several USING (call_id)"
        whole, kept = f"{_of_one(alone)} UNION ALL BY NAME {_of_several(together)}", "TABLE"
    else:
        whole, kept = _of_one(rows), "VIEW"
    con.execute(f"CREATE TEMP {kept} journeys AS SELECT *, {within} FROM ({whole})")


def _of_one(rows: str) -> str:
    return (
        f"SELECT channel, offered_at AS started, stage AS path, CASE WHEN {SPOKE} THEN 'y' ELSE 'n' END AS spoke, "
        f"1 AS legs, outcome AS ended, {WAITED} AS wait_s, "
        f"NULL::DOUBLE AS before_s, {WAITED_UNTIL} AS waited_until, false AS passed, false AS cut, "
        f"reason, caller, file, call_id IS NOT NULL AS named FROM ({rows})"
    )


def _of_several(rows: str) -> str:
    """Return SQL that puts the legs of each call together, in order of time; no window, so nothing is sorted whole."""
    order = f"epoch_us(offered_at) * {MOST_LEGS} + least(leg, {MOST_LEGS - 1})"
    placed = f"SELECT *, {WAITED} AS waited, {order} AS place, {SPOKE} AS talked FROM ({rows})"
    talks = "sum(handled_s) FILTER (talked)"
    talks = f"CASE WHEN count(handled_s) FILTER (talked) = count(*) FILTER (talked) THEN {talks} END"
    return (
        "SELECT arg_min(channel, place) AS channel, min(offered_at) AS started, "
        f"string_agg(stage, {value(BETWEEN)} ORDER BY place) AS path, "
        "string_agg(CASE WHEN talked THEN 'y' ELSE 'n' END, '' ORDER BY place) AS spoke, count(*) AS legs, "
        "arg_max(outcome, place) AS ended, CASE WHEN count(waited) = count(*) THEN sum(waited) END AS wait_s, "
        "count(*) FILTER (talked) - arg_max(talked, place)::INTEGER > 0 AS passed, "
        f"CASE WHEN passed THEN {talks} - CASE WHEN arg_max(talked, place) THEN arg_max(handled_s, place) ELSE 0 END "
        f"END AS before_s, arg_max_null({WAITED_UNTIL}, place) AS waited_until, min(leg) > 1 AS cut, "
        "arg_max(reason, place) AS reason, max(caller) AS caller, any_value(file) AS file, true AS named "
        f"FROM ({placed}) GROUP BY call_id"
    )


def cover(con: duckdb.DuckDBPyConnection, calls: Path) -> None:
    """Make the table ``spans``: the first and last moment of each run of days, one after the other, that have calls.

    What a caller did next is known only within such a run.
    """
    few = f"SELECT {SLOT} AS slot, min(started) AS first, max(started) AS last FROM (SELECT offered_at AS started FROM "
    few += f"read_parquet({value(calls)})) GROUP BY slot"
    days = f"SELECT {SLOT_DAY} AS day, min(first) AS first, max(last) AS last FROM ({few})"
    runs = f"SELECT *, day - CAST(row_number() OVER (ORDER BY day) AS INTEGER) AS run FROM ({days} GROUP BY day)"
    con.execute(f"CREATE TEMP TABLE spans AS SELECT min(first) AS first, max(last) AS last FROM ({runs}) GROUP BY run")
