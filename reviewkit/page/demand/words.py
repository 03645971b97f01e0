"""The words of the demand page: methods, parts of the year and bands in plain English, figures rounded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.models.registry import MODELS
from reviewkit.page import formats, sentences
from reviewkit.page.findings import finding_id
from reviewkit.page.performance import frames
from reviewkit.page.performance.words import upper_first
from reviewkit.sections.outlook.lines import Line, lines

if TYPE_CHECKING:
    from reviewkit.data.review import Review

MODEL_NAMES = {
    "seasonal_naive": "the same as a week before",
    "recent_weekdays": "average of recent weeks",
    "sarima": "level, week, year and holidays, moving with the calls",
    "sarima_statsmodels": "the same, fitted by another program",
    "regression_arima": "fixed week, year and holidays, with what carries over",
    "ridge": "bending trend with week, year and holidays",
    "ensemble": "average of several methods",
    "slots": "each half hour of the week for itself",
    "top_down": "the day's forecast shared out over its hours",
}
"""What a method does, for readers who do not know its name."""

OF_THE_YEAR = {"seasonal_naive": "the same as a year before", "recent_weekdays": "average of recent years"}
"""What the same methods do with weeks and months."""

HOLIDAYS = {
    "bank_holiday": "Bank holiday",
    "beside_bank_holiday": "Day beside a bank holiday",
    "christmas_day": "Christmas Day",
    "christmas_week": "26 to 31 December, and 2 January",
    "new_years_day": "New Year’s Day",
    "good_friday": "Good Friday",
}

IN_100 = {80: "80 in 100", 95: "95 in 100"}
BANDS = (("lower_95", "upper_95"), ("lower_80", "upper_80"))
HOW_TO_READ = (
    "The dark band should hold the true figure in 80 of 100 such weeks, the pale one in 95. Nobody can know of storms, "
    "strikes or changes to come: such weeks fall outside."
)


def model(name: str, step: str = "day") -> str:
    """Say what a method does with hours and days, or with weeks and months.

    Examples
    --------
    >>> model("seasonal_naive"), model("seasonal_naive", "month"), model("a_new_one")
    ('the same as a week before', 'the same as a year before', 'a new one')
    """
    if step in {"week", "month"} and name in OF_THE_YEAR:
        return OF_THE_YEAR[name]
    return MODEL_NAMES.get(name, name.replace("_", " "))


def holiday(kind: str) -> str:
    """Name a kind of day.

    Examples
    --------
    >>> holiday("christmas_day"), holiday("school_holiday")
    ('Christmas Day', 'School holiday')
    """
    return HOLIDAYS.get(kind, upper_first(kind.replace("_", " ")))


def plain(note: str) -> str:
    """Return a note of a model with plain words in the place of the models' names.

    Examples
    --------
    >>> plain("The forecast is that of the simpler model recent_weekdays.")
    'The forecast is that of the simpler method (average of recent weeks).'
    """
    for name in sorted(MODELS | MODEL_NAMES, key=len, reverse=True):
        note = re.sub(rf"\b[Mm]odel {name}\b", f"method ({model(name)})", note)
        note = re.sub(rf"\b{name}\b", f"“{model(name)}”", note)
    return note


def between(low: float, high: float) -> str:
    """Write the two edges of a band of calls.

    Examples
    --------
    >>> between(8120.4, 9050.7)
    '8,120 to 9,051'
    """
    return f"{formats.count(low)} to {formats.count(high)}"


def against_usual(effect: float) -> str:
    """Say how a kind of day differs from a usual one.

    Examples
    --------
    >>> against_usual(0.123), against_usual(-0.26), against_usual(0.001)
    ('12% more', '26% fewer', 'as many')
    """
    if abs(effect) < 0.005:
        return "as many"
    return f"{formats.per_cent(abs(effect))} {'more' if effect > 0 else 'fewer'}"


def slug(channel: str) -> str:
    """Return a channel as part of an id.

    Examples
    --------
    >>> slug("999"), slug("Live chat")
    ('999', 'live-chat')
    """
    return finding_id("", "", "", channel=channel, stage="", claim="").split("/")[3]


def against_year(change: float) -> str:
    """Say how calls differ from those of a year before.

    Examples
    --------
    >>> against_year(0.123), against_year(0.001)
    ('12% more than a year before', 'as many as a year before')
    """
    said = against_usual(change)
    return f"{said} {'as' if said.startswith('as') else 'than'} a year before"


def in_ten(inside: float, tried: float) -> str:
    """Say how often in ten, from counts; all or none only where it was.

    Examples
    --------
    >>> in_ten(179, 224), in_ten(10, 10), in_ten(99, 100)
    ('8 in 10', '10 in 10', '9 in 10')
    """
    tenths = round(10 * inside / tried)
    return f"{min(max(tenths, 1), 9) if 0 < inside < tried else tenths} in 10"


def source(review: Review, found: Sequence[Line] = ()) -> str:
    """Say what the figures were worked out from."""
    queues = [line.queue for line in found or lines(review)]
    return frames.source_of(review, queues)


def forecast_source(review: Review, found: Sequence[Line] = ()) -> str:
    """Say what a forecast was worked out from, and that it is one."""
    found = found or lines(review)
    last = max(line.counts["start"].max() for line in found)
    return f"Forecast of this review from: {source(review, found).rstrip('.')}, up to {sentences.day(last)}."


def subtitle(review: Review, what: str, first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Return a chart's second line: measure and unit, place, period."""
    return f"{what}, {review.force.name}, {sentences.period(first.date(), last.date())}"


def hour_of(row: pd.Series) -> str:
    """Name one hour to come.

    Examples
    --------
    >>> hour_of(pd.Series({"start": pd.Timestamp("2025-04-05 22:00"), "weekday": 5, "hour": 22}))
    'Saturday 5 April 2025, 10pm to 11pm'
    """
    day = f"{sentences.WEEKDAYS[int(row['weekday'])]} {sentences.day(row['start'])}"
    return f"{day}, {sentences.hour(int(row['hour']))} to {sentences.hour(int(row['hour']) + 1)}"


def span(days: int) -> str:
    """Name a span of days to come.

    Examples
    --------
    >>> span(91), span(30), span(7)
    ('the next 13 weeks', 'the next 30 days', 'the next week')
    """
    if days % 7:
        return f"the next {days} days"
    return "the next week" if days == 7 else f"the next {days // 7} weeks"


def short(day: pd.Timestamp) -> str:
    """Write a day of the weeks to come with its weekday.

    Examples
    --------
    >>> short(pd.Timestamp("2025-04-07"))
    'Monday 7 April'
    """
    return f"{sentences.WEEKDAYS[day.day_of_week]} {day.day} {sentences.MONTHS[day.month - 1]}"


def days(first: pd.Timestamp, last: pd.Timestamp, *, whole: bool = False) -> str:
    """Write the first and last day of a span; ``whole`` marks the sum of all.

    Examples
    --------
    >>> days(pd.Timestamp("2025-04-28"), pd.Timestamp("2025-05-04"))
    '28 Apr to 4 May 2025'
    >>> days(pd.Timestamp("2024-12-30"), pd.Timestamp("2025-03-30"), whole=True)
    'All: 30 Dec 2024 to 30 Mar 2025'
    """
    year = f" {first.year}" if first.year != last.year else ""
    said = f"{first.day} {sentences.MONTHS[first.month - 1][:3]}{year} to {sentences.short_day(last)}"
    return f"All: {said}" if whole else said


def rough(value: float) -> str:
    """Write a forecast with three figures: more would be pretended.

    Examples
    --------
    >>> rough(83218.7), rough(512.3), rough(7.26)
    ('83,200', '512', '7.3')
    """
    if value < 10:
        return f"{value:.1f}".removesuffix(".0")
    size = 10 ** max(len(str(int(value))) - 3, 0)
    return formats.count(round(value / size) * size)
