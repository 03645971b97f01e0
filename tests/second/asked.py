"""Measures asked for at once and at any grain: also those that the page leaves out for a queue."""

from __future__ import annotations

from collections.abc import Container, Iterable

import pandas as pd

from reviewkit.data.review import Review
from reviewkit.methods.definitions import MEASURES
from reviewkit.sections.figures.measured import measure_table
from reviewkit.sections.figures.rules import RULES, Figure


def every_figure(review: Review, figures: Iterable[Figure], *, by: str) -> pd.DataFrame:
    """Return the figures asked for, of the whole period, or of each month, week or day of it."""
    counts = review.counts_in_period
    days = counts["start"].dt.tz_localize(None).dt.normalize()
    began = {
        "period": pd.Series(pd.Timestamp(review.start), index=counts.index),
        "month": days - pd.to_timedelta(days.dt.day - 1, unit="D"),
        "week": days - pd.to_timedelta(days.dt.day_of_week, unit="D"),
        "day": days,
    }
    return measure_table(counts.assign(period_start=began[by]), figures, by=["period_start"])


def at(measures: Container[str], thresholds_s: Iterable[int]) -> list[Figure]:
    """Return those of the measures that sums can give, each that needs a number of seconds at each of these."""
    return [
        Figure(name, seconds)
        for name in RULES
        for seconds in (thresholds_s if MEASURES[name].needs_threshold else [None])
        if name in measures
    ]
