"""Words around numbers: dates, lists, changes, comparisons. Sentences on a page that quote a figure come from here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from reviewkit.page.formats import MISSING, Unit, is_missing, per_cent, points, written

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day(value: date) -> str:
    """Write a day in words, whatever the machine's language.

    Examples
    --------
    >>> day(date(2025, 3, 1))
    '1 March 2025'
    """
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date) -> str:
    """Write a day for an axis or a table.

    Examples
    --------
    >>> short_day(date(2025, 9, 1))
    '1 Sep 2025'
    """
    return f"{value.day} {MONTHS[value.month - 1][:3]} {value.year}"


def month(value: date) -> str:
    """Write a month in words.

    Examples
    --------
    >>> month(date(2025, 4, 1))
    'April 2025'
    """
    return f"{MONTHS[value.month - 1]} {value.year}"


def short_month(value: date) -> str:
    """Write a month for an axis.

    Examples
    --------
    >>> short_month(date(2025, 4, 1))
    'Apr 2025'
    """
    return f"{MONTHS[value.month - 1][:3]} {value.year}"


def period(start: date, end: date) -> str:
    """Write a period, both days included: as a month or a year where it is one.

    Examples
    --------
    >>> period(date(2024, 4, 1), date(2025, 3, 31))
    'the year to March 2025'
    >>> period(date(2024, 2, 1), date(2024, 2, 29)), period(date(2024, 2, 5), date(2024, 2, 11))
    ('February 2024', '5 February 2024 to 11 February 2024')
    """
    after = end + timedelta(days=1)
    if start.day == after.day == 1:
        months = 12 * (after.year - start.year) + after.month - start.month
        if months == 1:
            return month(start)
        if months == 12:
            return f"the year to {month(end)}"
        return f"{month(start)} to {month(end)}"
    return day(start) if start == end else f"{day(start)} to {day(end)}"


def hour(value: int) -> str:
    """Write an hour of the day as people say it.

    Examples
    --------
    >>> hour(0), hour(9), hour(12), hour(17)
    ('midnight', '9am', 'midday', '5pm')
    """
    if value % 12 == 0:
        return "midday" if value % 24 else "midnight"
    return f"{value % 12}{'am' if value % 24 < 12 else 'pm'}"


def join(items: Iterable[str]) -> str:
    """Join items as in a sentence.

    Examples
    --------
    >>> join(["999"]), join(["999", "101"]), join(["a", "b", "c"])
    ('999', '999 and 101', 'a, b and c')
    """
    *first, last = [*items] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def change(new: float | None, old: float | None, unit: Unit) -> str:
    """Say how a value moved: shares in percentage points, waits in time, everything else in per cent.

    A per cent of 0, or of a missing value, cannot be taken; the sentence then says so or gives both values.

    Examples
    --------
    >>> change(0.91, 0.88, "share"), change(30, 45, "seconds"), change(1100, 1000, "calls")
    ('up 3 percentage points', 'down 15 seconds', 'up 10%')
    >>> change(5, 0, "calls"), change(5, None, "calls"), change(0.9, 0.9, "share")
    ('up from none', 'no earlier figure', 'unchanged')
    """
    if is_missing(new):
        return MISSING
    if is_missing(old):
        return "no earlier figure"
    difference = new - old
    if unit == "share":
        size = points(difference)
        still = size.startswith("0 ")
    elif unit == "seconds":
        size = written(abs(difference), "seconds")
        still = size.startswith("0 ")
    elif old == 0:
        return "up from none" if difference else "unchanged"
    else:
        size = per_cent(abs(difference / old))
        still = difference == 0
    return "unchanged" if still else f"{'up' if difference > 0 else 'down'} {size}"


def times(new: float | None, old: float | None) -> str:
    """Say a ratio in plain words; useful in a title, for waits and volumes.

    Examples
    --------
    >>> times(20, 10), times(31, 10), times(15, 10), times(10, 20), times(10.2, 10)
    ('twice', '3 times', '1.5 times', 'half', 'about the same as')
    """
    if is_missing(new) or is_missing(old) or old == 0:
        return MISSING
    ratio = new / old
    if 0.95 <= ratio <= 1.05:
        return "about the same as"
    named = {0.5: "half", 2.0: "twice"}
    for value, word in named.items():
        if abs(ratio - value) <= 0.05 * value:
            return word
    tenths = f"{ratio:.1f}".removesuffix(".0") if ratio < 3 else f"{ratio:,.0f}"
    return f"{tenths} times"


def against(value: float | None, target: float, unit: Unit, *, at_least: bool) -> str:
    """Say whether a target was met, and by how much it was missed.

    Examples
    --------
    >>> against(0.91, 0.9, "share", at_least=True)
    'met the target of at least 90%'
    >>> against(200, 180, "seconds", at_least=False)
    'missed the target of at most 3 minutes by 20 seconds'
    """
    words = f"the target of at {'least' if at_least else 'most'} {written(target, unit)}"
    if is_missing(value):
        return f"cannot be held against {words}"
    if (value >= target) if at_least else (value <= target):
        return f"met {words}"
    gap = points(value - target) if unit == "share" else written(abs(value - target), unit)
    return f"missed {words} by {gap}"


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop.

    Examples
    --------
    >>> sentence("calls were up 3%")
    'Calls were up 3%.'
    """
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
