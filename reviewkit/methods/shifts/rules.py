"""What shifts may be worked: their lengths, starts and breaks, what they cost, and how many of them there may be."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from math import isfinite

DAY_MIN = 24 * 60
OFF = "-"


class ShiftRulesError(ValueError):
    """The rules of a shift or pattern cannot make any shift; the message names the rule and the reason."""


@dataclass(frozen=True)
class Break:
    """A break: how long, and how far into the shift it may begin at the earliest and must have ended at the latest.

    ``minutes`` is a multiple of the interval; ``after_h`` and ``before_h`` count hours from the start of the shift.
    An unpaid break is not among the paid hours.
    """

    minutes: int
    after_h: float
    before_h: float
    paid: bool = False


@dataclass(frozen=True)
class Shift:
    """A kind of shift.

    Parameters
    ----------
    name
        What it is called in the rota.
    hours
        From start to end, breaks included: a multiple of the interval.
    starts_every_min
        It may begin every so many minutes from midnight on; a multiple of the interval. None: with every interval.
    starts
        Clock times ("07:00") at which alone it may begin; empty: as ``starts_every_min`` says.
    breaks
        Every person takes all of them, in this order.
    cost_per_hour
        Of a paid hour; one for all, or 24, one for each hour of the clock.
    cost_per_shift
        Added for each person who works the shift.
    most, most_per_start
        The most of these shifts in the whole rota, and the most people who may begin it together. None: no limit.
    """

    name: str
    hours: float
    starts_every_min: int | None = None
    starts: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    cost_per_hour: float | tuple[float, ...] = 1.0
    cost_per_shift: float = 0.0
    most: int | None = None
    most_per_start: int | None = None


@dataclass(frozen=True)
class Pattern:
    """A cycle of days that one person works over and over, such as 2 days, 2 nights, 4 off.

    ``days`` names the shift of each day of the cycle, "-" for a day off. All the working days of one shift begin at
    the same clock time and have their breaks at the same time. ``most`` is the most people who may work the pattern.

    Examples
    --------
    >>> two_two_four = Pattern("2-2-4", ("day", "day", "night", "night", "-", "-", "-", "-"))
    >>> len(two_two_four.days)
    8
    """

    name: str
    days: tuple[str, ...]
    most: int | None = None


def start_intervals(shift: Shift, interval_min: int) -> list[int]:
    """Return the intervals of the day at which a shift may begin.

    Examples
    --------
    >>> start_intervals(Shift("late", 8, starts=("14:00", "15:30")), 30)
    [28, 31]
    """
    if not shift.starts:
        every_min = interval_min if shift.starts_every_min is None else shift.starts_every_min
        step = _intervals(every_min, interval_min, f"shift {shift.name}: starts_every_min")
        return list(range(0, DAY_MIN // interval_min, step))
    found = []
    for clock in shift.starts:
        hours, _, minutes = clock.partition(":")
        if not (hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60):
            raise ShiftRulesError(f'shift {shift.name}: starts: "{clock}" is not a clock time such as "07:00"')
        what = f"shift {shift.name}: the start {clock}"
        found.append(_intervals(int(hours) * 60 + int(minutes), interval_min, what, least=0))
    return sorted(set(found))


def length(shift: Shift, interval_min: int) -> int:
    """Return the length of a shift in intervals."""
    return _intervals(shift.hours * 60, interval_min, f"shift {shift.name}: hours")


def break_lengths(shift: Shift, interval_min: int) -> list[int]:
    """Return the length of each break in intervals."""
    what = f"shift {shift.name}: break: minutes"
    return [_intervals(rest.minutes, interval_min, what) for rest in shift.breaks]


def placements(shift: Shift, interval_min: int) -> list[tuple[int, ...]]:
    """Return every way to place the breaks of a shift: for each break, how many intervals after the start it begins.

    Raises
    ------
    ShiftRulesError
        No way is left: a window is shorter than its break or outside the shift, or two breaks do not fit.

    Examples
    --------
    >>> placements(Shift("early", 8, breaks=(Break(60, after_h=3, before_h=5),)), 30)
    [(6,), (7,), (8,)]
    >>> placements(Shift("short", 4), 30)
    [()]
    """
    whole, lengths = length(shift, interval_min), break_lengths(shift, interval_min)
    windows = []
    for rest, long in zip(shift.breaks, lengths, strict=True):
        if not 0 <= rest.after_h < rest.before_h <= shift.hours:
            raise ShiftRulesError(
                f"shift {shift.name}: a break between hour {rest.after_h:g} and hour {rest.before_h:g} is not within "
                f"the {shift.hours:g} hours of the shift"
            )
        first = -int(-rest.after_h * 60 // interval_min)
        last = int(rest.before_h * 60 // interval_min) - long
        if last < first or long >= whole:
            raise ShiftRulesError(
                f"shift {shift.name}: a break of {rest.minutes} minutes does not fit between hour {rest.after_h:g} "
                f"and hour {rest.before_h:g}"
            )
        windows.append(range(first, last + 1))
    ways = [way for way in product(*windows) if _apart(way, lengths)]
    if not ways:
        raise ShiftRulesError(f"shift {shift.name}: its breaks cannot be taken one after the other in their windows")
    return ways


def hourly_costs(shift: Shift) -> tuple[float, ...]:
    """Return the cost of a paid hour for each hour of the clock."""
    rate = shift.cost_per_hour
    rates = (float(rate),) * 24 if isinstance(rate, int | float) else tuple(map(float, rate))
    if len(rates) != 24:
        raise ShiftRulesError(f"shift {shift.name}: cost_per_hour has {len(rates)} values; it must have 1 or 24")
    if not all(isfinite(one) and one >= 0 for one in (*rates, shift.cost_per_shift)):
        raise ShiftRulesError(f"shift {shift.name}: a cost must be a number of 0 or more")
    return rates


def check_patterns(patterns: tuple[Pattern, ...], shifts: tuple[Shift, ...]) -> None:
    """Refuse a pattern that names a shift nobody described, or that never works."""
    known = {shift.name for shift in shifts}
    for pattern in patterns:
        unknown = sorted(set(pattern.days) - known - {OFF})
        if unknown:
            raise ShiftRulesError(f"pattern {pattern.name}: no shift is called {', '.join(unknown)}")
        if not set(pattern.days) - {OFF}:
            raise ShiftRulesError(f"pattern {pattern.name}: it has no working day")


def _apart(way: tuple[int, ...], lengths: list[int]) -> bool:
    ends = [begin + long for begin, long in zip(way, lengths, strict=True)]
    return all(end <= begin for (end, _), (_, begin) in pairwise(zip(ends, way, strict=True)))


def _intervals(minutes: float, interval_min: int, what: str, *, least: int = 1) -> int:
    count = minutes / interval_min
    if not isfinite(count) or count != int(count) or count < least:
        raise ShiftRulesError(
            f"{what}: {minutes:g} minutes is not a multiple of the interval of {interval_min} minutes"
        )
    return int(count)
