"""How good forecasts were: error, coverage and pinball loss, on arrays; missing actual values are left out."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def seasonal_scale(history: ArrayLike, season: int) -> float:
    """Return the mean absolute change from one season to the next: the error of the seasonal naive forecast in-sample.

    The unit in which MASE counts errors: Hyndman and Koehler (2006), *Another look at measures of forecast accuracy*,
    International Journal of Forecasting 22(4), with the season in place of one step. NaN where no two known values are
    a season apart.

    Examples
    --------
    >>> seasonal_scale([10, 20, 13, 18], 2)
    2.5
    """
    values = np.asarray(history, dtype=float)
    return _mean(np.abs(values[season:] - values[:-season]))


def mase(actual: ArrayLike, forecast: ArrayLike, *, scale: float) -> float:
    """Return the mean absolute error, in units of ``scale`` (see :func:`seasonal_scale`); below 1 beats that.

    Misleads between series: a series that repeats itself well makes every forecast of it look bad.

    Examples
    --------
    >>> mase([10, np.nan, 14], [12, 12, 12], scale=2.5)
    0.8
    """
    error = _mean(np.abs(np.asarray(actual, dtype=float) - np.asarray(forecast, dtype=float)))
    return error / scale if scale > 0 else float("nan")


def wape(actual: ArrayLike, forecast: ArrayLike) -> float:
    """Return the sum of absolute errors as a share of the sum of what came; NaN where nothing came.

    Examples
    --------
    >>> wape([10, 30], [12, 28])
    0.1
    """
    came, expected = np.asarray(actual, dtype=float), np.asarray(forecast, dtype=float)
    total = np.nansum(came)
    return float(np.nansum(np.abs(came - expected)) / total) if total > 0 else float("nan")


def coverage(actual: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> float:
    """Return the share of actual values within a band, its edges included.

    Examples
    --------
    >>> coverage([10, 20, 30, np.nan], [10, 21, 20, 0], [15, 25, 40, 9])
    0.6666666666666666
    """
    came = np.asarray(actual, dtype=float)
    inside = (came >= np.asarray(lower)) & (came <= np.asarray(upper))
    return _mean(np.where(np.isnan(came), np.nan, inside))


def pinball(actual: ArrayLike, quantile: ArrayLike, *, chance: float) -> float:
    """Return the mean pinball loss of a forecast quantile, in the unit of the values; the least is best.

    A value above the quantile costs ``chance`` for each call, one below it ``1 - chance``: Koenker and Bassett (1978),
    *Regression quantiles*, Econometrica 46(1). Over many quantiles it judges the whole distribution: a band too wide
    costs as one too narrow does.

    Examples
    --------
    >>> pinball([10, 10], [8, 14], chance=0.9)
    1.1
    """
    above = np.asarray(actual, dtype=float) - np.asarray(quantile, dtype=float)
    return _mean(np.maximum(chance * above, (chance - 1) * above))


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")
