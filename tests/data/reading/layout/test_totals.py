"""Totals of a report held against its rows: what agrees, what does not, and what cannot be compared."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.drawn import Drawn, intervals

COLUMNS = 'offered = "In"\nanswered = "Out"\nwait_total_s = "Wait"\nlongest_wait_s = "Longest"\nhandled_mean_s = "Mean"'
HEAD = "Start,In,Out,Wait,Longest,Mean\n"
ROWS = "2024-05-01 08:00,1000,900,0:10:00,0:03:00,100\n2024-05-01 08:30,234,200,0:05:30,0:04:00,200\n"


def told(tmp_path, total, *, rows=ROWS, more="", columns=COLUMNS, head=HEAD):
    drawn = Drawn(tmp_path).declare(intervals(columns, more=f'grain = "30 minutes"\ntotals = "Total*"\n{more}'))
    drawn.file("counts.csv", head + rows + total)
    return [problem for problem in drawn.examine()[1] if problem.code == "total-differs"]


@pytest.mark.parametrize(
    "total",
    [
        'Total,"1,234",1100,0:15:30,0:04:00,150',
        "Total,1234,1100,0:15:31,0:04:00,1",
        "Total,,,,,",
        "Total,1234,1100,,-,",
        "Total,1234.0,1100,930,240,n/a",
    ],
    ids=["all", "rounded seconds, and a mean", "empty", "a dash", "other ways of writing"],
)
def test_a_total_that_is_the_sum_is_left_out_in_silence(tmp_path, total):
    assert told(tmp_path, total + "\n") == []


@pytest.mark.parametrize(
    ("total", "words"),
    [
        ("Total,1233,1100,0:15:30,0:04:00,", '"Total" says In 1,233, its rows 1,234'),
        ("Totals (all),1234,1101,930,240,", '"Totals (all)" says Out 1,101, its rows 1,100'),
        ("Total,1234,1100,0:15:40,0:04:00,", "Wait 940, its rows 930"),
        ("Total,1234,1100,930,0:07:00,", "Longest 420, its rows 240"),
        ("Total,1,2,930,240,", "In 1, its rows 1,234; Out 2, its rows 1,100"),
    ],
)
def test_a_total_that_is_not_the_sum_is_told_with_both_figures(tmp_path, total, words):
    [problem] = told(tmp_path, total + "\n")
    assert words in problem.found
    assert (problem.severity, problem.file, problem.line) == ("warning", "counts.csv", 4)
    assert "lines 2 to 3" in problem.expected


@pytest.mark.parametrize(
    ("end", "rows"),
    [
        ("", 2),
        ("Total,1234,1100,930,240,\n2024-05-01 09:00,5,4,8,3,2\n", 1),
        ("Total,1234,1100,930,240,\n", None),
    ],
    ids=["no total at all", "a row below the last", "closed"],
)
def test_a_report_that_breaks_off_before_its_total_is_told(tmp_path, end, rows):
    told(tmp_path, end)
    found = [problem for problem in Drawn(tmp_path).examine()[1] if problem.code == "no-total"]
    assert [(problem.severity, problem.rows) for problem in found] == ([("warning", rows)] if rows else [])


def test_a_total_above_its_rows_closes_them(tmp_path):
    assert told(tmp_path, "", head=HEAD + "Total,1234,1100,930,240,\n") == []
    assert "no-total" not in {problem.code for problem in Drawn(tmp_path).examine()[1]}


def test_the_rows_are_used_and_not_the_total(tmp_path):
    assert told(tmp_path, "Total,1,2,930,240,\n")
    drawn = Drawn(tmp_path)
    assert drawn.rows("offered") == [(1000,), (234,)]


def test_many_wrong_totals_are_not_a_flood(tmp_path):
    clock = [f"{half // 2:02}:{half % 2 * 30:02}" for half in range(40)]
    rows = "".join(f"2024-05-01 {time},1,1,1,1,1\nTotal,2,1,1,1,\n" for time in clock)
    found = told(tmp_path, "", rows=rows)
    assert [problem.rows for problem in found] == [1] * 10 + [30]


def test_the_decimal_mark_and_the_format_of_the_rows_hold_for_totals(tmp_path):
    more = 'decimal = ","\ndelimiter = ";"'
    columns = 'offered = "In"\nwait_total_s = "Wait"'
    rows = "2024-05-01 08:00;1.000;10,5\n2024-05-01 08:30;500;0,5\n"
    how = {"rows": rows, "more": more, "columns": columns, "head": "Start;In;Wait\n"}
    assert told(tmp_path, "Total;1.500;11,0\n", **how) == []
    assert "In 1,600, its rows 1,500" in told(tmp_path, "Total;1.600;11,0\n", **how)[0].found


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=20),
    st.integers(-3, 3),
)
def test_only_a_total_that_is_off_is_told(tmp_path_factory, rows, off):
    text = "".join(
        f"2024-05-01 {n // 2:02}:{n % 2 * 30:02},{more + less},{more},1,1,1\n" for n, (more, less) in enumerate(rows)
    )
    offered = sum(map(sum, rows)) + off
    total = f"Total,{offered},{sum(more for more, _ in rows)},{len(rows)},1,1\n"
    assert len(told(tmp_path_factory.mktemp("force"), total, rows=text)) == (off != 0)
