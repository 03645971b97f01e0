"""Limits on a rota as rows: a count of each column, and the most their sum may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from reviewkit.methods.shifts.asked import Asked


@dataclass(frozen=True)
class Limit:
    """Some rows: ``counts`` x is at most ``most``."""

    counts: sparse.csc_matrix
    most: np.ndarray


def limits_of(task: Asked, *, most_at_work: int | None, most_shifts: int | None) -> list[Limit]:
    """Return every limit that the rules and the arguments set."""
    found = []
    if most_at_work is not None:
        found.append(Limit(task.columns.cover, np.full(task.people.size, _least_0("most_at_work", most_at_work))))
    if most_shifts is not None:
        found.append(at_most(duties(task), _least_0("most_shifts", most_shifts)))
    for number, shift in enumerate(task.shifts):
        if shift.most is not None:
            counts = duties(task, shift=number)
            found.append(at_most(counts, _least_0(f"shift {shift.name}: most", shift.most)))
        if shift.most_per_start is not None:
            most = _least_0(f"shift {shift.name}: most_per_start", shift.most_per_start)
            rows = starting(task, number)
            found.append(Limit(rows, np.full(rows.shape[0], most)))
    for number, pattern in enumerate(task.patterns):
        if pattern.most is not None:
            most = _least_0(f"pattern {pattern.name}: most", pattern.most)
            found.append(at_most((task.columns.pattern == number).astype(float), most))
    return found


def at_most(counts: np.ndarray, most: float) -> Limit:
    """Return one row."""
    return Limit(sparse.csc_matrix(counts[None, :]), np.array([float(most)]))


def duties(task: Asked, *, shift: int | None = None) -> np.ndarray:
    """Return how many shifts, of one kind or of all, each column works."""
    return np.array(
        [sum(shift in (None, duty.shift) for duty in worked) for worked in task.columns.duties], dtype=float
    )


def starting(task: Asked, shift: int) -> sparse.csc_matrix:
    """Return a row for each interval: which columns begin a kind of shift in it."""
    cells = [
        (duty.start, number)
        for number, worked in enumerate(task.columns.duties)
        for duty in worked
        if duty.shift == shift
    ]
    rows, columns = np.array(cells, dtype=int).reshape(-1, 2).T
    shape = (task.people.size, len(task.columns.duties))
    return sparse.csc_matrix((np.ones(rows.size), (rows, columns)), shape=shape)


def _least_0(name: str, value: int) -> int:
    if not (value >= 0 and value == int(value)):
        raise ValueError(f"{name}: {value} is not possible; it must be a whole number from 0 on")
    return int(value)
