"""Half-hourly counts to forecast: invented ones of a known law, a real bank's, and the loss of rolling forecasts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import signal

from reviewkit.models.calendar import calendar_of
from reviewkit.models.registry import MODELS

DAY = 48
LEVELS = tuple(range(0, 100, 10))


def shocked_hours(seed: int, *, weeks: int, sd: float, stay: float) -> pd.Series:
    """Hourly Poisson counts whose rate is high or low for whole days: log shocks of ``sd``, of which ``stay`` stays."""
    chance = np.random.default_rng(seed)
    last = pd.Timestamp("2024-02-05") + pd.Timedelta(days=7 * weeks)
    times = pd.date_range("2024-02-05", last, freq="h", tz="Europe/London", inclusive="left")
    day = (times.tz_localize(None).normalize() - pd.Timestamp("2024-02-05")).days.to_numpy()
    fresh = chance.normal(0, sd, day[-1] + 1)
    shock = signal.lfilter([np.sqrt(1 - stay**2)], [1, -stay], fresh)
    rate = 60 * (1.2 + np.sin((times.hour.to_numpy() - 9) / 12 * np.pi)) * np.where(times.day_of_week > 4, 0.8, 1.0)
    return pd.Series(chance.poisson(rate * np.exp(shock[day])).astype(float), index=times)


def bank_calls(shared_data: Path) -> pd.Series:
    """Calls to a North American bank by half hour, 7 to 21; weekends, nights and six days are missing.

    Its stamps end in Z but are local; a zone without summer time keeps them as they are.
    """
    told = pd.read_csv(shared_data / "bank_calls" / "bank_calls.csv")
    stamps = pd.to_datetime(told["DateTime"].str.removesuffix("Z"))
    halves = pd.Series(told["Calls"].to_numpy(), index=stamps).resample("30min").sum(min_count=1)
    halves = halves[halves.index.hour < 21].asfreq("30min")  # of the half hour from 21:00 only five minutes were kept
    whole = pd.date_range(halves.index[0].normalize(), periods=(len(halves) // DAY + 1) * DAY, freq="30min")
    there = pd.date_range(whole[0], periods=len(whole), freq="30min", tz="Etc/GMT+5")
    return pd.Series(halves.reindex(whole).to_numpy(), index=there, dtype=float)


def errors(model: str, counts: pd.Series, *, origins: int = 20) -> Iterator[float]:
    """Mean pinball loss over the quantiles 0.05 to 0.95 of forecasts a week ahead, from origins a week apart."""
    days = len(counts) // DAY
    for origin in range(days - 7 * origins, days - 6, 7):
        history, truth = counts.iloc[: origin * DAY], counts.iloc[origin * DAY : (origin + 7) * DAY]
        history = history.loc[: history.last_valid_index()]
        horizon = (origin + 7) * DAY - len(history)
        calendar = calendar_of(counts.index[: (origin + 7) * DAY], horizon=horizon)
        frame = MODELS[model](history, horizon, levels=LEVELS, calendar=calendar).iloc[-7 * DAY :]
        yield np.mean(
            [loss(truth, frame, level, side) for level in LEVELS[1:] for side in (-1, 1)] + [loss(truth, frame, 0, 1)]
        )


def loss(truth: pd.Series, frame: pd.DataFrame, level: int, side: int) -> float:
    share = 0.5 + side * level / 200
    over = truth - frame[f"{'lower' if side < 0 else 'upper'}_{level}"]
    return np.maximum(share * over, (share - 1) * over).mean()
