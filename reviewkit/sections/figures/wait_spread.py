"""Median, 90th and 95th percentile of waits: from single calls only, and only over the days these cover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from reviewkit.methods.periods import COMPLETE_SHARE
from reviewkit.sections.figures.queues import queues

if TYPE_CHECKING:
    from reviewkit.data.review import Review

SHARES = (0.5, 0.9, 0.95)
SPREAD = {
    "median_wait_s": ("answered", 0.5),
    "p90_wait_s": ("answered", 0.9),
    "p95_wait_s": ("answered", 0.95),
    "median_wait_to_abandon_s": ("abandoned", 0.5),
    "p90_wait_to_abandon_s": ("abandoned", 0.9),
    "p95_wait_to_abandon_s": ("abandoned", 0.95),
    "median_time_in_queue_s": ("queued", 0.5),
    "p90_time_in_queue_s": ("queued", 0.9),
    "p95_time_in_queue_s": ("queued", 0.95),
}
"""Measure -> whose waits, and the share of the calls that did not exceed it."""

NO_CALLS = "The data count calls by {grain}; this figure needs the wait of every single call."
NO_WAITS = "The single calls supplied give no waits of this kind."
SOME_WAITS = "The single calls supplied give the wait of {share:.0%} of these calls only."
NO_SUCH = "No calls to measure."
PARTLY = "Single calls were supplied for only part of this {by}."
NONE_HERE = "No single calls were supplied for this {by}."
KEYS = ["channel", "stage", "period_start", "measure"]


def wait_spread(
    review: Review, *, by: Literal["period", "month", "week", "day"], periods: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the order statistics of :data:`SPREAD` as rows of the measure table.

    Parameters
    ----------
    review
        The review; its single calls are asked, never its totals: a median cannot be had from totals.
    by
        ``period`` gives the figure over the days covered, with the days; ``month``, ``week`` and ``day`` refuse one
        that the calls cover only in part.
    periods
        For months, weeks and days: the ``channel, stage, period_start`` that rows are wanted for.

    Returns
    -------
    pandas.DataFrame
        Columns of the measure table and ``first_day, last_day``, the days that single calls cover; a missing value
        has its reason. ``denominator`` is the number of calls whose waits were ordered.
    """
    found = long_spread(review.wait_spreads(SHARES, by=by), ["period_start"])
    if by == "period":
        wanted = pd.DataFrame([{"channel": q.channel, "stage": q.stage} for q in queues(review)])
        wanted["period_start"] = pd.Timestamp(review.start)
    else:
        wanted = periods
    wanted = wanted.merge(pd.DataFrame({"measure": list(SPREAD)}), how="cross")
    for frame in (wanted, found):
        frame["period_start"] = _days(frame["period_start"])
    table = wanted.merge(found, on=KEYS, how="left", validate="one_to_one")
    covered = _covered(review, by)
    covered["period_start"] = _days(covered["period_start"])
    table = table.merge(covered.astype(table[KEYS[:2]].dtypes), on=KEYS[:3], how="left", validate="many_to_one")
    return with_reasons(table, _partly(table, by), _grains(review))


def spread_of_hours(review: Review) -> pd.DataFrame:
    """Return the order statistics of each hour of the week, over the days that single calls cover.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, weekday, hour`` and the columns of the measure table; hours without calls are absent.
    """
    found = long_spread(review.wait_spreads(SHARES, by="hour of week"), ["weekday", "hour"])
    return with_reasons(found, [""] * len(found), _grains(review))


def long_spread(found: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return quantiles side by side, as :meth:`Review.wait_spreads` gives them, as one row for each measure."""
    columns = ["channel", "stage", *keys, "of", "calls"]
    parts = []
    for measure, (ended, share) in SPREAD.items():
        rows = found[found["ended"] == ended]
        parts.append(rows[columns].assign(measure=measure, value=rows[f"q{share * 100:g}"].astype(float)))
    return pd.concat(parts, ignore_index=True)


def with_reasons(table: pd.DataFrame, partly: list[str], grains: dict[tuple[str, str], str]) -> pd.DataFrame:
    """Finish rows of the measure table: a value whose calls are too few is refused, and says why.

    Parameters
    ----------
    table
        ``channel, stage, measure, value, of, calls`` and the keys of the rows.
    partly
        For each row, why the calls of its period are not all there; empty where they are.
    grains
        Queue -> how its counts are spoken of; a queue without single calls needs it.
    """
    called = {(row.channel, row.stage) for row in table[table["of"].notna()].itertuples()}
    reasons = []
    for row, part in zip(table.itertuples(), partly, strict=True):
        queue = (row.channel, row.stage)
        if queue not in called:
            reasons.append(NO_CALLS.format(grain=grains.get(queue, "period")))
        else:
            reasons.append(part or _too_few(row.of, row.calls))
    kept = pd.Series([reason == "" for reason in reasons], index=table.index, dtype=bool)
    return table.assign(
        value=table["value"].where(kept),
        numerator=float("nan"),
        denominator=table["calls"].astype(float).where(kept),
        threshold_s=pd.array([None] * len(table), dtype="Int64"),
        unit="seconds",
        reason=reasons,
    ).drop(columns=["calls", "of"])


def _too_few(of: float, calls: float) -> str:
    if pd.isna(of) or of == 0:
        return NO_SUCH
    if calls == 0:
        return NO_WAITS
    return "" if calls >= COMPLETE_SHARE * of else SOME_WAITS.format(share=calls / of)


def _covered(review: Review, by: str) -> pd.DataFrame:
    """Return the first and last day of each period on which a queue has single calls at all."""
    days = review.call_days
    days = days[(days["day"] >= pd.Timestamp(review.start)) & (days["day"] <= pd.Timestamp(review.end))]
    first = {"month": days["day"].dt.to_period("M").dt.start_time, "day": days["day"]}
    first["week"] = days["day"] - pd.to_timedelta(days["day"].dt.day_of_week, unit="D")
    starts = first[by] if by != "period" else pd.Series(pd.Timestamp(review.start), index=days.index)
    groups = days.assign(period_start=starts).groupby(KEYS[:3], as_index=False)
    return groups.agg(first_day=("day", "min"), last_day=("day", "max"))


def _partly(table: pd.DataFrame, by: str) -> list[str]:
    """Say of each row why single calls do not cover its month, week or day from the first day to the last."""
    if by == "period":
        return [""] * len(table)
    start = table["period_start"]
    end = start + (pd.offsets.MonthEnd(0) if by == "month" else pd.Timedelta(days=6 if by == "week" else 0))
    whole = table["first_day"].le(start) & table["last_day"].ge(end)
    reasons = pd.Series(PARTLY.format(by=by), index=table.index).mask(whole, "")
    return reasons.mask(table["first_day"].isna(), NONE_HERE.format(by=by)).tolist()


def _days(times: pd.Series) -> pd.Series:
    return pd.to_datetime(times).astype("datetime64[us]")


def _grains(review: Review) -> dict[tuple[str, str], str]:
    return {(q.channel, q.stage): _spoken(q.counts(review)) for q in queues(review)}


def _spoken(counts: pd.DataFrame) -> str:
    grain = counts["grain"].mode()[0]
    return {"30 minutes": "half hour"}.get(grain, grain or "period")
