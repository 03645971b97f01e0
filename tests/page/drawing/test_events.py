"""Events on a time axis: drawn within the time shown, also at its edges; no line crosses a break without a mark."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.declared.force import Event
from reviewkit.page import charts
from reviewkit.page.drawing import traces
from reviewkit.page.drawing.spark import spark
from reviewkit.page.tables import Field, table

PAGE = Path(__file__).resolve().parents[3] / "reviewkit" / "page"


def event(day: str, label: str = "New telephones", *, breaks: bool = True) -> Event:
    return Event(date=date.fromisoformat(day), kind="x", label=label, breaks_series=breaks)


def monthly(events, *, queues=("999", "101"), months=12, first="2024-04-01", freq="MS"):
    at = pd.date_range(first, periods=months, freq=freq)
    frame = pd.concat([pd.DataFrame({"at": at, "queue": name, "calls": range(months)}) for name in queues])
    return charts.lines(
        frame, id="calls", x="at", y="calls", series="queue", unit="calls", title="Calls", subtitle="Calls by month",
        table=table(frame, id="calls-table", title="Calls", fields=[Field("at", "Month", "month")]), events=events,
    )  # fmt: skip


@pytest.mark.parametrize("day", ["2024-04-01", "2024-04-02", "2025-03-01", "2025-03-02", "2025-03-31"])
def test_an_event_just_at_the_edge_is_drawn(day):
    chart = monthly([event(day)])
    assert ">New telephones<" in chart.svg_wide
    assert any("New telephones" in note for note in chart.notes)


@pytest.mark.parametrize("day", ["2024-03-31", "2025-04-01"])
def test_an_event_outside_the_period_is_not_drawn(day):
    chart = monthly([event(day)])
    assert "telephones" not in chart.svg_wide + chart.svg_narrow
    assert chart.notes == ()


@pytest.mark.parametrize(("day", "drawn"), [("2024-06-30", True), ("2024-07-01", False)])
def test_the_last_week_ends_after_seven_days(day, drawn):
    chart = monthly([event(day)], freq="W-MON", first="2024-05-06", months=8)  # the last week begins on 24 June
    assert (">New telephones<" in chart.svg_wide) is drawn


def test_two_events_on_one_day_are_both_named():
    chart = monthly([event("2024-09-17", "New telephones"), event("2024-09-17", "New message", breaks=False)])
    assert ">1\N{EN DASH}2<" in chart.svg_wide
    assert [note.split(".")[0] for note in chart.notes] == [
        "Mark 1, 17 September 2024: New telephones",
        "Mark 2, 17 September 2024: New message",
    ]


@given(st.lists(st.integers(0, 340), max_size=4), st.integers(1, 7), st.booleans())
def test_no_line_of_any_panel_crosses_a_break(days, series, one_each):
    at = pd.date_range("2024-04-01", periods=12, freq="MS")
    names = [f"Queue {number}" for number in range(series)]
    frame = pd.concat([pd.DataFrame({"at": at, "queue": name, "calls": range(12)}) for name in names])
    rows = traces.tidy(frame, x="at", y="calls", incomplete=None, series="queue", panel=None)
    events = [event((date(2024, 4, 1) + pd.Timedelta(days=day)).isoformat()) for day in days]
    breaks = traces.break_days(events)
    shown = traces.panels(rows, subject=None, target=None, breaks=breaks, one_each=one_each)
    lines = [line for panel in shown for line in panel.traces]
    assert len(lines) == series
    for line in lines:
        for _, joined in line.points.groupby("stretch"):
            first, last = joined["x"].min(), joined["x"].max()
            assert not any(first < day <= last for day in breaks)


def test_the_small_line_of_history_stops_at_a_break_with_a_mark():
    whole = spark([1, 2, 3, 4], label="Calls", unit="calls")
    broken = spark([1, 2, 3, 4], label="Calls", unit="calls", breaks=[2])
    assert (whole.svg.count("M"), whole.svg.count("<line")) == (1, 0)
    assert (broken.svg.count("M"), broken.svg.count("<line")) == (2, 1)
    assert broken.alt.endswith("The line is broken where counting changed.")


@pytest.mark.parametrize("at", [0, 4, 9])
def test_a_break_before_or_after_all_values_is_no_mark(at):
    assert "<line" not in spark([1, 2, 3, 4], label="Calls", unit="calls", breaks=[at]).svg


def test_every_chart_over_time_is_given_the_events():
    calls = [
        (path.name, call)
        for path in sorted(PAGE.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "charts.lines"
    ]
    assert len(calls) >= 4
    assert [name for name, call in calls if "events" not in {word.arg for word in call.keywords}] == []
