"""Days first, then the hours within them: a daily SARIMA, shared out by the weekday's profile."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import special

from reviewkit.methods import negative_binomial
from reviewkit.models.calendar import Calendar
from reviewkit.models.frames import column
from reviewkit.models.sarima import sarima
from reviewkit.models.week import (
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

FIRST_DAY = pd.Timestamp("2000-01-03")
"""Day 0 of the numbers of days: see :func:`reviewkit.models.times.places`."""
LEAST_SEEN = 0.5
"""A day's total is worked out from its parts where this share of its calls was seen; below it, it is not known."""
BAND = 80
Z = float(special.ndtri(0.5 + BAND / 200))


def top_down(
    history: pd.Series, horizon: int, *, levels: tuple[float, ...], calendar: Calendar, start: object = None
) -> pd.DataFrame:
    """Forecast the total of each day, and share it out over the day as that weekday's calls usually come.

    Totals are those of local days, forecast by :func:`reviewkit.models.sarima.sarima`; a day of which only part was
    seen (a gap, 23 or 25 hours) counts as the whole day that this part makes likely, and on a day of 23 or 25 hours to
    come an hour's share falls away or comes twice. The dispersion of each time of day is that of its calls about its
    share of the day, and the squared relative error of the day's forecast on top:

        mu = D_day p_slot,   Var(y) = mu + (a_slot + (sd_D / D)^2) mu^2,   negative binomial

    Better than :func:`reviewkit.models.slots.slots` where days of late say much about days to come. Misleads on
    holidays whose calls come at other hours than on ordinary days.

    Raises
    ------
    HistoryError
        For days and longer steps, and for fewer days than the daily model needs.

    Examples
    --------
    >>> from reviewkit.models.calendar import calendar_of
    >>> hours = pd.date_range("2025-01-06", periods=24 * 71, freq="h", tz="Europe/London")
    >>> calls = pd.Series(np.random.default_rng(1).poisson(20 + 60 * (hours.hour >= 8)), index=hours, dtype=float)[:-24]
    >>> frame = top_down(calls, 24, levels=(80,), calendar=calendar_of(hours, horizon=24))
    >>> frame["mean"].iloc[[0, 12]].round(-1).tolist()
    [20.0, 80.0]
    """
    late = min(len(history), WEEKS * calendar.season)
    history, calendar = (
        history.iloc[-late:],
        calendar.between(len(history) - late, len(calendar.index), horizon=horizon),
    )
    week = week_of(history, calendar)
    counts = history.to_numpy()
    seen = np.flatnonzero(np.isfinite(counts))
    counts, weights = counts[seen], age_weights(week, seen)
    usual = profile(counts, week, seen=seen, weights=weights).reshape(WEEK_DAYS, -1)
    share = ratio(usual, np.broadcast_to(usual.sum(axis=1, keepdims=True), usual.shape)).ravel()[week.cell]
    shut = (usual.sum(axis=1) == 0)[week.cell[seen] // week.slots]  # seen, and never a call: nought is known
    totals = _totals(counts, np.where(shut, 1 / week.slots, share[seen]), week.day[seen])
    days = _daily(totals, week, calendar, start=start)
    day = _dates(week.day[week.past :])
    sd = (days[column("upper", BAND)] - days["mean"]) / Z
    total = pd.concat([totals, days["mean"]]).reindex(day).to_numpy()  # of a day begun, the part seen tells the whole
    ahead = total * share[week.past :]
    off = ratio(sd.reindex(day, fill_value=0.0).to_numpy(), total)
    told = totals.reindex(_dates(week.day[seen])).to_numpy()
    within = np.isfinite(told)
    spread = negative_binomial.slot_dispersions(
        counts[within],
        (told * share[seen])[within],
        slot=week.slot[seen][within],
        slots=week.slots,
        weights=weights[within],
    )[week.slot[week.past :]]
    spread = with_estimation(spread, ahead, week, seen=seen, weights=weights) + off**2
    frame = frame_of_counts(calendar, ahead, spread, levels)
    frame.attrs = {**days.attrs, "notes": [*days.attrs.get("notes", ()), *closed(week, seen)]}
    return frame


def _totals(counts: np.ndarray, share: np.ndarray, day: np.ndarray) -> pd.Series:
    """Return what each local day comes to, from the first well seen day to the last."""
    number = day - day[0]
    part = np.bincount(number, share)
    told = np.where(part >= LEAST_SEEN, ratio(np.bincount(number, counts), part), np.nan)
    found = pd.Series(
        told, index=pd.date_range(FIRST_DAY + pd.Timedelta(days=int(day[0])), periods=len(told), freq="D")
    )
    return found.loc[found.first_valid_index() : found.last_valid_index()]


def _daily(totals: pd.Series, week: Week, calendar: Calendar, *, start: object) -> pd.DataFrame:
    """Forecast the days that the times to come lie in, and those at the end of which too little was seen."""
    _, first = np.unique(week.day, return_index=True)
    dates = _dates(week.day[first])
    kept = dates >= totals.index[0]
    index = pd.date_range(totals.index[0], dates[-1], freq="D")
    horizon = len(index) - len(totals)
    facts = {
        name: getattr(calendar, name).iloc[first[kept]].set_axis(dates[kept]).reindex(index, fill_value=0.0)
        for name in ("holidays", "events")
    }
    daily = replace(calendar, index=index, horizon=horizon, season=WEEK_DAYS, steps_per_day=1.0, **facts)
    return sarima(totals, horizon, levels=(BAND,), calendar=daily.between(0, len(index), horizon=horizon), start=start)


def _dates(day: np.ndarray) -> pd.DatetimeIndex:
    return FIRST_DAY + pd.to_timedelta(day, unit="D")
