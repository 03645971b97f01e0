"""Half hours forecast from the same half hours of earlier weeks: shocks of days, clocks, gaps, a real bank's calls."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reviewkit.models.calendar import calendar_of
from reviewkit.models.history import HistoryError, NotForThisGrain
from reviewkit.models.slots import slots
from tests.models.intraday import bank_calls, errors, shocked_hours

LONDON = "Europe/London"


def ask(history, horizon, *, levels=(80, 95), **more):
    index = pd.date_range(history.index[0], periods=len(history) + horizon, freq=history.index.freq)
    return slots(history, horizon, levels=levels, calendar=calendar_of(index, horizon=horizon, **more))


def steady(start, days, *, tz=LONDON, freq="h"):
    """A hundred calls in each night hour, 300 from 8 o'clock on, 150 at weekends."""
    times = pd.date_range(start, pd.Timestamp(start) + pd.Timedelta(days=days), freq=freq, tz=tz, inclusive="left")
    local = times.tz_convert(LONDON)
    return pd.Series(np.where(local.day_of_week > 4, 150.0, np.where(local.hour >= 8, 300.0, 100.0)), index=times)


def test_each_hour_is_forecast_from_the_same_hour_of_the_week():
    told = steady("2025-05-05", 35)
    frame = ask(told.iloc[: 28 * 24], 7 * 24)
    np.testing.assert_allclose(frame["mean"], told.iloc[28 * 24 :], rtol=5e-3)


@pytest.mark.parametrize("tz", [LONDON, "UTC"])
@pytest.mark.parametrize(("start", "steps"), [("2025-02-24", 23), ("2025-09-22", 25)])
def test_the_hours_follow_the_clock_on_the_wall_when_it_changes(tz, start, steps):
    told = steady(start, 42, tz=tz)
    sunday = told.index.tz_convert(LONDON).normalize() == pd.Timestamp(start, tz=LONDON) + pd.DateOffset(days=34)
    assert sunday.sum() == steps
    history = told.iloc[: np.flatnonzero(sunday)[0]]
    frame = ask(history, len(told) - len(history))
    np.testing.assert_allclose(frame["mean"], told.iloc[len(history) :], rtol=5e-3)


def test_bands_hold_a_week_ahead_where_whole_days_are_high_or_low():
    held = {80: [], 95: []}
    for seed in range(30):
        told = shocked_hours(seed, weeks=31, sd=0.15, stay=0.5)
        frame, truth = ask(told.iloc[: -7 * 24], 7 * 24), told.iloc[-7 * 24 :]
        for level, hours in held.items():
            hours.append(truth.between(frame[f"lower_{level}"], frame[f"upper_{level}"]).mean())
    assert np.mean(held[80]) == pytest.approx(0.80, abs=0.05)
    assert np.mean(held[95]) == pytest.approx(0.95, abs=0.025)


def test_without_shocks_the_bands_are_those_of_poisson_counts():
    told = shocked_hours(3, weeks=40, sd=0.0, stay=0.0)
    frame = ask(told, 24)
    width = (frame["upper_95"] - frame["lower_95"]) / (2 * 1.96 * np.sqrt(frame["mean"]))
    assert width.median() == pytest.approx(1, abs=0.12)


def test_a_level_that_has_moved_is_followed():
    told = shocked_hours(5, weeks=40, sd=0.03, stay=0.0)
    told.iloc[-21 * 24 :] = (told.iloc[-21 * 24 :] * 1.5).round()
    frame = ask(told, 7 * 24)
    now = told.iloc[-7 * 24 :].mean()
    assert frame["mean"].mean() == pytest.approx(now, rel=0.08)


def test_a_declared_break_is_followed_at_once():
    told = shocked_hours(5, weeks=40, sd=0.03, stay=0.0)
    told.iloc[-7 * 24 :] = (told.iloc[-7 * 24 :] * 1.5).round()
    day = told.index[-7 * 24].date()
    frame = ask(told, 7 * 24, events=[{"date": day, "label": "New telephones", "breaks_series": True}])
    assert frame["mean"].mean() == pytest.approx(told.iloc[-7 * 24 :].mean(), rel=0.05)
    assert frame.attrs["details"]["slopes"].loc[f"New telephones ({day})", "slope"] == pytest.approx(0.4, abs=0.05)


def test_christmas_is_learnt_from_the_years_before():
    told = steady("2022-12-05", 760)
    christmas = (told.index.month == 12) & (told.index.day == 25)
    told[christmas] = (told[christmas] * 0.5).round()
    history = told.loc[:"2024-12-22"]
    days = (ask(history, 3 * 24)["mean"] / told.loc["2024-12-23":"2024-12-25"]).to_numpy().reshape(3, 24).mean(axis=1)
    assert days[:2] == pytest.approx([1, 1], abs=0.05)
    assert days[2] == pytest.approx(1, abs=0.2)


def test_an_hour_seen_on_other_weekdays_only_leans_on_them():
    told = steady("2025-05-05", 28)
    told[(told.index.day_of_week == 2) & (told.index.hour == 9)] = np.nan
    frame = ask(told, 7 * 24)
    assert frame["mean"].iloc[2 * 24 + 9] == pytest.approx(250, abs=30)  # 300 on weekdays, 150 at weekends


def test_a_month_without_figures_leaves_the_forecast_as_it_was():
    told = shocked_hours(8, weeks=40, sd=0.1, stay=0.3)
    whole = ask(told, 7 * 24)
    told.iloc[100 * 24 + 7 : 130 * 24 + 3] = np.nan
    np.testing.assert_allclose(ask(told, 7 * 24)["mean"].mean(), whole["mean"].mean(), rtol=0.02)


def test_what_is_never_open_is_forecast_as_nought_and_said():
    told = steady("2025-05-05", 28)
    told[(told.index.day_of_week == 6) | (told.index.hour >= 20)] = np.nan
    frame = ask(told.loc[: told.last_valid_index()], 8 * 24)
    nought = frame["upper_95"] == 0
    assert (nought == (frame.index.day_of_week == 6) | (frame.index.hour >= 20)).all()
    assert frame.attrs["notes"] == [
        "No count was ever given for Sundays, 4 hours of every day: no calls are expected then."
    ]


def test_a_band_holds_its_mean_where_nought_is_likeliest():
    told = pd.Series(0.0, index=pd.date_range("2025-05-05", periods=24 * 56, freq="h", tz=LONDON))
    told.iloc[::50] = 1.0
    frame = ask(told, 7 * 24)
    assert (frame["lower_80"] <= frame["mean"]).all()
    assert (frame["mean"] <= frame["upper_80"]).all()
    assert (frame["upper_80"] <= frame["upper_95"]).all()


def test_days_and_too_short_a_history_are_refused():
    days = pd.Series(5.0, index=pd.date_range("2025-01-01", periods=60, freq="D"))
    with pytest.raises(NotForThisGrain, match="the history is daily"):
        ask(days, 7)
    with pytest.raises(HistoryError, match="at least 336 are needed"):
        ask(steady("2025-05-05", 13), 24)


def test_the_pinball_loss_on_a_banks_calls_is_a_tenth_below_seasonal_naive(shared_data):
    # 20 origins a week apart, half hours a week ahead: 29 % below at the time of writing.
    ours, naive = (np.mean(list(errors(model, bank_calls(shared_data)))) for model in ("slots", "seasonal_naive"))
    assert ours < 0.75 * naive
