"""Forecasts and their variances are exact: those of a Kalman filter with a diffuse beginning."""

from __future__ import annotations

import numpy as np
import pytest

from reviewkit.methods.arima import Order, fit, predict, with_parameters
from tests.methods.arima.test_likelihood import drawn, statsmodels_of

ORDERS = [
    Order(1, 0, 1),
    Order(0, 1, 2),
    Order(2, 1, 1, 1, 0, 1, 7),
    Order(1, 0, 1, 0, 1, 1, 7),
    Order(1, 1, 1, 1, 1, 1, 4),
    Order(0, 0, 1, 2, 1, 0, 4),
]


@pytest.mark.parametrize("gaps", [[], [40, 41, 97]], ids=["whole", "with gaps"])
@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_forecasts_are_statsmodels_forecasts(order, gaps):
    parameters, series = drawn(order, seed=11, length=100)
    if not order.lost:
        series = series - series.mean()
    series[gaps] = np.nan
    fitted = with_parameters(parameters, series, order=order)
    ours = predict(fitted, 20)
    model = statsmodels_of(order, series, use_exact_diffuse=True)
    other = model.smooth(np.r_[parameters, fitted.variance]).get_forecast(20)
    assert ours.mean == pytest.approx(other.predicted_mean, rel=1e-6, abs=1e-6)
    assert ours.variance == pytest.approx(other.var_pred_mean, rel=1e-5)


def test_what_is_not_known_of_a_regressor_is_in_the_variance():
    """A column seen once, among six values: (1 + 1) times the variance of the noise, as in any regression."""
    series, column = np.array([1.0, -1.0, 2.0, -2.0, 1.0, -1.0]), np.array([[0.0], [0], [1], [0], [0], [0]])
    fitted = fit(series, order=Order(), regressors=column)
    assert fitted.coefficients == pytest.approx([2.0])
    assert fitted.variance == pytest.approx(8.0 / 6.0)
    ahead = np.array([[0.0], [1.0]])
    assert predict(fitted, 2, future=ahead).variance == pytest.approx(np.array([1.0, 2.0]) * 8.0 / 6.0)
    known = predict(fitted, 2, future=ahead, coefficients_known=True)
    assert known.variance == pytest.approx(np.array([1.0, 1.0]) * 8.0 / 6.0)
    assert known.mean == pytest.approx([0.0, 2.0])


def test_every_seventh_value_missing_is_no_hindrance():
    """No value of one day of the week: its level is not known, the other days' is."""
    rng = np.random.default_rng(2)
    series = np.tile([5.0, 6.0, 7.0, 8.0, 9.0, 10.0, np.nan], 30) * 10 + rng.normal(size=210)
    mean = predict(fit(series, order=Order(1, 0, 1, 0, 1, 1, 7)), 7).mean
    assert mean[:6] == pytest.approx(np.arange(50.0, 101.0, 10.0), abs=2.0)
    assert np.isfinite(mean[6])


@pytest.mark.parametrize(("future", "horizon"), [(None, 2), (np.ones((1, 1)), 2), (np.full((2, 1), np.nan), 2)])
def test_regressors_to_come_must_be_there(future, horizon):
    fitted = fit(np.arange(9.0) % 4, order=Order(), regressors=np.eye(9)[:, :1])
    with pytest.raises(ValueError, match="must be finite, 2 rows and 1 columns"):
        predict(fitted, horizon, future=future)


def test_a_horizon_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least 1 step, not 0"):
        predict(fit(np.arange(9.0) % 4, order=Order()), 0)
