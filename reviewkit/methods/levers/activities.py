"""What a plan can choose of one lever, as columns of a linear programme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Start:
    """A cost paid once, in a week, if any of these columns is used."""

    columns: tuple[int, ...]
    cost: float
    week: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Activities:
    """The columns of one lever: what one unit of each gives and costs in each week, and how many units there are.

    Attributes
    ----------
    hours, cost
        One row for each week, one column for each activity; for one unit.
    most
        Units of each activity at most.
    whole
        Whether units come whole, as people do.
    weights, limit
        The sum of weights x units is at most ``limit``; None for no limit.
    """

    hours: np.ndarray
    cost: np.ndarray
    most: np.ndarray
    whole: bool
    starts: tuple[Start, ...]
    weights: np.ndarray
    limit: float | None

    def cost_by_week(self, amounts: np.ndarray) -> np.ndarray:
        """Return what so many units of each activity cost in each week, starts included."""
        cost = self.cost @ amounts
        for start in self.starts:
            if amounts[list(start.columns)].any():
                cost[start.week - 1] += start.cost
        return cost
