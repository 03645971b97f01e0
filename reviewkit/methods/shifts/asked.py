"""What is asked of a rota: checked, rounded up for those who are away, and repeated to a whole horizon."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

import numpy as np
from numpy.typing import ArrayLike

from reviewkit.methods.shifts.columns import Columns, columns_of
from reviewkit.methods.shifts.rules import DAY_MIN, Pattern, Shift, ShiftRulesError, check_patterns

LONGEST_DAYS = 400


@dataclass(frozen=True)
class Asked:
    """A need over a horizon, and everything that may be worked for it."""

    need: np.ndarray
    people: np.ndarray
    shifts: tuple[Shift, ...]
    patterns: tuple[Pattern, ...]
    columns: Columns
    interval_min: int
    weekly: bool


def asked(
    need: ArrayLike,
    shifts: tuple[Shift, ...] | list[Shift],
    *,
    patterns: tuple[Pattern, ...] | list[Pattern],
    interval_min: int,
    shrinkage: float,
) -> Asked:
    """Check what is asked and return it over the shortest horizon of whole weeks (or needs) and whole cycles."""
    shifts, patterns = tuple(shifts), tuple(patterns)
    if interval_min < 1 or (60 % interval_min and interval_min % 60) or DAY_MIN % interval_min:
        raise ValueError(f"interval_min: a day is not made of whole intervals of {interval_min} minutes")
    given, days = _checked_need(need, interval_min)
    if not 0 <= shrinkage < 1:
        raise ValueError(f"shrinkage: {shrinkage} is not possible; it must be from 0 to below 1 (at 1 nobody is there)")
    if not shifts:
        raise ShiftRulesError("shifts: none is given, so that nobody can work")
    if len({shift.name for shift in shifts}) < len(shifts):
        raise ShiftRulesError("shifts: two have the same name")
    check_patterns(patterns, shifts)
    whole = lcm(days, *(len(pattern.days) for pattern in patterns))
    if whole > LONGEST_DAYS:
        raise ShiftRulesError(
            f"patterns: need and cycles come together only after {whole} days; {LONGEST_DAYS} at most"
        )
    tiled = np.tile(given, whole // days)
    columns = columns_of(shifts, patterns, horizon=tiled.size, interval_min=interval_min)
    people = np.ceil(tiled / (1 - shrinkage) - 1e-9).astype(np.int64)
    return Asked(tiled, people, shifts, patterns, columns, interval_min, days == 7)


def _checked_need(need: ArrayLike, interval_min: int) -> tuple[np.ndarray, int]:
    given = np.asarray(need, dtype=float)
    per_day = DAY_MIN // interval_min
    if given.ndim != 1 or given.size == 0 or given.size % per_day:
        raise ValueError(
            f"need: shape {given.shape} is not whole days of {per_day} intervals of {interval_min} minutes"
        )
    wrong = given[~(np.isfinite(given) & (given >= 0))]
    if wrong.size:
        raise ValueError(f"need: {wrong[0]} is not possible; it must be 0 or more people")
    return given, given.size // per_day
