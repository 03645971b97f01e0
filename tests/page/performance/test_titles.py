"""Titles and text alternatives over time: the most of complete periods is never called the most of all."""

from __future__ import annotations

import pandas as pd
import pytest

from reviewkit.page.drawing.alt import of_lines
from reviewkit.page.drawing.traces import Panel, Trace
from reviewkit.page.performance import words
from reviewkit.sections.figures.queues import Queue
from reviewkit.sections.figures.rules import Figure

QUEUE = Queue("101", "primary", "101")
GAVE_UP = Figure("abandonment_crude")


def over_time(measure: str, values: list[float], complete: list[bool]) -> pd.DataFrame:
    starts = pd.date_range("2024-04-01", periods=len(values), freq="W-MON")
    same = {"channel": "101", "stage": "primary", "measure": measure, "threshold_s": None}
    return pd.DataFrame({"period_start": starts, "value": values, "complete": complete} | same)


@pytest.mark.parametrize(
    ("values", "complete", "said"),
    [
        ([0.1, 0.2], [True, True], "20% of 101 calls were given up in the week of 8 April 2024, the worst week"),
        ([0.1, 0.2, 0.3], [True, True, False],
         "20% of 101 calls were given up in the week of 8 April 2024, the worst complete week"),
        ([0.1, 0.3], [True, False],
         "10% of 101 calls were given up in the week of 1 April 2024, the only complete week"),
        ([0.3], [False], "101 calls given up, in incomplete weeks only"),
    ],
)  # fmt: skip
def test_a_title_says_among_what_weeks_one_was_the_worst(values, complete, said):
    frame = over_time("abandonment_crude", values, complete)
    assert words.title_gave_up(frame, QUEUE, GAVE_UP, by="week") == said


def test_the_longest_wait_of_complete_weeks_is_said_so():
    frame = over_time("mean_wait_s", [37, 30, 43], [True, True, False])
    assert words.title_waits(frame, QUEUE, by="week").endswith("1 April 2024, the longest of any complete week")


def described(values: list[float], incomplete: list[bool]) -> str:
    days = pd.date_range("2024-04-01", periods=len(values), freq="D").to_series().astype("datetime64[s]")
    x = (days - pd.Timestamp("1970-01-01")).dt.days.to_list()
    points = pd.DataFrame({"x": x, "y": values, "stretch": 0, "incomplete": incomplete})
    panel = Panel(title="", traces=(Trace(name="101", colour="#000", points=points),))
    return of_lines([panel], measure="Calls by day", unit="calls", missing=0, step=1)


def test_an_incomplete_period_is_neither_first_nor_highest_nor_last():
    said = described([9, 20, 30, 40, 99], [True, False, False, False, True])
    assert "from 20 calls on 2 April 2024 to 40 calls on 4 April 2024" in said
    assert "highest 40 calls" in said
    assert said.endswith("2 incomplete periods are shown apart and not told of here.")


def test_where_all_periods_are_incomplete_they_are_told_of():
    said = described([20, 30], [True, True])
    assert "from 20 calls on 1 April 2024 to 30 calls on 2 April 2024" in said
    assert "not told of" not in said
