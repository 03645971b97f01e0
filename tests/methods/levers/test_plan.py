"""The cheapest plan: by hand, by trying every plan, and when no lever can close the gap."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.methods.levers import Intakes, Lever, Risk, plan

OVERTIME = Lever("overtime", weekly_hours=40, cost_per_hour=30)


def hours_of(found, lever):
    return found.hours.loc[found.hours["lever"] == lever, "hours"].round(6).tolist()


def test_the_cheaper_lever_goes_first_and_the_dearer_fills_up():
    loan = Lever("loan", weekly_hours=30, cost_per_hour=10, lag_weeks=1)
    found = plan([OVERTIME, loan], gap_hours=[20, 50, 70])
    assert hours_of(found, "overtime") == [20.0, 20.0, 40.0]
    assert hours_of(found, "loan") == [0.0, 30.0, 30.0]
    assert found.cost == pytest.approx(30 * 80 + 10 * 60)
    assert (found.unmet_hours, found.first_week, found.lasting_week, found.proven_gap) == (0.0, 1, 1, 0.0)


@pytest.mark.parametrize(("start_cost", "used"), [(190, True), (210, False)])
def test_a_lever_is_begun_only_if_it_saves_more_than_its_start_costs(start_cost, used):
    """10 hours at 30 or at 10: the saving is 200."""
    loan = Lever("loan", weekly_hours=40, cost_per_hour=10, start_cost=start_cost)
    found = plan([OVERTIME, loan], gap_hours=[10])
    assert hours_of(found, "loan") == [10.0 if used else 0.0]
    assert found.cost == pytest.approx(100 + start_cost if used else 300)


def test_the_most_hours_over_the_plan_go_where_nothing_else_can():
    late = Lever("late", weekly_hours=40, lag_weeks=1, cost_per_hour=50)
    found = plan([Lever("tired", weekly_hours=40, max_hours=50, cost_per_hour=1), late], gap_hours=[40, 40])
    assert hours_of(found, "tired") == [40.0, 10.0]
    assert hours_of(found, "late") == [0.0, 30.0]


def test_recruits_are_whole_and_paid_in_training():
    """One of 30 hours is too few for 40, two are enough; paid 60 hours in each of three weeks."""
    recruits = Intakes("recruits", people_per_intake=5, hours_per_person=30, training_weeks=2, cost_per_hour=1)
    found = plan([recruits], gap_hours=[0, 0, 40])
    assert found.intakes.to_dict("records") == [{"week": 1, "lever": "recruits", "people": 2}]
    assert hours_of(found, "recruits") == [0.0, 0.0, 60.0]
    assert found.cost == pytest.approx(180)


def test_leavers_are_made_up_for_by_a_later_intake():
    """40 hours of one in week 2 are 20 in week 3: a second must join in week 2."""
    recruits = Intakes(
        "recruits", people_per_intake=1, hours_per_person=80, training_weeks=1, leavers_per_week=0.5, cost_per_hour=1
    )
    found = plan([recruits], gap_hours=[0, 40, 60])
    assert found.intakes["week"].tolist() == [1, 2]
    assert hours_of(found, "recruits") == [0.0, 40.0, 60.0]
    assert found.weeks["cost"].tolist() == [80.0, 40.0 + 80.0, 20.0 + 40.0]


def test_the_most_people_and_the_cost_of_each_intake_hold():
    recruits = Intakes(
        "recruits", people_per_intake=3, max_people=4, hours_per_person=10, training_weeks=0, cost_per_intake=7
    )
    found = plan([recruits], gap_hours=[0, 20, 50])
    assert found.intakes["people"].sum() == 4
    assert found.unmet_hours == 10.0
    assert found.cost == 14.0


def test_it_counts_on_the_mean_share_of_the_risk_and_pays_the_hours_that_come():
    loan = Lever("loan", weekly_hours=100, cost_per_hour=2, risk=Risk(least=0.5, likely=0.5, most=0.5))
    found = plan([loan], gap_hours=[30])
    assert found.hours[["asked_hours", "hours", "cost"]].round(6).to_numpy().tolist() == [[60.0, 30.0, 60.0]]


def test_a_gap_no_lever_can_close_is_told_with_its_weeks_and_hours():
    found = plan([Lever("loan", weekly_hours=30, lag_weeks=1, last_week=3)], gap_hours=[10, 30, 31, 5])
    assert found.weeks["unmet_hours"].round(6).tolist() == [10.0, 0.0, 1.0, 5.0]
    assert (found.unmet_hours, found.first_week, found.lasting_week) == (16.0, 2, None)


def test_without_levers_all_is_unmet_and_hours_to_spare_need_none():
    found = plan([], gap_hours=[5, -5, 0])
    assert found.weeks["unmet_hours"].tolist() == [5.0, 0.0, 0.0]
    assert (found.first_week, found.lasting_week, found.cost) == (2, 2, 0.0)


def test_what_comes_after_the_last_week_of_the_plan_is_not_used():
    late = Lever("late", weekly_hours=10, lag_weeks=3, start_cost=1)
    school = Intakes("school", people_per_intake=2, hours_per_person=9, training_weeks=1, lag_weeks=5, max_people=3)
    found = plan([late, school], gap_hours=[4, 4])
    assert (found.unmet_hours, found.cost, len(found.intakes)) == (8.0, 0.0, 0)


def test_free_hours_are_no_more_than_are_needed():
    assert hours_of(plan([Lever("rota", weekly_hours=500)], gap_hours=[10, 0, 30]), "rota") == [10.0, 0.0, 30.0]


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e7])
def test_hours_of_any_size_are_met_by_a_lever_of_any_size(size):
    found = plan([Lever("vast", weekly_hours=1e9, cost_per_hour=2, start_cost=5)], gap_hours=[size])
    assert found.cost == pytest.approx(5 + 2 * size)


@pytest.mark.parametrize(
    ("levers", "gap", "word"),
    [
        ([OVERTIME], [], "gap_hours"),
        ([OVERTIME], [[1.0]], "gap_hours"),
        ([OVERTIME], [1.0, np.nan], "gap_hours: week 2"),
        ([OVERTIME], [np.inf], "gap_hours: week 1"),
        ([OVERTIME, OVERTIME], [1.0], "levers: overtime stands more than once"),
    ],
)
def test_what_cannot_be_planned_is_refused(levers, gap, word):
    with pytest.raises(ValueError, match=word):
        plan(levers, gap_hours=gap)


def drawn_lever(name):
    return st.builds(
        Lever,
        st.just(name),
        weekly_hours=st.integers(1, 3),
        lag_weeks=st.integers(0, 2),
        cost_per_hour=st.integers(0, 5),
        start_cost=st.integers(0, 8),
        max_hours=st.none() | st.integers(1, 5),
    )


def best_by_trying(levers, gap):
    """Every plan in whole hours: enough, since for given starts a cheapest plan in whole hours exists."""
    choices = []
    for lever in levers:
        weeks = itertools.product(*(range(int(most) + 1) for most in lever.capacity(len(gap))))
        choices.append([hours for hours in weeks if sum(hours) <= (lever.max_hours or np.inf)])
    tried = []
    for hours in itertools.product(*choices):
        unmet = np.maximum(gap - np.sum(hours, axis=0), 0).sum()
        cost = sum(
            lever.cost_per_hour * sum(mine) + lever.start_cost * any(mine)
            for lever, mine in zip(levers, hours, strict=True)
        )
        tried.append((float(unmet), float(cost)))
    return min(tried)


@settings(max_examples=60, deadline=None)
@given(drawn_lever("one"), drawn_lever("two"), st.lists(st.integers(0, 5), min_size=1, max_size=3))
def test_no_plan_in_whole_hours_is_better(one, two, gap):
    found = plan([one, two], gap_hours=gap)
    assert (found.unmet_hours, found.cost) == pytest.approx(best_by_trying([one, two], np.array(gap)), abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Intakes,
        st.just("school"),
        people_per_intake=st.integers(1, 2),
        hours_per_person=st.sampled_from([4, 8]),
        training_weeks=st.integers(0, 2),
        every_weeks=st.integers(1, 2),
        leavers_per_week=st.sampled_from([0.0, 0.5]),
        cost_per_hour=st.integers(0, 3),
        cost_per_intake=st.integers(0, 9),
    ),
    st.lists(st.integers(0, 12), min_size=2, max_size=4),
)
def test_no_other_intakes_beside_dear_overtime_are_cheaper(school, gap):
    dear = Lever("dear", weekly_hours=100, cost_per_hour=4)
    joins = school.joins(len(gap)).tolist()
    costs = []
    for people in itertools.product(range(school.people_per_intake + 1), repeat=len(joins)):
        pairs = list(zip(joins, people, strict=True))
        hours = sum(n * school.hours_of_one(len(gap), joined=week) for week, n in pairs)
        paid = sum(
            n * school.hours_per_person * (1 - school.leavers_per_week) ** (week - joined)
            for joined, n in pairs
            for week in range(joined, len(gap) + 1)
        )
        held = school.cost_per_intake * sum(n > 0 for n in people)
        costs.append(school.cost_per_hour * paid + held + 4 * np.maximum(np.array(gap) - hours, 0).sum())
    found = plan([school, dear], gap_hours=gap)
    assert found.unmet_hours == 0.0
    assert found.cost == pytest.approx(min(costs), abs=1e-4)
