"""The long table of measures: one row for each queue, period and measure, with the value or the reason for none.

A measure is worked out from sums, over the intervals in which every column it needs is known. Where these are too
few, or the column was not supplied or withheld, the value is missing and ``reason`` says so in words for the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods.measures import MEASURES
from reviewkit.methods.periods import COMPLETE_SHARE
from reviewkit.sections.figures.reasons import QUEUE, Row, Supplied
from reviewkit.sections.figures.rules import RULES, Figure, ancestors, whole_of

if TYPE_CHECKING:
    from reviewkit.data.prepare import Withheld

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
_NUMBERS = ("value", "numerator", "denominator")


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
    needed = asked | {whole for column in asked for whole in ancestors(column)} | {"offered"}
    known = with_zeros(counts[[*keys, *(name for name in counts.columns if name in needed)]])
    groups, supplied = Groups.of(known, keys), Supplied.of(counts, withheld)
    parts = [_one(known, figure, groups, supplied) for figure in figures if len(known)]
    if not parts:
        return pd.DataFrame(columns=[*keys, *(name for name in COLUMNS if name not in [*keys, "period_start"])])
    return _together(parts, groups).sort_values(keys, kind="stable", ignore_index=True)


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

    @cached_property
    def queues(self) -> list[tuple[str, str]]:
        """The queue of each group."""
        return list(self.names[QUEUE].itertuples(index=False, name=None))

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
    # Wholes first, so that an empty half hour's missing "answered" is 0 before its bands look at it.
    for name in sorted(columns, key=lambda column: len(ancestors(column))):
        values = filled[name].to_numpy(dtype=float, copy=True)
        supplied = np.bincount(queue, weights=~np.isnan(values))[queue] > 0
        values[np.isnan(values) & (filled[whole_of(name)].to_numpy(dtype=float) == 0) & supplied] = 0
        filled[name] = values
    return filled


def _one(counts: pd.DataFrame, figure: Figure, groups: Groups, supplied: Supplied) -> dict[str, Sequence[object]]:
    rule = RULES[figure.measure]
    have = [_numbers(counts, name) for name in figure.columns]
    whole = _numbers(counts, whole_of(figure.columns[0]))
    if rule.largest:
        have = [np.where(whole == 0, np.nan, values) for values in have]  # nobody waited, whatever the cell says
    usable = ~np.isnan(np.array(have)).any(axis=0)
    received = groups.sum(usable)
    if rule.largest:
        pooled = [groups.max(values) for values in have]
        counted = groups.sum(usable | (whole > 0))
        # Where all intervals are known to be without such a call nothing is lacking: there was nothing to measure.
        received, counted = np.where(groups.sum(whole != 0) == 0, 1, [received, counted])
    else:
        sums = [groups.sum(np.where(usable, values, 0)) for values in have]
        pooled = [np.where(received > 0, values, np.nan) for values in sums]
        counted = groups.sum(np.ones(len(counts)))
    share = np.divide(received, counted, out=np.zeros_like(received), where=counted > 0)
    top, bottom = rule.sides(*pooled)
    found = _Values(
        value=np.where(share >= COMPLETE_SHARE, rule.value(*pooled), np.nan),
        numerator=np.array(top, dtype=float),
        denominator=np.full(len(share), np.nan) if bottom is None else np.array(bottom, dtype=float),
        share=share,
    )
    return _refused(found, figure, groups, supplied)


@dataclass(frozen=True)
class _Values:
    """One figure of every group; columns, since a table of its own for each figure would take longer than the sums."""

    value: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray
    share: np.ndarray


def _refused(found: _Values, figure: Figure, groups: Groups, supplied: Supplied) -> dict[str, Sequence[object]]:
    """Return the columns of one figure: where it is refused, only the reason."""
    unit, count = MEASURES[figure.measure].unit, len(found.value)
    more_than_whole = (unit == "share") & ((found.value > 1) | (found.value < 0))
    value = np.where(more_than_whole, np.nan, found.value)
    reasons = [""] * count
    for index in np.flatnonzero(np.isnan(value)):
        channel, stage = groups.queues[index]
        reasons[index] = supplied.reason(
            Row(channel, stage, value[index], found.share[index], unit, found.denominator[index]), figure
        )
    return {
        "measure": [figure.measure] * count,
        "threshold_s": [figure.threshold_s] * count,
        "value": value,
        "numerator": np.where(np.isnan(value), np.nan, found.numerator),
        "denominator": np.where(np.isnan(value), np.nan, found.denominator),
        "unit": [unit] * count,
        "reason": reasons,
    }


def _together(parts: list[dict[str, Sequence[object]]], groups: Groups) -> pd.DataFrame:
    """Return one table of the columns of all figures."""
    whole = pd.concat([groups.names] * len(parts), ignore_index=True)
    for name in parts[0]:
        values = np.concatenate([np.asarray(part[name], dtype=float if name in _NUMBERS else object) for part in parts])
        whole[name] = pd.array(values, dtype="Int64") if name == "threshold_s" else values
    return whole.astype(dict.fromkeys(("measure", "unit", "reason"), "str"))


def _numbers(counts: pd.DataFrame, name: str | None) -> np.ndarray:
    return counts[name].to_numpy(dtype=float) if name in counts else np.full(len(counts), np.nan)
