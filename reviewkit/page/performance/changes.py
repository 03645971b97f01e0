"""How a figure moved: since a year before, and month by month for the small line of history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.page import sentences
from reviewkit.page.performance.targets import exact
from reviewkit.sections.figures.headline import rows_of
from reviewkit.sections.figures.queues import Queue
from reviewkit.sections.figures.rules import Figure

if TYPE_CHECKING:
    from reviewkit.data.review import Review


def compared(before: pd.DataFrame, queue: Queue, figure: Figure) -> object | None:
    """Return the row that compares a figure with a year before; None where one of the years is not known."""
    rows = rows_of(before, queue, figure) if len(before) else before
    rows = rows[rows["now"].notna() & rows["before"].notna()] if len(rows) else rows
    return next(rows.itertuples(index=False), None)


def change(review: Review, before: pd.DataFrame, queue: Queue, figure: Figure) -> str:
    """Return the change on a year before, with the days compared where they are not the whole period."""
    row = compared(before, queue, figure)
    if row is None:
        return ""
    first, last = row.first_day.date(), row.last_day.date()
    whole = row.whole and (first, last) == (review.start, review.end)
    span = "" if whole else f", counting {sentences.short_day(first)} to {sentences.short_day(last)} only"
    return f"{sentences.change(row.now, row.before, row.unit)} on a year before{span}"


def both_years(name: str, row: object) -> str:
    """Return a sentence with the figure of both years and the days that are compared."""
    first, last = row.first_day.date(), row.last_day.date()
    now, then = exact(row.now, row.unit), exact(row.before, row.unit)
    span = sentences.period(first, last)
    span = f"from {span}" if span[0].isdigit() else f"in {span}"
    moved = sentences.change(row.now, row.before, row.unit)
    return f"{name}, {moved}: {now} {span}, {then} in the same days a year before."


def history(months: pd.DataFrame, queue: Queue, figure: Figure) -> tuple[float | None, ...]:
    """Return a figure month by month; None where a month is incomplete or the figure is not known."""
    rows = rows_of(months, queue, figure).sort_values("period_start") if len(months) else months
    return tuple(
        float(row.value) if row.complete and not np.isnan(row.value) else None for row in rows.itertuples(index=False)
    )


def breaks(review: Review, months: pd.DataFrame, queue: Queue) -> tuple[int, ...]:
    """Return the positions in :func:`history` of the first month that begins on or after a break in the series."""
    if months.empty:
        return ()
    starts = np.sort(queue.of(months)["period_start"].unique())
    days = [pd.Timestamp(event.date) for event in review.force.events if event.breaks_series]
    places = {int(np.searchsorted(starts, np.datetime64(day), side="left")) for day in days}
    return tuple(sorted(place for place in places if 0 < place < len(starts)))
