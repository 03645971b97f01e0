"""Posts: the queues that people staff to a target, and what is assumed of each before anything is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods.periods import COMPLETE_SHARE
from reviewkit.sections import NotPossible
from reviewkit.sections.figures.queues import Queue, queues
from reviewkit.sections.outlook.hours import HALF_HOUR_MINUTES, UNSTAFFED, for_staffing
from reviewkit.sections.outlook.lines import MINUTE_S, counted, rank
from reviewkit.sections.rostering.patience import Willing, willing_to_wait
from reviewkit.sections.rostering.weeks import SLOTS, by_slot, last_weeks, weeks_of

if TYPE_CHECKING:
    from reviewkit.data.declared.force import Target
    from reviewkit.data.review import Review

WEEKS_AHEAD = 13
NOT_FOR_PEOPLE = ("contained", "forced")
"""Ends of a call that no number of people changes: served by a recorded message, ended by the system."""

NO_TARGET = "No target says within how many seconds its calls are to be answered, so nothing says how many are enough."
NOT_FORECAST = (
    "Its calls are not counted by the half hour, or over too short a time: when people are needed cannot be told."
)
NO_TIMES = "The data do not say how long calls were handled, so how many people they keep busy cannot be told."
LONGER = "Its target of {within:,} seconds is longer than the half hours in which people are counted."
NO_WEEK = "The data do not hold one whole week of calls, Monday to Sunday."
NO_STAFFED = "The data do not say how many people were there (time staffed) by the half hour."
NO_POST = "No queue has all that is needed to work out how many people it takes."


@dataclass(frozen=True, eq=False, kw_only=True)
class Post:
    """A queue that people staff to a target.

    Weeks run from Monday midnight in half hours; a week is an array of 336 values.

    Attributes
    ----------
    within_s, share
        The target: so much of the calls answered within so many seconds, with ``target`` as it was declared.
    calls
        Calls for a person expected in each half hour of a usual week to come.
    handling_s
        Seconds a call is expected to keep a handler, one figure for all hours: the mean over the calls expected.
    for_a_person
        Share of calls offered that need a person: neither served by a message, nor ended by the system, nor given up
        at once.
    redialled
        Share of given-up calls that may be tried again -> calls there would be, as a part of those expected.
    there
        People there in each half hour of each week counted (weeks x 336); None where not known.
    counted
        Calls for a person that came in each half hour of the same weeks.
    counted_handling_s, in_time
        Over the same weeks: seconds a call was handled, and the share of calls for a person answered in time (missing
        where the data do not count it).
    rung_back
        Share of the same calls whose callers chose to be rung back.
    shrinkage
        Share of paid time in which people are not there; missing where paid time is not known.
    """

    queue: Queue
    target: Target
    within_s: int
    share: float
    calls: np.ndarray
    handling_s: float
    for_a_person: float
    redialled: Mapping[float, float]
    patience: Willing
    there: np.ndarray | None
    counted: np.ndarray
    counted_handling_s: float
    in_time: float
    rung_back: float
    shrinkage: float
    weeks: pd.DatetimeIndex
    ahead: tuple[pd.Timestamp, pd.Timestamp]

    @property
    def mean_there(self) -> np.ndarray:
        """People there in each half hour of the week, mean of the weeks; missing where not known."""
        return np.full(SLOTS, np.nan) if self.there is None else self.there.mean(axis=0)


@dataclass(frozen=True)
class Assumed:
    """The posts, and the queues nothing can be worked out for: ``channel, stage, name, reason``."""

    posts: tuple[Post, ...]
    refused: pd.DataFrame


def assumed(review: Review) -> Assumed:
    """Return every queue with a target for how soon calls are answered, with all that staffing is worked out from.

    Raises
    ------
    NotPossible
        When there is none; the reason says what is missing for each queue.
    """
    forecast = for_staffing(review, weeks=WEEKS_AHEAD)
    found, refused = [], []
    for queue in sorted(queues(review), key=rank):
        if queue.stage in UNSTAFFED:
            continue
        try:
            found.append(_post(review, queue, queue.of(forecast)))
        except NotPossible as why:
            refused.append({"channel": queue.channel, "stage": queue.stage, "name": queue.name, "reason": why.reason})
    if not found:
        raise NotPossible(" ".join([NO_POST, *(f"{row['name']}: {row['reason']}" for row in refused)]))
    return Assumed(tuple(found), pd.DataFrame(refused, columns=["channel", "stage", "name", "reason"]))


def _post(review: Review, queue: Queue, forecast: pd.DataFrame) -> Post:
    target = _target(review, queue)
    if forecast.empty or forecast["minutes"].iloc[0] != HALF_HOUR_MINUTES:
        raise NotPossible(NOT_FORECAST)
    if target.threshold_s > HALF_HOUR_MINUTES * MINUTE_S:
        raise NotPossible(LONGER.format(within=target.threshold_s))
    counts = _for_people(review, queue)
    weeks = last_weeks(counts["start"])
    if not len(weeks):
        raise NotPossible(NO_WEEK)
    lately = counts[counts["start"] >= weeks[0].tz_localize(counts["start"].dt.tz)]
    lately = lately[lately["start"] < (weeks[-1] + pd.Timedelta(weeks=1)).tz_localize(counts["start"].dt.tz)]
    base = forecast[forecast["redial_share"] == 0]
    answered = lately.loc[lately["handled_total_s"].notna(), "answered"].sum()
    if base["handling_s"].isna().any() or not answered:
        raise NotPossible(NO_TIMES)
    share = lately["for_a_person"].sum() / lately["offered"].sum()
    calls = by_slot(base["start"], base["calls"] * share)
    column = f"answered_{target.threshold_s}s"
    known = lately[lately[column].notna()] if column in lately else lately.iloc[:0]
    return Post(
        queue=queue, target=target, within_s=target.threshold_s, share=target.at_least, calls=calls,
        handling_s=float((base["handling_s"] * base["calls"]).sum() / base["calls"].sum()),
        for_a_person=share, redialled=_redialled(forecast), patience=willing_to_wait(lately, _at_once(review, lately)),
        there=_there(lately, weeks), counted=weeks_of(lately, "for_a_person", weeks).to_numpy(),
        counted_handling_s=lately["handled_total_s"].sum() / answered,
        in_time=_ratio(known[column].sum() if len(known) else 0.0, known["for_a_person"].sum()),
        rung_back=_ratio(lately["callback"].sum(), lately["for_a_person"].sum()),
        shrinkage=_shrinkage(lately), weeks=weeks, ahead=(base["start"].iloc[0], base["start"].iloc[-1]),
    )  # fmt: skip


def _target(review: Review, queue: Queue) -> Target:
    """Return the queue's first target for how soon calls are answered."""
    for target in review.force.targets:
        timed = target.measure.startswith("service_level") and target.threshold_s is not None
        if timed and target.at_least is not None and (target.channel, target.stage) == (queue.channel, queue.stage):
            return target
    raise NotPossible(NO_TARGET)


def _for_people(review: Review, queue: Queue) -> pd.DataFrame:
    """Return the half hours of a queue with the calls that need a person."""
    counts = counted(review, queue)
    counts = counts[counts["minutes"] == HALF_HOUR_MINUTES]
    gone = sum(counts[name].fillna(0) for name in NOT_FOR_PEOPLE) + _at_once(review, counts).fillna(0)
    return counts.assign(for_a_person=(counts["offered"] - gone).clip(lower=0))


def _at_once(review: Review, counts: pd.DataFrame) -> pd.Series:
    """Return the calls given up within the few seconds that the force counts apart; missing where not counted."""
    column = f"abandoned_{review.force.short_abandon_s}s"
    return counts[column] if column in counts else pd.Series(np.nan, index=counts.index)


def _redialled(forecast: pd.DataFrame) -> dict[float, float]:
    calls = forecast.groupby("redial_share")["calls"].sum(min_count=len(forecast) // forecast["redial_share"].nunique())
    return {float(share): float(value / calls.loc[0.0]) for share, value in calls.items() if pd.notna(value)}


def _there(lately: pd.DataFrame, weeks: pd.DatetimeIndex) -> np.ndarray | None:
    if lately["staffed_total_s"].notna().mean() < COMPLETE_SHARE:
        return None
    return weeks_of(lately, "staffed_total_s", weeks).to_numpy() / (HALF_HOUR_MINUTES * MINUTE_S)


def _shrinkage(lately: pd.DataFrame) -> float:
    known = lately[lately["staffed_total_s"].notna() & lately["paid_total_s"].notna()]
    return 1 - _ratio(known["staffed_total_s"].sum(), known["paid_total_s"].sum())


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")
