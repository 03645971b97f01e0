"""When a month or a week is whole enough to be judged: one published rule, used everywhere."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

COMPLETE_SHARE = 0.98
"""Share of the expected intervals a period needs; below it a period is marked, never scaled up, never judged."""

PERIOD_COLUMNS = ("month", "week")
HOUR_MINUTES = 60
LONGEST_DAY_MINUTES = 25 * HOUR_MINUTES
WEEK_MINUTES = 7 * 24 * HOUR_MINUTES


def is_complete(received: ArrayLike, expected: ArrayLike) -> np.ndarray | np.bool_:
    """Whether enough of a period's intervals came in: received / expected of at least :data:`COMPLETE_SHARE`.

    Examples
    --------
    >>> is_complete([98, 97, 0], [100, 100, 0]).tolist()
    [True, False, False]
    """
    got, due = np.asarray(received, dtype=float), np.asarray(expected, dtype=float)
    return ((due > 0) & (got >= COMPLETE_SHARE * due))[()]


def period_start(times: pd.Series, by: Literal["month", "week"]) -> pd.Series:
    """Local midnight at the start of the month, or of the Monday-to-Sunday week, that each time falls in.

    Parameters
    ----------
    times
        Timezone-aware local times; the clock changes are kept.

    Raises
    ------
    ValueError
        When ``by`` is neither ``month`` nor ``week``.

    Examples
    --------
    >>> times = pd.Series(pd.to_datetime(["2024-10-31 23:30"]).tz_localize("Europe/London"))
    >>> str(period_start(times, "week")[0])
    '2024-10-28 00:00:00+00:00'
    """
    if by not in PERIOD_COLUMNS:
        raise ValueError(f"by must be one of {', '.join(PERIOD_COLUMNS)}, not {by!r}")
    day = times.dt.tz_localize(None).dt.normalize()
    back = day.dt.day - 1 if by == "month" else day.dt.day_of_week
    return (day - pd.to_timedelta(back, unit="D")).dt.tz_localize(times.dt.tz)


def year_earlier(times: pd.Series, *, weekly: bool = False) -> pd.Series:
    """The same local date and clock time a year before, for comparing like with like.

    Parameters
    ----------
    times
        Timezone-aware local times.
    weekly
        Go back 52 weeks instead, so that the start of a week stays the start of a week.

    Returns
    -------
    pandas.Series
        Missing for 29 February, which has no partner, and for clock times that a clock change makes doubtful.

    Examples
    --------
    >>> times = pd.Series(pd.to_datetime(["2024-02-29 12:00", "2024-09-01 12:00"]).tz_localize("Europe/London"))
    >>> [str(time) for time in year_earlier(times)]
    ['NaT', '2023-09-01 12:00:00+01:00']
    """
    local = times.dt.tz_localize(None)
    back = local - (pd.Timedelta(days=364) if weekly else pd.DateOffset(years=1))
    if not weekly:
        back = back.where(back.dt.day == local.dt.day)
    return back.dt.tz_localize(times.dt.tz, ambiguous="NaT", nonexistent="NaT")


def local_day(times: pd.Series) -> pd.Series:
    """Return times as local days without a zone, as monthly and weekly tables carry them.

    Examples
    --------
    >>> str(local_day(pd.Series(pd.to_datetime(["2024-10-31 23:30"]).tz_localize("Europe/London")))[0])
    '2024-10-31 00:00:00'
    """
    times = pd.to_datetime(times)
    return (times.dt.tz_localize(None) if times.dt.tz is not None else times).dt.normalize().astype("datetime64[us]")
