"""Waits in order, a year ago: only over days of which both years have every single call, and with no break between."""

from __future__ import annotations

import pandas as pd
import pytest

from reviewkit.sections import performance

TOML = """
name = "Testshire Police"
nation = "england"
[governing_body]
kind = "pcc"
name = "Office"
title = "Commissioner"
[period]
start = 2024-05-01
end = 2024-05-31
{event}
[[files]]
table = "calls"
files = ["calls.csv"]
[files.columns]
offered_at = "at"
wait_s = "wait"
outcome = "outcome"
[files.words.outcome]
answered = "answered"
[files.constants]
channel = "101"
stage = "primary"
"""
EVENT = """
[[events]]
date = 2024-01-01
kind = "phone system"
label = "New"
breaks_series = true
"""


def calls(*spans: tuple[str, str, int]) -> str:
    """A call each half hour of the days from first to last, each waiting so long."""
    parts = []
    for first, last, wait in spans:
        at = pd.date_range(first, f"{last} 23:30", freq="30min").strftime("%Y-%m-%d %H:%M:%S")
        parts.append(pd.DataFrame({"at": at, "wait": wait, "outcome": "answered"}))
    return pd.concat(parts).to_csv(index=False)


@pytest.mark.parametrize(("last", "days"), [("2023-05-28", 28), ("2023-05-27", None)])
def test_a_median_is_compared_over_the_days_of_both_years_if_they_are_four_weeks(open_force, last, days):
    this_year = (("2024-05-01", "2024-05-28", 20), ("2024-05-29", "2024-05-31", 99))
    files = {"calls.csv": calls(("2023-05-01", last, 30), *this_year)}
    table = performance.a_year_earlier(open_force(TOML.format(event=""), files))
    rows = table[table["measure"] == "median_wait_s"] if len(table) else table
    found = rows[["now", "before", "days", "whole"]].to_numpy().tolist()
    assert found == ([[20, 30, days, False]] if days else [])


def test_nothing_is_compared_across_a_break(open_force):
    files = {"calls.csv": calls(("2023-05-01", "2023-05-31", 30), ("2024-05-01", "2024-05-31", 20))}
    assert performance.a_year_earlier(open_force(TOML.format(event=EVENT), files)).empty
