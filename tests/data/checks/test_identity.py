"""Offered = what became of the calls; one column to blame is withheld, everything else is an error."""

from __future__ import annotations

import pytest

from reviewkit.data.checks.contradictions import LEAST_CALLS, LEAST_ROWS
from reviewkit.data.checks.identity import SEPARATE_RUNS

GAPS = [
    # offered, abandoned, tolerance, what must be found (answered is 900)
    (1000, 100, 0.01, set()),
    (1010, 100, 0.01, {"identity-small-gap"}),
    (1000, 110, 0.01, {"identity-small-gap"}),
    (1000, 111, 0.01, {"identity-gap"}),
    (1012, 100, 0.01, {"identity-gap"}),
    (1001, 100, 0.0, {"identity-gap"}),
    (1100, 150, 0.05, {"identity-small-gap"}),
]


@pytest.mark.parametrize(("offered", "abandoned", "tolerance", "codes"), GAPS)
def test_a_gap_up_to_the_tolerance_of_the_day_warns(queue, offered, abandoned, tolerance, codes):
    queue.tolerance = tolerance
    assert queue.day(offered=offered, answered=900, abandoned=abandoned).codes() == codes


def test_one_call_a_day_may_always_straddle(queue):
    assert queue.day(offered=20, answered=18, abandoned=1).codes() == {"identity-small-gap"}


def test_every_outcome_counts(queue):
    parts = {"answered": 4, "abandoned": 1, "contained": 1, "callback": 1, "forced": 1, "overflow": 1, "waiting": 1}
    assert queue.day(offered=10, **parts, transferred=3).codes() == set()


@pytest.mark.parametrize("values", [{"offered": 100, "answered": 50}, {"offered": 100, "answered": 50, "contained": 5}])
def test_without_abandoned_no_identity_is_claimed(queue, values):
    assert queue.day(**values).codes() == set()


def test_half_hours_are_compared_by_the_day_and_the_worst_is_named(queue):
    for number in range(48):
        queue.slot(number, offered=10, answered=9, abandoned=1 if number != 20 else 41)
    problems = [p for p in queue.check().problems if p.code == "identity-gap"]
    assert [p.line for p in problems] == [22]


def test_days_in_a_row_are_one_problem_and_separate_days_are_several(queue):
    for day in range(9):
        queue.day(day, offered=100, answered=50, abandoned=5 if day in {1, 2, 5} else 50)
    problems = [p for p in queue.check().problems if p.code == "identity-gap"]
    assert [(p.first_day.day, p.last_day.day) for p in problems] == [(2, 3), (6, 6)]


@pytest.mark.parametrize(("runs", "problems"), [(SEPARATE_RUNS, SEPARATE_RUNS), (SEPARATE_RUNS + 1, 1)])
def test_many_separate_days_are_shown_together(queue, runs, problems):
    for day in range(2 * runs):
        queue.day(day, offered=100, answered=50, abandoned=5 if day % 2 else 50)
    assert len([p for p in queue.check().problems if p.code == "identity-gap"]) == problems


@pytest.mark.parametrize(("copied", "code"), [(LEAST_ROWS, "column-contradicts"), (LEAST_ROWS - 1, "identity-gap")])
def test_abandoned_copied_from_offered_is_withheld_when_there_is_enough_to_go_by(queue, copied, code):
    for day in range(20):
        queue.day(day, offered=100, answered=90, abandoned=100 if day < copied else 10)
    assert code in queue.codes()


@pytest.mark.parametrize(("days", "found"), [(25, True), (26, False)])
def test_one_row_in_five_is_needed(queue, days, found):
    for day in range(days):
        queue.day(day, offered=100, answered=90, abandoned=100 if day < 5 else 10)
    assert ("column-contradicts" in queue.codes()) is found


@pytest.mark.parametrize(("offered", "found"), [(LEAST_CALLS, True), (LEAST_CALLS - 1, False)])
def test_rows_with_few_calls_blame_nobody(queue, offered, found):
    for day in range(20):
        queue.day(day, offered=offered, answered=offered - 2, abandoned=offered)
    assert ("column-contradicts" in queue.codes()) is found


@pytest.mark.parametrize(("abandoned", "found"), [(35, True), (34, False)])
def test_an_excess_of_a_quarter_cannot_be_straddling(queue, abandoned, found):
    for day in range(20):
        queue.day(day, offered=100, answered=90, abandoned=abandoned)
    assert ("column-contradicts" in queue.codes()) is found


def test_the_blamed_column_is_withheld_for_all_its_days_and_not_asked_again(queue):
    for day in range(20):
        queue.day(day, offered=100, answered=90, abandoned=100)
    findings = queue.check()
    assert [(w.column, w.start.day, w.end.day) for w in findings.withheld] == [("abandoned", 1, 20)]
    assert findings.withheld[0].reason.startswith("The file's column abandoned is not used: abandoned equals Received")
    assert "identity-gap" not in {p.code for p in findings.problems}


def test_an_excess_that_either_of_two_could_explain_blames_neither(queue):
    for day in range(20):
        queue.day(day, offered=100, answered=70, abandoned=30, contained=30)
    assert "column-contradicts" not in queue.codes()


def test_a_shortfall_is_never_pinned_on_a_column(queue):
    for day in range(20):
        queue.day(day, offered=100, answered=50, abandoned=5)
    findings = queue.check()
    assert findings.withheld == ()
    assert "identity-gap" in {p.code for p in findings.problems}
