"""The fewest people through a day that keeps the target in every interval."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from reviewkit.methods import erlang
from reviewkit.methods.erlang.arguments import checked
from reviewkit.methods.fewest import fewest
from reviewkit.methods.transient.day import MOST_STATES, Lines, TooManyStates, begin, step
from reviewkit.methods.transient.levels import enough_states, followed, lines_of


def agents_required(
    calls: ArrayLike,
    *,
    interval_s: float,
    aht_s: ArrayLike,
    within_s: float,
    service_level: ArrayLike,
    patience_s: float | None = None,
) -> np.ndarray:
    """Return a staff curve that meets the target in every interval, from the first on with as few as will do.

    In each interval it is the fewest who meet the target after what the interval before has left, and one more where
    a cut right after it would break that. A curve with fewer hours in all may exist: one more person early can save
    two later.

    Parameters are those of :func:`service_level`; ``service_level`` is above 0 and below 1, one for all intervals or
    one for each.

    Examples
    --------
    >>> agents_required([125, 125], interval_s=1800, aht_s=330, within_s=30, service_level=0.8).tolist()
    [28, 28]
    """
    lines, shape = lines_of(calls, 1, interval_s=interval_s, aht_s=aht_s, within_s=within_s, patience_s=patience_s)
    target, _ = checked(service_level=service_level, load=np.zeros(shape))
    target = np.broadcast_to(target, shape).reshape(lines.calls.shape)
    lines = replace(lines, agents=_fewest(lines, target))
    while (missed := np.stack([passed.answered for passed in followed(lines)], axis=-1) < target).any():
        lines = replace(lines, agents=lines.agents + missed)
    return lines.agents.reshape(shape)


def _fewest(lines: Lines, target: np.ndarray) -> np.ndarray:
    """Staff the intervals one after the other, each from what the one before has left."""
    load = lines.calls / lines.interval_s / lines.served
    patience_s = None if lines.leaving == 0 else 1 / lines.leaving
    long_run = erlang.agents_required(
        load, aht_s=1 / lines.served, within_s=lines.within_s, service_level=target, patience_s=patience_s
    )
    states = enough_states(replace(lines, agents=long_run))
    while states <= MOST_STATES:
        try:
            return _one_after_the_other(lines, target, guess=long_run, states=states)
        except TooManyStates:
            states *= 2
    raise ArithmeticError(f"more than {MOST_STATES:,} calls would be waiting")


def _one_after_the_other(lines: Lines, target: np.ndarray, *, guess: np.ndarray, states: int) -> np.ndarray:
    found = np.zeros(lines.calls.shape, dtype=np.int64)
    now = begin(replace(lines, agents=guess), states=states)
    for interval in range(found.shape[1]):

        def does(some: np.ndarray, agents: np.ndarray, interval: int = interval, now: np.ndarray = now) -> np.ndarray:
            passed = step(lines.of(some), interval, now[some], agents=agents, following=agents)
            return passed.answered >= target[some, interval]

        found[:, interval] = fewest(does, guess=guess[:, interval])
        now = step(lines, interval, now, agents=found[:, interval], following=found[:, interval]).after
    return found
