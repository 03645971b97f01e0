"""A lever that is asked for hours week by week. Weeks are numbered from 1, in which the plan is decided."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass

import numpy as np

from reviewkit.methods.levers.activities import Activities, Start
from reviewkit.methods.levers.possible import end, has_capacity, rates, whole
from reviewkit.methods.levers.risk import CERTAIN, Risk


@dataclass(frozen=True)
class Lever:
    """A lever that is asked for hours week by week: overtime, restricted duty, agency, a rota, call-back.

    It is set in motion in week 1 if it is used at all. In week w of its ``first_week`` to ``last_week`` it can give at
    most, with k = w - first_week,

        weekly_hours x min(1, (k + 1) / (ramp_weeks + 1)) x (1 - leavers_per_week)^k

    Attributes
    ----------
    weekly_hours
        Hours a week when it runs fully.
    lag_weeks
        Whole weeks without an hour: 0 gives hours in week 1, 2 in week 3.
    ramp_weeks
        Weeks before it runs fully, rising in equal steps: with 1, half in its first week and all in its second.
    leavers_per_week
        Share of what is left that goes each week, such as officers who return to full duty.
    cost_per_hour, start_cost
        For each hour that comes, and once if it is used at all. Any one currency.
    last_week
        Last week with hours; None for no end.
    max_hours
        Hours asked for over the whole plan at most, such as a limit on fatigue; None for none.

    Raises
    ------
    ValueError
        By the lever's name: no capacity, an end before the first hour, a cost below 0, a value that is no number.

    Examples
    --------
    >>> Lever("overtime", weekly_hours=60, lag_weeks=1, ramp_weeks=2, last_week=5).capacity(6).tolist()
    [0.0, 20.0, 40.0, 60.0, 60.0, 0.0]
    >>> Lever("agency", weekly_hours=0)
    Traceback (most recent call last):
    ValueError: agency: weekly_hours 0 is no capacity; it must be above 0
    """

    name: str
    _: KW_ONLY
    weekly_hours: float
    lag_weeks: int = 0
    ramp_weeks: int = 0
    leavers_per_week: float = 0.0
    cost_per_hour: float = 0.0
    start_cost: float = 0.0
    last_week: int | None = None
    max_hours: float | None = None
    risk: Risk = CERTAIN

    def __post_init__(self) -> None:
        """Raise a ValueError that names the lever and what cannot be."""
        has_capacity(self.name, weekly_hours=self.weekly_hours, max_hours=self.max_hours, risk_mean=self.risk.mean)
        whole(self.name, lag_weeks=(self.lag_weeks, 0), ramp_weeks=(self.ramp_weeks, 0))
        rates(self.name, self.leavers_per_week, cost_per_hour=self.cost_per_hour, start_cost=self.start_cost)
        end(self.name, self.last_week, self.first_week)

    @property
    def first_week(self) -> int:
        """The first week that can have hours."""
        return self.lag_weeks + 1

    def capacity(self, weeks: int, *, late_weeks: int = 0) -> np.ndarray:
        """Return the hours it can give at most in each of so many weeks; if late, it ends no later."""
        week = np.arange(1, weeks + 1)
        age = week - self.first_week - late_weeks
        runs = (age >= 0) & (week <= (self.last_week or weeks))
        full = self.weekly_hours * np.minimum(1, (age + 1) / (self.ramp_weeks + 1))
        return np.where(runs, full * (1 - self.leavers_per_week) ** np.maximum(age, 0), 0.0)

    def activities(self, weeks: int) -> Activities:
        """Return what the plan can choose: for each week, how much of the week's capacity is asked for."""
        hours = np.diag(self.capacity(weeks))
        return Activities(
            hours=hours,
            cost=hours * self.cost_per_hour * self.risk.mean,
            most=(self.capacity(weeks) > 0).astype(float),
            whole=False,
            starts=(Start(columns=tuple(range(weeks)), cost=self.start_cost, week=1),),
            weights=self.capacity(weeks),
            limit=self.max_hours,
        )

    def late_hours(self, amounts: np.ndarray, *, weeks: int) -> np.ndarray:
        """Return the hours of the amounts asked for (shares of a week's capacity) if it begins late."""
        asked = amounts * self.capacity(weeks)
        return np.minimum(asked, self.capacity(weeks, late_weeks=self.risk.late_weeks))
