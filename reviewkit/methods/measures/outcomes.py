"""What became of calls once answered: passed on, settled at once; and of the callers who were to be rung back."""

from __future__ import annotations

from numpy.typing import ArrayLike

from reviewkit.methods.measures.ratios import Result, ratio


def transfer_rate(transferred: ArrayLike, answered: ArrayLike) -> Result:
    """Share of the calls answered at a stage that went on to the next: calls that reached stage 2 / A at stage 1.

    Misleads as a fault: a switchboard exists to pass calls on. Whoever is passed on waits a second time.

    Examples
    --------
    >>> float(transfer_rate(transferred=30, answered=120))
    0.25
    """
    return ratio(transferred, answered)


def first_contact_resolution(resolved: ArrayLike, answered: ArrayLike) -> Result:
    """Share of the calls answered that were settled at first contact, resolved / A, by the rule the force declares.

    Settled means no transfer, no second call about it within some days and nothing left to do; forces differ in
    each of these, so the rule stands beside the figure and figures under different rules are not compared.

    Examples
    --------
    >>> float(first_contact_resolution(resolved=48, answered=120))
    0.4
    """
    return ratio(resolved, answered)


def callback_success(callback_reached: ArrayLike, callback: ArrayLike) -> Result:
    """Share of the callers who accepted a call back that were reached, reached / K.

    Misleads without the time they waited for it: see :func:`mean_wait_for_callback_s`.

    Examples
    --------
    >>> float(callback_success(callback_reached=49, callback=50))
    0.98
    """
    return ratio(callback_reached, callback)


def mean_wait_for_callback_s(callback_wait_total_s: ArrayLike, callback_reached: ArrayLike) -> Result:
    """Mean time from accepting a call back to being reached, in seconds, over those who were reached.

    Misleads by who is missing: callers never reached are not in it.

    Examples
    --------
    >>> float(mean_wait_for_callback_s(callback_wait_total_s=73_500, callback_reached=49))
    1500.0
    """
    return ratio(callback_wait_total_s, callback_reached)
