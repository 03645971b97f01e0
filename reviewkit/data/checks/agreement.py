"""Do the calls and the interval counts of the same days say the same?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from reviewkit.data.checks.tables import Row, Tables, problem, queue, say_day, say_days
from reviewkit.data.problems import Problem

DIFFERENCE = 0.02
"""Share of a day's calls by which the two may differ."""
DIFFERENCE_CALLS = 2
"""And always so many calls: a call at midnight counts in one or the other day."""
DAYS_COMPARED = 5
MANY, FEW = 0.5, 0.2
"""Displaced: at least this share of days differs as it stands, and at most that when moved by one."""

HOURS_DIFFER = 0.05
"""Displaced by an hour: the hours differ by at least this share of the calls, and by little when moved."""


def check_agreement(tables: Tables) -> Iterator[Problem]:
    """Warn where daily totals differ by more than 2 %, and where moving the counts by a day or an hour mends it.

    The first and last day of the calls are left out: they may be cut.
    """
    if not tables.has("offered"):
        return
    queues: dict[tuple[str, str], list[Row]] = {}
    for row in _days(tables):
        queues.setdefault((row["channel"], row["stage"]), []).append(row)
    for days in queues.values():
        yield from _by_day(tables, days)
        yield from _by_hour(tables, days[0])


def _days(tables: Tables) -> list[Row]:
    return tables.ask("""
        WITH counted AS (
            SELECT channel, stage, day, sum(offered) AS intervals, min_by(file, line) AS file, min(line) AS line
            FROM rows WHERE kind IN ('intraday', 'day') AND offered IS NOT NULL GROUP BY ALL
        ), called AS (
            SELECT channel, stage, day, sum(offered) AS calls FROM call_days GROUP BY ALL
        ), edges AS (
            SELECT channel, stage, min(day) AS first, max(day) AS last FROM called GROUP BY ALL
        )
        SELECT channel, stage, day, file, line, intervals, coalesce(calls, 0)::DOUBLE AS calls
        FROM counted JOIN edges USING (channel, stage) LEFT JOIN called USING (channel, stage, day)
        WHERE day > first AND day < last ORDER BY channel, stage, day""")


def _by_day(tables: Tables, days: list[Row]) -> Iterator[Problem]:
    calls = {row["day"]: row["calls"] for row in days}
    counted = {row["day"]: row["intervals"] for row in days}
    differing = [row for row in days if differs(row["intervals"], row["calls"])]
    if not differing:
        return
    for shift in (-1, 1):
        if displaced(counted, calls, days=shift):
            yield _shifted(tables, differing, shift)
            return
    first = differing[0]
    yield problem(
        tables,
        first | {"rows": len(differing), "first_day": first["day"], "last_day": differing[-1]["day"]},
        table="intervals",
        column="offered",
        severity="warning",
        code="calls-differ-from-intervals",
        found=f"{first['intervals']:,.0f} calls counted on {say_day(first['day'])}, {first['calls']:,.0f} listed one "
        f"by one; {len(differing)} of {len(days)} days differ ({queue(tables, first)})",
        expected=f"the same number, to within {DIFFERENCE:.0%}",
        action="Ask whether the two files count alike (transfers, menu, several legs), and which one to trust. "
        "The pages use the interval counts where there are any.",
    )


def differs(counted: float, called: float) -> bool:
    """Say whether two counts of a day's calls differ by more than may be."""
    return abs(counted - called) > max(DIFFERENCE_CALLS, DIFFERENCE * counted)


def displaced(counted: dict[date, float], calls: dict[date, float], *, days: int) -> bool:
    """Say whether the counts fit the calls when moved by ``days``, and do not as they stand."""
    moved = {day: (counted[day], calls.get(day + timedelta(days=days))) for day in counted}
    pairs = [(one, other) for one, other in moved.values() if other is not None]
    if len(pairs) < DAYS_COMPARED:
        return False
    now = sum(differs(counted[day], calls[day]) for day in counted) / len(counted)
    then = sum(differs(one, other) for one, other in pairs) / len(pairs)
    return now >= MANY and then <= FEW


def _shifted(tables: Tables, days: list[Row], shift: int) -> Problem:
    first, last = days[0], days[-1]
    direction = "earlier" if shift == 1 else "later"
    return problem(
        tables,
        first | {"rows": len(days), "first_day": first["day"], "last_day": last["day"]},
        table="intervals",
        column="start",
        severity="warning",
        code="day-shifted",
        found=f"counts stand one day {direction} than the calls, {say_days(first['day'], last['day'])} "
        f"({queue(tables, first)})",
        expected="counts on the day of the calls",
        action="Check the time zone and the date format of both files in force.toml; one may be in UTC, or give the "
        "day after.",
    )


def _by_hour(tables: Tables, queue_row: Row) -> Iterator[Problem]:
    """Compare hours, as they stand and moved by one, for each week that both tables have."""
    found = tables.ask(_HOURS, {"channel": queue_row["channel"], "stage": queue_row["stage"]})
    for shift, direction in ((1, "earlier"), (-1, "later")):
        weeks = [
            row for row in found if hour_displaced(row["calls"], row["now"], row["later" if shift == 1 else "before"])
        ]
        if weeks:
            yield problem(
                tables,
                queue_row | weeks[0] | {"rows": sum(row["rows"] for row in weeks), "last_day": weeks[-1]["last_day"]},
                table="intervals",
                column="start",
                severity="warning",
                code="hour-shifted",
                found=f"counts stand one hour {direction} than the calls, "
                f"{say_days(weeks[0]['first_day'], weeks[-1]['last_day'])} ({queue(tables, queue_row)})",
                expected="counts in the hour of the calls",
                action='Check time_zone of both [[files]] in force.toml: "UTC" for a system that never changes its '
                "clock.",
            )


def hour_displaced(calls: float, now: float, moved: float) -> bool:
    """Say whether the sum of differences is large as it stands and small when moved by an hour."""
    return now >= max(DAYS_COMPARED * DIFFERENCE_CALLS, HOURS_DIFFER * calls) and moved <= FEW * now


_HOURS = """
    WITH counted AS (
        SELECT epoch(start)::BIGINT // 3600 AS hour, sum(offered) AS intervals, min(day) AS day, min(line) AS line,
               min(file) AS file, count(*) AS rows
        FROM rows WHERE channel = $channel AND stage = $stage AND kind = 'intraday' AND minutes <= 60 GROUP BY ALL
    ), called AS (
        SELECT slot // 2 AS hour, sum(offered) AS calls FROM slots
        WHERE channel = $channel AND stage = $stage GROUP BY ALL
    ), each AS (
        SELECT counted.*, coalesce(calls, 0) AS calls, lead(calls, 1, calls) OVER time AS next,
               lag(calls, 1, calls) OVER time AS previous
        FROM counted LEFT JOIN called USING (hour)
        WHERE hour BETWEEN (SELECT min(hour) FROM called) AND (SELECT max(hour) FROM called)
        WINDOW time AS (ORDER BY hour)
    )
    SELECT min(file) AS file, min(line) AS line, sum(rows)::BIGINT AS rows, min(day) AS first_day, max(day) AS last_day,
           sum(calls)::DOUBLE AS calls, sum(abs(intervals - calls))::DOUBLE AS now,
           sum(abs(intervals - coalesce(next, 0)))::DOUBLE AS later,
           sum(abs(intervals - coalesce(previous, 0)))::DOUBLE AS before
    FROM each GROUP BY date_trunc('week', day) ORDER BY first_day"""
