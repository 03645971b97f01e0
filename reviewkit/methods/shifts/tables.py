"""Numbers of people on columns, made into a rota."""

from __future__ import annotations

import time
from collections import Counter

import numpy as np
import pandas as pd

from reviewkit.methods.shifts.asked import Asked
from reviewkit.methods.shifts.columns import Duty
from reviewkit.methods.shifts.rota import Rota
from reviewkit.methods.shifts.rules import DAY_MIN

SHIFT_COLUMNS = [
    *("shift", "pattern", "interval", "day", "start", "end", "breaks", "hours", "paid_hours", "cost", "people"),
]
CREW_COLUMNS = ["pattern", "first_day", "starts", "people"]


def rota_of(task: Asked, x: np.ndarray, *, bound: float, fewest_missing: int, began: float) -> Rota:
    """Return the rota of ``x`` people on each column."""
    columns = task.columns
    at_work = np.rint(columns.cover @ x).astype(np.int64)
    people: Counter[tuple[Duty, int]] = Counter()
    for number in np.flatnonzero(x):
        for duty in columns.duties[number]:
            people[duty, int(columns.pattern[number])] += int(x[number])
    cost = float(columns.cost @ x)
    return Rota(
        shifts=_shifts(task, people),
        crews=_crews(task, x),
        need=task.need,
        asked=task.people,
        at_work=at_work,
        on_break=_present(task, people) - at_work,
        interval_min=task.interval_min,
        weekly=task.weekly,
        cost=cost,
        bound=min(bound, cost),
        fewest_missing=fewest_missing,
        paid_hours=float(columns.paid_hours @ x),
        seconds=time.process_time() - began,
    )


def clock(interval: int, interval_min: int) -> str:
    """Return the time of day at which an interval begins.

    Examples
    --------
    >>> clock(53, 30)
    '02:30'
    """
    minute = interval * interval_min % DAY_MIN
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _present(task: Asked, people: Counter[tuple[Duty, int]]) -> np.ndarray:
    """People on shift in each interval, at work or on a break."""
    present = np.zeros(task.people.size, dtype=np.int64)
    for (duty, _), count in people.items():
        present[(duty.start + np.arange(task.columns.kinds[duty.shift].long)) % present.size] += count
    return present


def _shifts(task: Asked, people: Counter[tuple[Duty, int]]) -> pd.DataFrame:
    rows = []
    minutes = task.interval_min
    for (duty, pattern), count in sorted(people.items(), key=lambda one: (one[0][0].start, *map(str, one[0]))):
        kind, shift = task.columns.kinds[duty.shift], task.shifts[duty.shift]
        paid = (duty.start + np.flatnonzero(kind.at_work(duty.breaks, unpaid_only=True))) % kind.rates.size
        rows.append(
            [
                shift.name,
                task.patterns[pattern].name if pattern >= 0 else "",
                duty.start,
                duty.start * minutes // DAY_MIN + 1,
                clock(duty.start, minutes),
                clock(duty.start + kind.long, minutes),
                ", ".join(clock(duty.start + begin, minutes) for begin in duty.breaks),
                shift.hours,
                paid.size * minutes / 60,
                float(kind.rates[paid].sum()) + kind.per_shift,
                count,
            ]
        )
    return pd.DataFrame(rows, columns=SHIFT_COLUMNS)


def _crews(task: Asked, x: np.ndarray) -> pd.DataFrame:
    columns = task.columns
    rows = []
    for number in np.flatnonzero(np.where(columns.pattern >= 0, x, 0)):
        pattern, worked = task.patterns[columns.pattern[number]], columns.duties[number]
        starts = dict.fromkeys(
            f"{task.shifts[duty.shift].name} {clock(duty.start, task.interval_min)}" for duty in worked
        )
        rows.append([pattern.name, _first_day(task, number), ", ".join(sorted(starts)), int(x[number])])
    return pd.DataFrame(rows, columns=CREW_COLUMNS)


def _first_day(task: Asked, number: int) -> int:
    """The day, from 1 on, on which the cycle of a column first begins."""
    cycle = task.patterns[task.columns.pattern[number]].days
    worked = {
        duty.start * task.interval_min // DAY_MIN: task.shifts[duty.shift].name for duty in task.columns.duties[number]
    }
    days = range(len(cycle))
    return (
        next(first for first in days if all(worked.get(day, "-") == cycle[(day - first) % len(cycle)] for day in days))
        + 1
    )
