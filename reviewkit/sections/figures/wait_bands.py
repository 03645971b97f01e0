"""How waits were spread over bands of time: of those answered and, beside them, of those who gave up."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.methods.measures import calls_in_bands, ratio
from reviewkit.methods.periods import COMPLETE_SHARE
from reviewkit.sections.figures.measured import QUEUE, with_zeros
from reviewkit.sections.figures.queues import Queue, queues, supplied_times
from reviewkit.sections.figures.reasons import Supplied
from reviewkit.sections.figures.rules import plain_name

if TYPE_CHECKING:
    from reviewkit.data.review import Review

EDGES_S = (10, 30, 60, 180, 300, 600, 1200)
"""Upper ends of the bands, in seconds; the last band has none."""

COLUMNS = ["channel", "stage", "ended", "over_s", "up_to_s", "calls", "of", "share", "reason"]
SAID = {"answered": "answered calls", "abandoned": "callers who gave up"}
NO_EDGES = "The data do not count {ended} by how long they waited."
SOME = "The data give {what} for {share:.0%} of the intervals only."


def wait_bands(review: Review) -> pd.DataFrame:
    """Return how many calls of each queue waited how long, over the period.

    A band is counted only between times at which the data count: where one of :data:`EDGES_S` is not supplied, the
    bands on both sides of it are one, and nothing is interpolated.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, ended`` (answered, abandoned)``, over_s`` (the band begins above it)``, up_to_s`` (the band's
        last second; missing for the last band)``, calls, of`` (all calls that ended so)``, share, reason``. Where the
        bands of a queue are refused, one row gives the reason.
    """
    parts = [_of_queue(review, queue, ended) for queue in queues(review) for ended in ("answered", "abandoned")]
    return pd.DataFrame([row for part in parts for row in part], columns=COLUMNS)


def _of_queue(review: Review, queue: Queue, ended: str) -> list[dict[str, object]]:
    row = {"channel": queue.channel, "stage": queue.stage, "ended": ended}
    edges = [edge for edge in EDGES_S if edge in supplied_times(review, queue, ended)]
    sums, reason = _sums(review, queue, [*(f"{ended}_{edge}s" for edge in edges), ended])
    if not reason and not edges:
        reason = NO_EDGES.format(ended=SAID[ended])
    if reason:
        none = {"over_s": 0, "up_to_s": None, "calls": float("nan"), "of": float("nan"), "share": float("nan")}
        return [row | none | {"reason": reason}]
    *within, total = sums
    bands = calls_in_bands(within, total)
    return [
        {**row, "over_s": low, "up_to_s": high, "calls": float(calls), "of": total,
         "share": float(ratio(calls, total)), "reason": ""}
        for (low, high), calls in zip(pairwise([0, *edges, None]), bands, strict=True)
    ]  # fmt: skip


def _sums(review: Review, queue: Queue, columns: list[str]) -> tuple[list[float], str]:
    """Return the sums of columns, the whole last, over the intervals that give all of them; or why there are none."""
    counts = queue.counts(review)
    supplied = Supplied(counts, review.prepared.withheld)
    place = (queue.channel, queue.stage)
    if lacking := [column for column in reversed(columns) if not supplied.number(place, column)]:
        return [], supplied.why_missing(lacking[0], place)
    known = with_zeros(counts[[*QUEUE, *dict.fromkeys(["offered", *columns])]])[columns].dropna()
    share = len(known) / len(counts)
    if share < COMPLETE_SHARE:
        fewest = min(columns, key=lambda column: supplied.number(place, column))
        return [], SOME.format(what=plain_name(fewest), share=share)
    sums = [float(total) for total in known.sum()]
    if sums != sorted(sums):
        return [], "The counts contradict each other: a longer time holds fewer calls than a shorter one."
    return (sums, "") if sums[-1] > 0 else ([], "No calls to measure.")
