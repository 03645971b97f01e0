"""Bands of waits, the year before, and the weeks about an event, as queries over the files as received."""

from __future__ import annotations

import pandas as pd
import pytest

from reviewkit.sections import performance
from tests.second.compare import same
from tests.second.definitions import OF_COUNTS

EDGES_S = [0, 10, 30, 60, 180, 300, 600, 1200, 10**9]

BANDS = """
SELECT channel, stage, outcome, edge, count(wait)
FROM calls JOIN (SELECT unnest({lows}) AS low, unnest({highs}) AS edge) ON wait > low AND wait <= edge
    OR (wait = 0 AND low = 0)
WHERE outcome IN ('answered', 'abandoned') AND CAST(clock AS DATE) BETWEEN DATE '{first}' AND DATE '{last}'
GROUP BY ALL
"""

BREAK = "TIMESTAMP '2024-09-17'"
"""The day of the new telephone system, from which Exampleshire's figures are not like those before."""

AFTER_THE_BREAK = {"callback_success", "mean_wait_for_callback_s"}
"""Nobody was rung back before."""
RARE = {"contained", "callback", "forced", "overflow", "abandonment_excluding_callback"}
"""Shown of a queue only where there is one in the period."""

YEARS = f"""
WITH now AS (SELECT * FROM counts WHERE clock >= TIMESTAMP '2024-04-01'),
    pairs AS (
        SELECT n.channel, n.stage, n.clock AS this, b.clock AS that
        FROM now AS n JOIN counts AS b
        ON b.channel = n.channel AND b.stage = n.stage AND b.clock = n.clock - INTERVAL '1 year'
        WHERE NOT (n.clock >= {BREAK} AND b.clock < {BREAK}) AND day(b.clock) = day(n.clock)
    )
SELECT channel, stage, {{told}} FROM counts JOIN (SELECT DISTINCT channel, stage, {{year}} AS clock FROM pairs)
USING (channel, stage, clock) GROUP BY ALL
"""

WEEKS = f"""
SELECT channel, stage, {{told}} FROM counts
WHERE date_diff('day', {BREAK}, date_trunc('day', clock)) BETWEEN {{low}} AND {{high}} GROUP BY ALL
"""


@pytest.mark.parametrize("source", ["bank", "exampleshire_calls"])
def test_the_bands_of_waits_are_those_of_the_calls_and_hold_each_of_them_once(request, source):
    twice = request.getfixturevalue(source)
    table = performance.wait_bands(twice.review)
    query = BANDS.format(lows=EDGES_S[:-1], highs=EDGES_S[1:], first=twice.review.start, last=twice.review.end)
    second = {tuple(keys): calls for *keys, calls in twice.raw.execute(query).fetchall()}
    edges = table["up_to_s"].fillna(EDGES_S[-1]).astype(int)
    keys = zip(table["channel"], table["stage"], table["ended"], edges, strict=True)
    first = {key: calls for key, calls in zip(keys, table["calls"], strict=True) if calls > 0}
    assert first == second
    sums = table.groupby(["channel", "stage", "ended"])
    assert (sums["calls"].sum() == sums["of"].first()).all()
    assert sums["share"].sum().to_numpy() == pytest.approx(1)


def test_the_year_before_is_compared_over_the_half_hours_that_both_years_have_and_no_break_parts(exampleshire):
    table = performance.a_year_earlier(exampleshire.review)
    years = {column: YEARS.format(year=year, told="{told}") for column, year in (("now", "this"), ("before", "that"))}
    assert unlike(table, exampleshire.raw, years) == []
    held = set(table.loc[table["now"].notna() & table["before"].notna(), "measure"])
    assert held >= set(OF_COUNTS) - AFTER_THE_BREAK - RARE


def test_before_and_after_an_event_are_thirteen_weeks_each(exampleshire):
    stages = performance.by_stage(exampleshire.review)
    table = performance.before_and_after(exampleshire.review, stages)
    assert table["weeks"].eq(13).all()
    sides = {
        "before": WEEKS.format(low=-91, high=-1, told="{told}"),
        "after": WEEKS.format(low=0, high=90, told="{told}"),
    }
    assert unlike(table, exampleshire.raw, sides) == []
    assert set(table.loc[table["after"].notna(), "measure"]) >= {
        "offered",
        "answered",
        "abandonment_crude",
        "mean_wait_s",
    }


def unlike(table, raw, queries):
    """Return the figures in which a column of the table, and the query named for it, differ."""
    said = []
    for (measure, threshold_s), rows in table.groupby(["measure", "threshold_s"], dropna=False):
        told = OF_COUNTS[measure].format(n=None if pd.isna(threshold_s) else int(threshold_s))
        for column, query in queries.items():
            second = {
                (channel, stage): value for channel, stage, value in raw.execute(query.format(told=told)).fetchall()
            }
            for row in rows.itertuples():
                value, other = getattr(row, column), second[row.channel, row.stage]
                if not same(value, other):
                    said.append(f"{column} {measure} {threshold_s} of {row.channel} {row.stage}: {value}, not {other}")
    return said
