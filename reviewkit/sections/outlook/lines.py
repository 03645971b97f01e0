"""The calls of the public as series: for each channel the calls at the stage where they come in, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.methods.periods import COMPLETE_SHARE, HOUR_MINUTES, LONGEST_DAY_MINUTES, WEEK_MINUTES
from reviewkit.models.history import ready, without_spikes
from reviewkit.sections import NotPossible
from reviewkit.sections.figures.queues import CHANNEL_ORDER, STAGE_ORDER, Queue, queues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.data.review import Review

MINUTE_S = 60
STEPS = {"day": "D", "week": "7D", "month": "MS"}
"""How the steps of a series are called in pandas; a week is named by its first day."""
IN_A_QUARTER = {"day": 91, "week": 13, "month": 3}
"""How many steps are a quarter of a year: how far ahead the page looks unless it is asked otherwise."""

NO_CALLS_OFFERED = (
    "The data do not say how many calls came in (calls offered), by day, week, month or shorter: nothing can be "
    "forecast from them."
)


@dataclass(frozen=True, eq=False)
class Line:
    """The calls of one channel at the stage where the public's calls come in.

    Attributes
    ----------
    queue
        The channel and the stage.
    counts
        Its interval counts over all history up to the end of the review, oldest first.
    """

    queue: Queue
    counts: pd.DataFrame

    @cached_property
    def step(self) -> str:
        """``day``, ``week`` or ``month``: the shortest, of at least a day, to which the latest counts can be added."""
        minutes = int(self.counts["minutes"].iloc[-1])
        if minutes <= LONGEST_DAY_MINUTES:
            return "day"
        return "week" if minutes <= WEEK_MINUTES + HOUR_MINUTES else "month"

    @cached_property
    def series(self) -> pd.Series:
        """Calls offered by :attr:`step`, on local dates without a zone; missing where a day did not come in whole."""
        return by_step(self.counts, "offered", self.step)

    @cached_property
    def sound(self) -> pd.Series:
        """The same without single values so high that they can only be faults: those are missing."""
        return without_faults(self.series)

    @cached_property
    def shortest(self) -> int | None:
        """Minutes of the intervals into which the latest counts part a day; None where days are not parted."""
        minutes = int(self.counts["minutes"].iloc[-1])
        return 30 if minutes <= 30 else HOUR_MINUTES if minutes <= HOUR_MINUTES else None

    @cached_property
    def within_days(self) -> pd.Series | None:
        """Calls offered by half hour (by hour, where that is what is counted), in London time; None for days."""
        return None if self.shortest is None else by_interval(self.counts, "offered", self.shortest)


def lines(review: Review) -> tuple[Line, ...]:
    """Return a line for each channel of which calls offered are counted: 999 first, then 101.

    Of the stages of a channel the first in the caller's order is taken, so that no call is counted twice.

    Raises
    ------
    NotPossible
        When no calls offered are counted.
    """
    chosen: dict[str, Line] = {}
    for queue in queues(review):
        counts = counted(review, queue)
        if queue.channel not in chosen and len(counts) and queue.stage != "callback":
            name = review.force.queue_name(queue.channel, queue.stage, alone=True)
            chosen[queue.channel] = Line(Queue(queue.channel, queue.stage, name), counts)
    if not chosen:
        raise NotPossible(NO_CALLS_OFFERED)
    return tuple(sorted(chosen.values(), key=lambda line: rank(line.queue)))


def counted(review: Review, queue: Queue) -> pd.DataFrame:
    """Return the counts of a queue, up to the end of the review, in which the calls offered are known."""
    rows = queue.of(review.counts)
    after = pd.Timestamp(review.end) + pd.Timedelta(days=1)
    return rows[rows["offered"].notna() & (rows["start"].dt.tz_localize(None) < after)]


def rank(queue: Queue) -> tuple[int, str, int]:
    """Return where a queue stands: 999, then 101, then by name; stages in the caller's order."""
    place = CHANNEL_ORDER.index(queue.channel) if queue.channel in CHANNEL_ORDER else len(CHANNEL_ORDER)
    stage = STAGE_ORDER.index(queue.stage) if queue.stage in STAGE_ORDER else len(STAGE_ORDER)
    return place, queue.channel, stage


def without_faults(series: pd.Series) -> pd.Series:
    """Return a series without single values so high that they can only be faults: those are missing."""
    return without_spikes(ready(series)).values if series.notna().any() else series


def by_step(counts: pd.DataFrame, column: str, step: str) -> pd.Series:
    """Return counts added up by local day, week or month, as a series with a frequency that begins and ends known.

    A day counts where at least 98 % of its minutes came in, 23 and 25 hours when the clocks change; otherwise it is
    missing. Weeks and months are taken as they were supplied.
    """
    starts = counts["start"].dt.tz_localize(None).dt.normalize()
    if step == "day":
        rows = counts[counts["minutes"] <= LONGEST_DAY_MINUTES]
        sums = _whole_days(rows.assign(day=starts[rows.index]), column)
    else:
        longest = LONGEST_DAY_MINUTES if step == "week" else WEEK_MINUTES + HOUR_MINUTES
        rows = counts[counts["minutes"] > longest]
        sums = rows.assign(day=starts[rows.index]).groupby("day")[column].sum(min_count=1)
    index = pd.date_range(sums.index[0], sums.index[-1], freq=STEPS[step])
    return _trimmed(sums.reindex(index).astype("float64").rename(column))


def by_interval(counts: pd.DataFrame, column: str, minutes: int) -> pd.Series:
    """Return counts by intervals of half an hour or an hour, in London time, missing where none came in."""
    rows = counts[counts["minutes"] <= minutes]
    starts = rows["start"].dt.tz_convert("UTC").dt.floor(f"{minutes}min")
    sums = rows.groupby(starts)[column].sum(min_count=1)
    index = pd.date_range(sums.index[0], sums.index[-1], freq=f"{minutes}min")
    return _trimmed(sums.reindex(index).astype("float64").rename(column)).tz_convert(counts["start"].dt.tz)


def _whole_days(rows: pd.DataFrame, column: str) -> pd.Series:
    by_day = rows.groupby("day")
    known = rows["minutes"].where(rows[column].notna(), 0).groupby(rows["day"]).sum()
    sums = by_day[column].sum(min_count=1)
    midnight = sums.index.tz_localize(rows["start"].dt.tz)
    next_midnight = (sums.index + pd.Timedelta(days=1)).tz_localize(rows["start"].dt.tz)
    due = (next_midnight - midnight).total_seconds() / MINUTE_S
    return sums.where(known.to_numpy() >= COMPLETE_SHARE * due.to_numpy())


def _trimmed(series: pd.Series) -> pd.Series:
    first, last = series.first_valid_index(), series.last_valid_index()
    return series.iloc[:0] if first is None else series.loc[first:last]


def of_channel(found: Sequence[Line], channel: str) -> Line:
    """Return the line of a channel."""
    return next(line for line in found if line.queue.channel == channel)
