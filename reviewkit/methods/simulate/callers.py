"""Callers drawn at random: when they ring, how long they will take, how long they wait, whether they ring again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What is known of the calls: arrays of shape (lines, intervals), and what they share.

    ``handling_cv`` and ``patience_cv`` are coefficients of variation of a lognormal time; None: exponential.
    """

    calls: np.ndarray
    aht_s: np.ndarray
    patience_s: np.ndarray
    handling_cv: float | None
    patience_cv: float | None
    redial_share: float
    redial_after_s: float
    interval_s: float


@dataclass(frozen=True)
class Callers:
    """Callers in the order in which they ring: lists, which a loop reads faster than arrays.

    ``again_s`` is the time at which a caller who gives up rings again, infinity for never.
    """

    rings_s: list[float]
    line: list[int]
    handling_s: list[float]
    gives_up_s: list[float]
    again_s: list[float]


def fresh(demand: Demand, rng: np.random.Generator, *, around: int) -> Callers:
    """Draw those who ring for the first time, from ``around`` intervals before the period to as many after it."""
    lines, intervals = demand.calls.shape
    places = np.arange(-around, intervals + around)
    number = rng.poisson(np.take(demand.calls, places, axis=1, mode="wrap"))
    line, place = (np.repeat(each.ravel(), number.ravel()) for each in np.meshgrid(range(lines), places, indexing="ij"))
    rings_s = (place + rng.random(line.size)) * demand.interval_s
    order = np.argsort(rings_s, kind="stable")
    line, place, rings_s = line[order], place[order] % intervals, rings_s[order]
    handling_s = times(rng, line.size, cv=demand.handling_cv) * demand.aht_s[line, place]
    gives_up_s = rings_s + _patience(demand.patience_s[line, place], times(rng, line.size, cv=demand.patience_cv))
    again_s = gives_up_s + rng.exponential(demand.redial_after_s, line.size)
    again_s[rng.random(line.size) >= demand.redial_share] = np.inf
    drawn = (rings_s, line, handling_s, gives_up_s, again_s)
    return Callers(*(each.tolist() for each in drawn))


def redialled(demand: Demand, rng: np.random.Generator, *, block: int = 256) -> Iterator[tuple[float, ...]]:
    """Yield, for each attempt after the first: handling time and patience over their means, seconds to the next.

    The last is infinite for those who do not ring again.
    """
    while True:
        handling, patience = times(rng, block, cv=demand.handling_cv), times(rng, block, cv=demand.patience_cv)
        after_s = rng.exponential(demand.redial_after_s, block)
        after_s[rng.random(block) >= demand.redial_share] = np.inf
        yield from zip(handling.tolist(), patience.tolist(), after_s.tolist(), strict=True)


def times(rng: np.random.Generator, number: int, *, cv: float | None) -> np.ndarray:
    """Draw times with a mean of 1: exponential, or lognormal with such a coefficient of variation.

    Examples
    --------
    >>> drawn = times(np.random.default_rng(1), 200_000, cv=2.0)
    >>> round(float(drawn.mean()), 1), round(float(drawn.std()), 1)
    (1.0, 2.0)
    """
    if cv is None:
        return rng.exponential(1.0, number)
    spread = np.sqrt(np.log1p(cv**2))
    return np.exp(rng.standard_normal(number) * spread - spread**2 / 2)


def _patience(mean_s: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(mean_s), np.inf, mean_s * drawn)
