"""Forecasts with exact variances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dtrtrs
from scipy.signal import lfilter

from reviewkit.methods.arima.fitting import Fitted
from reviewkit.methods.arima.likelihood import Weighed


@dataclass(frozen=True)
class Forecast:
    """The mean and the variance of each step to come, in units of the series and their squares."""

    mean: np.ndarray
    variance: np.ndarray


def predict(
    fitted: Fitted, horizon: int, *, future: np.ndarray | None = None, coefficients_known: bool = False
) -> Forecast:
    """Forecast a fitted model.

    The noise to come is unknown, and so are the state before the first value, missing values and the regressors'
    coefficients; all four are in the variance. The parameters of the order are taken as known.

    Parameters
    ----------
    fitted
        The model.
    horizon
        Steps ahead, at least 1.
    future
        The regressors of those steps, one row a step, in the columns the model was fitted with.
    coefficients_known
        Leave the uncertainty of the coefficients out, as statsmodels does.

    Raises
    ------
    ValueError
        If the horizon is below 1 or the regressors do not match it.

    References
    ----------
    Harvey (1989), sections 3.5 and 3.7; Box, Jenkins, Reinsel and Ljung (2015), chapter 5.

    Examples
    --------
    A random walk stays where it is, and its variance grows by that of a step, here (1 + 1 + 4)/3 = 2:

    >>> from reviewkit.methods.arima import Order, fit
    >>> forecast = predict(fit(np.array([3.0, 4.0, 5.0, 3.0]), order=Order(d=1)), 3)
    >>> forecast.mean.round(9).tolist(), forecast.variance.round(9).tolist()
    ([3.0, 3.0, 3.0], [2.0, 4.0, 6.0])
    """
    prepared = fitted.prepared
    ahead = _future_rows(fitted, horizon, future)
    weighed = fitted.weighed()
    missing = prepared.rows.missing
    paths, state_paths, shocks = _paths(fitted, weighed, horizon)
    coefficients = weighed.coefficients
    mean = paths[-1] - coefficients @ paths[:-1] + coefficients[missing:] @ ahead
    errors = -paths[:-1]
    errors[missing:] += ahead
    uncertain = missing if coefficients_known else len(errors)
    spread = dtrtrs(weighed.factor[:uncertain, :uncertain], errors[:uncertain], lower=1)[0] if uncertain else errors[:0]
    variance = np.cumsum(shocks**2) + _state_variance(weighed, state_paths) + (spread**2).sum(axis=0)
    return Forecast(mean=mean * prepared.scale, variance=variance * weighed.variance * prepared.scale**2)


def _future_rows(fitted: Fitted, horizon: int, future: np.ndarray | None) -> np.ndarray:
    if horizon < 1:
        raise ValueError(f"the horizon must be at least 1 step, not {horizon}")
    used = fitted.prepared.used
    given = np.empty((horizon, 0)) if future is None else np.asarray(future, dtype=float)
    if given.shape != (horizon, len(used)) or not np.isfinite(given).all():
        raise ValueError(
            f"the regressors to come must be finite, {horizon} rows and {len(used)} columns, not {given.shape}"
        )
    return given.T[used] / fitted.prepared.sizes[:, None]


def _paths(fitted: Fitted, weighed: Weighed, horizon: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How each row goes on, how each number of the state before the first value goes on, how a shock goes on."""
    ar, ma = fitted.order.polynomials(fitted.parameters)
    full = np.convolve(ar, fitted.order.differences())
    reach = len(full) - 1
    ma = np.pad(ma, (0, len(full) - len(ma)))
    noise = weighed.filtered - smoothed_state(weighed).T @ weighed.shifts
    known = len(weighed.shifts)
    tails = np.zeros((known + len(noise), reach))
    levels = np.zeros_like(tails)
    tails[:, : min(reach, noise.shape[1])] = np.concatenate((weighed.shifts, noise))[:, ::-1][:, :reach]
    levels[known:] = fitted.prepared.levels[:, ::-1][:, :reach]
    ahead = np.arange(1, reach + 1)[:, None] + np.arange(reach)
    inside = ahead <= reach
    ahead = np.where(inside, ahead, 0)
    state = tails @ np.where(inside, ma[ahead], 0.0).T - levels @ np.where(inside, full[ahead], 0.0).T
    goes_on = lfilter(ma, full, np.zeros((len(state), horizon)), axis=-1, zi=state)[0]
    shock = lfilter(ma, full, np.r_[1.0, np.zeros(horizon - 1)])
    return goes_on[known:], goes_on[:known], shock


def smoothed_state(weighed: Weighed) -> np.ndarray:
    """K G'e0 for each row, as columns: minus the best guess of the state before the first value."""
    half = dtrtrs(weighed.state_factor, weighed.second, lower=1, trans=1)[0]
    return dtrtrs(weighed.shift_factor, weighed.first - half, lower=1, trans=1)[0]


def _state_variance(weighed: Weighed, paths: np.ndarray) -> np.ndarray:
    """The form x'K x for each step, K = C^-T (I - M^-1) C^-1 and x a column of the paths."""
    first = dtrtrs(weighed.shift_factor, paths, lower=1)[0]
    second = dtrtrs(weighed.state_factor, first, lower=1)[0]
    return np.maximum((first**2).sum(axis=0) - (second**2).sum(axis=0), 0.0)
