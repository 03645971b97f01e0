"""statsmodels' SARIMAX, which fits by the Kalman filter: what our own likelihood is held against."""

from __future__ import annotations

import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from statsmodels.tsa.statespace.sarimax import SARIMAX

from reviewkit.methods.arima import Order


@dataclass(frozen=True, kw_only=True)
class Tried:
    """One fit: its parameters in statsmodels' order, and the CPU seconds it took."""

    parameters: np.ndarray
    cpu_s: float


def model(values: np.ndarray, order: Order, regressors: np.ndarray | None, **options: object) -> SARIMAX:
    """SARIMAX of an order, by its defaults unless told otherwise."""
    return SARIMAX(
        values,
        exog=regressors,
        order=(order.p, order.d, order.q),
        seasonal_order=(order.seasonal_p, order.seasonal_d, order.seasonal_q, order.season),
        **options,
    )


def fitted(
    values: np.ndarray,
    order: Order,
    regressors: np.ndarray | None = None,
    *,
    start: Sequence[float] | None = None,
    steps: int = 50,
    **options: object,
) -> Tried:
    """Fit and tell the CPU; 50 steps are its default."""
    before = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = model(values, order, regressors, **options).fit(start_params=start, maxiter=steps, disp=False)
    return Tried(parameters=np.asarray(found.params), cpu_s=time.process_time() - before)


def loglike(parameters: np.ndarray, values: np.ndarray, order: Order, regressors: np.ndarray | None = None) -> float:
    """The log-likelihood of the differenced series at given parameters, the variance last, by statsmodels."""
    return float(model(values, order, regressors, simple_differencing=True).loglike(np.asarray(parameters)))
