"""Need, people there and service to expect, on a week that can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reviewkit.sections import NotPossible, staffing
from reviewkit.sections.rostering.posts import LONGER, NO_STAFFED, NO_TARGET, NO_TIMES, Assumed
from reviewkit.sections.rostering.service import AS_NEEDED, AS_NOW, MOVED, UNSTABLE
from tests.sections.rostering.drawn import CALLS, HANDLED_S, TARGET, force, opened, staffed

TWO, THREE = 1 - np.exp(-1 / 6) / 3, 1 - np.exp(-1 / 3) / 11
"""Answered within 30 seconds by two and by three people who share one erlang."""


@pytest.fixture(scope="module")
def assumed(tmp_path_factory):
    """Two people before eight in the morning and four after it; half as much again is paid; eight of ten in time."""
    more = {"staffed_total_s": staffed, "paid_total_s": lambda calls: staffed(calls) * 3 // 2, "answered_30s": 8}
    return staffing.assumed(opened(tmp_path_factory.mktemp("staffing"), **more))


@pytest.fixture(scope="module")
def week(assumed):
    return staffing.needed(assumed)


def test_what_is_assumed_is_what_was_drawn(assumed):
    (post,) = assumed.posts
    assert assumed.refused.empty
    assert (post.within_s, post.share) == (30, 0.8)
    assert post.calls == pytest.approx(np.full(336, CALLS))
    assert post.handling_s == pytest.approx(HANDLED_S)
    assert post.for_a_person == 1
    assert post.patience.mean_s is None
    assert (post.mean_there.reshape(7, 48) == [2] * 16 + [4] * 32).all()
    assert post.shrinkage == pytest.approx(1 / 3)
    assert post.in_time == pytest.approx(0.8)
    assert [str(post.weeks[0].date()), len(post.weeks)] == ["2024-01-08", 13]


def test_three_are_needed_at_every_hour_so_the_nights_are_short_and_the_days_have_one_to_spare(assumed, week):
    assert len(week) == 336
    assert (week["needed"] == 3).all()
    hours = staffing.hours_a_week(assumed, week).iloc[0]
    assert (hours["needed"], hours["there"]) == (3 * 168, 7 * (2 * 8 + 4 * 16))
    assert (hours["short"], hours["spare"]) == (7 * 8, 7 * 16)
    assert hours["paid"] == pytest.approx(3 * 168 * 3 / 2)
    shortest = staffing.shortest(staffing.by_hour(week))
    assert len(shortest) == 10
    assert (shortest["short"] == 1).all()
    assert shortest["hour"].max() < 8


def test_the_same_hours_moved_leave_no_half_hour_short(assumed, week):
    plans = staffing.to_expect(assumed, week).set_index("plan")
    assert plans.loc[AS_NOW, "hours"] == plans.loc[MOVED, "hours"] == 560
    assert plans.loc[AS_NOW, "below"] == pytest.approx(7 * 16, abs=14)  # the first half hour may still be well served
    assert plans.loc[AS_NOW, "worst"] == pytest.approx(TWO, abs=1e-4)
    assert plans.loc[[MOVED, AS_NEEDED], "below"].tolist() == [0, 0]
    assert plans.loc[AS_NEEDED, "share"] == pytest.approx(THREE)
    assert plans.loc[MOVED, "share"] > plans.loc[AS_NOW, "share"]


def test_the_calculation_is_held_against_what_was_measured(assumed):
    row = staffing.checked(assumed).iloc[0]
    assert (row["weeks"], str(row["first_day"].date()), str(row["last_day"].date())) == (13, "2024-01-08", "2024-04-07")
    assert row["measured"] == pytest.approx(0.8)
    four = 1 - np.exp(-3 / 6) / 49  # four people and one erlang: a caller waits with a chance of 1/49
    assert row["textbook"] == pytest.approx((TWO + 2 * four) / 3, abs=1e-6)
    assert row["expected"] == pytest.approx(row["textbook"], abs=0.01)
    assert row["off"] == pytest.approx(row["expected"] - 0.8)


def test_other_assumptions_change_the_hours(assumed, week):
    """Ten in a hundred more: 1.1 erlangs still need three (91.6 %), and so do 0.9."""
    found = staffing.if_otherwise(assumed, week)
    assert set(found["change"]) == {"as expected", "calls", "handling"}  # nobody is known to give up
    assert (found["hours"] == 504).all()


def test_without_time_staffed_only_the_need_is_known(open_force):
    assumed = staffing.assumed(open_force(*force()))
    week = staffing.needed(assumed)
    hours = staffing.hours_a_week(assumed, week).iloc[0]
    assert hours["needed"] == 504
    assert hours[["there", "short", "spare", "paid"]].isna().all()
    assert hours["reason"] == NO_STAFFED
    assert staffing.checked(assumed).empty
    assert staffing.shortest(staffing.by_hour(week)).empty
    assert staffing.to_expect(assumed, week)["plan"].tolist() == [AS_NEEDED]


def test_calls_no_person_is_needed_for_are_left_out_and_patience_is_known(open_force):
    """Of ten calls two hear a message, one gives up at once and one after 60 seconds; six wait ten seconds each."""
    columns = {"contained": 2, "abandoned": 2, "abandoned_5s": 1, "wait_total_s": 60, "abandoned_wait_total_s": 60}
    text, files = force(**columns | {"answered": 6, "handled_total_s": 6 * HANDLED_S})
    (post,) = staffing.assumed(open_force("short_abandon_s = 5\n" + text, files)).posts
    assert post.for_a_person == pytest.approx(0.7)
    assert post.calls == pytest.approx(np.full(336, 7))
    assert post.patience.mean_s == pytest.approx(120)
    assert post.patience.gave_up == 13 * 336 - 2  # half hours of 13 weeks, one of them with the clocks put forward
    assert post.redialled[0.5] == pytest.approx(1 - 0.5 * 0.2)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"target": ""}, NO_TARGET),
        ({"target": TARGET.replace("threshold_s = 30", "threshold_s = 3600")}, LONGER.format(within=3600)),
        ({"handled_total_s": 0}, NO_TIMES),
    ],
)
def test_a_queue_that_lacks_something_is_refused_with_the_reason(open_force, change, reason):
    with pytest.raises(NotPossible) as refused:
        staffing.assumed(open_force(*force(**change)))
    assert f"101: {reason}" in refused.value.reason


def test_too_few_people_for_the_work_are_called_unstable_where_nobody_is_known_to_give_up(assumed, week):
    """One person for one erlang, by night and by day."""
    (post,) = assumed.posts
    fewer = Assumed((replace(post, there=np.ones_like(post.there)),), assumed.refused)
    plans = staffing.to_expect(fewer, week).set_index("plan")
    assert plans.loc[[AS_NOW, MOVED], "share"].isna().all()
    assert (plans.loc[[AS_NOW, MOVED], "reason"] == UNSTABLE).all()
    assert plans.loc[AS_NEEDED, "share"] == pytest.approx(THREE)
    assert staffing.checked(fewer).iloc[0]["reason"] == UNSTABLE
