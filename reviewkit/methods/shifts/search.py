"""Whole numbers of people on the columns that the linear problem has priced: CP-SAT, the same answer in every run.

1. HiGHS solves the linear problem over all columns: the bound, and the reduced cost of each column.
2. CP-SAT chooses among the columns of smallest reduced cost.
3. Stretches of the horizon are chosen anew, one after the other, while everything else stays; first where most is
   surplus.

Every random choice has a fixed seed and every limit is in CP-SAT's deterministic time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reviewkit.methods.shifts.problem import Found, Problem, Relaxed, raised, relaxed

SEED = 1
COLUMNS_FIRST = 1_400
COLUMNS_OF_A_STRETCH = 600
FIRST_SHARE = 0.3  # of the effort goes into the first answer
EFFORT_OF_A_STRETCH = 0.5
MOST_STRETCHES = 300
NARROWEST, WIDEST = 20, 64  # intervals of a stretch


@dataclass(frozen=True)
class Answer:
    """What CP-SAT says: an answer (None: it found none), its bound, and whether and how long it worked."""

    x: np.ndarray | None
    bound: float
    impossible: bool
    effort: float


def by_columns(problem: Problem, *, effort: float, good_enough: float, start: np.ndarray | None = None) -> Found | None:
    """Solve a cover problem; None: nothing keeps all the constraints.

    ``effort`` is CP-SAT's deterministic time in all, about as many seconds of a fast processor; the search ends early
    at a proven gap of ``good_enough``. ``start`` is an answer to begin from.
    """
    linear = relaxed(problem)
    if linear is None:
        return None
    random = np.random.default_rng(SEED)
    bound = raised(linear.value, problem.cost_step)
    kept = _kept(problem, linear, np.arange(problem.cost.size), COLUMNS_FIRST, random)
    start = _rounded(problem, linear) if start is None else start
    first = _first(problem, kept, start, effort=effort * FIRST_SHARE)
    if first.impossible:
        return None
    if kept.size == problem.cost.size:
        bound = max(bound, raised(first.bound, problem.cost_step))
    left = effort - first.effort
    x = _improved(problem, linear, first.x, bound=bound, effort=left, good_enough=good_enough, random=random)
    return Found(x, bound)


def _kept(problem: Problem, linear: Relaxed, among: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Return the cheapest of some columns, and always whoever may be missing."""
    size = problem.cost.size
    shifts = size - problem.need.size - 1 if problem.soft else size
    return np.concatenate([_cheapest(linear, among[among < shifts], count, random), np.arange(shifts, size)])


def _first(problem: Problem, kept: np.ndarray, start: np.ndarray | None, *, effort: float) -> Answer:
    """The first answer, on the columns that were kept; where none is at hand to begin from, on all and for longer."""
    if start is not None:
        kept = np.union1d(kept, np.flatnonzero(start))
    x = np.zeros(problem.cost.size, dtype=np.int64)
    for columns, longer in ((kept, 1), (np.arange(x.size), 4), (np.arange(x.size), 40)):
        hint = None if start is None else start[columns]
        answer = choose(problem.of(columns, others=x), hint=hint, effort=effort * longer)
        if answer.x is not None:
            x[columns] = answer.x
            return Answer(x, answer.bound, impossible=False, effort=answer.effort)
        if start is not None:
            return Answer(start, -np.inf, impossible=False, effort=answer.effort)
        if answer.impossible and columns.size == x.size:
            return answer
    raise ArithmeticError("no cover was found within the effort allowed: allow more, or fewer kinds of shift")


def _improved(
    problem: Problem,
    linear: Relaxed,
    x: np.ndarray,
    *,
    bound: float,
    effort: float,
    good_enough: float,
    random: np.random.Generator,
) -> np.ndarray:
    size = problem.need.size
    for number in range(MOST_STRETCHES):
        cost = problem.cost @ x
        if effort <= 0 or cost - bound <= good_enough * cost:
            break
        free = _stretch(
            problem, x, wide=min(size, int(random.integers(NARROWEST, WIDEST))), two=number % 3 == 2, random=random
        )
        worked = np.flatnonzero(free & (x > 0))
        columns = np.union1d(worked, _kept(problem, linear, np.flatnonzero(free), COLUMNS_OF_A_STRETCH, random))
        others = x.copy()
        others[columns] = 0
        part = problem.of(columns, others=others)
        answer = choose(part, hint=x[columns], effort=min(EFFORT_OF_A_STRETCH, effort))
        effort -= max(answer.effort, 1e-3)
        if answer.x is not None and part.cost @ answer.x <= part.cost @ x[columns]:
            x = others
            x[columns] = answer.x
    return x


def _stretch(problem: Problem, x: np.ndarray, *, wide: int, two: bool, random: np.random.Generator) -> np.ndarray:
    """Return which columns stand in a stretch of the horizon, or in two of half the width."""
    size = problem.need.size
    surplus = np.maximum(problem.cover @ x - problem.need, 0)
    if problem.soft:
        surplus = surplus + x[-size - 1 : -1]
    wide = max(wide // 2, 1) if two else wide
    sums = np.array([np.take(surplus, range(at, at + wide), mode="wrap").sum() for at in range(size)])
    chances = (sums + sums.mean() * 0.1 + 1e-9) / (sums + sums.mean() * 0.1 + 1e-9).sum()
    free = problem.place < 0
    for begin in random.choice(size, size=2 if two else 1, p=chances):
        free = free | ((problem.place >= 0) & ((problem.place - begin) % size < wide))
    return free


def _cheapest(linear: Relaxed, among: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Return the columns the linear problem uses and those of the smallest reduced cost, equals by lot."""
    price = np.round(np.where(linear.x[among] > 1e-9, -1.0, linear.reduced_cost[among]), 6)
    order = np.lexsort((random.random(among.size), price))
    return np.sort(among[order[:count]])


def _rounded(problem: Problem, linear: Relaxed) -> np.ndarray | None:
    """Round the linear answer to one that keeps every constraint; None: rounding does not."""
    if problem.soft:
        down = problem.with_missing(np.floor(linear.x + 1e-9).astype(np.int64))
        return _filled(problem, down) if problem.allows(down) else None
    up = np.ceil(linear.x - 1e-9).astype(np.int64)
    return _without_the_idle(problem, linear, up) if problem.allows(up) else None


def _filled(problem: Problem, x: np.ndarray) -> np.ndarray:
    """Add shifts one by one, each where most people are missing, for as long as the limits allow."""
    limits, x = problem.limits, x.copy()
    column = np.repeat(np.arange(x.size), np.diff(limits.indptr))
    shifts = np.arange(x.size) < x.size - problem.need.size - 1
    while True:
        slack = problem.most - limits @ x
        breaks_one = np.bincount(column, weights=limits.data > slack[limits.indices], minlength=x.size) > 0
        gain = problem.cover.T @ (problem.cover @ np.where(shifts, x, 0) < problem.need)
        gain[breaks_one | ~shifts] = 0
        best = int(np.argmax(gain))
        if gain[best] <= 0:
            return x
        x[best] += 1
        x = problem.with_missing(x)


def _without_the_idle(problem: Problem, linear: Relaxed, x: np.ndarray) -> np.ndarray:
    """Take away whom nobody would miss, first who was rounded up furthest."""
    slack = problem.rows @ x - problem.least
    columns = problem.rows.tocsc()
    for one in sorted(np.flatnonzero(x), key=lambda one: linear.x[one] - np.floor(linear.x[one])):
        part = slice(columns.indptr[one], columns.indptr[one + 1])
        rows, each = columns.indices[part], columns.data[part]
        while x[one] > 0 and (slack[rows] >= each).all():
            x[one] -= 1
            slack[rows] -= each
    return x


def choose(problem: Problem, *, hint: np.ndarray | None, effort: float) -> Answer:
    """Let CP-SAT choose, beginning near ``hint``."""
    from ortools.sat.python import cp_model  # only who makes a rota waits for it

    model = cp_model.CpModel()
    people = [model.new_int_var(0, int(most), "") for most in _most_of_use(problem)]
    rows = problem.rows
    for row, least in enumerate(problem.least):
        part = slice(rows.indptr[row], rows.indptr[row + 1])
        named = [people[one] for one in rows.indices[part]]
        if named or least > 0:
            total = cp_model.LinearExpr.weighted_sum(named, [int(each) for each in rows.data[part]])
            model.add(total >= int(least))
    model.minimize(cp_model.LinearExpr.weighted_sum(people, [int(each) for each in problem.cost]))
    if hint is not None:
        for one, value in zip(people, hint, strict=True):
            model.add_hint(one, int(value))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    x = np.array([solver.value(one) for one in people], dtype=np.int64) if found else None
    return Answer(
        x,
        solver.best_objective_bound if found else -np.inf,
        impossible=status == cp_model.INFEASIBLE,
        effort=solver.response_proto.deterministic_time,
    )


def _most_of_use(problem: Problem) -> np.ndarray:
    """Return how many of a column could be of use: as many as are needed at once where it covers.

    A column that loosens a limit may be of use beyond that.
    """
    needed = problem.cover.T.multiply(problem.need).tocsr().max(axis=1).toarray().ravel()
    loosens = np.zeros(needed.size)
    if problem.limits.shape[0]:
        loosens = problem.limits.T.tocsr().min(axis=1).toarray().ravel()
    return np.where(loosens < 0, problem.upper, np.minimum(problem.upper, needed)).astype(np.int64)
