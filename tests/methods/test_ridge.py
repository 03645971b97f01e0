"""Regression with bounds, and a trend that bends, against least squares done in other ways."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from reviewkit.methods.ridge import bends, solve


def drawn(rows=60, columns=4, seed=2):
    chance = np.random.default_rng(seed)
    x = np.column_stack([np.ones(rows), chance.normal(size=(rows, columns - 1))])
    return x, x @ np.linspace(2, -1, columns) + chance.normal(0, 0.7, rows)


def test_without_bounds_it_is_least_squares_as_statsmodels_does_it():
    x, y = drawn()
    ours, theirs = solve(x, y, np.full(4, np.inf)), sm.OLS(y, x).fit()
    np.testing.assert_allclose(ours.coefficients, theirs.params)
    np.testing.assert_allclose(ours.covariance, theirs.cov_params(), rtol=1e-8)
    assert ours.noise == pytest.approx(theirs.mse_resid)
    assert ours.freedom == pytest.approx(4)


def test_a_bound_is_an_observation_of_nought():
    # The same solution by least squares, with one more row for each bounded coefficient: s / d_j times it is 0.
    x, y = drawn()
    sd = np.array([np.inf, 0.3, 0.1, 2.0])
    ours = solve(x, y, sd)
    extra = np.diag(np.sqrt(ours.noise) / sd)[1:]
    theirs = np.linalg.lstsq(np.vstack([x, extra]), np.concatenate([y, np.zeros(3)]), rcond=None)[0]
    np.testing.assert_allclose(ours.coefficients, theirs, rtol=1e-3)
    assert 1 < ours.freedom < 4


def test_the_tighter_the_bound_the_smaller_the_coefficient():
    x, y = drawn()
    sizes = [abs(solve(x, y, np.array([np.inf, sd, 1, 1])).coefficients[1]) for sd in (0.01, 0.1, 1.0)]
    assert sizes == sorted(sizes)


def test_columns_that_say_the_same_share_the_effect():
    x, y = drawn(columns=2)
    twice = solve(np.column_stack([x, x[:, 1]]), y, np.array([np.inf, 1, 1]))
    assert twice.coefficients[1] == pytest.approx(twice.coefficients[2])


def test_the_variance_at_new_rows_is_that_of_statsmodels():
    x, y = drawn()
    new = np.array([[1.0, 3, 0, -2], [1.0, 0, 0, 0]])
    theirs = sm.OLS(y, x).fit().get_prediction(new).se_mean ** 2
    np.testing.assert_allclose(solve(x, y, np.full(4, np.inf)).variance(new), theirs)


def test_a_perfect_fit_has_hardly_any_noise():
    x = np.column_stack([np.ones(20), np.arange(20.0)])
    fitted = solve(x, 3 + 2 * x[:, 1], np.full(2, np.inf))
    assert fitted.coefficients == pytest.approx([3, 2])
    assert fitted.noise < 1e-6


def test_a_trend_follows_its_bends():
    times = np.arange(10.0)
    truth = np.where(times < 4, 5 + times, 9 - 2 * (times - 4))
    rows = bends(times, np.array([4.0]), end=9.0)
    fitted = solve(rows, truth, np.full(3, np.inf))
    assert fitted.coefficients == pytest.approx([-1, 1, -3], abs=1e-4)  # level at the end, first slope, its change
    assert rows[-1].tolist() == [1, 0, 0]
