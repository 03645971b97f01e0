"""What callers of one queue meet, in the long run: chance to wait, service level, mean wait, giving up.

Calls come at random (Poisson) at a steady rate, are handled for a random time (exponential, mean ``aht_s``), are
answered in their order, and, where ``patience_s`` is given, give up after a random time of waiting (exponential with
that mean). ``load`` is the offered load in erlangs: calls an hour times ``aht_s`` / 3600. Everything broadcasts.

Erlang C (nobody gives up) overstates waits wherever people do give up, and knows no wait at or above full load;
Erlang A (they do) needs their patience, which is longer than the waits of those who gave up. Both are blind to load
that changes within the half hour (:mod:`reviewkit.methods.transient`) and to calls that ring again.

Sources: A. K. Erlang (1917); C. Palm (1957); A. Mandelbaum and S. Zeltyn, "The Palm/Erlang-A queue, with applications
to call centers" (2005), whose building blocks are written here as ratios of incomplete gamma functions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from reviewkit.methods.erlang.arguments import ask, checked
from reviewkit.methods.erlang.queue import Leaving, Patient
from reviewkit.methods.erlang.ratios import below

Queue = Patient | Leaving


def erlang_b(load: ArrayLike, agents: ArrayLike) -> np.ndarray:
    """Return the share of calls that find every line taken, where nobody can wait.

    Agents may be a fraction: the formula's continuous form.

    Raises
    ------
    ValueError
        A negative load or number, NaN, or shapes that do not fit.

    Examples
    --------
    Two lines and two erlangs: states of 0, 1, 2 calls weigh 1, 2 and 2, and 2 of these 5 are full.

    >>> round(float(erlang_b(2, 2)), 12)
    0.4
    """
    load, agents = checked(load=load, agents=agents)
    return (1 / (1 + below(agents, load)))[()]


def erlang_c(load: ArrayLike, agents: ArrayLike) -> np.ndarray:
    """Return the share of calls that wait at all, where everybody waits until answered.

    1 with an :class:`UnstableQueueWarning` where the load is at or above the agents.

    Raises
    ------
    ValueError
        A negative load or number, NaN, or shapes that do not fit.

    Examples
    --------
    Two agents and one erlang: states weigh 1, 1, 1/2, 1/4, ... and those from two on are 1 of 3.

    >>> round(float(erlang_c(1, 2)), 12)
    0.333333333333
    """
    return ask(lambda queue: queue.waits, load=load, agents=agents, aht_s=1, patience_s=None)


def wait_probability(
    load: ArrayLike, agents: ArrayLike, *, aht_s: ArrayLike, patience_s: ArrayLike | None = None
) -> np.ndarray:
    """Return the share of calls that find nobody free: Erlang C, or Erlang A where patience is given.

    Parameters
    ----------
    load
        Offered load in erlangs.
    agents
        People answering; may be a fraction.
    aht_s
        Mean handling time in seconds.
    patience_s
        Mean time in seconds after which a waiting caller gives up; None or infinity: nobody does; 0: all at once.

    Raises
    ------
    ValueError
        An argument out of its range, NaN, or shapes that do not fit.

    Examples
    --------
    One agent, one erlang, patience as long as a call: the number in the system is Poisson with mean 1, and somebody
    is there with a chance of 1 - 1/e.

    >>> round(float(wait_probability(1, 1, aht_s=60, patience_s=60)), 6)
    0.632121
    """
    return ask(lambda queue: queue.waits, load=load, agents=agents, aht_s=aht_s, patience_s=patience_s)


def service_level(
    load: ArrayLike,
    agents: ArrayLike,
    *,
    aht_s: ArrayLike,
    within_s: ArrayLike,
    patience_s: ArrayLike | None = None,
) -> np.ndarray:
    """Return the share of all calls offered that are answered within so many seconds; those who give up count against.

    Parameters are those of :func:`wait_probability`, with ``within_s`` the seconds of the target. 0 with an
    :class:`UnstableQueueWarning` where nobody gives up and the load is at or above the agents.

    Examples
    --------
    250 calls an hour of 330 seconds are 22.92 erlangs (Jones, as recomputed): 28 agents answer 85.7 % in 30 seconds.

    >>> round(float(service_level(250 * 330 / 3600, 28, aht_s=330, within_s=30)), 3)
    0.857
    """

    def answered(queue: Queue, aht_s: np.ndarray, within_s: np.ndarray) -> np.ndarray:
        return queue.answered_within(within_s / aht_s)

    return ask(
        answered, "aht_s", "within_s", load=load, agents=agents, aht_s=aht_s, patience_s=patience_s, within_s=within_s
    )


def mean_wait_s(
    load: ArrayLike, agents: ArrayLike, *, aht_s: ArrayLike, patience_s: ArrayLike | None = None
) -> np.ndarray:
    """Return the mean wait in seconds of all calls offered, until answered or given up; no wait counts as 0.

    Parameters are those of :func:`wait_probability`. Infinite with an :class:`UnstableQueueWarning` where nobody
    gives up and the load is at or above the agents. Misleads where handling times vary more than the exponential:
    a coefficient of variation of 2 leaves the service level nearly as it is and raises the mean wait by half.

    Examples
    --------
    Two agents and one erlang: a third of the calls waits, for a mean of 60 / (2 - 1) seconds.

    >>> round(float(mean_wait_s(1, 2, aht_s=60)), 6)
    20.0
    """

    def waited_s(queue: Queue, aht_s: np.ndarray) -> np.ndarray:
        return queue.mean_wait * aht_s

    return ask(waited_s, "aht_s", load=load, agents=agents, aht_s=aht_s, patience_s=patience_s)


def abandonment(load: ArrayLike, agents: ArrayLike, *, aht_s: ArrayLike, patience_s: ArrayLike) -> np.ndarray:
    """Return the share of calls offered that give up.

    Parameters are those of :func:`wait_probability`; with an infinite patience it is 0. It is the mean wait over the
    mean patience.

    Examples
    --------
    One agent, one erlang, patience as long as a call: 1 - 1/e of the time somebody is served, so 1/e of the calls left.

    >>> round(float(abandonment(1, 1, aht_s=60, patience_s=60)), 6)
    0.367879
    """
    return ask(lambda queue: queue.abandoned, load=load, agents=agents, aht_s=aht_s, patience_s=patience_s)


def occupancy(
    load: ArrayLike, agents: ArrayLike, *, aht_s: ArrayLike, patience_s: ArrayLike | None = None
) -> np.ndarray:
    """Return the share of the agents' time that is spent on calls, from 0 to 1.

    Parameters are those of :func:`wait_probability`. 1 where nobody gives up and the load is at or above the agents;
    NaN for no agents.

    Examples
    --------
    >>> float(occupancy(1, 2, aht_s=60))
    0.5
    """
    return ask(lambda queue: queue.occupancy, load=load, agents=agents, aht_s=aht_s, patience_s=patience_s)


def wait_percentile_s(
    load: ArrayLike,
    agents: ArrayLike,
    *,
    aht_s: ArrayLike,
    share: ArrayLike,
    patience_s: ArrayLike | None = None,
) -> np.ndarray:
    """Return the seconds within which such a share of all calls offered has been answered or has given up.

    Parameters are those of :func:`wait_probability`, with ``share`` from 0 to below 1 (0.9: nine in ten). Infinite
    with an :class:`UnstableQueueWarning` where nobody gives up and the load is at or above the agents.

    Examples
    --------
    Two agents and one erlang: a third waits, and a third of e^-1 longer than 60 seconds.

    >>> round(float(wait_percentile_s(1, 2, aht_s=60, share=1 - 1 / (3 * 2.718281828459045))), 6)
    60.0
    """

    def waited_s(queue: Queue, aht_s: np.ndarray, share: np.ndarray) -> np.ndarray:
        return queue.wait_percentile(share) * aht_s

    return ask(waited_s, "aht_s", "share", load=load, agents=agents, aht_s=aht_s, patience_s=patience_s, share=share)
