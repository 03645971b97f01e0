"""A trend that may bend, the week, the year and holidays: Prophet's mean function as one linear system."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reviewkit.methods.ridge import Ridge, bends, solve
from reviewkit.models.calendar import Calendar
from reviewkit.models.frames import from_normal
from reviewkit.models.history import NotForThisGrain, need
from reviewkit.models.regressors import YEAR_DAYS, regressors
from reviewkit.models.times import grain_of, local_times

LONGEST_YEARS = 5
YEAR_PAIRS = 5
KNOT_DAYS = 50
"""The trend may bend every so many days,"""
LAST_KNOT_DAYS = 100
"""but no later than this before the end: a bend is seen only after a while."""
BENDS = (0.015, 0.05, 0.15, 0.5)
"""Standard deviations of the change of slope at a knot, as shares of the mean level a year: stiff to supple."""
WORTH_IT = 0.9
"""A suppler trend is taken where it would have left less than this share of the squared error of a stiffer one."""
SLOPE_SD, WEEKDAY_SD, FACT_SD = 1.0, 1.0, 0.5
"""What else is expected, as shares of the mean level: slope a year, weekdays, holidays and waves of the year."""
TRIALS = 8
TRIAL_DAYS = 28
LEAST_HISTORY_SEASONS = {"daily": 16, "weekly": 1.5, "monthly": 2}
"""Seasons of history that a trial of the past needs."""
PRIOR_ERRORS = 100.0
"""The spread leans on the regression's own as if so many errors of trials had been as it says."""
LEAST_WIDTH = 0.8
"""The trials may narrow the variance to this share, no further."""
DRIFT = 0.5
"""Share of the variance of the trials' mean error by which the variance grows for each further half trial ahead."""


@dataclass(frozen=True)
class _Series:
    """What is fitted: shares of the mean level, times in years, all columns but the trend's."""

    y: np.ndarray
    years: np.ndarray
    facts: np.ndarray
    fact_sd: np.ndarray


@dataclass(frozen=True)
class _Trials:
    """Errors of forecasts from earlier origins, a row each, and the variance that the regression claimed for them."""

    bend: float
    errors: np.ndarray
    claimed: float


def ridge(history: pd.Series, horizon: int, *, levels: tuple[float, ...], calendar: Calendar) -> pd.DataFrame:
    """Forecast the sum of a trend, the weekday, five Fourier pairs over the year, holidays and events.

    The mean function is Prophet's (see :mod:`reviewkit.methods.ridge`), solved in closed form. How far the trend may
    bend is chosen from :data:`BENDS` by forecasts from up to :data:`TRIALS` earlier origins, a stiffer trend where
    they do not clearly differ. The spread holds the noise, what is not known of the coefficients (the trend's slope
    above all), is scaled to the squared errors of those same trials, and grows with the horizon by how far whole
    trials were off: Prophet's own intervals leave out the first and the third, and held 75.5 of 80 in a comparison of
    eight series.

    Misleads right after a level has jumped without a declared event: a trend bends, it does not jump.

    Raises
    ------
    HistoryError
        For steps shorter than a day, and for fewer than two seasons.

    Examples
    --------
    >>> from reviewkit.models.calendar import calendar_of
    >>> days = pd.date_range("2025-02-03", periods=70, freq="D")
    >>> calls = pd.Series(100.0 + 20.0 * (days[:63].day_of_week == 0), index=days[:63])
    >>> frame = ridge(calls, 7, levels=(80,), calendar=calendar_of(days, horizon=7))
    >>> frame["mean"].round().tolist()
    [120.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0]
    """
    grain = grain_of(history.index)
    if grain.name == "intraday":
        raise NotForThisGrain("This model is for days and longer; for half hours, use slots or top_down.")
    need(history, 2 * grain.season, unit=grain.unit, because="to tell a trend from a season")
    late = min(len(history), grain.steps(LONGEST_YEARS * YEAR_DAYS))
    calendar = calendar.between(len(history) - late, len(calendar.index), horizon=horizon)
    history = history.iloc[-late:]
    level = float(history.mean())
    series = _series(history / level, calendar)
    apart = grain.steps(TRIAL_DAYS)
    fewest = int(LEAST_HISTORY_SEASONS[grain.name] * grain.season)
    trials = _chosen([_trials(series, bend, steps=apart, apart=apart, fewest=fewest) for bend in BENDS])
    fitted, rows = _fit(series, len(history), horizon, trials.bend)
    mean = rows @ fitted.coefficients
    variance = _widened(fitted.noise + fitted.variance(rows), fitted.noise, trials)
    frame = from_normal(calendar.future, level * mean, level * np.sqrt(variance), levels)
    past = series.y - _rows(series, len(history), len(history)) @ fitted.coefficients
    frame.attrs = {
        "details": {
            "bend": trials.bend,
            "trials": len(trials.errors),
            "sigma2": fitted.noise * level**2,
            "freedom": fitted.freedom,
            "residuals": pd.Series(level * past, index=history.index),
        }
    }
    return frame


def _series(shares: pd.Series, calendar: Calendar) -> _Series:
    """Return a history as shares of its mean, and what is known of each step of it and of the forecast."""
    known = regressors(calendar, fourier=YEAR_PAIRS, known=shares.notna()).to_numpy()
    years = ((local_times(calendar.index) - local_times(calendar.index)[0]) / pd.Timedelta(days=YEAR_DAYS)).to_numpy()
    days = range(calendar.season - 1 if calendar.steps_per_day == 1 else 0)
    weekday = np.array([calendar.index.day_of_week == day for day in days], dtype=float).reshape(-1, len(years)).T
    facts = np.hstack([weekday - (1 / calendar.season if days else 0.0), known])
    sd = np.repeat([WEEKDAY_SD, FACT_SD], [weekday.shape[1], known.shape[1]])
    return _Series(shares.to_numpy(), years, facts, sd)


def _rows(series: _Series, origin: int, stop: int) -> np.ndarray:
    """Return the columns of all steps before ``stop``, the trend's as known at ``origin``."""
    end = series.years[origin - 1]
    knots = np.arange(end - LAST_KNOT_DAYS / YEAR_DAYS, KNOT_DAYS / YEAR_DAYS, -KNOT_DAYS / YEAR_DAYS)
    return np.hstack([bends(series.years[:stop], knots, end=end), series.facts[:stop]])


def _fit(series: _Series, origin: int, steps: int, bend: float) -> tuple[Ridge, np.ndarray]:
    """Fit to what was known before ``origin``, and return the columns of the next ``steps``."""
    rows = _rows(series, origin, origin + steps)
    knots = rows.shape[1] - 2 - series.facts.shape[1]
    prior = np.concatenate([[np.inf, SLOPE_SD], np.full(knots, bend), series.fact_sd])
    known = np.isfinite(series.y[:origin])
    return solve(rows[:origin][known], series.y[:origin][known], prior), rows[origin:]


def _trials(series: _Series, bend: float, *, steps: int, apart: int, fewest: int) -> _Trials:
    """Forecast ``steps`` from earlier origins, ``apart`` from each other and with ``fewest`` steps before them."""
    origins = range(len(series.y) - steps, fewest - 1, -apart)[:TRIALS]
    errors, claimed = [np.zeros((0, steps))], []
    for origin in origins:
        fitted, rows = _fit(series, origin, steps, bend)
        errors.append(series.y[origin : origin + steps] - rows @ fitted.coefficients)
        claimed.append(fitted.noise + fitted.variance(rows).mean())
    return _Trials(bend, np.vstack(errors), float(np.mean(claimed)) if claimed else np.nan)


def _chosen(tried: list[_Trials]) -> _Trials:
    """Return the stiffest, or a suppler one where it was clearly better."""
    best = tried[0]
    for other in tried[1:]:
        if np.isfinite(best.errors).any() and np.nanmean(other.errors**2) < WORTH_IT * np.nanmean(best.errors**2):
            best = other
    return best


def _widened(variance: np.ndarray, noise: float, trials: _Trials) -> np.ndarray:
    """Scale a variance to the errors of the trials, and let it grow by how far whole trials were off."""
    known = np.isfinite(trials.errors)
    if not known.any():
        return variance
    count, steps = known.sum(), trials.errors.shape[1]
    seen = np.nanmean(trials.errors**2) / trials.claimed
    scale = max((count * seen + PRIOR_ERRORS) / (count + PRIOR_ERRORS), LEAST_WIDTH)
    blocks = trials.errors[known.any(axis=1)]
    off = max(float(np.mean(np.nanmean(blocks, axis=1) ** 2)) - noise / steps, 0.0)
    further = np.maximum(np.arange(1, len(variance) + 1) / (steps / 2) - 1, 0.0)
    return scale * variance + DRIFT * off * further
