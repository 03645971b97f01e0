"""Rules about the legs of a call."""

from __future__ import annotations

import pytest

HOUR = 3_600


def _passed_on(queue, number=40, *, second=None, handled_s=60.0, leg=2):
    """Add calls an hour apart from the third hour on: answered after 5 s, spoken to for 60 s, then passed on.

    ``second`` gives the second when the next leg of a call begins, counted from the first.
    """
    for at in range(number):
        begins = (3 + at) * HOUR
        queue.call(begins, call_id=f"P{at}", handled_s=handled_s)
        later = begins + (second(at) if second else 65)
        queue.call(later, call_id=f"P{at}", leg=leg, stage="secondary", handled_s=120.0)
    return queue


def _problem(queue, code):
    [found] = [problem for problem in queue.check().problems if problem.code == code]
    return found


def test_legs_that_follow_one_another_are_sound(queue):
    assert _passed_on(queue).codes() == set()


def test_calls_of_one_leg_are_not_asked(queue):
    assert queue.call().call(HOUR).codes() == set()


def test_a_call_that_begins_with_its_second_leg_is_named_with_its_line_and_share(queue):
    _passed_on(queue)
    queue.call(50 * HOUR, call_id="LOST", leg=2, stage="secondary", handled_s=9.0)
    found = _problem(queue, "leg-without-first")
    assert (found.severity, found.file, found.line, found.rows) == ("warning", "calls.csv", 82, 1)
    assert found.found.startswith("1 of 41 later legs (2.4%, 101 second queue)")


def test_a_third_leg_without_the_second_is_named_too(queue):
    assert _problem(_passed_on(queue.call(0), 1, leg=3), "leg-without-first").rows == 1


@pytest.mark.parametrize(("seconds", "codes"), [(2 * HOUR, set()), (2 * HOUR + 1, {"leg-without-first"})])
def test_a_call_begun_before_the_extract_is_no_fault_within_its_first_two_hours(queue, seconds, codes):
    queue.call(0).call(seconds, call_id="LOST", leg=2, stage="secondary")
    assert queue.codes() == codes


@pytest.mark.parametrize(("seconds", "codes"), [(0, set()), (-1, {"legs-out-of-order"})])
def test_a_leg_before_the_leg_numbered_before_it(queue, seconds, codes):
    _passed_on(queue, 1, second=lambda _: seconds, handled_s=0.0)
    assert queue.codes() == codes


def test_legs_out_of_order_are_counted_and_placed(queue):
    _passed_on(queue, second=lambda at: -at if at > 37 else 65)
    found = _problem(queue, "legs-out-of-order")
    assert (found.severity, found.line, found.rows) == ("warning", 79, 2)
    assert "2 of 40 later legs (5.0%" in found.found


@pytest.mark.parametrize(("second", "codes"), [(58, set()), (57, {"legs-at-once"})])
def test_two_legs_may_overlap_by_the_rounding_of_two_systems_and_no_more(queue, second, codes):
    """The first is answered 5 s after its beginning and ends at 65 s; the second is answered 5 s after its own."""
    assert _passed_on(queue, 1, second=lambda _: second).codes() == codes


def test_two_legs_rung_at_the_same_moment_and_both_answered_are_at_once(queue):
    found = _problem(_passed_on(queue, 3, second=lambda _: 0), "legs-at-once")
    assert (found.severity, found.line, found.rows) == ("warning", 3, 3)


def test_a_leg_that_was_not_answered_is_not_answered_at_once(queue):
    queue.call(3 * HOUR, call_id="A", handled_s=60.0)
    queue.call(3 * HOUR + 20, call_id="A", leg=2, stage="secondary", outcome="abandoned")
    assert queue.codes() == set()


@pytest.mark.parametrize(
    ("offset", "said"),
    [(-HOUR, "a clock about 1 hour early"), (-5_400, "1 hour 30 minutes early"), (-120, "2 minutes early"),
     (HOUR, "1 hour late")],
)  # fmt: skip
def test_a_clock_that_jumps_between_systems_is_named_in_words(queue, offset, said):
    found = _problem(_passed_on(queue, second=lambda at: 65 + offset + at % 7), "legs-clock-jump")
    assert (found.severity, found.line, found.rows) == ("error", 3, 40)
    assert said in found.found


@pytest.mark.parametrize(("jumped", "severity"), [(20, "error"), (19, None)])
def test_fewer_than_twenty_legs_are_no_clock(queue, jumped, severity):
    _passed_on(queue, second=lambda at: 65 - (HOUR if at < jumped else 0))
    found = {problem.code: problem.severity for problem in queue.check().problems}
    assert found.get("legs-clock-jump") == severity
    assert ("legs-out-of-order" in found) is (severity is None)


def test_a_clock_that_is_wrong_for_fewer_than_half_the_legs_warns(queue):
    _passed_on(queue, 60, second=lambda at: 65 - (HOUR if at < 25 else 0))
    assert _problem(queue, "legs-clock-jump").severity == "warning"


def test_legs_early_by_all_sorts_of_times_are_out_of_order_not_a_clock(queue):
    _passed_on(queue, second=lambda at: -400 * (at + 1))
    assert queue.codes() == {"legs-out-of-order"}


def test_legs_numbered_from_the_last_are_out_of_order_not_a_clock(queue):
    for at in range(40):
        begins = (3 + at) * HOUR
        queue.call(begins, call_id=f"P{at}", leg=2, handled_s=60.0)
        queue.call(begins + 65, call_id=f"P{at}", leg=1, stage="secondary", handled_s=120.0)
    found = _problem(queue, "legs-out-of-order")
    assert (found.severity, found.rows, queue.codes()) == ("warning", 40, {"legs-out-of-order"})


def test_calls_that_wait_unequally_long_to_be_passed_on_are_no_clock(queue):
    assert _passed_on(queue, second=lambda at: 65 + at * 100).codes() == set()
