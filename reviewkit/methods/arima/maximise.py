"""Going uphill: few steps, each dear, so each is chosen with all that is known of the curvature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotrs

_LEFT = 1e-7  # of the log-likelihood, by the quadratic at hand, when the search ends
_FIRST_RADIUS, _LARGEST_RADIUS = 0.7, 3.0

Rise = Callable[[np.ndarray], tuple[float, Callable[[], np.ndarray] | None]]


@dataclass(frozen=True)
class Top:
    """Where a search ended: the point, the value there, the values it asked for, and whether it came to rest."""

    point: np.ndarray
    value: float
    evaluations: int
    settled: bool


def maximise(rise: Rise, start: np.ndarray, *, curvature: np.ndarray, most: int = 200) -> Top:
    """The nearest top of a smooth function, by quasi-Newton steps kept within a radius of trust.

    The curvature begins as the expected information and is corrected by what each step shows (symmetric rank one,
    which follows a curvature that turns). The radius shrinks where the quadratic promised too much.

    Parameters
    ----------
    rise
        Gives the value at a point, minus infinity where there is none, and a function that gives the derivatives.
    start
        Where to begin.
    curvature
        About minus the second derivatives at the start.
    most
        Values that may be asked for.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, algorithm 6.2 and section 4.3.

    Examples
    --------
    >>> def hill(x):
    ...     return -float((x[0] - 1) ** 2), lambda: -2.0 * (x - 1)
    >>> top = maximise(hill, np.array([0.0]), curvature=np.array([[3.0]]))
    >>> top.point.round(4).tolist(), top.settled
    ([1.0], True)
    """
    point = np.array(start, dtype=float)
    value, slope_of = rise(point)
    if not np.isfinite(value):
        return Top(point=point, value=value, evaluations=1, settled=False)
    slope, bend, radius = slope_of(), np.array(curvature, dtype=float), _FIRST_RADIUS
    for evaluations in range(1, most):
        step = within(bend, slope, radius)
        length = float(np.sqrt(step @ step))
        gain = float(slope @ step) - 0.5 * float(step @ bend @ step)
        if gain < _LEFT:
            return Top(point=point, value=value, evaluations=evaluations, settled=True)
        there, slope_of = rise(point + step)
        if not np.isfinite(there):
            radius = 0.3 * length
            continue
        slope_there = slope_of()
        bend = _corrected(bend, step, slope - slope_there)
        kept = (there - value) / gain
        if kept < 0.25:
            radius = 0.3 * length
        elif kept > 0.75 and length > 0.8 * radius:
            radius = min(2.0 * radius, _LARGEST_RADIUS)
        if kept > 1e-3:
            point, value, slope = point + step, there, slope_there
    return Top(point=point, value=value, evaluations=most, settled=False)


def within(bend: np.ndarray, slope: np.ndarray, radius: float) -> np.ndarray:
    """The step no longer than the radius that gains most by the quadratic slope's - 1/2 s'(bend)s.

    Examples
    --------
    The top of 2 s - 1/2 s^2 lies at 2; where the curve bends upward, the farthest step is the best:

    >>> within(np.array([[1.0]]), np.array([2.0]), 5.0).tolist()
    [2.0]
    >>> within(np.array([[-1.0]]), np.array([2.0]), 5.0).round(6).tolist()
    [5.0]
    """
    factor, turned = dpotrf(bend, lower=1)
    if not turned:
        step = dpotrs(factor, slope, lower=1)[0]
        if step @ step <= radius * radius:
            return step
    bends, axes = np.linalg.eigh(bend)
    along = axes.T @ slope
    lowest = max(0.0, -float(bends[0])) + 1e-12 * float(np.abs(bends).max()) + 1e-300
    highest = lowest + float(np.sqrt(along @ along)) / radius
    step, shift = along / (bends + highest), highest
    for _ in range(30):
        length = float(np.sqrt(step @ step))
        if abs(length - radius) <= 0.05 * radius or highest - lowest < 1e-12 * highest:
            break
        lowest, highest = (shift, highest) if length > radius else (lowest, shift)
        shift = shift + (length - radius) / radius * float(step @ step) / float((step * step / (bends + shift)).sum())
        if not lowest < shift < highest:
            shift = 0.5 * (lowest + highest)
        step = along / (bends + shift)
    return axes @ (step * min(1.0, radius / max(float(np.sqrt(step @ step)), 1e-300)))


def _corrected(bend: np.ndarray, step: np.ndarray, change: np.ndarray) -> np.ndarray:
    """The curvature that agrees with the last step, one rank away."""
    missed = change - bend @ step
    seen = float(missed @ step)
    if abs(seen) <= 1e-8 * float(np.sqrt((missed @ missed) * (step @ step))):
        return bend
    return bend + np.outer(missed, missed) / seen
