"""Everything one person can be asked to work, each with the intervals it covers: the columns of the cover problem."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy import sparse

from reviewkit.methods.shifts.rules import (
    DAY_MIN,
    OFF,
    Pattern,
    Shift,
    ShiftRulesError,
    break_lengths,
    hourly_costs,
    length,
    placements,
    start_intervals,
)

MOST_COLUMNS = 150_000


@dataclass(frozen=True)
class Duty:
    """One shift worked by one person: the kind, the interval it begins in, and where in it each break begins."""

    shift: int
    start: int
    breaks: tuple[int, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of shift, counted in intervals: what it covers, pays and costs whichever day it begins on."""

    long: int
    breaks: tuple[int, ...]  # their lengths
    starts: list[int]
    ways: list[tuple[int, ...]]
    unpaid: tuple[bool, ...]
    rates: np.ndarray  # of a paid interval, by interval of the day
    per_shift: float

    def at_work(self, breaks: tuple[int, ...], *, unpaid_only: bool = False) -> np.ndarray:
        """Return, for each interval of the shift, whether the person is at work (or paid)."""
        there = np.ones(self.long, dtype=bool)
        for begin, lasts, unpaid in zip(breaks, self.breaks, self.unpaid, strict=True):
            if unpaid or not unpaid_only:
                there[begin : begin + lasts] = False
        return there


@dataclass(frozen=True)
class Columns:
    """All columns over a horizon of intervals.

    ``duties`` and ``pattern`` say what each column is (``pattern`` is -1 for a single shift); ``cover`` has a row for
    each interval and a column for each of them; ``begins`` is the interval of the first duty.
    """

    kinds: tuple[Kind, ...]
    duties: list[tuple[Duty, ...]]
    pattern: np.ndarray
    begins: np.ndarray
    cover: sparse.csc_matrix
    cost: np.ndarray
    paid_hours: np.ndarray

    @property
    def choice_of_breaks(self) -> bool:
        """Whether anybody's break can be moved."""
        return any(len(kind.ways) > 1 for kind in self.kinds)


def columns_of(shifts: tuple[Shift, ...], patterns: tuple[Pattern, ...], *, horizon: int, interval_min: int) -> Columns:
    """Return every shift and every pattern, at every start, with every placing of its breaks."""
    kinds = tuple(kind_of(shift, interval_min) for shift in shifts)
    in_patterns = {name for pattern in patterns for name in pattern.days}
    days = horizon * interval_min // DAY_MIN
    for shift, kind in zip(shifts, kinds, strict=True):
        if kind.long > horizon:
            raise ShiftRulesError(f"shift {shift.name}: {shift.hours:g} hours is longer than the need that is given")
    free = [number for number, shift in enumerate(shifts) if shift.name not in in_patterns]
    _not_too_many(kinds, free, patterns, shifts, days)
    per_day = DAY_MIN // interval_min
    duties = [
        (Duty(number, day * per_day + start, way),)
        for number in free
        for day, start, way in product(range(days), kinds[number].starts, kinds[number].ways)
    ]
    origin = [-1] * len(duties)
    for number, pattern in enumerate(patterns):
        worked = _crews(pattern, shifts, kinds, days=days, per_day=per_day)
        duties += worked
        origin += [number] * len(worked)
    return _assembled(kinds, duties, np.array(origin), horizon=horizon, interval_min=interval_min)


def kind_of(shift: Shift, interval_min: int) -> Kind:
    """Return a kind of shift counted in intervals; refuse what cannot be worked."""
    per_day = DAY_MIN // interval_min
    hours = (np.arange(per_day) * interval_min // 60).astype(int)
    return Kind(
        long=length(shift, interval_min),
        breaks=tuple(break_lengths(shift, interval_min)),
        starts=start_intervals(shift, interval_min),
        ways=placements(shift, interval_min),
        unpaid=tuple(not rest.paid for rest in shift.breaks),
        rates=np.array(hourly_costs(shift))[hours] * interval_min / 60,
        per_shift=float(shift.cost_per_shift),
    )


def _crews(
    pattern: Pattern, shifts: tuple[Shift, ...], kinds: tuple[Kind, ...], *, days: int, per_day: int
) -> list[tuple[Duty, ...]]:
    """Every way to work a pattern: the day its cycle begins, and the start and breaks of each of its shifts."""
    cycle, names = len(pattern.days), [shift.name for shift in shifts]
    used = sorted({names.index(name) for name in pattern.days if name != OFF})
    found = []
    for first in range(cycle):
        for chosen in product(*(list(product(kinds[one].starts, kinds[one].ways)) for one in used)):
            of = dict(zip(used, chosen, strict=True))
            duties = []
            for day in range(days):
                name = pattern.days[(day - first) % cycle]
                if name != OFF:
                    number = names.index(name)
                    duties.append(Duty(number, day * per_day + of[number][0], of[number][1]))
            found.append(tuple(duties))
    return found


def _assembled(
    kinds: tuple[Kind, ...], duties: list[tuple[Duty, ...]], pattern: np.ndarray, *, horizon: int, interval_min: int
) -> Columns:
    rows, cost, paid = [], np.zeros(len(duties)), np.zeros(len(duties))
    for number, worked in enumerate(duties):
        covered = []
        for duty in worked:
            kind = kinds[duty.shift]
            when = (duty.start + np.arange(kind.long)) % horizon
            covered.append(when[kind.at_work(duty.breaks)])
            earning = when[kind.at_work(duty.breaks, unpaid_only=True)]
            cost[number] += kind.rates[earning % kind.rates.size].sum() + kind.per_shift
            paid[number] += earning.size * interval_min / 60
        rows.append(np.concatenate(covered))
    ends = np.cumsum([0, *(row.size for row in rows)])
    cells = np.concatenate(rows) if rows else np.zeros(0, dtype=int)
    cover = sparse.csc_matrix((np.ones(cells.size), cells, ends), shape=(horizon, len(duties)))
    begins = np.array([worked[0].start for worked in duties], dtype=int)
    return Columns(kinds, duties, pattern, begins, cover, cost, paid)


def _not_too_many(
    kinds: tuple[Kind, ...], free: list[int], patterns: tuple[Pattern, ...], shifts: tuple[Shift, ...], days: int
) -> None:
    sizes = {shift.name: len(kind.starts) * len(kind.ways) for shift, kind in zip(shifts, kinds, strict=True)}
    ways = sum(days * sizes[shifts[number].name] for number in free)
    for pattern in patterns:
        ways += len(pattern.days) * int(np.prod([sizes[name] for name in set(pattern.days) - {OFF}]))
    if ways > MOST_COLUMNS:
        raise ShiftRulesError(
            f"the rules allow {ways:,} different shifts, more than {MOST_COLUMNS:,}: allow fewer starts, or shorter "
            "windows for breaks"
        )
