"""Parameters that may be any number, and the stationary or invertible coefficients they stand for."""

from __future__ import annotations

import numpy as np

from reviewkit.methods.arima.order import Order

_EDGE = 0.9999  # where coefficients on or beyond a unit root are begun from


def coefficients(free: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients c of a stationary 1 - c_1 B - ... - c_k B^k, and their derivatives, from k free numbers.

    The numbers' sines are taken for the partial autocorrelations r, and the recursion of Levinson and Durbin,
    c_j(k) = c_j(k-1) - r_k c_{k-j}(k-1), makes the coefficients of them. Every stationary model is reached, and none
    beyond the edge. The sine makes the information about a single parameter the same everywhere, and leads smoothly
    over the edge at one, where the likelihood of a moving average is often highest, and back.

    Returns
    -------
    tuple
        The k coefficients; the k x k derivatives, a row a coefficient, a column a free number.

    References
    ----------
    Barndorff-Nielsen and Schou (1973), Journal of Multivariate Analysis 3; Monahan (1984), Biometrika 71.

    Examples
    --------
    Partial autocorrelations 0.5 and -0.2 are the coefficients 0.5 + 0.2 x 0.5 and -0.2:

    >>> coefficients(np.arcsin([0.5, -0.2]))[0].round(12).tolist()
    [0.6, -0.2]
    """
    partial, slope = np.sin(free), np.cos(free)
    count = len(free)
    if count <= 1:
        return partial, slope.reshape(count, count)
    out = np.zeros(count)
    derivative = np.zeros((count, count))
    for k in range(count):
        back, back_derivative = out[:k][::-1].copy(), derivative[:k][::-1].copy()
        out[:k] -= partial[k] * back
        derivative[:k] -= partial[k] * back_derivative
        derivative[:k, k] -= slope[k] * back
        out[k] = partial[k]
        derivative[k, k] = slope[k]
    return out, derivative


def free(coefficient: np.ndarray) -> np.ndarray:
    """The free numbers of stationary coefficients: the way back from `coefficients`.

    Coefficients that are not stationary get the edge in each partial autocorrelation.

    Examples
    --------
    >>> np.sin(free(np.array([0.6, -0.2]))).round(12).tolist()
    [0.5, -0.2]
    """
    current = np.array(coefficient, dtype=float)
    partial = np.zeros(len(current))
    for k in range(len(current) - 1, -1, -1):
        partial[k] = min(max(current[k], -_EDGE), _EDGE)
        current = (current[:k] + partial[k] * current[:k][::-1]) / (1.0 - partial[k] ** 2)
    return np.arcsin(partial)


def constrained(order: Order, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All parameters of a model, stationary and invertible, and their derivatives, from as many free numbers."""
    signs = order.signs
    if order.single:
        return signs * np.sin(values), np.diag(signs * np.cos(values))
    out = np.empty(order.parameters)
    derivative = np.zeros((order.parameters, order.parameters))
    at = 0
    for part in order.split(values):
        stop = at + len(part)
        if stop > at:
            out[at:stop], derivative[at:stop, at:stop] = coefficients(part)
        at = stop
    return signs * out, signs[:, None] * derivative


def unconstrained(order: Order, parameters: np.ndarray) -> np.ndarray:
    """The free numbers of a model's parameters: the way back from `constrained`.

    Examples
    --------
    >>> order = Order(1, 0, 1)
    >>> constrained(order, unconstrained(order, np.array([0.5, 0.4])))[0].round(12).tolist()
    [0.5, 0.4]
    """
    signed = order.signs * np.asarray(parameters, dtype=float)
    if order.single:
        return np.arcsin(np.clip(signed, -_EDGE, _EDGE))
    return np.concatenate([free(part) for part in order.split(signed)])


def nearest_root(order: Order, parameters: np.ndarray) -> float:
    """How near the model is to a unit root: the largest modulus of an inverse root of its four polynomials, 0 to 1.

    Seasonal polynomials are taken in steps of a season.

    Examples
    --------
    >>> nearest_root(Order(1, 0, 1), np.array([0.5, -0.9]))
    0.9
    """
    largest = 0.0
    for part in order.split(order.signs * np.asarray(parameters, dtype=float)):
        if len(part):
            largest = max(largest, float(np.abs(np.roots(np.r_[1.0, -part])).max()))
    return largest
