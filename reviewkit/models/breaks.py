"""A jump in the number of calls that no declared event explains: a warning, since forecasts take it for a season."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from reviewkit.methods.breaks import find_breaks
from reviewkit.models.calendar import calendar_of
from reviewkit.models.history import NotForThisGrain
from reviewkit.models.regressors import regressors
from reviewkit.models.times import grain_of

YEAR_PAIRS = 2
LEAST_DAYS = 4
"""Known days that a week needs."""
LEAST_OF_MEAN = 0.02
"""A weekday with a smaller share of the mean day is shut."""


def unmarked_breaks(
    history: pd.Series, *, country: str = "england", events: pd.DataFrame | Iterable[Mapping] | None = None
) -> pd.DataFrame:
    """Say when the level of daily counts has probably jumped without a declared event.

    Weekly means, freed of the usual differences between weekdays, are looked at as logs beside a trend, two waves a
    year, holidays and the declared events; see :func:`reviewkit.methods.breaks.find_breaks` for the test. A jump is
    reported of 5 % or more that comes by chance in fewer than 1 of 100 such series without one, with 8 weeks on
    each side.

    Parameters
    ----------
    history
        Daily counts, at least 24 weeks; NaN where not known.
    country, events
        As of :func:`reviewkit.models.forecast`.

    Returns
    -------
    A row for each break, in order of time: ``date``, the Monday of the first week at the new level; ``change``, as a
    share of the level before (0.1: a tenth more); ``chance``, how often chance alone gives one as strong.

    Notes
    -----
    The change may lie a week or two to either side of ``date``. It says that something changed, not what: a new
    telephone menu, a change of what is counted, a merger, an illness. In simulated series of two and three years
    without a jump 0 to 3 of 100 were reported; a jump of a tenth among weeks that differ by 3 % was found in 85 of
    100 two-year series whose weeks were independent, in 35 where they were alike (autocorrelation 0.3), and
    in nearly all such series of three years.

    Examples
    --------
    >>> days = pd.date_range("2023-01-02", periods=728, freq="D")
    >>> level = np.where(days < "2024-03-04", 200, 260)
    >>> calls = pd.Series(np.random.default_rng(1).poisson(level).astype(float), index=days)
    >>> found = unmarked_breaks(calls)
    >>> found["date"].dt.date.tolist(), found["change"].round(1).tolist()
    ([datetime.date(2024, 3, 4)], [0.3])
    >>> len(unmarked_breaks(calls, events=[{"date": "2024-03-04", "label": "Merger", "breaks_series": True}]))
    0
    """
    if grain_of(history.index).name != "daily":
        raise NotForThisGrain("Breaks are looked for in counts by day; add up shorter steps to days first.")
    weeks = _weeks(history)
    calendar = calendar_of(weeks.index, country=country, events=events)
    known = regressors(calendar, fourier=YEAR_PAIRS, known=weeks.notna()).assign(trend=np.linspace(0, 1, len(weeks)))
    marked = [int(np.argmax(column > 0)) for column in calendar.events.to_numpy().T]
    found = find_breaks(weeks.to_numpy(), known.to_numpy(), marked=marked)
    monday = weeks.index - pd.Timedelta(days=6)
    return pd.DataFrame(
        {
            "date": monday[[one.at for one in found]],
            "change": [np.expm1(one.step) for one in found],
            "chance": [one.chance for one in found],
        }
    )


def _weeks(history: pd.Series) -> pd.Series:
    """Return logs of the mean day of each week from Monday to Sunday, weekdays made alike."""
    weekday = history.index.day_of_week
    usual = (history.groupby(weekday).transform("mean") / history.mean()).to_numpy()
    alike = (history / usual).where(usual > LEAST_OF_MEAN)
    weekly = alike.resample("W-SUN")
    mean = weekly.mean().where(weekly.count() >= np.minimum(LEAST_DAYS, weekly.count().max()))
    return np.log(mean.where(mean > 0))
