"""Whether what a model answered can be shown to anyone."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
from threadpoolctl import ThreadpoolController

from reviewkit.models.calendar import Calendar
from reviewkit.models.frames import columns

ABSURD = 10.0
"""A forecast this many times above the highest value seen, or below the lowest stretch of late, is no forecast."""

FAILURES = (ArithmeticError, ValueError, RuntimeError, LookupError)
"""What a fit may raise on awkward numbers; a TypeError is a fault in a program and is not hidden."""


def answer(
    model: Callable[..., pd.DataFrame],
    history: pd.Series,
    *,
    levels: tuple[float, ...],
    calendar: Calendar,
    start: object = None,
) -> pd.DataFrame:
    """Ask a model, and refuse an answer that is none.

    ``start`` is passed on to a model that takes it: where an earlier fit of nearly the same history ended.

    Raises
    ------
    ArithmeticError
        When the forecast is not finite, below 0, or absurd.
    TypeError
        When the frame is not of the agreed shape.
    """
    more = {"start": start} if "start" in inspect.signature(model).parameters else {}
    with _threads().limit(limits=1, user_api="blas"):
        frame = model(history, calendar.horizon, levels=levels, calendar=calendar, **more)
    if list(frame.columns) != columns(levels) or not frame.index.equals(calendar.future):
        raise TypeError(f"A model has to return {columns(levels)} on calendar.future; see docs/statistician.md.")
    _judge(frame, history, season=calendar.season)
    return frame


def reason(error: Exception) -> str:
    """Return why a fit failed, in one line without a full stop."""
    text = str(error).strip().rstrip(".")
    return text.splitlines()[0] if text else type(error).__name__


@cache
def _threads() -> ThreadpoolController:
    """Return the hold on the threads of linear algebra: on matrices as small as ours, they wait for one another.

    With two threads on two cores a SARIMA fit takes 17 times the CPU (docs/decisions/0011-one-thread.md).
    """
    return ThreadpoolController()


def _judge(frame: pd.DataFrame, history: pd.Series, *, season: int) -> None:
    numbers, mean = frame.to_numpy(), frame["mean"].to_numpy()
    if not np.isfinite(numbers).all() or (numbers < 0).any():
        raise ArithmeticError("its forecast was not finite, or below 0")
    if mean.max() > ABSURD * history.max():
        raise ArithmeticError(f"its forecast rose to {mean.max():,.0f}; the most ever seen is {history.max():,.0f}")
    lately = history.iloc[-8 * season :]
    stretch = min(len(mean), season)
    lowest = lately.rolling(stretch, min_periods=(stretch + 1) // 2).mean().min()
    if mean.mean() < lowest / ABSURD:
        raise ArithmeticError(f"its forecast fell to {mean.mean():,.1f} a step; the least of late is {lowest:,.1f}")
