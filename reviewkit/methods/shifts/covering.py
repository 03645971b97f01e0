"""The cheapest rota; where the need cannot be met, the one with the fewest people missing."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from reviewkit.methods.shifts.asked import Asked, asked
from reviewkit.methods.shifts.limits import Limit, limits_of
from reviewkit.methods.shifts.problem import FINEST_COST, Found, Problem, by_highs, raised
from reviewkit.methods.shifts.rota import Rota
from reviewkit.methods.shifts.rules import Pattern, Shift, ShiftRulesError
from reviewkit.methods.shifts.search import by_columns
from reviewkit.methods.shifts.tables import rota_of


@dataclass(frozen=True)
class Effort:
    """How long to search: CP-SAT's deterministic time, and the proven gap that is good enough."""

    most: float
    good_enough: float


def cover(
    need: ArrayLike,
    shifts: tuple[Shift, ...] | list[Shift],
    *,
    patterns: tuple[Pattern, ...] | list[Pattern] = (),
    interval_min: int = 30,
    shrinkage: float = 0.0,
    most_at_work: int | None = None,
    most_shifts: int | None = None,
    effort: float = 10.0,
    good_enough: float = 0.001,
) -> Rota:
    """Return shifts that cover a need at least cost, with the proven gap.

    With x_j people on column j (a shift at a start with its breaks placed, or a pattern begun on a day), cost c_j, and
    a_tj = 1 where j is at work in interval t: minimise sum c_j x_j over whole x, with sum_j a_tj x_j >=
    ceil(need_t / (1 - shrinkage)) for every t (Dantzig 1954). The horizon is a circle: a shift over midnight of the
    last day goes on into the first. Where limits or starts leave people missing, the sum of missing people over the
    intervals is made least, then the most missing at once, then the cost.

    Parameters
    ----------
    need
        People needed at work in each interval, from midnight, whole days; may be fractional.
    shifts, patterns
        What may be worked. A shift that a pattern names is worked in patterns only. With patterns the need repeats
        until its days and all cycles end together (a week and 8 days: 56 days).
    interval_min
        Minutes of an interval.
    shrinkage
        Share of rostered people who are not there (leave, sickness, training), from 0 to below 1.
    most_at_work
        The most people at work at once (desks).
    most_shifts
        The most shifts over the horizon.
    effort, good_enough
        Where breaks can be moved: the search ends after this deterministic time (about seconds), or at this proven gap.

    Raises
    ------
    ValueError
        Need, shrinkage or a limit out of range.
    ShiftRulesError
        Rules that cannot make any shift, with the reason.

    Notes
    -----
    Misleads where people cannot in fact be had for single shifts: it is a lower limit of what rosters need. A share of
    shrinkage that differs by hour belongs into the need.

    Examples
    --------
    Two people round the clock are three shifts of eight hours each:

    >>> rota = cover([2] * 48, [Shift("eight", 8, starts=("07:00", "15:00", "23:00"))])
    >>> rota.shifts[["start", "end", "people"]].values.tolist()
    [['07:00', '15:00', 2], ['15:00', '23:00', 2], ['23:00', '07:00', 2]]
    >>> rota.cost, rota.gap
    (48.0, 0.0)
    """
    began = time.process_time()
    task = asked(need, shifts, patterns=patterns, interval_min=interval_min, shrinkage=shrinkage)
    limits = limits_of(task, most_at_work=most_at_work, most_shifts=most_shifts)
    return least_missing(task, limits, effort=Effort(effort, good_enough), began=began)


def least_missing(task: Asked, limits: list[Limit], *, effort: Effort, began: float) -> Rota:
    """Meet the need at least cost, or as much of it as can be."""
    movable = task.columns.choice_of_breaks
    reached = np.diff(task.columns.cover.tocsr().indptr) > 0
    people = np.where(reached, task.people, 0)
    never = int(task.people[~reached].sum())
    whole, fewest = _whole(task, people, limits), 0
    start = None
    if limits:
        soft = _with_missing(whole)
        fewest, start = _fewest_missing(soft, movable=movable, effort=Effort(effort.most / 2, 0.0))
        short = start[task.columns.cost.size : -1]
        whole = _allowing(soft, whole.cost, short) if short.any() else whole
        start = start[: whole.cost.size]
    found = _solve(whole, movable=movable, effort=effort, start=start)
    if found is None:
        raise ShiftRulesError("the limits contradict each other: no rota keeps them all")
    x = found.x[: task.columns.cost.size]
    return rota_of(task, x, bound=found.bound / FINEST_COST, fewest_missing=fewest + never, began=began)


def _solve(problem: Problem, *, movable: bool, effort: Effort, start: np.ndarray | None = None) -> Found | None:
    if not movable:
        return by_highs(problem)
    return by_columns(problem, effort=effort.most, good_enough=effort.good_enough, start=start)


def _whole(task: Asked, people: np.ndarray, limits: list[Limit]) -> Problem:
    """The problem with every interval met in full."""
    columns = task.columns
    count = columns.cost.size
    rows = sparse.vstack([limit.counts for limit in limits], format="csc") if limits else sparse.csc_matrix((0, count))
    return Problem(
        cost=np.rint(columns.cost * FINEST_COST).astype(np.int64),
        cover=columns.cover,
        need=people,
        limits=rows,
        most=np.concatenate([limit.most for limit in limits]) if limits else np.zeros(0),
        upper=np.full(count, float(_enough(people, limits))),
        place=columns.begins,
    )


def _enough(people: np.ndarray, limits: list[Limit]) -> int:
    """No column is needed more often; a limit that asks for people may ask for more."""
    return int(max(people.max(initial=0), *(-limit.most.min(initial=0) for limit in limits), 1))


def _with_missing(whole: Problem) -> Problem:
    """The problem in which people may be missing, at a price: first their sum counts, then the most at once."""
    size, count = whole.cover.shape
    dear = int(whole.need.max(initial=0)) + 1
    one = sparse.identity(size, format="csc")
    at_once = sparse.hstack([sparse.csc_matrix((size, count)), one, -np.ones((size, 1))])
    kept = sparse.hstack([whole.limits, sparse.csc_matrix((whole.limits.shape[0], size + 1))])
    return Problem(
        cost=np.concatenate([np.zeros(count), np.full(size, dear), [1]]).astype(np.int64),
        cover=sparse.hstack([whole.cover, one, sparse.csc_matrix((size, 1))], format="csc"),
        need=whole.need,
        limits=sparse.vstack([kept, at_once], format="csc"),
        most=np.concatenate([whole.most, np.zeros(size)]),
        upper=np.concatenate([whole.upper, whole.need, [dear]]),
        place=np.concatenate([whole.place, np.full(size + 1, -1)]),
        soft=True,
    )


def _fewest_missing(soft: Problem, *, movable: bool, effort: Effort) -> tuple[int, np.ndarray]:
    """Return the sum of missing people that no rota is below, and the answer with the fewest that was found."""
    found = _solve(soft, movable=movable, effort=effort)
    if found is None:
        raise ShiftRulesError("the limits contradict each other: no rota keeps them all")
    dear = int(soft.cost[-2])
    return max(0, int(raised((found.bound - dear + 1) / dear, 1))), soft.with_missing(found.x)


def _allowing(soft: Problem, cost: np.ndarray, missing: np.ndarray) -> Problem:
    """The cheapest rota with no more people missing, in all and at once."""
    size = soft.need.size
    count = soft.cost.size - size - 1
    in_all = sparse.hstack([sparse.csc_matrix((1, count)), np.ones((1, size)), sparse.csc_matrix((1, 1))])
    upper = soft.upper.copy()
    upper[-1] = missing.max()
    return Problem(
        cost=np.concatenate([cost, np.zeros(size + 1, dtype=np.int64)]),
        cover=soft.cover,
        need=soft.need,
        limits=sparse.vstack([soft.limits, in_all], format="csc"),
        most=np.concatenate([soft.most, [missing.sum()]]),
        upper=upper,
        place=soft.place,
        soft=True,
    )
