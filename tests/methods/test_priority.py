"""999 ahead of 101: against Erlang C at the ends, transforms inverted another way, simulation, and ciw."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import comb

from reviewkit.methods import erlang, priority, simulate
from tests.methods.simulate.third import asked_of_ciw

TARGETS = {"within_first_s": 10, "service_level_first": 0.9, "within_second_s": 30, "service_level_second": 0.8}


def inverted(time: float, *, first: float, second: float, people: float) -> float:
    """Kella and Yechiali's transform of a second caller's wait beyond none, by Abate and Whitt's Euler sum."""
    busy = (first + second) / people

    def longer(z: np.ndarray) -> np.ndarray:
        both = first + z + people
        period = (both - np.sqrt(both**2 - 4 * first * people)) / (2 * first)
        return (1 - (1 - busy) * period / (1 - busy * period)) / z

    number = np.arange(56)
    terms = (-1.0) ** number * longer((18.4 + 2j * number * np.pi) / (2 * time)).real
    terms[0] /= 2
    sums = np.cumsum(terms) * np.exp(18.4 / 2) / time
    return float((comb(15, np.arange(16)) * sums[40:]).sum() / 2**15)


@pytest.mark.parametrize("load", [(10, 20, 33), (29, 1, 33), (1, 29, 33), (5, 5, 10.5), (0.01, 9, 10), (8, 0.001, 9)])
@pytest.mark.parametrize("within_s", [1.0, 30.0, 1500.0])
def test_the_second_line_is_its_transform_inverted(load, within_s):
    first, second, people = load
    found = priority.service_level(first, second, people, aht_s=300, within_s=within_s).second
    waits = float(erlang.erlang_c(first + second, people))
    longer = inverted(within_s / 300, first=first, second=second, people=people)
    assert found == pytest.approx(1 - waits * longer, abs=3e-8)


@given(
    load=st.floats(0.5, 60), share=st.floats(0.05, 0.95), spare=st.floats(0.3, 8), aht_s=st.sampled_from([60.0, 600.0])
)
def test_waits_integrate_to_cobhams_means(load, share, spare, aht_s):
    first, second, people = load * share, load * (1 - share), load + spare
    mean = priority.mean_wait_s(first, second, people, aht_s=aht_s)
    ends = np.concatenate([[0.0], np.geomspace(1e-3, 60 * people / spare / (people - first), 30) * aht_s])
    nodes, weights = np.polynomial.legendre.leggauss(12)
    width = np.diff(ends)[:, None]
    times = ends[:-1, None] + width * (nodes + 1) / 2
    late = 1 - priority.service_level(first, second, people, aht_s=aht_s, within_s=times).second
    assert (late * width * weights / 2).sum() == pytest.approx(float(mean.second), rel=1e-5, abs=1e-9)


def test_each_line_alone_is_erlang_c():
    queue = {"aht_s": 330, "within_s": [0, 10, 100, 1000]}
    alone = erlang.service_level(20, 23, **queue)
    assert priority.service_level(20, 0, 23, **queue).first == pytest.approx(alone, rel=1e-13)
    assert priority.service_level(0, 20, 23, **queue).second == pytest.approx(alone, rel=1e-13)


def test_who_goes_first_changes_no_mean_over_all():
    """Handling times being equal, all that waits is as long in either order: Kleinrock's conservation law."""
    found = priority.mean_wait_s(10, 20, 33, aht_s=330)
    assert (10 * found.first + 20 * found.second) / 30 == pytest.approx(erlang.mean_wait_s(30, 33, aht_s=330))


def test_nobody_waits_at_first_more_than_anybody_waits():
    found = priority.service_level(10, 20, 33, aht_s=330, within_s=0)
    assert found.first == found.second == pytest.approx(1 - erlang.erlang_c(30, 33))


def test_simulation_and_ciw_agree():
    calls = np.array([[240.0] * 12, [480.0] * 12])
    queue = {"aht_s": 300, "within_s": 20}
    exact = priority.service_level(10, 20, 33, **queue)
    exact = np.array([exact.first, exact.second])
    ours = simulate.day(calls, 33, interval_s=7200, trials=40, seed=1, **queue).service_level(whole=True)
    assert np.abs((ours.value - exact) / ours.standard_error).max() < 4
    assert ours.standard_error.max() < 0.02
    theirs = asked_of_ciw(calls[:, :6], 33, interval_s=7200, trials=8, seed=3, run_in=1, **queue)
    value, error = theirs.value.mean(axis=1), theirs.value.std(axis=1, ddof=1) / np.sqrt(5)
    assert np.abs((value - exact) / error).max() < 5  # five intervals: their spread is itself uncertain
    assert error.max() < 0.05


def test_sharing_needs_36_people_instead_of_40():
    shared = priority.agents_required(10, 20, aht_s=330, **TARGETS)
    apart = [
        erlang.agents_required(load, aht_s=330, within_s=within_s, service_level=share)
        for load, within_s, share in ((10, 10, 0.9), (20, 30, 0.8))
    ]
    assert (shared, sum(apart)) == (36, 40)


def test_one_fewer_misses_a_target():
    first, second = np.random.default_rng(1).uniform(0.1, 60, (2, 400))
    found = priority.agents_required(first, second, aht_s=330, **TARGETS)

    def met(people):
        in_10 = priority.service_level(first, second, people, aht_s=330, within_s=10).first
        in_30 = priority.service_level(first, second, people, aht_s=330, within_s=30).second
        return (in_10 >= 0.9) & (in_30 >= 0.8)

    assert met(found).all()
    assert not met(found - 1).any()


def test_no_calls_need_nobody_and_one_line_its_own():
    assert priority.agents_required(0, 0, aht_s=330, **TARGETS) == 0
    assert priority.agents_required(10, 0, aht_s=330, **TARGETS) == 15
    assert priority.agents_required(0, 20, aht_s=330, **TARGETS) == 25


def test_too_much_101_leaves_999_standing():
    with pytest.warns(erlang.UnstableQueueWarning):
        found = priority.service_level(10, 30, 20, aht_s=300, within_s=60)
    assert found.second == 0
    assert found.first == pytest.approx(1 - np.exp(-10 * 60 / 300))
    with pytest.warns(erlang.UnstableQueueWarning):
        wait_s = priority.mean_wait_s(10, 30, 20, aht_s=300)
    assert (wait_s.first, wait_s.second) == (pytest.approx(30), np.inf)
    with pytest.warns(erlang.UnstableQueueWarning):
        assert priority.service_level(30, 1, 20, aht_s=300, within_s=60).first == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"load_first": -1}, "load_first: -1.0"),
        ({"load_second": np.nan}, "load_second: nan"),
        ({"service_level_second": 1.0}, "service_level_second: 1.0"),
        ({"within_first_s": -5}, "within_first_s: -5.0"),
        ({"load_first": [1, 2], "load_second": [1, 2, 3]}, "do not fit together"),
    ],
)
def test_what_cannot_be_is_told(change, told):
    asked = {"load_first": 1, "load_second": 2, "aht_s": 60} | TARGETS | change
    with pytest.raises(ValueError, match=told):
        priority.agents_required(asked.pop("load_first"), asked.pop("load_second"), **asked)
