"""Trend, week, year and holidays at once: what it learns, and that its bands hold where Prophet's did not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reviewkit.models.calendar import calendar_of
from reviewkit.models.history import HistoryError, NotForThisGrain
from reviewkit.models.ridge import ridge


def ask(history, horizon, *, levels=(80, 95), **more):
    index = pd.date_range(history.index[0], periods=len(history) + horizon, freq=history.index.freq)
    return ridge(history, horizon, levels=levels, calendar=calendar_of(index, horizon=horizon, **more))


def daily(seed, *, days, drift=0.0, sd=0.05):
    """Counts about 400 a day: fewer at weekends, more in winter, a level that drifts, shocks of single days."""
    chance = np.random.default_rng(seed)
    index = pd.date_range("2021-01-01", periods=days, freq="D")
    year = 0.06 * np.cos(2 * np.pi * index.day_of_year / 365.25)
    level = np.cumsum(chance.normal(0, drift, days))
    rate = 400 * np.where(index.day_of_week > 4, 0.85, 1.0) * np.exp(year + level + chance.normal(0, sd, days))
    return pd.Series(chance.poisson(rate).astype(float), index=index)


def test_trend_week_and_year_are_carried_on():
    index = pd.date_range("2021-01-01", periods=3 * 365 + 84, freq="D")
    wave = 20 * np.sin(2 * np.pi * (index.day_of_year - 40) / 365.25)
    told = pd.Series(300 + 0.05 * np.arange(len(index)) + wave - 40 * (index.day_of_week > 4), index=index).round()
    frame = ask(told.iloc[:-84], 84)
    assert (frame["mean"] - told.iloc[-84:]).abs().mean() < 4


@pytest.mark.parametrize("horizon", [7, 84])
@pytest.mark.parametrize("drift", [0.0, 0.006])
def test_bands_hold_with_and_without_a_level_that_drifts(horizon, drift):
    held = {80: [], 95: []}
    for seed in range(12):
        told = daily(seed, days=1000, drift=drift)
        frame, truth = ask(told.iloc[:-horizon], horizon), told.iloc[-horizon:]
        for level, days in held.items():
            days.append(truth.between(frame[f"lower_{level}"], frame[f"upper_{level}"]).mean())
    assert np.mean(held[80]) == pytest.approx(0.80, abs=0.08)
    assert np.mean(held[95]) == pytest.approx(0.95, abs=0.05)


def test_the_trend_bends_only_where_that_pays():
    assert ask(daily(1, days=1000), 28).attrs["details"]["bend"] == 0.015
    told = daily(1, days=1000)
    kink = 1 + 0.8 * np.maximum(np.arange(1000) - 600, 0) / 400
    assert ask((told * kink).round(), 28).attrs["details"]["bend"] > 0.015


def test_bands_widen_with_the_horizon():
    frame = ask(daily(3, days=800, drift=0.006), 84)
    width = frame["upper_80"] - frame["lower_80"]
    assert width.iloc[-7:].mean() > 1.1 * width.iloc[:7].mean()


def test_a_holiday_is_learnt_from_the_year_before():
    told = daily(4, days=1090, sd=0.02)
    christmas = (told.index.month == 12) & (told.index.day == 25)
    told[christmas] = (told[christmas] * 0.6).round()
    frame = ask(told.loc[:"2023-12-20"], 7)
    day = frame.loc["2023-12-25"]
    assert day["mean"] == pytest.approx(told["2023-12-25"], rel=0.12)


def test_a_declared_break_is_followed_at_once():
    told = daily(5, days=800)
    told.iloc[-10:] = (told.iloc[-10:] * 1.4).round()
    event = {"date": told.index[-10], "label": "Merger", "breaks_series": True}
    frame = ask(told, 14, events=[event])
    assert frame["mean"].mean() == pytest.approx(told.iloc[-10:].mean(), rel=0.08)


@pytest.mark.parametrize(("freq", "steps", "size"), [("W-SUN", 180, 2800), ("MS", 60, 12000)])
def test_weeks_and_months_are_forecast_too(freq, steps, size):
    chance = np.random.default_rng(6)
    index = pd.date_range("2018-01-01", periods=steps, freq=freq)
    year = 1 + 0.1 * np.cos(2 * np.pi * index.day_of_year / 365.25)
    told = pd.Series(chance.poisson(size * year).astype(float), index=index)
    frame = ask(told.iloc[:-6], 6)
    assert frame["mean"].to_numpy() == pytest.approx(told.iloc[-6:].to_numpy(), rel=0.08)
    assert frame["lower_95"].min() > 0.7 * size


def test_gaps_are_passed_over():
    told = daily(7, days=900)
    holes = told.copy()
    holes.iloc[500:530] = np.nan
    holes[holes.index.day_of_week == 6] = np.nan
    holes = holes.loc[: holes.last_valid_index()]
    whole, partly = ask(told, 7)["mean"], ask(holes, 7)["mean"]
    open_days = partly.index[partly.index.day_of_week < 6].intersection(whole.index)
    assert partly[open_days].to_numpy() == pytest.approx(whole[open_days].to_numpy(), rel=0.04)


def test_half_hours_and_too_short_a_history_are_refused():
    hours = pd.Series(5.0, index=pd.date_range("2025-01-01", periods=2000, freq="30min", tz="UTC"))
    with pytest.raises(NotForThisGrain, match="use slots or top_down"):
        ask(hours, 48)
    with pytest.raises(HistoryError, match="13 known days, and at least 14 are needed"):
        ask(daily(8, days=13), 7)
