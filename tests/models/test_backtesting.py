"""Forecasts of the past: which rows there are, what their scores are, and what is chosen by them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reviewkit.models import MODELS, backtest, forecast
from reviewkit.models.backtesting import chosen, replayed, scored
from reviewkit.models.frames import from_normal
from tests.models.drawn import drawn

COLUMNS = ["model", "origin", "used", "mase", "wape", "coverage_80", "coverage_95", "pinball", "cpu_s"]


def test_one_row_for_each_model_and_origin_the_last_ending_with_the_history() -> None:
    history = drawn()
    tried = backtest(history, horizon=14, step=7, origins=3, models=["seasonal_naive", "recent_weekdays"])
    assert tried.columns.tolist() == COLUMNS
    assert tried["model"].tolist() == ["seasonal_naive"] * 3 + ["recent_weekdays"] * 3
    assert tried["origin"].tolist() == [*history.index[[-29, -22, -15]]] * 2
    assert (tried["cpu_s"] >= 0).all()


def test_each_row_is_the_score_of_the_forecast_made_with_what_was_known() -> None:
    history = drawn()
    row = backtest(history, horizon=7, step=5, origins=2, models=["sarima"], levels=(50,)).iloc[0]
    known, came = history.iloc[:-12], history.iloc[-12:-5]
    frame = forecast(known, 7, model="sarima", levels=(50, *range(0, 100, 10)[:5], 60, 70, 80, 90))
    error = (came - frame["mean"]).abs()
    assert row["origin"] == known.index[-1]
    assert row["wape"] == pytest.approx(error.sum() / came.sum())
    assert row["mase"] == pytest.approx(error.mean() / known.diff(7).abs().mean())
    assert row["coverage_50"] == came.between(frame["lower_50"], frame["upper_50"]).mean()
    quantiles = {0.5: frame["lower_0"]}
    for level in range(10, 100, 10):
        quantiles |= {0.5 - level / 200: frame[f"lower_{level}"], 0.5 + level / 200: frame[f"upper_{level}"]}
    losses = [np.where(came > q, c * (came - q), (1 - c) * (q - came)).mean() for c, q in quantiles.items()]
    assert len(losses) == 19
    assert row["pinball"] == pytest.approx(np.mean(losses))


def test_mase_is_scaled_on_the_history_before_the_first_origin() -> None:
    history = drawn()
    wild = history.copy()
    wild.iloc[-21:] = wild.iloc[-21:] + np.tile([0, 400, 0], 7)
    replay = replayed(wild, horizon=7, step=7, origins=3, models=["seasonal_naive"])
    assert replay.attrs["scale"] == history.iloc[:-21].diff(7).abs().mean()


def test_a_shorter_horizon_is_the_beginning_of_a_longer_one() -> None:
    plan = {"step": 7, "origins": 2, "models": ["recent_weekdays"]}
    replay = replayed(drawn(), horizon=14, **plan)
    short = scored(replayed(drawn().iloc[:-7], horizon=7, **plan))
    pd.testing.assert_frame_equal(scored(replay, ahead=7).drop(columns="cpu_s"), short.drop(columns="cpu_s"))


def test_days_without_an_actual_value_are_not_judged() -> None:
    history = drawn()
    history.iloc[-5:-2] = np.nan
    tried = backtest(history, horizon=7, step=7, origins=2, models=["recent_weekdays"])
    assert tried[["mase", "wape", "pinball"]].notna().all(axis=None)
    history.iloc[-7:-1] = np.nan
    replay = replayed(history, horizon=7, step=7, origins=2, models=["recent_weekdays"])
    assert scored(replay, ahead=6)["mase"].isna().tolist() == [False, True]


def test_a_day_missing_at_an_origin_is_reached_over() -> None:
    history = drawn()
    history.iloc[-9:-7] = np.nan
    replay = replayed(history, horizon=7, step=7, origins=1, models=["recent_weekdays"])
    assert replay["time"].tolist() == history.index[-7:].tolist()
    assert replay["origin"].unique() == [history.index[-8]]


def test_a_warm_start_goes_from_origin_to_origin(monkeypatch) -> None:
    seen = []

    def counting(history, horizon, *, levels, calendar, start=None):
        seen.append(start)
        frame = from_normal(calendar.future, np.full(horizon, 200.0), np.full(horizon, 20.0), levels)
        frame.attrs["start"] = len(seen)
        return frame

    monkeypatch.setitem(MODELS, "counting", counting)
    backtest(drawn(), horizon=7, step=7, origins=3, models=["counting"])
    assert seen == [None, 1, 2]


def test_a_fault_after_an_origin_does_not_reach_its_forecast() -> None:
    history = drawn()
    history.iloc[-3] *= 100  # at the first origin nobody knows; its day is judged as it stands
    tried = backtest(history, horizon=7, step=7, origins=2, models=["recent_weekdays"])
    calm = backtest(drawn(), horizon=7, step=7, origins=2, models=["recent_weekdays"])
    assert tried["pinball"].iloc[0] == calm["pinball"].iloc[0]
    assert tried["pinball"].iloc[1] > calm["pinball"].iloc[1]


def test_too_many_origins_are_refused_with_the_number_needed() -> None:
    plan = {"horizon": 28, "step": 28, "models": ["seasonal_naive"]}
    with pytest.raises(ValueError, match=r"it has 140 steps \(days\), and 5 origins 28 apart .* at least 154"):
        backtest(drawn(), origins=5, **plan)
    assert len(backtest(drawn(steps=154), origins=5, **plan)) == 5


@pytest.mark.parametrize("name", ["horizon", "step", "origins"])
def test_sizes_are_whole_numbers_of_at_least_one(name) -> None:
    plan = {"horizon": 7, "step": 7, "origins": 2, "models": ["seasonal_naive"]}
    with pytest.raises(ValueError, match=f"{'number of ' if name == 'origins' else ''}{name} is 0"):
        backtest(drawn(), **(plan | {name: 0}))


@pytest.mark.parametrize(
    ("losses", "best"),
    [
        ({"seasonal_naive": 12.0, "recent_weekdays": 10.0, "sarima": 9.0}, "sarima"),
        ({"seasonal_naive": 12.0, "recent_weekdays": 9.09, "sarima": 9.0}, "recent_weekdays"),
        ({"seasonal_naive": 12.0, "recent_weekdays": 9.10, "sarima": 9.0}, "sarima"),
        ({"sarima": 9.0, "seasonal_naive": 9.05}, "seasonal_naive"),
    ],
)
def test_the_least_loss_is_chosen_and_the_simpler_of_two_alike(losses, best) -> None:
    tried = pd.DataFrame({"model": list(losses), "used": list(losses), "pinball": list(losses.values())})
    assert chosen(tried.assign(coverage_80=0.8)) == best


@pytest.mark.parametrize(
    ("held", "best"),
    [
        ({"recent_weekdays": 0.75, "sarima": 0.8}, "recent_weekdays"),
        ({"recent_weekdays": 0.74, "sarima": 0.8}, "sarima"),
        ({"recent_weekdays": 0.8, "sarima": 0.74}, "recent_weekdays"),
        ({"recent_weekdays": 0.85, "sarima": 0.8}, "recent_weekdays"),
        ({"recent_weekdays": 0.86, "sarima": 0.8}, "sarima"),
        ({"recent_weekdays": 0.6, "sarima": 0.7}, "recent_weekdays"),
    ],
)
def test_of_models_alike_one_is_chosen_whose_band_held(held, best) -> None:
    names = list(held)
    tried = pd.DataFrame({"model": names, "used": names, "pinball": [9.05, 9.0], "coverage_80": list(held.values())})
    assert chosen(tried) == best


def test_what_is_chosen_on_a_plain_week_is_not_worse_than_the_week_before() -> None:
    tried = backtest(drawn(), horizon=14, step=7, origins=4, models=["seasonal_naive", "recent_weekdays", "sarima"])
    loss = tried.groupby("model")["pinball"].mean()
    assert loss[chosen(tried)] < 0.9 * loss["seasonal_naive"]


def test_a_break_that_is_an_event_is_not_taken_for_noise() -> None:
    history = drawn(steps=300)
    history.iloc[200:] = (history.iloc[200:] * 0.6).round()
    event = [{"date": history.index[200], "label": "Stay at home", "breaks_series": True}]
    widths = {}
    for events in (None, event):
        frame = forecast(history, 28, model="regression_arima", events=events)
        assert abs(frame["mean"].mean() / 120 - 1) < 0.08
        widths[events is None] = (frame["upper_80"] - frame["lower_80"]).mean()
    assert widths[False] < widths[True]
