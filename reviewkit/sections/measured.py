"""The long table of measures: one row for each queue, period and measure, with the value or the reason for none.

A measure is worked out from sums, over the intervals in which every column it needs is known. Where these are too
few, or the column was not supplied or withheld, the value is missing and ``reason`` says so in words for the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods.measures import MEASURES
from reviewkit.methods.periods import COMPLETE_SHARE
from reviewkit.sections.rules import RULES, Figure, bands, plain_name, whole_of

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
        What to work out; only measures that sums can give (see :data:`reviewkit.sections.rules.RULES`).
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
    known = with_zeros(counts)
    tables = [_one(known, figure, keys, withheld) for figure in figures]
    tables = [table for table in tables if len(table)]
    if not tables:
        return pd.DataFrame(columns=[*keys, *(name for name in COLUMNS if name not in [*keys, "period_start"])])
    return pd.concat(tables, ignore_index=True).sort_values(keys, kind="stable", ignore_index=True)


def with_zeros(counts: pd.DataFrame) -> pd.DataFrame:
    """Fill the parts of nothing with 0: of no calls offered none was answered, of none answered none waited.

    Only for queues that give the column somewhere: a column never supplied, or withheld, stays missing.
    """
    filled = counts.copy()
    columns = [name for name in counts.columns if whole_of(name)]
    # Counts first, so that an empty half hour's missing "answered" is 0 before its bands look at it.
    for name in sorted(columns, key=lambda column: whole_of(column) != "offered"):
        whole = whole_of(name)
        if whole in filled and not name.startswith("longest"):
            supplied = counts.groupby(QUEUE)[name].transform("count") > 0
            filled.loc[filled[name].isna() & (filled[whole] == 0) & supplied, name] = 0
    return filled


def _one(counts: pd.DataFrame, figure: Figure, keys: list[str], withheld: Sequence[Withheld]) -> pd.DataFrame:
    rule = RULES[figure.measure]
    columns = list(figure.columns)
    have = counts.reindex(columns=[*keys, *columns])
    usable, counted = _usable(counts, have, columns, largest=rule.largest)
    groups = [have[key] for key in keys]
    sums = have[columns].where(usable).groupby(groups, sort=True)
    pooled = sums.max() if rule.largest else sums.sum(min_count=1)
    share = usable.groupby(groups).sum() / counted.groupby(groups).sum()
    terms = [pooled[name].to_numpy(dtype=float) for name in columns]
    top, bottom = rule.sides(*terms)
    result = pooled.index.to_frame(index=False).assign(
        measure=figure.measure,
        threshold_s=pd.array([figure.threshold_s] * len(pooled), dtype="Int64"),
        value=np.where(share >= COMPLETE_SHARE, rule.value(*terms), np.nan),
        numerator=top,
        denominator=np.nan if bottom is None else bottom,
        unit=MEASURES[figure.measure].unit,
        share=share.to_numpy(),
    )
    _refuse_more_than_whole(result)
    result["reason"] = [_reason(row, figure, counts, withheld) for row in result.itertuples()]
    refused = result["reason"].ne("")
    result.loc[refused, ["numerator", "denominator"]] = np.nan
    return result.drop(columns="share")


def _usable(
    counts: pd.DataFrame, have: pd.DataFrame, columns: list[str], *, largest: bool
) -> tuple[pd.Series, pd.Series]:
    usable = have[columns].notna().all(axis=1)
    if not largest:
        return usable, pd.Series(data=True, index=have.index)
    whole = whole_of(columns[0])
    counted = counts[whole].fillna(0) > 0 if whole in counts else usable
    return usable, counted | usable


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
