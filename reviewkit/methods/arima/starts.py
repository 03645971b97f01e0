"""Where to begin: parameters that series of calls are known to come near."""

from __future__ import annotations

from itertools import product

import numpy as np

from reviewkit.methods.arima.maximise import Rise
from reviewkit.methods.arima.order import Order
from reviewkit.methods.arima.stable import unconstrained

# First parameters of the autoregressive and the moving average part; the others begin at 0.
_NEAR = ((0.5, -0.4), (0.95, -0.6), (0.2, 0.3), (-0.4, -0.6))
_FAR = ((0.3, -0.6), (0.97, -0.85), (0.1, -0.9))


def starting_points(order: Order, rise: Rise, *, climbs: int) -> list[np.ndarray]:
    """Points to climb from, the most promising first, `climbs` of them.

    Examples
    --------
    >>> def rise(point):
    ...     return -abs(float(np.sin(point[0])) - 0.9), None
    >>> [round(float(np.sin(point[0])), 2) for point in starting_points(Order(1), rise, climbs=2)]
    [0.95, 0.5]
    """
    points = {}
    for (ar, ma), (seasonal_ar, seasonal_ma) in product(_NEAR, _FAR):
        firsts = ((order.p, ar), (order.q, ma), (order.seasonal_p, seasonal_ar), (order.seasonal_q, seasonal_ma))
        parameters = [value for count, first in firsts for value in [first, *[0.0] * (count - 1)][:count]]
        points[tuple(parameters)] = unconstrained(order, np.array(parameters))
    found = list(points.values())
    if climbs >= len(found):
        return found
    return sorted(found, key=lambda point: -rise(point)[0])[:climbs]
