"""The fit finds the highest likelihood, whatever the units, the regressors and the gaps."""

from __future__ import annotations

import numpy as np
import pytest

from reviewkit.methods.arima import Order, fit, loglike
from reviewkit.methods.arima.stable import constrained
from tests.methods.arima.test_likelihood import drawn, statsmodels_of

DAILY = Order(1, 0, 1, 0, 1, 1, 7)


def simulated(order: Order, parameters: np.ndarray, *, length: int, seed: int) -> np.ndarray:
    """A series drawn from the model itself, by its recursion."""
    ar, ma = order.polynomials(parameters)
    full = np.convolve(ar, order.differences())
    shocks = np.random.default_rng(seed).normal(size=length)
    out = np.zeros(length)
    for t in range(length):
        reach = min(t, len(full) - 1)
        echo = shocks[t - np.arange(min(t, len(ma) - 1) + 1)] @ ma[: min(t, len(ma) - 1) + 1]
        out[t] = echo - full[1 : reach + 1] @ out[t - 1 - np.arange(reach)]
    return out


@pytest.mark.parametrize("order", [DAILY, Order(2, 0, 1), Order(0, 1, 1, 1, 0, 1, 7)], ids=str)
def test_no_other_parameters_are_better(order):
    _, series = drawn(order, seed=1)
    fitted = fit(series, order=order)
    rng = np.random.default_rng(0)
    others = [constrained(order, rng.normal(size=order.parameters))[0] for _ in range(200)]
    nearby = [fitted.parameters + rng.normal(scale=1e-3, size=order.parameters) for _ in range(20)]
    assert fitted.settled
    for parameters in others + [each for each in nearby if np.abs(each).max() < 1]:
        assert loglike(parameters, series, order=order) <= fitted.loglike + 1e-4


def test_the_fit_is_at_least_as_good_as_that_of_statsmodels():
    parameters = np.array([0.8, -0.4, -0.9])
    series = simulated(DAILY, parameters, length=400, seed=3)
    fitted = fit(series, order=DAILY)
    model = statsmodels_of(DAILY, series / series.std(), simple_differencing=True)
    best = model.fit(disp=False)
    ours = model.loglike(np.r_[fitted.parameters, fitted.variance / series.var()])
    assert ours >= best.llf - 1e-3
    assert fitted.parameters == pytest.approx(parameters, abs=0.15)


def test_parameters_are_the_same_in_other_units():
    _, series = drawn(DAILY, seed=5)
    one, thousand = fit(series, order=DAILY), fit(series * 1000, order=DAILY)
    assert thousand.parameters == pytest.approx(one.parameters, abs=1e-6)
    assert thousand.variance == pytest.approx(one.variance * 1e6, rel=1e-6)
    assert thousand.loglike == pytest.approx(one.loglike - one.counted * np.log(1000), abs=1e-6)


def test_coefficients_are_those_of_generalised_least_squares():
    rng = np.random.default_rng(8)
    column = rng.normal(size=(200, 1))
    series = 7.0 * column[:, 0] + rng.normal(size=200).cumsum()
    order = Order(0, 1, 0)
    differenced = np.diff(column[:, 0])
    by_hand = differenced @ np.diff(series) / (differenced @ differenced)
    assert fit(series, order=order, regressors=column).coefficients == pytest.approx([by_hand])


def test_a_regressor_made_of_others_is_left_out():
    rng = np.random.default_rng(8)
    columns = rng.normal(size=(100, 2))
    fitted = fit(rng.normal(size=100), order=Order(1), regressors=np.column_stack((columns, columns.sum(axis=1))))
    assert fitted.prepared.used.tolist() == [True, True, False]
    assert fitted.coefficients[2] == 0.0


def test_a_value_that_is_missing_counts_for_nothing():
    """Without memory, missing values are simply fewer values."""
    series = np.array([1.0, np.nan, 2.0, 4.0, np.nan, 5.0, 3.0])
    gappy = fit(series, order=Order(), regressors=np.ones((7, 1)))
    short = fit(series[~np.isnan(series)], order=Order(), regressors=np.ones((5, 1)))
    assert gappy.loglike == pytest.approx(short.loglike)
    assert gappy.variance == pytest.approx(short.variance)
    assert gappy.coefficients == pytest.approx([3.0])


@pytest.mark.parametrize(
    ("series", "words"),
    [
        (np.arange(8.0), "too few for order"),
        (np.full(50, 4.0), "does not vary"),
        (np.r_[np.inf, np.arange(50.0)], "finite numbers"),
    ],
)
def test_what_cannot_be_fitted_is_refused(series, words):
    with pytest.raises(ValueError, match=words):
        fit(series, order=DAILY)


def test_regressors_of_another_length_are_refused():
    with pytest.raises(ValueError, match="one row for each of the 50 steps"):
        fit(np.arange(50.0) % 6, order=Order(1), regressors=np.ones((49, 1)))


def test_orders_that_are_none_are_refused():
    for words, numbers in (("negative", {"p": -1}), ("two differences", {"d": 3}), ("season", {"seasonal_p": 1})):
        with pytest.raises(ValueError, match=words):
            Order(**numbers)
