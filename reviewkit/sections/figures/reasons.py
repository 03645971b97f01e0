"""Why a figure is missing, in words for the page: what the data do not give, and what is nearest to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from reviewkit.methods.periods import COMPLETE_SHARE
from reviewkit.sections.figures.rules import Figure, bands, nearest, plain_name, threshold_of, whole_of

if TYPE_CHECKING:
    from reviewkit.data.prepare import Withheld

QUEUE = ["channel", "stage"]


class Row(NamedTuple):
    """A figure that may be missing, and what tells why."""

    channel: str
    stage: str
    value: float
    share: float
    unit: str
    denominator: float


@dataclass(frozen=True)
class Supplied:
    """In how many intervals each queue gives each column; a column is counted when a figure is missing for it."""

    counts: pd.DataFrame
    withheld: Sequence[Withheld] = ()

    def number(self, queue: tuple[str, str], column: str) -> int:
        """Return in how many intervals a queue gives a column; 0 where it has none."""
        if column not in self.counts:
            return 0
        if column not in self._counted:
            given = self.counts[column].notna()
            self._counted[column] = given.groupby(self._queue).sum().to_dict() if given.any() else {}
        return self._counted[column].get(queue, 0)

    @cached_property
    def _queue(self) -> list[pd.Series]:
        return [self.counts[name] for name in QUEUE]

    @cached_property
    def _counted(self) -> dict[str, dict[tuple[str, str], int]]:
        return {}

    def reason(self, row: Row, figure: Figure) -> str:
        """Say why the figure of a row is missing, or nothing."""
        if not np.isnan(row.value):
            return ""
        queue = (row.channel, row.stage)
        for column in figure.columns:
            if not self.number(queue, column):
                return self.why_missing(column, queue)
        if row.share >= COMPLETE_SHARE:
            if row.unit == "share" and row.denominator > 0:
                return "The counts contradict each other: the part is larger than the whole."
            return "No calls to measure."
        lacking = min(figure.columns, key=lambda column: self.number(queue, column))
        part = "none" if not row.share > 0 else f"{row.share:.0%}"
        named = why_withheld(lacking, *queue, self.withheld)
        return named or f"The data give {plain_name(lacking)} for {part} of the intervals only."

    def why_missing(self, column: str, queue: tuple[str, str]) -> str:
        """Say why a queue has no such column: withheld, or not supplied, with the nearest threshold it does have."""
        named = why_withheld(column, *queue, self.withheld)
        if named:
            return named
        reason = f"The data do not give {plain_name(column)}"
        near = self.nearest(column, queue)
        return f"{reason}; the nearest they give is {near} seconds." if near else f"{reason}."

    def nearest(self, column: str, queue: tuple[str, str]) -> int | None:
        """Return the threshold nearest to that of a band such as ``answered_10s`` that a queue has, else None."""
        kind, asked = whole_of(column), threshold_of(column)
        if asked is None:
            return None
        return nearest(asked, [n for n in bands(list(self.counts), kind) if self.number(queue, f"{kind}_{n}s")])


def why_withheld(column: str, channel: str, stage: str, withheld: Sequence[Withheld]) -> str:
    """Return the reason the border gave for withholding a column of a queue, or an empty text."""
    for item in withheld:
        if item.column == column and item.channel in (None, "", channel) and item.stage in (None, "", stage):
            return item.reason if item.reason.endswith(".") else f"{item.reason}."
    return ""
