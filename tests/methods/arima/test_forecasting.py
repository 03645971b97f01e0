"""Forecasts and their variances are exact: those of a Kalman filter with a diffuse beginning."""

from __future__ import annotations

import numpy as np
import pytest

from reviewkit.methods.arima import Order, predict, with_parameters
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
