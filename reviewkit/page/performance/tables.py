"""The tables of the performance page: figures of the whole period, month by month, answered in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.methods.measures import MEASURES
from reviewkit.page import formats, sentences
from reviewkit.page.display import Notice, Table
from reviewkit.page.performance import frames, words
from reviewkit.page.performance.charts import SURVIVORS, service_figure
from reviewkit.page.tables import NOT_APPLICABLE, Field, table
from reviewkit.sections.figures.headline import gave_up_figure, rows_of
from reviewkit.sections.figures.queues import Queue, queues
from reviewkit.sections.figures.rules import Figure
from reviewkit.sections.figures.wait_spread import SPREAD

if TYPE_CHECKING:
    from reviewkit.data.review import Review

VOLUMES = {
    "offered": "Offered",
    "answered": "Answered",
    "abandoned": "Gave up",
    "contained": "Recorded message",
    "callback": "Call back",
    "forced": "Cut off",
    "overflow": "Other force",
}
WAITS = (
    "mean_wait_s",
    "median_wait_s",
    "p90_wait_s",
    "longest_wait_s",
    "mean_wait_to_abandon_s",
    "longest_abandoned_wait_s",
)
LEVELS = {
    "of_offered": "service_level_of_offered",
    "of_answered": "service_level_of_answered",
    "industry_mix": "service_level_without_short_abandoned",
}
MIX = "The third, the industry mix, leaves out only calls given up within the time."
NOT_ASKED = "No target or file names this threshold for the queue."
NO_CALLBACK = f"{NOT_APPLICABLE}no call of this queue accepted a call back."


def what_became_of_calls(review: Review, stages: pd.DataFrame) -> Table:
    """Return how many calls were offered and how each ended, for each channel and stage over the period."""
    return over_period(
        review, stages, tuple(VOLUMES), heads=VOLUMES, id="what-became-of-calls", title="What became of calls",
        units="calls",
    )  # fmt: skip


def ways_to_count_giving_up(review: Review, stages: pd.DataFrame) -> Table:
    """Return the share of people who gave up by each definition, side by side, for each channel and stage."""
    measures = [name for name in MEASURES if name.startswith("abandonment") or name == "not_answered_rate"]
    return over_period(
        review, stages, measures, id="ways-to-count-giving-up", units="%", title="Giving up, by each definition",
        notes=("The same calls: only the rule differs. Compare a figure only with one counted by the same rule.",),
    )  # fmt: skip


def waits_in_full(review: Review, stages: pd.DataFrame) -> Table | Notice:
    """Return mean, median, ninetieth percentile and longest waits, of those answered and of those who gave up."""
    asked = stages[stages["measure"].isin(WAITS)]
    if asked["value"].isna().all():
        return Notice(title="How the waits were spread: not available", paragraphs=words.unique(asked["reason"]))
    spread = stages[(stages["measure"] == "median_wait_s") & stages["value"].notna()]
    spans = words.unique(
        f"Median and 9 in 10 are worked out from single calls, which cover {sentences.period(first, last)} only."
        for first, last in zip(spread["first_day"].dt.date, spread["last_day"].dt.date, strict=True)
        if (first, last) != (review.start, review.end)
    )
    return over_period(
        review, stages, WAITS, id="waits-in-full", title="How long people waited", units="minutes and seconds",
        notes=(SURVIVORS, *spans),
    )  # fmt: skip


def answered_in_time(review: Review, stages: pd.DataFrame) -> Table:
    """Return the share of calls answered within each answering time, of all calls and of answered calls."""
    rows = []
    for queue in queues(review):
        levels = queue.of(stages)
        levels = levels[levels["measure"].str.startswith("service_level")]
        for threshold in sorted(levels["threshold_s"].dropna().unique()):
            row = {"name": f"{queue.name}, within {formats.wait(int(threshold))}", "threshold_s": int(threshold)}
            for column, measure in LEVELS.items():
                found = rows_of(levels, queue, Figure(measure, int(threshold))).iloc[0]
                row |= {column: found["value"], f"{column}_reason": found["reason"]}
            rows.append(row | {"channel": queue.channel, "stage": queue.stage})
    fields = [
        Field("name", "Queue and answering time"),
        Field("of_offered", "Of all calls offered (%)", "share", reason="of_offered_reason"),
        Field("of_answered", "Of answered calls (%)", "share", reason="of_answered_reason"),
        Field("industry_mix", "Without those given up in that time (%)", "share", reason="industry_mix_reason"),
    ]
    return table(
        pd.DataFrame(rows), id="answered-in-time", title="Calls answered in time", fields=fields, units="%",
        source=frames.source_of(review), also_csv=["channel", "stage", "threshold_s"],
        notes=("Of all calls, those given up count as failures; of answered calls, they are left out.", MIX),
    )  # fmt: skip


def month_by_month(review: Review, stages: pd.DataFrame, months: pd.DataFrame) -> Table | Notice:
    """Return the main figures of every queue, month by month."""
    if months.empty:
        return Notice(
            title="Month by month: not available",
            paragraphs=("The data count calls by week: weeks lie across the ends of months.",),
        )
    parts = [_months_of(review, stages, months, queue) for queue in queues(review)]
    frame = pd.concat([part for part in parts if len(part)], ignore_index=True)
    fields = [
        Field("name", "Queue and month"),
        *(
            Field(column, head, kind, reason=f"{column}_reason")
            for column, head, kind in (
                ("offered", "Calls offered", "calls"),
                ("answered", "Calls answered", "calls"),
                ("gave_up", "Gave up (%)", "share"),
                ("in_time", "Answered in time (%)", "share"),
                ("wait", "Mean wait (m:ss)", "clock"),
            )
        ),
    ]
    kinds = words.unique(
        f"Gave up, {queue.name}: {words.lower_first(words.label(figure))}."
        for queue in queues(review)
        if (figure := gave_up_figure(stages, queue)) is not None
    )
    times = words.unique(
        f"In time, {queue.name}: {words.lower_first(words.label(figure))}."
        for queue in queues(review)
        if (figure := service_figure(review, stages, queue)) is not None
    )
    return table(
        frame, id="month-by-month", title="Main figures month by month", fields=fields,
        source=frames.source_of(review), also_csv=["channel", "stage", "period_start", "complete"],
        notes=(*kinds, *times, *frames.incomplete_note(months, queues(review), "month")),
    )  # fmt: skip


def _months_of(review: Review, stages: pd.DataFrame, months: pd.DataFrame, queue: Queue) -> pd.DataFrame:
    wanted = {
        "offered": Figure("offered"),
        "answered": Figure("answered"),
        "gave_up": gave_up_figure(stages, queue) or Figure("abandonment_crude"),
        "in_time": service_figure(review, stages, queue) or Figure("service_level_of_offered"),
        "wait": Figure("mean_wait_s"),
    }
    first = rows_of(months, queue, wanted["offered"]).set_index("period_start")
    frame = first[["channel", "stage", "complete"]].copy()
    for column, figure in wanted.items():
        rows = rows_of(months, queue, figure)
        rows = rows[~rows["period_start"].duplicated()].set_index("period_start")
        frame[column] = rows["value"].reindex(frame.index)
        frame[f"{column}_reason"] = rows["reason"].reindex(frame.index)
    frame = frame.reset_index()
    marks = frame["complete"].map({True: "", False: " (incomplete)"})
    return frame.assign(name=[f"{queue.name}, {sentences.month(at)}{mark}" for at, mark in zip(
        frame["period_start"], marks, strict=True)])  # fmt: skip


def over_period(
    review: Review,
    stages: pd.DataFrame,
    measures: Sequence[str],
    *,
    id: str,  # noqa: A002 - the word on the page and in the address bar
    title: str,
    units: str,
    heads: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Table:
    """Return measures of the whole period as a table: a row for each queue, a column for each measure and threshold.

    ``heads`` gives other words than a measure's label; ``units`` is empty where the heads name them.
    """
    asked = stages[stages["measure"].isin(measures)][["measure", "threshold_s"]].drop_duplicates()
    figures = [
        Figure(name, None if pd.isna(time) else int(time))
        for name in measures
        for time in sorted(asked.loc[asked["measure"] == name, "threshold_s"], key=lambda t: -1 if pd.isna(t) else t)
    ]
    ordered = bool(stages.loc[stages["measure"].isin(set(measures) & set(SPREAD)), "value"].notna().any())
    frame = pd.DataFrame([_queue_row(stages, queue, figures) for queue in queues(review)])
    kinds = {"calls": "calls", "share": "share", "seconds": "clock"}
    fields = [
        Field(
            column_of(figure),
            (heads or {}).get(figure.measure) or words.label(figure),
            kinds[MEASURES[figure.measure].unit],
            reason=f"{column_of(figure)}_reason",
        )
        for figure in figures
    ]
    return table(
        frame, id=id, title=f"{title}, {sentences.period(review.start, review.end)}", units=units,
        fields=[Field("name", "Queue"), *fields], source=frames.source_of(review, single_calls=ordered),
        notes=(*notes, *frames.break_notes(review)), also_csv=["channel", "stage"],
    )  # fmt: skip


def _queue_row(stages: pd.DataFrame, queue: Queue, figures: Sequence[Figure]) -> dict[str, object]:
    row: dict[str, object] = {"name": queue.name, "channel": queue.channel, "stage": queue.stage}
    for figure in figures:
        found = rows_of(stages, queue, figure)
        absent = NO_CALLBACK if figure.threshold_s is None else NOT_ASKED
        value, reason = (found["value"].iloc[0], found["reason"].iloc[0]) if len(found) else (float("nan"), absent)
        row |= {column_of(figure): value, f"{column_of(figure)}_reason": reason}
    return row


def column_of(figure: Figure) -> str:
    """Return the name of a figure as a column of a CSV.

    Examples
    --------
    >>> column_of(Figure("service_level_of_offered", 10))
    'service_level_of_offered_10s'
    """
    return figure.measure if figure.threshold_s is None else f"{figure.measure}_{figure.threshold_s}s"
