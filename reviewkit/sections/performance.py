"""How well were calls answered? Volumes, giving up, waits and service level, by queue, month, week and hour of week.

Every function takes a review and returns a plain frame. A figure the data cannot give is a row with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import pandas as pd

from reviewkit.methods.periods import HOUR_MINUTES, LONGEST_DAY_MINUTES, WEEK_MINUTES, local_day, period_start
from reviewkit.sections.figures.after_answer import with_rule, with_transfers
from reviewkit.sections.figures.clocks import both_clocks
from reviewkit.sections.figures.events import before_and_after
from reviewkit.sections.figures.measured import QUEUE, measure_table
from reviewkit.sections.figures.published import beside_published
from reviewkit.sections.figures.queues import figures_for, in_period, queues
from reviewkit.sections.figures.rules import Figure
from reviewkit.sections.figures.targets import against_targets
from reviewkit.sections.figures.wait_bands import wait_bands
from reviewkit.sections.figures.wait_spread import spread_of_hours, wait_spread
from reviewkit.sections.figures.year_earlier import a_year_earlier

if TYPE_CHECKING:
    from reviewkit.data.review import Review

__all__ = [
    "a_year_earlier",
    "against_targets",
    "before_and_after",
    "beside_published",
    "both_clocks",
    "by_day",
    "by_hour_of_week",
    "by_month",
    "by_stage",
    "by_week",
    "hour_of_week_in_full",
    "in_full",
    "over_time",
    "spell",
    "wait_bands",
]

By = Literal["period", "month", "week", "day"]
Parted = Callable[[pd.DataFrame], pd.DataFrame]  # counts of a queue, with columns that say which group each belongs to
FEW_MONTHS_DAYS = 90  # fewer than three months make a poor line
HOURLY = (Figure("offered"), Figure("answered"), Figure("abandonment_crude"), Figure("not_answered_rate"))


def by_stage(review: Review) -> pd.DataFrame:
    """Return every figure of every queue over the whole period.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, period_start, measure, threshold_s, value, numerator, denominator, unit, reason, complete,
        share, first_day, last_day``. ``complete`` and ``share`` say how much of the period came in; the days are those
        the figure covers; for order statistics, and passing on seen in single calls, those that the calls cover.

    Raises
    ------
    NotPossible
        When the period has no counts at all.
    """
    start = pd.Timestamp(review.start)
    sums = with_transfers(_of_queues(review, lambda counts: counts.assign(period_start=start)), review)
    table = _with_days(pd.concat([sums, wait_spread(review, by="period")], ignore_index=True), review)
    return _with_coverage(table, review, by="period")


def by_month(review: Review) -> pd.DataFrame:
    """Return every figure of every queue for each calendar month; columns as :func:`by_stage`.

    Weekly counts lie across the ends of months: their queues are refused with that reason.
    """
    return _by(review, "month")


def by_week(review: Review) -> pd.DataFrame:
    """Return every figure of every queue for each week, Monday to Sunday; columns as :func:`by_stage`.

    Monthly counts cannot be parted into weeks: their queues have no rows.
    """
    return _by(review, "week")


def by_day(review: Review) -> pd.DataFrame:
    """Return every figure of every queue for each local day; columns as :func:`by_stage`.

    Weekly and monthly counts cannot be parted into days: their queues have no rows.
    """
    return _by(review, "day")


def spell(review: Review) -> Literal["month", "week"]:
    """Say whether the review's figures over time are best shown by month or by week.

    By week where the period is shorter than three months, or where some counts are weekly; monthly counts stay months.
    """
    minutes = in_period(review)["minutes"].max()
    short = (review.end - review.start).days + 1 < FEW_MONTHS_DAYS
    return "week" if minutes == WEEK_MINUTES or (short and minutes < WEEK_MINUTES) else "month"


def over_time(review: Review) -> pd.DataFrame:
    """Return every figure of every queue month by month, or week by week: see :func:`spell`."""
    return _by(review, spell(review))


def by_hour_of_week(review: Review) -> pd.DataFrame:
    """Return, for each queue, weekday and hour, the calls an hour and how they fared, over all weeks of the period.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, weekday`` (0 is Monday), ``hour`` (0 to 23; missing where only days are supplied), ``hours``
        (hours received), ``offered, answered, offered_an_hour, mean_wait_s, abandonment_crude, not_answered_rate``.
        Local clock time. Queues with weekly or monthly counts are absent.
    """
    parts = [_week_pattern(queue.counts(review)) for queue in queues(review)]
    parts = [part for part in parts if part is not None]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*QUEUE, "weekday", "hour"])


def hour_of_week_in_full(review: Review) -> pd.DataFrame:
    """Return every figure of every queue for each hour of the week, Monday 00:00 to Sunday 23:00, local clock time.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, weekday`` (0 is Monday)``, hour, measure, threshold_s, value, numerator, denominator, unit,
        reason``, summed over all weeks of the period; for order statistics over the days that single calls cover.
        Queues whose counts are of a day or longer have no rows but those that single calls give.
    """
    tables = [*_tables(review, _of_hours, by=["weekday", "hour"]), spread_of_hours(review)]
    tables = [table for table in tables if len(table)]
    keys = [*QUEUE, "weekday", "hour"]
    if not tables:
        return pd.DataFrame(columns=[*keys, "measure", "threshold_s", "value", "reason"])
    return with_rule(pd.concat(tables, ignore_index=True), review).sort_values(keys, kind="stable", ignore_index=True)


def in_full(review: Review, months: pd.DataFrame, weeks: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return every figure by month, week, day and hour of the week; the first two as worked out before."""
    return {"month": months, "week": weeks, "day": by_day(review), "hour of the week": hour_of_week_in_full(review)}


def _by(review: Review, by: By) -> pd.DataFrame:
    return review.once(("every figure", by), lambda: _worked_out(review, by))


def _worked_out(review: Review, by: By) -> pd.DataFrame:
    table = _of_queues(review, lambda counts: _with_periods(counts, by))
    spread = wait_spread(review, by=by, periods=table[[*QUEUE, "period_start"]].drop_duplicates())
    table = pd.concat([table, spread], ignore_index=True) if len(spread) else table
    return _with_coverage(table, review, by=by)


def _with_periods(counts: pd.DataFrame, by: By) -> pd.DataFrame:
    longest = {"week": WEEK_MINUTES, "day": LONGEST_DAY_MINUTES}
    counts = counts[counts["grain"].ne("week") if by == "month" else counts["minutes"].le(longest[by])]
    starts = local_day(counts["start"]) if by == "day" else period_start(counts["start"], by).dt.tz_localize(None)
    return counts.assign(period_start=starts)


def _of_hours(counts: pd.DataFrame) -> pd.DataFrame:
    counts = counts[counts["minutes"] <= HOUR_MINUTES]
    return counts.assign(weekday=counts["start"].dt.day_of_week, hour=counts["start"].dt.hour)


def _of_queues(review: Review, parted: Parted) -> pd.DataFrame:
    tables = _tables(review, parted, by=["period_start"])
    return with_rule(pd.concat(tables, ignore_index=True), review)


def _tables(review: Review, parted: Parted, *, by: list[str]) -> list[pd.DataFrame]:
    withheld = review.prepared.withheld
    return [
        measure_table(parted(queue.counts(review)), figures_for(review, queue), by=by, withheld=withheld)
        for queue in queues(review)
    ]


def _with_days(table: pd.DataFrame, review: Review) -> pd.DataFrame:
    days = table.reindex(columns=["first_day", "last_day"])
    return table.assign(
        first_day=pd.to_datetime(days["first_day"]).fillna(pd.Timestamp(review.start)),
        last_day=pd.to_datetime(days["last_day"]).fillna(pd.Timestamp(review.end)),
    )


def _with_coverage(
    table: pd.DataFrame, review: Review, *, by: Literal["period", "month", "week", "day"]
) -> pd.DataFrame:
    coverage = review.coverage(by=by)[[*QUEUE, "period_start", "share", "complete"]]
    coverage = coverage.assign(period_start=local_day(coverage["period_start"]))
    if by == "period":
        coverage = coverage.assign(period_start=pd.Timestamp(review.start).as_unit("us"))
    table = table.assign(period_start=table["period_start"].astype("datetime64[us]"))
    joined = table.merge(coverage, on=[*QUEUE, "period_start"], how="left", validate="many_to_one")
    return joined.assign(complete=joined["complete"].eq(True))  # noqa: FBT003 - a period nobody expected is not complete


def _week_pattern(counts: pd.DataFrame) -> pd.DataFrame | None:
    longest = counts["minutes"].max()
    if longest > LONGEST_DAY_MINUTES:
        return None
    start = counts["start"].dt
    hourly = longest <= HOUR_MINUTES
    counts = counts.assign(weekday=start.day_of_week, hour=start.hour if hourly else -1)
    keys = [*QUEUE, "weekday", "hour"]
    figures = [*HOURLY, Figure("mean_wait_s")]
    table = measure_table(counts, figures, by=keys[2:]).pivot_table(
        index=keys, columns="measure", values="value", dropna=False, observed=True
    )
    table = table.reindex(columns=[figure.measure for figure in figures])
    hours = counts.groupby(keys)["minutes"].sum() / HOUR_MINUTES
    table = table.assign(hours=hours, offered_an_hour=table["offered"] / hours).reset_index()
    table = table[table["hours"].notna()]
    return table.assign(hour=table["hour"].astype("Int64").mask(table["hour"] < 0))
