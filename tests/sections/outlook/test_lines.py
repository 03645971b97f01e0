"""Which calls are the public's: the first stage of each channel, whole days only, each call once."""

from __future__ import annotations

import pandas as pd
import pytest

from reviewkit.sections import NotPossible
from reviewkit.sections.outlook.lines import lines
from tests.sections.outlook.drawn import days, files, half_hours, rows, toml

SPRING = {"start": "2024-03-25", "end": "2024-04-07"}


def of(review):
    return {line.queue.channel: line for line in lines(review)}


def test_each_channel_is_counted_at_the_stage_where_its_calls_come_in(open_force):
    calls = days("2024-03-25", number=14, noise=0)
    parts = [
        rows(calls * n, line=line, stage=stage)
        for n, line, stage in ((3, "101", "S"), (2, "101", "P"), (1, "999", "S"))
    ]
    found = lines(open_force(toml(["offered"], **SPRING), files(*parts)))
    assert [(line.queue.channel, line.queue.stage, line.queue.name) for line in found] == [
        ("999", "secondary", "999"), ("101", "primary", "101")
    ]  # fmt: skip
    assert found[1].series.tolist() == (calls * 2).tolist()
    menu = rows(calls * 9, line="101", stage="I")
    assert (
        of(open_force(toml(["offered"], **SPRING), files(*parts, menu), slug="menushire"))["101"].queue.stage == "ivr"
    )


def test_half_hours_are_added_up_to_local_days_of_23_hours_too(open_force):
    calls = half_hours("2024-03-25", weeks=2) * 0 + 1
    line = of(open_force(toml(["offered"], grain="30 minutes", **SPRING), files(rows(calls))))["101"]
    assert line.step == "day"
    assert line.series["2024-03-30":"2024-04-01"].tolist() == [48, 46, 48]
    assert line.series.index.freqstr == "D"
    assert line.within_days.index.tz is not None
    assert len(line.within_days) == len(calls)


def test_a_day_of_which_half_an_hour_is_missing_is_not_whole_and_no_end_of_a_series_is_missing(open_force):
    calls = half_hours("2024-03-25", weeks=2) * 0 + 1
    missing = ["2024-03-25 09:00", "2024-03-27 09:00", "2024-04-07 23:30"]  # 47 of 48 are 97.9 %, below 98 %
    short = calls.drop(pd.DatetimeIndex(missing).tz_localize("Europe/London"))
    hour = {"grain": "30 minutes"} | SPRING
    series = of(open_force(toml(["offered"], **hour), files(rows(short))))["101"].series
    assert series.index[[0, -1]].strftime("%d %b").tolist() == ["26 Mar", "06 Apr"]
    assert series.index[series.isna()].strftime("%d %b").tolist() == ["27 Mar"]


def test_nothing_after_the_end_of_the_review_is_looked_at(open_force):
    review = open_force(
        toml(["offered"], start="2024-03-25", end="2024-03-31"), files(rows(days("2024-03-25", number=14)))
    )
    assert lines(review)[0].series.index[-1] == pd.Timestamp("2024-03-31")


@pytest.mark.parametrize(("grain", "freq"), [("week", "7D"), ("month", "MS")])
def test_weeks_and_months_stay_what_they_are(open_force, grain, freq):
    index = pd.date_range("2023-04-03" if grain == "week" else "2023-04-01", periods=12, freq=freq)
    text = toml(["offered"], grain=grain, start="2023-04-01", end="2024-03-31")
    line = lines(open_force(text, files(rows(pd.Series(range(12), index=index)))))[0]
    assert (line.step, line.series.tolist(), line.within_days) == (grain, list(range(12)), None)


def test_without_calls_offered_the_section_says_what_it_needs(open_force):
    answered = rows(days("2024-03-25", number=14)).rename(columns={"offered": "answered"})
    with pytest.raises(NotPossible, match="do not say how many calls came in"):
        lines(open_force(toml(["answered"], **SPRING), files(answered)))
