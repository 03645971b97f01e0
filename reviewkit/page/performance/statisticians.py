"""For statisticians: percentiles, handlers' time, and every figure by month, day and hour of the week to download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import sentences
from reviewkit.page.display import Notice, Prose, Table
from reviewkit.page.performance import frames, words
from reviewkit.page.performance.tables import column_of, over_period
from reviewkit.page.tables import NOT_APPLICABLE, Field, table
from reviewkit.sections.figures.headline import rows_of
from reviewkit.sections.figures.queues import queues
from reviewkit.sections.figures.rules import Figure
from reviewkit.sections.figures.wait_spread import SPREAD

if TYPE_CHECKING:
    from reviewkit.data.review import Review

WHOSE = {
    "answered, wait": ("median_wait_s", "p90_wait_s", "p95_wait_s", "mean_wait_s", "longest_wait_s"),
    "gave up, wait": (
        "median_wait_to_abandon_s",
        "p90_wait_to_abandon_s",
        "p95_wait_to_abandon_s",
        "mean_wait_to_abandon_s",
        "longest_abandoned_wait_s",
    ),
    "both, time in queue": (
        "median_time_in_queue_s",
        "p90_time_in_queue_s",
        "p95_time_in_queue_s",
        "mean_time_in_queue_s",
        None,
    ),
}
HEADS = ("Median", "p90", "p95", "Mean", "Longest")
DEFINITION = "Percentiles are waits that some call had (Hyndman and Fan's definition 1), never interpolated or pooled."
NO_YEAR = "The data do not hold four weeks of days that both years have, with no break in the series between them."
IN_FULL = (
    "Every figure can be downloaded beside a year before, and by month, week, day and hour of the week. In these files "
    "shares run from 0 to 1 and times are in seconds; an empty cell is a figure that the data cannot give, or that was "
    "not asked for in this queue."
)
NO_NEXT_QUEUE = f"{NOT_APPLICABLE}no later queue of this channel is in the data, and no call was counted as passed on."
LONGEST = ("longest_wait_s", "longest_abandoned_wait_s")
HANDLING_HEADS = {
    "handling_time_s": "Handling time of a call (m:ss)",
    "occupancy": "Of available time, on calls (%)",
    "utilisation": "Of paid time, on calls (%)",
    "shrinkage": "Of paid time, not available (%)",
}
FOLLOWED_HEADS = {
    "transfer_rate": "Passed on to the next queue (%)",
    "first_contact_resolution": "Settled at first contact (%)",
    "callback_success": "Reached when rung back (%)",
    "mean_wait_for_callback_s": "Mean time until rung back (m:ss)",
}


def for_statisticians(review: Review, stages: pd.DataFrame) -> tuple[Table | Notice, ...]:
    """Return percentiles of waits, handlers' time and what followed the answer."""
    return spread_of_waits(review, stages), handling_of_calls(review, stages), what_followed(review, stages)


def spread_of_waits(review: Review, stages: pd.DataFrame) -> Table | Notice:
    """Return median, p90 and p95 of those answered, of those who gave up and of both, beside mean and longest."""
    asked = stages[stages["measure"].isin(SPREAD)]
    if asked["value"].isna().all():
        return Notice(title="Percentiles of waits: not available", paragraphs=words.unique(asked["reason"]))
    rows = []
    for queue in queues(review):
        for whose, measures in WHOSE.items():
            row = {"name": f"{queue.name}, {whose}", "channel": queue.channel, "stage": queue.stage}
            for head, measure in zip(HEADS, measures, strict=True):
                row |= _cell(stages, queue, measure, head.lower())
            rows.append(row)
    spans = words.unique(
        f"Median, p90 and p95 are worked out from single calls, which cover {sentences.period(first, last)} only."
        for first, last in zip(asked["first_day"].dt.date, asked["last_day"].dt.date, strict=True)
        if (first, last) != (review.start, review.end)
    )
    fields = [Field(head.lower(), head, "clock", reason=f"{head.lower()}_reason") for head in HEADS]
    return table(
        pd.DataFrame(rows), id="spread-of-waits", units="minutes and seconds",
        source=frames.source_of(review, single_calls=True),
        title=f"Percentiles of waits, {sentences.period(review.start, review.end)}",
        fields=[Field("name", "Queue and whose wait"), *fields], notes=(DEFINITION, *spans),
        also_csv=["channel", "stage"],
    )  # fmt: skip


def _cell(stages: pd.DataFrame, queue: object, measure: str | None, column: str) -> dict[str, object]:
    if measure is None:
        cells = [_cell(stages, queue, name, column) for name in LONGEST]
        reasons = [cell[f"{column}_reason"] for cell in cells if cell[f"{column}_reason"]]
        longest = float("nan") if reasons else max(cell[column] for cell in cells)
        return {column: longest, f"{column}_reason": next(iter(reasons), "")}
    found = rows_of(stages, queue, Figure(measure))
    value, reason = (found["value"].iloc[0], found["reason"].iloc[0]) if len(found) else (float("nan"), "")
    return {column: value, f"{column}_reason": reason}


def handling_of_calls(review: Review, stages: pd.DataFrame) -> Table | Notice:
    """Return how long calls took and how busy those who answer were, for each channel and stage."""
    return _refused_or_over_period(
        review, stages, HANDLING_HEADS, id="handling-of-calls", title="Handling time and handlers' time"
    )


def what_followed(review: Review, stages: pd.DataFrame) -> Table | Notice:
    """Return how many answered calls were passed on or settled at once, and how call backs fared."""
    rule = review.force.first_contact_rule
    spans = words.unique(
        f"{queue.name}: passing on is seen in single calls, which cover {sentences.period(*_days(row))} only."
        for queue in queues(review)
        for row in rows_of(stages, queue, Figure("transfer_rate")).itertuples(index=False)
        if not row.reason and _days(row) != (review.start, review.end)
    )
    notes = (*((f"Settled at first contact means here: {rule}.",) if rule else ()), *spans)
    return _refused_or_over_period(
        review, _where_a_queue_follows(review, stages), FOLLOWED_HEADS, id="what-followed",
        title="Passed on, settled at once, rung back", notes=notes,
    )  # fmt: skip


def _where_a_queue_follows(review: Review, stages: pd.DataFrame) -> pd.DataFrame:
    """Leave out passing on where it is nought because there is no queue to pass a call on to."""
    last = {queue.channel: queue.stage for queue in queues(review) if queue.stage != "callback"}
    ends = stages["channel"].map(last).eq(stages["stage"])
    none = stages["measure"].eq("transfer_rate") & stages["numerator"].eq(0) & ends
    return stages.assign(value=stages["value"].mask(none), reason=stages["reason"].mask(none, NO_NEXT_QUEUE))


def _days(row: object) -> tuple[date, date]:
    return row.first_day.date(), row.last_day.date()


def _refused_or_over_period(
    review: Review,
    stages: pd.DataFrame,
    heads: Mapping[str, str],
    *,
    id: str,  # noqa: A002 - the word on the page and in the address bar
    title: str,
    notes: Sequence[str] = (),
) -> Table | Notice:
    asked = stages[stages["measure"].isin(list(heads))]
    if asked["value"].isna().all():
        return Notice(title=f"{title}: not available", paragraphs=words.unique(asked["reason"]))
    return over_period(review, stages, tuple(heads), heads=heads, id=id, title=title, units="", notes=notes)


def a_year_before(review: Review, before: pd.DataFrame) -> Table | Notice:
    """Return every figure beside the same a year before, over the intervals or days that both years have."""
    title = "Every figure beside a year before"
    known = before.dropna(subset=["now", "before"]) if len(before) else before
    if known.empty:
        return Notice(title=f"{title}: not available", paragraphs=(NO_YEAR,))
    frame = known.assign(
        queue=known["channel"] + " " + known["stage"],
        name=[column_of(Figure(one.measure, _whole(one.threshold_s))) for one in known.itertuples()],
        change=known["now"] - known["before"],
    )
    fields = [Field("name", "Figure"), Field("queue", "Queue")]
    fields += [Field(column, column.capitalize(), "number", decimals=3) for column in ("now", "before", "change")]
    made = table(
        frame, id="every-figure-a-year-before", title=title, fields=fields,
        source=frames.source_of(review), also_csv=["unit", "first_day", "last_day", "days", "whole"],
    )  # fmt: skip
    return replace(made, rows=(), marked=(), csv_only=True)


def _whole(threshold_s: object) -> int | None:
    return None if pd.isna(threshold_s) else int(threshold_s)


def every_figure_by(
    review: Review, tables: Mapping[str, pd.DataFrame], before: pd.DataFrame
) -> tuple[Prose | Table | Notice, ...]:
    """Return every figure beside a year before, and by month, week, day and hour of the week, as downloads.

    ``tables`` is the result of :func:`reviewkit.sections.performance.in_full`, ``before`` that of
    :func:`reviewkit.sections.performance.a_year_earlier`.
    """
    parts = (_download(review, frame, by) for by, frame in tables.items())
    return Prose(paragraphs=(IN_FULL,)), a_year_before(review, before), *parts


def _download(review: Review, frame: pd.DataFrame, by: str) -> Table | Notice:
    if frame.empty or frame["value"].isna().all():
        grain = frames.GRAINS.get(review.counts_in_period["grain"].mode()[0], "counts")
        said = f"The data are {grain}: they cannot be parted by {by}."
        return Notice(title=f"Every figure by {by}: not available", paragraphs=(said,))
    keys = ["weekday", "hour"] if "hour" in frame else ["period_start"]
    figures = frame.groupby(["measure", "threshold_s"], sort=False, dropna=False)
    order = [column_of(Figure(measure, _whole(time))) for measure, time in figures.size().index]
    wide = frame.assign(column=figures.ngroup()).pivot(  # noqa: PD010 - one figure a cell
        index=["channel", "stage", *keys], columns="column", values="value"
    )
    wide = wide.set_axis(order, axis="columns").dropna(how="all").reset_index()
    wide = wide.assign(queue=wide["channel"] + " " + wide["stage"])
    ordered = bool(frame.loc[frame["measure"].isin(SPREAD), "value"].notna().any())
    return table(
        wide, id=f"every-figure-by-{by.replace(' ', '-')}", title=f"Every figure by {by}",
        also_csv=["channel", "stage"],
        fields=[*(Field(key, key) for key in ("queue", *keys)), *(Field(figure, figure, "number") for figure in order)],
        source=frames.source_of(review, single_calls=ordered), csv_only=True,
    )  # fmt: skip
