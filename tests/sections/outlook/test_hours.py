"""Hours to come, handling time, redials, and what staffing is planned from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reviewkit.sections import NotPossible, demand
from reviewkit.sections.outlook.handling import handling_of
from reviewkit.sections.outlook.hours import STAFFING
from tests.sections.outlook.drawn import WEEK, days, files, half_hours, rows, toml

COLUMNS = ["offered", "answered", "abandoned", "handled_total_s"]
FIRST, WEEKS = "2024-01-01", 12


def a_tenth(calls):
    return (calls // 10).astype(int)


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    """101 with two stages by the half hour: a tenth gives up at each, calls take 100 s at first and 600 s later."""
    from reviewkit.data.review import open_review

    base = tmp_path_factory.mktemp("hours")
    first, second = half_hours(FIRST, weeks=WEEKS, level=40), half_hours(FIRST, weeks=WEEKS, level=20, seed=2)
    parts = [
        rows(calls, stage=stage, abandoned=a_tenth, answered=lambda c: c - c // 10,
             handled_total_s=lambda c, s=seconds: (c - c // 10) * s)
        for calls, stage, seconds in ((first, "P", 100), (second, "S", 600))
    ]  # fmt: skip
    folder = base / "raw" / "testshire"
    folder.mkdir(parents=True)
    text = toml(COLUMNS, start=FIRST, end="2024-03-24", grain="30 minutes")
    (folder / "force.toml").write_text(text, encoding="utf-8")
    (folder / "counts.csv").write_text(files(*parts)["counts.csv"], encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIEWKIT_DATA", str(base))
        return open_review("testshire")


@pytest.fixture(scope="module")
def staffing(review):
    return demand.for_staffing(review, weeks=2)


def test_hours_of_the_coming_weeks_follow_the_week_and_the_night(review):
    hours = demand.hours(review, demand.hours_tried(review), weeks=2)
    assert len(hours) == 2 * 168
    assert hours["start"].iloc[0] == pd.Timestamp("2024-03-25 00:00", tz="Europe/London")
    week = demand.of_the_week(hours).set_index(["weekday", "hour"])["mean"]
    assert week[0, 12] == pytest.approx(2 * 40 * WEEK[0], rel=0.08)
    assert week[6, 3] == pytest.approx(2 * 40 / 3 * WEEK[6], rel=0.15)
    busiest = demand.busiest(demand.of_the_week(hours))
    assert len(busiest) == 10
    assert busiest["mean"].is_monotonic_decreasing
    assert set(busiest["weekday"]) <= {0, 1}
    assert busiest["hour"].between(7, 22).all()


def test_staffing_gets_every_queue_half_hour_and_share(staffing):
    assert list(staffing.columns) == STAFFING
    keys = ["channel", "stage", "redial_share"]
    # The clocks go forward on 31 March: two half hours of the fortnight do not exist, but steps of time go on.
    assert staffing.groupby(keys).size().to_dict() == {
        ("101", stage, share): 2 * 336 for stage in ("primary", "secondary") for share in (0.0, 0.25, 0.5)
    }
    ordered = staffing[["lower_95", "lower_80", "upper_80", "upper_95"]].to_numpy()
    assert (np.diff(ordered) >= 0).all()
    assert staffing["calls"].between(staffing["lower_80"], staffing["upper_80"]).all()
    assert set(staffing["minutes"]) == {30}


def test_a_share_of_those_who_gave_up_is_taken_off_first_attempts(review, staffing):
    """A tenth (rounded down) gives up at each stage: about an eighth of the calls offered at the first."""
    gone = demand.given_up(review).iloc[0]
    counted = half_hours(FIRST, weeks=WEEKS, level=40), half_hours(FIRST, weeks=WEEKS, level=20, seed=2)
    by_hand = sum((calls // 10).sum() for calls in counted) / counted[0].sum()
    assert gone["share"] == pytest.approx(by_hand)
    calls = staffing.groupby(["stage", "redial_share"])["calls"].sum()
    for stage in ("primary", "secondary"):
        for share in (0.25, 0.5):
            assert calls[stage, share] / calls[stage, 0.0] == pytest.approx(1 - share * by_hand, abs=0.005)


def test_handling_time_is_that_of_each_queue(staffing):
    seconds = staffing.groupby("stage")["handling_s"].agg(["min", "max"])
    assert seconds.loc["primary"].tolist() == pytest.approx([100, 100])
    assert seconds.loc["secondary"].tolist() == pytest.approx([600, 600])


def test_a_rise_means_more_calls_more_hours_and_a_busier_hour(review):
    outlook = demand.ahead(review, demand.tried(review, "recent_weekdays"))
    week = demand.of_the_week(demand.hours(review, demand.hours_tried(review)))
    more = demand.if_more_rang(review, outlook, week).set_index("rise")
    calls = outlook.steps["mean"].sum()
    assert more["calls"].tolist() == pytest.approx([calls, 1.05 * calls, 1.1 * calls])
    assert more["hours"].tolist() == pytest.approx((more["calls"] * 100 / 3600).tolist())
    assert more["more_hours"].tolist() == pytest.approx([0, 0.05 * more["hours"].iloc[0], 0.1 * more["hours"].iloc[0]])
    assert more.loc[0.1, "busiest"] == pytest.approx(1.1 * week["mean"].max())
    shares = demand.at_redial_shares(review, outlook, demand.redials(review))
    assert shares["redial_share"].tolist() == [0.0, 0.25, 0.5]
    assert (shares["first"] + shares["redials"]).tolist() == pytest.approx(shares["calls"].tolist())
    assert shares["redials"].iloc[2] == pytest.approx(0.5 * calls * demand.given_up(review)["share"].iloc[0])


def test_counts_by_day_give_no_hours_and_nothing_for_staffing(open_force):
    calls = days("2024-01-01", number=100)
    review = open_force(toml(["offered"], start="2024-01-01", end="2024-04-09"), files(rows(calls)))
    hours = demand.hours(review, demand.hours_tried(review))
    assert hours["reason"].tolist() == ["The data count calls by day: which hours will be busy cannot be told."]
    assert demand.of_the_week(hours).empty
    with pytest.raises(NotPossible, match="do not count calls by the hour or shorter"):
        demand.for_staffing(review)


def counts(answered, seconds, *, start="2022-01-03"):
    """Weekly counts as counts by day on Mondays: calls answered and the mean time of each."""
    index = pd.date_range(start, periods=len(seconds), freq="7D", tz="Europe/London")
    total = np.asarray(seconds, dtype=float) * answered
    return pd.DataFrame({"start": index, "minutes": 1440, "answered": answered, "handled_total_s": total})


def test_a_growing_handling_time_is_told_and_carried_on():
    weeks = np.arange(104)
    found = handling_of(counts(500, 300 * 1.1 ** (weeks / 52.1775) * (1 + 0.01 * (-1.0) ** weeks)))
    assert found.growth == pytest.approx(0.1, abs=0.005)
    assert found.moves
    [now, later] = found.expected_s(pd.DatetimeIndex([found.middle, found.middle + pd.Timedelta(weeks=52)]))
    assert later / now == pytest.approx(1.1, abs=0.01)


def test_a_steady_handling_time_is_not_carried_anywhere():
    seconds = 300 + np.random.default_rng(3).normal(0, 10, 104)
    found = handling_of(counts(500, seconds))
    assert not found.moves
    assert found.lower < 0 < found.upper
    assert found.level_s == pytest.approx(seconds[-13:].mean())


def test_less_than_a_year_has_no_trend_and_no_times_have_no_level():
    short = handling_of(counts(500, [300.0] * 51))
    assert np.isnan(short.growth)
    assert short.reason == "The handling times of 51 weeks are known; a trend needs a year of them."
    assert short.level_s == pytest.approx(300)
    none = handling_of(counts(500, [np.nan] * 60))
    assert np.isnan(none.level_s)
    assert none.reason == "The data do not say how long calls were handled."
