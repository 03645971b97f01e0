"""The likelihood is exact: it equals the dense normal density, and statsmodels' at equal parameters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal
from statsmodels.tsa.arima_process import ArmaProcess
from statsmodels.tsa.statespace.sarimax import SARIMAX

from reviewkit.methods.arima import Order, with_parameters
from reviewkit.methods.arima.gradient import gradient
from reviewkit.methods.arima.likelihood import LikelihoodError, Rows, weigh
from reviewkit.methods.arima.stable import constrained, nearest_root, partials, unconstrained

GRID = [
    Order(1, 0, 1),
    Order(0, 1, 2),
    Order(3, 0, 0),
    Order(2, 1, 2, 1, 0, 1, 7),
    Order(1, 0, 1, 0, 1, 1, 7),
    Order(1, 1, 1, 1, 1, 1, 7),
    Order(2, 0, 0, 2, 0, 0, 4),
    Order(0, 0, 1, 1, 1, 0, 12),
    Order(0, 1, 1, 0, 1, 2, 4),
    Order(1, 1, 2, 0, 0, 1, 12),
    Order(0, 1, 0),
]
NEVER_STEADY = 0.0  # statsmodels otherwise stops updating its variances before they have come to rest


def drawn(order: Order, seed: int, *, length: int = 150) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    parameters = constrained(order, rng.normal(size=order.parameters, scale=0.5))[0]
    return parameters, 50.0 + rng.normal(size=length).cumsum() + 3.0 * np.sin(np.arange(length))


def statsmodels_of(order: Order, series: np.ndarray, **options) -> SARIMAX:
    season = order.season if order.season > 1 else 0
    seasonal = (order.seasonal_p, order.seasonal_d, order.seasonal_q, season)
    model = SARIMAX(series, order=(order.p, order.d, order.q), seasonal_order=seasonal, **options)
    model.ssm.tolerance = NEVER_STEADY
    return model


@pytest.mark.parametrize("order", GRID, ids=str)
def test_the_likelihood_is_statsmodels_likelihood(order):
    parameters, series = drawn(order, seed=order.parameters)
    series = series / series.std()
    rows = Rows(order.difference(series)[None].copy())
    weighed = weigh(rows, *order.polynomials(parameters))
    other = statsmodels_of(order, series, simple_differencing=True).loglike(np.r_[parameters, weighed.variance])
    assert weighed.loglike == pytest.approx(other, abs=1e-6)


@pytest.mark.parametrize("order", GRID, ids=str)
def test_missing_values_are_integrated_out_as_statsmodels_does(order):
    parameters, series = drawn(order, seed=7, length=120)
    series[[30, 31, 60, 119 - order.reach]] = np.nan
    stationary = Order(order.p, 0, order.q, order.seasonal_p, 0, order.seasonal_q, order.season)
    series = series - np.nanmean(series)
    ours = with_parameters(parameters, series, order=stationary)
    other = statsmodels_of(stationary, series).loglike(np.r_[parameters, ours.variance])
    assert ours.loglike == pytest.approx(other, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    near=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    far=st.tuples(st.integers(0, 1), st.integers(0, 1)),
    seed=st.integers(0, 10_000),
    length=st.integers(9, 14),
)
def test_the_likelihood_is_the_dense_normal_density(near, far, seed, length):
    order = Order(near[0], 0, near[1], far[0], 0, far[1], 3)
    rng = np.random.default_rng(seed)
    parameters = constrained(order, rng.normal(size=order.parameters, scale=0.7))[0]
    series = rng.normal(size=length)
    ar, ma = order.polynomials(parameters)
    weighed = weigh(Rows(series[None].copy()), ar, ma)
    covariances = ArmaProcess(ar, ma).acovf(length)
    dense = covariances[np.abs(np.subtract.outer(np.arange(length), np.arange(length)))] * weighed.variance
    assert weighed.loglike == pytest.approx(multivariate_normal(cov=dense).logpdf(series), abs=1e-6)


@pytest.mark.parametrize("order", GRID[:10], ids=str)
def test_the_derivatives_are_those_of_the_likelihood(order):
    parameters, series = drawn(order, seed=3)
    rng = np.random.default_rng(5)
    gaps = np.zeros((3, len(series)))
    gaps[[0, 1, 2], [20, 21, 90]] = 1.0
    columns = np.concatenate((gaps, rng.normal(size=(2, len(series))), series[None]))
    rows = Rows(np.ascontiguousarray(order.difference(columns)), missing=3)

    def at(point: np.ndarray) -> float:
        return weigh(rows, *order.polynomials(point)).loglike

    exact = gradient(rows, weigh(rows, *order.polynomials(parameters)), order, parameters)
    for which, value in enumerate(exact):
        aside = np.zeros(order.parameters)
        aside[which] = 1e-5
        measured = (at(parameters + aside) - at(parameters - aside)) / 2e-5
        assert value == pytest.approx(measured, rel=1e-5, abs=1e-4)


def test_a_root_on_the_unit_circle_is_refused():
    order = Order(1)
    with pytest.raises(LikelihoodError, match="not stationary"):
        weigh(Rows(np.ones((1, 9))), *order.polynomials(np.array([1.0])))


def test_a_moving_average_on_the_unit_circle_has_a_likelihood():
    order = Order(0, 0, 1)
    edge = weigh(Rows(np.array([[1.0, -2.0, 1.5, 0.3]])), *order.polynomials(np.array([-1.0]))).loglike
    near = weigh(Rows(np.array([[1.0, -2.0, 1.5, 0.3]])), *order.polynomials(np.array([-1.0 + 1e-6]))).loglike
    assert edge == pytest.approx(near, abs=1e-5)


@given(st.lists(st.floats(-1.4, 1.4), min_size=1, max_size=4))
def test_free_numbers_come_back_and_make_a_stable_model(numbers):
    order = Order(len(numbers))
    parameters, _ = constrained(order, np.array(numbers))
    assert nearest_root(order, parameters) < 1.0
    assert np.arcsin(partials(parameters)) == pytest.approx(np.array(numbers), abs=1e-6)
    assert unconstrained(order, parameters) == pytest.approx(np.array(numbers), abs=1e-6)


def test_free_numbers_change_the_parameters_as_their_derivatives_say():
    order, point = Order(3, 0, 2), np.array([0.4, -0.7, 0.2, 0.5, -0.3])
    _, derivative = constrained(order, point)
    for which in range(order.parameters):
        aside = np.zeros(order.parameters)
        aside[which] = 1e-6
        measured = (constrained(order, point + aside)[0] - constrained(order, point - aside)[0]) / 2e-6
        assert derivative[:, which] == pytest.approx(measured, abs=1e-8)
