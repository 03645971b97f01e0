"""Was each promise kept? Every target of the force against the figure it is about, over complete months only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from reviewkit.methods.periods import COMPLETE_SHARE, WEEK_MINUTES, local_day, period_start
from reviewkit.sections.figures.measured import measure_table
from reviewkit.sections.figures.queues import Queue, queues
from reviewkit.sections.figures.rules import RULES, Figure
from reviewkit.sections.figures.wait_spread import SPREAD, wait_spread

if TYPE_CHECKING:
    from reviewkit.data.declared.force import Target
    from reviewkit.data.review import Review

Covered = Mapping[str, pd.DataFrame]
Verdict = Literal["met", "not met", "cannot be told"]


def against_targets(review: Review) -> pd.DataFrame:
    """Return one row for each target of the force: the figure, the verdict and what it rests on.

    Months (weeks, for weekly counts) of which less than 98 % of the intervals came in are left out before anything is
    added up.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, name, measure, threshold_s, at_least, at_most, citation, url, value, numerator, denominator,
        unit, verdict, reason, met, judged, left_out``. ``judged`` counts the complete months the target can be held
        against, ``met`` those of them that met it; ``left_out`` lists the first days of the periods left out.
    """
    covered = coverages(review)
    return pd.DataFrame([_judge(review, target, covered) for target in review.force.targets], columns=_COLUMNS)


_COLUMNS = [
    "channel", "stage", "name", "measure", "threshold_s", "at_least", "at_most", "citation", "url", "value",
    "numerator", "denominator", "unit", "verdict", "reason", "met", "judged", "left_out",
]  # fmt: skip


def kept(value: float, target: Target) -> Verdict:
    """Say whether a value keeps a target; exactly at the target it does.

    A float such as 0.9 that stands for a decimal is compared with a hair's breadth, so that 90 of 100 meets 90 %.
    """
    if np.isnan(value):
        return "cannot be told"
    if target.at_least is not None:
        good = value >= target.at_least or np.isclose(value, target.at_least, rtol=1e-12, atol=0)
    else:
        good = value <= target.at_most or np.isclose(value, target.at_most, rtol=1e-12, atol=0)
    return "met" if good else "not met"


def _judge(review: Review, target: Target, covered: Covered) -> dict[str, object]:
    row = {name: getattr(target, name) for name in ("channel", "stage", "measure", "threshold_s", "citation", "url")}
    row |= {"at_least": target.at_least, "at_most": target.at_most, "met": 0, "judged": 0, "left_out": ()}
    found = [q for q in queues(review) if (q.channel, q.stage) == (target.channel, target.stage)]
    if not found:
        name = review.force.queue_name(target.channel, target.stage)
        return row | {"name": name, **_refused("No data were supplied for this queue.")}
    row["name"] = found[0].name
    if target.measure in SPREAD:
        figures = _spread(review, found[0], target)
    else:
        figures = _sums(review, found[0], target, covered)
    return row | figures | {"verdict": kept(figures["value"], target)}


def _sums(review: Review, queue: Queue, target: Target, covered: Covered) -> dict[str, object]:
    if target.measure not in RULES:
        return _refused("This figure is not worked out on this page.")
    counts, left_out = judged_counts(review, queue, covered)
    if counts.empty:
        return _refused("No month of the period is complete.") | {"left_out": left_out}
    figure = [Figure(target.measure, target.threshold_s)]
    whole = measure_table(counts, figure, withheld=review.prepared.withheld).iloc[0]
    months = measure_table(counts[counts["whole"]], figure, by=["period_start"])
    verdicts = [kept(value, target) for value in months["value"]] if len(months) else []
    return {
        **whole[["value", "numerator", "denominator", "unit", "reason"]].to_dict(),
        "met": verdicts.count("met"),
        "judged": len(verdicts) - verdicts.count("cannot be told"),
        "left_out": left_out,
    }


def coverages(review: Review) -> Covered:
    """Return how much of each month, of the period and, for weekly counts, of each week came in; asked once for all."""
    weekly = ("week",) if review.counts["grain"].eq("week").any() else ()
    return {by: review.coverage(by=by) for by in ("month", "period", *weekly)}


def judged_counts(review: Review, queue: Queue, covered: Covered) -> tuple[pd.DataFrame, tuple[pd.Timestamp, ...]]:
    """Return a queue's counts without those of incomplete months (or weeks), and the starts of what was left out.

    The frame carries ``period_start`` and ``whole`` (the calendar month lies in the period, complete). A period that is
    shorter than a month, such as one week, is judged as it stands when it is complete itself.
    """
    counts = queue.counts(review)
    by = "week" if counts["grain"].eq("week").any() and counts["minutes"].max() <= WEEK_MINUTES else "month"
    starts = period_start(counts["start"], by).dt.tz_localize(None).astype("datetime64[us]")
    coverage = queue.of(covered[by])
    coverage = coverage.assign(day=local_day(coverage["period_start"])).set_index("day")
    counts = counts.assign(
        period_start=starts,
        whole=starts.map(coverage["complete"]).eq(True),  # noqa: FBT003 - unknown is not complete
    )
    enough = starts.map(coverage["share"]).fillna(0) >= COMPLETE_SHARE
    judged = counts[enough]
    if judged.empty and queue.of(covered["period"])["share"].ge(COMPLETE_SHARE).any():
        return counts, ()
    return judged, tuple(sorted(starts[~enough].unique()))


def _spread(review: Review, queue: Queue, target: Target) -> dict[str, object]:
    table = queue.of(wait_spread(review, by="period"))
    row = table[table["measure"] == target.measure].iloc[0]
    if row["reason"]:
        return _refused(row["reason"])
    days = (row["last_day"] - row["first_day"]).days + 1
    period_days = (review.end - review.start).days + 1
    if days < COMPLETE_SHARE * period_days:
        return _refused(f"Single calls were supplied for {days} of the {period_days} days of the period only.")
    return {**row[["value", "numerator", "denominator", "unit"]].to_dict(), "reason": ""}


def _refused(reason: str) -> dict[str, object]:
    return {
        "value": np.nan,
        "numerator": np.nan,
        "denominator": np.nan,
        "unit": "",
        "verdict": "cannot be told",
        "reason": reason,
    }
