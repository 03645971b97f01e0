"""How long callers waited: means from sums, order statistics from one wait a call, bands from counts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from reviewkit.methods.measures.ratios import Result, less, ratio


def mean_wait_s(wait_total_s: ArrayLike, answered: ArrayLike) -> Result:
    """Mean wait of answered calls in seconds, sum of waits / A (average speed of answer).

    Misleads twice: people who gave up are not in it, and a few very long waits pull it up.

    Examples
    --------
    >>> float(mean_wait_s(wait_total_s=900, answered=60))
    15.0
    """
    return ratio(wait_total_s, answered)


def mean_wait_to_abandon_s(abandoned_wait_total_s: ArrayLike, abandoned: ArrayLike) -> Result:
    """Mean wait of the people who gave up, in seconds, sum of their waits / B.

    Examples
    --------
    >>> float(mean_wait_to_abandon_s(abandoned_wait_total_s=900, abandoned=10))
    90.0
    """
    return ratio(abandoned_wait_total_s, abandoned)


def mean_time_in_queue_s(
    wait_total_s: ArrayLike, abandoned_wait_total_s: ArrayLike, answered: ArrayLike, abandoned: ArrayLike
) -> Result:
    """Mean time in the queue of those answered and those who gave up together, in seconds, sum of waits / (A + B).

    Misleads as a forecast: who gave up after a minute might have had to wait for ten.

    Examples
    --------
    >>> float(mean_time_in_queue_s(wait_total_s=900, abandoned_wait_total_s=300, answered=60, abandoned=20))
    15.0
    """
    waits = np.asarray(wait_total_s, dtype=float) + np.asarray(abandoned_wait_total_s, dtype=float)
    return ratio(waits, np.asarray(answered, dtype=float) + np.asarray(abandoned, dtype=float))


def wait_quantile_s(waits_s: ArrayLike, share: float) -> float:
    """Shortest wait that at least ``share`` of the calls did not exceed (an observed wait; no interpolation).

    Needs one wait a call: it cannot be had from totals, nor pooled from monthly medians. NaN without calls.

    Raises
    ------
    ValueError
        When ``share`` is not above 0 and at most 1.

    Examples
    --------
    >>> wait_quantile_s([5, 60, 7, 300, 9], 0.5)
    9.0
    """
    if not 0 < share <= 1:
        raise ValueError(f"share must be above 0 and at most 1, not {share!r}")
    waits = np.asarray(waits_s, dtype=float)
    known = waits[~np.isnan(waits)]
    return float(np.quantile(known, share, method="inverted_cdf")) if known.size else float("nan")


def median_wait_s(waits_s: ArrayLike) -> float:
    """Shortest wait that at least half of the calls did not exceed, in seconds; see :func:`wait_quantile_s`.

    Give it the waits of answered calls, or apart those of people who gave up, or both together as time in queue.

    Examples
    --------
    >>> median_wait_s([5, 60, 7, 300])
    7.0
    """
    return wait_quantile_s(waits_s, 0.5)


def p90_wait_s(waits_s: ArrayLike) -> float:
    """Shortest wait that at least 9 in 10 of the calls did not exceed, in seconds; see :func:`wait_quantile_s`.

    Examples
    --------
    >>> p90_wait_s(range(1, 11))
    9.0
    """
    return wait_quantile_s(waits_s, 0.9)


def p95_wait_s(waits_s: ArrayLike) -> float:
    """Shortest wait that at least 19 in 20 of the calls did not exceed, in seconds; see :func:`wait_quantile_s`.

    Examples
    --------
    >>> p95_wait_s(range(1, 21))
    19.0
    """
    return wait_quantile_s(waits_s, 0.95)


def longest_s(longest_waits_s: ArrayLike) -> float:
    """Longest of the longest waits of several intervals, in seconds; NaN when none is known.

    Examples
    --------
    >>> longest_s([60, float("nan"), 410])
    410.0
    """
    waits = np.asarray(longest_waits_s, dtype=float)
    known = waits[~np.isnan(waits)]
    return float(known.max()) if known.size else float("nan")


def calls_in_bands(within: Sequence[ArrayLike], total: ArrayLike) -> list[Result]:
    """Part calls into bands of waiting: up to the first time, from there to the second, and beyond the last.

    Parameters
    ----------
    within
        Calls that waited no longer than each of several times, shortest time first: each count holds those before it.
    total
        All the calls.

    Returns
    -------
    list
        One count more than ``within``; together they are the total.

    Examples
    --------
    >>> [float(calls) for calls in calls_in_bands([40, 55, 70], total=80)]
    [40.0, 15.0, 15.0, 10.0]
    """
    edges = [0.0, *within, total]
    return [less(high, low) for low, high in pairwise(edges)]
