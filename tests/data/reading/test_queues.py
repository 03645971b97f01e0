"""Queues by the names a telephone system gives them: many become one, and none is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.reading.queues import meaning
from tests.data.drawn import Drawn

INTERVALS = """
[[files]]
table = "intervals"
files = {files}
grain = "30 minutes"
[files.columns]
start = "Start"
queue = "Queue"
offered = "Offered"
answered = "Answered"
wait_mean_s = "Mean"
longest_wait_s = "Longest"
[files.queues]
"Crime" = "101/secondary"
"General *" = "101/secondary"
"Main" = "101/primary"
"Training*" = "leave_out"
"""
HEAD = "Start,Queue,Offered,Answered,Mean,Longest\n"
COLUMNS = "stage, offered, answered, wait_total_s, longest_wait_s"


@pytest.fixture
def drawn(tmp_path):
    return Drawn(tmp_path).declare(INTERVALS.format(files=["counts.csv"]))


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ENQ Crime", "101/primary"),
        ("enq  crime", "101/primary"),
        ("ENQ Welsh", "101/secondary"),
        ("ENQ", ""),
        ("P1", "999/primary"),
        ("P12", ""),
        ("Staff [IT]", "leave_out"),
        ("Staff I", ""),
        ("", ""),
    ],
)
def test_a_name_written_out_goes_before_a_pattern(name, meant):
    queues = {"ENQ *": "101/secondary", "ENQ Crime": "101/primary", "P?": "999/primary", "Staff [IT]": "leave_out"}
    assert meaning(name, queues) == meant


@given(st.text(min_size=1).filter(lambda text: text.split() and not {"*", "?"} & set(text)))
def test_a_name_without_signs_means_itself_whatever_is_in_it(name):
    assert meaning(name, {name.strip(): "101/primary"}) == "101/primary"


def test_queues_that_are_one_are_added_up_the_longest_kept_and_means_weighed(drawn):
    rows = "2024-05-01 08:00,Crime,10,8,30,100\n2024-05-01 08:00,General A,20,12,5,250\n2024-05-01 08:00,Main,5,5,2,9\n"
    drawn.file("counts.csv", HEAD + rows)
    assert drawn.rows(COLUMNS) == [("primary", 5, 5, 10, 9), ("secondary", 30, 20, 8 * 30 + 12 * 5, 250)]


def test_a_queue_that_is_left_out_counts_nowhere_but_among_rows_left_out(drawn):
    rows = "2024-05-01 08:00,Main,5,5,2,9\n2024-05-01 08:00,Training room,7,7,1,3\n"
    drawn.file("counts.csv", HEAD + rows)
    assert drawn.rows("stage, offered") == [("primary", 5)]
    assert drawn.examine()[0].rows[0].left_out == 1


def test_the_same_queue_twice_in_an_interval_is_no_part(drawn):
    drawn.file("counts.csv", HEAD + "2024-05-01 08:00,Main,5,5,2,9\n2024-05-01 08:00,Main,7,7,1,3\n")
    assert "duplicate-interval" in drawn.errors()


def test_all_queues_without_meaning_are_listed_the_largest_first_with_the_lines_to_add(drawn):
    rows = "2024-05-01 08:00,General A,5,5,2,9\n2024-05-01 08:00,Crimes,1000,900,2,9\n"
    more = "2024-05-01 08:30,Crimes,234,200,1,1\n2024-05-01 08:30,Zebra,1,1,1,1\n"
    drawn.file("counts.csv", HEAD + rows + more)
    told = drawn.problem("unmapped-queue")
    assert told.found == '"Crimes" (2 rows, 1,234 calls), "Zebra" (1 row, 1 call)'
    assert (told.line, told.column, told.rows) == (3, "Queue", 3)
    assert '"Crimes" = "101/secondary", if it is like "Crime"; "Zebra" = "…/…".' in told.action


def test_two_entries_that_read_one_file_are_each_told(tmp_path):
    entry = INTERVALS.format(files=["counts.csv"])
    drawn = Drawn(tmp_path).declare(entry + entry.replace('"Crime" =', '"Burglary" ='))
    drawn.file("counts.csv", HEAD + "2024-05-01 08:00,Crime,1,1,1,1\n2024-05-01 08:00,Zebra,1,1,1,1\n")
    told = [problem.found for problem in drawn.examine()[1] if problem.code == "unmapped-queue"]
    assert told == ['"Zebra" (1 row, 1 call)', '"Crime" (1 row, 1 call), "Zebra" (1 row, 1 call)']


def test_a_column_that_cannot_be_queues_is_refused_without_listing_it(drawn):
    rows = "".join(f"2024-05-01 08:00,07700 9{n:05},1,1,1,1\n" for n in range(1500))
    drawn.file("counts.csv", HEAD + rows)
    told = drawn.problem("unmapped-queue")
    assert "more than 1,000 different names" in told.found
    assert "07700" not in str(told)


def test_a_number_among_the_names_is_masked(drawn):
    drawn.file("counts.csv", HEAD + "2024-05-01 08:00,07700 900123,1,1,1,1\n")
    assert "900123" not in str(drawn.problem("unmapped-queue"))


def test_telephone_numbers_in_place_of_names_are_told_once_and_ask_for_another_column(drawn):
    rows = "".join(f"2024-05-01 08:00,07700 9{n:05},2,1,1,1\n" for n in range(40))
    drawn.file("counts.csv", HEAD + rows)
    told = drawn.problem("unmapped-queue")
    assert told.found == '"[phone number]" (40 rows, 80 calls)'
    assert "correct queue below [files.columns]" in told.action
    assert "Add" not in told.action


def test_a_name_with_a_number_in_it_gets_a_pattern_to_add(drawn):
    drawn.file("counts.csv", HEAD + "2024-05-01 08:00,Duty desk 07700 900123,1,1,1,1\n")
    assert '"Duty desk *" = "…/…"' in drawn.problem("unmapped-queue").action


def test_a_later_file_replaces_the_queues_it_names_and_leaves_the_others(tmp_path):
    drawn = Drawn(tmp_path).declare(INTERVALS.format(files=["1.csv", "2.csv"]))
    drawn.file("1.csv", HEAD + "2024-05-01 08:00,Crime,10,8,30,100\n2024-05-01 08:00,General A,20,12,5,250\n")
    drawn.file("2.csv", HEAD + "2024-05-01 08:00,Crime,11,9,30,90\n")
    assert drawn.rows("offered, answered, longest_wait_s") == [(31, 21, 250)]


def test_names_on_several_lines_of_a_cell_are_queues_too(drawn):
    drawn.file("counts.csv", HEAD + '2024-05-01 08:00,"General\nNorth",4,4,1,2\n2024-05-01 08:00,Main,5,5,2,9\n')
    assert drawn.rows("stage, offered") == [("primary", 5), ("secondary", 4)]


CALLS = """
[[files]]
table = "calls"
files = ["calls.csv"]
[files.columns]
offered_at = "At"
queue = "Skill"
outcome = "End"
[files.queues]
"999" = "999/primary"
"ENQ*" = "101/secondary"
"Test" = "leave_out"
"""


def test_calls_get_channel_and_stage_from_their_queue(tmp_path):
    rows = "At,Skill,End\n2024-05-01 08:00:00,999,answered\n2024-05-01 08:01:00,Enq 2,abandoned\n"
    drawn = Drawn(tmp_path).declare(CALLS).file("calls.csv", rows + "2024-05-01 08:02:00,test,answered\n")
    assert drawn.rows("channel, stage, outcome", "calls") == [
        ("999", "primary", "answered"), ("101", "secondary", "abandoned"),
    ]  # fmt: skip


def test_calls_without_a_queue_are_refused_with_their_line(tmp_path):
    rows = "At,Skill,End\n2024-05-01 08:00:00,999,answered\n2024-05-01 08:01:00,,abandoned\n"
    told = Drawn(tmp_path).declare(CALLS).file("calls.csv", rows).examine()[1]
    assert ("missing-value", 3) in {(problem.code, problem.line) for problem in told}
