"""A lever of people who join in intakes and are trained. Weeks are numbered from 1, in which the plan is decided."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass

import numpy as np

from reviewkit.methods.levers.activities import Activities, Start
from reviewkit.methods.levers.possible import end, has_capacity, rates, whole
from reviewkit.methods.levers.risk import CERTAIN, Risk


@dataclass(frozen=True)
class Intakes:
    """A lever of people who join in groups, are trained and stay, but for those who leave: recruits.

    One who joins in week j gives in week w >= j + training_weeks, with k = w - j,

        hours_per_person x (1 - leavers_per_week)^k x min(1, (k - training_weeks + 1) / (ramp_weeks + 1))

    hours on average, and is paid hours_per_person x (1 - leavers_per_week)^k from week j on: in training too. People
    are counted whole; once taken on, they are paid to the end of the plan or ``last_week``.

    Attributes
    ----------
    people_per_intake, max_people
        People in one intake at most, and over the whole plan (None: as many as the intakes hold).
    lag_weeks, every_weeks
        Whole weeks before the first intake can join (advert, vetting), and from one to the next.
    leavers_per_week
        Share of those left that leaves each week, in training too.
    cost_per_hour, cost_per_intake
        For each hour paid, and for each intake that is held (trainers, equipment).

    Raises
    ------
    ValueError
        As for :class:`reviewkit.methods.levers.Lever`; the end must leave time to train one intake.

    Examples
    --------
    >>> recruits = Intakes("recruits", people_per_intake=4, hours_per_person=30, training_weeks=2, leavers_per_week=0.1)
    >>> recruits.hours_of_one(5, joined=1).round(2).tolist()
    [0.0, 0.0, 24.3, 21.87, 19.68]
    """

    name: str
    _: KW_ONLY
    people_per_intake: int
    hours_per_person: float
    training_weeks: int
    lag_weeks: int = 0
    every_weeks: int = 1
    ramp_weeks: int = 0
    leavers_per_week: float = 0.0
    max_people: int | None = None
    cost_per_hour: float = 0.0
    cost_per_intake: float = 0.0
    last_week: int | None = None
    risk: Risk = CERTAIN

    def __post_init__(self) -> None:
        """Raise a ValueError that names the lever and what cannot be."""
        limit, hours = self.max_people, self.hours_per_person
        has_capacity(self.name, people_per_intake=self.people_per_intake, hours_per_person=hours, max_people=limit)
        has_capacity(self.name, risk_mean=self.risk.mean)
        counts = {"people_per_intake": (self.people_per_intake, 1), "training_weeks": (self.training_weeks, 0)}
        whole(self.name, **counts, lag_weeks=(self.lag_weeks, 0), every_weeks=(self.every_weeks, 1))
        whole(self.name, ramp_weeks=(self.ramp_weeks, 0), max_people=(1 if limit is None else limit, 1))
        rates(self.name, self.leavers_per_week, cost_per_hour=self.cost_per_hour, cost_per_intake=self.cost_per_intake)
        end(self.name, self.last_week, self.first_week)

    @property
    def first_week(self) -> int:
        """The first week that can have hours."""
        return self.lag_weeks + 1 + self.training_weeks

    def joins(self, weeks: int) -> np.ndarray:
        """Return the weeks in which an intake can join, of so many weeks."""
        return np.arange(self.lag_weeks + 1, weeks + 1, self.every_weeks)

    def hours_of_one(self, weeks: int, *, joined: int) -> np.ndarray:
        """Return the hours that one person gives on average in each week, having joined in a week."""
        stay, trained = self._stay(weeks, joined), np.arange(1, weeks + 1) - joined - self.training_weeks
        return stay * np.clip((trained + 1) / (self.ramp_weeks + 1), 0, 1)

    def activities(self, weeks: int) -> Activities:
        """Return what the plan can choose: how many people join in each intake."""
        joins = self.joins(weeks).tolist()
        hours = np.array([self.hours_of_one(weeks, joined=week) for week in joins]).reshape(-1, weeks).T
        paid = np.array([self._stay(weeks, week) for week in joins]).reshape(-1, weeks).T
        return Activities(
            hours=hours,
            cost=paid * self.cost_per_hour,
            most=np.where(hours.any(axis=0), float(self.people_per_intake), 0.0),
            whole=True,
            starts=tuple(Start(columns=(at,), cost=self.cost_per_intake, week=week) for at, week in enumerate(joins)),
            weights=np.ones(len(joins)),
            limit=self.max_people,
        )

    def late_hours(self, amounts: np.ndarray, *, weeks: int) -> np.ndarray:
        """Return the hours in each week of the people in each intake if every intake joins late."""
        late = self.joins(weeks) + self.risk.late_weeks
        each = [self.hours_of_one(weeks, joined=week) * n for week, n in zip(late.tolist(), amounts, strict=True)]
        return np.sum(each, axis=0) if each else np.zeros(weeks)

    def _stay(self, weeks: int, joined: int) -> np.ndarray:
        """Return the hours for which one is paid who joined in a week: those who have left are paid no more."""
        week = np.arange(1, weeks + 1)
        there = (week >= joined) & (week <= (self.last_week or weeks))
        left = (1 - self.leavers_per_week) ** np.maximum(week - joined, 0)
        return np.where(there, self.hours_per_person * left, 0.0)
