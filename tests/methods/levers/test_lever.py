"""What a lever can give in each week, at the edges of its lag, ramp, training and end; and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reviewkit.methods.levers import Intakes, Lever, Risk


def overtime(**more):
    return Lever("overtime", **{"weekly_hours": 60, **more})


def recruits(**more):
    return Intakes("recruits", **{"people_per_intake": 4, "hours_per_person": 30, "training_weeks": 2, **more})


@pytest.mark.parametrize(("lag", "first"), [(0, 1), (1, 2), (3, 4)])
def test_the_lag_is_whole_weeks_without_an_hour(lag, first):
    assert overtime(lag_weeks=lag).capacity(5).tolist() == [0.0] * (first - 1) + [60.0] * (6 - first)


@pytest.mark.parametrize(("last", "hours"), [(2, [0, 60, 0, 0]), (3, [0, 60, 60, 0]), (4, [0, 60, 60, 60])])
def test_the_last_week_still_has_hours_and_the_next_has_none(last, hours):
    assert overtime(lag_weeks=1, last_week=last).capacity(4).tolist() == hours


def test_a_ramp_rises_in_equal_steps_and_stays():
    assert overtime(ramp_weeks=2).capacity(4).tolist() == [20.0, 40.0, 60.0, 60.0]


def test_leavers_are_a_share_of_what_is_left():
    assert overtime(lag_weeks=1, leavers_per_week=0.5).capacity(4).tolist() == [0.0, 60.0, 30.0, 15.0]


def test_a_late_lever_begins_later_and_ends_no_later():
    assert overtime(lag_weeks=1, last_week=4).capacity(5, late_weeks=2).tolist() == [0.0, 0.0, 0.0, 60.0, 0.0]


def test_recruits_give_hours_after_training_and_leave_from_the_week_after_they_joined():
    """60 x 0.5^k: joined in week 2, in training for 2 weeks, hours from week 4 on."""
    lever = recruits(hours_per_person=64, leavers_per_week=0.5, lag_weeks=1)
    assert lever.joins(6).tolist() == [2, 3, 4, 5, 6]
    assert lever.hours_of_one(6, joined=2).tolist() == [0.0, 0.0, 0.0, 16.0, 8.0, 4.0]


def test_recruits_ramp_up_after_training():
    assert recruits(ramp_weeks=1).hours_of_one(5, joined=1).tolist() == [0.0, 0.0, 15.0, 30.0, 30.0]


def test_recruits_are_paid_from_the_week_in_which_they_join_to_their_last():
    paid = recruits(cost_per_hour=2, last_week=4).activities(5).cost[:, 1]
    assert paid.tolist() == [0.0, 60.0, 60.0, 60.0, 0.0]


def test_intakes_come_at_their_distance():
    assert recruits(lag_weeks=2, every_weeks=4).joins(12).tolist() == [3, 7, 11]


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: overtime(weekly_hours=0), "overtime: weekly_hours 0 is no capacity"),
        (lambda: overtime(weekly_hours=np.nan), "overtime: weekly_hours nan"),
        (lambda: overtime(max_hours=0), "overtime: max_hours 0 is no capacity"),
        (lambda: overtime(risk=Risk(least=0, likely=0, most=0)), "overtime: risk_mean 0.0 is no capacity"),
        (lambda: overtime(lag_weeks=3, last_week=3), "overtime: last_week 3 is before its first week with hours, 4"),
        (lambda: overtime(last_week=np.nan), "overtime: last_week nan"),
        (lambda: overtime(lag_weeks=-1), "overtime: lag_weeks -1"),
        (lambda: overtime(lag_weeks=0.5), "overtime: lag_weeks 0.5"),
        (lambda: overtime(cost_per_hour=-1), "overtime: cost_per_hour -1"),
        (lambda: overtime(start_cost=np.nan), "overtime: start_cost nan"),
        (lambda: overtime(leavers_per_week=1), "overtime: leavers_per_week 1"),
        (lambda: recruits(people_per_intake=0), "recruits: people_per_intake 0 is no capacity"),
        (lambda: recruits(people_per_intake=2.5), "recruits: people_per_intake 2.5"),
        (lambda: recruits(every_weeks=0), "recruits: every_weeks 0"),
        (lambda: recruits(max_people=0), "recruits: max_people 0 is no capacity"),
        (lambda: recruits(last_week=2), "recruits: last_week 2 is before its first week with hours, 3"),
        (lambda: Risk(least=0.9, likely=0.8), "risk: shares least 0.9, likely 0.8"),
        (lambda: Risk(likely=np.nan), "risk: shares"),
        (lambda: Risk(late_chance=1.1), "late_chance: 1.1"),
        (lambda: Risk(late_weeks=-1), "risk: late_weeks -1"),
    ],
)
def test_what_cannot_be_is_refused_by_name(make, word):
    with pytest.raises(ValueError, match=word):
        make()


def test_an_end_in_the_first_week_with_hours_is_possible():
    assert overtime(lag_weeks=3, last_week=4).capacity(5).tolist() == [0.0, 0.0, 0.0, 60.0, 0.0]
    assert recruits(last_week=3).hours_of_one(4, joined=1).tolist() == [0.0, 0.0, 30.0, 0.0]


@given(st.lists(st.integers(0, 20), min_size=3, max_size=3).map(sorted), st.floats(0, 1))
def test_shares_are_the_triangular_distribution_of_scipy(corners, rank):
    least, likely, most = (corner / 10 for corner in corners)
    risk = Risk(least=least, likely=likely, most=most)
    width = most - least
    expected = stats.triang((likely - least) / width, least, width).ppf(rank) if width else least
    assert risk.shares(np.array([rank])).item() == pytest.approx(expected, abs=1e-9)
    assert risk.mean == pytest.approx((least + likely + most) / 3)
