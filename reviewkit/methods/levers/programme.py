"""The mixed integer programme of a plan: fewest hours unmet, of those the cheapest, of those the fewest hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from reviewkit.methods.levers.activities import Activities
from reviewkit.methods.levers.columns import Columns, columns

SLACK = 1e-6
"""Part of the fewest hours unmet that the search for the cheapest may give away, so that rounding does not stop it."""
TIE = 1e-6
"""Weight of an hour beside the dearest hour's cost: of plans that cost the same, the one of fewest hours."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Solution:
    """The units of each activity, lever by lever, and how far from the best the proof leaves them (0: best)."""

    amounts: tuple[np.ndarray, ...]
    proven_gap: float


def solve(
    levers: Sequence[Activities], shares: Sequence[float], gap_hours: np.ndarray, *, time_limit_s: float
) -> Solution:
    """Return the units of each activity that leave the fewest hours unmet at least cost.

    Two programmes one after the other, the second held to the best value of the first:

        minimise  sum u_w,  then  cost
        subject to  sum_a share_a hours_wa x_a + u_w >= gap_w,   u_w >= 0,   0 <= x_a <= most_a,
                    x_a <= most_a y_s for each activity of a start that costs (y_s 0 or 1),   sum weights x <= limit

    and then, people and starts fixed as found, both at once (an hour unmet dearer than any chain of levers), which
    takes away what rounding gave.

    Parameters
    ----------
    shares
        Share of each lever's hours to count on.
    gap_hours
        Hours short in each week, 0 or more.
    time_limit_s
        Seconds for each programme; what is best by then is taken, and ``proven_gap`` says how far it may be off.
    """
    table = columns(levers, shares, gap_hours)
    most = table.row(table.most, starts=1.0, unmet=np.inf)
    unmet = table.row(np.zeros(table.most.size), unmet=1.0)
    fewest = _solved(table, unmet, most=most, time_limit_s=time_limit_s)
    if fewest.x is None:  # out of time before any plan was found
        return Solution(amounts=table.amounts(np.zeros(table.size)), proven_gap=1.0)
    cost = _cost(table)
    held = LinearConstraint(unmet[None, :], -np.inf, fewest.fun + SLACK * max(1.0, fewest.fun))
    cheapest = _solved(table, cost, most=most, time_limit_s=time_limit_s, held=held)
    best = fewest if cheapest.x is None else cheapest
    proven = 1.0 if cheapest.x is None else max(fewest.mip_gap or 0.0, cheapest.mip_gap or 0.0)
    return Solution(amounts=table.amounts(_exact(table, best.x, cost, most=most)), proven_gap=float(proven))


def _cost(table: Columns) -> np.ndarray:
    cost = table.row(table.cost, starts=np.array([start.cost for _, start in table.starts]))
    return cost / (cost.max() or 1.0)


def _exact(table: Columns, found: np.ndarray, cost: np.ndarray, *, most: np.ndarray) -> np.ndarray:
    """Return the solution for the people and starts found, at a corner of what is possible."""
    fixed = _integers(table)
    hours = table.hours.sum(axis=0)
    an_hour = np.where(hours > 0, cost[: hours.size] / np.where(hours > 0, hours, 1.0), 0.0)[~table.whole]
    dearest = an_hour.max(initial=0.0) or 1.0
    unmet = 10 * dearest * (len(table.first) + table.gap.size)
    aim = cost + table.row(np.where(table.whole, 0.0, TIE * dearest * hours), unmet=unmet)
    least = np.where(fixed, np.round(found), 0.0)
    result = milp(aim / aim.max(), bounds=Bounds(least, np.where(fixed, least, most)), constraints=_constraints(table))
    return found if result.x is None else result.x


def _solved(
    table: Columns, aim: np.ndarray, *, most: np.ndarray, time_limit_s: float, held: LinearConstraint | None = None
) -> OptimizeResult:
    return milp(
        aim,
        integrality=_integers(table).astype(int),
        bounds=Bounds(0, most),
        constraints=[*_constraints(table), *([held] if held else [])],
        options={"time_limit": time_limit_s, "mip_rel_gap": 0.0},
    )


def _integers(table: Columns) -> np.ndarray:
    return table.row(table.whole, starts=1.0).astype(bool)


def _constraints(table: Columns) -> list[LinearConstraint]:
    limits = [LinearConstraint(table.row(limit)[None, :], -np.inf, 1.0) for limit in table.limits]
    links = [LinearConstraint(table.links(), -np.inf, 0.0)] if table.starts else []
    return [LinearConstraint(table.needs(), table.gap, np.inf), *links, *limits]
