"""Steps of time: how they go on, and which step a season before is the same one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reviewkit.models import forecast
from reviewkit.models.times import future_index, grain_of, places
from tests.models.drawn import drawn

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("freq", "name", "season"),
    [
        ("D", "daily", 7),
        ("24h", "daily", 7),
        ("30min", "intraday", 336),
        ("15min", "intraday", 672),
        ("h", "intraday", 168),
        ("W-MON", "weekly", 52),
        ("7D", "weekly", 52),
        ("MS", "monthly", 12),
        ("ME", "monthly", 12),
    ],
)
def test_grains(freq, name, season) -> None:
    index = pd.date_range("2025-01-31", periods=5, freq=freq)
    assert (grain_of(index).name, grain_of(index).season) == (name, season)
    assert future_index(index[:3], 2).equals(index[3:])


@pytest.mark.parametrize("freq", ["D", "30min", "W-SUN", "MS", "ME"])
@pytest.mark.parametrize("zone", [None, LONDON, "UTC"])
def test_a_forecast_goes_on_where_the_history_ends(freq, zone) -> None:
    index = pd.date_range("2019-01-01", periods=1200, freq=freq, tz=zone if freq == "30min" else None)
    history = pd.Series(np.arange(1200) % 9 + 1.0, index=index)
    frame = forecast(history.iloc[:1190], 10, model="seasonal_naive")
    pd.testing.assert_index_equal(frame.index, index[1190:])


def test_monday_nine_is_monday_nine_on_both_sides_of_a_clock_change() -> None:
    for first in ("2024-03-25 09:00", "2024-10-21 09:00"):
        hours = pd.date_range(first, periods=9 * 24, freq="h", tz=LONDON)
        number = dict(zip(hours, places(hours), strict=True))
        monday = pd.Timestamp(first, tz=LONDON)
        next_monday = pd.Timestamp(pd.Timestamp(first) + pd.Timedelta(days=7), tz=LONDON)
        assert number[next_monday] - number[monday] == 168


@pytest.mark.parametrize(
    ("start", "day", "hours"), [("2024-02-19", "2024-03-31", 23), ("2024-09-16", "2024-10-27", 25)]
)
@pytest.mark.parametrize("model", ["seasonal_naive", "recent_weekdays", "slots", "top_down", "ensemble"])
def test_the_day_of_a_clock_change_has_its_own_number_of_hours(start, day, hours, model) -> None:
    clock = pd.date_range(start, periods=1300, freq="h", tz=LONDON)
    history = pd.Series(np.where(clock.hour == 9, 90.0, 20.0), index=clock)[: pd.Timestamp(day, tz=LONDON)].iloc[:-1]
    frame = forecast(history, hours + 24, model=model)
    of_day = frame[frame.index.strftime("%Y-%m-%d") == day]
    assert len(of_day) == hours
    nine = frame.index.hour == 9
    assert frame["mean"][nine].min() > 80
    assert frame["mean"][~nine].max() < 30


def test_weeks_and_months_follow_the_year() -> None:
    for freq, season in (("W-SUN", 52), ("MS", 12)):
        history = drawn(freq)
        peak = history.index.month.isin([7, 8])
        for model in ("seasonal_naive", "recent_weekdays", "ridge", "sarima", "regression_arima", "ensemble"):
            frame = forecast(history, season, model=model)
            summer = frame.index.month.isin([7, 8])
            ratio = frame["mean"][summer].mean() / frame["mean"][~summer].mean()
            assert abs(ratio / (history[peak].mean() / history[~peak].mean()) - 1) < 0.06, (model, freq)
            assert frame.attrs["model"] == model, frame.attrs["notes"]


def test_half_hours_asked_of_the_default_model_are_its_days_shared_out() -> None:
    history = drawn("h")
    frame = forecast(history, 48)
    pd.testing.assert_frame_equal(frame, forecast(history, 48, model="top_down"))
    assert frame.attrs["model"] == "top_down"
    assert "The days are forecast by sarima, and shared out over the day by top_down." in frame.attrs["notes"]
