"""What a section works from: one force, one period, and the counts, waits and coverage of its data."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar

import pandas as pd

from reviewkit.data import records, waits
from reviewkit.data.callbacks import with_rung_back
from reviewkit.data.counts import read_counts
from reviewkit.data.coverage import cover
from reviewkit.data.declared.folders import published_folder
from reviewkit.data.declared.force import Force
from reviewkit.data.journeys import Journeys, read_journeys
from reviewkit.data.prepare import prepare
from reviewkit.data.prepared import Prepared
from reviewkit.data.published import published_figures
from reviewkit.data.reading.faults import refusal
from reviewkit.data.redials import read_redials

DATA = "REVIEWKIT_DATA"
Made = TypeVar("Made")


@dataclass(frozen=True, kw_only=True)
class Review:
    """One force's data, seen over one period; both its days are included.

    ``counts`` holds all history, so that a year earlier is there to compare with; ``published`` is every figure of
    ``data/raw/published`` (see :mod:`reviewkit.data.published`), and after them those the force supplied itself.
    """

    force: Force
    start: date
    end: date
    prepared: Prepared
    counts: pd.DataFrame = field(repr=False)
    published: pd.DataFrame = field(repr=False)

    @cached_property
    def counts_in_period(self) -> pd.DataFrame:
        """The counts that begin within the reviewed period, oldest first; every figure of a page starts from them."""
        days = self.counts["start"].dt.tz_localize(None).dt.normalize()
        return self.counts[(days >= pd.Timestamp(self.start)) & (days <= pd.Timestamp(self.end))]

    def counts_of(self, channel: str, stage: str, *, history: bool = False) -> pd.DataFrame:
        """Return one queue's counts in the period, or all its ``history``; they are parted once, for every figure."""
        parts = self._parted_history if history else self._parted
        return parts.get((channel, stage), self.counts.iloc[:0])

    @cached_property
    def queues_supplied(self) -> tuple[tuple[str, str], ...]:
        """The channel and stage of each queue with counts in the period."""
        return tuple(self._parted)

    @cached_property
    def ways_counted(self) -> pd.DataFrame:
        """How the counts of the period were supplied: each ``channel, stage, source, grain`` once, oldest first."""
        return self.counts_in_period[["channel", "stage", "source", "grain"]].drop_duplicates()

    @cached_property
    def _parted(self) -> dict[tuple[str, str], pd.DataFrame]:
        return _by_queue(self.counts_in_period)

    @cached_property
    def _parted_history(self) -> dict[tuple[str, str], pd.DataFrame]:
        return _by_queue(self.counts)

    @cached_property
    def journeys(self) -> Journeys | None:
        """The reviewed calls followed from first contact to outcome; None where only counts of calls are supplied."""
        return read_journeys(self.prepared.table("calls"), start=self.start, end=self.end)

    @cached_property
    def redials(self) -> pd.DataFrame:
        """First attempts and redials by channel and day, over all history up to the end of the review.

        Without single calls there are no rows; see :func:`reviewkit.data.redials.read_redials`.
        """
        known = self.call_days[self.call_days["day"] <= pd.Timestamp(self.end)]
        first = known["day"].min().date() if len(known) else self.start
        return read_redials(self.prepared.table("calls"), start=first, end=self.end)

    def wait_quantiles(
        self,
        quantiles: Sequence[float],
        *,
        by: waits.By = "period",
        outcome: Literal["answered", "abandoned", "queued"] = "answered",
    ) -> pd.DataFrame:
        """Return quantiles of single calls' waits; see :func:`reviewkit.data.waits.wait_quantiles`."""
        calls = self.prepared.table("calls")
        return waits.wait_quantiles(calls, quantiles, start=self.start, end=self.end, by=by, outcome=outcome)

    def wait_spreads(
        self, quantiles: Sequence[float], *, by: waits.By | Literal["hour of week"] = "period"
    ) -> pd.DataFrame:
        """Return quantiles of those answered, of those who gave up and of both; see :mod:`reviewkit.data.waits`."""
        calls, span = self.prepared.table("calls"), {"start": self.start, "end": self.end}
        return self.once(("wait_spreads", *quantiles, by), lambda: waits.wait_spreads(calls, quantiles, by=by, **span))

    def spreads_of_days(self, quantiles: Sequence[float], days: pd.DataFrame) -> pd.DataFrame:
        """Return the same over chosen days, in the period or before it: ``days`` has ``channel, stage, day``."""
        first, last = days["day"].min().date(), days["day"].max().date()
        return waits.wait_spreads(self.prepared.table("calls"), quantiles, start=first, end=last, days=days)

    @cached_property
    def call_days(self) -> pd.DataFrame:
        """The local days, in all history, on which each queue has single calls: ``channel, stage, day``."""
        return waits.call_days(self.prepared.table("calls"))

    def records(self, table: str) -> pd.DataFrame:
        """Return a table of records, such as ``contact_back``; see :func:`reviewkit.data.records.read_records`."""
        return records.read_records(self.prepared, table)

    def supplies(self, table: str) -> bool:
        """Say whether the force supplied a table, whatever stands in it."""
        return self.prepared.table(table).exists()

    def coverage(self, by: waits.By = "month") -> pd.DataFrame:
        """Return how much of each period the data cover; see :func:`reviewkit.data.coverage.cover`."""
        return self.once(("coverage", by), lambda: cover(self.counts, start=self.start, end=self.end, by=by))

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what ``make`` gives; of several questions under the same key only the first has it worked out.

        A frame comes as a copy, so that nobody alters another's.
        """
        if key not in self._made:
            self._made[key] = make()
        made = self._made[key]
        return made.copy(deep=False) if isinstance(made, pd.DataFrame) else made

    @cached_property
    def _made(self) -> dict[Hashable, object]:
        return {}


def open_review(force: str, start: str | date | None = None, end: str | date | None = None) -> Review:
    """Open a force's data for a period, making its tidy tables first where something has changed.

    Parameters
    ----------
    force
        Name of the force's folder in ``data/raw``.
    start, end
        First and last day reviewed, as dates or ISO text; without them, those of ``force.toml``.

    Raises
    ------
    DataError
        When the data cannot be used, or the period is none.
    """
    data = data_folder()
    prepared = prepare(force, data=data)
    declared = prepared.force
    first, last = _day(start) or declared.start, _day(end) or declared.end
    if first > last:
        raise refusal(
            "dates-reversed", force, f"{first} to {last}", "a start before its end", "Exchange the two dates."
        )
    return Review(
        force=declared,
        start=first,
        end=last,
        prepared=prepared,
        counts=with_rung_back(read_counts(declared, prepared.folder)),
        published=_published(prepared, data),
    )


def _by_queue(counts: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    return dict(iter(counts.groupby(["channel", "stage"], sort=False)))


def _published(prepared: Prepared, data: Path) -> pd.DataFrame:
    """Return what is published nationally, and after it what the force supplied about itself."""
    national = published_figures(published_folder(data))
    path = prepared.table("published")
    if not path.exists():
        return national
    own = pd.read_parquet(path).drop(columns="line")
    for column in ("period_start", "period_end"):
        own[column] = own[column].astype(national[column].dtype)
    return pd.concat([national, own.reindex(columns=national.columns)], ignore_index=True)


def data_folder() -> Path:
    """Return the data folder: of the environment variable ``REVIEWKIT_DATA``, else the nearest above here.

    Raises
    ------
    DataError
        When there is none.
    """
    if os.environ.get(DATA):
        return Path(os.environ[DATA])
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data" / "raw").is_dir():
            return folder / "data"
    raise refusal(
        "no-folder", "data/raw", "no such folder here or above", "a data folder", f"Set {DATA} to the data folder."
    )


def _day(text: str | date | None) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else text or None
