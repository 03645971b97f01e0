"""A day: against the long run, against dense matrices moment by moment, and the staff curve that keeps a target."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import expm

from reviewkit.methods import erlang, transient
from tests.methods.transient.dense import answered

HALF_HOUR_S = 1800
STEEP = np.array([12, 9, 7, 6, 9, 18, 40, 75, 110, 120, 118, 112, 104, 90, 60, 30.0])
"""Calls in each half hour of a short, steep day."""


@pytest.mark.parametrize("patience_s", [None, 90.0, 600.0])
def test_a_steady_day_is_the_long_run(patience_s):
    queue = {"aht_s": 330, "patience_s": patience_s}
    found = transient.service_level(np.full(6, 125), np.full(6, 26), interval_s=1800, within_s=30, **queue)
    load = 125 * 330 / 1800
    assert found == pytest.approx(erlang.service_level(load, 26, within_s=30, **queue), abs=1e-10)
    wait_s = transient.mean_wait_s(np.full(3, 125), np.full(3, 26), interval_s=1800, **queue)
    assert wait_s == pytest.approx(erlang.mean_wait_s(load, 26, **queue), rel=1e-8)
    if patience_s:
        left = transient.abandonment(np.full(3, 125), np.full(3, 26), interval_s=1800, **queue)
        assert left == pytest.approx(erlang.abandonment(load, 26, **queue), rel=1e-8)


def generator(calls: float, agents: int, *, aht_s: float, leaving: float, states: int) -> np.ndarray:
    number = np.arange(states)
    up = np.full(states, calls / HALF_HOUR_S)
    up[-1] = 0
    down = np.minimum(number, agents) / aht_s + np.maximum(number - agents, 0) * leaving
    return np.diag(-(up + down)) + np.diag(up[:-1], -1) + np.diag(down[1:], 1)


def dense_service_level(calls, agents, *, aht_s: float, within_s: float, leaving: float, states: int) -> np.ndarray:
    """Follow the day with dense matrices, and ask at 32 moments in two parts of each interval who is in time."""
    nodes, weights = np.polynomial.legendre.leggauss(32)
    nodes, weights = (nodes + 1) / 2, weights / 2
    same = {"aht_s": aht_s, "leaving": leaving, "states": states}
    null = np.linalg.svd(generator(calls[0], agents[0], **same))[2][-1]
    now = null / null.sum()
    found = []
    for interval, (rate, people) in enumerate(zip(calls, agents, strict=True)):
        matrix = generator(rate, people, **same)
        then = agents[min(interval + 1, len(agents) - 1)]
        share = 0.0
        for begin, length, cut in ((0, HALF_HOUR_S - within_s, False), (HALF_HOUR_S - within_s, within_s, True)):
            for node, weight in zip(nodes, weights, strict=True):
                there = expm(matrix * (begin + node * length)) @ now
                before_s = within_s * (1 - node) if cut else within_s
                staff = {"agents": (people, then if cut else people), "served": (1 / aht_s, 1 / aht_s)}
                chance = answered(before_s, within_s - before_s, **staff, leaving=leaving, states=states)
                share += weight * length / HALF_HOUR_S * there @ chance
        found.append(share)
        now = expm(matrix * HALF_HOUR_S) @ now
    return np.array(found)


@pytest.mark.parametrize("leaving", [0.0, 1 / 200])
def test_a_changing_day_is_what_dense_matrices_say(leaving):
    calls, agents = [20.0, 60.0, 45.0, 10.0], [4, 9, 8, 3]
    found = transient.service_level(
        calls, agents, interval_s=HALF_HOUR_S, aht_s=240, within_s=60, patience_s=1 / leaving if leaving else None
    )
    dense = dense_service_level(calls, agents, aht_s=240, within_s=60, leaving=leaving, states=80)
    assert found == pytest.approx(dense, abs=1e-9)


def test_half_hour_by_half_hour_a_steep_day_falls_short_and_the_exact_curve_does_not():
    target = {"aht_s": 420, "within_s": 20, "service_level": 0.9}
    apart = erlang.agents_required(STEEP * 420 / 1800, **target)
    day = {"interval_s": 1800, "aht_s": 420, "within_s": 20}
    assert (transient.service_level(STEEP, apart, **day) < 0.9).sum() >= 3
    exact = transient.agents_required(STEEP, interval_s=1800, **target)
    assert (transient.service_level(STEEP, exact, **day) >= 0.9).all()


def test_with_patience_the_exact_curve_keeps_the_target_with_fewer_hours():
    target = {"aht_s": 420, "within_s": 20, "service_level": 0.9}
    apart = erlang.agents_required(STEEP * 420 / 1800, **target)
    exact = transient.agents_required(STEEP, interval_s=1800, patience_s=240, **target)
    level = transient.service_level(STEEP, exact, interval_s=1800, aht_s=420, within_s=20, patience_s=240)
    assert (level >= 0.9).all()
    assert exact.sum() < apart.sum()


def test_nobody_can_be_spared_after_what_came_before():
    target = {"interval_s": 1800, "aht_s": 420, "within_s": 20, "patience_s": 240}
    exact = transient.agents_required(STEEP, service_level=0.9, **target)
    for interval in range(STEEP.size):
        fewer = exact[: interval + 1].copy()
        fewer[-1] -= 1
        level = transient.service_level(STEEP[: interval + 1], fewer, **target)[-1]
        assert level < 0.9 or (interval and exact[interval] > exact[interval - 1])


def test_a_backlog_is_carried_on_and_told():
    calls, agents = np.array([10.0, 200.0, 10.0, 10.0]), np.full(4, 10)
    day = {"interval_s": 1800, "aht_s": 300}
    level = transient.service_level(calls, agents, within_s=20, **day)
    assert level[1] < 0.1
    assert level[2] < 0.2
    assert level[3] > level[2]


def test_lines_are_followed_together_as_alone():
    calls = np.stack([STEEP, STEEP[::-1], STEEP / 3])
    agents = np.ceil(calls * 420 / 1800).astype(int) + 3
    day = {"interval_s": 1800, "aht_s": 420, "within_s": 20, "patience_s": 300}
    together = transient.service_level(calls, agents, **day)
    assert together.shape == calls.shape
    for line in range(3):
        assert together[line] == pytest.approx(transient.service_level(calls[line], agents[line], **day), abs=1e-11)


def test_no_calls_wait_for_nobody():
    assert transient.service_level([0, 0], [1, 1], interval_s=1800, aht_s=300, within_s=20).tolist() == [1, 1]
    assert np.isnan(transient.mean_wait_s([0, 0], [1, 1], interval_s=1800, aht_s=300)).all()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"calls": [5, np.nan]}, "load: nan is not possible"),
        ({"agents": [2, 2.5]}, "agents: 2.5 is not possible; people through a day must be whole"),
        ({"agents": [2, 2, 2]}, "do not fit together"),
        ({"within_s": 3600}, "within_s: 3600 is longer than an interval"),
        ({"patience_s": 0}, "patience_s: 0 is not possible"),
        ({"interval_s": 0}, "is not possible"),
        ({"calls": 5, "agents": 2}, "one value for each interval"),
    ],
)
def test_what_cannot_be_is_refused(given, words):
    whole = {"calls": [5, 5], "agents": [2, 2], "interval_s": 1800, "aht_s": 300, "within_s": 20} | given
    with pytest.raises(ValueError, match=words):
        transient.service_level(whole.pop("calls"), whole.pop("agents"), **whole)


def test_a_queue_too_long_to_follow_is_refused():
    with pytest.raises(ArithmeticError, match="far more than the agents can take"):
        transient.service_level([1e6, 1e6], [1, 1], interval_s=1800, aht_s=300, within_s=20)
