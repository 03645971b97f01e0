"""How many callers gave up: one set of calls, four rules, four figures."""

from __future__ import annotations

from numpy.typing import ArrayLike

from reviewkit.methods.measures.ratios import Result, less, ratio


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
    return ratio(less(abandoned, abandoned_within), offered)


def abandonment_threshold_both_sides(abandoned: ArrayLike, abandoned_within: ArrayLike, offered: ArrayLike) -> Result:
    """As :func:`abandonment_after_threshold`, the short ones left out beneath too, B(t > theta) / (O - B(t <= theta)).

    Never below the figure with all offered calls beneath it, so the two must not be compared.

    Examples
    --------
    >>> round(float(abandonment_threshold_both_sides(abandoned=12, abandoned_within=4, offered=100)), 4)
    0.0833
    """
    return ratio(less(abandoned, abandoned_within), less(offered, abandoned_within))


def abandonment_excluding_callback(abandoned: ArrayLike, callback: ArrayLike, offered: ArrayLike) -> Result:
    """Share abandoned of the calls that did not accept a call back, B / (O - K).

    Misleads alone: show B / O and the number of call backs beside it.

    Examples
    --------
    >>> float(abandonment_excluding_callback(abandoned=12, callback=20, offered=100))
    0.15
    """
    return ratio(abandoned, less(offered, callback))
