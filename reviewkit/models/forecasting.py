"""One forecast: the history checked, one model asked, its answer judged, and a simpler model asked where it fails."""

from __future__ import annotations

import difflib
import operator
from collections.abc import Iterable, Mapping, Sequence
from numbers import Real

import numpy as np
import pandas as pd

from reviewkit.models.calendar import Calendar, calendar_of
from reviewkit.models.frames import from_quantiles
from reviewkit.models.history import HistoryError, Ready, need, ready, recent, without_spikes
from reviewkit.models.judging import FAILURES, answer, reason
from reviewkit.models.registry import MODELS
from reviewkit.models.times import grain_of

SIMPLER = ("recent_weekdays", "seasonal_naive")
"""What is asked, in this order, where a model fails."""

BY_DAYS = {"sarima": "top_down"}
"""What answers for a model of days where half hours are asked for: it forecasts the days by that model."""


def forecast(
    history: pd.Series,
    horizon: int,
    *,
    model: str = "sarima",
    levels: Sequence[float] = (80, 95),
    country: str = "england",
    events: pd.DataFrame | Iterable[Mapping] | None = None,
) -> pd.DataFrame:
    """Forecast counts of calls: how many to expect at each step, and between which numbers they will probably lie.

    Parameters
    ----------
    history
        Whole counts of at least 0 on a regular DatetimeIndex with ``freq``; NaN where not known. Days, weeks and
        months have dates without a zone; shorter steps have a zone, or are taken as UTC.
    horizon
        How many steps to forecast, at least 1.
    model
        A name from :data:`reviewkit.models.MODELS`. Asked for half hours, ``sarima`` forecasts their days, which
        ``top_down`` shares out.
    levels
        Per cent of the steps that each band is to hold.
    country
        Whose bank holidays: ``england``, ``wales``, ``scotland`` or ``northern-ireland``.
    events
        Rows with ``date, label, breaks_series`` and perhaps ``end``: see
        :func:`reviewkit.models.calendar.calendar_of`.

    Returns
    -------
    The index of the history continued, with ``mean``, then ``lower_80, upper_80`` and so on for each level; all of
    them finite and at least 0. ``attrs["model"]`` names the model really used, ``attrs["notes"]`` holds sentences on
    what was repaired or failed, ``attrs["details"]`` what a statistician may want of the fit.

    Raises
    ------
    HistoryError
        (A ValueError.) The history cannot be used; the message says what was found and what to do.
    ValueError
        For an unknown model or country, a horizon below 1, a level outside 0 to 100.

    Notes
    -----
    Misleads where the future is not like the past: a new phone system, a campaign, a merger. Offered calls hold people
    ringing again, so a bad year's forecast is too high for a good one.

    Examples
    --------
    >>> days = pd.date_range("2025-01-06", periods=28, freq="D")
    >>> week = pd.Series([120, 100, 100, 100, 110, 140, 130] * 4, index=days)
    >>> forecast(week, 2, model="seasonal_naive")["mean"]
    2025-02-03    120.0
    2025-02-04    100.0
    Freq: D, Name: mean, dtype: float64
    """
    known_model(model)
    steps, bands = whole(horizon, "horizon", "steps"), per_cents(levels)
    made = prepared(ready(history))
    index = continued(made.values.index, made.unknown + steps)
    calendar = calendar_of(index, horizon=made.unknown + steps, country=country, events=events)
    return beyond(made, asked(model, made.values, levels=bands, calendar=calendar))


def beyond(made: Ready, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a forecast without the steps that the given history held but had no value for; all notes together."""
    result = frame.iloc[made.unknown :]
    result.attrs = frame.attrs | {"notes": [*made.notes, *frame.attrs["notes"]]}
    return result


def prepared(history: Ready) -> Ready:
    """Return what is fitted to: the recent years, without single values that can only be faults."""
    return without_spikes(recent(history))


def continued(index: pd.DatetimeIndex, steps: int) -> pd.DatetimeIndex:
    """Return an index and its next ``steps`` times."""
    return pd.date_range(index[0], periods=len(index) + steps, freq=index.freq, name=index.name, unit=index.unit)


def asked(
    name: str, history: pd.Series, *, levels: tuple[float, ...], calendar: Calendar, start: object = None
) -> pd.DataFrame:
    """Return the forecast of a model, or of a simpler one where it fails, with ``model`` and ``notes`` in its attrs.

    ``history`` is that of :func:`prepared`, ``calendar`` that of its index continued. A model that takes ``start`` may
    begin where an earlier fit ended. Where half hours are asked of a model of days, :data:`BY_DAYS` answers.

    Raises
    ------
    HistoryError
        When the model, or the last of the simpler ones, needs a longer history or other steps.
    """
    if history.min() == history.max():
        return _constant(name, history, levels=levels, calendar=calendar)
    notes: list[str] = []
    shared_out = BY_DAYS.get(name) if grain_of(history.index).name == "intraday" else None
    for tried in dict.fromkeys((shared_out or name, *SIMPLER)):
        try:
            frame = answer(MODELS[tried], history, levels=levels, calendar=calendar, start=start)
        except HistoryError:
            raise
        except FAILURES as error:
            notes.append(f"The model {tried} could not be used: {reason(error)}.")
            continue
        if notes:
            notes.append(f"The forecast is that of the simpler model {tried}.")
        elif shared_out:
            notes.append(f"The days are forecast by {name}, and shared out over the day by {shared_out}.")
        frame.attrs = frame.attrs | {"model": tried, "notes": [*notes, *frame.attrs.get("notes", ())]}
        return frame
    raise HistoryError(f"No model could forecast this history. {' '.join(notes)}")


def known_model(name: str) -> None:
    """Refuse the name of a model that does not exist, and suggest the nearest.

    Examples
    --------
    >>> known_model("serima")
    Traceback (most recent call last):
    ...
    ValueError: There is no model 'serima'. Did you mean 'sarima'? The models are seasonal_naive, ...
    """
    if name in MODELS:
        return
    near = difflib.get_close_matches(str(name), MODELS, n=1, cutoff=0.4)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"There is no model {name!r}.{hint} The models are {', '.join(MODELS)}.")


def _constant(name: str, history: pd.Series, *, levels: tuple[float, ...], calendar: Calendar) -> pd.DataFrame:
    """Forecast the one value there is; nothing is known of its spread but that counts are whole."""
    grain = grain_of(history.index)
    need(history, 2 * grain.season, unit=grain.unit, because="to say that it does not change")
    value = float(history.max())
    mean = np.full(calendar.horizon, value)
    frame = from_quantiles(calendar.future, mean, lambda chance: mean + (chance - 0.5), levels)
    note = f"Every value of the history is {value:,.0f}: so is the forecast, and its band is only that of rounding."
    frame.attrs = {"model": name, "notes": [note]}
    return frame


def whole(value: int, name: str, what: str) -> int:
    """Return a whole number of at least 1, or refuse it."""
    try:
        found = operator.index(value)
    except TypeError:
        found = 0
    if isinstance(value, bool) or found < 1:
        raise ValueError(f"The {name} is {value!r}; a whole number of {what} of at least 1 is expected.")
    return found


def per_cents(levels: Sequence[float]) -> tuple[float, ...]:
    """Return the levels of bands, or refuse them; 0.8 too, which is more likely meant for 80 than for under one."""
    bands = tuple(levels) if isinstance(levels, Iterable) and not isinstance(levels, str) else (levels,)
    sound = all(isinstance(level, Real) and (level == 0 or 1 <= level < 100) for level in bands)
    if not sound or not isinstance(levels, Iterable) or len(set(bands)) < len(bands):
        raise ValueError(
            f"The levels are {levels!r}; different per cents from 0 to below 100 are expected, such as (80, 95)."
        )
    return bands
