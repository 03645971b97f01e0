"""A simulated day: identities that hold in every trial, who is there when, and what closed forms say."""

from __future__ import annotations

import numpy as np
import pytest

from reviewkit.methods import erlang, simulate, transient
from reviewkit.methods.simulate import Shift, Team

HOUR_S = 3600
FAR = 4.0
"""Standard errors by which a fixed seed may be off: chance alone goes further once in 16,000."""


def close(found: simulate.Estimate, truth: float) -> bool:
    return bool((np.abs(found.value - truth) < FAR * found.standard_error).all())


def test_a_steady_day_is_erlang_c():
    found = simulate.day([60] * 24, 12, interval_s=HOUR_S, aht_s=600, within_s=20, trials=60, seed=1)
    assert close(found.service_level(whole=True), erlang.service_level(10, 12, aht_s=600, within_s=20))
    assert close(found.mean_wait_s(whole=True), erlang.mean_wait_s(10, 12, aht_s=600))
    assert close(found.occupancy(whole=True), 10 / 12)


def test_a_steady_day_of_callers_who_give_up_is_erlang_a():
    queue = {"aht_s": 300, "patience_s": 180}
    found = simulate.day([120] * 24, 9, interval_s=HOUR_S, within_s=20, trials=40, seed=2, **queue)
    assert close(found.service_level(whole=True), erlang.service_level(10, 9, within_s=20, **queue))
    assert close(found.abandonment(whole=True), erlang.abandonment(10, 9, **queue))
    assert close(found.mean_wait_s(whole=True), erlang.mean_wait_s(10, 9, **queue))
    assert close(found.occupancy(whole=True), erlang.occupancy(10, 9, **queue))


def test_a_rising_day_is_the_exact_transient():
    calls, agents = np.array([4, 4, 30, 70, 90.0]), np.array([3, 3, 8, 13, 17])
    queue = {"interval_s": 1800, "aht_s": 300, "within_s": 20, "patience_s": 240}
    exact = transient.service_level(calls, agents, **queue)
    day = np.append(calls, [4] * 5), np.append(agents, [17] + [3] * 4)  # and a quiet end before it comes round
    found = simulate.day(*day, trials=400, seed=3, run_in_s=1800, **queue).service_level()
    assert np.abs((found.value[0, :5] - exact) / found.standard_error[0, :5]).max() < FAR
    assert found.standard_error[0, 4] < 0.009


def test_the_mean_wait_grows_with_the_spread_of_handling_times():
    """One person: Pollaczek and Khinchine's (1 + CV^2) / 2 of the exponential's wait, here 60 s x 0.5 / 0.5."""
    for cv, times in ((0.0, 0.5), (2.0, 2.5)):
        day = {"interval_s": HOUR_S, "aht_s": 60, "within_s": 10, "trials": 150, "seed": 4}
        found = simulate.day([30] * 24, 1, handling_cv=cv, **day).mean_wait_s(whole=True)
        assert close(found, 60 * times)
        assert found.standard_error[0] < 8


def test_every_call_is_answered_or_given_up_or_still_waiting():
    found = simulate.day(
        [[5, 80, 5], [20, 60, 5]],
        [2, 9, 2],
        interval_s=HOUR_S,
        aht_s=[300, 500],
        within_s=[10, 60],
        patience_s=[60, 400],
        redial_share=0.5,
        redial_after_s=120,
        trials=5,
    )
    assert found.offered == pytest.approx(found.answered + found.abandoned + found.unanswered)
    assert (found.in_time <= found.answered).all()
    assert (found.busy_s <= found.staffed_s + 1e-6).all()
    assert found.redials.sum() > 0


def test_the_same_seed_is_the_same_day_and_another_another():
    day = {"interval_s": HOUR_S, "aht_s": 300, "within_s": 20, "trials": 2}
    first, same, other = (simulate.day([30] * 4, 4, seed=seed, **day) for seed in (5, 5, 6))
    assert (first.waited_s == same.waited_s).all()
    assert (first.waited_s != other.waited_s).any()
    more_people = simulate.day([30] * 4, 9, seed=5, **day)
    assert (first.offered == more_people.offered).all()


def test_with_nobody_there_all_give_up_and_half_ring_again_and_again():
    found = simulate.day(
        [1000.0] * 24,
        0,
        interval_s=HOUR_S,
        aht_s=300,
        within_s=20,
        patience_s=30,
        redial_share=0.5,
        redial_after_s=60,
        trials=4,
    )
    assert found.abandonment(whole=True).value == pytest.approx(1.0)
    assert found.offered.sum() / 4 == pytest.approx(2 * 24_000, rel=0.02)  # 1 + 1/2 + 1/4 + ...
    assert found.mean_wait_s(whole=True).value == pytest.approx(30, rel=0.02)
    assert np.isnan(found.occupancy(whole=True).value).all()


def test_a_shift_answers_while_it_lasts_ends_its_call_and_comes_round():
    night = Shift(start_s=22 * HOUR_S, length_s=4 * HOUR_S, people=3)
    calls = np.zeros(24)
    calls[[0, 1]] = 30
    found = simulate.day(calls, [night], interval_s=HOUR_S, aht_s=600, within_s=20, trials=10, handling_cv=0)
    assert found.staffed_s[:, 0, [22, 23, 0, 1]] == pytest.approx(3 * HOUR_S)
    assert found.staffed_s[:, 0, 3:22] == pytest.approx(0)
    assert 0 < found.staffed_s[:, 0, 2].mean() <= 3 * 600  # over their time, each with one call at most
    assert found.busy_s[:, 0, 2] == pytest.approx(found.staffed_s[:, 0, 2])
    assert found.waited_s[:, 0, 1].max() > 18 * HOUR_S  # who is not answered by two waits for the next night


def test_a_break_takes_people_away_and_they_come_back():
    shift = Shift(start_s=0, length_s=24 * HOUR_S, people=2, breaks=((6 * HOUR_S, HOUR_S),))
    calls = np.zeros(24)
    calls[6] = 40
    found = simulate.day(calls, [shift], interval_s=HOUR_S, aht_s=10, within_s=5, trials=5)
    assert found.service_level().value[0, 6] == 0
    assert found.answered.sum() == found.offered.sum()
    assert found.staffed_s[:, 0, 6] == pytest.approx(0)
    assert found.staffed_s[:, 0, 7] == pytest.approx(2 * HOUR_S)


def test_the_first_line_goes_first_and_without_priority_both_wait_alike():
    lines = {"interval_s": HOUR_S, "aht_s": 300, "within_s": 10, "trials": 20, "seed": 7}
    calls = np.array([[40] * 24, [80] * 24])
    ahead = simulate.day(calls, 12, **lines).mean_wait_s(whole=True).value
    alike = simulate.day(calls, 12, priority=False, **lines).mean_wait_s(whole=True).value
    assert ahead[0] * 3 < ahead[1]
    assert alike[0] == pytest.approx(alike[1], rel=0.1)
    assert (40 * ahead[0] + 80 * ahead[1]) / 120 == pytest.approx((40 * alike[0] + 80 * alike[1]) / 120, rel=0.02)


def test_teams_apart_are_queues_apart_and_overflow_helps_one_line_only():
    lines = {"interval_s": HOUR_S, "aht_s": 300, "within_s": 10, "trials": 40, "seed": 8}
    calls = np.array([[48] * 24, [96] * 24])
    apart = simulate.day(calls, [Team(staff=5, answers=(0,)), Team(staff=10, answers=(1,))], **lines)
    for line, (load, people) in enumerate(((4, 5), (8, 10))):
        level = apart.service_level(whole=True)
        exact = erlang.service_level(load, people, aht_s=300, within_s=10)
        assert abs(level.value[line] - exact) < FAR * level.standard_error[line]
    overflow = simulate.day(calls, [Team(staff=5, answers=(0,)), Team(staff=10)], **lines)
    better, before = overflow.service_level(whole=True).value, apart.service_level(whole=True).value
    assert better[0] > before[0] + 0.05
    assert better[1] < before[1] - 0.05


def test_each_trial_may_have_a_demand_of_its_own():
    calls = np.array([[[10.0, 10.0]], [[100.0, 100.0]]])
    found = simulate.day(calls, 20, interval_s=HOUR_S, aht_s=60, within_s=10)
    assert found.offered.shape == (2, 1, 2)
    assert found.offered[1].sum() > 4 * found.offered[0].sum()


def test_the_frame_has_a_row_for_each_line_and_interval():
    frame = simulate.day([[9, 0], [9, 9]], 3, interval_s=HOUR_S, aht_s=60, within_s=10, trials=3).frame()
    assert frame[["line", "interval"]].to_numpy().tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert frame["service_level"].isna().tolist() == [False, True, False, False]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"calls": [3.0, -1.0]}, "calls: -1.0"),
        ({"calls": [3.0, np.nan]}, "calls: nan"),
        ({"staff": 1.5}, "staff: 1.5"),
        ({"staff": [1, 2, 3]}, "staff: shape"),
        ({"aht_s": 0}, "aht_s: 0.0"),
        ({"aht_s": [1, 2, 3]}, "aht_s: shape"),
        ({"patience_s": -1}, "patience_s: -1.0"),
        ({"redial_share": 1.5}, "redial_share: 1.5"),
        ({"handling_cv": -1}, "handling_cv: -1"),
        ({"trials": 0}, "trials: 0"),
        ({"staff": [Team(staff=2, answers=(1,))]}, "answers: 1"),
    ],
)
def test_what_cannot_be_is_told(change, told):
    given = {"calls": [3.0, 3.0], "staff": 2, "interval_s": 1800, "aht_s": 60, "within_s": 10} | change
    with pytest.raises(ValueError, match=told):
        simulate.day(given.pop("calls"), given.pop("staff"), **given)


@pytest.mark.parametrize(
    ("shift", "told"),
    [
        ({"length_s": 0}, "length_s"),
        ({"people": -1}, "people"),
        ({"breaks": ((3000, 900),)}, "breaks"),
        ({"breaks": ((600, 900), (1200, 60))}, "breaks"),
    ],
)
def test_a_shift_that_cannot_be_is_told(shift, told):
    with pytest.raises(ValueError, match=told):
        Shift(**({"start_s": 0, "length_s": HOUR_S, "people": 2} | shift))
