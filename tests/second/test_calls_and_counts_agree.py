"""From drawn calls, and from half-hour, daily and monthly counts of them, come the same figures, or a refusal."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from reviewkit.data.review import Review, open_review
from reviewkit.sections import performance
from reviewkit.sections.figures.after_answer import with_transfers
from reviewkit.sections.figures.rules import RULES, Figure
from reviewkit.sections.figures.wait_spread import SPREAD, wait_spread
from tests.second.asked import at, every_figure
from tests.second.definitions import OF_CALLS
from tests.second.random_forces import BANDS_S, ROUTES, Calls, force, local, write

CARRIED = {"period": ROUTES, "month": ROUTES, "week": ROUTES[:3], "day": ROUTES[:3]}
"""What can be parted so: a month's counts into no weeks and no days."""

COUNTED = ("offered", "answered", "abandoned", "contained", "callback", "forced", "overflow")
ORDERED = {
    f"{name}{of}": (percent, outcomes)
    for name, percent in (("median", 50), ("p90", 90), ("p95", 95))
    for of, outcomes in (
        ("_wait_s", {"answered"}),
        ("_wait_to_abandon_s", {"abandoned"}),
        ("_time_in_queue_s", {"answered", "abandoned"}),
    )
}


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory):
    """Write a drawn force and open its review."""
    with pytest.MonkeyPatch.context() as patch:

        def review(drawn: Calls) -> Review:
            data = tmp_path_factory.mktemp("drawn")
            write(drawn, data, "drawnshire")
            patch.setenv("REVIEWKIT_DATA", str(data))
            return open_review("drawnshire")

        yield review


@pytest.mark.parametrize("seed", range(10))
def test_calls_and_their_counts_give_the_same_figures(reviewed, seed):
    agree(reviewed(force(seed)), force(seed), seconds=BANDS_S[seed % len(BANDS_S)])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 60))
def test_so_do_many_more(reviewed, seed):
    agree(reviewed(force(seed)), force(seed), seconds=BANDS_S[seed % len(BANDS_S)])


def test_no_week_no_day_and_no_hour_is_told_from_the_counts_of_months_nor_an_hour_from_those_of_days(reviewed):
    review = reviewed(force(4))
    for table, silent in (
        (performance.by_week(review), {"month"}),
        (performance.by_day(review), {"month"}),
        (performance.hour_of_week_in_full(review), {"day", "month"}),
    ):
        told = parted(table[table["value"].notna()])
        assert set(told["route"]) == set(ROUTES) - silent
    hours = parted(performance.by_hour_of_week(review))
    assert set(hours.loc[hours["hour"].notna(), "route"]) == {"calls", "30 minutes"}
    assert set(hours["route"]) == set(ROUTES) - {"month"}


def agree(review: Review, drawn: Calls, *, seconds: int) -> None:
    for by, routes in CARRIED.items():
        table = every_figure(review, at(set(OF_CALLS) - {"transfer_rate"}, {5, seconds}), by=by)
        assert unlike(table, ["period_start", "measure", "threshold_s"], routes) == []
    assert unlike(hours(review), ["weekday", "hour", "measure"], ROUTES[:2]) == []
    assert unlike(weekdays(review), ["weekday", "measure"], ROUTES[:3]) == []
    assert transfers_unlike_the_counts(review) == []
    for by in ("period", "day"):
        spread = wait_spread(review, by=by, periods=every_period(review, by))
        assert unlike_the_calls(spread, drawn, by=by) == []
        assert numbers_that_no_total_gives(spread) == []


def parted(table: pd.DataFrame) -> pd.DataFrame:
    """Part a channel such as ``101 by day`` into the channel and how its calls were told."""
    names = table["channel"].str.split(" by ", n=1, expand=True)
    return table.assign(channel=names[0], route=names[1])


def unlike(table: pd.DataFrame, keys: list[str], routes: tuple[str, ...]) -> list[str]:
    """Return the figures that are not the same by every route; without a row there were no calls to count."""
    table = parted(table)
    said = []
    for place, rows in table.groupby(["channel", "stage", *keys], dropna=False):
        told = dict(zip(rows["route"], rows["value"], strict=True))
        none = 0.0 if rows["measure"].iloc[0] in COUNTED else math.nan
        values = [told.get(route, none) for route in routes]
        if not all(alike(value, values[0]) for value in values):
            said.append(f"{place}: {dict(zip(routes, values, strict=True))}")
    return said


def alike(one: float, other: float) -> bool:
    """Whether two figures are the same, or both unknown."""
    return math.isclose(one, other, rel_tol=1e-12) or (math.isnan(one) and math.isnan(other))


def hours(review: Review) -> pd.DataFrame:
    """Return the figures of the hours of the week as a long table, calls as a number and not as so many an hour."""
    table = performance.by_hour_of_week(review)
    table = table.assign(offered=table["offered_an_hour"] * table["hours"])
    names = [name for name in table.columns if name in RULES]
    return table.melt(["channel", "stage", "weekday", "hour"], names, var_name="measure").astype({"value": float})


def weekdays(review: Review) -> pd.DataFrame:
    """Return the calls offered on each weekday, whether told by the hour or by the day."""
    table = hours(review)
    offered = table[table["measure"] == "offered"]
    return offered.groupby(["channel", "stage", "weekday", "measure"], as_index=False)["value"].sum()


def transfers_unlike_the_counts(review: Review) -> list[str]:
    """Return the transfer rates that legs of calls and counts do not agree on; only where calls have several stages."""
    table = parted(with_transfers(every_figure(review, [Figure("transfer_rate")], by="period"), review))
    seen = table[(table["route"] == "calls") & table["value"].notna()]
    assert (table["value"].isna() == table["reason"].ne("")).all()
    if seen.empty:
        return []
    counted = table[table["route"] != "calls"].merge(seen[["channel", "stage"]], on=["channel", "stage"])
    table = pd.concat([seen, counted])[["channel", "stage", "route", "value", "measure"]]
    return unlike(table.assign(channel=table["channel"] + " by " + table["route"]), ["measure"], ROUTES)


def every_period(review: Review, by: str) -> pd.DataFrame:
    """Return every queue with every period or day of which it has counts."""
    return every_figure(review, [Figure("offered")], by=by)[["channel", "stage", "period_start"]]


def unlike_the_calls(table: pd.DataFrame, drawn: Calls, *, by: str) -> list[str]:
    """Return the medians and percentiles from single calls that are not those that counting along the waits gives."""
    table = parted(table)
    said = []
    for row in table[table["route"] == "calls"].itertuples():
        percent, outcomes = ORDERED[row.measure]
        calls = [call for call in drawn.legs if call.queue == (row.channel, row.stage) and call.outcome in outcomes]
        waits = sorted(
            call.wait for call in calls if by == "period" or local(call.at).date() == row.period_start.date()
        )
        place = (percent * len(waits) + 99) // 100
        if not alike(row.value, waits[place - 1] if waits else math.nan):
            said.append(f"{row.measure} of {row.period_start}: {row.value}, not number {place} of {waits}")
    return said


def numbers_that_no_total_gives(table: pd.DataFrame) -> list[str]:
    """Return the medians and percentiles given for counts, or refused without saying that they need single calls."""
    table = parted(table)
    rows = table[table["route"] != "calls"]
    refused = rows["value"].isna() & rows["reason"].str.contains("needs the wait of every single call")
    return [f"{row.measure} by {row.route}: {row.value} {row.reason}" for row in rows[~refused].itertuples()]


def test_every_median_and_percentile_has_a_second_implementation():
    assert set(ORDERED) == set(SPREAD)
