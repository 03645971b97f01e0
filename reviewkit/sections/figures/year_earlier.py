"""Is it better than a year ago? Over like intervals only: those present, and not parted by a break, in both years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.methods.periods import COMPLETE_SHARE, local_day, year_earlier
from reviewkit.sections.figures.measured import QUEUE, measure_table
from reviewkit.sections.figures.queues import Queue, figures_for, queues
from reviewkit.sections.figures.targets import Covered, coverages, judged_counts
from reviewkit.sections.figures.wait_spread import SHARES, long_spread

if TYPE_CHECKING:
    from reviewkit.data.review import Review

LEAST_DAYS = 28
"""Fewest days two years must share before they are compared: four whole weeks."""

DAY_MINUTES = 24 * 60


def a_year_earlier(review: Review) -> pd.DataFrame:
    """Return each figure of each queue beside the same figure a year before.

    An interval counts when its month is complete, the same interval of the year before was supplied, and no event that
    breaks the series (a new telephone system, say) lies between the two.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, measure, threshold_s, unit, now, before, first_day, last_day, days, whole``: the days of this
        period that are compared, and whether they are all the days that are judged. Queues with less than
        :data:`LEAST_DAYS` in common are absent; order statistics are there only where single calls cover as many days
        of both years.
    """
    covered = coverages(review)
    parts = [part(review, queue, covered) for queue in queues(review) for part in (_of_queue, _spread_of_queue)]
    parts = [part for part in parts if part is not None]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_COLUMNS)


_COLUMNS = [*QUEUE, "measure", "threshold_s", "unit", "now", "before", "first_day", "last_day", "days", "whole"]


def like_intervals(review: Review, queue: Queue, covered: Covered) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return the intervals of a queue that can be compared, their partners a year before, and how many were judged."""
    return review.once(("like intervals", queue), lambda: _like_intervals(review, queue, covered))


def _like_intervals(review: Review, queue: Queue, covered: Covered) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    counts, _ = judged_counts(review, queue, covered)
    if counts.empty:
        return counts, counts, 0
    partner = year_earlier(counts["start"], weekly=bool(counts["grain"].eq("week").any()))
    past = queue.history(review).set_index("start")
    past = past[~past.index.duplicated()]
    breaks = [pd.Timestamp(event.date) for event in review.force.events if event.breaks_series]
    then, now = partner.dt.tz_localize(None), counts["start"].dt.tz_localize(None)
    broken = pd.Series(data=False, index=counts.index)
    for day in breaks:
        broken |= (then < day) & (now >= day)
    like = partner.isin(past.index) & ~broken
    return counts[like], past.loc[partner[like]].rename_axis("start").reset_index(), len(counts)


def _of_queue(review: Review, queue: Queue, covered: Covered) -> pd.DataFrame | None:
    now, before, judged = like_intervals(review, queue, covered)
    days = now["minutes"].sum() / DAY_MINUTES if len(now) else 0
    if days < LEAST_DAYS:
        return None
    figures = figures_for(review, queue)
    keys = [*QUEUE, "measure", "threshold_s", "unit"]
    tables = [measure_table(table, figures)[[*keys, "value"]] for table in (now, before)]
    joined = tables[0].rename(columns={"value": "now"}).assign(before=tables[1]["value"])
    local = now["start"].dt.tz_localize(None).dt.normalize()
    last = local.max() + pd.to_timedelta(now["minutes"].max() // DAY_MINUTES, unit="D")
    if now["minutes"].max() >= DAY_MINUTES:
        last -= pd.Timedelta(days=1)
    return joined.assign(first_day=local.min(), last_day=last, days=round(days), whole=len(now) == judged)


def _spread_of_queue(review: Review, queue: Queue, covered: Covered) -> pd.DataFrame | None:
    """Return order statistics over the days on which single calls were supplied in both years, and no break between."""
    now, _, judged = like_intervals(review, queue, covered)
    if now.empty:
        return None
    called = queue.of(review.call_days)["day"]
    days = pd.Series(local_day(now["start"]).unique())
    before = days - pd.DateOffset(years=1)
    both = days.isin(called) & before.isin(called) & before.dt.day.eq(days.dt.day)
    if both.sum() < LEAST_DAYS:
        return None
    asked = [
        pd.DataFrame({"channel": queue.channel, "stage": queue.stage, "day": some[both]}) for some in (days, before)
    ]
    found = [long_spread(review.spreads_of_days(SHARES, some), []) for some in asked]
    table = found[0].rename(columns={"value": "now"}).merge(found[1], on=[*QUEUE, "measure"], suffixes=("", "_before"))
    known = table["calls"].ge(COMPLETE_SHARE * table["of"]) & table["calls_before"].ge(
        COMPLETE_SHARE * table["of_before"]
    )
    table = table[known].rename(columns={"value": "before"})
    return table.assign(
        threshold_s=pd.array([None] * len(table), dtype="Int64"),
        unit="seconds",
        first_day=days[both].min(),
        last_day=days[both].max(),
        days=int(both.sum()),
        whole=len(now) == judged and bool(both.all()),
    )[_COLUMNS]
