"""The cheapest plan that closes a gap in hours, week by week, and what it leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from reviewkit.methods.levers.intakes import Intakes
from reviewkit.methods.levers.lever import Lever
from reviewkit.methods.levers.programme import solve

CLOSE = 1e-5
"""Less than this part of the largest gap (or of an hour, if that is more) is no shortfall: it is rounding."""
TIME_LIMIT_S = 30.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """What each lever is asked for, what it brings and costs, and what is left open.

    Attributes
    ----------
    levers
        As they were given.
    hours
        ``week, lever, asked_hours, hours, cost``: every week with every lever; ``hours`` are those to count on, that
        is, asked_hours x mean share of the lever's risk.
    weeks
        ``week, gap_hours, hours, unmet_hours, cost``.
    intakes
        ``week, lever, people``: each intake that is held, and how many join.
    cost, unmet_hours
        Over all weeks.
    first_week
        The first week without hours unmet; None if there is none.
    lasting_week
        The first week from which no week has hours unmet; None if the last week has.
    proven_gap
        How far the solver's value may be from the best one, as a share; 0 is proven best.
    amounts
        Units of each activity, for :func:`chances`.
    """

    levers: tuple[Lever | Intakes, ...]
    hours: pd.DataFrame
    weeks: pd.DataFrame
    intakes: pd.DataFrame
    cost: float
    unmet_hours: float
    first_week: int | None
    lasting_week: int | None
    proven_gap: float
    amounts: tuple[np.ndarray, ...]


def plan(levers: Sequence[Lever | Intakes], *, gap_hours: ArrayLike, time_limit_s: float = TIME_LIMIT_S) -> Plan:
    """Return the plan that leaves the fewest hours unmet and, of those plans, the cheapest.

    A mixed integer programme, solved by HiGHS (through scipy): hours asked of each lever in each week, people in each
    intake (whole), and whether each lever is begun at all. A gap that no lever can close is no error: the weeks and
    the hours left are in ``weeks``.

    It counts on the mean share of each lever's risk and on a start in time, and on the gap as it is given. So it
    misleads whoever reads it as a promise: a plan that just closes the expected gap closes the real one about half of
    the time. Give a high quantile of the gap, and ask :func:`chances`. An hour is an hour here, at night as in the busy
    evening; whether it stands where it is needed is for the rota to show.

    Where hours must stay unmet, their sum is the least possible; which week bears them can be open.

    Parameters
    ----------
    gap_hours
        Hours short in each week, from week 1: productive hours, as the levers' hours are. Below 0 is hours to spare.
    time_limit_s
        Seconds for each of the solver's three steps.

    Raises
    ------
    ValueError
        ``gap_hours`` empty, not one value a week or not a number; two levers of one name.

    Examples
    --------
    Overtime is dear and at hand, agency staff come in the third week:

    >>> overtime = Lever("overtime", weekly_hours=40, cost_per_hour=30)
    >>> agency = Lever("agency", weekly_hours=100, lag_weeks=2, cost_per_hour=20, start_cost=100)
    >>> cheapest = plan([overtime, agency], gap_hours=[50, 50, 50, 110])
    >>> cheapest.weeks.round(6)
       week  gap_hours  hours  unmet_hours    cost
    0     1       50.0   40.0         10.0  1300.0
    1     2       50.0   40.0         10.0  1200.0
    2     3       50.0   50.0          0.0  1000.0
    3     4      110.0  110.0          0.0  2300.0
    >>> cheapest.first_week, round(cheapest.cost, 6)
    (3, 5800.0)
    """
    gap, levers = _gap(gap_hours), _named(levers)
    choices = tuple(lever.activities(gap.size) for lever in levers)
    found = solve(choices, [one.risk.mean for one in levers], np.maximum(gap, 0.0), time_limit_s=time_limit_s)
    asked = [choice.hours @ amount for choice, amount in zip(choices, found.amounts, strict=True)]
    cost = [choice.cost_by_week(amount) for choice, amount in zip(choices, found.amounts, strict=True)]
    hours = _hours(levers, asked, cost, weeks=gap.size)
    weeks = _weeks(hours, gap)
    met = weeks["unmet_hours"].to_numpy() == 0
    return Plan(
        levers=levers,
        hours=hours,
        weeks=weeks,
        intakes=_intakes(levers, found.amounts, weeks=gap.size),
        cost=float(weeks["cost"].sum()),
        unmet_hours=float(weeks["unmet_hours"].sum()),
        first_week=int(met.argmax()) + 1 if met.any() else None,
        lasting_week=int(met.size - np.logical_and.accumulate(met[::-1]).sum()) + 1 if met[-1] else None,
        proven_gap=found.proven_gap,
        amounts=found.amounts,
    )


def shortfall(gap: np.ndarray, hours: np.ndarray) -> np.ndarray:
    """Return the hours short; rounding is none.

    Examples
    --------
    >>> shortfall(np.array([10.0, 10.0, -5.0]), np.array([10 - 1e-9, 8.0, 0.0])).tolist()
    [0.0, 2.0, 0.0]
    """
    short = np.maximum(gap - hours, 0.0)
    return np.where(short <= CLOSE * max(1.0, np.abs(gap).max()), 0.0, short)


def _gap(gap_hours: ArrayLike) -> np.ndarray:
    gap = np.asarray(gap_hours, dtype=float)
    if gap.ndim != 1 or not gap.size:
        raise ValueError(f"gap_hours: {gap.shape} is not possible; it must be one value for each week, one at least")
    if not np.isfinite(gap).all():
        raise ValueError(f"gap_hours: week {int((~np.isfinite(gap)).argmax()) + 1} is not a number of hours")
    return gap


def _named(levers: Sequence[Lever | Intakes]) -> tuple[Lever | Intakes, ...]:
    names = [lever.name for lever in levers]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"levers: {', '.join(twice)} stands more than once; give each lever a name of its own")
    return tuple(levers)


def _hours(
    levers: tuple[Lever | Intakes, ...], asked: list[np.ndarray], cost: list[np.ndarray], *, weeks: int
) -> pd.DataFrame:
    shares = [lever.risk.mean for lever in levers]
    return pd.DataFrame(
        {
            "week": np.repeat(np.arange(1, weeks + 1), len(levers)),
            "lever": [lever.name for lever in levers] * weeks,
            "asked_hours": np.array(asked).T.ravel(),
            "hours": np.array([part * share for part, share in zip(asked, shares, strict=True)]).T.ravel(),
            "cost": np.array(cost).T.ravel(),
        }
    )


def _weeks(hours: pd.DataFrame, gap: np.ndarray) -> pd.DataFrame:
    week = np.arange(1, gap.size + 1)
    sums = hours.groupby("week")[["hours", "cost"]].sum().reindex(week, fill_value=0.0)
    have = sums["hours"].to_numpy(dtype=float)
    return pd.DataFrame(
        {
            "week": week,
            "gap_hours": gap,
            "hours": have,
            "unmet_hours": shortfall(gap, have),
            "cost": sums["cost"].to_numpy(dtype=float),
        }
    )


def _intakes(levers: tuple[Lever | Intakes, ...], amounts: tuple[np.ndarray, ...], *, weeks: int) -> pd.DataFrame:
    rows = [
        (int(week), lever.name, int(people))
        for lever, part in zip(levers, amounts, strict=True)
        if isinstance(lever, Intakes)
        for week, people in zip(lever.joins(weeks), part, strict=True)
        if people
    ]
    return pd.DataFrame(sorted(rows), columns=["week", "lever", "people"])
