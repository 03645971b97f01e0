"""How much of each period the data cover: what is not there must not look like a quiet week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from reviewkit.data.waits import By
from reviewkit.methods.periods import COMPLETE_SHARE

ZONE = "Europe/London"
MINUTE_S = 60
COLUMNS = ["channel", "stage", "period_start", "expected", "received", "share", "complete"]


def cover(counts: pd.DataFrame, *, start: date, end: date, by: By) -> pd.DataFrame:
    """Return, for each queue and period that touches the reviewed days, the share of expected time received.

    Time counts as received where the number offered or answered is known. ``expected`` and ``received`` are in
    intervals of the queue's commonest length in the period; ``share`` = minutes received / minutes expected, from 0
    to 1. ``complete``: at least 0.98 of a period that lies wholly within the reviewed days and was over when the data
    end. An interval that reaches over two periods counts in each by the minutes it has there.
    """
    known = counts[counts[["offered", "answered"]].notna().any(axis=1)]
    spans = [(first.tz_localize(None), _second(first), _second(after)) for first, after in periods(start, end, by)]
    low, high = _second(_midnight(start)), _second(_midnight(end, days=1))
    rows = []
    for (channel, stage), queue in known.groupby(["channel", "stage"], sort=True):
        times = _Times.of(queue)
        received = times.received([(max(first, low), min(after, high)) for _, first, after in spans])
        for (day, first, after), within in zip(spans, received, strict=True):
            expected = min(after, high) - max(first, low)
            common = times.commonest(first, after)
            share = min(within / expected, 1.0)
            whole = first >= low and after <= high and times.last >= after
            row = (channel, stage, day, round(expected / common), round(within / common), share)
            rows.append((*row, bool(whole and share >= COMPLETE_SHARE)))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"complete": bool})


@dataclass(frozen=True, kw_only=True)
class _Times:
    """The intervals of one queue in order of their beginning, in seconds since 1970."""

    begins: np.ndarray
    ends: np.ndarray

    @classmethod
    def of(cls, queue: pd.DataFrame) -> _Times:
        begins = queue["start"].dt.tz_convert("UTC").dt.tz_localize(None).to_numpy("datetime64[s]").astype("int64")
        order = np.argsort(begins, kind="stable")
        lengths = queue["minutes"].to_numpy("int64") * MINUTE_S
        return cls(begins=begins[order], ends=(begins + lengths)[order])

    @property
    def last(self) -> int:
        return int(self.ends.max())

    def received(self, spans: Sequence[tuple[int, int]]) -> list[int]:
        """Return how many seconds of each span intervals cover: those before its end less those before its start."""
        edges = np.array(spans)
        return (self._before(edges[:, 1]) - self._before(edges[:, 0])).tolist()

    def _before(self, moments: np.ndarray) -> np.ndarray:
        """Return how much of all intervals lies before each moment: since they began less since they ended."""
        since = []
        for times in (self.begins, np.sort(self.ends)):
            number = np.searchsorted(times, moments)
            since.append(number * moments - np.concatenate([[0], np.cumsum(times)])[number])
        return since[0] - since[1]

    def commonest(self, first: int, after: int) -> int:
        """Return the commonest length of the intervals that reach into a period; of all where none does."""
        if self.alike:
            return int(self.lengths[0])
        # No interval that begins earlier than the longest one lasts can reach into the period.
        near = slice(*np.searchsorted(self.begins, [first - self.lengths.max(), after]))
        here = np.minimum(self.ends[near], after) > np.maximum(self.begins[near], first)
        sizes, number = np.unique(self.lengths[near][here] if here.any() else self.lengths, return_counts=True)
        return int(sizes[number.argmax()])

    @cached_property
    def lengths(self) -> np.ndarray:
        return self.ends - self.begins

    @cached_property
    def alike(self) -> bool:
        return bool((self.lengths == self.lengths[0]).all())


def periods(start: date, end: date, by: By) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return the first moment of each calendar period that touches the days, and the first moment after it.

    >>> [str(first.date()) for first, _ in periods(date(2024, 3, 30), date(2024, 4, 2), "month")]
    ['2024-03-01', '2024-04-01']
    """
    if by == "period":
        return [(_midnight(start), _midnight(end, days=1))]
    spans = pd.period_range(start, end, freq={"month": "M", "week": "W-SUN", "day": "D"}[by])
    return [(_midnight(span.start_time), _midnight(span.end_time.normalize(), days=1)) for span in spans]


def _midnight(day: date, *, days: int = 0) -> pd.Timestamp:
    return (pd.Timestamp(day) + pd.Timedelta(days=days)).tz_localize(ZONE)


def _second(moment: pd.Timestamp) -> int:
    return int(moment.timestamp())
