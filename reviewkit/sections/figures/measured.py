"""The long table of measures: one row for each queue, period and measure, with the value or the reason for none.

A measure is worked out from sums, over the intervals in which every column it needs is known. Where these are too
few, or the column was not supplied or withheld, the value is missing and ``reason`` says so in words for the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
    if counts.empty or not figures:
        return pd.DataFrame(columns=[*keys, *(name for name in COLUMNS if name not in [*keys, "period_start"])])
    asked = {column for figure in figures for column in figure.columns}
    needed = asked | {whole for column in asked for whole in ancestors(column)} | {"offered"}
    known = with_zeros(counts[[*QUEUE, *(name for name in counts.columns if name in needed)]])
    sums, supplied = Sums(known, Groups.of(counts, keys)), Supplied(counts, withheld)
    return _together([_one(sums, figure, supplied) for figure in figures], figures, sums.groups)


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

    @cached_property
    def sizes(self) -> np.ndarray:
        """How many rows each group has."""
        return np.bincount(self.code, minlength=len(self.names))

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of each group."""
        return np.bincount(self.code, weights=values, minlength=len(self.names))

    def max(self, values: np.ndarray) -> np.ndarray:
        """Return the largest value of each group, NaN where all are missing."""
        largest = np.full(len(self.names), -np.inf)
        np.fmax.at(largest, self.code, values)
        return np.where(np.isinf(largest), np.nan, largest)


@dataclass(frozen=True)
class Sums:
    """Columns of counts added up in groups: once each, since many figures are made from the same few columns."""

    counts: pd.DataFrame
    groups: Groups

    def numbers(self, name: str | None) -> np.ndarray:
        """Return a column; a column that is not there is missing throughout."""
        return self._column(name)[0]

    def known(self, name: str) -> tuple[bool, bool]:
        """Say whether all cells of a column are known, and whether none is."""
        return self._column(name)[1:]

    def total(self, name: str) -> np.ndarray:
        """Return the sum in each group of a column of which all cells are known."""
        if name not in self._totals:
            self._totals[name] = self.groups.sum(self.numbers(name))
        return self._totals[name]

    def _column(self, name: str | None) -> tuple[np.ndarray, bool, bool]:
        if name not in self._columns:
            there = name in self.counts
            values = self.counts[name].to_numpy(dtype=float) if there else np.full(len(self.counts), np.nan)
            missing = np.isnan(values)
            self._columns[name] = values, not missing.any(), bool(missing.all())
        return self._columns[name]

    @cached_property
    def _columns(self) -> dict[str | None, tuple[np.ndarray, bool, bool]]:
        return {}

    @cached_property
    def _totals(self) -> dict[str, np.ndarray]:
        return {}


def with_zeros(counts: pd.DataFrame) -> pd.DataFrame:
    """Fill the parts of nothing with 0: of no calls offered none was answered, of none answered none waited.

    Only for queues that give the column somewhere: a column never supplied, or withheld, stays missing.
    """
    filled = counts.copy()
    columns = [name for name in counts.columns if whole_of(name) in counts and not name.startswith("longest")]
    queue = counts.groupby(QUEUE).ngroup().to_numpy()
    # Wholes first, so that an empty half hour's missing "answered" is 0 before its bands look at it.
    for name in sorted(columns, key=lambda column: len(ancestors(column))):
        values = filled[name].to_numpy(dtype=float)
        missing = np.isnan(values)
        if missing.any() and not missing.all():
            supplied = np.bincount(queue, weights=~missing)[queue] > 0
            nothing = missing & (filled[whole_of(name)].to_numpy(dtype=float) == 0) & supplied
            filled[name] = np.where(nothing, 0, values)
    return filled


def _one(sums: Sums, figure: Figure, supplied: Supplied) -> _Values:
    rule = RULES[figure.measure]
    pooled, share = (_largest if rule.largest else _added)(sums, figure)
    top, bottom = rule.sides(*pooled)
    found = _Values(
        value=np.where(share >= COMPLETE_SHARE, rule.value(*pooled), np.nan),
        numerator=np.array(top, dtype=float),
        denominator=np.full(len(share), np.nan) if bottom is None else np.array(bottom, dtype=float),
        share=share,
        reason=np.full(len(share), "", dtype=object),
    )
    return _refused(found, figure, sums.groups, supplied)


def _added(sums: Sums, figure: Figure) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the sums a figure is made from, over intervals that give all of them, and the share of these."""
    groups, known = sums.groups, [sums.known(name) for name in figure.columns]
    if all(whole for whole, _ in known):
        return [sums.total(name) for name in figure.columns], np.ones(len(groups.names))
    if any(none for _, none in known):
        return [np.full(len(groups.names), np.nan) for _ in known], np.zeros(len(groups.names))
    have = [sums.numbers(name) for name in figure.columns]
    usable = ~np.isnan(np.array(have)).any(axis=0)
    received = groups.sum(usable)
    added = [groups.sum(np.where(usable, values, 0)) for values in have]
    return [np.where(received > 0, values, np.nan) for values in added], received / groups.sizes


def _largest(sums: Sums, figure: Figure) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the largest value in each group, and the share of the intervals with such a call that give theirs."""
    groups, whole = sums.groups, sums.numbers(whole_of(figure.columns[0]))
    # Where a whole is 0 nobody waited, whatever the cell says.
    have = [np.where(whole == 0, np.nan, sums.numbers(name)) for name in figure.columns]
    usable = ~np.isnan(np.array(have)).any(axis=0)
    received, counted = groups.sum(usable), groups.sum(usable | (whole > 0))
    # Where all intervals are known to be without such a call nothing is lacking: there was nothing to measure.
    received, counted = np.where(groups.sum(whole != 0) == 0, 1, [received, counted])
    share = np.divide(received, counted, out=np.zeros_like(received), where=counted > 0)
    return [groups.max(values) for values in have], share


@dataclass(frozen=True)
class _Values:
    """One figure of every group; columns, since a table of its own for each figure would take longer than the sums."""

    value: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray
    share: np.ndarray
    reason: np.ndarray


def _refused(found: _Values, figure: Figure, groups: Groups, supplied: Supplied) -> _Values:
    """Leave of a figure, where it is refused, only the reason."""
    unit = MEASURES[figure.measure].unit
    more_than_whole = (unit == "share") & ((found.value > 1) | (found.value < 0))
    value = np.where(more_than_whole, np.nan, found.value)
    missing = np.isnan(value)
    reasons: dict[tuple[object, ...], str] = {}  # most refused rows are refused for the same reason
    for index in np.flatnonzero(missing):
        row = Row(*groups.queues[index], value[index], found.share[index], unit, found.denominator[index])
        alike = (row.channel, row.stage, row.share, row.denominator > 0)
        if alike not in reasons:
            reasons[alike] = supplied.reason(row, figure)
        found.reason[index] = reasons[alike]
    return replace(
        found,
        value=value,
        numerator=np.where(missing, np.nan, found.numerator),
        denominator=np.where(missing, np.nan, found.denominator),
    )


def _together(parts: list[_Values], figures: Sequence[Figure], groups: Groups) -> pd.DataFrame:
    """Return one table of all figures, group by group."""
    size, count = len(groups.names), len(parts)
    whole = groups.names.take(np.repeat(np.arange(size), count)).reset_index(drop=True)
    times = pd.array([figure.threshold_s for figure in figures], dtype="Int64")
    names = pd.array([figure.measure for figure in figures], dtype="str")
    units = pd.array([MEASURES[figure.measure].unit for figure in figures], dtype="str")
    each = np.tile(np.arange(count), size)
    numbers = {name: np.column_stack([getattr(part, name) for part in parts]).ravel() for name in _NUMBERS}
    reasons = np.column_stack([part.reason for part in parts]).ravel()
    return whole.assign(
        measure=names.take(each),
        threshold_s=times.take(each),
        **numbers,
        unit=units.take(each),
        reason=pd.array(reasons, dtype="str"),
    )
