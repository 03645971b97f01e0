"""Who is there when: staff curves and shifts made into people with times on and off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, kw_only=True)
class Shift:
    """People who come and go together, once in the period simulated.

    A shift that reaches over the period's end covers its beginning too: day follows day, week follows week.

    Parameters
    ----------
    start_s, length_s
        Seconds from the beginning of the period to the start, and from start to end, breaks included.
    people
        How many work it.
    breaks
        For each break, seconds from the start of the shift to its own, and its length. Whoever has a call in hand
        when a break begins ends it first, and is back at the hour planned.
    """

    start_s: float
    length_s: float
    people: int
    breaks: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        if self.length_s <= 0:
            raise ValueError(f"length_s: {self.length_s} is not possible; a shift lasts longer than 0 seconds")
        if self.people < 0 or self.people != int(self.people):
            raise ValueError(f"people: {self.people} is not possible; they must be whole, 0 or more")
        last = 0.0
        for start_s, length_s in sorted(self.breaks):
            if start_s < last or length_s <= 0 or start_s + length_s > self.length_s:
                raise ValueError(f"breaks: ({start_s}, {length_s}) overlaps another or does not lie within the shift")
            last = start_s + length_s


@dataclass(frozen=True, kw_only=True)
class Team:
    """People who answer the same lines.

    Parameters
    ----------
    staff
        How many are there in each interval, or shifts.
    answers
        Numbers of the lines they answer, from 0; None: all. Of those waiting, the lower number comes first where lines
        have priority. A call goes to a free team that answers the fewest lines.
    """

    staff: ArrayLike | Sequence[Shift]
    answers: tuple[int, ...] | None = None


class Person(NamedTuple):
    """One person of a team, and the times from and to which she may take a call."""

    team: int
    spells: list[tuple[float, float]]


def people_of(teams: Sequence[Team], *, interval_s: float, intervals: int, around: int) -> list[Person]:
    """Return everybody, with their times from ``around`` intervals before the period to as many after it."""
    found: list[Person] = []
    for number, team in enumerate(teams):
        if is_shifts(team.staff):
            spells = _of_shifts(team.staff, interval_s=interval_s, intervals=intervals, around=around)
        else:
            spells = _of_curve(whole(team.staff, intervals), interval_s=interval_s, around=around)
        found += [Person(number, one) for one in spells]
    return found


def is_shifts(staff: ArrayLike | Sequence[Shift]) -> bool:
    """Return whether staff are given as shifts."""
    return isinstance(staff, Sequence) and len(staff) > 0 and all(isinstance(one, Shift) for one in staff)


def whole(staff: ArrayLike, intervals: int) -> np.ndarray:
    """Return a staff curve of whole people, one number for each interval.

    Raises
    ------
    ValueError
        People who are not whole, negative or not numbers; a curve of another length.
    """
    curve = np.asarray(staff, dtype=float)
    wrong = curve[~((curve >= 0) & (curve == np.round(curve)))]
    if wrong.size:
        raise ValueError(f"staff: {wrong.flat[0]} is not possible; people must be whole, 0 or more")
    if curve.ndim > 1 or (curve.ndim == 1 and curve.size not in {1, intervals}):
        raise ValueError(f"staff: shape {curve.shape} does not fit {intervals} intervals of calls")
    return np.broadcast_to(curve, (intervals,)).astype(np.int64)


def _of_curve(curve: np.ndarray, *, interval_s: float, around: int) -> list[list[tuple[float, float]]]:
    """The last to come is the first to go."""
    long = np.take(curve, np.arange(-around, curve.size + around), mode="wrap")
    found = []
    for place in range(long.max(initial=0)):
        there = np.diff(np.concatenate([[0], (long > place).astype(np.int64), [0]]))
        begins, ends = np.flatnonzero(there == 1) - around, np.flatnonzero(there == -1) - around
        found.append([(a * interval_s, b * interval_s) for a, b in zip(begins.tolist(), ends.tolist(), strict=True)])
    return found


def _of_shifts(
    shifts: Sequence[Shift], *, interval_s: float, intervals: int, around: int
) -> list[list[tuple[float, float]]]:
    period_s = intervals * interval_s
    first_s, last_s = -around * interval_s, period_s + around * interval_s
    found = []
    for shift in shifts:
        earliest = int(np.floor((first_s - shift.start_s - shift.length_s) / period_s))
        for time_round in range(earliest, int(np.ceil((last_s - shift.start_s) / period_s)) + 1):
            start_s = shift.start_s + time_round * period_s
            spells = [(a, b) for a, b in _at_work(shift, start_s) if b > first_s and a < last_s]
            found += [spells] * (int(shift.people) if spells else 0)
    return found


def _at_work(shift: Shift, start_s: float) -> list[tuple[float, float]]:
    found, now = [], start_s
    for break_s, length_s in sorted(shift.breaks):
        if start_s + break_s > now:
            found.append((now, start_s + break_s))
        now = start_s + break_s + length_s
    return [*found, (now, start_s + shift.length_s)] if now < start_s + shift.length_s else found
