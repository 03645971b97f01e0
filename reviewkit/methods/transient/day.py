"""Queues followed through time: the chain M(t)/M/s(t)+M, interval by interval, for many lines at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from reviewkit.methods.transient.callers import answered_in, answered_over_a_change
from reviewkit.methods.transient.exponential import advance, moments

BEYOND = 1e-11
"""The chance of the highest state kept must stay below this, or more states are kept."""

MOST_STATES = 2**16

_gauss = lru_cache(maxsize=64)(np.polynomial.legendre.leggauss)
_answered_in = lru_cache(maxsize=4096)(answered_in)  # many lines and hours have the same staff
_over_a_change = lru_cache(maxsize=4096)(answered_over_a_change)


class TooManyStates(ArithmeticError):  # noqa: N818 - says what happened
    """The queue grows so long that its states cannot be followed."""


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Lines of one length: arrays of shape (lines, intervals) but for the numbers they share.

    ``calls`` are expected in each interval, ``agents`` are whole, ``served`` and ``leaving`` are rates a second.
    """

    calls: np.ndarray
    agents: np.ndarray
    served: np.ndarray
    leaving: float
    interval_s: float
    within_s: float

    def rates(self, interval: int, agents: np.ndarray, states: int) -> dict[str, np.ndarray]:
        """Return the rates up and down of each line's chain in an interval."""
        up = np.repeat(self.calls[:, interval, None] / self.interval_s, states, axis=1)
        up[:, -1] = 0
        number, people = np.arange(states), agents[:, None]
        busy, waiting = np.minimum(number, people), np.maximum(number - people, 0)
        return {"up": up, "down": busy * self.served[:, interval, None] + waiting * self.leaving}

    def of(self, these: np.ndarray) -> Lines:
        """Return some of the lines."""
        parts = {name: getattr(self, name)[these] for name in ("calls", "agents", "served")}
        return replace(self, **parts)


@dataclass(frozen=True)
class Passed:
    """What an interval was like: arrays over the lines.

    ``answered`` is the share of its calls answered in time, ``queue`` the mean number waiting, ``after`` the chance of
    each number of calls at its end.
    """

    answered: np.ndarray
    queue: np.ndarray
    after: np.ndarray


def follow(lines: Lines, *, states: int) -> Iterator[Passed]:
    """Follow the lines from interval to interval, from the long-run state of the first where it has one.

    Raises
    ------
    TooManyStates
        The highest state kept became likely.
    """
    now = begin(lines, states=states)
    for interval in range(lines.calls.shape[1]):
        following = lines.agents[:, min(interval + 1, lines.agents.shape[1] - 1)]
        passed = step(lines, interval, now, agents=lines.agents[:, interval], following=following)
        now = passed.after
        yield passed


def begin(lines: Lines, *, states: int) -> np.ndarray:
    """Return each line's long-run chances under its first interval; nobody there where it would grow for ever."""
    rates = lines.rates(0, lines.agents[:, 0], states)
    with np.errstate(divide="ignore"):
        steps = np.log(rates["up"][:, :-1]) - np.log(rates["down"][:, 1:])
    weights = np.cumsum(np.concatenate([np.zeros((len(steps), 1)), steps], axis=1), axis=1)
    grows = (lines.calls[:, 0] / lines.interval_s >= lines.agents[:, 0] * lines.served[:, 0]) & (lines.leaving == 0)
    weights[grows] = -np.inf
    weights[grows, 0] = 0
    chance = np.exp(weights - weights.max(axis=1, keepdims=True))
    return chance / chance.sum(axis=1, keepdims=True)


def step(lines: Lines, interval: int, now: np.ndarray, *, agents: np.ndarray, following: np.ndarray) -> Passed:
    """Take the lines through one interval with so many agents, and with ``following`` after it.

    The last ``within_s`` seconds are taken apart: who rings then may still wait when staff change.
    """
    states = now.shape[1]
    rates = lines.rates(interval, agents, states)
    early_s = lines.interval_s - lines.within_s
    near, spent = advance(now, **rates, time=early_s)
    spent *= early_s / np.maximum(spent.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    nodes, weights = _ringing(lines, interval, agents)
    *late, after = moments(near, **rates, times=np.append(nodes, lines.within_s))
    in_time = _chances(lines, interval, agents, following, before_s=lines.within_s, states=states)
    answered = np.einsum("ls,ls->l", spent, in_time)
    for there, before_end_s, weight in zip(late, lines.within_s - nodes, weights, strict=True):
        chance = _chances(lines, interval, agents, following, before_s=before_end_s, states=states)
        answered += weight * np.einsum("ls,ls->l", there, chance)
        spent += weight * there
    if (spent[:, -1] / lines.interval_s).max() > BEYOND:
        raise TooManyStates
    waiting = np.maximum(np.arange(states) - agents[:, None], 0)
    after = np.maximum(after, 0)
    return Passed(
        answered=answered / lines.interval_s,
        queue=np.einsum("ls,ls->l", spent, waiting) / lines.interval_s,
        after=after / after.sum(axis=1, keepdims=True),
    )


def _ringing(lines: Lines, interval: int, agents: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return moments in the last ``within_s`` seconds, in seconds, and their weights: Gauss-Legendre.

    What happens in that time sets how many are needed for ten digits: found by trial from 5 to 3,000 calls an hour.
    """
    events = lines.within_s * ((agents * lines.served[:, interval]).max() + 2 * lines.leaving)
    nodes, weights = _gauss(3 + int(np.ceil(2 * np.sqrt(events))))
    return lines.within_s * (nodes + 1) / 2, lines.within_s * weights / 2


def _chances(
    lines: Lines, interval: int, agents: np.ndarray, following: np.ndarray, *, before_s: float, states: int
) -> np.ndarray:
    """Return each line's chances to be answered in time, for those who ring so long before the interval ends."""
    after = min(interval + 1, lines.served.shape[1] - 1)
    within_s, leaving = lines.within_s, lines.leaving
    found = []
    for line, (first, then) in enumerate(zip(agents.tolist(), following.tolist(), strict=True)):
        served = (float(lines.served[line, interval]), float(lines.served[line, after]))
        same = first == then and served[0] == served[1]
        if same or before_s >= within_s:
            found.append(_answered_in(within_s, agents=first, served=served[0], leaving=leaving, states=states))
            continue
        pair = {"agents": (first, then), "served": served, "leaving": leaving, "states": states}
        found.append(_over_a_change(before_s, within_s - before_s, **pair))
    return np.array(found)
