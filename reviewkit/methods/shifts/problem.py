"""A cover problem as numbers alone, and HiGHS for its bound and, where that is quick, its answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

MOST_NODES = 2_000  # of HiGHS's search: a limit that does not depend on the computer
NEARLY = 1e-6  # HiGHS keeps a constraint to about this
FINEST_COST = 1_000  # costs are whole numbers of thousandths inside


@dataclass(frozen=True)
class Problem:
    """Minimise cost x over whole x from 0 to upper, with cover x >= need and limits x <= most.

    ``cost`` is whole. ``place`` is the interval at which a column stands in the week; -1: it always takes part. Where
    people may be missing (``soft``), the last columns are those missing in each interval and the most at once.
    """

    cost: np.ndarray
    cover: sparse.csc_matrix
    need: np.ndarray
    limits: sparse.csc_matrix
    most: np.ndarray
    upper: np.ndarray
    place: np.ndarray
    soft: bool = False

    @cached_property
    def rows(self) -> sparse.csr_matrix:
        """All constraints, each as at least ``least``."""
        return sparse.vstack([self.cover, -self.limits], format="csr")

    @cached_property
    def least(self) -> np.ndarray:
        """What each of the rows must reach."""
        return np.concatenate([self.need, -self.most]).astype(float)

    @cached_property
    def cost_step(self) -> int:
        """Every total is a multiple of this."""
        return max(int(np.gcd.reduce(self.cost.astype(np.int64))), 1)

    def of(self, columns: np.ndarray, *, others: np.ndarray) -> Problem:
        """Return what is left to decide about some columns while ``others`` stay as they are."""
        return Problem(
            self.cost[columns],
            self.cover[:, columns],
            np.maximum(self.need - self.cover @ others, 0),
            self.limits[:, columns],
            self.most - self.limits @ others,
            self.upper[columns],
            self.place[columns],
        )

    def allows(self, x: np.ndarray) -> bool:
        """Return whether x keeps every constraint."""
        return bool((self.rows @ x >= self.least - NEARLY).all() and (x <= self.upper).all())

    def with_missing(self, x: np.ndarray) -> np.ndarray:
        """Return x with the last columns as the others leave them: who is missing, and the most at once."""
        size, x = self.need.size, x.copy()
        x[-size - 1 :] = 0
        x[-size - 1 : -1] = np.maximum(self.need - self.cover @ x, 0)
        x[-1] = x[-size - 1 : -1].max(initial=0)
        return x


@dataclass(frozen=True)
class Found:
    """An answer, and a bound that no answer can be below (both in units of the problem's cost)."""

    x: np.ndarray
    bound: float


@dataclass(frozen=True)
class Relaxed:
    """The linear problem: its fractional answer, its value, and what each column costs beyond what it is worth."""

    x: np.ndarray
    value: float
    reduced_cost: np.ndarray


def relaxed(problem: Problem) -> Relaxed | None:
    """Solve the linear problem; None: nothing keeps all the constraints."""
    bounds = np.column_stack([np.zeros(problem.cost.size), problem.upper])
    done = linprog(problem.cost, A_ub=-problem.rows, b_ub=-problem.least, bounds=bounds, method="highs")
    if done.status == 2:
        return None
    if done.x is None:
        raise ArithmeticError(f"the linear problem of the shifts has no answer: {done.message}")
    worth = -done.ineqlin.marginals
    return Relaxed(done.x, float(done.fun), problem.cost - problem.rows.T @ worth)


def by_highs(problem: Problem) -> Found | None:
    """Solve the whole problem with HiGHS; None: nothing keeps all the constraints."""
    done = milp(
        problem.cost,
        constraints=LinearConstraint(problem.rows, lb=problem.least),
        bounds=Bounds(0, problem.upper),
        integrality=np.ones(problem.cost.size),
        options={"node_limit": MOST_NODES, "mip_rel_gap": 0.0},
    )
    if done.status == 2:
        return None
    if done.x is None:
        raise ArithmeticError(f"no cover was found: {done.message}")
    return Found(np.rint(done.x).astype(np.int64), raised(done.mip_dual_bound, problem.cost_step))


def raised(bound: float, step: int) -> float:
    """Return a bound raised to the next total that is possible, with care for rounding.

    Examples
    --------
    >>> raised(100.2, 5), raised(100.0000001, 5)
    (105.0, 100.0)
    """
    return float(np.ceil((bound - NEARLY * max(1.0, abs(bound))) / step) * step)
