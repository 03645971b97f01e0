"""Demand that is not known exactly: what a plan gives then, and what it takes to be sure."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom

from reviewkit.methods import erlang, uncertain

QUEUE = {"interval_s": 1800, "aht_s": 330, "within_s": 10, "service_level": 0.9}
SIXTY = 60 * 1800 / 330
"""Calls in a half hour that make 60 erlangs."""


def test_ten_percent_of_uncertainty_turns_92_into_79():
    planned = uncertain.chances([[SIXTY]], 71, **QUEUE)
    found = uncertain.chances(uncertain.demands(SIXTY, 0.1, samples=2000), 71, **QUEUE)
    assert round(planned.expected_whole, 2) == 0.92
    assert round(found.expected_whole, 2) == 0.79


def test_that_figure_is_an_integral_over_the_normal_curve():
    """The second source: Gauss and Hermite, a normal in place of a gamma demand of the same spread."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    load = 60 * np.maximum(1 + 0.1 * nodes, 0)
    stable = load < 71
    level = np.zeros(60)
    level[stable] = erlang.service_level(load[stable], 71, aht_s=330, within_s=10)
    truth = (weights * load * level).sum() / (weights * load).sum()
    found = uncertain.chances(uncertain.demands(SIXTY, 0.1, samples=2000), 71, **QUEUE)
    assert found.expected_whole == pytest.approx(truth, abs=0.01)


def test_expected_service_is_of_all_calls_not_of_all_half_hours():
    demand = [[50.0, 0.0], [400.0, 0.0]]
    found = uncertain.chances(demand, [40, 0], **QUEUE)
    few = float(erlang.service_level(50 * 330 / 1800, 40, aht_s=330, within_s=10))
    assert found.expected[0] == pytest.approx(50 * few / 450)  # 400 calls are 73 erlangs: none is answered in time
    assert np.isnan(found.expected[1])
    assert found.chance.tolist() == [0.5, 1.0]
    assert found.chance_whole == 0.5


def test_the_band_of_the_calls_gives_the_spread_of_what_is_expected():
    """Gamma demand and Poisson calls are negative binomial counts: 80 of 100 of them lie in this band."""
    mean, cv = 200.0, 0.15
    counts = nbinom(1 / cv**2, 1 / (1 + cv**2 * mean))
    assert uncertain.spread(mean, counts.ppf(0.1), counts.ppf(0.9)) == pytest.approx(cv, rel=0.03)


def test_a_band_as_narrow_as_chance_alone_makes_it_is_certain():
    assert uncertain.spread([100, 0], [90, 0], [110, 0]).tolist() == [0, 0]
    with pytest.raises(ValueError, match="lower: above upper"):
        uncertain.spread(100, 120, 110)


@pytest.mark.parametrize(("together", "low", "high"), [(1.0, 0.98, 1.0), (0.5, 0.4, 0.6), (0.0, -0.1, 0.1)])
def test_busy_intervals_come_together_as_far_as_said(together, low, high):
    drawn = uncertain.demands([80, 20], [0.1, 0.3], samples=2000, together=together)
    assert drawn.mean(axis=0) == pytest.approx([80, 20], rel=0.02)
    assert drawn.std(axis=0) == pytest.approx([8, 6], rel=0.04)
    assert low <= np.corrcoef(drawn.T)[0, 1] <= high


def test_certain_demand_is_what_it_is():
    assert (uncertain.demands([5, 0], 0, samples=3) == [[5, 0]] * 3).all()


def test_quantiles_come_out_as_they_went_in():
    levels, quantiles = [0.05, 0.25, 0.5, 0.75, 0.95], np.array([[40, 5], [45, 8], [50, 9], [60, 9], [80, 30]])
    drawn = uncertain.demands_of_quantiles(levels, quantiles, samples=4000)
    assert np.quantile(drawn, levels, axis=0) == pytest.approx(quantiles, rel=0.01)


def test_the_fewest_people_make_it_as_often_as_asked_and_one_fewer_do_not():
    demand = uncertain.demands([20, 60, 90], [0.3, 0.1, 0.2], samples=500, together=0.4)
    for chance in (0.5, 0.8, 0.95):
        people = uncertain.agents_required(demand, chance=chance, **QUEUE)
        assert (uncertain.chances(demand, people, **QUEUE).chance >= chance).all()
        assert (uncertain.chances(demand, people - 1, **QUEUE).chance < chance).all()


@pytest.mark.parametrize(("chance", "calls"), [(0.01, 10), (0.25, 10), (0.26, 50), (0.75, 90), (0.76, 130), (1, 130)])
def test_it_takes_the_people_for_the_demand_that_so_many_do_not_exceed(chance, calls):
    found = uncertain.agents_required([[130], [10], [90], [50]], chance=chance, **QUEUE)
    assert found == erlang.agents_required(calls * 330 / 1800, aht_s=330, within_s=10, service_level=0.9)


def test_a_whole_week_takes_fewer_than_every_half_hour():
    """Half hours that are busy by themselves make up for one another."""
    demand = uncertain.demands(np.linspace(20, 90, 40), 0.2, samples=300, together=0.1)
    people = uncertain.agents_required(demand, chance=0.9, whole=True, **QUEUE)
    assert uncertain.chances(demand, people, **QUEUE).chance_whole >= 0.9
    assert people.sum() < uncertain.agents_required(demand, chance=0.9, **QUEUE).sum()


def test_through_the_day_a_steady_demand_is_the_long_run():
    demand = [[100.0] * 4, [120.0] * 4]
    each = uncertain.chances(demand, 28, patience_s=200, **QUEUE)
    carried = uncertain.chances(demand, [28] * 4, patience_s=200, through_the_day=True, **QUEUE)
    assert carried.expected == pytest.approx(each.expected, abs=1e-9)


@pytest.mark.parametrize(
    ("function", "given", "told"),
    [
        (uncertain.demands, {"calls": -1, "cv": 0.1}, "calls and cv"),
        (uncertain.demands, {"calls": 1, "cv": 0.1, "together": 2}, "together: 2"),
        (uncertain.demands, {"calls": 1, "cv": 0.1, "samples": 0}, "samples: 0"),
        (uncertain.demands_of_quantiles, {"levels": [0.5], "quantiles": [[1]]}, "levels"),
        (uncertain.demands_of_quantiles, {"levels": [0.1, 0.9], "quantiles": [[2], [1]]}, "quantiles"),
        (uncertain.spread, {"calls": 1, "lower": 0, "upper": 1, "level": 0}, "level: 0"),
        (uncertain.chances, {"demand": [1, 2], "agents": 1, **QUEUE}, "demand: shape"),
        (uncertain.chances, {"demand": [[np.nan]], "agents": 1, **QUEUE}, "demand: nan"),
        (uncertain.agents_required, {"demand": [[1]], "chance": 0, **QUEUE}, "chance: 0"),
    ],
)
def test_what_cannot_be_is_told(function, given, told):
    with pytest.raises(ValueError, match=told):
        function(**given)
