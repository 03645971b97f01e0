"""Rules about the legs of a call: the first is there, they follow one another, and their clocks agree.

Each leg is held against the one numbered before it. Where no call has a second leg there is nothing to ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewkit.data.checks.tables import LOCAL, Row, Tables, problem, queue
from reviewkit.data.declared.schemas import STAGES
from reviewkit.data.problems import Problem

EDGE_S = 7_200
"""Of calls that began before the extract only later legs are there: so long after its first call none is judged."""
ROUNDING_S = 2
"""Seconds by which two systems may round differently."""
JUMP_S = 60
"""A leg so much before its call was answered points to a clock ..."""
LATE_S = 900
"""... or so long after the leg before it ended ..."""
SPREAD_S = 300
"""... where nearly all such legs are displaced by the same time, give or take so much ..."""
NEARLY_ALL = 0.9
JUDGED = 20
"""... and there are so many of them."""
MOST = 0.5
"""Of so many legs and more an impossible time is no slip: nothing can be told from them."""

ALONE = "before_at IS NULL"
EARLY = f"offered_at < before_answered - INTERVAL '{ROUNDING_S} seconds'"
BEFORE = "offered_at < before_at"
BACKWARDS = f"({BEFORE} AND list_position({list(STAGES)}, stage) < list_position({list(STAGES)}, before_stage))"
"""A switchboard's leg numbered after an enquiry centre's and earlier than it: the numbers are wrong, not a clock."""
AT_ONCE = (
    "before_answered IS NOT NULL AND answered IS NOT NULL AND "
    f"greatest(before_answered, answered) + INTERVAL '{ROUNDING_S} seconds' < least(before_ended, ended)"
)


def check_legs(tables: Tables) -> Iterator[Problem]:
    """Report legs whose call does not begin in the data, legs out of order, at once, or on another clock."""
    if not tables.ask(f"SELECT coalesce(max(leg), 1) > 1 AS several FROM {tables.calls}")[0]["several"]:
        return
    pairs = _pairs(tables)
    if not _suspicious(tables, pairs):
        return
    tables.connection.execute(f"CREATE OR REPLACE TEMP TABLE leg_pairs AS {pairs}")
    yield from _without_first(tables)
    displaced = list(_displaced(tables))
    yield from (_clock(tables, row) for row in displaced)
    skip = {(row["file"], row["channel"], row["stage"]) for row in displaced if row["shift_s"] < 0}
    yield from _out_of_order(tables, skip)
    yield from _at_once(tables)
    tables.connection.execute("DROP TABLE leg_pairs")


def _pairs(tables: Tables) -> str:
    """Return SQL for each later leg with the moments of the leg numbered before it, missing where none is."""
    answered = "{0}.offered_at + to_microseconds(CAST({0}.wait_s * 1000000 AS BIGINT))"
    talk = "to_microseconds(CAST(coalesce({0}.handled_s, 0) * 1000000 AS BIGINT))"
    told = "CASE WHEN {0}.outcome = 'answered' THEN " + answered + " END"
    gap = f"epoch(s.offered_at) - epoch({answered} + {talk})".format("f")
    return (
        "SELECT s.file, s.line, s.channel, s.stage, s.offered_at, "
        f"CAST(s.offered_at AT TIME ZONE '{LOCAL}' AS DATE) AS day, "
        f"f.offered_at AS before_at, f.stage AS before_stage, "
        f"{told.format('f')} AS before_answered, {told.format('s')} AS answered, "
        f"{told.format('f')} + {talk.format('f')} AS before_ended, {told.format('s')} + {talk.format('s')} AS ended, "
        f"CASE WHEN f.outcome = 'answered' THEN {gap} END AS gap_s "
        f"FROM (SELECT * FROM {tables.calls} WHERE leg > 1 AND call_id IS NOT NULL) AS s "
        f"LEFT JOIN {tables.calls} AS f ON f.call_id = s.call_id AND f.leg = s.leg - 1"
    )


def _suspicious(tables: Tables, pairs: str) -> bool:
    """Look once over all pairs, keeping none: of ten million calls in order, only those in doubt are asked again."""
    odd = f"{ALONE} OR {EARLY} OR {BEFORE} OR ({AT_ONCE})"
    found = tables.ask(f"""
        SELECT count(*) FILTER ({odd}) AS odd, count(*) FILTER (gap_s >= {LATE_S}) >= {MOST} * count(gap_s) AS late
        FROM ({pairs})""")[0]
    return found["odd"] > 0 or bool(found["late"])


def _found(tables: Tables, where: str) -> list[Row]:
    """Return for each file and queue how many later legs meet a condition, of how many, and the first of them."""
    return tables.ask(f"""
        SELECT file, channel, stage, count(*) AS legs, count(*) FILTER ({where}) AS rows,
               min(line) FILTER ({where}) AS line, min(day) FILTER ({where}) AS first_day,
               max(day) FILTER ({where}) AS last_day
        FROM leg_pairs GROUP BY file, channel, stage HAVING count(*) FILTER ({where}) > 0 ORDER BY file, line""")


def _say(tables: Tables, row: Row, what: str) -> str:
    return (
        f"{row['rows']:,} of {row['legs']:,} later legs ({row['rows'] / row['legs']:.1%}, {queue(tables, row)}) {what}"
    )


def _without_first(tables: Tables) -> Iterator[Problem]:
    begins = f"(SELECT min(offered_at) FROM {tables.calls})"
    where = f"{ALONE} AND offered_at > {begins} + INTERVAL '{EDGE_S} seconds'"
    for row in _found(tables, where):
        yield problem(
            tables,
            row,
            table="calls",
            column="leg",
            severity="warning",
            code="leg-without-first",
            found=_say(tables, row, "belong to a call whose leg before is not there"),
            expected="every leg of a call that was passed on, from the first",
            action="Ask for the calls of the stage before and of the same days, with the same call numbers. Waits from "
            "end to end leave these calls out.",
        )


def _displaced(tables: Tables) -> Iterator[Row]:
    """Yield the queues whose legs lie, nearly all by the same time, before the answer or long after the end."""
    early = f"{EARLY} AND NOT coalesce({BACKWARDS}, false)"
    for where, least in ((early, f"<= -{JUMP_S}"), ("gap_s IS NOT NULL", f">= {LATE_S}")):
        middle = "median(gap_s) OVER (PARTITION BY file, channel, stage)"
        yield from tables.ask(f"""
            SELECT file, channel, stage, count(*) AS rows, min(line) AS line, min(day) AS first_day,
                   max(day) AS last_day, any_value(shift_s) AS shift_s, any_value(legs) AS legs
            FROM (SELECT *, {middle} AS shift_s FROM
                  (SELECT *, count(*) OVER (PARTITION BY file, channel, stage) AS legs FROM leg_pairs)
                  WHERE {where})
            GROUP BY file, channel, stage
            HAVING count(*) >= {JUDGED} AND any_value(shift_s) {least}
               AND count(*) FILTER (abs(gap_s - shift_s) <= {SPREAD_S}) >= {NEARLY_ALL} * count(*)
            ORDER BY file, line""")


def say_shift(seconds: float) -> str:
    """Say by how much a clock is wrong, to five minutes from a quarter of an hour on: a transfer takes some time.

    >>> say_shift(-3590), say_shift(-5400), say_shift(75)
    ('1 hour early', '1 hour 30 minutes early', '1 minute late')
    """
    size = abs(seconds)
    minutes = 5 * round(size / 300) if size >= LATE_S else max(1, round(size / 60))
    hours, minutes = divmod(minutes, 60)
    parts = [f"{n} {noun}{'' if n == 1 else 's'}" for n, noun in ((hours, "hour"), (minutes, "minute")) if n]
    return f"{' '.join(parts)} {'early' if seconds < 0 else 'late'}"


def _clock(tables: Tables, row: Row) -> Problem:
    shift = say_shift(row["shift_s"])
    how = "before the call was answered at the stage before" if row["shift_s"] < 0 else "long after the leg before"
    return problem(
        tables,
        row,
        table="calls",
        column="offered_at",
        severity="error" if row["rows"] >= MOST * row["legs"] else "warning",
        code="legs-clock-jump",
        found=_say(tables, row, f"begin {how}, nearly all by the same time: a clock about {shift}"),
        expected="one clock for all stages: a leg begins once the leg before it was answered",
        action='Say under [[files]] in which time_zone this stage is written ("UTC" where its clock never changes), or '
        "ask the supplier to set one clock. If the times are right, accept this in writing under [[accepted]].",
    )


def _out_of_order(tables: Tables, skip: set[tuple[str, str, str]]) -> Iterator[Problem]:
    for row in _found(tables, BEFORE):
        if (row["file"], row["channel"], row["stage"]) in skip:
            continue
        yield problem(
            tables,
            row,
            table="calls",
            column="leg",
            severity="warning",
            code="legs-out-of-order",
            found=_say(tables, row, "begin before the leg numbered before them"),
            expected="legs numbered in order of time",
            action="Ask what numbers the legs of a call. Journeys follow the time, not the number.",
        )


def _at_once(tables: Tables) -> Iterator[Problem]:
    for row in _found(tables, AT_ONCE):
        yield problem(
            tables,
            row,
            table="calls",
            column="handled_s",
            severity="warning",
            code="legs-at-once",
            found=_say(tables, row, "were answered while the leg before them was still being handled"),
            expected="one conversation at a time",
            action="Ask whether handling time holds the writing up afterwards, or whether calls are handed over by "
            "three people talking. Waits are not touched by it; the time with the first handler is.",
        )
