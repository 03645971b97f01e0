"""How much of each period the data cover: what is not there must not look like a quiet week."""

from __future__ import annotations

from datetime import date

import pandas as pd

from reviewkit.data.waits import By
from reviewkit.methods.periods import COMPLETE_SHARE

ZONE = "Europe/London"
PART_OF_A_PERIOD = {"day": "D", "week": "W-SUN", "month": "M"}
COLUMNS = ["channel", "stage", "period_start", "expected", "received", "share", "complete"]


def cover(counts: pd.DataFrame, *, start: date, end: date, by: By) -> pd.DataFrame:
    """Return, for each queue and period that touches the reviewed days, the share of expected time received.

    Time counts as received where the number offered or answered is known. ``expected`` and ``received`` are in
    intervals of the queue's commonest length in the period; ``share`` = minutes received / minutes expected, from 0
    to 1. ``complete``: at least 0.98 of a period that lies wholly within the reviewed days and was over when the data
    end. An interval that reaches over two periods counts in each by the minutes it has there.
    """
    known = counts[counts[["offered", "answered"]].notna().any(axis=1)]
    rows = []
    for (channel, stage), queue in known.groupby(["channel", "stage"], sort=True):
        begins = queue["start"]
        ends = begins + pd.to_timedelta(queue["minutes"].astype("int64"), unit="min")
        last = ends.max()
        for first, after in periods(start, end, by):
            inside = (ends.clip(upper=after) - begins.clip(lower=first)).dt.total_seconds() / 60
            here = inside > 0
            low, high = max(first, _midnight(start)), min(after, _midnight(end, days=1))
            expected = (high - low).total_seconds() / 60
            within = (ends.clip(upper=high) - begins.clip(lower=low)).dt.total_seconds().clip(lower=0).sum() / 60
            common = queue.loc[here, "minutes"].mode().iloc[0] if here.any() else queue["minutes"].mode().iloc[0]
            share = min(within / expected, 1.0)
            whole = low == first and high == after and last >= after
            row = (channel, stage, first.tz_localize(None), round(expected / common), round(within / common), share)
            rows.append((*row, bool(whole and share >= COMPLETE_SHARE)))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"complete": bool})


def periods(start: date, end: date, by: By) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return the first moment of each calendar period that touches the days, and the first moment after it.

    >>> [str(first.date()) for first, _ in periods(date(2024, 3, 30), date(2024, 4, 2), "month")]
    ['2024-03-01', '2024-04-01']
    """
    if by == "period":
        return [(_midnight(start), _midnight(end, days=1))]
    spans = pd.period_range(start, end, freq={"month": "M", "week": "W-SUN"}[by])
    return [(_midnight(span.start_time), _midnight(span.end_time.normalize(), days=1)) for span in spans]


def _midnight(day: date, *, days: int = 0) -> pd.Timestamp:
    return (pd.Timestamp(day) + pd.Timedelta(days=days)).tz_localize(ZONE)
