"""What is known beforehand as columns of numbers that a regression can be fitted to."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewkit.models.calendar import Calendar
from reviewkit.models.times import local_times

YEAR_DAYS = 365.25

TOLERANCE = 1e-6
"""A column is left out where the columns before it explain all but this share of its length."""


def regressors(calendar: Calendar, *, fourier: int = 0, known: pd.Series | None = None) -> pd.DataFrame:
    """Return the columns of holidays, events and the time of year, for the history and the forecast.

    Parameters
    ----------
    calendar
        Of the history and the forecast.
    fourier
        How many pairs of waves stand for the year: 2 are a year's and a half year's. None is used where the history is
        shorter than a year, since they would pass for a trend.
    known
        Whether each step of the history has a value, without which nothing can be learnt from it; all, when left out.

    Returns
    -------
    A frame on ``calendar.index``. Columns that do not vary where values are known, and those that others (or a
    constant) already explain there, are left out: every regression on what is left has one solution.

    Examples
    --------
    >>> from reviewkit.models.calendar import calendar_of
    >>> days = pd.date_range("2023-01-01", periods=800, freq="D")
    >>> regressors(calendar_of(days, horizon=28), fourier=1).columns.tolist()[-4:]
    ['christmas_week', 'new_years_day', 'year_cos_1', 'year_sin_1']
    """
    past = len(calendar.index) - calendar.horizon
    whole_year = past >= YEAR_DAYS * calendar.steps_per_day
    parts = [calendar.holidays, calendar.events, *([waves(calendar.index, fourier)] if whole_year and fourier else ())]
    found = pd.concat(parts, axis=1)
    seen = np.ones(past, dtype=bool) if known is None else known.to_numpy()
    return found[_independent(found.iloc[:past][seen])]


def waves(index: pd.DatetimeIndex, pairs: int) -> pd.DataFrame:
    """Return cosine and sine of the time of year, ``pairs`` of each.

    Examples
    --------
    >>> days = pd.date_range("2024-01-01", periods=183, freq="D")
    >>> waves(days, 1)["year_cos_1"].iloc[[0, -1]].round(2).tolist()
    [1.0, -1.0]
    """
    phase = 2 * np.pi * ((local_times(index) - pd.Timestamp("2000-01-01")) / pd.Timedelta(days=YEAR_DAYS)).to_numpy()
    made = {
        f"year_{name}_{pair}": function(pair * phase)
        for pair in range(1, pairs + 1)
        for name, function in (("cos", np.cos), ("sin", np.sin))
    }
    return pd.DataFrame(made, index=index)


def _independent(columns: pd.DataFrame) -> list[str]:
    """Return the names of columns that no earlier ones explain, by Gram and Schmidt's way, done twice for accuracy."""
    if columns.empty:
        return []
    basis = np.full((len(columns), 1), len(columns) ** -0.5)
    kept = []
    for name, column in columns.items():
        rest = column.to_numpy(dtype=float)
        length = np.linalg.norm(rest)
        for _ in range(2):
            rest = rest - basis @ (basis.T @ rest)
        if np.linalg.norm(rest) > TOLERANCE * max(length, 1e-300):
            basis = np.column_stack([basis, rest / np.linalg.norm(rest)])
            kept.append(name)
    return kept
