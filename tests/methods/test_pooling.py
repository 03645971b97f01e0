"""Together or apart: what rooms, lines and steps of a call need, and what half-joined ones meet."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.methods import erlang, pooling, priority

TARGET = {"aht_s": 330, "within_s": 10, "service_level": 0.9}


def off(found, truth) -> float:
    """By how many standard errors an estimate misses."""
    return float(np.abs((found.value - np.asarray(truth)) / found.standard_error).max())


def test_two_rooms_of_20_erlangs_need_54_apart_and_49_together():
    found = pooling.rooms([20, 20], **TARGET)
    assert (sum(found.apart), found.together, found.saved) == (54, 49, 5)


@given(st.lists(st.floats(0, 80), min_size=1, max_size=5), st.sampled_from([None, 120.0]))
def test_together_never_takes_more(loads, patience_s):
    assert pooling.rooms(loads, patience_s=patience_s, **TARGET).saved >= 0


def test_one_room_is_itself_and_no_room_is_told():
    assert pooling.rooms([20], **TARGET).saved == 0
    with pytest.raises(ValueError, match="loads: none"):
        pooling.rooms([], **TARGET)


def test_a_switchboard_needs_people_for_either_step():
    steps = {"switchboard_s": 60, "secondary_s": 300, "passed_on": 0.5, "within_s": 20, "service_level": 0.9}
    found = pooling.switchboard(400, **steps)
    levels = []
    for load, people, aht_s in ((400 / 60, found.switchboard, 60), (200 / 12, found.secondary, 300)):
        levels.append(float(erlang.service_level(load, people, aht_s=aht_s, within_s=20)))
        assert erlang.service_level(load, people - 1, aht_s=aht_s, within_s=20) < 0.9 <= levels[-1]
    assert found.answered_twice == pytest.approx(levels[0] * levels[1])
    assert found.in_two_steps == found.switchboard + found.secondary
    quicker = pooling.switchboard(400, known_already_s=60, **steps)
    assert quicker.one_team < found.one_team < found.in_two_steps


def test_a_switchboard_that_passes_nothing_on_is_one_team():
    steps = {"switchboard_s": 60, "secondary_s": 300, "within_s": 20, "service_level": 0.9}
    found = pooling.switchboard(400, passed_on=0.0, **steps)
    assert (found.secondary, found.switchboard) == (0, found.one_team)
    with pytest.raises(ValueError, match=r"passed_on: 1\.5"):
        pooling.switchboard(400, passed_on=1.5, **steps)
    with pytest.raises(ValueError, match="known_already_s: 900"):
        pooling.switchboard(400, passed_on=0.5, known_already_s=900, **steps)


def test_teams_apart_and_one_team_are_what_formulas_say():
    lines = {"aht_s": 330, "within_s": [10, 30], "trials": 40, "seed": 1}
    apart = pooling.shared((10, 20), (15, 25, 0), **lines)
    exact = erlang.service_level([10, 20], [15, 25], aht_s=330, within_s=[10, 30])
    assert off(apart.service_level, exact) < 4
    together = pooling.shared((10, 20), (0, 0, 36), **lines)
    exact = priority.service_level(10, 20, 36, aht_s=330, within_s=[10, 30])
    assert off(together.service_level, [exact.first[0], exact.second[1]]) < 4
    assert (apart.people, together.people) == (40, 36)


def test_overflow_serves_999_at_the_cost_of_101_and_sharing_serves_both():
    lines = {"aht_s": 330, "within_s": [10, 30], "trials": 20, "seed": 2}
    apart, over, together = (
        pooling.shared((10, 20), teams, overflow=overflow, **lines).service_level.value
        for teams, overflow in (((13, 23, 0), False), ((13, 23, 0), True), ((0, 0, 36), False))
    )
    assert over[0] > together[0] > 0.89 > apart[0]
    assert together[1] > 0.8 > apart[1] > over[1]


def test_a_third_trained_for_both_does_most_of_what_all_would_do():
    rooms = {"aht_s": 330, "within_s": 10, "priority": False, "trials": 30, "seed": 3}
    none, third, everybody = (
        pooling.shared((20, 20), teams, **rooms).service_level.value.mean()
        for teams in ((25, 24, 0), (17, 16, 16), (0, 0, 49))
    )
    assert none < 0.82
    assert third - none > 0.7 * (everybody - none)
    assert third < everybody


def test_callers_who_give_up_and_handling_times_that_differ_are_simulated():
    found = pooling.shared(
        (4, 8), (0, 0, 11), aht_s=[200, 500], within_s=20, patience_s=[60, 300], handling_cv=1.5, trials=10
    )
    assert found.service_level.value[0] > found.service_level.value[1]
    assert found.mean_wait_s.value.shape == (2,)
