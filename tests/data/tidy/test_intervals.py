"""Interval counts read from small drawn files: clock changes, means, parts, and deliveries that overlap."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.data.drawn import Drawn, intervals

HALF_HOURS = 'grain = "30 minutes"'


@pytest.fixture
def drawn(tmp_path):
    return Drawn(tmp_path)


def table(*rows, head="Start,Calls"):
    return "\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n"


def utc(*time):
    return int(datetime(*time, tzinfo=UTC).timestamp())


STARTS = "epoch(start)::BIGINT, offered"


# Autumn: 27 October 2024, 01:00 to 02:00 came twice.

TWICE = [("00:30", 1), ("01:00", 2), ("01:30", 3), ("01:00", 4), ("01:30", 5), ("02:00", 6)]
SORTED = [("00:30", 1), ("01:00", 2), ("01:00", 4), ("01:30", 3), ("01:30", 5), ("02:00", 6)]
TRUE_ORDER = [(utc(2024, 10, 26, 23, 30) + 1800 * n, n + 1) for n in range(6)]


@pytest.mark.parametrize("rows", [TWICE, SORTED], ids=["as it happened", "sorted by the clock"])
def test_two_rows_of_the_repeated_hour_are_told_apart_by_the_order_of_the_file(drawn, rows):
    text = table(*((f"27/10/2024 {time}", calls) for time, calls in rows))
    drawn.declare(intervals(more=HALF_HOURS)).file("counts.csv", text)
    assert drawn.rows(STARTS) == TRUE_ORDER
    assert "repeated-hour" not in {problem.code for problem in drawn.examine()[1]}


def test_each_queue_has_its_own_repeated_hour(drawn):
    rows = [(f"27/10/2024 {time}", calls, line) for time, calls in TWICE for line in ("999", "101")]
    entry = intervals('offered = "Calls"\nchannel = "Line"', more=HALF_HOURS).replace('\nchannel = "101"', "")
    drawn.declare(entry).file("counts.csv", table(*rows, head="Start,Calls,Line"))
    for channel in ("999", "101"):
        assert [row[:2] for row in drawn.rows(STARTS + ", channel") if row[2] == channel] == TRUE_ORDER


def test_a_single_row_of_the_repeated_hour_is_the_first_time_round_with_a_warning(drawn):
    text = table(("27/10/2024 00:30", 1), ("27/10/2024 01:00", 2), ("27/10/2024 01:30", 3), ("27/10/2024 02:00", 6))
    drawn.declare(intervals(more=HALF_HOURS)).file("counts.csv", text)
    assert [start for start, _ in drawn.rows(STARTS)] == [
        utc(2024, 10, 26, 23, 30), utc(2024, 10, 27, 0), utc(2024, 10, 27, 0, 30), utc(2024, 10, 27, 2),
    ]  # fmt: skip
    told = drawn.problem("repeated-hour")
    assert (told.severity, told.line, told.rows) == ("warning", 3, 2)
    assert "27 October 2024: 2 intervals" in told.found


def test_a_clock_that_keeps_utc_repeats_nothing(drawn):
    text = table(*((f"27/10/2024 {time}", 1) for time in ("00:30", "01:00", "01:30", "02:00")))
    drawn.declare(intervals(more=f'{HALF_HOURS}\ntime_zone = "UTC"')).file("counts.csv", text)
    assert [start for start, _ in drawn.rows(STARTS)] == [utc(2024, 10, 27, 0, 30) + 1800 * n for n in range(4)]
    assert "repeated-hour" not in {problem.code for problem in drawn.examine()[1]}


def test_stamps_with_their_offset_say_themselves_which_hour_they_mean(drawn):
    stamps = ["00:30:00+01:00", "01:00:00+01:00", "01:30:00+01:00", "01:00:00+00:00", "01:30:00Z", "02:00:00+00:00"]
    text = table(*((f"2024-10-27T{stamp}", n + 1) for n, stamp in enumerate(stamps)))
    drawn.declare(intervals(more=HALF_HOURS)).file("counts.csv", text)
    assert drawn.rows(STARTS) == TRUE_ORDER


# Spring: 31 March 2024, 01:00 to 02:00 never came.


def test_a_row_in_the_hour_that_was_skipped_is_impossible_and_says_why(drawn):
    text = table(*((f"31/03/2024 {time}", 1) for time in ("00:30", "01:00", "01:30", "02:00")))
    drawn.declare(intervals(more=HALF_HOURS)).file("counts.csv", text)
    told = drawn.problem("impossible-time")
    assert (told.severity, told.line, told.rows) == ("error", 3, 2)
    assert 'time_zone = "UTC"' in told.action


@pytest.mark.parametrize(
    ("more", "stamps"),
    [
        ("", ["31/03/2024 00:30", "31/03/2024 02:00"]),
        ('\ntime_zone = "UTC"', ["31/03/2024 00:30", "31/03/2024 01:00"]),
        ("", ["2024-03-31T00:30:00Z", "2024-03-31T02:00:00+01:00"]),
    ],
    ids=["local", "UTC", "offset"],
)
def test_in_spring_half_past_midnight_is_followed_by_one_in_utc(drawn, more, stamps):
    drawn.declare(intervals(more=HALF_HOURS + more)).file("counts.csv", table(*((stamp, 1) for stamp in stamps)))
    assert [start for start, _ in drawn.rows(STARTS)] == [utc(2024, 3, 31, 0, 30), utc(2024, 3, 31, 1)]


@pytest.mark.parametrize(
    ("grain", "stamp", "minutes"),
    [
        ("day", "27/10/2024", 25 * 60),
        ("day", "31/03/2024", 23 * 60),
        ("day", "2024-10-27T00:00:00+01:00", 25 * 60),
        ("day", "2024-03-31T00:00:00+00:00", 23 * 60),
        ("day", "26/10/2024", 24 * 60),
        ("week", "21/10/2024", 7 * 24 * 60 + 60),
        ("month", "01/10/2024", 31 * 24 * 60 + 60),
        ("month", "01/03/2024", 31 * 24 * 60 - 60),
        ("month", "01/02/2024", 29 * 24 * 60),
        ("month", "2024-07-01T00:00:00+01:00", 31 * 24 * 60),
    ],
)
def test_a_day_a_week_and_a_month_are_as_long_as_they_were(drawn, grain, stamp, minutes):
    drawn.declare(intervals(more=f'grain = "{grain}"')).file("counts.csv", table((stamp, 5)))
    assert drawn.rows("minutes, offered") == [(minutes, 5)]


# Means

MEANS = [
    ("wait_mean_s", "answered", "wait_total_s"),
    ("handled_mean_s", "answered", "handled_total_s"),
    ("abandoned_wait_mean_s", "abandoned", "abandoned_wait_total_s"),
]


@pytest.mark.parametrize(("mean", "count", "total"), MEANS)
def test_a_mean_times_its_calls_is_a_total(drawn, mean, count, total):
    columns = f'{count} = "Calls"\n{mean} = "Mean"'
    rows = [("01/05/2024", 40, "0:30"), ("02/05/2024", 0, ""), ("03/05/2024", 10, ""), ("04/05/2024", "", "0:30")]
    drawn.declare(intervals(columns, more='grain = "day"')).file("counts.csv", table(*rows, head="Start,Calls,Mean"))
    assert drawn.rows(f"{count}, {total}") == [(40, 1200), (0, 0), (10, None), (None, None)]


@pytest.mark.parametrize(("mean", "count", "total"), MEANS)
def test_a_mean_without_its_calls_is_refused_and_the_column_to_ask_for_named(drawn, mean, count, total):
    other = "answered" if count == "abandoned" else "abandoned"
    columns = f'{other} = "Calls"\n{mean} = "Mean"\noffered = "In"'
    drawn.declare(intervals(columns, more='grain = "day"')).file("counts.csv", "Start,Calls,Mean,In\n")
    with pytest.raises(Exception, match=f"{mean} without {count}") as caught:
        drawn.examine()
    [problem] = caught.value.problems
    assert (problem.code, problem.column) == ("missing-column", f"files.columns.{mean}")
    assert f'Add {count} = "…"' in problem.action
    assert total not in problem.action


def test_a_total_is_taken_before_a_mean_where_a_row_has_both(drawn):
    columns = 'answered = "Calls"\nwait_mean_s = "Mean"\nwait_total_s = "Total"'
    rows = [("01/05/2024", 10, 30, 299), ("02/05/2024", 10, 30, "")]
    drawn.declare(intervals(columns, more='grain = "day"'))
    drawn.file("counts.csv", table(*rows, head="Start,Calls,Mean,Total"))
    assert drawn.rows("wait_total_s") == [(299,), (300,)]


# Parts of an interval, and deliveries that overlap

PARTS = 'grain = "day"\nparts = ["Contract"]'
BY_CONTRACT = "Start,Contract,Calls"
FIRST = [("01/05/2024", "A", 10), ("01/05/2024", "B", 20), ("02/05/2024", "A", 11), ("02/05/2024", "B", 21)]


def test_parts_of_an_interval_are_added_up(drawn):
    drawn.declare(intervals(more=PARTS)).file("counts.csv", table(*FIRST, head=BY_CONTRACT))
    assert drawn.rows("offered") == [(30,), (32,)]


def test_a_sum_is_not_known_where_one_of_its_parts_is_not(drawn):
    rows = [*FIRST[:3], ("02/05/2024", "B", "")]
    drawn.declare(intervals(more=PARTS)).file("counts.csv", table(*rows, head=BY_CONTRACT))
    assert drawn.rows("offered") == [(30,), (None,)]


def test_a_part_without_a_name_is_a_part_like_any_other(drawn):
    rows = [("01/05/2024", "", 10), ("01/05/2024", "B", 20)]
    drawn.declare(intervals(more=PARTS)).file("counts.csv", table(*rows, head=BY_CONTRACT))
    assert drawn.rows("offered") == [(30,)]


@pytest.mark.parametrize(
    ("later", "sums"),
    [
        ([("02/05/2024", "A", 15), ("02/05/2024", "B", 25)], [30, 40]),
        ([("02/05/2024", "B", 25)], [30, 36]),
        ([("02/05/2024", "C", 5)], [30, 37]),
        ([("02/05/2024", "A", 11), ("03/05/2024", "A", 12)], [30, 32, 12]),
    ],
    ids=["all parts revised", "one part revised", "a part came late", "the same again and a new day"],
)
def test_a_later_delivery_replaces_what_it_repeats_and_nothing_else(drawn, later, sums):
    drawn.declare(intervals(more=PARTS, files=("may_*.csv",)))
    drawn.file("may_1.csv", table(*FIRST, head=BY_CONTRACT)).file("may_2.csv", table(*later, head=BY_CONTRACT))
    assert [calls for (calls,) in drawn.rows("offered")] == sums
    revised = [problem for problem in drawn.examine()[1] if problem.code == "revised"]
    again = [row for row in later if row[:2] in {first[:2] for first in FIRST}]
    assert [(problem.file, problem.rows) for problem in revised] == ([("may_1.csv", len(again))] if again else [])


def test_the_order_in_force_toml_says_which_delivery_is_the_later(drawn):
    drawn.file("b.csv", table(("01/05/2024", 1))).file("a.csv", table(("01/05/2024", 2)))
    assert drawn.declare(intervals(more='grain = "day"', files=("b.csv", "a.csv"))).rows("offered") == [(2,)]
    assert drawn.declare(intervals(more='grain = "day"', files=("a.csv", "b.csv"))).rows("offered") == [(1,)]


@pytest.mark.parametrize("first", ["parts", "totals"])
def test_a_total_never_meets_its_own_parts_from_another_delivery(drawn, first):
    entries = {
        "parts": intervals(more=PARTS, files=("parts.csv",)),
        "totals": intervals(more='grain = "day"', files=("totals.csv",)),
    }
    drawn.file("parts.csv", table(*FIRST, head=BY_CONTRACT)).file("totals.csv", table(("02/05/2024", 33)))
    drawn.declare("".join(entries[name] for name in sorted(entries, reverse=first == "totals")))
    assert drawn.rows("offered") == ([(30,), (33,)] if first == "parts" else [(30,), (32,)])


def test_the_same_interval_twice_in_one_delivery_is_an_error(drawn):
    drawn.declare(intervals(more='grain = "day"')).file("counts.csv", table(("01/05/2024", 1), ("01/05/2024", 1)))
    assert drawn.errors() == ["duplicate-interval"]
