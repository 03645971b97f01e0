"""Before and after each event: like weeks on both sides, complete, and never across another break in the series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods.periods import COMPLETE_SHARE, WEEK_MINUTES
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

TOO_FEW = "Only {weeks} whole weeks are known on both sides of the event; at least {least} are needed."
BY_MONTH = "The data count calls by month: weeks before and after a day cannot be told apart."

_COLUMNS = [
    "date", *QUEUE, "measure", "threshold_s", "before", "after", "unit", "weeks", "first_day", "change_day", "last_day",
    "reason",
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

    Weeks are counted in sevens of days from the event (weekly counts: from the first week that begins on or after it),
    so that both sides hold each weekday equally often. A week counts when at least 98 % of it came in. The weeks next
    to the event are taken, as many as are complete on both sides without a gap and without another event that breaks
    the series, at most :data:`MOST_WEEKS`; those after it end with the reviewed period.

    Returns
    -------
    pandas.DataFrame
        ``date, channel, stage, measure, threshold_s, before, after, unit, weeks, first_day, change_day, last_day,
        reason``: one row for each event, queue and figure (offered, answered, given up, in time, mean wait). The days
        are the first before, the first after and the last after. A side without a value has a reason.

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


def _of_queue(review: Review, stages: pd.DataFrame, queue: Queue, change: Change) -> pd.DataFrame:
    figures = _figures(review, stages, queue)
    counts = queue.of(review.counts)
    longest = counts["minutes"].max()
    if longest > WEEK_MINUTES:
        return _refused(queue, change, figures, BY_MONTH)
    first = _first_after(counts, change.date, weekly=longest == WEEK_MINUTES)
    blocks = _blocks(review, counts, first)
    received = [blocks.get(week, 0) >= COMPLETE_SHARE * WEEK_MINUTES for week in range(-MOST_WEEKS, MOST_WEEKS)]
    breaks = [week + MOST_WEEKS for week in _other_breaks(review, change, first)]
    weeks = like_weeks(received, centre=MOST_WEEKS, breaks=breaks)
    if weeks < LEAST_WEEKS:
        return _refused(queue, change, figures, TOO_FEW.format(weeks=weeks or "no", least=LEAST_WEEKS))
    return _compared(review, queue, change, figures, first=first, weeks=weeks)


def _figures(review: Review, stages: pd.DataFrame, queue: Queue) -> list[Figure]:
    return [
        Figure("offered"),
        Figure("answered"),
        gave_up_figure(stages, queue) or Figure("abandonment_crude"),
        in_time_figure(review, stages, queue)
        or Figure("service_level_of_offered", 10 if queue.channel == "999" else 60),
        Figure("mean_wait_s"),
    ]


def _first_after(counts: pd.DataFrame, day: date, *, weekly: bool) -> date:
    if not weekly:
        return day
    starts = counts["start"].dt.tz_localize(None).dt.date
    later = starts[starts >= day]
    return later.min() if len(later) else day


def _blocks(review: Review, counts: pd.DataFrame, first: date) -> dict[int, float]:
    """Return the minutes received in each week of seven days from ``first``; weeks before it are negative."""
    known = counts[counts["offered"].notna() | counts["answered"].notna()]
    week = _week(known, first)
    last = (review.end - first).days + 1  # days of the period from the event on
    inside = week < last // 7
    return known.loc[inside, "minutes"].groupby(week[inside]).sum().to_dict()


def _week(counts: pd.DataFrame, first: date) -> pd.Series:
    days = (counts["start"].dt.tz_localize(None).dt.normalize() - pd.Timestamp(first)).dt.days
    return days // 7


def _other_breaks(review: Review, change: Change, first: date) -> list[int]:
    """Return the week that each other break bars: that in which it falls.

    A week before the event that begins with a break is alike as a whole; the week before it is barred.
    """
    others = {event.date for event in review.force.events if event.breaks_series and event.date != change.date}
    days = [(day - first).days for day in others]
    return [away // 7 if away > 0 else (away - 1) // 7 for away in days]


def _compared(
    review: Review, queue: Queue, change: Change, figures: list[Figure], *, first: date, weeks: int
) -> pd.DataFrame:
    counts = queue.of(review.counts)
    week = _week(counts, first)
    sides = {
        "before": counts[(week >= -weeks) & (week < 0)],
        "after": counts[(week >= 0) & (week < weeks)],
    }
    tables = {name: measure_table(side, figures, withheld=review.prepared.withheld) for name, side in sides.items()}
    rows = tables["after"][[*QUEUE, "measure", "threshold_s", "unit"]].assign(
        before=tables["before"]["value"], after=tables["after"]["value"]
    )
    reasons = np.where(tables["after"]["reason"] != "", tables["after"]["reason"], tables["before"]["reason"])
    return rows.assign(
        date=change.date, weeks=weeks, reason=reasons, first_day=first - timedelta(weeks=weeks), change_day=first,
        last_day=first + timedelta(weeks=weeks, days=-1),
    )[_COLUMNS]  # fmt: skip


def _refused(queue: Queue, change: Change, figures: list[Figure], reason: str) -> pd.DataFrame:
    rows = [
        {"date": change.date, "channel": queue.channel, "stage": queue.stage, "measure": figure.measure,
         "threshold_s": figure.threshold_s, "before": np.nan, "after": np.nan, "unit": "", "weeks": 0,
         "first_day": None, "change_day": None, "last_day": None, "reason": reason}
        for figure in figures
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=_COLUMNS)
