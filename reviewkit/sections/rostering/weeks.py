"""Half hours of the week: from times in London to weeks of 336, Monday midnight first."""

from __future__ import annotations

import numpy as np
import pandas as pd

DAYS, HALF_HOURS = 7, 48
SLOTS = DAYS * HALF_HOURS
MOST_WEEKS = 13


def slot_of(times: pd.Series) -> pd.Series:
    """Return the half hour of the week of local times, 0 for Monday midnight.

    Examples
    --------
    >>> times = pd.to_datetime(["2025-03-31 00:00", "2025-04-06 23:30"]).tz_localize("Europe/London")
    >>> slot_of(times.to_series()).tolist()
    [0, 335]
    """
    time = times.dt
    return time.day_of_week * HALF_HOURS + time.hour * 2 + time.minute // 30


def by_slot(times: pd.Series, values: pd.Series) -> np.ndarray:
    """Return the mean of each half hour of the week."""
    return values.groupby(slot_of(times)).mean().reindex(range(SLOTS)).to_numpy(dtype=float)


def last_weeks(times: pd.Series, *, most: int = MOST_WEEKS) -> pd.DatetimeIndex:
    """Return the Mondays of the last whole weeks that begin and end within the times, oldest first, without a zone.

    Examples
    --------
    >>> half_hours = pd.date_range("2025-03-05", "2025-03-24 23:30", freq="30min", tz="Europe/London")
    >>> [str(monday.date()) for monday in last_weeks(half_hours.to_series())]
    ['2025-03-10', '2025-03-17']
    """
    if times.empty:
        return pd.DatetimeIndex([])
    local = times.dt.tz_localize(None)
    first, after = local.min(), local.max() + pd.Timedelta(minutes=30)
    end = after.normalize() - pd.Timedelta(days=after.day_of_week)
    begin = first.normalize() + pd.Timedelta(days=-first.day_of_week % DAYS)
    begin += pd.Timedelta(weeks=int(begin < first))
    return pd.date_range(max(begin, end - pd.Timedelta(weeks=most)), end, freq="7D", inclusive="left")


def weeks_of(counts: pd.DataFrame, column: str, weeks: pd.DatetimeIndex) -> pd.DataFrame:
    """Return counts as a row for each week and a column for each half hour of it.

    A half hour that is not there, as when the clocks go forward, is given the mean of the other weeks.
    """
    local = counts["start"].dt.tz_localize(None)
    week = (local - weeks[0]).dt.days // DAYS
    grid = counts[column].groupby([week, slot_of(counts["start"])]).mean().unstack()  # noqa: PD010 - by week and slot
    grid = grid.reindex(index=range(len(weeks)), columns=range(SLOTS))
    return grid.fillna(grid.mean()).fillna(0.0)
