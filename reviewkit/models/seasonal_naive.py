"""The same step of the season before: what every other model has to beat."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewkit.models.calendar import Calendar
from reviewkit.models.frames import from_normal
from reviewkit.models.history import need
from reviewkit.models.times import grain_of, places


def seasonal_naive(history: pd.Series, horizon: int, *, levels: tuple[float, ...], calendar: Calendar) -> pd.DataFrame:
    """Forecast each step as what it was a season before; where that is missing, a season earlier still.

    The spread is that of the differences between one season and the next, and grows by the square root of the seasons
    ahead: Hyndman and Athanasopoulos, *Forecasting: principles and practice* (3rd edition), sections 5.2 and 5.5.

    Misleads after a holiday or a storm, which it repeats a season later.

    Examples
    --------
    >>> from reviewkit.models.calendar import calendar_of
    >>> days = pd.date_range("2025-03-03", periods=16, freq="D")
    >>> week = pd.Series([9.0, 8, 7, 6, 5, 4, 3] * 2, index=days[:14])
    >>> seasonal_naive(week, 2, levels=(80,), calendar=calendar_of(days, horizon=2))["mean"].tolist()
    [9.0, 8.0]
    """
    grain = grain_of(history.index)
    need(history, 2 * grain.season, unit=grain.unit, because="to compare one season with the next")
    seen = history.groupby(places(history.index)).mean().dropna()
    steps = places(calendar.future)
    back = np.arange(1, 2 + (steps[-1] - seen.index[0]) // grain.season) * grain.season
    earlier = seen.reindex((steps[:, None] - back).ravel()).to_numpy().reshape(horizon, -1)
    known = np.isfinite(earlier)
    first = known.argmax(axis=1)
    mean = np.where(known.any(axis=1), earlier[np.arange(horizon), first], seen.mean())
    change = seen - seen.reindex(seen.index - grain.season).to_numpy()
    sd = np.sqrt((change**2).mean()) if change.notna().any() else seen.std()  # no two known steps a season apart
    return from_normal(calendar.future, mean, sd * np.sqrt(first + 1), levels)
