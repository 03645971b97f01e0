"""A series and its regressors made ready for the likelihood: scaled, filled, differenced, without idle columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reviewkit.methods.arima.likelihood import Rows
from reviewkit.methods.arima.order import Order

_IDLE = 1e-7  # of a column's length: less than this left of it by the columns before it is nothing


@dataclass(frozen=True)
class Prepared:
    """What a model is fitted to.

    Attributes
    ----------
    rows
        Differenced rows: missing values, regressors in use, the series.
    levels
        The same rows before differencing. Missing values of the series are filled by straight lines, which the rows
        of missing values then correct.
    scale
        What the series was divided by: its standard deviation.
    missing
        Places of the missing values that have a row.
    used, sizes
        Which regressors are in use, and what those were divided by.
    """

    rows: Rows
    levels: np.ndarray
    scale: float
    missing: np.ndarray
    used: np.ndarray
    sizes: np.ndarray

    def in_units(self, coefficients: np.ndarray) -> np.ndarray:
        """Coefficients in units of the series, 0 for regressors that are not in use."""
        out = np.zeros(len(self.used))
        out[self.used] = coefficients * self.scale / self.sizes
        return out


def prepare(values: np.ndarray, *, order: Order, regressors: np.ndarray | None = None) -> Prepared:
    """Make a series and its regressors ready.

    Raises
    ------
    ValueError
        If the series is too short, does not vary, or is not finite, or the regressors do not match it.

    Examples
    --------
    A column of ones is idle after a difference:

    >>> prepared = prepare(np.array([1.0, 2.0, 4.0, 3.0, 5.0]), order=Order(d=1), regressors=np.ones((5, 1)))
    >>> prepared.used.tolist(), prepared.rows.values.shape
    ([False], (1, 4))
    """
    series = np.array(values, dtype=float)
    columns = np.empty((len(series), 0)) if regressors is None else np.asarray(regressors, dtype=float)
    gaps = np.flatnonzero(np.isnan(series))
    _check(series, columns, gaps, order)
    known = np.delete(series, gaps)
    scale = float(known.std())
    if not scale > 1e-12 * float(np.abs(known).max()):
        raise ValueError("the series does not vary: there is nothing to fit")
    if len(gaps):
        series[gaps] = np.interp(gaps, np.delete(np.arange(len(series)), gaps), known)
    dummies = np.zeros((len(gaps), len(series)))
    dummies[np.arange(len(gaps)), gaps] = 1.0
    rows = np.concatenate((dummies, columns.T))
    differenced = order.difference(rows)
    kept = _independent(differenced, np.abs(rows).max(axis=1, initial=0.0))
    used = kept[len(gaps) :]
    sizes = np.sqrt((differenced[len(gaps) :][used] ** 2).mean(axis=1))
    levels = np.concatenate((dummies[kept[: len(gaps)]], columns.T[used] / sizes[:, None], series[None] / scale))
    missing = gaps[kept[: len(gaps)]]
    prepared = Rows(np.ascontiguousarray(order.difference(levels)), missing=len(missing))
    needed = order.parameters + int(used.sum()) + 2
    if prepared.counted < needed:
        raise ValueError(
            f"{len(known)} values are too few for order {order} with {int(used.sum())} regressors: "
            f"{len(known) + needed - prepared.counted} are needed at least"
        )
    return Prepared(rows=prepared, levels=levels, scale=scale, missing=missing, used=used, sizes=sizes)


def _check(series: np.ndarray, columns: np.ndarray, gaps: np.ndarray, order: Order) -> None:
    if series.ndim != 1 or np.isinf(series).any():
        raise ValueError("the series must be one row of finite numbers, NaN where a value is missing")
    if columns.ndim != 2 or len(columns) != len(series) or not np.isfinite(columns).all():
        raise ValueError(f"the regressors must be finite, with one row for each of the {len(series)} steps")
    needed = order.lost + order.reach + 2
    if len(series) - len(gaps) < needed:
        raise ValueError(
            f"{len(series) - len(gaps)} values are too few for order {order}: {needed} are needed at least"
        )


def _independent(rows: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Which rows are not made of the rows before them."""
    if not len(rows):
        return np.zeros(0, dtype=bool)
    length = np.sqrt((rows**2).sum(axis=1))
    present = length > 1e-9 * before * np.sqrt(rows.shape[1])
    left = np.abs(np.diagonal(np.linalg.qr((rows / np.where(present, length, 1.0)[:, None]).T, mode="r")))
    left = np.pad(left, (0, len(rows) - len(left)))
    return present & (left > _IDLE)
