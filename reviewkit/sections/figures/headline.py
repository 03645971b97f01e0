"""Which figures lead: for each channel the stage where callers fare worst, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.sections.figures.measured import measure_table
from reviewkit.sections.figures.queues import Queue, answer_times, queues
from reviewkit.sections.figures.rules import Figure, bands

if TYPE_CHECKING:
    from reviewkit.data.review import Review

# How bad a queue is, first measure known for any stage of the channel decides.
WORST_BY = ("mean_wait_s", "abandonment_crude", "not_answered_rate")

MOST = 0.9
"""What a plain sentence about waits speaks of: nine calls in ten."""


@dataclass(frozen=True)
class Lead:
    """The worst stage of a channel and the figures that lead for it; a figure nobody can give is None."""

    queue: Queue
    wait: Figure | None
    gave_up: Figure | None
    in_time: Figure | None
    volume: Figure


def leads(review: Review, stages: pd.DataFrame) -> tuple[Lead, ...]:
    """Return the lead of every channel, 999 first.

    Parameters
    ----------
    stages
        The result of :func:`reviewkit.sections.performance.by_stage`.
    """
    of_channel: dict[str, list[Queue]] = {}
    for queue in queues(review):
        of_channel.setdefault(queue.channel, []).append(queue)
    return tuple(_lead(review, stages, worst_stage(stages, stage_queues)) for stage_queues in of_channel.values())


def worst_stage(stages: pd.DataFrame, candidates: list[Queue]) -> Queue:
    """Return the queue of a channel with the longest mean wait; without waits, where most gave up; else the first."""
    for measure in WORST_BY:
        values = [value_of(stages, queue, Figure(measure)) for queue in candidates]
        if not np.isnan(values).all():
            return candidates[int(np.nanargmax(values))]
    return candidates[0]


def value_of(table: pd.DataFrame, queue: Queue, figure: Figure) -> float:
    """Return one figure of a measure table, NaN where it is refused or absent."""
    rows = rows_of(table, queue, figure)
    return float(rows["value"].iloc[0]) if len(rows) else float("nan")


def rows_of(table: pd.DataFrame, queue: Queue, figure: Figure) -> pd.DataFrame:
    """Return the rows of a measure table about one figure of one queue."""
    asked = {"channel": queue.channel, "stage": queue.stage, "measure": figure.measure}
    chosen = np.logical_and.reduce([table[name].eq(value).to_numpy(dtype=bool) for name, value in asked.items()])
    if figure.threshold_s is not None:
        chosen &= table["threshold_s"].eq(figure.threshold_s).to_numpy(dtype=bool, na_value=False)
    return table[chosen]


def gave_up_figure(table: pd.DataFrame, queue: Queue) -> Figure | None:
    """Return the plainest figure of people who were not served: abandoned, else not answered, else None."""
    return _known(table, queue, [Figure("abandonment_crude"), Figure("not_answered_rate")])


def in_time_figure(review: Review, table: pd.DataFrame, queue: Queue) -> Figure | None:
    """Return the service level that leads: the one a target names, else that of the shortest answering time known.

    Of all calls offered before of answered calls.
    """
    wanted = [
        Figure(target.measure, target.threshold_s)
        for target in review.force.targets
        if (target.channel, target.stage) == (queue.channel, queue.stage) and target.measure.startswith("service_level")
    ]
    wanted += [
        Figure(measure, threshold)
        for measure in ("service_level_of_offered", "service_level_of_answered")
        for threshold in answer_times(review, queue)
    ]
    return _known(table, queue, wanted)


def most_within(review: Review, queue: Queue) -> pd.Series | None:
    """Return the shortest answering time of the data within which nine in ten of the answered calls were answered.

    Only times the data themselves count by (``answered_60s`` and the like) are asked: nothing lies between them. Where
    no time holds nine in ten, the longest that is known; None where the data count by no time.

    Returns
    -------
    pandas.Series or None
        A row of :func:`reviewkit.sections.figures.measured.measure_table`: ``threshold_s`` and ``value``, the share.
    """
    counts = queue.counts(review)
    times = bands(list(counts.columns), "answered")
    table = measure_table(counts, [Figure("service_level_of_answered", time) for time in times])
    known = table[table["value"].notna()].sort_values("threshold_s") if len(table) else table
    if known.empty:
        return None
    enough = known[known["value"] >= MOST]
    return enough.iloc[0] if len(enough) else known.iloc[-1]


def _lead(review: Review, stages: pd.DataFrame, queue: Queue) -> Lead:
    return Lead(
        queue=queue,
        wait=_known(stages, queue, [Figure("mean_wait_s")]),
        gave_up=gave_up_figure(stages, queue),
        in_time=in_time_figure(review, stages, queue),
        volume=Figure("offered"),
    )


def _known(table: pd.DataFrame, queue: Queue, wanted: list[Figure]) -> Figure | None:
    return next((figure for figure in wanted if not np.isnan(value_of(table, queue, figure))), None)
