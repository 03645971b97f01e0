"""Histories drawn from a known truth: counts around a week's pattern, by day, hour, week or month."""

from __future__ import annotations

import numpy as np
import pandas as pd

WEEK = np.array([1.10, 1.00, 0.95, 0.95, 1.05, 1.15, 0.80])
START = {"D": "2024-01-01", "h": "2024-03-04", "W-SUN": "2020-01-05", "MS": "2016-01-01"}
STEPS = {"D": 20 * 7, "h": 10 * 7 * 24, "W-SUN": 180, "MS": 72}


def expected(index: pd.DatetimeIndex, level: float = 200.0) -> np.ndarray:
    """Return the mean that counts are drawn around: by weekday, by hour of the wall clock, by time of the year."""
    if index.freqstr == "h":
        return level / 2 * WEEK[index.day_of_week] * (1.0 + 0.8 * np.sin(2 * np.pi * (index.hour - 9) / 24))
    if index.freqstr == "D":
        return level * WEEK[index.day_of_week]
    days = 7 if index.freqstr.startswith("W") else 30
    return level * days * (1 + 0.1 * np.cos(2 * np.pi * (index.day_of_year - 200) / 365.25))


def drawn(freq: str = "D", *, steps: int | None = None, seed: int = 1, start: str | None = None) -> pd.Series:
    """Return Poisson counts around :func:`expected`; hours are those of London."""
    zone = "Europe/London" if freq == "h" else None
    index = pd.date_range(start or START[freq], periods=steps or STEPS[freq], freq=freq, tz=zone)
    return pd.Series(np.random.default_rng(seed).poisson(expected(index)).astype(float), index=index)
