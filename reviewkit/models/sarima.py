"""The model asked by default, for steps of any length: seasonal ARIMA of days, weeks and months."""

from __future__ import annotations

import pandas as pd

from reviewkit.models.calendar import Calendar
from reviewkit.models.seasonal_arima import seasonal_arima
from reviewkit.models.times import grain_of
from reviewkit.models.top_down import top_down


def sarima(
    history: pd.Series, horizon: int, *, levels: tuple[float, ...], calendar: Calendar, start: object = None
) -> pd.DataFrame:
    """Forecast by a seasonal ARIMA model with regressors, fitted by exact maximum likelihood.

    Days, weeks and months: :func:`reviewkit.models.seasonal_arima.seasonal_arima`. Shorter steps: the days by that
    model, shared out by :func:`reviewkit.models.top_down.top_down`; a note says so.

    Misleads after a break that is not among the events: the level follows within days, the week's pattern within
    months.

    Parameters
    ----------
    history, horizon, levels, calendar
        As every model's: see :func:`reviewkit.models.forecast`.
    start
        ``attrs["start"]`` of an earlier forecast of nearly the same history: the fit then begins where that ended.

    Raises
    ------
    HistoryError
        When the history is too short.

    Examples
    --------
    >>> import numpy as np
    >>> from reviewkit.models.calendar import calendar_of
    >>> days = pd.date_range("2025-03-03", periods=70 + 7, freq="D")
    >>> noise = np.random.default_rng(1).normal(size=70)
    >>> calls = pd.Series(np.round(np.tile([90.0, 80, 70, 60, 70, 80, 90], 10) + noise), index=days[:70])
    >>> calendar = calendar_of(days, horizon=7)
    >>> sarima(calls, 7, levels=(80,), calendar=calendar)["mean"].round(-1).tolist()
    [90.0, 80.0, 70.0, 60.0, 70.0, 80.0, 90.0]
    """
    options = {"levels": levels, "calendar": calendar, "start": start}
    if grain_of(history.index).name != "intraday":
        return seasonal_arima(history, horizon, **options)
    frame = top_down(history, horizon, **options)
    note = "The days were forecast by the seasonal model, and shared out over the day as calls usually come."
    frame.attrs = frame.attrs | {"notes": [*frame.attrs.get("notes", ()), note]}
    return frame
