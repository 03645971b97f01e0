"""What callers meet: against the chain of states added up one by one, at the edges, and with bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaln
from scipy.stats import gamma as erlang_law

from reviewkit.methods import erlang
from reviewkit.methods.erlang import UnstableQueueWarning

loads = st.floats(0.05, 40)
agents = st.integers(1, 45)
impatience = st.floats(0.05, 20)


def chain(load: float, agents: int, impatience: float, states: int = 2000) -> np.ndarray:
    """Return the chance of each number in the system, by balance of flows between neighbours."""
    numbers = np.arange(1, states)
    leaving = np.minimum(numbers, agents) + impatience * np.maximum(numbers - agents, 0)
    weights = np.concatenate([[0.0], np.cumsum(np.log(load / leaving))])
    weights = np.exp(weights - weights.max())
    return weights / weights.sum()


@given(load=loads, agents=agents, impatience=impatience)
def test_erlang_a_is_the_chain_added_up(load, agents, impatience):
    at = chain(load, agents, impatience)
    queue = np.arange(at.size) - agents
    queue[queue < 0] = 0
    given = {"aht_s": 100.0, "patience_s": 100.0 / impatience}
    assert erlang.wait_probability(load, agents, **given) == pytest.approx(at[agents:].sum(), rel=1e-9)
    assert erlang.abandonment(load, agents, **given) == pytest.approx(impatience * queue @ at / load, rel=1e-9)
    assert erlang.mean_wait_s(load, agents, **given) == pytest.approx(100 * queue @ at / load, rel=1e-9)
    busy = np.minimum(np.arange(at.size), agents) @ at
    assert erlang.occupancy(load, agents, **given) == pytest.approx(busy / agents, rel=1e-9)


@given(load=loads, agents=agents, impatience=impatience, wait=st.floats(0, 2))
def test_the_service_level_of_erlang_a_is_its_density_added_up(load, agents, impatience, wait):
    v = np.linspace(0, wait, 20_001)
    chance_of_none = chain(load, agents, impatience)[agents - 1]
    density = load * chance_of_none * np.exp(-agents * v - load / impatience * np.expm1(-impatience * v))
    answered = np.trapezoid(density * np.exp(-impatience * v), v)
    found = erlang.service_level(load, agents, aht_s=60, within_s=60 * wait, patience_s=60 / impatience)
    at_once = 1 - erlang.wait_probability(load, agents, aht_s=60, patience_s=60 / impatience)
    assert found == pytest.approx(at_once + answered, abs=2e-6)


@given(agents=agents, share=st.floats(0.05, 0.98), wait=st.floats(0, 3))
def test_erlang_c_is_the_chain_of_those_ahead(agents, share, wait):
    load = share * agents
    ahead = np.arange(3000)
    log_full = agents * np.log(load) - gammaln(agents + 1)
    below = np.exp(np.arange(agents) * np.log(load) - gammaln(np.arange(agents) + 1) - log_full).sum()
    queued = share**ahead / (below + 1 / (1 - share))  # chance to find everybody busy and so many waiting
    found = erlang.service_level(load, agents, aht_s=60, within_s=60 * wait)
    late = erlang_law.sf(wait * agents, ahead + 1) if wait else np.ones(ahead.size)
    assert found == pytest.approx(1 - queued @ late, abs=1e-9)
    assert erlang.mean_wait_s(load, agents, aht_s=60) == pytest.approx(60 * queued @ (ahead + 1) / agents, rel=1e-6)


@given(load=loads, agents=agents, impatience=st.floats(0.05, 5), share=st.floats(0.01, 0.99))
def test_so_many_have_been_answered_or_have_given_up_by_the_percentile(load, agents, impatience, share):
    given = {"aht_s": 60.0, "patience_s": 60 / impatience}
    found = erlang.wait_percentile_s(load, agents, share=share, **given)
    if found == 0:
        assert erlang.wait_probability(load, agents, **given) <= 1 - share + 1e-12
        return
    answered = erlang.service_level(load, agents, within_s=found, **given)
    v = np.linspace(0, found / 60, 20_001)
    none_free = chain(load, agents, impatience)[agents - 1]
    waiting = load * none_free * np.exp(-agents * v - load / impatience * np.expm1(-impatience * v))
    later = erlang.wait_probability(load, agents, **given) - np.trapezoid(waiting, v)  # would wait longer still
    still = later * np.exp(-impatience * found / 60)
    assert still == pytest.approx(1 - share, abs=2e-6)
    assert answered <= share + 1e-9


def test_more_patience_comes_near_to_nobody_giving_up():
    patient = erlang.service_level(20, 24, aht_s=200, within_s=25)
    assert erlang.service_level(20, 24, aht_s=200, within_s=25, patience_s=1e9) == pytest.approx(patient, abs=1e-6)
    assert erlang.service_level(20, 24, aht_s=200, within_s=25, patience_s=np.inf) == patient


def test_without_patience_the_queue_is_a_bank_of_lines():
    queue = {"aht_s": 60, "patience_s": 0}
    assert erlang.wait_probability(8, 10, **queue) == pytest.approx(erlang.erlang_b(8, 10), rel=1e-12)
    assert erlang.abandonment(8, 10, **queue) == pytest.approx(erlang.erlang_b(8, 10), rel=1e-12)
    assert erlang.mean_wait_s(8, 10, **queue) == 0


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        (lambda: erlang.erlang_c(5, 5), 1),
        (lambda: erlang.wait_probability(6, 5, aht_s=60), 1),
        (lambda: erlang.mean_wait_s(5, 5, aht_s=60), np.inf),
        (lambda: erlang.service_level(5, 5, aht_s=60, within_s=20), 0),
        (lambda: erlang.wait_percentile_s(5, 5, aht_s=60, share=0.5), np.inf),
        (lambda: erlang.occupancy(7, 5, aht_s=60), 1),
    ],
)
def test_a_queue_that_grows_for_ever_is_told(measure, value):
    with pytest.warns(UnstableQueueWarning, match="at least as much work as agents"):
        assert measure() == value


def test_just_below_full_load_it_does_not_grow_for_ever():
    assert erlang.mean_wait_s(4.999, 5, aht_s=60) == pytest.approx(60 / 0.001, rel=0.01)


def test_callers_who_give_up_keep_any_queue_in_bounds():
    assert erlang.abandonment(50_000, 100, aht_s=300, patience_s=120) == pytest.approx(1 - 100 / 50_000, rel=1e-9)


def test_nobody_rings_and_nobody_answers():
    assert erlang.service_level(0, 3, aht_s=60, within_s=20) == 1
    assert erlang.mean_wait_s(0, 3, aht_s=60, patience_s=60) == 0
    assert erlang.service_level(3, 0, aht_s=60, within_s=20, patience_s=60) == 0
    assert erlang.abandonment(3, 0, aht_s=60, patience_s=60) == 1
    assert erlang.erlang_b(0, 0) == 1
    assert np.isnan(erlang.occupancy(3, 0, aht_s=60, patience_s=60))


@pytest.mark.parametrize("patience_s", [None, 0, 1e-3, 30, 1e6, 1e12])
def test_no_size_gives_nonsense(patience_s):
    load = np.geomspace(0.01, 50_000, 60)[:, None]
    people = np.ceil(load) + np.array([1, 2, 10, 1000])
    queue = {"aht_s": 300, "patience_s": patience_s}
    level = erlang.service_level(load, people, within_s=10, **queue)
    assert ((level >= 0) & (level <= 1)).all()
    assert np.isfinite(erlang.mean_wait_s(load, people, **queue)).all()
    assert (np.diff(level, axis=1) >= -1e-12).all()


def test_a_fraction_of_an_agent_lies_between():
    below, between, above = erlang.service_level(10, [12, 12.5, 13], aht_s=180, within_s=20)
    assert below < between < above


def test_arguments_broadcast_and_empty_stays_empty():
    assert erlang.service_level(np.ones((3, 1)), np.array([2, 3]), aht_s=60, within_s=20).shape == (3, 2)
    assert erlang.mean_wait_s([], 3, aht_s=60).shape == (0,)


def test_patience_may_be_known_for_some():
    found = erlang.abandonment([5, 5], 4, aht_s=60, patience_s=[60, 120])
    alone = [erlang.abandonment(5, 4, aht_s=60, patience_s=patience_s) for patience_s in (60, 120)]
    assert found.tolist() == alone
    assert erlang.abandonment([3, 3], 4, aht_s=60, patience_s=[60, np.inf])[1] == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"load": -1}, "load: -1.0 is not possible; it must be 0 or more erlangs"),
        ({"load": np.nan}, "load: nan is not possible"),
        ({"load": np.inf}, "load: inf is not possible"),
        ({"agents": -2}, "agents: -2.0 is not possible"),
        ({"aht_s": 0}, "aht_s: 0.0 is not possible; it must be above 0 seconds"),
        ({"within_s": -1}, "within_s: -1.0 is not possible"),
        ({"patience_s": -1}, "patience_s: -1.0 is not possible"),
        ({"load": [1, 2], "agents": [1, 2, 3]}, r"do not fit together: load \(2,\), agents \(3,\)"),
    ],
)
def test_what_cannot_be_is_refused_by_name(given, words):
    whole = {"load": 1.0, "agents": 2.0, "aht_s": 60.0, "within_s": 20.0, "patience_s": 60.0} | given
    with pytest.raises(ValueError, match=words):
        erlang.service_level(whole.pop("load"), whole.pop("agents"), **whole)
