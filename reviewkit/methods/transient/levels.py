"""Service level, mean wait and giving up of each interval, when calls and staff change through the day.

Calls come at random at a rate that is steady within an interval; handling times and patience are exponential; where
staff go, calls whose agent has gone wait again, first in the line. Long-run formulas taken half hour by half hour miss
what is carried from one interval to the next; these are exact, to about 1e-10.

Each line begins in the long-run state of its first interval; where that would grow for ever, with nobody there. So the
first interval of a series that begins in the middle of a rush is not what it was; begin at a quiet hour.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from reviewkit.methods.erlang.arguments import checked
from reviewkit.methods.transient.day import MOST_STATES, Lines, Passed, TooManyStates, follow

FURTHER = 9.0
"""Standard deviations beyond the busiest interval at which the states first end."""


def service_level(
    calls: ArrayLike,
    agents: ArrayLike,
    *,
    interval_s: float,
    aht_s: ArrayLike,
    within_s: float,
    patience_s: float | None = None,
) -> np.ndarray:
    """Return, for each interval, the share of the calls offered in it that is answered within so many seconds.

    Parameters
    ----------
    calls
        Calls expected in each interval, along the last axis; other axes are lines apart.
    agents
        Whole people answering in each interval.
    interval_s
        Length of an interval in seconds.
    aht_s
        Mean handling time in seconds; one, or one for each interval.
    within_s
        Seconds of the target, at most an interval. Counted exactly also where staff change while a caller waits.
    patience_s
        Mean patience in seconds; None: nobody gives up, and a queue may grow from interval to interval.

    Returns
    -------
    numpy.ndarray
        Shares in the broadcast shape of calls and agents; those who give up count against. For an interval without
        calls it is what a call would have met.

    Raises
    ------
    ValueError
        Negative or missing values, agents that are not whole, shapes that do not fit, a target longer than an
        interval.
    ArithmeticError
        A queue too long to be followed: far more calls than the agents can take, and nobody gives up.

    Examples
    --------
    A steady day is the long-run queue: 28 agents answer 85.7 % of 250 calls an hour of 330 seconds within 30 seconds.

    >>> service_level([125, 125], [28, 28], interval_s=1800, aht_s=330, within_s=30).round(3).tolist()
    [0.857, 0.857]

    After an hour with too few it takes a while to get well again.

    >>> service_level([125, 125, 125], [28, 24, 28], interval_s=1800, aht_s=330, within_s=30).round(2).tolist()
    [0.86, 0.54, 0.77]
    """
    lines, shape = lines_of(calls, agents, interval_s=interval_s, aht_s=aht_s, within_s=within_s, patience_s=patience_s)
    return np.stack([passed.answered for passed in followed(lines)], axis=-1).reshape(shape)


def mean_wait_s(
    calls: ArrayLike,
    agents: ArrayLike,
    *,
    interval_s: float,
    aht_s: ArrayLike,
    patience_s: float | None = None,
) -> np.ndarray:
    """Return, for each interval, the seconds waited in it for each call offered in it.

    Parameters are those of :func:`service_level`. Over a day it is the mean wait of the day's calls; within one
    interval it holds the waiting of calls offered before. NaN for an interval without calls.

    Examples
    --------
    >>> mean_wait_s([60, 60], [2, 2], interval_s=3600, aht_s=60).round(6).tolist()
    [20.0, 20.0]
    """
    lines, shape = lines_of(calls, agents, interval_s=interval_s, aht_s=aht_s, within_s=0, patience_s=patience_s)
    queue = np.stack([passed.queue for passed in followed(lines)], axis=-1)
    return _over(queue * interval_s, lines.calls).reshape(shape)


def abandonment(
    calls: ArrayLike, agents: ArrayLike, *, interval_s: float, aht_s: ArrayLike, patience_s: float
) -> np.ndarray:
    """Return, for each interval, how many give up in it for each call offered in it.

    Parameters are those of :func:`service_level`. Over a day it is the share of the day's calls that gives up; one
    interval may hold those who rang before. NaN for an interval without calls.

    Examples
    --------
    >>> abandonment([60, 60], [1, 1], interval_s=3600, aht_s=60, patience_s=60).round(6).tolist()
    [0.367879, 0.367879]
    """
    waited_s = mean_wait_s(calls, agents, interval_s=interval_s, aht_s=aht_s, patience_s=patience_s)
    return waited_s / patience_s


def followed(lines: Lines) -> list[Passed]:
    """Follow lines with as many states as they need: begun with enough for ordinary days, doubled until it is so.

    Raises
    ------
    ArithmeticError
        A queue too long to be followed.
    """
    states = enough_states(lines)
    while states <= MOST_STATES:
        try:
            return list(follow(lines, states=states))
        except TooManyStates:
            states *= 2
    raise ArithmeticError(
        f"more than {MOST_STATES:,} calls would be waiting: the calls are far more than the agents can take"
    )


def enough_states(lines: Lines) -> int:
    """Return how many states an ordinary day needs: the most calls that would be there if nothing varied, and more."""
    rate = lines.calls / lines.interval_s
    spare = lines.agents * lines.served - rate
    if lines.leaving:
        waiting = np.maximum(-spare, 0) / lines.leaving
    else:
        work = np.cumsum(-spare * lines.interval_s, axis=1)
        waiting = work - np.minimum(np.minimum.accumulate(work, axis=1), 0)
    most = np.maximum(np.minimum(rate / lines.served, lines.agents) + waiting, lines.agents).max(initial=1)
    return int(np.ceil(most + FURTHER * np.sqrt(most) + 40))


def lines_of(
    calls: ArrayLike,
    agents: ArrayLike,
    *,
    interval_s: float,
    aht_s: ArrayLike,
    within_s: float,
    patience_s: float | None,
) -> tuple[Lines, tuple[int, ...]]:
    """Return lines, checked and laid out one below the other, and the shape of what was given.

    Raises
    ------
    ValueError
        As :func:`service_level`.
    """
    given = {"load": calls, "agents": agents, "aht_s": aht_s}
    calls, agents, aht_s = (array + 0.0 for array in checked(**given))
    checked(within_s=within_s, aht_s=interval_s)
    if calls.ndim == 0:
        raise ValueError("calls and agents: single numbers; they must be one value for each interval")
    if (agents != np.round(agents)).any():
        part = agents[agents != np.round(agents)].flat[0]
        raise ValueError(f"agents: {part} is not possible; people through a day must be whole")
    if within_s > interval_s:
        raise ValueError(f"within_s: {within_s} is longer than an interval ({interval_s} s)")
    if patience_s is not None and not patience_s > 0:
        raise ValueError(f"patience_s: {patience_s} is not possible; it must be above 0 seconds, or None")
    flat = (-1, calls.shape[-1])
    lines = Lines(
        calls=calls.reshape(flat),
        agents=agents.astype(np.int64).reshape(flat),
        served=1 / aht_s.reshape(flat),
        leaving=0.0 if patience_s is None else 1 / patience_s,
        interval_s=float(interval_s),
        within_s=float(within_s),
    )
    return lines, calls.shape


def _over(work: np.ndarray, calls: np.ndarray) -> np.ndarray:
    return np.divide(work, calls, out=np.full(work.shape, np.nan), where=calls > 0)
