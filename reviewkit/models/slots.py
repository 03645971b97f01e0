"""Parts of a day: a mean for each slot of the week, facts of the day, and the spread of a negative binomial."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import signal

from reviewkit.methods import negative_binomial
from reviewkit.models.calendar import Calendar
from reviewkit.models.history import need
from reviewkit.models.regressors import YEAR_DAYS, waves
from reviewkit.models.times import grain_of
from reviewkit.models.week import (
    HALF_LIFE_DAYS,
    WEEK_DAYS,
    WEEKS,
    Week,
    age_weights,
    closed,
    frame_of_counts,
    profile,
    ratio,
    week_of,
    with_estimation,
)

PAIRS = 2
"""Pairs of sine and cosine over the year, where two whole years were seen; with fewer, they would carry a trend on."""
RIDGE = 4.0
"""Penalty on the slopes of facts: a fact is expected to multiply the calls by up to e^0.5 or to divide them so."""
LEVELS_TRIED = (0.0, 0.03, 0.06, 0.12, 0.25)
"""Shares by which a day's surprise moves the level; 0: a level that only the weights move."""
WORTH_IT = 0.85
"""The level is moved only where that would have made the squared error a week ahead less than this share of it."""
FEWEST_DAYS = 42
MIDDLE_DAY = 4
"""The errors are those of a week ahead, on average of its fourth day; they grow by the same each day after it."""
LEAST_OF_A_DAY = 0.25
"""A day tells of its facts if this share of its calls was seen."""
LEAST_SPREAD = 0.2
"""However well the level is followed, this share of the dispersion seen stays."""


def slots(history: pd.Series, horizon: int, *, levels: tuple[float, ...], calendar: Calendar) -> pd.DataFrame:
    """Forecast each part of a day from the same part of earlier weeks.

    A mean for each slot of the week (Monday 9:00, ...), multiplied by the facts of the day: holidays, events, two
    Fourier pairs over the year. A day's weight halves every :data:`HALF_LIFE_DAYS`; where days of late were all above
    or below, and following them would clearly have helped before, the level follows. Counts are negative binomial:
    the dispersion of each time of day holds the shocks of whole days as well as those of the slot, so that a band
    holds for a slot on a day of which nothing is known yet.

        y ~ NB(mu, a_s),   log mu = b_slot of week + x_day' g + level,   Var(y) = mu + a_s mu^2

    Facts of a day multiply all its slots alike, so their slopes need the totals of days only: a regression with 7
    cells, each day's exposure the share of its profile that was seen (23 and 25 hours, gaps).

    Misleads on holidays whose calls come at other hours than on ordinary days, and after a change of opening hours.

    Raises
    ------
    HistoryError
        For days and longer steps, and for fewer than two weeks.

    Examples
    --------
    >>> from reviewkit.models.calendar import calendar_of
    >>> hours = pd.date_range("2025-01-06", periods=24 * 29, freq="h", tz="Europe/London")
    >>> calls = pd.Series(10.0 + 20.0 * (hours[:-24].hour >= 8), index=hours[:-24])
    >>> frame = slots(calls, 24, levels=(80,), calendar=calendar_of(hours, horizon=24))
    >>> frame["mean"].iloc[[0, 12]].round(3).tolist()
    [10.0, 30.0]
    """
    late = min(len(history), WEEKS * calendar.season)
    history, calendar = (
        history.iloc[-late:],
        calendar.between(len(history) - late, len(calendar.index), horizon=horizon),
    )
    week = week_of(history, calendar)
    need(
        history, 2 * calendar.season, unit=grain_of(history.index).unit, because="to see how the slots of a week differ"
    )
    counts = history.to_numpy()
    seen = np.flatnonzero(np.isfinite(counts))
    counts = counts[seen]
    weights = age_weights(week, seen)
    facts = _facts(calendar, week, seen)
    slopes = _slopes(counts, week, facts, seen=seen, weights=weights)
    factor = np.exp(facts.to_numpy() @ slopes.slopes)
    mean = profile(counts / factor[seen], week, seen=seen, weights=weights * factor[seen])[week.cell] * factor
    level, more, growth = _level(counts, mean[seen], week.day[seen], weights)
    ahead = mean[week.past :] * np.exp(level)
    spread = negative_binomial.slot_dispersions(
        counts, mean[seen], slot=week.slot[seen], slots=week.slots, weights=weights
    )[week.slot[week.past :]]
    days = week.day[week.past :] - week.day[week.past - 1]
    spread = np.maximum(spread + more + growth * np.maximum(days - MIDDLE_DAY, 0), LEAST_SPREAD * spread)
    spread = with_estimation(spread, ahead, week, seen=seen, weights=weights)
    frame = frame_of_counts(calendar, ahead, spread, levels)
    frame.attrs = {"notes": closed(week, seen), "details": _details(facts, slopes, level, spread)}
    return frame


def _facts(calendar: Calendar, week: Week, seen: np.ndarray) -> pd.DataFrame:
    """Return what is known of each day: holidays and events, and the time of year where two years were seen."""
    span = week.day[seen[-1]] - week.day[seen[0]] + 1
    year = waves(calendar.index, PAIRS if span >= 2 * YEAR_DAYS else 0)
    return pd.concat([calendar.holidays, calendar.events, year], axis="columns", sort=False)


def _slopes(
    counts: np.ndarray, week: Week, facts: pd.DataFrame, *, seen: np.ndarray, weights: np.ndarray
) -> negative_binomial.Fitted:
    """Fit the slopes of facts to the totals of days; those of which hardly anything was seen tell nothing."""
    usual = profile(counts, week, seen=seen, weights=weights)[week.cell[seen]]
    _, first, number = np.unique(week.day[seen], return_index=True, return_inverse=True)
    weekday = week.cell[seen][first] // week.slots
    expected = np.bincount(number, usual)
    whole = np.array([expected[weekday == day].max(initial=0.0) for day in range(WEEK_DAYS)])[weekday]
    told = expected > LEAST_OF_A_DAY * whole
    return negative_binomial.fit(
        np.bincount(number, counts)[told],
        cell=weekday[told],
        cells=WEEK_DAYS,
        facts=facts.to_numpy()[seen[first]][told],
        weights=weights[first][told],
        exposure=ratio(expected, whole)[told],
        ridge=RIDGE,
    )


def _level(counts: np.ndarray, mean: np.ndarray, day: np.ndarray, weights: np.ndarray) -> tuple[float, float, float]:
    """Return how far the level of late is from the fit (log), and what that adds to the dispersion, and adds a day.

    The logs of day totals over their fit are smoothed exponentially; for each share of :data:`LEVELS_TRIED` the mean
    squared error over the week after each day is worked out at once, from running sums.
    """
    number = np.unique(day, return_inverse=True)[1]
    total, fit = np.bincount(number, counts), np.bincount(number, mean)
    known = fit > 0
    surprise = np.log((total[known] + 0.5) / (fit[known] + 0.5))
    if len(surprise) < FEWEST_DAYS:
        return 0.0, 0.0, 0.0
    weight = np.bincount(number, weights)[known][:-WEEK_DAYS]
    after, squares = (_mean_of_next_week(part) for part in (surprise, surprise**2))
    levels = [signal.lfilter([share], [1, share - 1], surprise) for share in LEVELS_TRIED]
    errors = [
        np.average(squares - 2 * level[:-WEEK_DAYS] * after + level[:-WEEK_DAYS] ** 2, weights=weight)
        for level in levels
    ]
    best = int(np.argmin(errors))
    if errors[best] >= WORTH_IT * errors[0]:
        return 0.0, 0.0, 0.0
    return float(levels[best][-1]), errors[best] - errors[0], LEVELS_TRIED[best] ** 2 * errors[best]


def _mean_of_next_week(values: np.ndarray) -> np.ndarray:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return (sums[WEEK_DAYS + 1 :] - sums[1:-WEEK_DAYS]) / WEEK_DAYS


def _details(facts: pd.DataFrame, slopes: negative_binomial.Fitted, level: float, spread: np.ndarray) -> dict:
    """Return what a statistician may want: plain numbers and tables."""
    error = np.sqrt(np.diag(slopes.slopes_variance))
    return {
        "slopes": pd.DataFrame({"slope": slopes.slopes, "standard_error": error}, index=facts.columns),
        "level": level,
        "dispersion_of_days": slopes.dispersion,
        "dispersion_of_slots": (float(spread.min()), float(spread.max())),
        "half_life_days": HALF_LIFE_DAYS,
    }
