"""Where to begin: parameters that series of calls are known to come near."""

from __future__ import annotations

import numpy as np

from reviewkit.methods.arima.maximise import Rise
from reviewkit.methods.arima.order import Order
from reviewkit.methods.arima.stable import unconstrained

# First parameters of the autoregressive and of the moving average part; those beyond begin at 0.
_NEAR = (
    ((0.5,), (-0.2,)),
    ((0.9,), (-0.5,)),
    ((0.97,), (-0.75,)),
    ((0.2,), (0.3,)),
    ((-0.4,), (-0.6,)),
    ((0.6,), (-1.0, 0.1)),
    ((1.2, -0.25), (-0.85,)),
    ((-0.4, 0.55), (0.9,)),
    ((0.97,), (-1.85, 0.86)),
    ((-0.95,), (0.1, -0.88)),
    ((1.0, -0.1), (-1.7, 0.73)),
    ((0.9, -0.4), (-1.2, 0.3)),
)
_FAR = (((0.97,), (-0.93,)), ((0.3,), (-0.6,)), ((0.1,), (-0.93,)))
_FEW = 3  # near parts that are enough where the likelihood has a single top


def starting_points(order: Order, rise: Rise, *, climbs: int | None = None) -> list[np.ndarray]:
    """Points to climb from, the most promising first, each with another beginning from one step to the next.

    Parameters
    ----------
    order
        The model's order.
    rise
        The likelihood at a point.
    climbs
        How many. Left out: one where a likelihood of calls has a single top (1, 0, 1)(0, 1, 1), more where a series
        has been seen with several.

    Examples
    --------
    >>> def rise(point):
    ...     return -abs(float(np.sin(point[0])) - 0.9), None
    >>> [round(float(np.sin(point[0])), 2) for point in starting_points(Order(1), rise, climbs=2)]
    [0.9, 0.97]
    """
    wanted = climbs or usual_climbs(order)
    given = _NEAR if usual_climbs(order) > 1 else _NEAR[:_FEW]
    usable = [near for near in given if len(near[0]) <= max(order.p, 1) and len(near[1]) <= max(order.q, 1)]
    seasonal = _valued(order, rise, [(usable[0], far) for far in _FAR])
    others = _valued(order, rise, [(near, seasonal[0][2]) for near in usable[1:]])
    ranked = sorted([seasonal[0], *others], key=lambda each: -each[0])
    return [point for _, point, _ in ranked[:wanted]]


def _valued(order: Order, rise: Rise, pairs: list[tuple]) -> list[tuple[float, np.ndarray, tuple]]:
    """The likelihood at each different pair of a near and a far part, with its point and the far part; best first."""
    points = {tuple(_point(order, near, far)): far for near, far in pairs}
    found = [(rise(np.array(point))[0], np.array(point), far) for point, far in points.items()]
    return sorted(found, key=lambda each: -each[0])


def usual_climbs(order: Order) -> int:
    """How many climbs found the highest top of every series of calls that was tried.

    Examples
    --------
    >>> usual_climbs(Order(1, 0, 1, 0, 1, 1, 7)), usual_climbs(Order(1, 1, 2)), usual_climbs(Order(2, 1, 2))
    (1, 5, 5)
    """
    if order.p + order.q <= 2 and order.seasonal_d and not order.d:
        return 1
    return 3 if order.p <= 1 and order.q <= 1 else 5


def _point(order: Order, near: tuple, far: tuple) -> np.ndarray:
    counts = (order.p, order.q, order.seasonal_p, order.seasonal_q)
    parts = zip(counts, (*near, *far), strict=True)
    return unconstrained(
        order, np.array([value for count, first in parts for value in (*first, *[0.0] * count)[:count]])
    )
