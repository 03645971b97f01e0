"""Several deliveries of calls become one table: corrections, the legs of a call, and the hour that comes twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reviewkit.data.tidy.calls import FIRST_TIME, SECOND_TIME
from tests.data.drawn import Drawn

CALLS = """
[[files]]
table = "calls"
files = ["calls_*.csv"]
{more}
[files.columns]
call_id = "Call"
offered_at = "Time"
stage = "Stage"
wait_s = "Wait"
outcome = "Outcome"
{columns}
[files.constants]
channel = "101"
"""
HEADER = "Call,Time,Stage,Wait,Outcome,Leg\n"


@pytest.fixture
def drawn(tmp_path):
    return Drawn(tmp_path)


def calls(*, columns="", more=""):
    return CALLS.format(columns=columns, more=more)


def of(*rows):
    return HEADER + "".join(f"{row}\n" for row in rows)


def test_a_call_on_two_stages_has_two_legs_in_order_of_time(drawn):
    rows = of(
        "a,01/06/2024 10:00:40,secondary,300,answered,",
        "a,01/06/2024 10:00:00,primary,4,answered,",
        "b,01/06/2024 10:02:00,primary,5,answered,",
    )
    drawn.declare(calls()).file("calls_1.csv", rows)
    assert drawn.rows("call_id, leg, stage", "calls") == [
        ("a", 1, "primary"),
        ("a", 2, "secondary"),
        ("b", 1, "primary"),
    ]


def test_a_leg_that_comes_in_another_file_corrects_nothing(drawn):
    drawn.declare(calls())
    drawn.file("calls_1.csv", of("a,01/06/2024 10:00:00,primary,4,answered,"))
    drawn.file("calls_2.csv", of("a,01/06/2024 10:00:40,secondary,300,answered,"))
    assert drawn.rows("leg, stage, wait_s", "calls") == [(1, "primary", 4), (2, "secondary", 300)]
    assert "revised" not in {problem.code for problem in drawn.examine()[1]}


def test_one_leg_of_two_may_be_corrected(drawn):
    drawn.declare(calls())
    both = of("a,01/06/2024 10:00:00,primary,4,answered,", "a,01/06/2024 10:00:40,secondary,300,answered,")
    drawn.file("calls_1.csv", both)
    drawn.file("calls_2.csv", of("a,01/06/2024 10:00:40,secondary,310,answered,"))
    assert drawn.rows("leg, stage, wait_s", "calls") == [(1, "primary", 4), (2, "secondary", 310)]
    assert "1 of them changed" in drawn.problem("revised").found


def test_legs_that_the_file_numbers_are_taken_as_numbered(drawn):
    drawn.declare(calls(columns='leg = "Leg"'))
    back = of(
        "a,01/06/2024 10:00:00,primary,4,answered,1",
        "a,01/06/2024 10:00:40,secondary,300,answered,2",
        "a,01/06/2024 10:06:00,primary,9,answered,3",
    )
    drawn.file("calls_1.csv", back)
    assert drawn.rows("leg, stage", "calls") == [(1, "primary"), (2, "secondary"), (3, "primary")]


def test_a_call_twice_at_one_stage_is_an_error_without_numbers(drawn):
    drawn.declare(calls())
    drawn.file(
        "calls_1.csv", of("a,01/06/2024 10:00:00,primary,4,answered,", "a,01/06/2024 10:06:00,primary,9,answered,")
    )
    assert drawn.errors() == ["duplicate-call"]


def test_calls_without_a_number_are_all_kept(drawn):
    drawn.declare(calls())
    drawn.file("calls_1.csv", of(*[",01/06/2024 10:00:00,primary,4,answered,"] * 2))
    drawn.file("calls_2.csv", of(",01/06/2024 10:00:00,primary,4,answered,"))
    assert drawn.rows("call_id, leg", "calls") == [(None, 1)] * 3


def test_files_are_put_in_order_of_time(drawn):
    drawn.declare(calls())
    drawn.file("calls_1.csv", of("b,02/06/2024 10:00:00,primary,4,answered,"))
    drawn.file("calls_2.csv", of("a,01/06/2024 10:00:00,primary,4,answered,"))
    assert drawn.rows("call_id, file", "calls") == [("a", "calls_2.csv"), ("b", "calls_1.csv")]


def clock_back(*times):
    return of(*(f"{n},27/10/2024 {time},primary,1,answered," for n, time in enumerate(times)))


def hour(text):
    return int(datetime.fromisoformat(f"2024-10-27T{text}").replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    "times",
    [
        ("01:10:00", "01:50:00", "01:05:00", "01:55:00", "00:20:00"),
        ("03:00:00", "01:50:00", "01:10:00", "00:30:00"),
        ("01:50:00", "01:10:00", "01:55:00", "01:05:00"),
        ("23:00:00", "01:50:00", "01:10:00", "22:00:00"),
    ],
    ids=["an early call at the end", "newest first", "shuffled within the hour", "shuffled over the day"],
)
def test_a_file_out_of_order_cannot_tell_the_repeated_hour_apart(drawn, times):
    drawn.declare(calls(), start="2024-10-27", end="2024-10-27").file("calls_1.csv", clock_back(*times))
    found = drawn.rows("epoch(offered_at)::BIGINT, mark", "calls")
    expected = {hour(f"00:{time[3:]}") for time in times if time.startswith("01:")}
    assert {moment for moment, mark in found if mark == FIRST_TIME} == expected
    assert SECOND_TIME not in {mark for _, mark in found}
    told = drawn.problem("repeated-hour")
    assert (told.severity, told.rows) == ("warning", len(expected))


def test_a_few_seconds_out_of_order_do_no_harm(drawn):
    times = ("01:10:00", "01:50:00", "01:49:58", "01:05:00", "01:04:30", "01:55:00", "02:01:00", "02:00:00")
    drawn.declare(calls(), start="2024-10-27", end="2024-10-27").file("calls_1.csv", clock_back(*times))
    assert [mark for (mark,) in drawn.rows("mark", "calls")] == [1, 1, 1, 2, 2, 2, None, None]


def test_each_file_is_told_apart_by_its_own_order(drawn):
    drawn.declare(calls(), start="2024-10-27", end="2024-10-27")
    drawn.file("calls_1.csv", clock_back("01:10:00", "01:50:00", "01:05:00"))
    drawn.file("calls_2.csv", of("x,27/10/2024 01:30:00,primary,1,answered,"))
    told = drawn.problem("repeated-hour")
    assert (told.file, told.rows) == ("calls_2.csv", 1)


def test_an_edge_means_nothing_for_calls(drawn):
    with pytest.raises(Exception, match="edge for intervals only"):
        drawn.declare(calls(more='edge = "under"')).file("calls_1.csv", clock_back("10:00:00")).examine()
