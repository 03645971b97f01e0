"""The derivatives of the exact log-likelihood, all at once: one backward filter, whatever the number of parameters."""

from __future__ import annotations

import numpy as np
from scipy.linalg.lapack import dtrtrs

from reviewkit.methods.arima.likelihood import Rows, Weighed, recursion
from reviewkit.methods.arima.order import Order


def gradient(rows: Rows, weighed: Weighed, order: Order, parameters: np.ndarray) -> np.ndarray:
    """Derivatives of the log-likelihood by the model's parameters, in their order.

    With the variance and the coefficients at their best, only the paths that remain count (the envelope theorem). Let
    u be the series less its regressors, e = e0 + G z its noise with the state's estimate put in, and b(F) the filter
    1/m turned backward. Then a change of lag k of m moves the sum of squares by -2 sum b(F)e_t e_{t-k}, of a by
    2 sum b(F)e_t u_{t-k}; the determinant likewise through the impulse responses; and the state's variance V through
    the equation Y = T'Y T + W that is adjoint to V = T V T' + R R'.

    Examples
    --------
    For one value 1 and a = 1 - x B the likelihood is -1/2 (log 2 pi (1 - x^2) + 1) + 1/2 log(1 - x^2): the same for
    all x. Two values 1, 1 have the sum of squares 1 - x^2 + (1 - x)^2 = 2 (1 - x), so the log-likelihood is
    - log(1 - x) + 1/2 log(1 - x^2) and less; its derivative 1/(1 - x) - x/(1 - x^2) is at 0.5 equal to 4/3:

    >>> from reviewkit.methods.arima.likelihood import weigh
    >>> order, rows, at = Order(1), Rows(np.array([[1.0, 1.0]])), np.array([0.5])
    >>> gradient(rows, weigh(rows, *order.polynomials(at)), order, at).round(9).tolist()
    [1.333333333]
    """
    mix = _mix(rows, weighed)
    noise, adjoint_state = _noise(weighed, mix)
    inner, state_ar, state_ma = _by_state(weighed, adjoint_state)
    weights = _determinant_weights(weighed, inner)
    count = len(mix)
    backward = recursion(weighed.band, np.concatenate((noise, weights[None])), backward=True)
    plain = mix @ rows.values
    against_ma = np.concatenate((noise, weighed.shifts[:1]))
    by_ma = {
        lag: state_ma[lag - 1] + _lagged(backward, against_ma, lag) for lag in _lags(order, order.q, order.seasonal_q)
    }
    by_ar = {
        lag: state_ar[lag - 1] - _lagged(backward[:count], plain, lag)
        for lag in _lags(order, order.p, order.seasonal_p)
    }
    return _by_parameter(order, parameters, by_ar, by_ma)


def _mix(rows: Rows, weighed: Weighed) -> np.ndarray:
    """What squares are taken of: the series less its rows, over the noise's spread; missing rows made independent."""
    last = len(weighed.factor) - 1
    mix = np.zeros((1 + rows.missing, last + 1))
    spread = np.sqrt(weighed.variance)
    mix[0, :last] = -weighed.coefficients / spread
    mix[0, last] = 1.0 / spread
    if rows.missing:
        known = weighed.factor[: rows.missing, : rows.missing]
        mix[1:, : rows.missing] = dtrtrs(known, np.eye(rows.missing), lower=1)[0]
    return mix


def _noise(weighed: Weighed, mix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The noise with the state's estimate put in, and (I + S V)^-1 G'e0 as columns, for each row of the mix."""
    first, second = weighed.first @ mix.T, weighed.second @ mix.T
    half = dtrtrs(weighed.state_factor, second, lower=1, trans=1)[0]
    state = dtrtrs(weighed.shift_factor, first - half, lower=1, trans=1)[0]
    return mix @ weighed.filtered - state.T @ weighed.shifts, weighed.shift_factor @ half


def _by_state(weighed: Weighed, adjoint_state: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """K = (V^-1 + S)^-1, and the derivatives by each lag of both polynomials that pass through V."""
    reach = len(weighed.shift_factor)
    one = np.eye(reach)
    inverse = dtrtrs(weighed.state_factor, one, lower=1)[0]
    both = inverse.T @ inverse  # M^-1
    factor = weighed.shift_factor
    weight = adjoint_state @ adjoint_state.T - factor @ both @ factor.T
    back = dtrtrs(factor, one, lower=1)[0]
    inner = back.T @ (one - both) @ back
    for power in weighed.transition:
        weight = weight + np.dot(np.dot(power.T, weight), power)
    shock = weight @ (weighed.ar[1:] - weighed.ma[1:])
    through = weight @ (weighed.transition[0] @ weighed.covariance[:, 0])
    return inner, shock - through, -shock


def _determinant_weights(weighed: Weighed, inner: np.ndarray) -> np.ndarray:
    """How the determinant changes with each impulse response: sums of K G along what each response is used in."""
    reach, length = weighed.shifts.shape
    padded = np.zeros((reach, length + reach))
    np.matmul(inner, weighed.shifts, out=padded[:, :length])
    row, column = padded.strides
    return np.ndarray((reach, length), float, padded, strides=(row + column, column)).sum(axis=0)


def _lags(order: Order, near: int, far: int) -> list[int]:
    """The lags a polynomial's product has, lag 0 left out."""
    return sorted({i + j * order.season for i in range(near + 1) for j in range(far + 1)} - {0})


def _lagged(left: np.ndarray, right: np.ndarray, lag: int) -> float:
    """The sum of left_t right_{t - lag} over all rows."""
    return sum(float(np.dot(a[lag:], b[:-lag])) for a, b in zip(left, right, strict=True))


def _by_parameter(order: Order, parameters: np.ndarray, by_ar: dict[int, float], by_ma: dict[int, float]) -> np.ndarray:
    """Derivatives by the lags of the products turned into derivatives by the parameters."""
    ar, ma, seasonal_ar, seasonal_ma = order.split(parameters)
    near_ar, far_ar = _factors(order, -ar, -seasonal_ar, by_ar)
    near_ma, far_ma = _factors(order, ma, seasonal_ma, by_ma)
    return np.array([-value for value in near_ar] + near_ma + [-value for value in far_ar] + far_ma)


def _factors(
    order: Order, near: np.ndarray, far: np.ndarray, by_lag: dict[int, float]
) -> tuple[list[float], list[float]]:
    season = order.season
    near_all, far_all = [1.0, *near.tolist()], [1.0, *far.tolist()]
    by_near = [sum(value * by_lag[i + j * season] for j, value in enumerate(far_all)) for i in range(1, len(near_all))]
    by_far = [sum(value * by_lag[i + j * season] for i, value in enumerate(near_all)) for j in range(1, len(far_all))]
    return by_near, by_far
