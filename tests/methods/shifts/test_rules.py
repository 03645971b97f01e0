"""Shift rules: what can be worked, and what is refused, by name and with the reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reviewkit.methods.shifts import Break, Pattern, Shift, ShiftRulesError, as_worked, cover, recut
from reviewkit.methods.shifts.rules import placements, start_intervals

EIGHT = Shift("eight", 8)
DAY = [1] * 48


def test_starts_each_hour_each_half_hour_or_at_clock_times() -> None:
    assert start_intervals(Shift("a", 8, starts_every_min=60), 30)[:3] == [0, 2, 4]
    assert start_intervals(Shift("a", 8), 30)[:3] == [0, 1, 2]
    assert start_intervals(Shift("a", 8, starts=("23:30", "07:00")), 30) == [14, 47]


def test_a_break_begins_from_the_earliest_and_has_ended_at_the_latest() -> None:
    assert placements(Shift("a", 8, breaks=(Break(30, 3, 4.5),)), 30) == [(6,), (7,), (8,)]


def test_two_breaks_follow_one_another_even_in_windows_that_overlap() -> None:
    both = Shift("a", 6, breaks=(Break(60, 1, 3), Break(60, 2, 4)))
    assert placements(both, 60) == [(1, 2), (1, 3), (2, 3)]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (Shift("a", 8.25), "shift a: hours: 495 minutes is not a multiple of the interval of 30 minutes"),
        (Shift("a", 0), "shift a: hours: 0 minutes"),
        (Shift("a", float("nan")), "shift a: hours: nan minutes"),
        (Shift("a", 30), "shift a: 30 hours is longer than the need"),
        (Shift("a", 8, starts_every_min=45), "shift a: starts_every_min: 45 minutes is not a multiple"),
        (Shift("a", 8, starts=("24:00",)), 'shift a: starts: "24:00" is not a clock time'),
        (Shift("a", 8, starts=("07:15",)), "shift a: the start 07:15: 435 minutes is not a multiple"),
        (Shift("a", 8, breaks=(Break(45, 3, 5),)), "shift a: break: minutes: 45 minutes is not a multiple"),
        (Shift("a", 8, breaks=(Break(60, 3, 3.5),)), "a break of 60 minutes does not fit between hour 3 and hour 3.5"),
        (Shift("a", 8, breaks=(Break(30, 7, 9),)), "is not within the 8 hours of the shift"),
        (Shift("a", 8, breaks=(Break(60, 2, 3), Break(60, 2, 3))), "cannot be taken one after the other"),
        (Shift("a", 8, cost_per_hour=(1.0, 2.0)), "shift a: cost_per_hour has 2 values"),
        (Shift("a", 8, cost_per_hour=-1.0), "shift a: a cost must be a number of 0 or more"),
    ],
)
def test_a_shift_that_cannot_be_worked_is_refused(rule: Shift, reason: str) -> None:
    with pytest.raises(ShiftRulesError, match=reason):
        cover(DAY, [rule])


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (Pattern("p", ("eight", "late", "-")), "pattern p: no shift is called late"),
        (Pattern("p", ("-", "-")), "pattern p: it has no working day"),
        (Pattern("p", ("eight",) * 401), "only after 401 days"),
    ],
)
def test_a_pattern_that_cannot_be_worked_is_refused(pattern: Pattern, reason: str) -> None:
    with pytest.raises(ShiftRulesError, match=reason):
        cover(DAY, [EIGHT], patterns=[pattern])


@pytest.mark.parametrize(
    ("need", "reason"),
    [
        ([], r"need: shape \(0,\) is not whole days of 48 intervals of 30 minutes"),
        ([1] * 47, r"need: shape \(47,\)"),
        ([[1] * 48], r"need: shape \(1, 48\)"),
        ([np.nan] * 48, "need: nan is not possible"),
        ([-1] * 48, "need: -1.0 is not possible"),
        ([np.inf] * 48, "need: inf is not possible"),
    ],
)
def test_a_need_that_is_none_is_refused(need: list, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        cover(need, [EIGHT])


@pytest.mark.parametrize("shrinkage", [1, 1.5, -0.1, float("nan")])
def test_a_shrinkage_that_leaves_nobody_is_refused(shrinkage: float) -> None:
    with pytest.raises(ValueError, match="shrinkage"):
        cover(DAY, [EIGHT], shrinkage=shrinkage)


@pytest.mark.parametrize("interval_min", [0, 7, 50])
def test_an_interval_that_does_not_make_days_is_refused(interval_min: int) -> None:
    with pytest.raises(ValueError, match="interval_min"):
        cover(DAY, [EIGHT], interval_min=interval_min)


def test_limits_are_whole_numbers() -> None:
    with pytest.raises(ValueError, match=r"most_at_work: -1"):
        cover(DAY, [EIGHT], most_at_work=-1)
    with pytest.raises(ValueError, match=r"shift a: most: 1\.5"):
        cover(DAY, [Shift("a", 8, most=1.5)])


def test_nothing_to_work_and_names_given_twice_are_refused() -> None:
    with pytest.raises(ShiftRulesError, match="shifts: none is given"):
        cover(DAY, [])
    with pytest.raises(ShiftRulesError, match="two have the same name"):
        cover(DAY, [EIGHT, EIGHT])


def test_far_too_many_ways_are_refused_before_they_are_listed() -> None:
    rests = tuple(Break(30, 1, 11) for _ in range(3))
    with pytest.raises(ShiftRulesError, match="allow fewer starts, or shorter windows"):
        cover([1] * 336, [Shift("a", 12, breaks=rests)])


def test_an_existing_rota_names_shifts_that_are_known_and_hours_that_are_possible() -> None:
    people = pd.DataFrame({"shift": ["late"], "day": [1], "start": ["14:00"], "people": [1]})
    with pytest.raises(ShiftRulesError, match="no shift is called late"):
        as_worked(people, DAY, [EIGHT])
    with pytest.raises(ValueError, match="people: 1 on day 3 is not possible"):
        as_worked(people.assign(shift="eight", day=3), DAY, [EIGHT])
    with pytest.raises(ValueError, match=r"rota: -1\.0 paid hours"):
        recut(-1, DAY, [EIGHT])
