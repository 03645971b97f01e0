"""The fewest agents: they meet the target, and one fewer does not."""

from __future__ import annotations

import numpy as np
import pytest

from reviewkit.methods import erlang

CASES = 20_000
MEASURES = {
    "max_occupancy": (erlang.occupancy, 0.3, 1.0),
    "max_mean_wait_s": (erlang.mean_wait_s, 0.5, 200.0),
    "max_abandonment": (erlang.abandonment, 0.001, 0.5),
}


@pytest.fixture
def drawn() -> np.random.Generator:
    return np.random.default_rng(20_261_122)


def queues(drawn: np.random.Generator, *, leaving: bool) -> tuple[np.ndarray, dict[str, np.ndarray | None]]:
    load = np.exp(drawn.uniform(np.log(0.01), np.log(5000), CASES))
    patience = drawn.uniform(5, 1000, CASES) if leaving else None
    return load, {"aht_s": drawn.uniform(30, 900, CASES), "patience_s": patience}


@pytest.mark.filterwarnings("ignore::reviewkit.methods.erlang.UnstableQueueWarning")
@pytest.mark.parametrize("leaving", [False, True])
def test_a_service_level_is_met_and_not_with_one_fewer(drawn, leaving):
    load, queue = queues(drawn, leaving=leaving)
    within_s, level = drawn.uniform(0, 120, CASES), drawn.uniform(0.05, 0.999, CASES)
    needed = erlang.agents_required(load, within_s=within_s, service_level=level, **queue)
    assert needed.dtype.kind == "i"
    assert (erlang.service_level(load, needed, within_s=within_s, **queue) >= level).all()
    assert (erlang.service_level(load, needed - 1, within_s=within_s, **queue) < level).all()


@pytest.mark.filterwarnings("ignore::reviewkit.methods.erlang.UnstableQueueWarning")
@pytest.mark.parametrize("leaving", [False, True])
@pytest.mark.parametrize("target", MEASURES)
def test_every_other_target_is_met_and_not_with_one_fewer(drawn, target, leaving):
    if target == "max_abandonment" and not leaving:
        with pytest.raises(ValueError, match="needs patience_s"):
            erlang.agents_required(1, aht_s=60, max_abandonment=0.05)
        return
    measure, least, most = MEASURES[target]
    load, queue = queues(drawn, leaving=leaving)
    wanted = drawn.uniform(least, most, CASES)
    needed = erlang.agents_required(load, **queue, **{target: wanted})
    assert (measure(load, needed, **queue) <= wanted).all()
    some = needed > 0
    fewer = measure(load, np.maximum(needed - 1, 0), **queue)
    assert not (fewer <= wanted)[some].any()


def test_several_targets_need_what_the_hardest_needs():
    queue = {"aht_s": 180, "patience_s": 240}
    targets = {"max_occupancy": 0.8, "max_mean_wait_s": 5, "max_abandonment": 0.03}
    alone = [erlang.agents_required(10, **queue, **{name: value}) for name, value in targets.items()]
    alone.append(erlang.agents_required(10, within_s=10, service_level=0.9, **queue))
    assert len(set(alone)) > 1
    assert erlang.agents_required(10, within_s=10, service_level=0.9, **queue, **targets) == max(alone)


def test_jones_worked_example():
    load = 250 * 330 / 3600
    levels = erlang.service_level(load, [27, 28, 29], aht_s=330, within_s=30)
    assert levels.round(3).tolist() == [0.782, 0.857, 0.908]
    assert erlang.agents_required(load, aht_s=330, within_s=30, service_level=0.8) == 28


def test_callers_who_give_up_need_fewer_people():
    load = np.array([5.0, 20.0, 60.0])
    target = {"aht_s": 300, "within_s": 20, "service_level": 0.9}
    assert (erlang.agents_required(load, patience_s=120, **target) <= erlang.agents_required(load, **target)).all()


def test_no_calls_need_nobody():
    needed = erlang.agents_required([0.0, 0.01], aht_s=300, within_s=20, service_level=0.9)
    assert needed.tolist() == [0, 1]


@pytest.mark.parametrize("load", [0.01, 50_000.0])
def test_the_smallest_and_the_largest(load):
    needed = erlang.agents_required(load, aht_s=300, within_s=10, service_level=0.9)
    assert load < needed < load + 5 * np.sqrt(load) + 2


def test_shapes_are_kept():
    assert erlang.agents_required(np.ones((2, 3)), aht_s=60, within_s=20, service_level=0.8).shape == (2, 3)
    assert erlang.agents_required([], aht_s=60, within_s=20, service_level=0.8).shape == (0,)
    assert np.ndim(erlang.agents_required(1, aht_s=60, within_s=20, service_level=0.8)) == 0


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ({}, "no target: give at least one of service_level, max_occupancy"),
        ({"service_level": 0.9}, "one target: give both"),
        ({"service_level": 1.0, "within_s": 20}, "service_level: 1.0 is not possible; it must be above 0 and below 1"),
        ({"max_mean_wait_s": 0}, "max_mean_wait_s: 0.0 is not possible"),
        ({"max_occupancy": 1.2}, "max_occupancy: 1.2 is not possible; it must be above 0, up to 1"),
        ({"max_occupancy": np.nan}, "max_occupancy: nan is not possible"),
    ],
)
def test_a_target_nobody_can_meet_is_refused(target, words):
    with pytest.raises(ValueError, match=words):
        erlang.agents_required(10, aht_s=300, **target)
