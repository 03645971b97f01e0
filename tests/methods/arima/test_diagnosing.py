"""Standard errors and residuals are those of the exact model; the search refuses what cannot be trusted."""

from __future__ import annotations

import numpy as np
import pytest

from reviewkit.methods.arima import (
    LikelihoodError,
    Order,
    fit,
    search,
    standard_errors,
    standardised_residuals,
    with_parameters,
)
from reviewkit.methods.arima.search import reason_to_refuse
from tests.methods.arima.test_fitting import DAILY, simulated
from tests.methods.arima.test_likelihood import drawn, statsmodels_of


def test_standard_errors_are_those_of_statsmodels():
    """With a regressor: statsmodels takes the second derivatives by all at once, of the mean over the values."""
    order = Order(1, 0, 1, 0, 0, 1, 7)
    column = np.random.default_rng(4).normal(size=(250, 1))
    series = simulated(order, np.array([0.7, 0.3, -0.4]), length=250, seed=2) + 2.0 * column[:, 0]
    fitted = fit(series, order=order, regressors=column)
    errors = standard_errors(fitted)
    model = statsmodels_of(order, series, exog=column)
    at = np.r_[fitted.coefficients, fitted.parameters, fitted.variance]
    other = np.sqrt(np.diag(np.linalg.inv(-250 * model.hessian(at))))
    assert errors.parameters == pytest.approx(other[1:4], rel=2e-3)
    assert errors.coefficients == pytest.approx(other[:1], rel=1e-2)


def test_a_parameter_at_the_edge_has_no_standard_error_and_an_idle_regressor_neither():
    series = np.r_[np.random.default_rng(1).normal(size=80)]
    fitted = fit(np.diff(series), order=Order(0, 0, 1), regressors=np.zeros((79, 1)))
    assert fitted.parameters == pytest.approx([-1.0], abs=0.05)
    assert np.isnan(standard_errors(with_parameters([-1.0], np.diff(series), order=Order(0, 0, 1))).parameters).all()
    assert np.isnan(standard_errors(fitted).coefficients).all()


@pytest.mark.parametrize("order", [Order(1, 0, 1), DAILY, Order(2, 1, 1, 1, 0, 0, 7)], ids=str)
def test_residuals_are_those_of_statsmodels(order):
    parameters, series = drawn(order, seed=9, length=130)
    fitted = with_parameters(parameters, series, order=order)
    model = statsmodels_of(order, series, simple_differencing=True)
    other = model.filter(np.r_[parameters, fitted.variance]).filter_results.standardized_forecasts_error[0]
    ours = standardised_residuals(fitted)
    assert np.isnan(ours[: order.lost]).all()
    assert ours[order.lost :] == pytest.approx(other, abs=1e-6)


def test_residuals_of_missing_values_are_missing():
    _, series = drawn(DAILY, seed=9, length=130)
    series[[50, 90]] = np.nan
    residuals = standardised_residuals(fit(series, order=DAILY))
    assert np.flatnonzero(np.isnan(residuals)).tolist() == [*range(7), 50, 90]


def test_the_search_finds_the_order_a_series_was_drawn_with():
    order = Order(1, 0, 0, 0, 1, 1, 7)
    series = simulated(order, np.array([0.6, -0.7]), length=500, seed=6)
    orders = [Order(p, 0, q, 0, 1, 1, 7) for p, q in ((0, 0), (0, 1), (0, 2), (1, 0))]
    found = search(series, orders=orders)
    assert found.best.order == order
    criteria = [each.aicc for each in found.tried if not each.refused]
    assert criteria == sorted(criteria)
    assert {each.order for each in found.tried} == set(orders)


def test_a_difference_in_disguise_is_refused():
    walk = np.random.default_rng(3).normal(size=400).cumsum() + 50
    found = search(walk, orders=[Order(1), Order(0, 0, 1)])
    assert [each.refused[:21] for each in found.tried if each.order == Order(1)] == ["an autoregressive roo"]


@pytest.mark.parametrize(("root", "refused"), [(0.985, False), (0.995, True)])
def test_the_edge_of_a_unit_root(root, refused):
    series = np.random.default_rng(3).normal(size=200)
    assert bool(reason_to_refuse(with_parameters([root], series, order=Order(1)), 10)) is refused


def test_absurd_forecasts_are_refused():
    """A random walk with a steep last step and two differences leaves for the sky."""
    series = np.r_[np.random.default_rng(3).normal(size=60), 30.0]
    fitted = with_parameters([], series, order=Order(0, 2, 0))
    assert "absurd" in reason_to_refuse(fitted, 200)
    assert reason_to_refuse(fitted, 5) == ""


def test_where_every_order_is_refused_each_reason_is_said():
    with pytest.raises(LikelihoodError, match=r"\(1, 0, 0\): .* are too few.*; \(2, 0, 0\): .* are too few"):
        search(np.array([1.0, 2.0]), orders=[Order(1), Order(2)])


@pytest.mark.parametrize("orders", [[], [Order(1), Order(1, 1)], [Order(d=1), Order(seasonal_d=1, season=7)]])
def test_orders_of_different_differences_are_not_compared(orders):
    with pytest.raises(ValueError, match="same differences"):
        search(np.arange(50.0) % 7, orders=orders)
