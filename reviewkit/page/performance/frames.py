"""From the long table of measures to what a chart draws and the table beneath it prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import pandas as pd

from reviewkit.methods.measures import MEASURES
from reviewkit.methods.periods import COMPLETE_SHARE
from reviewkit.page import sentences
from reviewkit.page.display import Notice, Table
from reviewkit.page.performance import words
from reviewkit.page.tables import Field, Kind, table
from reviewkit.sections.figures.headline import rows_of
from reviewkit.sections.figures.queues import Queue
from reviewkit.sections.figures.rules import Figure

if TYPE_CHECKING:
    from reviewkit.data.review import Review

By = Literal["month", "week"]
Wanted = Mapping[Queue, Sequence[Figure]]

KINDS: Mapping[str, Kind] = {"calls": "calls", "share": "share", "seconds": "seconds"}
HEADS = {"calls": "", "share": " (%)", "seconds": " (seconds)"}
GRAINS = {
    "30 minutes": "half-hourly counts",
    "hour": "hourly counts",
    "day": "daily counts",
    "week": "weekly counts",
    "month": "monthly counts",
}


def drawn(measures: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    """Return one row for each queue, figure and period: ``queue, figure, period_start, value, incomplete``."""
    parts = [
        rows_of(measures, queue, figure).assign(queue=queue.name, figure=words.label(figure))
        for queue, figures in wanted.items()
        for figure in figures
    ]
    columns = ["queue", "figure", "period_start", "value", "incomplete", "reason"]
    if not parts:
        return pd.DataFrame(columns=columns)
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(incomplete=~frame["complete"].astype(bool))[columns]


def beneath(
    measures: pd.DataFrame,
    wanted: Wanted,
    *,
    id: str,  # noqa: A002 - the word on the page and in the address bar
    title: str,
    by: By,
    source: str,
    notes: Sequence[str] = (),
    heads: Mapping[str, str] | None = None,
) -> Table:
    """Return figures over time as a table: a row for each period, a column for each queue and figure.

    Incomplete periods say so in their name. ``heads`` gives shorter words for measures.
    """
    frame, fields = _side_by_side(measures, wanted, by, heads or {})
    return table(
        frame,
        id=id,
        title=title,
        fields=[Field("period", by.capitalize() if by == "month" else "Week beginning"), *fields],
        source=source,
        notes=notes,
        also_csv=["period_start", "incomplete"],
    )


def _side_by_side(
    measures: pd.DataFrame, wanted: Wanted, by: By, heads: Mapping[str, str]
) -> tuple[pd.DataFrame, list[Field]]:
    queues = list(wanted)
    starts = pd.concat([queue.of(measures)["period_start"] for queue in queues]).drop_duplicates().sort_values()
    frame = pd.DataFrame({"period_start": starts.to_numpy()}).set_index("period_start")
    fields, partial = [], pd.Series(data=False, index=frame.index)
    for queue, figures in wanted.items():
        for figure in figures:
            rows = rows_of(measures, queue, figure).set_index("period_start")
            column = column_name(queue, figure)
            frame[column] = rows["value"].reindex(frame.index)
            frame[f"{column}_reason"] = rows["reason"].reindex(frame.index).fillna("No data were supplied.")
            partial |= ~rows["complete"].reindex(frame.index, fill_value=True).astype(bool)
            unit = MEASURES[figure.measure].unit
            said = heads.get(figure.measure, words.label(figure))
            head = (
                f"{queue.name}: {words.lower_first(said)}{HEADS[unit]}"
                if len(queues) > 1
                else f"{words.upper_first(said)}{HEADS[unit]}"
            )
            fields.append(Field(column, head, KINDS[unit], reason=f"{column}_reason"))
    frame = frame.assign(incomplete=partial).reset_index()
    say = sentences.month if by == "month" else sentences.short_day
    names = [say(row.period_start) + (" (incomplete)" if row.incomplete else "") for row in frame.itertuples()]
    return frame.assign(period=names), fields


def column_name(queue: Queue, figure: Figure) -> str:
    """Return the name of a figure of a queue as a column of a CSV.

    Examples
    --------
    >>> column_name(Queue("999", "primary", "999"), Figure("service_level_of_offered", 10))
    '999_primary_service_level_of_offered_10s'
    """
    threshold = "" if figure.threshold_s is None else f"_{figure.threshold_s}s"
    return f"{queue.channel}_{queue.stage}_{figure.measure}{threshold}"


def source_of(review: Review, queues: Sequence[Queue] = (), *, single_calls: bool = False) -> str:
    """Say where the figures of the period come from: whose counts, and at what grain.

    ``queues`` are those shown, where it is not all of them: what was supplied of others is not named. With
    ``single_calls`` some of the figures are worked out from these, whatever was counted beside them.
    """
    counts = review.ways_counted
    if queues:
        counts = pd.concat([queue.of(counts) for queue in queues])
    grains = [GRAINS.get(grain, grain) for grain in counts.loc[counts["source"] == "intervals", "grain"].unique()]
    if single_calls or (counts["source"] == "calls").any():
        grains.append("single calls")
    return of_the_force(review, sentences.join(dict.fromkeys(grains)))


def of_the_force(review: Review, what: str) -> str:
    """Say what the force supplied, and that it is invented where it is."""
    return f"{review.force.name}: {what}{' (invented data)' if review.force.synthetic else ''}."


def incomplete_note(measures: pd.DataFrame, queues: Sequence[Queue], by: By) -> tuple[str, ...]:
    """Name the incomplete periods of a table with the share that came in; empty where all are complete."""
    say = sentences.month if by == "month" else sentences.short_day
    said = []
    for queue in queues:
        rows = queue.of(measures).drop_duplicates("period_start")
        for row in rows[~rows["complete"].astype(bool)].itertuples():
            share = "open" if pd.isna(row.share) else _part(row.share)
            said.append(f"{queue.name} {say(row.period_start)} ({share})")
    if not said:
        return ()
    what = "months" if by == "month" else "weeks"
    return (f"Incomplete {what}, marked and left out of targets and comparisons: {'; '.join(said)}.",)


def _part(share: float) -> str:
    return "partly outside the period" if share >= COMPLETE_SHARE else f"{share:.0%} received"


def break_notes(review: Review) -> tuple[str, ...]:
    """Say which events make figures before and after unlike, within the period."""
    return tuple(
        f"{event.label}, {sentences.day(event.date)}: figures before and after are not alike, and these hold both."
        for event in review.force.events
        if event.breaks_series and review.start <= event.date <= review.end
    )


def subtitle(review: Review, what: str) -> str:
    """Return a chart's second line: measure and unit, place, period."""
    return f"{what}, {review.force.name}, {sentences.period(review.start, review.end)}"


def refused(title: str, measures: pd.DataFrame, wanted: Wanted) -> Notice:
    """Return a notice in the place of a chart, with the reasons for which its figures are missing."""
    reasons = [
        f"{queue.name}: {reason}"
        for queue, figures in wanted.items()
        for figure in figures
        for reason in queue.of(measures).loc[queue.of(measures)["measure"] == figure.measure, "reason"]
    ]
    return Notice(title=f"{title}: not available", paragraphs=words.unique(reasons))
