"""The year of an invented force's records, and how its dates are written."""

from __future__ import annotations

from datetime import date, timedelta

from reviewkit.data.example.invent import LAST_DAY, Invented

FIRST_DAY = date(LAST_DAY.year - 1, 4, 1)


def months() -> list[tuple[date, date]]:
    """Return the first and last day of each month of the year."""
    starts = [date(FIRST_DAY.year + (month + 3) // 12, (month + 3) % 12 + 1, 1) for month in range(12)]
    return [(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)) for first in starts]


def written_day(force: Invented, at: date) -> str:
    """Return a day as the force writes it."""
    return f"{at:%d/%m/%Y}" if force.style.day_first else at.isoformat()
