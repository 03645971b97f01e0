"""What the calls of a day are made of: a level, the day of the week, the time of year, holidays, growth.

A Poisson regression with log link of the calls of each day, so that every part is a per cent of a usual day. An event
that breaks the series is a step of its own: what it changed is not taken for growth, nor for the time of year. Its
standard errors are the larger of those for over-dispersed counts and those that allow for likeness of near days.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.sandwich_covariance import cov_hac
from statsmodels.tools.sm_exceptions import ModelWarning
from threadpoolctl import threadpool_limits

from reviewkit.models.calendar import calendar_of
from reviewkit.sections.outlook.lines import Line, lines

if TYPE_CHECKING:
    from reviewkit.data.review import Review

WEEK = 7
YEAR_DAYS = 365.25
FEWEST_WEEKS = 8
"""Fewer weeks do not tell one day of the week from another."""
FEWEST_DAYS_A_YEAR = 728
"""With less than two years (of 364 days) the time of year cannot be told from growth."""
LATELY_WEEKS = 13
HARMONICS = 2
WAVES = {"sin": np.sin, "cos": np.cos}
LIKE_DAYS = 14
WIDEST = 3.0
"""A standard error of the log beyond which an interval says nothing: such days hardly had a call."""
Z_95 = 1.959964

COLUMNS = ["channel", "stage", "kind", "name", "effect", "lower", "upper", "calls", "days", "reason"]
ONLY_DAYS = "The data count calls by {step}: the days of the week and single holidays cannot be told apart."
TOO_FEW_WEEKS = "The data hold {days} whole days; at least {need} are needed to tell the days of the week apart."
THE_SAME = "Every day of the data has the same count, {calls}: there is nothing to take apart."
TOO_SHORT = "The data begin on {first}: with less than two years of days the time of year cannot be told from growth."


@dataclass(frozen=True)
class Parts:
    """The calls of each channel taken apart.

    Attributes
    ----------
    effects
        ``channel, stage, kind`` (level, weekday, month, holiday, growth)``, name`` (a weekday from 0, a month from 1, a
        kind of holiday)``, effect`` (against a usual day: 0.1 is a tenth more)``, lower, upper`` (95 %)``, calls`` (the
        same in calls a day; for the level the calls of a usual day of the last thirteen weeks)``, days`` (how many such
        days are in the data)``, reason``.
    weeks
        ``channel, stage, week`` (its Monday; the first day of a month)``, offered, adjusted`` (calls a day, as counted
        and with weekday, time of year and holidays taken out)``, incomplete`` (fewer than seven whole days)``,
        reason`` (why nothing could be taken out).
    """

    effects: pd.DataFrame
    weeks: pd.DataFrame


def taken_apart(review: Review) -> Parts:
    """Return what a usual day of each channel holds, and how weekdays, months, holidays and a year change it."""
    found = {line: _regression(review, line) for line in lines(review)}
    with threadpool_limits(limits=1):  # as while models fit: docs/decisions/0011-one-thread.md
        effects = [_effects(line, one) for line, one in found.items()]
        weeks = [_weeks(line, one) for line, one in found.items()]
    return Parts(pd.concat(effects, ignore_index=True), pd.concat(weeks, ignore_index=True))


@dataclass(frozen=True, eq=False)
class _Regression:
    """The regression of one line's days."""

    days: pd.Series
    holidays: pd.DataFrame
    events: pd.DataFrame
    reason: str
    reason_year: str

    @cached_property
    def open_days(self) -> list[int]:
        """The days of the week of which any is known."""
        return sorted(set(self.days.index[self.days.notna()].day_of_week))

    @cached_property
    def weekdays(self) -> pd.DataFrame:
        """Effects add up to nought over a week: the last day is minus all others."""
        *others, last = self.open_days
        day = self.days.index.day_of_week.to_numpy()
        return pd.DataFrame({one: (day == one) - 1.0 * (day == last) for one in others}, index=self.days.index)

    @cached_property
    def year(self) -> pd.DataFrame:
        return waves(self.days.index) if not self.reason_year else pd.DataFrame(index=self.days.index)

    @cached_property
    def years(self) -> pd.Series:
        """Years before the last day."""
        return pd.Series((self.days.index - self.days.index[-1]).days / YEAR_DAYS, index=self.days.index)

    @cached_property
    def design(self) -> pd.DataFrame:
        holidays = self.holidays.loc[self.days.index]
        known = self.days.notna()
        holidays = holidays.loc[:, (holidays[known] > 0).any()]
        seen = self.events[known]
        events = self.events.loc[:, seen.min() < seen.max()]  # one that holds all days is their level
        parts = {"weekday": self.weekdays, "year": self.year, "holiday": holidays, "event": events}
        table = pd.concat(parts, axis=1)
        table[("growth", "")] = self.years
        table[("level", "")] = 1.0
        return table.astype(float)

    @cached_property
    def fitted(self) -> tuple[pd.Series, pd.DataFrame]:
        known = self.days.notna().to_numpy()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ModelWarning)  # counts without chance, or without some kinds of days
            fit = GLM(self.days[known].to_numpy(), self.design[known].to_numpy(), family=Poisson()).fit(scale="X2")
        names = self.design.columns
        covariances = {"plain": fit.cov_params(), "alike": cov_hac(fit, nlags=LIKE_DAYS)}
        tables = [pd.DataFrame(table, index=names, columns=names) for table in covariances.values()]
        return pd.Series(fit.params, index=names), pd.concat(tables, keys=list(covariances))

    def effect(self, weights: pd.Series) -> tuple[float, float, float]:
        """Return a combination of coefficients as a share of a usual day, with its 95 % interval."""
        values, covariances = self.fitted
        weights = weights.reindex(values.index, fill_value=0.0).to_numpy()
        middle = float(weights @ values.to_numpy())
        spread = max(
            float(np.sqrt(max(weights @ covariances.loc[kind].to_numpy() @ weights, 0.0)))
            for kind in ("plain", "alike")
        )
        edges = (float(np.expm1(middle + z * spread)) if spread < WIDEST else np.nan for z in (-Z_95, Z_95))
        return float(np.expm1(middle)), *edges

    @cached_property
    def without(self) -> pd.Series:
        """The calls of each day with weekday, time of year and holidays taken out."""
        values, _ = self.fitted
        keep = self.design.columns.get_level_values(0).isin(["weekday", "year", "holiday"])
        return self.days / np.exp(self.design.loc[:, keep].to_numpy() @ values[keep].to_numpy())


def waves(index: pd.DatetimeIndex) -> pd.DataFrame:
    """Return sines and cosines that come round once a year, and faster."""
    angle = 2 * np.pi * index.day_of_year.to_numpy() / YEAR_DAYS
    columns = {
        f"{name}{k}": turn(k * angle)
        for k in range(1, HARMONICS + 1)
        for name, turn in (("sin", np.sin), ("cos", np.cos))
    }
    return pd.DataFrame(columns, index=index)


def _regression(review: Review, line: Line) -> _Regression:
    days = line.sound
    known, need = int(days.notna().sum()), WEEK * FEWEST_WEEKS
    reason = ""
    if line.step != "day":
        reason = ONLY_DAYS.format(step=line.step)
    elif known < need:
        reason = TOO_FEW_WEEKS.format(days=known, need=need)
    elif days.min() == days.max():
        reason = THE_SAME.format(calls=f"{days.max():,.0f}")
    short = line.step != "day" or known < FEWEST_DAYS_A_YEAR
    year = TOO_SHORT.format(first=f"{days.index[0].day} {days.index[0]:%B %Y}") if short and not reason else reason
    holidays = events = pd.DataFrame(index=days.index)
    if not reason:
        marked = [vars(event) for event in review.force.events]
        calendar = calendar_of(days.index, country=review.force.nation, events=marked)
        holidays, events = calendar.holidays, calendar.events
    return _Regression(days, holidays, events, reason, year)


def _effects(line: Line, found: _Regression) -> pd.DataFrame:
    rows = [_level(found), *_weekdays(found), *_months(found), *_holidays(found), _growth(found)]
    frame = pd.DataFrame(rows).reindex(columns=COLUMNS)
    reasons = [one.get("reason", "") for one in rows]
    frame = frame.assign(channel=line.queue.channel, stage=line.queue.stage, reason=reasons)
    usual = frame.loc[frame["kind"] == "level", "calls"].iloc[0]
    return frame.assign(calls=frame["calls"].fillna(frame["effect"] * usual))


def _level(found: _Regression) -> dict[str, object]:
    if found.reason:
        return {"kind": "level", "name": "", "calls": np.nan, "reason": found.reason}
    lately = found.without.iloc[-WEEK * LATELY_WEEKS :]
    return {"kind": "level", "name": "", "calls": lately.mean(), "days": int(lately.notna().sum())}


def _weekdays(found: _Regression) -> list[dict[str, object]]:
    if found.reason:
        return [{"kind": "weekday", "name": "", "reason": found.reason}]
    rows, others = [], found.open_days[:-1]
    for day in found.open_days:
        weights = pd.Series({day: 1.0}) if day in others else pd.Series(-1.0, index=others)
        weights.index = pd.MultiIndex.from_product([["weekday"], weights.index])
        number = int((found.days.notna() & (found.days.index.day_of_week == day)).sum())
        rows.append(_row("weekday", day, found.effect(weights), number))
    return rows


def _months(found: _Regression) -> list[dict[str, object]]:
    if found.reason_year:
        return [{"kind": "month", "name": "", "reason": found.reason_year}]
    year = pd.date_range("2023-01-01", "2023-12-31", freq="D")  # any year of 365 days
    table = waves(year)
    rows = []
    for month in range(1, 13):
        weights = table[year.month == month].mean() - table.mean()
        weights.index = pd.MultiIndex.from_product([["year"], weights.index])
        number = int((found.days.notna() & (found.days.index.month == month)).sum())
        rows.append(_row("month", month, found.effect(weights), number))
    return rows


def _holidays(found: _Regression) -> list[dict[str, object]]:
    if found.reason:
        return []
    columns = [column for column in found.design.columns if column[0] == "holiday"]
    known = found.days.notna()
    return [
        _row("holiday", column[1], found.effect(pd.Series({column: 1.0})), int((found.design[column][known] > 0).sum()))
        for column in columns
    ]


def _growth(found: _Regression) -> dict[str, object]:
    if found.reason_year:
        return {"kind": "growth", "name": "", "reason": found.reason_year}
    return _row("growth", "", found.effect(pd.Series({("growth", ""): 1.0})), int(found.days.notna().sum()))


def _row(kind: str, name: object, effect: tuple[float, float, float], days: int) -> dict[str, object]:
    return {"kind": kind, "name": name, "effect": effect[0], "lower": effect[1], "upper": effect[2], "days": days}


def _weeks(line: Line, found: _Regression) -> pd.DataFrame:
    table = pd.DataFrame({"offered": line.sound, "adjusted": np.nan if found.reason else found.without})
    if line.step == "day":
        week = table.index - pd.to_timedelta(table.index.day_of_week, unit="D")
        whole = table["offered"].notna().groupby(week).sum() == WEEK
        table = table.groupby(week).mean().assign(incomplete=~whole)
    else:
        lengths = {"week": WEEK, "month": table.index.days_in_month}[line.step]
        table = table.div(lengths, axis=0).assign(incomplete=False)
    table = table.rename_axis("week").reset_index()
    where = {"channel": line.queue.channel, "stage": line.queue.stage, "reason": found.reason}
    return table.assign(**where)[["channel", "stage", "week", "offered", "adjusted", "incomplete", "reason"]]
