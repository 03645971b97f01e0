"""Days forecast as a whole and shared out over their hours: clocks, gaps, days of 23 and 25 hours, a bank's calls."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reviewkit.models import forecast
from reviewkit.models.calendar import calendar_of
from reviewkit.models.history import HistoryError, NotForThisGrain
from reviewkit.models.sarima import sarima
from reviewkit.models.top_down import top_down
from tests.models.intraday import bank_calls, errors, shocked_hours

LONDON = "Europe/London"


def ask(history, horizon, *, levels=(80, 95), **more):
    index = pd.date_range(history.index[0], periods=len(history) + horizon, freq=history.index.freq)
    return top_down(history, horizon, levels=levels, calendar=calendar_of(index, horizon=horizon, **more))


def by_day(values):
    return values.groupby(values.index.tz_localize(None).normalize()).sum().asfreq("D")


def test_days_without_a_call_are_known_days() -> None:
    hours = pd.date_range("2024-01-01", periods=24 * 70, freq="h", tz="Europe/London")
    open_then = (hours.hour >= 9) & (hours.hour < 17) & (hours.day_of_week < 3)
    calls = pd.Series(np.random.default_rng(1).poisson(20 * open_then), index=hours)
    frame = forecast(calls, 168)
    assert frame.attrs["model"] == "top_down"
    days = frame["mean"].groupby(frame.index.day_of_week).sum()
    assert days.iloc[:3].to_numpy() == pytest.approx(160, rel=0.1)
    assert (days.iloc[3:] == 0).all()


def test_the_hours_of_a_day_add_up_to_the_daily_forecast():
    told = shocked_hours(1, weeks=20, sd=0.1, stay=0.5)
    days = by_day(told)
    index = pd.date_range(days.index[0], periods=len(days) + 7, freq="D")
    daily = sarima(days, 7, levels=(80,), calendar=calendar_of(index, horizon=7))
    hours = by_day(ask(told, 7 * 24)["mean"])
    # The clock changed at the end of March, within the history: the 23 hours count as 24 here and not in `days`.
    np.testing.assert_allclose(hours, daily["mean"], rtol=0.005)


@pytest.mark.parametrize(("weeks", "hours"), [(8, 25), (29, 23)])
def test_a_day_of_23_or_25_hours_to_come_loses_or_doubles_an_hour(weeks, hours):
    start = {25: "2025-08-25", 23: "2024-09-02"}[hours]
    times = pd.date_range(start, periods=(weeks + 1) * 168 + 24, freq="h", tz=LONDON)
    chance = np.random.default_rng(1)
    rate = np.where(times.hour < 6, 50, 200)
    told = pd.Series(chance.poisson(rate), index=times, dtype=float)
    last = times.searchsorted(pd.Timestamp(start, tz=LONDON) + pd.DateOffset(days=7 * (weeks + 1) - 1))
    frame = ask(told.iloc[:last], hours)["mean"]
    assert len(set(frame.index.date)) == 1
    night = frame[frame.index.hour < 6]
    assert len(night) == hours - 18
    assert night.mean() == pytest.approx(50, rel=0.1)
    assert frame[frame.index.hour >= 6].mean() == pytest.approx(200, rel=0.05)


def test_bands_hold_a_week_ahead_where_whole_days_are_high_or_low():
    held = {80: [], 95: []}
    for seed in range(25):
        told = shocked_hours(seed, weeks=31, sd=0.15, stay=0.5)
        frame, truth = ask(told.iloc[: -7 * 24], 7 * 24), told.iloc[-7 * 24 :]
        for level, hours in held.items():
            hours.append(truth.between(frame[f"lower_{level}"], frame[f"upper_{level}"]).mean())
    assert np.mean(held[80]) == pytest.approx(0.80, abs=0.05)
    assert np.mean(held[95]) == pytest.approx(0.95, abs=0.025)


def test_a_day_begun_is_forecast_to_its_end():
    told = shocked_hours(2, weeks=20, sd=0.05, stay=0.0)
    frame = ask(told.iloc[: -10 * 24 + 9], 10 * 24 - 9)
    truth = told.iloc[-10 * 24 + 9 :]
    assert frame.index[0].hour == 9
    assert frame["mean"].iloc[:15].sum() == pytest.approx(truth.iloc[:15].sum(), rel=0.12)


def test_a_gap_of_hours_or_of_weeks_leaves_the_forecast_as_it_was():
    told = shocked_hours(8, weeks=30, sd=0.05, stay=0.3)
    whole = ask(told, 7 * 24)["mean"]
    told.iloc[60 * 24 + 7 : 81 * 24 + 3] = np.nan
    told.iloc[-50:-44] = np.nan
    assert ask(told, 7 * 24)["mean"].mean() == pytest.approx(whole.mean(), rel=0.03)


def test_a_declared_break_reaches_the_days():
    told = shocked_hours(5, weeks=30, sd=0.03, stay=0.0)
    told.iloc[-7 * 24 :] = (told.iloc[-7 * 24 :] * 1.5).round()
    event = {"date": told.index[-7 * 24].date(), "label": "New telephones", "breaks_series": True}
    assert ask(told, 7 * 24, events=[event])["mean"].mean() == pytest.approx(told.iloc[-7 * 24 :].mean(), rel=0.06)


def test_what_is_never_open_is_forecast_as_nought_and_said():
    told = shocked_hours(6, weeks=20, sd=0.05, stay=0.0)
    told[(told.index.day_of_week == 6) | (told.index.hour >= 20)] = np.nan
    frame = ask(told.loc[: told.last_valid_index()], 8 * 24)
    shut = (frame.index.day_of_week == 6) | (frame.index.hour >= 20)
    assert (frame.loc[shut, "upper_95"] == 0).all()
    assert (frame.loc[~shut, "mean"] > 0).all()
    assert any("Sundays" in note for note in frame.attrs["notes"])


def test_days_and_too_short_a_history_are_refused():
    days = pd.Series(5.0, index=pd.date_range("2025-01-01", periods=60, freq="D"))
    with pytest.raises(NotForThisGrain, match="the history is daily"):
        ask(days, 7)
    with pytest.raises(HistoryError, match="known days"):
        ask(shocked_hours(1, weeks=3, sd=0, stay=0), 24)


def test_the_pinball_loss_on_a_banks_calls_is_a_tenth_below_seasonal_naive(shared_data):
    # 20 origins a week apart, half hours a week ahead: 23 % below at the time of writing.
    ours, naive = (np.mean(list(errors(model, bank_calls(shared_data)))) for model in ("top_down", "seasonal_naive"))
    assert ours < 0.85 * naive
