"""How long calls take, and how much of the time of the people who answer is spent on them."""

from __future__ import annotations

from numpy.typing import ArrayLike

from reviewkit.methods.measures.ratios import Result, less, ratio


def handling_time_s(handled_total_s: ArrayLike, answered: ArrayLike) -> Result:
    """Mean time an answered call takes, in seconds: (talk + hold + work after the call) / A, often called AHT.

    Misleads as a measure of effort: a longer call may be a better one. Assessing threat, harm and risk with care
    added about five minutes to calls in Scotland.

    Examples
    --------
    >>> float(handling_time_s(handled_total_s=18_000, answered=60))
    300.0
    """
    return ratio(handled_total_s, answered)


def occupancy(handled_total_s: ArrayLike, staffed_total_s: ArrayLike) -> Result:
    """Share of the time in which handlers were available or handling that went into calls.

    Time handling / time logged in and available for calls or handling them. Misleads when high looks like thrift:
    the nearer to 1, the longer the queue. Not :func:`utilisation`, which divides by paid time.

    Examples
    --------
    >>> float(occupancy(handled_total_s=18_000, staffed_total_s=24_000))
    0.75
    """
    return ratio(handled_total_s, staffed_total_s)


def utilisation(handled_total_s: ArrayLike, paid_total_s: ArrayLike) -> Result:
    """Share of handlers' paid time that went into calls: time handling / time paid.

    Always below :func:`occupancy`, since breaks, training, leave and sickness are in the time paid.

    Examples
    --------
    >>> float(utilisation(handled_total_s=18_000, paid_total_s=36_000))
    0.5
    """
    return ratio(handled_total_s, paid_total_s)


def shrinkage(staffed_total_s: ArrayLike, paid_total_s: ArrayLike) -> Result:
    """Share of handlers' paid time in which they could take no calls: 1 - time available or handling / time paid.

    Planned (leave, training, breaks) and unplanned (sickness) are together here.

    Examples
    --------
    >>> round(float(shrinkage(staffed_total_s=24_000, paid_total_s=36_000)), 4)
    0.3333
    """
    return ratio(less(paid_total_s, staffed_total_s), paid_total_s)
