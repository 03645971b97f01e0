"""Quantiles of negative binomial and Poisson counts, against their definition by SciPy's distributions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reviewkit.methods.count_quantiles import FEW, quantiles


@settings(max_examples=30, deadline=None)
@given(
    mu=st.floats(0.01, 3000), a=st.one_of(st.just(0.0), st.floats(1e-6, 2.0)), share=st.sampled_from([0.025, 0.5, 0.9])
)
def test_a_quantile_is_the_first_count_that_reaches_its_share(mu, a, share):
    count = quantiles([mu], a, [share])[0, 0]
    law = stats.nbinom(1 / a, 1 / (1 + a * mu)) if a > 1e-9 else stats.poisson(mu)
    assert law.cdf(count) >= share - 1e-9
    assert count == 0 or law.cdf(count - 1) < share + 1e-9


def test_quantiles_have_the_variance_asked_for():
    shares = (np.arange(20_000) + 0.5) / 20_000
    values = quantiles([40.0], 0.1, shares)[0]
    assert values.mean() == pytest.approx(40, rel=1e-3)
    assert values.var() == pytest.approx(40 + 0.1 * 40**2, rel=0.01)


def test_a_mean_of_nought_is_nought_at_every_share():
    assert quantiles([0.0], 0.3, [0.025, 0.975]).tolist() == [[0, 0]]


def test_adding_up_and_scipy_agree_on_both_sides_of_the_limit():
    chance = np.random.default_rng(0)
    means, dispersions = chance.uniform(0.8 * FEW, 1.2 * FEW, 300), chance.choice([0.0, 1e-7, 0.01, 0.3], 300)
    shares = np.arange(0.05, 1, 0.05)
    at = dispersions[:, None]
    theirs = np.where(
        at > 0,
        stats.nbinom.ppf(shares, 1 / np.maximum(at, 1e-9), 1 / (1 + at * means[:, None])),
        stats.poisson.ppf(shares, means[:, None]),
    )
    np.testing.assert_array_equal(quantiles(means, dispersions, shares), theirs)
