"""What a series of a given length is expected to tell of the parameters: a first guess of the curvature."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from reviewkit.methods.arima.order import Order


def expected_information(order: Order, parameters: np.ndarray, length: int) -> np.ndarray:
    """Fisher's information about the parameters in `length` values, ends neglected.

    The noise changes with a parameter of lag k of the factor f by B^k/f(B) e, so the information of two parameters is
    `length` times the sum of the products of those impulse responses; autoregressive and moving average ones have
    opposite signs.

    References
    ----------
    Box, Jenkins, Reinsel and Ljung (2015), section 7.2.6; Harvey (1989), section 3.4.

    Examples
    --------
    An autoregressive parameter 0.5 has information n/(1 - 0.25):

    >>> expected_information(Order(1), np.array([0.5]), 300).round(6).tolist()
    [[400.0]]
    """
    responses = np.zeros((order.parameters, length))
    parts = zip(order.split(parameters), (-1.0, 1.0, -1.0, 1.0), (1, 1, order.season, order.season), strict=True)
    row = 0
    for part, sign, step in parts:
        if not len(part):
            continue
        polynomial = np.r_[1.0, sign * part]
        response = np.zeros(length)
        steps = -(-length // step)
        response[::step] = sign * lfilter([1.0], polynomial, np.r_[1.0, np.zeros(steps - 1)])
        for lag in range(1, len(part) + 1):
            begin = lag * step
            responses[row, begin:] = response[: max(length - begin, 0)]
            row += 1
    return length * (responses @ responses.T)
