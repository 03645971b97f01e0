"""What comes out: who works when, what it covers, what is missing, and how far it may be from the best."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from reviewkit.methods.shifts.rules import DAY_MIN

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def when(interval: int, interval_min: int, *, weekly: bool) -> str:
    """Return the name of an interval; a need of one week begins on a Monday.

    Examples
    --------
    >>> when(335, 30, weekly=True), when(53, 30, weekly=False), when(336, 30, weekly=True)
    ('Sunday 23:30', 'day 2, 02:30', 'Monday of week 2, 00:00')
    """
    day, minute = divmod(interval * interval_min, DAY_MIN)
    clock = f"{minute // 60:02d}:{minute % 60:02d}"
    if not weekly:
        return f"day {day + 1}, {clock}"
    week, weekday = divmod(day, 7)
    return f"{WEEKDAYS[weekday]} of week {week + 1}, {clock}" if week else f"{WEEKDAYS[weekday]} {clock}"


@dataclass(frozen=True, eq=False)
class Rota:
    """A rota over a horizon that begins anew when it ends.

    Attributes
    ----------
    shifts
        One row for each kind of shift, start and placing of breaks: ``shift``, ``pattern`` (empty for a single shift),
        ``interval`` (of its start), ``day`` (from 1), ``start``, ``end`` and ``breaks`` (clock times at which each
        begins), ``hours``, ``paid_hours`` and ``cost`` of one person, ``people``.
    crews
        One row for each pattern and each way it is worked: ``pattern``, ``first_day`` of the cycle, ``starts``,
        ``people``.
    need
        People needed at work in each interval, as given, repeated to the horizon.
    asked
        People that must be rostered: ceil(need / (1 - shrinkage)).
    at_work, on_break
        People rostered in each interval: at work, and on a break.
    cost, bound
        Cost over the horizon, and the cost that no rota with as few people missing can be below.
    fewest_missing
        The sum of missing people over the intervals that no rota within the rules can be below.
    seconds
        Processor seconds it took.
    """

    shifts: pd.DataFrame
    crews: pd.DataFrame
    need: np.ndarray
    asked: np.ndarray
    at_work: np.ndarray
    on_break: np.ndarray
    interval_min: int
    weekly: bool
    cost: float
    bound: float
    fewest_missing: int
    paid_hours: float
    seconds: float = field(default=0.0)

    @property
    def gap(self) -> float:
        """Share of the cost that a better rota could at most save: (cost - bound) / cost."""
        return 0.0 if self.cost <= 0 else max(0.0, (self.cost - self.bound) / self.cost)

    @property
    def surplus(self) -> np.ndarray:
        """People at work beyond those asked for, in each interval."""
        return np.maximum(self.at_work - self.asked, 0)

    @property
    def missing(self) -> np.ndarray:
        """People asked for who are not at work, in each interval."""
        return np.maximum(self.asked - self.at_work, 0)

    @cached_property
    def unmet(self) -> pd.DataFrame:
        """The intervals in which people are missing, by name: ``interval``, ``when``, ``asked``, ``missing``."""
        short = np.flatnonzero(self.missing)
        names = [when(int(one), self.interval_min, weekly=self.weekly) for one in short]
        return pd.DataFrame(
            {"interval": short, "when": names, "asked": self.asked[short], "missing": self.missing[short]}
        )

    def __str__(self) -> str:
        shifts = int(self.shifts["people"].sum())
        text = (
            f"{shifts:,} shifts, {self.paid_hours:,.1f} paid hours, cost {self.cost:,.1f}; no rota costs less than "
            f"{self.bound:,.1f} (gap at most {self.gap:.2%})."
        )
        if self.unmet.empty:
            return f"{text} Nobody is missing."
        missing = ", ".join(f"{row.when}: {row.missing}" for row in self.unmet.itertuples())
        proven = f"; at least {self.fewest_missing:,} under these rules" if self.fewest_missing else ""
        return f"{text} Missing {int(self.missing.sum()):,} people times intervals{proven}: {missing}."
