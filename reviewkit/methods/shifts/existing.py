"""A rota that exists: what it covers as it stands, and the best that its paid hours could do."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from reviewkit.methods.shifts.asked import Asked, asked
from reviewkit.methods.shifts.covering import Effort, least_missing
from reviewkit.methods.shifts.limits import Limit, at_most, limits_of, starting
from reviewkit.methods.shifts.rota import Rota
from reviewkit.methods.shifts.rules import DAY_MIN, Pattern, Shift, ShiftRulesError


def recut(
    rota: Rota | float,
    need: ArrayLike,
    shifts: tuple[Shift, ...] | list[Shift],
    *,
    patterns: tuple[Pattern, ...] | list[Pattern] = (),
    interval_min: int = 30,
    shrinkage: float = 0.0,
    most_at_work: int | None = None,
    most_shifts: int | None = None,
    effort: float = 10.0,
) -> Rota:
    """Return the rota with the fewest people missing among those that pay no more hours than an existing one.

    As :func:`reviewkit.methods.shifts.cover`, with sum h_j x_j <= the paid hours of ``rota``. Hours that could not
    lessen what is missing are left over: ``paid_hours`` of the answer is then below those of ``rota``.

    Parameters
    ----------
    rota
        The rota that exists, or its paid hours over the days of ``need``.
    need, shifts, patterns, interval_min, shrinkage, most_at_work, most_shifts, effort
        As for :func:`reviewkit.methods.shifts.cover`. ``most_shifts`` holds the number of shifts where it may not rise.

    Notes
    -----
    A gap is only proven for the cost; ``fewest_missing`` is what no rota of these hours can be below.

    Examples
    --------
    Sixteen paid hours can meet a need of one person from 06:00 to 22:00, but not all of one round the clock:

    >>> eight = [Shift("eight", 8)]
    >>> recut(16, [0] * 12 + [1] * 32 + [0] * 4, eight).missing.sum()
    np.int64(0)
    >>> recut(16, [1] * 48, eight).missing.sum()
    np.int64(16)
    """
    began = time.process_time()
    task = asked(need, shifts, patterns=patterns, interval_min=interval_min, shrinkage=shrinkage)
    limits = limits_of(task, most_at_work=most_at_work, most_shifts=most_shifts)
    paid = _paid_hours(rota, task, np.asarray(need).size)
    in_intervals = np.rint(task.columns.paid_hours * 60 / interval_min)
    limits.append(at_most(in_intervals, np.floor(paid * 60 / interval_min + 1e-6)))
    return least_missing(task, limits, effort=Effort(effort, 0.001), began=began)


def as_worked(
    people: pd.DataFrame,
    need: ArrayLike,
    shifts: tuple[Shift, ...] | list[Shift],
    *,
    interval_min: int = 30,
    shrinkage: float = 0.0,
    effort: float = 10.0,
) -> Rota:
    """Return what a rota covers as it stands, everybody's breaks taken when they are missed least.

    Parameters
    ----------
    people
        One row for each shift and start: ``shift`` (its name), ``day`` (from 1), ``start`` ("07:00"), ``people``.
        Rows of a :class:`reviewkit.methods.shifts.Rota` will do.
    need, shifts, interval_min, shrinkage, effort
        As for :func:`reviewkit.methods.shifts.cover`; limits and starts of ``shifts`` are not looked at.

    Examples
    --------
    >>> people = pd.DataFrame({"shift": ["eight"], "day": [1], "start": ["20:00"], "people": [2]})
    >>> as_worked(people, [1] * 48, [Shift("eight", 8)]).unmet["when"].tolist()[:2]
    ['day 1, 04:00', 'day 1, 04:30']
    """
    began = time.process_time()
    own = [_only_its_starts(shift, people) for shift in shifts if (people["shift"] == shift.name).any()]
    unknown = sorted(set(people["shift"]) - {shift.name for shift in shifts})
    if unknown:
        raise ShiftRulesError(f"people: no shift is called {', '.join(unknown)}")
    if not own:
        raise ValueError("people: nobody works any shift")
    task = asked(need, own, patterns=(), interval_min=interval_min, shrinkage=shrinkage)
    return least_missing(task, _held(task, people), effort=Effort(effort, 0.001), began=began)


def _paid_hours(rota: Rota | float, task: Asked, given: int) -> float:
    """The paid hours there are over the horizon of the new rota."""
    hours, size = (rota.paid_hours, rota.need.size) if isinstance(rota, Rota) else (float(rota), given)
    if not (np.isfinite(hours) and hours >= 0):
        raise ValueError(f"rota: {hours} paid hours are not possible; they must be 0 or more")
    return hours * task.need.size / size


def _only_its_starts(shift: Shift, people: pd.DataFrame) -> Shift:
    starts = tuple(sorted(set(people.loc[people["shift"] == shift.name, "start"])))
    return Shift(
        shift.name,
        shift.hours,
        starts=starts,
        breaks=shift.breaks,
        cost_per_hour=shift.cost_per_hour,
        cost_per_shift=shift.cost_per_shift,
    )


def _held(task: Asked, people: pd.DataFrame) -> list[Limit]:
    """Exactly so many people on each shift and start, and nobody on any other."""
    per_day = DAY_MIN // task.interval_min
    found = []
    for number, shift in enumerate(task.shifts):
        work = np.zeros(task.people.size)
        for row in people[people["shift"] == shift.name].itertuples():
            hours, minutes = map(int, str(row.start).split(":"))
            at = (int(row.day) - 1) * per_day + (hours * 60 + minutes) // task.interval_min
            if not 0 <= at < work.size or not row.people >= 0 or row.people != int(row.people):
                raise ValueError(f"people: {row.people} on day {row.day} is not possible")
            work[at] += int(row.people)
        rows = starting(task, number)
        found += [Limit(rows, work), Limit(-rows, -work)]
    return found
