"""Bank holidays and clock changes of England and Wales, by rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

DAY_S = 86_400
SLOT_S = 1_800

# Days the Government added or moved, which no rule gives.
EXTRA = {
    2020: {date(2020, 5, 8)},
    2022: {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)},
    2023: {date(2023, 5, 8)},
}
MOVED_AWAY = {date(2020, 5, 4), date(2022, 5, 30)}


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year.

    The anonymous Gregorian algorithm (Nature, 20 April 1876; Meeus, *Astronomical Algorithms*, chapter 8).

    Examples
    --------
    >>> easter(2025)
    datetime.date(2025, 4, 20)
    """
    century, in_century = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - moon - in_century % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays of England and Wales in a year, substitute days included.

    Examples
    --------
    >>> len(bank_holidays(2023))    # one more than usual: the coronation
    9
    """
    spring = last_monday(year, 5)
    days = {
        *_moved_to_weekdays((date(year, 1, 1),)),
        easter(year) - timedelta(days=2),
        easter(year) + timedelta(days=1),
        first_monday(year, 5),
        spring,
        last_monday(year, 8),
        *_moved_to_weekdays((date(year, 12, 25), date(year, 12, 26))),
    }
    return frozenset((days - MOVED_AWAY) | EXTRA.get(year, set()))


def _moved_to_weekdays(days: tuple[date, ...]) -> list[date]:
    """Each holiday on a weekend goes to the next weekday that is not a holiday already."""
    kept = [day for day in days if day.weekday() < 5]
    for _ in range(len(days) - len(kept)):
        after = max(days)
        while after.weekday() >= 5 or after in kept:
            after += timedelta(days=1)
        kept.append(after)
    return kept


def first_monday(year: int, month: int) -> date:
    """The first Monday of a month."""
    return date(year, month, 1) + timedelta(days=-date(year, month, 1).weekday() % 7)


def last_monday(year: int, month: int) -> date:
    """The last Monday of a month of 31 days."""
    last = date(year, month, 31)
    return last - timedelta(days=last.weekday())


def clock_changes(year: int) -> tuple[int, int]:
    """When clocks go forward and back in the United Kingdom, in Unix seconds: 01:00 UTC on the last Sundays."""
    return tuple(
        unix_s(date(year, month, 31) - timedelta(days=(date(year, month, 31).weekday() + 1) % 7)) + 3_600
        for month in (3, 10)
    )


def unix_s(day: date) -> int:
    """Unix seconds of midnight UTC at the start of a day."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def london_offset_s(moments: NDArray[np.int64]) -> NDArray[np.int64]:
    """Seconds by which London clocks are ahead of UTC at each Unix second: 0 or 3,600."""
    years = range(1970 + int(moments.min()) // 31_556_952 - 1, 1970 + int(moments.max()) // 31_556_952 + 2)
    changes = np.array([moment for year in years for moment in clock_changes(year)], dtype=np.int64)
    return (np.searchsorted(changes, moments, side="right") % 2 * 3_600).astype(np.int64)


def london_midnight(day: date) -> int:
    """Unix second at which a day begins on a clock in London."""
    midnight = unix_s(day)
    return midnight - int(london_offset_s(np.array([midnight - 1], dtype=np.int64))[0])
