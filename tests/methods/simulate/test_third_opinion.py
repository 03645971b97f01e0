"""Closed forms, our own simulation and ciw on the same queues: none further from another than chance explains."""

from __future__ import annotations

import numpy as np
import pytest

from reviewkit.methods import erlang, simulate
from reviewkit.methods.simulate import Estimate, Shift
from tests.methods.simulate.third import asked_of_ciw

HALF_HOUR_S = 1800
FAR = 4.0
"""Standard errors by which a fixed seed may be off: chance alone goes further once in 16,000."""


def far(one: Estimate, other: Estimate) -> np.ndarray:
    """By how many standard errors of their difference two estimates differ."""
    return (one.value - other.value) / np.hypot(one.standard_error, other.standard_error)


def overall(found: Estimate) -> Estimate:
    """A steady queue's intervals taken together: their mean, and its standard error from how they differ."""
    return Estimate(found.value.mean(axis=-1), found.value.std(axis=-1, ddof=1) / np.sqrt(found.value.shape[-1]))


@pytest.mark.parametrize(("people", "patience_s"), [(12, None), (10, 200.0)])
def test_three_ways_to_one_steady_queue(people, patience_s):
    """60 calls a half hour of 300 seconds, in intervals of two hours that hardly know of one another."""
    queue = {"aht_s": 300, "within_s": 20, "patience_s": patience_s}
    exact = float(erlang.service_level(10, people, **queue))
    calls = np.full(12, 240.0)
    ours = overall(simulate.day(calls, people, interval_s=7200, trials=8, seed=1, **queue).service_level())
    theirs = overall(asked_of_ciw(calls, people, interval_s=7200, trials=5, seed=2, run_in=1, **queue))
    for found in (ours, theirs):
        assert abs(found.value[0] - exact) < FAR * found.standard_error[0] < 0.08
    assert abs(far(ours, theirs)[0]) < FAR


def test_two_ways_to_a_day_that_rises_and_falls_with_shifts_that_end_in_the_middle_of_calls():
    calls = np.array([3, 3, 20, 50, 70, 60, 20, 5, 3, 3.0])
    staff = [3, 3, 6, 10, 13, 11, 6, 3, 3, 3]
    queue = {"interval_s": HALF_HOUR_S, "aht_s": 300, "within_s": 20, "patience_s": 240}
    shifts = [
        Shift(start_s=half_hour * HALF_HOUR_S, length_s=HALF_HOUR_S, people=people)
        for half_hour, people in enumerate(staff)
    ]
    ours = simulate.day(calls, shifts, trials=400, seed=3, run_in_s=HALF_HOUR_S, **queue).service_level()
    theirs = asked_of_ciw(calls, staff, trials=100, seed=4, **queue)
    off = far(ours, theirs)[0, 1:]  # ciw begins with nobody there
    assert np.abs(off).max() < FAR
    assert (off**2).sum() < 27.9  # nine intervals: chi squared goes beyond once in a thousand
    assert theirs.standard_error[0, 3:6].max() < 0.02
