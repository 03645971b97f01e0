"""What every model returns: a frame with the mean and, for each level, the lower and the upper edge of its band."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import special


def column(side: str, level: float) -> str:
    """Return the name of a column: ``column("lower", 80)`` is ``lower_80``.

    Examples
    --------
    >>> column("upper", 97.5)
    'upper_97.5'
    """
    return f"{side}_{level:g}"


def columns(levels: Sequence[float]) -> list[str]:
    """Return all columns of a forecast, in order.

    Examples
    --------
    >>> columns((80, 95))
    ['mean', 'lower_80', 'upper_80', 'lower_95', 'upper_95']
    """
    return ["mean", *(column(side, level) for level in levels for side in ("lower", "upper"))]


def quantiles_of(level: float) -> tuple[float, float]:
    """Return the two quantiles between which the middle ``level`` per cent lie.

    Examples
    --------
    >>> quantiles_of(80), quantiles_of(0)
    ((0.1, 0.9), (0.5, 0.5))
    """
    tail = round(0.5 - level / 200, 12)
    return tail, 1 - tail


def from_quantiles(
    index: pd.DatetimeIndex,
    mean: np.ndarray,
    quantile: Callable[[float], np.ndarray],
    levels: Sequence[float],
) -> pd.DataFrame:
    """Return the frame of a forecast from a function that gives the quantile of each step.

    Nothing in it is below nought, and a wider level's band holds a narrower one's.

    Parameters
    ----------
    quantile
        From a probability to one value for each step of ``index``.
    levels
        Per cent, from 0 (the median, twice) to below 100, in the order of the columns.

    Examples
    --------
    >>> days = pd.date_range("2025-01-01", periods=1, freq="D")
    >>> from_quantiles(days, np.array([40.0]), lambda chance: np.array([100 * chance - 20]), (50, 80)).iloc[0].tolist()
    [40.0, 5.0, 55.0, 0.0, 70.0]
    """
    made = {"mean": np.maximum(mean, 0.0)}
    for level in levels:
        for side, chance in zip(("lower", "upper"), quantiles_of(level), strict=True):
            made[column(side, level)] = np.maximum(quantile(chance), 0.0)
    for side, widest in (("lower", np.minimum), ("upper", np.maximum)):
        names = [column(side, level) for level in sorted(levels)]
        for inner, outer in pairwise(names):
            made[outer] = widest(made[outer], made[inner])
    return pd.DataFrame(made, index=index)[columns(levels)]


def from_normal(index: pd.DatetimeIndex, mean: np.ndarray, sd: np.ndarray, levels: Sequence[float]) -> pd.DataFrame:
    """Return the frame of a forecast whose errors are normal, with a standard deviation for each step.

    Examples
    --------
    >>> days = pd.date_range("2025-01-01", periods=1, freq="D")
    >>> from_normal(days, np.array([100.0]), np.array([10.0]), (80,)).round(1).to_numpy().tolist()
    [[100.0, 87.2, 112.8]]
    """
    return from_quantiles(index, mean, lambda chance: mean + special.ndtri(chance) * sd, levels)
