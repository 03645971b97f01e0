"""The queues of a force (a stage of a channel): their order, their names, and which figures each is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.sections import NotPossible
from reviewkit.sections.figures.rules import Figure, bands, nearest

if TYPE_CHECKING:
    from reviewkit.data.review import Review

CHANNEL_ORDER = ("999", "101")
STAGE_ORDER = ("ivr", "primary", "secondary", "callback")

# Answering times shown for a queue that no target names and whose file brings no bands: they are those of
# 999 (ten seconds) and, elsewhere, two that forces use for 101.
EMERGENCY_S = (10,)
NON_EMERGENCY_S = (60, 180)
MOST_BANDS = 3

# Ends of a call that are neither answered nor abandoned; shown where the data count them.
OTHER_ENDS = ("contained", "callback", "forced", "overflow")

SERVICE_LEVELS = ("service_level_of_offered", "service_level_of_answered", "service_level_without_short_abandoned")
WAITS = (
    "mean_wait_s",
    "longest_wait_s",
    "mean_wait_to_abandon_s",
    "longest_abandoned_wait_s",
    "mean_time_in_queue_s",
)
STAFF = ("handling_time_s", "occupancy", "utilisation", "shrinkage")
AFTER = ("transfer_rate", "first_contact_resolution", "callback_success", "mean_wait_for_callback_s")


@dataclass(frozen=True)
class Queue:
    """One stage of one channel, and what a reader calls it.

    Attributes
    ----------
    name
        Short: the channel, with the stage where the channel has several.
    """

    channel: str
    stage: str
    name: str

    def of(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a table that are about this queue."""
        return table[(table["channel"] == self.channel) & (table["stage"] == self.stage)]

    def counts(self, review: Review) -> pd.DataFrame:
        """Return this queue's interval counts that begin within the reviewed period, oldest first."""
        return review.counts_of(self.channel, self.stage)

    def history(self, review: Review) -> pd.DataFrame:
        """Return all this queue's interval counts, before the reviewed period too."""
        return review.counts_of(self.channel, self.stage, history=True)


def in_period(review: Review) -> pd.DataFrame:
    """Return the interval counts that begin within the reviewed period, oldest first.

    Raises
    ------
    NotPossible
        When there are none.
    """
    if review.counts_in_period.empty:
        raise NotPossible(
            "No calls and no counts of calls were supplied for this period: the section needs a table "
            "of calls, or of counts by half hour, hour, day, week or month."
        )
    return review.counts_in_period


def queues(review: Review) -> tuple[Queue, ...]:
    """Return every queue with counts in the period: 999 first, then 101, stages in the caller's order."""
    in_period(review)  # or there is nothing to speak of
    ordered = sorted(
        review.queues_supplied, key=lambda queue: (_rank(queue[0], CHANNEL_ORDER), _rank(queue[1], STAGE_ORDER))
    )
    channels = [channel for channel, _ in ordered]
    return tuple(
        Queue(channel, stage, review.force.queue_name(channel, stage, alone=channels.count(channel) == 1))
        for channel, stage in ordered
    )


def figures_for(review: Review, queue: Queue) -> tuple[Figure, ...]:
    """Return the figures a queue is asked for, in the order of the page; thresholds are those its targets name.

    Where the data lack a threshold, the nearest they have is asked for as well, under its own name.
    """
    return review.once(("figures", queue), lambda: _figures_for(review, queue))


def _figures_for(review: Review, queue: Queue) -> tuple[Figure, ...]:
    counts = queue.counts(review)
    volumes = [Figure(name) for name in ("offered", "answered", "abandoned")]
    volumes += [Figure(name) for name in OTHER_ENDS if _counted(counts, name)]
    shares = [Figure("answer_rate"), Figure("not_answered_rate"), Figure("abandonment_crude")]
    for threshold in giving_up_times(review, queue):
        shares.append(Figure("abandonment_after_threshold", threshold))
        shares.append(Figure("abandonment_threshold_both_sides", threshold))
    if _given(counts, "callback") and counts["callback"].sum() > 0:
        shares.append(Figure("abandonment_excluding_callback"))
    levels = [Figure(name, threshold) for threshold in answer_times(review, queue) for name in SERVICE_LEVELS]
    return (*volumes, *shares, *levels, *(Figure(name) for name in (*WAITS, *STAFF, *AFTER)))


def answer_times(review: Review, queue: Queue) -> tuple[int, ...]:
    """Return the answering times, in seconds, a queue is shown at: its targets', else its file's, else the usual.

    Those of ``answer_within_s`` in force.toml come on top, and beside each that the data lack the nearest they have.
    """
    times = _target_times(review, queue, "service_level") or _usual_times(review, queue)
    return _with_nearest(review, queue, {*times, *review.force.answer_within_s}, "answered")


def giving_up_times(review: Review, queue: Queue) -> tuple[int, ...]:
    """Return the times, in seconds, up to which giving up is counted apart: the force's and those targets name.

    Beside each that the data lack stands the nearest they have.
    """
    times = _target_times(review, queue, "abandonment") | {review.force.short_abandon_s}
    return _with_nearest(review, queue, times, "abandoned")


def supplied_times(review: Review, queue: Queue, kind: str) -> tuple[int, ...]:
    """Return the thresholds at which the data of a queue count calls ``answered`` or ``abandoned`` in the period."""
    counts = queue.counts(review)
    asked = bands(list(counts.columns), kind)
    return review.once(("times", queue, kind), lambda: tuple(n for n in asked if counts[f"{kind}_{n}s"].notna().any()))


def _with_nearest(review: Review, queue: Queue, times: set[int], kind: str) -> tuple[int, ...]:
    supplied = supplied_times(review, queue, kind)
    near = {nearest(time, supplied) for time in times if time not in supplied}
    return tuple(sorted({*times, *(near - {None})}))


def _usual_times(review: Review, queue: Queue) -> set[int]:
    counts = queue.counts(review)
    supplied = counts[counts["source"] == "intervals"]
    times = [n for n in bands(list(counts.columns), "answered") if supplied[f"answered_{n}s"].notna().any()]
    if len(times) > MOST_BANDS:
        times = [times[0], times[len(times) // 2], times[-1]]
    return set(times or (EMERGENCY_S if queue.channel == "999" else NON_EMERGENCY_S))


def _target_times(review: Review, queue: Queue, measure: str) -> set[int]:
    return {
        target.threshold_s
        for target in review.force.targets
        if target.measure.startswith(measure)
        and (target.channel, target.stage) == (queue.channel, queue.stage)
        and target.threshold_s is not None
    }


def _counted(counts: pd.DataFrame, end: str) -> bool:
    """Say whether an end of a call is counted: single calls without one such call may only not record them."""
    supplied = (counts["source"] == "intervals") & counts[end].notna() if end in counts else pd.Series(dtype=bool)
    return _given(counts, end) and bool(supplied.any() or counts[end].sum() > 0)


def _given(counts: pd.DataFrame, column: str) -> bool:
    return column in counts and bool(counts[column].notna().any())


def _rank(value: str, order: tuple[str, ...]) -> tuple[int, str]:
    return (order.index(value) if value in order else len(order), value)
