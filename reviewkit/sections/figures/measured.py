"""The long table of measures: one row for each queue, period and measure, with the value or the reason for none.

A measure is worked out from sums, over the intervals in which every column it needs is known. Where these are too
few, or the column was not supplied or withheld, the value is missing and ``reason`` says so in words for the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods.measures import MEASURES
from reviewkit.methods.periods import COMPLETE_SHARE
from reviewkit.sections.figures.rules import RULES, Figure, bands, plain_name, whole_of

if TYPE_CHECKING:
    from reviewkit.data.prepare import Withheld

QUEUE = ["channel", "stage"]
COLUMNS = [
    *QUEUE,
    "period_start",
    "measure",
    "threshold_s",
    "value",
    "numerator",
    "denominator",
    "unit",
    "reason",
]


def measure_table(
    counts: pd.DataFrame, figures: Iterable[Figure], *, by: Sequence[str] = (), withheld: Sequence[Withheld] = ()
) -> pd.DataFrame:
    """Work out figures for every queue, and within it for every value of the columns ``by``.

    Parameters
    ----------
    counts
        Interval counts; one row an interval, columns as in ``intervals.parquet``.
    figures
        What to work out; only measures that sums can give (see :data:`reviewkit.sections.figures.rules.RULES`).
    by
        Further columns to group by, for example ``period_start``.
    withheld
        What was withheld at the border, for the reasons.

    Returns
    -------
    pandas.DataFrame
        Columns ``channel, stage, *by, measure, threshold_s, value, numerator, denominator, unit, reason``.
        Shares are 0 to 1, waits in seconds. A missing value always has a reason, a value never has one.
    """
    keys = [*QUEUE, *by]
    figures = tuple(figures)
    asked = {column for figure in figures for column in figure.columns}
    needed = asked | {whole for column in asked if (whole := whole_of(column))} | {"offered"}
    known = with_zeros(counts[[*keys, *(name for name in counts.columns if name in needed)]])
    groups = Groups.of(known, keys)
    tables = [
        _one(known, figure, groups, lambda row, asked: _reason(row, asked, counts, withheld))
        for figure in figures
        if len(known)
    ]
    if not tables:
        return pd.DataFrame(columns=[*keys, *(name for name in COLUMNS if name not in [*keys, "period_start"])])
    return pd.concat(tables, ignore_index=True).sort_values(keys, kind="stable", ignore_index=True)


@dataclass(frozen=True)
class Groups:
    """The rows of a table parted by keys, once for all figures: ``names`` of the groups, ``code`` of each row's."""

    names: pd.DataFrame
    code: np.ndarray

    @classmethod
    def of(cls, counts: pd.DataFrame, keys: list[str]) -> Groups:
        """Part a table by its columns ``keys``."""
        grouped = counts.groupby(keys, sort=True)
        return cls(grouped.size().index.to_frame(index=False), grouped.ngroup().to_numpy())

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of each group."""
        return np.bincount(self.code, weights=values, minlength=len(self.names))

    def max(self, values: np.ndarray) -> np.ndarray:
        """Return the largest value of each group, NaN where all are missing."""
        largest = np.full(len(self.names), -np.inf)
        np.fmax.at(largest, self.code, values)
        return np.where(np.isinf(largest), np.nan, largest)


def with_zeros(counts: pd.DataFrame) -> pd.DataFrame:
    """Fill the parts of nothing with 0: of no calls offered none was answered, of none answered none waited.

    Only for queues that give the column somewhere: a column never supplied, or withheld, stays missing.
    """
    filled = counts.copy()
    columns = [name for name in counts.columns if whole_of(name) in counts and not name.startswith("longest")]
    queue = counts.groupby(QUEUE).ngroup().to_numpy()
    # Counts first, so that an empty half hour's missing "answered" is 0 before its bands look at it.
    for name in sorted(columns, key=lambda column: whole_of(column) != "offered"):
        values = filled[name].to_numpy(dtype=float, copy=True)
        supplied = np.bincount(queue, weights=~np.isnan(values))[queue] > 0
        values[np.isnan(values) & (filled[whole_of(name)].to_numpy(dtype=float) == 0) & supplied] = 0
        filled[name] = values
    return filled


def _one(counts: pd.DataFrame, figure: Figure, groups: Groups, why: Callable[[object, Figure], str]) -> pd.DataFrame:
    rule = RULES[figure.measure]
    have = [_numbers(counts, name) for name in figure.columns]
    usable = ~np.isnan(np.array(have)).any(axis=0)
    received = groups.sum(usable)
    if rule.largest:
        pooled = [groups.max(values) for values in have]
        counted = groups.sum(usable | (_numbers(counts, whole_of(figure.columns[0])) > 0))
    else:
        sums = [groups.sum(np.where(usable, values, 0)) for values in have]
        pooled = [np.where(received > 0, values, np.nan) for values in sums]
        counted = groups.sum(np.ones(len(counts)))
    share = np.divide(received, counted, out=np.zeros_like(received), where=counted > 0)
    top, bottom = rule.sides(*pooled)
    result = groups.names.assign(
        measure=figure.measure,
        threshold_s=pd.array([figure.threshold_s] * len(groups.names), dtype="Int64"),
        value=np.where(share >= COMPLETE_SHARE, rule.value(*pooled), np.nan),
        numerator=top,
        denominator=np.nan if bottom is None else bottom,
        unit=MEASURES[figure.measure].unit,
        share=share,
    )
    _refuse_more_than_whole(result)
    result["reason"] = [why(row, figure) for row in result.itertuples()]
    result.loc[result["reason"].ne(""), ["numerator", "denominator"]] = np.nan
    return result.drop(columns="share")


def _numbers(counts: pd.DataFrame, name: str | None) -> np.ndarray:
    return counts[name].to_numpy(dtype=float) if name in counts else np.full(len(counts), np.nan)


def _refuse_more_than_whole(result: pd.DataFrame) -> None:
    beyond = result["unit"].eq("share") & ((result["value"] > 1) | (result["value"] < 0))
    result.loc[beyond, "value"] = np.nan


def _reason(row: object, figure: Figure, counts: pd.DataFrame, withheld: Sequence[Withheld]) -> str:
    if not np.isnan(row.value):
        return ""
    of_queue = counts[(counts["channel"] == row.channel) & (counts["stage"] == row.stage)]
    for column in figure.columns:
        if column not in of_queue or of_queue[column].notna().sum() == 0:
            return why_missing(column, of_queue, row.channel, row.stage, withheld)
    if row.share >= COMPLETE_SHARE:
        if row.unit == "share" and row.denominator > 0:
            return "The counts contradict each other: the part is larger than the whole."
        return "No calls to measure."
    lacking = min(figure.columns, key=lambda column: of_queue[column].notna().sum())
    named = why_withheld(lacking, row.channel, row.stage, withheld)
    part = "none" if not row.share > 0 else f"{row.share:.0%}"
    return named or f"The data give {plain_name(lacking)} for {part} of the intervals only."


def why_missing(
    column: str, of_queue: pd.DataFrame, channel: str, stage: str, withheld: Sequence[Withheld] = ()
) -> str:
    """Say why a queue has no such column: withheld, or not supplied, with the nearest threshold it does have."""
    named = why_withheld(column, channel, stage, withheld)
    if named:
        return named
    reason = f"The data do not give {plain_name(column)}"
    kind = whole_of(column)
    if plain_name(column).endswith("seconds") and kind:
        supplied = [n for n in bands(list(of_queue.columns), kind) if of_queue[f"{kind}_{n}s"].notna().any()]
        asked = int(column.rsplit("_", 1)[1].rstrip("s"))
        if supplied:
            return f"{reason}; the nearest they give is {min(supplied, key=lambda n: abs(n - asked))} seconds."
    return f"{reason}."


def why_withheld(column: str, channel: str, stage: str, withheld: Sequence[Withheld]) -> str:
    """Return the reason the border gave for withholding a column of a queue, or an empty text."""
    for item in withheld:
        if item.column == column and item.channel in (None, "", channel) and item.stage in (None, "", stage):
            return item.reason if item.reason.endswith(".") else f"{item.reason}."
    return ""
