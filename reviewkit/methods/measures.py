"""How well calls were answered: each published measure as one pure function, and its card in :data:`MEASURES`.

Counts go in, shares (0 to 1) or seconds come out. Every argument may be a number or an array and they broadcast
together. Nothing over nothing is unknown, so a denominator of zero, or any argument that is missing, gives NaN
and never 0. Add counts up first and divide last: the mean of monthly shares is not the year's share.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from reviewkit.methods.definitions import MEASURES, Definition

__all__ = [
    "MEASURES",
    "Definition",
    "abandonment_after_threshold",
    "abandonment_crude",
    "abandonment_excluding_callback",
    "abandonment_threshold_both_sides",
    "answer_rate",
    "longest_s",
    "mean_wait_s",
    "mean_wait_to_abandon_s",
    "not_answered_rate",
    "service_level_of_answered",
    "service_level_of_offered",
    "service_level_without_short_abandoned",
    "wait_quantile_s",
]

Result = np.ndarray | np.float64


def ratio(numerator: ArrayLike, denominator: ArrayLike) -> Result:
    """Divide, with NaN wherever the denominator is not above zero or either side is missing.

    Examples
    --------
    >>> ratio([1, 1, np.nan], [4, 0, 4])
    array([0.25,  nan,  nan])
    """
    top, bottom = np.broadcast_arrays(np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float))
    known = bottom > 0
    return np.divide(top, bottom, out=np.full(top.shape, np.nan), where=known)[()]


def _less(whole: ArrayLike, part: ArrayLike) -> Result:
    return np.asarray(whole, dtype=float) - np.asarray(part, dtype=float)


def answer_rate(answered: ArrayLike, offered: ArrayLike) -> Result:
    """Share of the calls offered that a person answered, A / O.

    Misleads when waits are long: an answer after an hour counts like an answer at once.

    Examples
    --------
    >>> float(answer_rate(answered=95, offered=100))
    0.95
    """
    return ratio(answered, offered)


def not_answered_rate(answered: ArrayLike, offered: ArrayLike) -> Result:
    """Share of the calls offered that nobody answered, (O - A) / O.

    The figure to use, under this name, where a source gives only offered and answered: it is an upper limit for
    giving up, since contained calls and call backs are in it (Northumbria prints it as "Disparity").

    Examples
    --------
    >>> float(not_answered_rate(answered=75, offered=100))
    0.25
    """
    return ratio(_less(offered, answered), offered)


def abandonment_crude(abandoned: ArrayLike, offered: ArrayLike) -> Result:
    """Share of the calls offered whose caller hung up before an answer, B / O, however soon.

    Misleads where many hang up within seconds (dialled by mistake, heard the message and were content).

    Examples
    --------
    >>> float(abandonment_crude(abandoned=12, offered=100))
    0.12
    """
    return ratio(abandoned, offered)


def abandonment_after_threshold(abandoned: ArrayLike, abandoned_within: ArrayLike, offered: ArrayLike) -> Result:
    """Share of all calls offered whose caller hung up after more than the threshold, B(t > theta) / O.

    ``abandoned_within`` counts the calls given up at or before the threshold. Avon and Somerset use one minute,
    West Midlands 10 seconds for 999. Misleads when compared across thresholds: longer gives lower.

    Examples
    --------
    >>> float(abandonment_after_threshold(abandoned=12, abandoned_within=4, offered=100))
    0.08
    """
    return ratio(_less(abandoned, abandoned_within), offered)


def abandonment_threshold_both_sides(abandoned: ArrayLike, abandoned_within: ArrayLike, offered: ArrayLike) -> Result:
    """As :func:`abandonment_after_threshold`, the short ones left out beneath too, B(t > theta) / (O - B(t <= theta)).

    Never below the figure with all offered calls beneath it, so the two must not be compared.

    Examples
    --------
    >>> round(float(abandonment_threshold_both_sides(abandoned=12, abandoned_within=4, offered=100)), 4)
    0.0833
    """
    return ratio(_less(abandoned, abandoned_within), _less(offered, abandoned_within))


def abandonment_excluding_callback(abandoned: ArrayLike, callback: ArrayLike, offered: ArrayLike) -> Result:
    """Share abandoned of the calls that did not accept a call back, B / (O - K).

    Misleads alone: show B / O and the number of call backs beside it.

    Examples
    --------
    >>> float(abandonment_excluding_callback(abandoned=12, callback=20, offered=100))
    0.15
    """
    return ratio(abandoned, _less(offered, callback))


def service_level_of_offered(answered_within: ArrayLike, offered: ArrayLike) -> Result:
    """Share of all calls offered that were answered within the threshold, A(t <= c) / O: given up counts as failed.

    Examples
    --------
    >>> float(service_level_of_offered(answered_within=55, offered=100))
    0.55
    """
    return ratio(answered_within, offered)


def service_level_of_answered(answered_within: ArrayLike, answered: ArrayLike) -> Result:
    """Share of answered calls that were answered within the threshold, A(t <= c) / A, as police.uk publishes for 999.

    Misleads when many give up: those who waited longest are missing, so it can rise as service gets worse.

    Examples
    --------
    >>> float(service_level_of_answered(answered_within=55, answered=88))
    0.625
    """
    return ratio(answered_within, answered)


def service_level_without_short_abandoned(
    answered_within: ArrayLike, abandoned_within: ArrayLike, offered: ArrayLike
) -> Result:
    """Share answered within the threshold once calls given up within it are left out, A(t <= c) / (O - B(t <= c)).

    Examples
    --------
    >>> float(service_level_without_short_abandoned(answered_within=54, abandoned_within=10, offered=100))
    0.6
    """
    return ratio(answered_within, _less(offered, abandoned_within))


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
