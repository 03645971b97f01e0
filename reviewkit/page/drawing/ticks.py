"""Where an axis has its few ticks, and what they say."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from reviewkit.page import formats, sentences
from reviewkit.page.drawing.measure import width
from reviewkit.page.drawing.style import TICK_SIZE
from reviewkit.page.formats import Unit

_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400)
_LONG = tuple(3600 * factor * 10**power for power in (2, 3, 4, 5, 6) for factor in (1, 2, 5))  # hours: only by mistake
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_DAYS = (1, 2, 7, 14)
_GAP = 14  # px between two labels of one axis


def values(high: float, unit: Unit, *, low: float = 0.0, at_most: int = 5) -> list[float]:
    """Return round values from at or below ``low`` to at or above ``high``.

    Examples
    --------
    >>> values(0.93, "share"), values(400, "seconds"), values(1_230_000, "calls", at_most=4)
    ([0.0, 0.2, 0.4, 0.6, 0.8, 1.0], [0, 120, 240, 360, 480], [0.0, 500000.0, 1000000.0, 1500000.0])
    """
    high = high if high > low else low + {"share": 0.1, "seconds": 10, "number": 1}.get(unit, 5)
    for step in _steps(high - low, unit):
        first = math.floor(low / step + 1e-9)
        last = max(first + 1, math.ceil(high / step - 1e-9))
        if unit == "share" and high <= 1 < last * step:
            continue
        if last - first <= at_most:
            return [round(number * step, 10) for number in range(first, last + 1)]
    return [low, high]


def _steps(span: float, unit: Unit) -> Iterator[float]:
    if unit == "seconds" and span > 5:
        yield from (step for step in (*_SECONDS, *_LONG) if span / step <= 20)
    lowest = 0 if unit in {"calls", "people"} else -4
    start = max(lowest, math.floor(math.log10(span)) - 1)
    for power in range(start, start + 5):
        quarters = power > 0 or unit not in {"calls", "people"}  # there is no half call
        yield from (factor * 10.0**power for factor in ((1, 2, 2.5, 5) if quarters else (1, 2, 5)))


def labels(ticks: Sequence[float], unit: Unit) -> list[str]:
    """Return what the ticks say, with as many decimals as tell them apart.

    Examples
    --------
    >>> labels([0, 0.05, 0.1], "share"), labels([0, 60, 120], "seconds"), labels([0, 2.5, 5], "seconds")
    (['0%', '5%', '10%'], ['0', '1 min', '2 min'], ['0', '2.5 s', '5.0 s'])
    >>> labels([0, 15, 30], "seconds"), labels([0, 90, 180], "seconds"), labels([0, 500000], "calls")
    (['0', '15 s', '30 s'], ['0', '1:30', '3:00'], ['0', '500,000'])
    """
    if unit == "share":
        return [f"{100 * tick:.{_decimals([100 * tick for tick in ticks])}f}%" for tick in ticks]
    if unit == "seconds":
        return _times(ticks)
    return [_large(tick, ticks) for tick in ticks]


def _times(ticks: Sequence[float]) -> list[str]:
    for size, word in ((3600, "h"), (60, "min"), (1, "s")):
        if all(tick % size == 0 for tick in ticks):
            if size == 1 and max(ticks) > 60:
                return [formats.clock(tick) if tick else "0" for tick in ticks]
            return [f"{tick / size:,.0f} {word}" if tick else "0" for tick in ticks]
    decimals = _decimals(ticks)
    return [f"{tick:.{decimals}f} s" if tick else "0" for tick in ticks]


def _large(tick: float, ticks: Sequence[float]) -> str:
    for size, word in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if max(ticks) >= 2 * size:
            return f"{tick / size:,.{_decimals([value / size for value in ticks])}f}{word}" if tick else "0"
    return f"{tick:,.{_decimals(ticks)}f}"


def _decimals(ticks: Sequence[float]) -> int:
    for decimals in range(4):
        if all(abs(tick - round(tick, decimals)) < 1e-9 * max(1.0, abs(tick)) for tick in ticks):
            return decimals
    return 4


def dates(first: date, last: date, pixels: float, *, room: tuple[float, float]) -> list[tuple[date, str]]:
    """Return days to mark on a time axis ``pixels`` long, with their labels: as many as fit side by side.

    Parameters
    ----------
    first, last
        The days at both ends of the axis.
    pixels
        Length of the axis.
    room
        How far, in px, a label may reach out to the left and to the right of the axis.

    Examples
    --------
    >>> [label for _, label in dates(date(2023, 4, 1), date(2025, 3, 1), 500, room=(40, 40))]
    ['Apr 2023', 'Oct 2023', 'Apr 2024', 'Oct 2024']
    >>> [label for _, label in dates(date(2025, 3, 3), date(2025, 3, 31), 200, room=(40, 40))]
    ['3 Mar 2025', '17 Mar 2025', '31 Mar 2025']
    """
    span = max((last - first).days, 1)
    best: list[tuple[date, str]] = []
    for ticks in _candidates(first, last):
        placed = [(pixels * (day - first).days / span, day, label) for day, label in ticks]
        kept = [item for item in placed if _inside(item[0], item[2], pixels, room)]
        if len(kept) >= 2 and _apart(kept):
            return [(day, label) for _, day, label in kept]
        best = best or [(day, label) for _, day, label in kept[:1]]
    return best


def _candidates(first: date, last: date) -> Iterator[list[tuple[date, str]]]:
    span = (last - first).days
    if span < 70:
        for step in _DAYS:
            days = [first + timedelta(days=step * number) for number in range(span // step + 1)]
            yield [(day, sentences.short_day(day)) for day in days]
    months = [
        date(number // 12, number % 12 + 1, 1)
        for number in range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    ]
    inside = [month for month in months if first <= month <= last]
    for step in _MONTHS:
        if inside and len(inside) / step >= 1:
            start = _first_of_step(inside, step)
            yield [(month, sentences.short_month(month)) for month in inside[start::step]]
    if len(inside) > 1:
        yield [(month, sentences.short_month(month)) for month in (inside[0], inside[-1])]


def _first_of_step(months: Sequence[date], step: int) -> int:
    """Count steps from April, where a financial year and its quarters begin."""
    return next((number for number, month in enumerate(months) if (month.month - 4) % min(step, 12) == 0), 0)


def _inside(x: float, label: str, pixels: float, room: tuple[float, float]) -> bool:
    half = width(label, TICK_SIZE) / 2
    return x - half >= -room[0] and x + half <= pixels + room[1]


def _apart(placed: Sequence[tuple[float, date, str]]) -> bool:
    ends = [(x - width(label, TICK_SIZE) / 2, x + width(label, TICK_SIZE) / 2) for x, _, label in placed]
    return all(after[0] - before[1] >= _GAP for before, after in pairwise(ends))
