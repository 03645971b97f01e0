"""When people call: the daily, weekly and yearly cycle, holidays, hot days and chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from reviewkit.data.example import calendar
from reviewkit.data.example.draws import MILLION, Draws, exponential_table, normal_table
from reviewkit.data.example.invent import Invented

# Share of a day's calls by hour, in parts; half hours lie between. Shaped on published force profiles, not copied.
HOURS_999 = (
    (30, 23, 18, 14, 12, 13, 17, 26, 35, 41, 44, 46, 48, 49, 51, 55, 59, 62, 63, 61, 59, 56, 49, 40),
    (52, 48, 42, 34, 25, 19, 17, 21, 29, 38, 44, 48, 51, 52, 53, 55, 58, 62, 64, 66, 67, 67, 65, 60),
)
HOURS_101 = (
    (12, 9, 7, 6, 6, 8, 16, 32, 62, 86, 90, 86, 80, 78, 77, 76, 75, 70, 60, 52, 44, 36, 27, 18),
    (17, 13, 10, 8, 7, 9, 14, 25, 45, 66, 74, 74, 71, 67, 65, 63, 61, 58, 54, 49, 43, 36, 29, 22),
)
# Monday to Sunday, in thousandths of a mean day.
WEEK_999 = (965, 960, 965, 975, 1_030, 1_075, 1_030)
WEEK_101 = (1_150, 1_080, 1_060, 1_040, 1_050, 840, 780)
# January to December, in thousandths of a mean month.
YEAR_999 = (950, 945, 965, 985, 1_020, 1_055, 1_065, 1_050, 1_010, 1_000, 985, 970)
YEAR_101 = (975, 985, 990, 990, 1_010, 1_035, 1_045, 1_030, 1_015, 1_005, 985, 935)
# A year's growth in thousandths, from the first simulated day.
GROWTH = (30, -10)
# How much busier or quieter a day is than its like, standard deviation in thousandths.
DAY_TO_DAY = (45, 55)


@dataclass(frozen=True, kw_only=True)
class Span:
    """The simulated half hours.

    Attributes
    ----------
    start
        Unix second of the first, a midnight in London.
    clock
        For each half hour the start on a London clock, as seconds since 1970 on that clock.
    days
        The local days, and ``day_of`` the number of its day for each half hour.
    """

    start: int
    clock: NDArray[np.int64]
    days: tuple[date, ...]
    day_of: NDArray[np.int64]

    @property
    def half_hour(self) -> NDArray[np.int64]:
        """Half hour of the local day, 0 to 47, for each half hour."""
        return self.clock % calendar.DAY_S // calendar.SLOT_S


def span(first: date, last: date) -> Span:
    """The half hours of the local days from first to last, both included; 46 and 50 of them when clocks change."""
    start = calendar.london_midnight(first)
    end = calendar.london_midnight(last + timedelta(days=1))
    moments = np.arange(start, end, calendar.SLOT_S, dtype=np.int64)
    clock = moments + calendar.london_offset_s(moments)
    days = tuple(first + timedelta(days=number) for number in range((last - first).days + 1))
    return Span(start=start, clock=clock, days=days, day_of=clock // calendar.DAY_S - clock[0] // calendar.DAY_S)


def usual(force: Invented, channel: int) -> NDArray[np.float64]:
    """Calls in each half hour of a usual week, Monday to Sunday by 48: what a rota is planned for."""
    shapes, week = ((HOURS_999, WEEK_999), (HOURS_101, WEEK_101))[channel]
    rows = []
    for weekday, level in enumerate(week):
        hours = np.array(shapes[weekday >= 5], dtype=np.float64)
        between = (hours + np.roll(hours, -1)) / 2
        parts = np.stack([hours, between], axis=1).reshape(48)
        rows.append(parts / sum(parts.tolist()) * level / 1_000 * force.calls_a_day[channel])
    return np.stack(rows)


def rates(force: Invented, when: Span, channel: int) -> NDArray[np.int64]:
    """Expected first attempts in each half hour, in millionths of a call."""
    weekday = np.array([day.weekday() for day in when.days])[when.day_of]
    level = _day_levels(force, when, channel)[when.day_of]
    evening = np.array([_evening_level(day, channel) for day in when.days])[when.day_of]
    night = np.array([_after_midnight_level(day, channel) for day in when.days])[when.day_of]
    half_hour = when.half_hour
    calls = usual(force, channel)[weekday, half_hour] * level / MILLION
    calls = calls * np.where(half_hour >= 38, evening, np.where(half_hour < 8, night, 1_000)) / 1_000
    return np.rint(calls * MILLION).astype(np.int64) + 1


def arrivals(expected: NDArray[np.int64], start: int, draws: Draws) -> NDArray[np.int64]:
    """Unix seconds of the arrivals of a Poisson process with these millionths of a call a half hour."""
    reached = np.cumsum(expected)
    total = int(reached[-1])
    likely = total // MILLION
    gaps = np.array(exponential_table(MILLION), dtype=np.int64)[draws.levels(likely + 8 * int(likely**0.5) + 100)]
    progress = np.cumsum(gaps)
    progress = progress[progress < total]
    slot = np.searchsorted(reached, progress, side="right")
    into = progress - (reached[slot] - expected[slot])
    return start + slot * calendar.SLOT_S + into * calendar.SLOT_S // expected[slot]


def _day_levels(force: Invented, when: Span, channel: int) -> NDArray[np.int64]:
    """How busy each day is against a usual one, in millionths: season, growth, holidays, heat and chance."""
    season = np.array((YEAR_999, YEAR_101)[channel])[[day.month - 1 for day in when.days]]
    number = np.arange(len(when.days))
    growth = 1_000 + GROWTH[channel] * number // 365
    noise = np.array(normal_table(DAY_TO_DAY[channel]))
    chance = 1_000 + noise[Draws(*force.stream, 1, channel).levels(len(when.days))]
    holiday = np.array([_holiday_level(day, channel) for day in when.days])
    heat = np.where(hot_days(force, when), (1_110, 1_060)[channel], 1_000)
    return season * growth // 1_000 * chance // 1_000 * holiday // 1_000 * heat


def hot_days(force: Invented, when: Span) -> NDArray[np.bool_]:
    """Hot days: spells in June to early September, the same for every force of a seed."""
    kick = np.array(normal_table(1_000))[Draws(force.stream[0], 0, 9).levels(len(when.days))].tolist()
    hot, warmth = [], 0
    for day, change in zip(when.days, kick, strict=True):
        warmth = warmth * 7 // 10 + change
        summer = (6, 1) <= (day.month, day.day) <= (9, 10)
        hot.append(summer and warmth > 1_900)
    return np.array(hot)


def _holiday_level(day: date, channel: int) -> int:
    """A bank holiday or Christmas against a usual day of its weekday, in thousandths."""
    if (day.month, day.day) == (12, 25):
        return (900, 480)[channel]
    if day in calendar.bank_holidays(day.year):
        return (1_040, 740)[channel]
    return 1_000


def _evening_level(day: date, channel: int) -> int:
    """After 19:00 on New Year's Eve, Halloween and Bonfire Night."""
    special = {(12, 31): (1_750, 1_050), (10, 31): (1_300, 1_250), (11, 5): (1_300, 1_200)}
    return special.get((day.month, day.day), (1_000, 1_000))[channel]


def _after_midnight_level(day: date, channel: int) -> int:
    """Before 04:00 on New Year's Day."""
    return (2_200, 1_200)[channel] if (day.month, day.day) == (1, 1) else 1_000
