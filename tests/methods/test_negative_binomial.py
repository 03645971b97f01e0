"""Means by cell and fact with more variation than chance, against statsmodels and worked sums."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from reviewkit.methods.negative_binomial import fit, mean, moment_dispersion, slot_dispersions


def drawn(*, rows=400, cells=5, facts=3, dispersion=0.2, seed=4):
    """Counts of a known model, with weights, exposures and facts that are not centred."""
    chance = np.random.default_rng(seed)
    cell, x = chance.integers(cells, size=rows), chance.normal(0.3, 0.5, size=(rows, facts))
    exposure, weights = chance.uniform(0.5, 2, rows), chance.uniform(0.1, 1, rows)
    mu = exposure * np.exp(np.linspace(0, 3, cells)[cell] + x @ np.linspace(-0.4, 0.5, facts))
    return {
        "counts": chance.negative_binomial(1 / dispersion, 1 / (1 + dispersion * mu)),
        "cell": cell,
        "cells": cells,
        "facts": x,
        "weights": weights,
        "exposure": exposure,
    }


def of_statsmodels(data, family):
    design = np.hstack([np.eye(data["cells"])[data["cell"]], data["facts"]])
    model = sm.GLM(data["counts"], design, family=family, var_weights=data["weights"], offset=np.log(data["exposure"]))
    return model.fit(tol=1e-12, scale=1.0)


@pytest.mark.parametrize("dispersion", [0, 0.05, 0.7])
def test_means_slopes_and_their_variance_are_those_of_statsmodels(dispersion):
    data = drawn()
    found = fit(**data, dispersion=dispersion)
    family = sm.families.NegativeBinomial(alpha=dispersion) if dispersion else sm.families.Poisson()
    theirs = of_statsmodels(data, family)
    np.testing.assert_allclose(np.concatenate([found.cells, found.slopes]), theirs.params, atol=1e-8)
    np.testing.assert_allclose(found.slopes_variance, theirs.cov_params()[5:, 5:], rtol=1e-6)


def test_the_dispersion_fitted_solves_its_own_equation():
    data = drawn(rows=2000)
    found = fit(**data)
    mu = data["exposure"] * mean(found, cell=data["cell"], facts=data["facts"])
    squares = data["weights"] @ ((data["counts"] - mu) ** 2)
    assert squares == pytest.approx(data["weights"] @ (mu + found.dispersion * mu**2), rel=1e-3)
    assert found.dispersion == pytest.approx(0.2, rel=0.25)


def test_two_cells_and_one_fact_by_hand():
    # Cell 0 saw 10 and, with the fact, 20; cell 1 saw 30 and 60: the fact doubles.
    found = fit([10, 20, 30, 60], cell=[0, 0, 1, 1], cells=2, facts=[[0], [1], [0], [1]], dispersion=0)
    assert np.exp(found.cells) == pytest.approx([10, 30])
    assert np.exp(found.slopes) == pytest.approx([2])


def test_half_a_row_seen_is_half_the_count_expected():
    found = fit([10, 5], cell=[0, 0], cells=1, exposure=[1, 0.5], dispersion=0)
    assert np.exp(found.cells) == pytest.approx([10])


def test_a_cell_of_zeros_or_of_no_rows_expects_nothing():
    found = fit([0, 0, 4], cell=[0, 0, 1], cells=3, facts=[[0], [1], [1]], dispersion=0)
    assert mean(found, cell=[0, 1, 2], facts=[[0], [1], [1]]).tolist() == pytest.approx([0, 4, 0])


def test_a_fact_that_the_cells_already_tell_gets_no_slope():
    found = fit([3, 5, 9], cell=[0, 0, 1], cells=2, facts=[[0], [0], [1]], dispersion=0)
    assert found.slopes == pytest.approx([0])
    assert np.exp(found.cells) == pytest.approx([4, 9])


def test_the_penalty_draws_a_slope_toward_nought():
    data = drawn(facts=1)
    slopes = [abs(fit(**data, dispersion=0.2, ridge=ridge).slopes[0]) for ridge in (0, 10, 1000)]
    assert slopes == sorted(slopes, reverse=True)
    assert slopes[2] < slopes[0] / 3


def test_a_first_step_far_from_the_end_does_not_run_away():
    # On the start, the mean over the cell, the first step would multiply by e^20.
    found = fit([1, 0, 5000], cell=[0, 0, 0], cells=1, facts=[[0], [0], [1]], dispersion=0)
    assert mean(found, cell=[0, 0], facts=[[0], [1]]) == pytest.approx([0.5, 5000])


@pytest.mark.parametrize(
    ("change", "named"),
    [({"counts": [1, -1]}, "counts"), ({"counts": [1, np.nan]}, "counts"), ({"weights": [1, -1]}, "weights")],
)
def test_negative_and_missing_numbers_are_refused(change, named):
    with pytest.raises(ValueError, match=f"{named} must be finite and not negative"):
        fit(**{"counts": [1, 2], "cell": [0, 0], "cells": 1} | change)


def test_dispersion_is_never_negative():
    assert moment_dispersion([10, 10], [10, 10]) == 0
    assert moment_dispersion([], []) == 0


def test_dispersions_differ_by_slot_and_a_slot_without_calls_leans_on_the_day():
    chance = np.random.default_rng(1)
    slot = np.tile(np.arange(48), 400)
    truth, mu = np.where(np.arange(48) < 24, 0.02, 0.3), np.where(slot == 12, 1e-9, 50.0)
    counts = chance.negative_binomial(1 / truth[slot], 1 / (1 + truth[slot] * mu))
    found = slot_dispersions(counts, mu, slot=slot, slots=48)
    leaning = (truth + 0.1 * truth.mean()) / 1.1
    assert found[4:11] == pytest.approx(leaning[4:11], abs=0.01)
    assert found[28:44] == pytest.approx(leaning[28:44], abs=0.06)
    assert found[12] == pytest.approx(leaning[11], abs=0.01)
    assert np.isfinite(found).all()
