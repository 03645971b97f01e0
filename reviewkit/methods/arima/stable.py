"""Parameters that may be any number, and the stationary or invertible coefficients they stand for."""

from __future__ import annotations

import numpy as np

from reviewkit.methods.arima.order import Order

_EDGE = 0.9999  # where coefficients on or beyond a unit root are begun from


def coefficients(partial: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients c of 1 - c_1 B - ... - c_k B^k, and their derivatives, from its k partial autocorrelations r.

    The recursion of Levinson and Durbin: c_j(k) = c_j(k-1) - r_k c_{k-j}(k-1), c_k(k) = r_k. With every r between -1
    and 1 every stationary polynomial is reached, and no other.

    Returns
    -------
    tuple
        The k coefficients; the k x k derivatives, a row a coefficient, a column a partial autocorrelation.

    References
    ----------
    Barndorff-Nielsen and Schou (1973), Journal of Multivariate Analysis 3; Monahan (1984), Biometrika 71.

    Examples
    --------
    Partial autocorrelations 0.5 and -0.2 are the coefficients 0.5 + 0.2 x 0.5 and -0.2:

    >>> coefficients(np.array([0.5, -0.2]))[0].round(12).tolist()
    [0.6, -0.2]
    """
    count = len(partial)
    out = np.zeros(count)
    derivative = np.zeros((count, count))
    for k in range(count):
        back, back_derivative = out[:k][::-1].copy(), derivative[:k][::-1].copy()
        out[:k] -= partial[k] * back
        derivative[:k] -= partial[k] * back_derivative
        derivative[:k, k] -= back
        out[k] = partial[k]
        derivative[k, k] = 1.0
    return out, derivative


def partials(coefficient: np.ndarray) -> np.ndarray:
    """The partial autocorrelations of coefficients, kept off the edge: the way back from `coefficients`.

    Examples
    --------
    >>> partials(np.array([0.6, -0.2])).round(12).tolist()
    [0.5, -0.2]
    """
    current = np.array(coefficient, dtype=float)
    out = np.zeros(len(current))
    for k in range(len(current) - 1, -1, -1):
        out[k] = min(max(current[k], -_EDGE), _EDGE)
        current = (current[:k] + out[k] * current[:k][::-1]) / (1.0 - out[k] ** 2)
    return out


def constrained(order: Order, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All parameters of a model, stationary and invertible, and their derivatives, from as many free numbers.

    Partial autocorrelations are sines of the free numbers. The information about a single parameter is then the same
    everywhere; and the likelihood of a moving average, which is as often as not highest on the edge, can be followed
    smoothly onto it and back. Those of a seasonal autoregression are hyperbolic tangents: a week that hardly changes
    brings it within a thousandth of one, where the likelihood is smooth in the logarithm of the distance.
    """
    partial, slope = _bounded(order, values)
    if not order.single:
        pieces = [coefficients(part) for part in order.split(partial) if len(part)]
        derivative = np.zeros((order.parameters, order.parameters))
        at = 0
        for part, each in pieces:
            derivative[at : at + len(part), at : at + len(part)] = each
            at += len(part)
        return order.signs * np.concatenate([part for part, _ in pieces]), order.signs[:, None] * derivative * slope
    return order.signs * partial, np.diag(order.signs * slope)


def _bounded(order: Order, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The partial autocorrelations of free numbers, and their derivatives."""
    partial, slope = np.sin(values), np.cos(values)
    if order.seasonal_p:
        far = order.far
        partial[far] = np.tanh(values[far])
        slope[far] = 1.0 - partial[far] ** 2
    return partial, slope


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
        partial = np.clip(signed, -_EDGE, _EDGE)
    else:
        partial = np.concatenate([partials(part) for part in order.split(signed)])
    out = np.arcsin(partial)
    out[order.far] = np.arctanh(partial[order.far])
    return out


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
