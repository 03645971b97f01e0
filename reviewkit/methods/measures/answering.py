"""How many calls were answered, and how many in time."""

from __future__ import annotations

from numpy.typing import ArrayLike

from reviewkit.methods.measures.ratios import Result, less, ratio


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
    return ratio(less(offered, answered), offered)


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
    return ratio(answered_within, less(offered, abandoned_within))
