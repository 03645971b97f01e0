"""Whether a caller who finds so many ahead is answered in time: closed forms, also where staff change meanwhile.

A caller who finds ``m`` calls in a room of ``s`` people has j = m - s waiting ahead. Those ahead go away one by one, at
the rate s mu + i theta while i of them wait, so that the time until it is the caller's turn is -log(B) / theta with
B from a Beta(s mu / theta, j + 1); where nobody gives up it is a gamma variable. The caller stays with e^(-theta t).
"""

from __future__ import annotations

import numpy as np
from scipy.special import betaincc, gammainc, gammaln, xlogy

NO_HOPE = 1e-15


def answered_in(within_s: float, *, agents: int, served: float, leaving: float, states: int) -> np.ndarray:
    """Return the chance to be answered within so many seconds, for a caller who finds 0, 1, 2, ... calls.

    Parameters
    ----------
    within_s
        Seconds from ringing.
    agents
        People answering, the same for all that time.
    served, leaving
        Calls an agent ends, and waiting callers who give up, each a second.
    states
        How many numbers of calls to answer for.

    Examples
    --------
    One agent who ends a call a second, one call ahead: answered within a second with a chance of 1 - 1/e.

    >>> answered_in(1.0, agents=1, served=1.0, leaving=0.0, states=2).round(6).tolist()
    [1.0, 0.632121]
    """
    found = np.ones(states)
    turn = np.arange(1, states - agents + 1)  # calls that must end or leave first
    if leaving == 0:
        found[agents:] = gammainc(turn, agents * served * within_s)
    else:
        ended = agents * served / leaving
        found[agents:] = ended / (ended + turn) * betaincc(ended + 1, turn, np.exp(-leaving * within_s))
    return found


def answered_over_a_change(
    before_s: float,
    after_s: float,
    *,
    agents: tuple[int, int],
    served: tuple[float, float],
    leaving: float,
    states: int,
) -> np.ndarray:
    """Return the same for a caller who rings ``before_s`` before staff change, and is in time ``after_s`` after it.

    Where fewer people are there after the change, calls whose agent has gone wait again, first in the line.
    """
    first, then = agents
    best = answered_in(before_s + after_s, agents=max(agents), served=max(served), leaving=leaving, states=states)
    hopeful = int((best > NO_HOPE).sum())  # whoever finds more calls than that is not answered in time by any means
    found = np.zeros(states)
    found[:hopeful] = answered_in(before_s, agents=first, served=served[0], leaving=leaving, states=states)[:hopeful]
    waiting = np.arange(hopeful - first)
    gone = waiting[:, None] - waiting[None, :]  # from so many ahead to so many ahead
    if leaving == 0:
        chance = _poisson(gone, first * served[0] * before_s)
    else:
        chance = _generalised_binomial(gone, first * served[0] / leaving + waiting[:, None], leaving * before_s)
    chance = np.where(gone >= 0, chance, 0.0) * np.exp(-leaving * before_s)
    later = answered_in(after_s, agents=then, served=served[1], leaving=leaving, states=states)
    found[first:hopeful] += chance @ later[first:hopeful]
    return found


def _poisson(gone: np.ndarray, mean: float) -> np.ndarray:
    gone = np.maximum(gone, 0)
    return np.exp(xlogy(gone, mean) - mean - gammaln(gone + 1))


def _generalised_binomial(gone: np.ndarray, number: np.ndarray, time: float) -> np.ndarray:
    """Chance that so many of a real number have gone, each at rate 1: the pure death chain from ``number``."""
    gone = np.maximum(gone, 0)
    left = np.maximum(number - gone, 0)
    choose = gammaln(number + 1) - gammaln(gone + 1) - gammaln(left + 1)
    return np.exp(choose - time * left + xlogy(gone, -np.expm1(-time)))
