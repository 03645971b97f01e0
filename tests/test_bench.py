"""The scores by which the benchmark of forecasts judges us and the peers, on figures that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from bench.demand import digits, intraday, national, series, swast
from reviewkit.methods.arima import Order, fit


def test_errors_are_scaled_by_the_week_before_on_the_days_before_2019():
    # Before 2019 each day is 10 above that of the week before; afterwards every day is 200, and 205 is forecast.
    past = np.repeat(100.0 + 10 * np.arange(8), 7)
    days = pd.Series(
        np.concatenate([past, np.full(84, 200.0)]), pd.date_range(end="2019-03-25", periods=len(past) + 84, freq="D")
    )
    edges = {"lower_80": 190.0, "upper_80": 199.0, "lower_95": 190.0, "upper_95": 200.0}
    made = pd.DataFrame({"mean": np.full(84, 205.0)} | {name: np.full(84, edge) for name, edge in edges.items()})
    assert days.index[len(past)] == pd.Timestamp("2019-01-01")
    found = swast.judged(made, days, len(past))
    assert [found[f"mase_{ahead}"] for ahead in (7, 28, 84)] == pytest.approx([0.5] * 3)
    assert (found["coverage_80_28"], found["coverage_95_28"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("ours", "published", "good"), [(0.85, 0.80, True), (0.86, 0.80, False), (0.86, 0.87, True), (0.74, 0.75, False)]
)
def test_coverage_is_near_its_level_or_nearer_than_published(ours, published, good):
    assert swast.covers({"coverage_80_7": ours}, {"coverage_80_7": published}, "coverage_80_7") == good


def test_the_pinball_loss_is_the_mean_over_nineteen_quantiles():
    # Every quantile is 10. Of a true 14 each costs 4 x its chance, of a true 6 each 4 x (1 - its chance): 2 on average.
    made = pd.DataFrame({f"{side}_{level}": [10.0, 10.0] for level in range(0, 100, 10) for side in ("lower", "upper")})
    assert intraday.loss(made, np.array([14.0, np.nan])) == pytest.approx(2.0)
    assert intraday.loss(made, np.array([6.0, 14.0])) == pytest.approx(2.0)


def test_the_national_job_is_judged_on_twelve_months_of_four_weeks():
    # Each day is 7 above that of the week before; every forecast is 21 too low.
    days = pd.Series(np.arange(1096.0), pd.date_range("2022-04-01", periods=1096, freq="D"))
    means = [np.arange(at, at + 28.0) - 21 for at in national.origins(days)]
    assert national.origins(days)[-1] == 1096 - 28
    assert national.mase(days, means) == pytest.approx(3.0)


def test_windows_reach_from_the_first_day_to_the_last():
    days = pd.Series(np.arange(20.0), pd.date_range("2020-01-01", periods=20, freq="D"))
    found = list(series.windows({"a": days, "b": days}, 5, days=10).values())
    assert [(one.iloc[0], one.iloc[-1]) for one in found] == [(0, 9), (5, 14), (10, 19), (0, 9), (10, 19)]


def test_sixty_digits_say_what_double_precision_says_away_from_unit_roots():
    values = np.cumsum(np.random.default_rng(1).normal(size=80)) + np.tile(np.arange(4.0), 20)
    order = Order(1, 0, 1, 1, 1, 1, 4)
    fitted = fit(values, order=order)
    assert digits.loglike(fitted.parameters, fitted.variance, values, order) == pytest.approx(fitted.loglike, abs=1e-6)
