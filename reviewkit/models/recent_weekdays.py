"""The mean of the same step of recent weeks: what many control rooms do by hand, and what is left where models fail."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

from reviewkit.models.calendar import Calendar
from reviewkit.models.frames import from_quantiles
from reviewkit.models.history import need
from reviewkit.models.times import Grain, grain_of, places

WEEKS, YEARS = 8, 3
"""How many seasons the mean is over: weeks for days and shorter steps, years for weeks and months."""


def recent_weekdays(history: pd.Series, horizon: int, *, levels: tuple[float, ...], calendar: Calendar) -> pd.DataFrame:
    """Forecast each step as the mean of the same step in the last eight weeks (of weeks and months: three years).

    The band is as wide as this very rule has been wrong before, as many seasons ahead, in proportion to the root of the
    mean; its shape is a gamma distribution, which never falls below nought.

    Misleads around holidays, which it does not know, and where the level moves faster than in eight weeks.

    Examples
    --------
    >>> from reviewkit.models.calendar import calendar_of
    >>> days = pd.date_range("2025-03-03", periods=23, freq="D")
    >>> weeks = pd.Series([90.0, 80, 70, 60, 50, 40, 30] * 2 + [99, 80, 70, 60, 50, 40, 30], index=days[:21])
    >>> recent_weekdays(weeks, 2, levels=(80,), calendar=calendar_of(days, horizon=2))["mean"].tolist()
    [93.0, 80.0]
    """
    grain = grain_of(history.index)
    need(history, 2 * grain.season, unit=grain.unit, because="to compare one season with the next")
    table, ahead, column = _seasons(history, calendar.index[-horizon:], grain)
    means = _means(table, WEEKS if grain.season <= 7 * grain.steps_per_day else YEARS)
    typical = np.where(np.isfinite(means[-1]), means[-1], np.nanmean(table))
    mean = typical[column]
    spread = _spread(table, means, most=int(ahead.max()))[ahead - 1]
    variance = spread * np.maximum(mean, 0.01 * typical.mean())
    return from_quantiles(calendar.future, mean, lambda chance: _gamma(chance, mean, variance), levels)


def _seasons(history: pd.Series, future: pd.DatetimeIndex, grain: Grain) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the history with a season in each row, and for each future step the seasons ahead and its column."""
    seen = history.groupby(places(history.index)).mean()
    last = int(seen.index[-1])
    rows = -(-(last - int(seen.index[0]) + 1) // grain.season)
    table = seen.reindex(range(last + 1 - rows * grain.season, last + 1)).to_numpy().reshape(rows, grain.season)
    beyond = places(future) - (last + 1)
    return table, np.maximum(beyond // grain.season, 0) + 1, beyond % grain.season


def _means(table: np.ndarray, rows: int) -> np.ndarray:
    """Return, after each row, the mean of the known values of the last so many rows; NaN where there is none."""
    known = np.isfinite(table)
    sums = [np.cumsum(part, axis=0) for part in (np.where(known, table, 0.0), known.astype(float))]
    for part in sums:
        part[rows:] -= part[:-rows].copy()
    return np.divide(sums[0], sums[1], out=np.full(table.shape, np.nan), where=sums[1] > 0)


def _spread(table: np.ndarray, means: np.ndarray, *, most: int) -> np.ndarray:
    """Return the mean squared error for each call of the mean, from 1 to ``most`` seasons ahead; it never falls."""
    found = []
    for ahead in range(1, min(most, max(1, len(table) // 2)) + 1):
        error = table[ahead:] - means[:-ahead]
        known = np.isfinite(error)
        found.append((error[known] ** 2).sum() / max(means[:-ahead][known].sum(), 1e-300) if known.any() else 0.0)
    grown = np.maximum.accumulate(found)
    return np.concatenate([grown, np.full(most - len(grown), grown[-1])])


def _gamma(chance: float, mean: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Return quantiles of gamma distributions; the mean itself where nothing varies."""
    steady = (variance <= 1e-12 * mean**2) | (mean <= 0)
    shape = np.where(steady, 1.0, mean**2 / np.where(steady, 1.0, variance))
    drawn = special.gammaincinv(shape, chance) * np.where(steady, 1.0, variance) / np.where(steady, 1.0, mean)
    return np.where(steady, mean, drawn)
