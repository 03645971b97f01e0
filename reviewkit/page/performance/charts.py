"""The charts of the performance page; each returns a notice with the plain reason where the data cannot give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import charts, formats, sentences
from reviewkit.page.display import Chart, Notice
from reviewkit.page.performance import frames, words
from reviewkit.sections.figures.headline import gave_up_figure, in_time_figure
from reviewkit.sections.figures.queues import Queue, queues
from reviewkit.sections.figures.rules import Figure
from reviewkit.sections.performance import spell

if TYPE_CHECKING:
    from reviewkit.data.declared.force import Target
    from reviewkit.data.review import Review

SURVIVORS = "People who gave up are not in the mean wait: it is the wait of those who were answered."
VOLUME_HEADS = {"offered": "Offered", "answered": "Answered"}


def how_long_people_waited(review: Review, months: pd.DataFrame) -> Chart | Notice:
    """Draw the mean wait of answered calls over time, for each channel and stage."""
    figure, by = Figure("mean_wait_s"), spell(review)
    wanted = {queue: [figure] for queue in queues(review)}
    frame = frames.drawn(months, wanted)
    if frame["value"].isna().all():
        return frames.refused("How long people waited", months, wanted)
    worst = _worst_over(months, list(wanted), figure)
    notes = (SURVIVORS,)
    return charts.lines(
        frame, id="waits-over-time", x="period_start", y="value", series="queue", incomplete="incomplete",
        unit="seconds", title=words.title_waits(months, worst, by), source=frames.source_of(review), notes=notes,
        subtitle=frames.subtitle(review, f"Mean wait of answered calls by {by}, minutes and seconds"),
        events=review.force.events,
        table=frames.beneath(
            months, wanted, id="waits-over-time-table", title=f"Mean wait of answered calls by {by}", by=by,
            source=frames.source_of(review), heads={"mean_wait_s": "mean wait"},
            notes=frames.incomplete_note(months, list(wanted), by),
        ),
    )  # fmt: skip


def how_many_rang(review: Review, months: pd.DataFrame) -> Chart | Notice:
    """Draw the calls offered and answered over time, for each channel and stage."""
    figures, by = [Figure("offered"), Figure("answered")], spell(review)
    wanted = dict.fromkeys(queues(review), figures)
    frame = frames.drawn(months, wanted)
    if frame["value"].isna().all():
        return frames.refused("How many people rang", months, wanted)
    short = {words.label(figure): VOLUME_HEADS[figure.measure] for figure in figures}
    busiest = _worst_over(months, list(wanted), figures[0])
    return charts.lines(
        frame.assign(figure=frame["figure"].map(short)), id="calls-over-time", x="period_start", y="value",
        series="figure", panels="queue" if len(wanted) > 1 else None, incomplete="incomplete", unit="calls",
        title=words.title_volume(months, busiest, by), source=frames.source_of(review), events=review.force.events,
        subtitle=frames.subtitle(review, f"Calls offered and answered by {by}"),
        table=frames.beneath(
            months, wanted, id="calls-over-time-table", title=f"Calls offered and answered by {by}", by=by,
            source=frames.source_of(review), heads=VOLUME_HEADS,
            notes=frames.incomplete_note(months, list(wanted), by),
        ),
    )  # fmt: skip


def how_many_gave_up(review: Review, stages: pd.DataFrame, months: pd.DataFrame) -> Chart | Notice:
    """Draw the share of calls abandoned over time; where only offered and answered exist, the share not answered."""
    plain, by = Figure("abandonment_crude"), spell(review)
    wanted = {queue: [gave_up_figure(stages, queue) or plain] for queue in queues(review)}
    frame = frames.drawn(months, wanted)
    if frame["value"].isna().all():
        return frames.refused("How many people gave up", months, wanted)
    measures = dict.fromkeys(figure.measure for [figure] in wanted.values())
    worst = max(wanted, key=lambda queue: _highest(months, queue, wanted[queue][0]))
    what = sentences.join(words.lower_first(words.label(Figure(measure))) for measure in measures)
    notes = tuple(words.MISLEADS[measure] for measure in measures)
    return charts.lines(
        frame, id="gave-up-over-time", x="period_start", y="value", series="queue", incomplete="incomplete",
        unit="share", title=words.title_gave_up(months, worst, wanted[worst][0], by), notes=notes,
        source=frames.source_of(review), subtitle=frames.subtitle(review, f"{what.capitalize()}, %, by {by}"),
        events=review.force.events,
        table=frames.beneath(
            months, wanted, id="gave-up-over-time-table", title=f"{what.capitalize()} by {by}", by=by,
            source=frames.source_of(review), notes=frames.incomplete_note(months, list(wanted), by),
        ),
    )  # fmt: skip


def how_many_were_answered_in_time(review: Review, stages: pd.DataFrame, weeks: pd.DataFrame) -> Chart | Notice:
    """Draw the share of calls answered in time by week against the target of each queue."""
    title = "How many calls were answered in time"
    if weeks.empty:
        return Notice(title=title, paragraphs=("The data count calls by month: they cannot be parted into weeks.",))
    times = {queue: service_figure(review, stages, queue) for queue in queues(review)}
    wanted = {queue: [figure] for queue, figure in times.items() if figure is not None}
    frame = frames.drawn(weeks, wanted)
    if frame.empty or frame["value"].isna().all():
        return frames.refused(title, stages, {queue: _service_asked(stages, queue) for queue in times})
    panel = {queue.name: f"{queue.name}, within {formats.wait(f.threshold_s)}" for queue, [f] in wanted.items()}
    levels = {queue: _level(review, queue, figure) for queue, [figure] in wanted.items()}
    first = next(iter(wanted))
    says = {
        panel[queue.name]: charts.TargetLine(level, f"Target {formats.per_cent(level)}")
        for queue, level in levels.items()
        if level is not None
    }
    source = frames.source_of(review, list(wanted))
    of = words.denominators(figure for [figure] in wanted.values())
    return charts.lines(
        frame.assign(queue=frame["queue"].map(panel)), id="in-time-by-week", x="period_start", y="value",
        panels="queue", incomplete="incomplete", unit="share", target=says, events=review.force.events,
        from_zero=_near_zero(frame),
        title=words.title_service(weeks, first, wanted[first][0], levels[first]), source=source,
        subtitle=frames.subtitle(review, f"Calls answered in time by week, % of {of}"),
        table=frames.beneath(
            weeks, wanted, id="in-time-by-week-table", title="Calls answered in time by week", by="week",
            source=source, notes=frames.incomplete_note(weeks, list(wanted), "week"),
        ),
    )  # fmt: skip


def _near_zero(frame: pd.DataFrame) -> bool:
    """Say whether a chart of shares needs its zero: lines that stay in the upper half show more without it."""
    return bool(frame["value"].min() < 0.5)


def service_figure(review: Review, stages: pd.DataFrame, queue: Queue) -> Figure | None:
    """Return the service level to draw for a queue: the one its first target names, else the first that is known."""
    for target in _service_targets(review, queue):
        return Figure(target.measure, target.threshold_s)
    return in_time_figure(review, stages, queue)


def _service_targets(review: Review, queue: Queue) -> list[Target]:
    return [
        target
        for target in review.force.targets
        if (target.channel, target.stage) == (queue.channel, queue.stage) and target.measure.startswith("service_level")
    ]


def _level(review: Review, queue: Queue, figure: Figure) -> float | None:
    for target in _service_targets(review, queue):
        if Figure(target.measure, target.threshold_s) == figure:
            return target.at_least
    return None


def _service_asked(stages: pd.DataFrame, queue: Queue) -> list[Figure]:
    rows = queue.of(stages)
    rows = rows[rows["measure"].str.startswith("service_level")]
    return [Figure(row.measure, int(row.threshold_s)) for row in rows.itertuples()]


def _known(months: pd.DataFrame, queue: Queue, figure: Figure) -> bool:
    rows = queue.of(months)
    return bool(rows.loc[rows["measure"] == figure.measure, "value"].notna().any())


def _highest(months: pd.DataFrame, queue: Queue, figure: Figure) -> float:
    row = words.worst_month(months, queue, figure)
    return -1.0 if row is None else float(row["value"])


def _worst_over(months: pd.DataFrame, candidates: list[Queue], figure: Figure) -> Queue:
    return max(candidates, key=lambda queue: (_known(months, queue, figure), _highest(months, queue, figure)))
