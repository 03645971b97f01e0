"""Every interval there, and there once; zeros that are not calls."""

from __future__ import annotations

from datetime import datetime

import pytest

from reviewkit.data.checks.zeros import EXPECTED_CALLS

ZEROS = {"offered": 0, "answered": 0, "abandoned": 0}


def test_a_whole_month_of_half_hours_has_no_gap(queue):
    for number in range(48 * 28):
        queue.slot(number, offered=1)
    assert queue.codes() == set()


@pytest.mark.parametrize("missing", [{5}, {5, 6, 7}])
def test_missing_days_are_one_gap_after_the_line_before(weeks, missing):
    queue = weeks(28)
    queue.rows = [row for at, row in enumerate(queue.rows) if at not in missing]
    gap = next(p for p in queue.check().problems if p.code == "gap")
    assert (gap.line, gap.rows, gap.first_day.day) == (6, len(missing), 6)


def test_hours_in_which_a_queue_is_closed_are_not_missing(queue):
    for number in range(48 * 28):
        if 16 <= number % 48 < 40:
            queue.slot(number, offered=3)
    assert queue.codes() == set()


def test_an_hour_missing_while_open_is_a_gap(queue):
    for number in range(48 * 28):
        if 16 <= number % 48 < 40 and number not in {500, 501}:
            queue.slot(number, offered=3)
    assert queue.codes() == {"gap"}


def test_both_clock_changes_leave_no_gap(queue):
    """Local midnights as they stand in UTC: the last Sunday of March has 23 hours."""
    for day in range(25, 31):
        queue.row(datetime(2024, 3, day), minutes=1440 if day < 31 else 1380, offered=9)  # noqa: DTZ001
    queue.row(datetime(2024, 3, 31), minutes=1380, offered=9)  # noqa: DTZ001
    queue.row(datetime(2024, 3, 31, 23), minutes=1440, offered=9)  # noqa: DTZ001
    assert queue.codes() == set()


def test_an_interval_twice_is_an_error_at_the_second(queue):
    queue.slot(0, offered=1).slot(1, offered=1).slot(1, offered=2)
    problem = next(p for p in queue.check().problems if p.code == "duplicate-interval")
    assert (problem.line, problem.severity) == (4, "error")
    assert "line 3" in problem.found


def test_two_queues_at_one_time_are_no_duplicates(queue):
    assert queue.slot(0, offered=1).slot(0, offered=1, stage="secondary").codes() == set()


def test_parts_of_a_queue_are_no_duplicates(queue):
    assert queue.day(0, offered=1, part="A").day(0, offered=1, part="B").codes() == set()


def test_a_day_over_its_half_hours_overlaps(queue):
    for number in range(48):
        queue.slot(number, offered=1)
    assert "overlapping-intervals" in queue.day(0, offered=48).codes()


@pytest.mark.parametrize(("usual", "code"), [(EXPECTED_CALLS, {"not-yet-published"}), (EXPECTED_CALLS - 1, set())])
def test_zeros_at_the_end_mean_not_yet_published_where_calls_were_to_be_expected(queue, usual, code):
    for day in range(21):
        queue.day(day, offered=usual if day < 20 else 0)
    assert queue.codes() == code


def test_zero_rows_at_the_end_are_withheld(weeks):
    queue = weeks(21)
    for row in queue.rows[-3:]:
        row.update(ZEROS)
    findings = queue.check()
    assert [(w.column, w.start.day, w.end.day) for w in findings.withheld] == [(None, 19, 21)]


def test_a_zero_week_in_the_middle_is_a_gap_and_not_a_week_without_calls(weeks):
    queue = weeks(35)
    for row in queue.rows[7:14]:
        row.update(ZEROS)
    findings = queue.check()
    assert {p.code for p in findings.problems} - {"period-not-covered"} == {"zero-run"}
    assert [(w.column, w.start.day, w.end.day) for w in findings.withheld] == [(None, 8, 14)]


def test_a_quiet_night_is_no_run_of_zeros(queue):
    for number in range(48 * 21):
        queue.slot(number, offered=0 if number % 48 < 12 else 8)
    assert queue.codes() == set()


def test_a_period_without_any_data_is_an_error(queue):
    queue.row(datetime(2023, 5, 1), minutes=1440, offered=9)  # noqa: DTZ001
    assert queue.codes() == {"period-empty"}


def test_days_without_data_at_either_end_are_named_without_the_days_that_have_some(queue):
    queue.day(9, offered=9)
    expected = {p.expected for p in queue.check().problems if p.code == "period-not-covered"}
    assert expected == {"data for 1 January 2024 to 9 January 2024", "data for 11 January 2024 to 31 December 2024"}


def test_zeros_in_every_part_are_told_with_the_words_of_the_file_and_of_the_force(queue):
    for day in range(28):
        for part in "AB":
            queue.day(day, offered=EXPECTED_CALLS if day < 21 else 0, part=part)
    found = next(p.found for p in queue.check().problems if p.code == "not-yet-published")
    assert "(101 switchboard, 2 different values of Contract)" in found
