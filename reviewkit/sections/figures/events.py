"""Before and after each event: like weeks on both sides, complete, and never across another break in the series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods.periods import COMPLETE_SHARE, HOUR_MINUTES, WEEK_MINUTES
from reviewkit.sections.figures.headline import gave_up_figure, in_time_figure
from reviewkit.sections.figures.measured import QUEUE, measure_table
from reviewkit.sections.figures.queues import Queue, queues
from reviewkit.sections.figures.rules import Figure

if TYPE_CHECKING:
    from reviewkit.data.declared.force import Event
    from reviewkit.data.review import Review

MOST_WEEKS = 13
"""Most weeks compared on each side of an event: a quarter of a year."""

LEAST_WEEKS = 4
"""Fewest whole weeks there must be on both sides."""

LONGEST_WEEK_MINUTES = WEEK_MINUTES + HOUR_MINUTES  # that in which the clocks go back

TOO_FEW = "Only {weeks} whole weeks are known on both sides of the event; at least {least} are needed."
BY_MONTH = "The data count calls by month: weeks before and after a day cannot be told apart."

_COLUMNS = [
    "date", *QUEUE, "measure", "threshold_s", "before", "after", "unit", "weeks", "first_day", "until_day",
    "change_day", "last_day", "reason",
]  # fmt: skip


@dataclass(frozen=True)
class Change:
    """Everything that happened on one day within the reviewed period."""

    date: date
    events: tuple[Event, ...]

    @property
    def label(self) -> str:
        """Names of the events, joined."""
        return "; ".join(event.label for event in self.events)

    @property
    def breaks_series(self) -> bool:
        """True where figures before and after are not alike."""
        return any(event.breaks_series for event in self.events)


def changes(review: Review) -> tuple[Change, ...]:
    """Return the days of the reviewed period on which something happened, oldest first."""
    inside = [event for event in review.force.events if review.start <= event.date <= review.end]
    days = sorted({event.date for event in inside})
    return tuple(Change(day, tuple(event for event in inside if event.date == day)) for day in days)


def before_and_after(review: Review, stages: pd.DataFrame) -> pd.DataFrame:
    """Return each figure of each queue over as many whole weeks before as after each event.

    Weeks are counted in sevens of days from the event (weekly counts: the week it falls into is left out), so that
    both sides hold each weekday equally often. A week counts when at least 98 % of it came in. The weeks next to the
    event are taken, as many as are complete on both sides without a gap and without another event that breaks the
    series, at most :data:`MOST_WEEKS`; those after it end with the reviewed period.

    Returns
    -------
    pandas.DataFrame
        ``date, channel, stage, measure, threshold_s, before, after, unit, weeks, first_day, until_day, change_day,
        last_day, reason``: one row for each event, queue and figure (offered, answered, given up, in time, mean wait).
        The days are the first and last before, the first and last after. A side without a value has a reason.

    Notes
    -----
    Misleads when read as the effect of the event: the time of year, and all else that happened, differ as well.
    """
    parts = [_of_queue(review, stages, queue, change) for change in changes(review) for queue in queues(review)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_COLUMNS)


def like_weeks(received: Sequence[bool], *, centre: int, breaks: Sequence[int] = (), most: int = MOST_WEEKS) -> int:
    """Return how many weeks on each side of a point can be compared.

    Parameters
    ----------
    received
        For each week in order, whether it is complete.
    centre
        Position of the first week after the event.
    breaks
        Positions of weeks in which another break falls; such a week, and all beyond it, is left out.

    Examples
    --------
    >>> like_weeks([True] * 10, centre=4), like_weeks([True] * 10, centre=4, breaks=[8]), like_weeks([True], centre=0)
    (4, 4, 0)
    >>> like_weeks([True, False, True, True, True, True], centre=3)
    1
    """
    barred = set(breaks)

    def run(places: Sequence[int]) -> int:
        for length, place in enumerate(places):
            if not (0 <= place < len(received)) or not received[place] or place in barred:
                return length
        return len(places)

    return min(run(range(centre, centre + most)), run(range(centre - 1, centre - 1 - most, -1)))


@dataclass(frozen=True)
class _Sides:
    """Where the two sides meet: the day after the last one before the event, and the first one after it.

    They are the same day, but for weekly counts whose week the event falls into: that week is on neither side.
    """

    until: date
    since: date

    @classmethod
    def of(cls, day: date, *, weekly: bool) -> _Sides:
        into = day.weekday() if weekly else 0
        return cls(day - timedelta(days=into), day + timedelta(days=7 - into if into else 0))

    def week(self, days: pd.Series) -> pd.Series:
        """Return the week of each day: 0 is the first after the event, -1 the last before it; missing on neither."""
        after, before = (days - pd.Timestamp(self.since)).dt.days, (days - pd.Timestamp(self.until)).dt.days
        return (after // 7).where(after >= 0, (before // 7).where(before < 0))

    def barred(self, day: date) -> int:
        """Return the week in which another break falls.

        A week before the event that begins with a break is alike as a whole: the week before it is barred.
        """
        if day > self.since:
            return (day - self.since).days // 7
        return ((day - self.until).days - 1) // 7


def _of_queue(review: Review, stages: pd.DataFrame, queue: Queue, change: Change) -> pd.DataFrame:
    figures = _figures(review, stages, queue)
    counts = queue.history(review)
    if counts["minutes"].max() > LONGEST_WEEK_MINUTES:
        return _refused(queue, change, figures, BY_MONTH)
    sides = _Sides.of(change.date, weekly=bool(counts["grain"].eq("week").any()))
    week = sides.week(counts["start"].dt.tz_localize(None).dt.normalize())
    blocks = _blocks(review, counts, week, sides)
    received = [blocks.get(number, 0) >= COMPLETE_SHARE * WEEK_MINUTES for number in range(-MOST_WEEKS, MOST_WEEKS)]
    others = {event.date for event in review.force.events if event.breaks_series} - {change.date}
    breaks = [sides.barred(day) + MOST_WEEKS for day in others]
    weeks = like_weeks(received, centre=MOST_WEEKS, breaks=breaks)
    if weeks < LEAST_WEEKS:
        return _refused(queue, change, figures, TOO_FEW.format(weeks=weeks or "no", least=LEAST_WEEKS))
    both = {"before": counts[(week >= -weeks) & (week < 0)], "after": counts[(week >= 0) & (week < weeks)]}
    rows = _measured(review, figures, both)
    return rows.assign(
        date=change.date, weeks=weeks, first_day=sides.until - timedelta(weeks=weeks),
        until_day=sides.until - timedelta(days=1), change_day=sides.since,
        last_day=sides.since + timedelta(weeks=weeks, days=-1),
    )[_COLUMNS]  # fmt: skip


def _figures(review: Review, stages: pd.DataFrame, queue: Queue) -> list[Figure]:
    return [
        Figure("offered"),
        Figure("answered"),
        gave_up_figure(stages, queue) or Figure("abandonment_crude"),
        in_time_figure(review, stages, queue)
        or Figure("service_level_of_offered", 10 if queue.channel == "999" else 60),
        Figure("mean_wait_s"),
    ]


def _blocks(review: Review, counts: pd.DataFrame, week: pd.Series, sides: _Sides) -> dict[float, float]:
    """Return the minutes received in each week; weeks that reach beyond the reviewed period have none."""
    known = (counts["offered"].notna() | counts["answered"].notna()) & week.notna()
    inside = known & (week < ((review.end - sides.since).days + 1) // 7)
    return counts.loc[inside, "minutes"].groupby(week[inside]).sum().to_dict()


def _measured(review: Review, figures: list[Figure], sides: dict[str, pd.DataFrame]) -> pd.DataFrame:
    tables = {name: measure_table(side, figures, withheld=review.prepared.withheld) for name, side in sides.items()}
    before, after = tables["before"], tables["after"]
    return after[[*QUEUE, "measure", "threshold_s", "unit"]].assign(
        before=before["value"],
        after=after["value"],
        reason=np.where(after["reason"] != "", after["reason"], before["reason"]),
    )


def _refused(queue: Queue, change: Change, figures: list[Figure], reason: str) -> pd.DataFrame:
    rows = [
        {"date": change.date, "channel": queue.channel, "stage": queue.stage, "measure": figure.measure,
         "threshold_s": figure.threshold_s, "before": np.nan, "after": np.nan, "unit": "", "weeks": 0,
         "first_day": None, "change_day": None, "last_day": None, "until_day": None, "reason": reason}
        for figure in figures
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=_COLUMNS)
