"""Scores of forecasts, against values worked by hand and a second way of working them out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.methods.scores import coverage, mase, pinball, seasonal_scale, wape

COUNTS = st.lists(st.integers(0, 500), min_size=1, max_size=30)


def test_the_scale_is_the_mean_change_from_week_to_week() -> None:
    assert seasonal_scale([1, 2, 3, 4, 5, 6, 7, 3, 2, 1, 4, 5, 6, 7], 7) == pytest.approx((2 + 2) / 7)
    assert seasonal_scale([1, np.nan, 4, 5], 2) == 3  # the pair with a gap is left out
    assert np.isnan(seasonal_scale([1, 2], 2))


def test_errors_in_units_of_the_scale_and_as_a_share() -> None:
    assert mase([10, 20], [13, 19], scale=4) == pytest.approx(0.5)
    assert wape([10, 30, np.nan], [13, 29, 5]) == pytest.approx(0.1)


def test_nothing_to_compare_with_is_unknown() -> None:
    assert np.isnan(mase([10], [10], scale=0))
    assert np.isnan(mase([10], [10], scale=float("nan")))
    assert np.isnan(wape([0, 0], [1, 1]))
    assert np.isnan(coverage([np.nan], [0], [1]))
    assert np.isnan(pinball([np.nan], [0], chance=0.5))


def test_the_edges_of_a_band_belong_to_it() -> None:
    assert coverage([5, 9, 10, 11], [5, 10, 10, 5], [9, 12, 10, 10]) == 0.5


@given(COUNTS, st.integers(0, 500))
def test_the_loss_of_the_median_is_half_the_absolute_error(actual, guess) -> None:
    assert pinball(actual, [guess] * len(actual), chance=0.5) == pytest.approx(
        np.mean(np.abs(np.array(actual) - guess)) / 2
    )


@given(COUNTS, st.sampled_from([0.05, 0.25, 0.5, 0.9]))
def test_the_sample_quantile_has_the_least_loss(actual, chance) -> None:
    best = np.quantile(actual, chance, method="inverted_cdf")
    least = pinball(actual, np.full(len(actual), best), chance=chance)
    assert all(
        least <= pinball(actual, np.full(len(actual), other), chance=chance) + 1e-9 for other in range(0, 501, 7)
    )
