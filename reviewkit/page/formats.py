"""How a number is written: the same everywhere on the page. A missing number is never written as 0."""

from __future__ import annotations

import math
from typing import Literal

import pandas as pd

Unit = Literal["calls", "people", "share", "seconds", "number"]

MISSING = "not available"
DASH = "\N{EN DASH}"


def is_missing(value: object) -> bool:
    """Say whether a value is absent (None, NaN, NaT, NA) or not finite, such as a ratio to 0."""
    if isinstance(value, float):
        return not math.isfinite(value)
    return not isinstance(value, str | int) and bool(pd.isna(value))


def count(value: float | None) -> str:
    """Write a number of things, rounded to whole, with thousands separators.

    Examples
    --------
    >>> count(1234567), count(None)
    ('1,234,567', 'not available')
    """
    return MISSING if is_missing(value) else f"{value:,.0f}"


def calls(value: float | None) -> str:
    """Write a number of calls, singular where there is one.

    Examples
    --------
    >>> calls(1), calls(1200)
    ('1 call', '1,200 calls')
    """
    return things(value, "call", "calls")


def people(value: float | None) -> str:
    """Write a number of people, singular where there is one.

    Examples
    --------
    >>> people(1), people(12)
    ('1 person', '12 people')
    """
    return things(value, "person", "people")


def things(value: float | None, one: str, many: str) -> str:
    """Write a number with its noun; a missing one is ``not available``."""
    if is_missing(value):
        return MISSING
    text = count(value)
    return f"{text} {one if text == '1' else many}"


def per_cent(share: float | None, decimals: int | None = None) -> str:
    """Write a share (0 to 1) as per cent, with as many decimals as it deserves.

    Without ``decimals``: whole numbers from 10% to 90%, one decimal nearer to the ends. Nothing rounds to a false
    0% or 100%.

    Examples
    --------
    >>> per_cent(0.724), per_cent(0.0512), per_cent(0.9996), per_cent(0.0001), per_cent(1)
    ('72%', '5.1%', 'more than 99.9%', 'less than 0.1%', '100%')
    >>> per_cent(0.5, decimals=1)
    '50.0%'
    """
    if is_missing(share):
        return MISSING
    value = 100 * share
    if decimals is not None:
        return f"{value:.{decimals}f}%"
    if 0 < value < 0.05:
        return "less than 0.1%"
    if 99.95 <= value < 100:
        return "more than 99.9%"
    near_an_end = 0 < abs(value) < 9.95 or 90.05 <= value < 99.95
    return f"{value:.1f}%".replace(".0%", "%") if near_an_end else f"{value:.0f}%"


def points(change: float | None) -> str:
    """Write a difference of two shares in percentage points, without sign.

    Examples
    --------
    >>> points(-0.034), points(0.01)
    ('3.4 percentage points', '1 percentage point')
    """
    if is_missing(change):
        return MISSING
    text = f"{abs(100 * change):.1f}".removesuffix(".0")
    return f"{text} percentage point{'' if text == '1' else 's'}"


def wait(seconds: float | None) -> str:
    """Write a wait in words, in whole seconds; a tenth below ten seconds.

    Examples
    --------
    >>> wait(725), wait(60), wait(4.26), wait(3600), wait(1)
    ('12 minutes 5 seconds', '1 minute', '4.3 seconds', '1 hour', '1 second')
    """
    if is_missing(seconds):
        return MISSING
    if abs(seconds) < 9.95:
        text = f"{seconds:.1f}".removesuffix(".0")
        return f"{text} second{'' if text == '1' else 's'}"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "hour"), (minutes, "minute"), (rest, "second"))
    return " ".join(f"{number:,} {noun}{'' if number == 1 else 's'}" for number, noun in parts if number)


def clock(seconds: float | None) -> str:
    """Write a wait as ``m:ss``, or ``h:mm:ss`` from one hour, for tables and axes.

    Examples
    --------
    >>> clock(725), clock(59.6), clock(3725)
    ('12:05', '1:00', '1:02:05')
    """
    if is_missing(seconds):
        return MISSING
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def number(value: float | None, decimals: int | None = None) -> str:
    """Write a plain number: thousands separators, three figures below 100 unless ``decimals`` is given.

    Examples
    --------
    >>> number(12345.6), number(2.346), number(3, decimals=2)
    ('12,346', '2.35', '3.00')
    """
    if is_missing(value):
        return MISSING
    if decimals is not None:
        return f"{value:,.{decimals}f}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def written(value: float | None, unit: Unit) -> str:
    """Write a value of a unit for a sentence.

    Examples
    --------
    >>> written(0.9, "share"), written(75, "seconds"), written(1500, "calls")
    ('90%', '1 minute 15 seconds', '1,500 calls')
    """
    return {"calls": calls, "people": people, "share": per_cent, "seconds": wait, "number": number}[unit](value)


def brief(value: float | None, unit: Unit) -> str:
    """Write a value of a unit where space is short: beside a bar, at the end of a line.

    Examples
    --------
    >>> brief(75, "seconds"), brief(6.25, "seconds"), brief(1500, "calls"), brief(12_345_678, "calls")
    ('1:15', '6.2 s', '1,500', '12.3m')
    """
    if unit in {"calls", "people", "number"} and not is_missing(value) and abs(value) >= 1e7:
        size, word = next((size, word) for size, word in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")) if abs(value) >= size)
        return f"{value / size:,.1f}{word}"
    if unit == "seconds":
        if not is_missing(value) and value >= 360_000:
            return f"{value / 3600:,.0f} h"
        short = not is_missing(value) and abs(value) < 9.95
        return f"{value:.1f}".removesuffix(".0") + " s" if short else clock(value)
    if unit == "share":
        return per_cent(value).replace("less than ", "<").replace("more than ", ">")
    return {"calls": count, "people": count, "number": number}[unit](value)
