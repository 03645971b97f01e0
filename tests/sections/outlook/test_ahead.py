"""The weeks to come: sums and their bands, the same days a year before, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from reviewkit.data.declared.force import Event
from reviewkit.models.backtesting import replayed
from reviewkit.sections import NotPossible, demand
from reviewkit.sections.outlook.ahead import spread, total
from tests.sections.outlook.drawn import days, files, rows, toml

EDGES = {"lower_80": ndtri(0.1), "upper_80": ndtri(0.9), "lower_95": ndtri(0.025), "upper_95": ndtri(0.975)}


def forecast_of(weights, *, mean=1_000.0, shock=10.0):
    """Return the bands of a linear model whose error h steps ahead is the sum of these weights times the shocks."""
    sd = shock * np.sqrt(np.cumsum(np.square(weights)))
    index = pd.date_range("2025-01-01", periods=len(weights), freq="D")
    return pd.DataFrame({"mean": mean} | {name: mean + z * sd for name, z in EDGES.items()}, index=index)


def by_adding_up(weights, after, *, shock=10.0):
    """The standard deviation of a sum, second route: the matrix of all errors, row by row."""
    steps = len(weights)
    errors = np.array([[weights[h - t] if t <= h else 0.0 for t in range(steps)] for h in range(steps)])
    return shock * np.sqrt((errors[after:].sum(axis=0) ** 2).sum())


@settings(max_examples=50)
@given(st.lists(st.floats(0, 1), min_size=0, max_size=20), st.data())
def test_the_band_of_a_sum_is_that_of_all_errors_added_up(more, data):
    weights = [1.0, *more]
    after = data.draw(st.integers(0, len(weights) - 1))
    made = total(forecast_of(weights), after=after)
    sd = by_adding_up(weights, after)
    assert made["mean"] == pytest.approx(1_000 * (len(weights) - after))
    assert made["upper_80"] - made["mean"] == pytest.approx(EDGES["upper_80"] * sd, rel=1e-6, abs=1e-4)
    assert made["mean"] - made["lower_95"] == pytest.approx(-EDGES["lower_95"] * sd, rel=1e-6, abs=1e-4)


def test_independent_days_and_a_level_that_wanders_are_the_two_ends():
    alone, walk = forecast_of([1.0] + [0.0] * 27), forecast_of([1.0] * 28)
    assert (total(alone)["upper_80"] - 28_000) / EDGES["upper_80"] == pytest.approx(10 * np.sqrt(28))
    assert (total(walk)["upper_80"] - 28_000) / EDGES["upper_80"] == pytest.approx(10 * np.sqrt(28 * 29 * 57 / 6))
    assert total(walk, widening=2)["upper_80"] - 28_000 == pytest.approx(2 * (total(walk)["upper_80"] - 28_000))


def test_a_sum_is_never_below_nought_and_a_narrowing_band_does_no_harm():
    made = total(forecast_of([1.0, 1.0, 1.0], mean=5.0, shock=100.0))
    assert made["lower_80"] == made["lower_95"] == 0
    frame = forecast_of([1.0, 1.0])
    frame.iloc[1, 1:] = 1_000 + (frame.iloc[1, 1:] - 1_000) / 3
    assert np.isfinite(list(total(frame).values())).all()
    assert spread(frame)[1] < spread(frame)[0]


@pytest.fixture(scope="module")
def reviews(tmp_path_factory):
    """Two and a half years of days, and 18 weeks of them, opened once."""
    from reviewkit.data.review import open_review

    base = tmp_path_factory.mktemp("ahead")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIEWKIT_DATA", str(base))
        made = {}
        for slug, number in (("longshire", 900), ("shortshire", 126), ("tinyshire", 83)):
            calls = days("2022-01-03", number=number)
            folder = base / "raw" / slug
            folder.mkdir(parents=True)
            text = toml(["offered"], start=calls.index[-80].date(), end=calls.index[-1].date())
            (folder / "force.toml").write_text(text, encoding="utf-8")
            (folder / "counts.csv").write_text(files(rows(calls))["counts.csv"], encoding="utf-8")
            made[slug] = open_review(slug)
    return made


@pytest.fixture(scope="module")
def made(reviews):
    """The plainest method for each: what is forecast is known without it."""
    return {
        slug: (review, trial, demand.ahead(review, trial))
        for slug, review in reviews.items()
        if slug != "tinyshire" and (trial := demand.tried(review, "recent_weekdays"))
    }


def test_thirteen_weeks_are_forecast_day_by_day_and_added_up_week_by_week(made):
    _, _, outlook = made["longshire"]
    steps, spans = outlook.steps, outlook.spans
    assert len(steps) == 91
    assert steps["start"].iloc[0] == pd.Timestamp("2022-01-03") + pd.Timedelta(days=900)
    assert spans["span"].tolist() == list(range(14))
    assert spans["mean"].iloc[0] == pytest.approx(steps["mean"].sum())
    assert spans["mean"].iloc[1:].tolist() == pytest.approx(steps["mean"].groupby(np.arange(91) // 7).sum().tolist())
    assert spans["last_day"].iloc[0] == steps["start"].iloc[-1]
    ordered = spans[["lower_95", "lower_80", "mean", "upper_80", "upper_95"]].to_numpy()
    assert (np.diff(ordered) > 0).all()


def test_a_short_history_is_forecast_half_as_far_as_it_reaches_back_and_says_so(made):
    _, _, outlook = made["shortshire"]
    assert len(outlook.steps) == 63
    assert outlook.notes["note"].str.contains("126 days bears a forecast of 63 days").sum() == 1


def test_a_history_that_cannot_be_tried_on_the_past_is_not_forecast(reviews):
    review = reviews["tinyshire"]
    with pytest.raises(NotPossible, match=r"^101: .*83 days are known, and at least 84 are needed"):
        demand.ahead(review, demand.tried(review))


def test_the_same_days_a_year_before_are_52_weeks_back(made):
    review, _, outlook = made["longshire"]
    row = demand.against_a_year_before(review, outlook).iloc[0]
    counted = days("2022-01-03", number=900)
    first = row["first_day"] - pd.Timedelta(weeks=52)
    assert first.day_of_week == row["first_day"].day_of_week
    assert row["before"] == counted[first : first + pd.Timedelta(days=90)].sum()
    assert row["change"] == pytest.approx(row["expected"] / row["before"] - 1)
    assert row["lowest"] < row["change"] < row["highest"]
    review, _, outlook = made["shortshire"]
    short = demand.against_a_year_before(review, outlook).iloc[0]
    assert np.isnan(short["change"])
    assert "52 weeks back" in short["reason"]


def test_no_year_is_compared_with_another_across_a_break(made):
    review, _, outlook = made["longshire"]
    last = outlook.spans["last_day"].iloc[0]
    first = outlook.spans["first_day"].iloc[0] - pd.Timedelta(weeks=52)
    for day, breaks, compared in (
        (first, True, True),  # what is compared is all after it
        (first + pd.Timedelta(days=1), True, False),
        (first + pd.Timedelta(days=1), False, True),
        (last, True, False),
        (last + pd.Timedelta(days=1), True, True),
    ):
        event = Event(date=day.date(), kind="phones", label="New phones", breaks_series=breaks)
        marked = replace(review, force=replace(review.force, events=(event,)))
        row = demand.against_a_year_before(marked, outlook).iloc[0]
        assert np.isfinite(row["change"]) == compared, event
        assert row["reason"].startswith("New phones (") != compared


def test_the_method_asked_for_is_used_and_one_that_does_not_exist_is_refused_with_the_nearest(made, reviews):
    _, trial, outlook = made["longshire"]
    assert trial.chosen == outlook.models == {"101": "recent_weekdays"}
    with pytest.raises(ValueError, match="recent_weekdays"):
        demand.tried(reviews["longshire"], "recent_weekday")


def test_how_often_the_band_held_is_counted_on_the_days_tried(made):
    _, trial, _ = made["longshire"]
    scores = trial.scores.set_index("model")
    assert set(scores["tried"]) == {6 * 28}
    assert scores.loc["recent_weekdays", "used"]
    assert scores["used"].sum() == 1
    assert (scores["inside_80"] <= scores["inside_95"]).all()
    assert scores.loc["sarima", "wape"] < scores.loc["seasonal_naive", "wape"]
    assert len(trial.totals) == 6
    assert trial.totals["actual"].notna().all()
    assert trial.widening["101"] >= 1
    assert "sarima_statsmodels" in set(trial.refused["model"])


def test_a_trial_counts_all_misses_against_all_calls_and_leaves_a_fault_out(open_force):
    calls = days("2024-01-01", number=126, growth=20.0)
    faulty = calls.copy()
    faulty.iloc[-20] *= 100
    review = open_force(toml(["offered"], start="2024-04-01", end=calls.index[-1].date()), files(rows(faulty)))
    scores = demand.tried(review).scores.set_index("model").loc["recent_weekdays"]
    known = calls.astype(float)
    known.iloc[-20] = np.nan
    replay = replayed(known, horizon=28, step=14, origins=4, models=["recent_weekdays"])
    missed = (replay["actual"] - replay["mean"]).abs().sum()
    assert scores["wape"] == pytest.approx(missed / replay["actual"].sum())
    assert scores["tried"] == 4 * 28 - 2  # the day lies in the forecasts from two of the dates


def test_what_is_chosen_was_not_worse_than_the_plainest_forecast(reviews):
    trial = demand.tried(reviews["shortshire"])
    scores = trial.scores.set_index("model")
    assert scores.loc[trial.chosen["101"], "pinball"] <= scores.loc["seasonal_naive", "pinball"]
    assert scores.loc[trial.chosen["101"], "used"]
    assert set(scores["tried"]) == {4 * 28}
