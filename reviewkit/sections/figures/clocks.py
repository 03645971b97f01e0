"""The same calls on two clocks: the force's own figures beside those BT measured, of the same days and channel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.data.declared.force_names import slug_of
from reviewkit.methods.periods import COMPLETE_SHARE
from reviewkit.sections.figures.measured import measure_table
from reviewkit.sections.figures.queues import Queue, queues
from reviewkit.sections.figures.rules import Figure

if TYPE_CHECKING:
    from reviewkit.data.review import Review

DAY_MINUTES = 24 * 60
BT = re.compile(r"\bBT\b")
SECOND_HAND = re.compile(r"3rd-party|third[- ]party")  # averages that others made of monthly means are not BT's own
LIKE = ("service_level_of_answered", "mean_wait_s", "answered")

_COLUMNS = [
    "channel", "stage", "queue", "measure", "threshold_s", "first_day", "last_day", "own", "bt", "difference", "unit",
    "basis", "source",
]  # fmt: skip


def both_clocks(review: Review) -> pd.DataFrame:
    """Return the force's own figure beside BT's for each period of which both are known.

    BT's clock runs from its attempt to connect the call until the force picks up; the force's own begins when the call
    reaches its queue. Only the same measure, channel and days stand side by side: the own figure is worked out over
    exactly the days BT's figure is for, and only where at least 98 % of them came in.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, queue, measure, threshold_s, first_day, last_day, own, bt, difference, unit, basis, source``,
        oldest first; ``difference`` is own less BT's. Empty where nothing can be set side by side. An invented force
        has no published figures.

    Notes
    -----
    Misleads when the difference is read as waiting that only one side saw: the two count different calls as well.
    """
    published = review.published
    own_names = () if review.force.synthetic else review.force.slugs
    basis = published["basis"].fillna("").astype(str)
    mine = published["force"].astype(str).map(slug_of).isin(own_names)
    measured = basis.str.contains(BT) & ~basis.str.contains(SECOND_HAND)
    rows = published[mine & measured & published["metric"].isin(LIKE)]
    first = {queue.channel: queue for queue in reversed(queues(review)) if queue.stage in {"primary", "single"}}
    found = [_row(review, first[row.channel], row) for row in rows.itertuples(index=False) if row.channel in first]
    kept = [row for row in found if row is not None]
    order = ["channel", "first_day", "measure"]
    return pd.DataFrame(kept, columns=_COLUMNS).sort_values(order, kind="stable", ignore_index=True)


def _row(review: Review, queue: Queue, row: object) -> dict[str, object] | None:
    first, last = pd.Timestamp(row.period_start), pd.Timestamp(row.period_end)
    figure = Figure(row.metric, None if pd.isna(row.threshold_s) else int(row.threshold_s))
    counts = queue.history(review)
    begins = counts["start"].dt.tz_localize(None)
    ends = begins + pd.to_timedelta(counts["minutes"], unit="min")
    after = last + pd.Timedelta(days=1)
    # An hour of grace: a month in which the clocks change is an hour longer or shorter than its days.
    counts = counts[(begins >= first) & (ends <= after + pd.Timedelta(hours=1))]
    due = (after - first).days * DAY_MINUTES
    if counts["minutes"].sum() < COMPLETE_SHARE * due:
        return None
    own = measure_table(counts, [figure], withheld=review.prepared.withheld)["value"].iloc[0]
    if np.isnan(own):
        return None
    return {
        "channel": queue.channel, "stage": queue.stage, "queue": queue.name, "measure": figure.measure,
        "threshold_s": figure.threshold_s, "first_day": first.date(), "last_day": last.date(), "own": own,
        "bt": row.value, "difference": own - row.value, "unit": row.unit, "basis": row.basis, "source": row.source,
    }  # fmt: skip
