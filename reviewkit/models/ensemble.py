"""The mean of several models: seldom the best, hardly ever far from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from reviewkit.models.calendar import Calendar
from reviewkit.models.frames import column, columns
from reviewkit.models.history import HistoryError, NotForThisGrain
from reviewkit.models.judging import FAILURES, answer, reason
from reviewkit.models.regression_arima import regression_arima
from reviewkit.models.ridge import ridge
from reviewkit.models.sarima import sarima
from reviewkit.models.slots import slots
from reviewkit.models.times import grain_of
from reviewkit.models.top_down import top_down

Model = Callable[..., pd.DataFrame]

LONGER: dict[str, Model] = {"sarima": sarima, "regression_arima": regression_arima, "ridge": ridge}
INTRADAY: dict[str, Model] = {"slots": slots, "top_down": top_down}

TWIN = 3.0
"""A band this many times wider or narrower than that of the middle member is not averaged."""


def ensemble(
    history: pd.Series,
    horizon: int,
    *,
    levels: tuple[float, ...],
    calendar: Calendar,
    start: Mapping[str, object] | None = None,
) -> pd.DataFrame:
    """Forecast the mean of several models, quantile by quantile: SARIMA, regression with ARIMA errors and ridge.

    For half hours, the mean of the slot and the top-down model. Averaging quantiles keeps the shape of the members'
    bands: Lichtendahl, Grushka-Cockayne and Winkler (2013), *Is it better to average probabilities or quantiles?*,
    Management Science 59(7). A mean with one bad member is worse than its best: see :func:`mean_of`.

    Raises
    ------
    HistoryError
        When every member needs a longer history.

    Examples
    --------
    >>> from reviewkit.models.calendar import calendar_of
    >>> days = pd.date_range("2024-06-03", periods=154, freq="D")
    >>> usual = np.array([220, 200, 190, 190, 210, 230, 160])
    >>> week = pd.Series(np.random.default_rng(1).poisson(np.tile(usual, 21)).astype(float), index=days[:147])
    >>> frame = ensemble(week, 7, levels=(80,), calendar=calendar_of(days, horizon=7))
    >>> bool((abs(frame["mean"] - usual) < 15).all())
    True
    """
    members = INTRADAY if grain_of(history.index).name == "intraday" else LONGER
    return mean_of(members, history, horizon, levels=levels, calendar=calendar, start=start)


def mean_of(
    members: Mapping[str, Model],
    history: pd.Series,
    horizon: int,
    *,
    levels: tuple[float, ...],
    calendar: Calendar,
    start: Mapping[str, object] | None = None,
) -> pd.DataFrame:
    """Return the mean of those members that answer, and agree.

    Left out, and named in ``attrs["notes"]``, are members that fail or are absurd, and, of three or more, those whose
    mean lies outside the usual 80 % band around the middle of all members, or whose band is three times as wide or as
    narrow as the middle one's. ``attrs["details"]["members"]`` names those averaged.

    Raises
    ------
    HistoryError
        When no member can use the history.
    ArithmeticError
        When every member fails.
    """
    wider = (*levels, *((80,) if 80 not in levels else ()))
    frames, notes, refusals = {}, [], []
    for name, model in members.items():
        try:
            frames[name] = answer(model, history, levels=wider, calendar=calendar, start=(start or {}).get(name))
        except NotForThisGrain:
            continue
        except HistoryError as refusal:
            refusals.append(refusal)
        except FAILURES as error:
            notes.append(f"The mean of models is without {name}: {reason(error)}.")
    if not frames:
        raise refusals[0] if refusals else ArithmeticError(f"none of {', '.join(members)} could be used")
    kept = agreeing(frames)
    notes += [f"The mean of models is without {name}, which is far from the others." for name in frames.keys() - kept]
    values = np.mean([frames[name].to_numpy() for name in kept], axis=0)
    made = pd.DataFrame(values, index=calendar.index[-horizon:], columns=columns(wider))[columns(levels)]
    told = dict.fromkeys(note for name in kept for note in frames[name].attrs.get("notes", ()))
    made.attrs = {
        "notes": [*sorted(notes), *told],
        "start": {name: frame.attrs["start"] for name, frame in frames.items() if "start" in frame.attrs},
        "details": {"members": list(kept)},
    }
    return made


def agreeing(frames: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the names of the forecasts that do not stand apart from the others; of two, nobody can say which does.

    Examples
    --------
    >>> bands = {"a": (8, 9, 10), "b": (8.5, 9.5, 10.5), "c": (19, 20, 21)}
    >>> names = ["lower_80", "mean", "upper_80"]
    >>> agreeing({name: pd.DataFrame([edges], columns=names) for name, edges in bands.items()})
    ['a', 'b']
    """
    if len(frames) < 3:
        return list(frames)
    means = np.array([frame["mean"] for frame in frames.values()])
    widths = np.array([(frame[column("upper", 80)] - frame[column("lower", 80)]).mean() for frame in frames.values()])
    middle = max(float(np.median(widths)), 1e-12)
    off = np.abs(means - np.median(means, axis=0)).mean(axis=1) > middle / 2
    odd = (widths > TWIN * middle) | (widths < middle / TWIN)
    return [name for name, out in zip(frames, off | odd, strict=True) if not out]
