"""Median and ninetieth percentile of waits: from single calls only, and only over the days these cover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from reviewkit.sections.figures.queues import in_period, queues

if TYPE_CHECKING:
    from reviewkit.data.review import Review

SPREAD = {"median_wait_s": 0.5, "p90_wait_s": 0.9}
NO_CALLS = "The data count calls by {grain}; this figure needs the wait of every single call."
PARTLY = "Single calls were supplied for only part of this {by}."


def wait_spread(
    review: Review, *, by: Literal["period", "month", "week"], periods: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return median and p90 waits of answered calls as rows of the measure table.

    Parameters
    ----------
    review
        The review; its single calls are asked, never its totals: a median cannot be had from totals.
    by
        ``period`` gives the figure over the days covered, with the days; ``month`` and ``week`` refuse a month or week
        that the calls cover only in part.
    periods
        For months and weeks: the ``channel, stage, period_start`` that rows are wanted for.

    Returns
    -------
    pandas.DataFrame
        Columns of the measure table and ``first_day, last_day``; a missing value has its reason.
    """
    found = _long(review, by)
    if by == "period":
        wanted = pd.DataFrame([{"channel": q.channel, "stage": q.stage} for q in queues(review)])
        wanted["period_start"] = pd.Timestamp(review.start)
        found = found.assign(period_start=pd.Timestamp(review.start))
    else:
        wanted = periods
    wanted = wanted.merge(pd.DataFrame({"measure": list(SPREAD)}), how="cross")
    keys = ["channel", "stage", "period_start", "measure"]
    for frame in (wanted, found):
        frame["period_start"] = frame["period_start"].astype("datetime64[us]")
    table = wanted.merge(found, on=keys, how="left", validate="one_to_one")
    grains = in_period(review).groupby(["channel", "stage"])["grain"].agg(lambda grain: grain.mode()[0])
    reasons = [_reason(row, by, grains) for row in table.itertuples()]
    kept = np.array([reason == "" for reason in reasons], dtype=bool)
    return table.assign(
        value=table["value"].where(kept),
        numerator=np.nan,
        denominator=table["calls"].where(kept),
        threshold_s=pd.array([None] * len(table), dtype="Int64"),
        unit="seconds",
        reason=reasons,
    ).drop(columns="calls")


def _long(review: Review, by: str) -> pd.DataFrame:
    found = review.wait_quantiles(tuple(SPREAD.values()), by=by, outcome="answered")
    columns = ["channel", "stage", "period_start", "calls", "first_day", "last_day"]
    parts = [
        found[columns].assign(measure=measure, value=found[f"q{share:.0%}".rstrip("%")].astype(float))
        for measure, share in SPREAD.items()
    ]
    table = pd.concat(parts, ignore_index=True)
    for name in ("period_start", "first_day", "last_day"):
        times = pd.to_datetime(table[name])
        table[name] = times.dt.tz_localize(None) if times.dt.tz is not None else times
    return table


def _reason(row: object, by: str, grains: pd.Series) -> str:
    if pd.isna(row.value):
        return NO_CALLS.format(grain=_spoken(grains.get((row.channel, row.stage), "")))
    if by == "period":
        return ""
    start = row.period_start
    end = start + (pd.offsets.MonthEnd(0) if by == "month" else pd.Timedelta(days=6))
    return "" if row.first_day <= start and row.last_day >= end.normalize() else PARTLY.format(by=by)


def _spoken(grain: str) -> str:
    return {"30 minutes": "half hour"}.get(grain, grain or "period")
