"""All levers side by side as the columns of one programme, scaled so that a solver's tolerances mean little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from reviewkit.methods.levers.activities import Activities, Start

UNUSED = 1e-5
"""An activity of which less than this part is chosen is not used: the solver's rounding, at most 1e-6."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Columns:
    """Activities, then starts (0 or 1), then hours unmet of each week, in parts of the largest gap.

    Attributes
    ----------
    gap
        One value for each week, in parts of the largest.
    hours, cost
        Of one unit of each activity: hours by week, in parts of the largest gap; cost over all weeks. One unit of an
        activity that can be divided is all of it that can be of use.
    unit, most, whole
        The lever's own units in one unit, the units at most, and whether they come whole.
    first
        The column at which each lever begins, and at last their number.
    starts
        Those that cost something, with the column at which their lever begins.
    limits
        Rows whose sum over the activities is at most 1.
    """

    gap: np.ndarray
    hours: np.ndarray
    cost: np.ndarray
    unit: np.ndarray
    most: np.ndarray
    whole: np.ndarray
    first: np.ndarray
    starts: tuple[tuple[int, Start], ...]
    limits: tuple[np.ndarray, ...]

    @property
    def size(self) -> int:
        """How many columns there are."""
        return self.most.size + len(self.starts) + self.gap.size

    def row(self, activities: np.ndarray, *, starts: float | np.ndarray = 0.0, unmet: float = 0.0) -> np.ndarray:
        """Return a row over all columns."""
        return np.r_[activities, np.full(len(self.starts), starts), np.full(self.gap.size, unmet)]

    def needs(self) -> sparse.csc_array:
        """Return the rows of hours and hours unmet, one for each week."""
        none = np.zeros((self.gap.size, len(self.starts)))
        return sparse.csc_array(np.hstack([self.hours, none, np.eye(self.gap.size)]))

    def links(self) -> sparse.csc_array:
        """Return the rows (0 at most) that let an activity be used only if its start is paid."""
        rows = [
            {first + at: 1.0, self.most.size + number: -self.most[first + at]}
            for number, (first, start) in enumerate(self.starts)
            for at in start.columns
        ]
        table = sparse.lil_array((len(rows), self.size))
        for number, row in enumerate(rows):
            for column, entry in row.items():
                table[number, column] = entry
        return table.tocsc()

    def amounts(self, found: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return the units of each lever's activities from a solution: people whole, and rounding taken away."""
        used = np.clip(found[: self.most.size], 0, self.most)
        used = self.unit * np.where(self.whole, np.round(used), np.where(used < UNUSED, 0.0, used))
        return tuple(used[start:end] for start, end in zip(self.first[:-1], self.first[1:], strict=True))


def columns(levers: Sequence[Activities], shares: Sequence[float], gap_hours: np.ndarray) -> Columns:
    """Put the activities of all levers side by side, each no larger than the gap can use."""
    scale = gap_hours.max() or 1.0
    none = np.zeros((gap_hours.size, 0))
    hours = np.hstack([none, *(lever.hours * share for lever, share in zip(levers, shares, strict=True))]) / scale
    whole = np.concatenate([np.zeros(0, bool), *(np.full(lever.most.size, lever.whole) for lever in levers)])
    most = _useful(hours, gap_hours / scale, whole)
    most = np.minimum(most, np.concatenate([np.zeros(0), *(lever.most for lever in levers)]))
    unit = np.where(whole | (most == 0), 1.0, most)
    first = np.cumsum([0, *(lever.most.size for lever in levers)])
    at = list(zip(first[:-1].tolist(), levers, strict=True))
    return Columns(
        gap=gap_hours / scale,
        hours=hours * unit,
        cost=np.hstack([none, *(lever.cost for lever in levers)]).sum(axis=0) * unit,
        unit=unit,
        most=most / unit,
        whole=whole,
        first=first,
        starts=tuple((place, start) for place, lever in at for start in lever.starts if start.cost > 0),
        limits=tuple(_limit(place, lever, unit) for place, lever in at if lever.limit is not None),
    )


def _useful(hours: np.ndarray, gap: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return the units beyond which an activity would only bring hours that no week lacks."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        units = np.where(hours > 0, gap[:, None] / hours, 0.0).max(axis=0, initial=0.0)
    return np.where(whole, np.ceil(units), units)


def _limit(first: int, lever: Activities, unit: np.ndarray) -> np.ndarray:
    row = np.zeros(unit.size)
    row[first : first + lever.weights.size] = lever.weights / lever.limit
    return row * unit
