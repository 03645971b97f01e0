"""A mean is used with its number of calls and not without; impossible bands are accepted, and refused on the page."""

from __future__ import annotations

import numpy as np
import pytest

from reviewkit.sections import performance

HEAD = """
name = "Testshire Police"
nation = "england"
[governing_body]
kind = "pcc"
name = "Office"
title = "Commissioner"
[period]
start = 2024-04-01
end = 2024-06-30
{accepted}
[[files]]
table = "intervals"
files = ["months.csv"]
grain = "month"
[files.columns]
start = "Month"
offered = "Offered"
answered = "Answered"
{columns}
[files.constants]
channel = "101"
stage = "primary"
"""
MEAN = 'wait_mean_s = "ASA"'
BANDS = 'answered_60s = "In 60"'
ACCEPTED = """
[[accepted]]
code = "band-exceeds-total"
file = "months.csv"
rows = "all"
reason = "The supplier cannot say"
role = "Head of contact management"
date = 2024-08-01
"""


def months(heading: str, *rows: str) -> str:
    return "\n".join([f"Month,Offered,Answered,{heading}", *rows]) + "\n"


def figure(review, measure):
    stages = performance.by_stage(review)
    return stages[stages["measure"] == measure].iloc[0]


def test_months_of_means_are_weighted_by_their_calls(open_force):
    rows = months("ASA", "2024-04-01,110,100,10", "2024-05-01,55,50,40", "2024-06-01,55,50,20")
    row = figure(open_force(HEAD.format(accepted="", columns=MEAN), {"months.csv": rows}), "mean_wait_s")
    assert row["value"] == (100 * 10 + 50 * 40 + 50 * 20) / 200


def test_a_month_of_means_without_a_count_is_refused_with_the_column_to_ask_for(open_force):
    rows = months("ASA", "2024-04-01,110,100,10", "2024-05-01,55,,40", "2024-06-01,55,50,20")
    review = open_force(HEAD.format(accepted="", columns=MEAN), {"months.csv": rows})
    [problem] = [p for p in review.prepared.problems if p.code == "mean-without-count"]
    assert (problem.file, problem.line, problem.column, problem.rows) == ("months.csv", 3, "ASA", 1)
    assert "Ask for Answered" in problem.action
    row = figure(review, "mean_wait_s")
    assert np.isnan(row["value"])
    assert row["reason"].endswith("67% of the intervals only.")


def test_a_month_with_neither_mean_nor_count_is_no_fault(open_force):
    rows = months("ASA", "2024-04-01,110,100,10", "2024-05-01,55,,", "2024-06-01,55,50,20")
    review = open_force(HEAD.format(accepted="", columns=MEAN), {"months.csv": rows})
    assert "mean-without-count" not in {problem.code for problem in review.prepared.problems}


@pytest.mark.parametrize("measure", ["service_level_of_offered", "service_level_of_answered"])
def test_bands_beyond_the_answered_calls_are_refused_on_the_page_even_where_accepted(open_force, measure):
    rows = months("In 60", "2024-04-01,110,100,80", "2024-05-01,55,50,51", "2024-06-01,55,50,40")
    row = figure(open_force(HEAD.format(accepted=ACCEPTED, columns=BANDS), {"months.csv": rows}), measure)
    assert np.isnan(row["value"])
    assert "The file's column In 60 is not used" in row["reason"]
