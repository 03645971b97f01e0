"""When in the week people rang, and when the service is at its worst: hour by weekday, or weekday alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import charts, formats, sentences
from reviewkit.page.display import Chart, Notice, Table
from reviewkit.page.formats import Unit
from reviewkit.page.performance import frames, words
from reviewkit.page.tables import Field, Kind, table
from reviewkit.sections.figures.headline import WORST_BY
from reviewkit.sections.figures.queues import Queue, queues
from reviewkit.sections.figures.rules import Figure

if TYPE_CHECKING:
    from reviewkit.data.review import Review

NO_DAYS = "The data count calls by {grain}: neither days of the week nor hours can be told apart."
ONLY_DAYS = "The data count calls by day, so hours cannot be shown: these are days of the week."
SHORT_DAYS = tuple(day[:3] for day in sentences.WEEKDAYS)
SCALES = {"clock": "Mean wait", "share": "Share of calls", "number": "Calls an hour"}
MANY_CALLS = 1_000  # from here on a tenth of a call says nothing
DAILY = {"clock": "Mean wait (m:ss)", "share": "Share of calls (%)", "number": "Calls a day"}
FEWEST_CALLS = 10  # a mean or a share of fewer calls says little of the hour
TOO_FEW = f"Where fewer than {FEWEST_CALLS} calls came, no figure is shown: it would say little."
MOST_CHANNELS = 2  # heat maps of calls on one page


def when_people_rang(review: Review, hours: pd.DataFrame) -> tuple[Chart | Notice, ...]:
    """Draw the calls in an hour by weekday and hour, where callers first arrive, for at most two channels."""
    first_stages = {queue.channel: queue for queue in reversed(queues(review))}
    shown = [first_stages[channel] for channel in dict.fromkeys(queue.channel for queue in queues(review))]
    return tuple(_calls_in_week(review, hours, queue) for queue in shown[:MOST_CHANNELS])


def when_it_is_worst(review: Review, hours: pd.DataFrame, stages: pd.DataFrame) -> Chart | Notice:
    """Draw waits by weekday and hour for the queue where callers wait longest; without waits, how many gave up."""
    for measure in WORST_BY:
        rows = stages[(stages["measure"] == measure) & stages["value"].notna()]
        if len(rows):
            worst = rows.loc[rows["value"].idxmax()]
            queue = next(q for q in queues(review) if (q.channel, q.stage) == (worst["channel"], worst["stage"]))
            return _worst_in_week(review, hours, queue, measure)
    return Notice(title="When the service is at its worst: not available", paragraphs=("No waits were supplied.",))


def _calls_in_week(review: Review, hours: pd.DataFrame, queue: Queue) -> Chart | Notice:
    rows = queue.of(hours)
    rows = rows[rows["offered_an_hour"].notna()] if len(rows) else rows
    if rows.empty:
        return _no_days(review, queue)
    peak = rows.loc[rows["offered_an_hour"].idxmax()]
    each = "an hour" if not pd.isna(peak["hour"]) else "a day"
    values = rows.assign(value=rows["offered_an_hour"] * (1 if each == "an hour" else 24))
    busiest = formats.calls(values.loc[peak.name, "value"])
    title = words.upper_first(
        f"{queue.name} calls peak on {words.when_in_week(peak)}, with {busiest} {each} on average"
    )
    return _draw(
        review, queue, values, id=f"calls-in-week-{queue.channel}", title=title, unit="calls", kind="number",
        what=words.upper_first(f"{queue.name} calls offered {each}, mean of the weeks"),
    )  # fmt: skip


def _worst_in_week(review: Review, hours: pd.DataFrame, queue: Queue, measure: str) -> Chart | Notice:
    rows = queue.of(hours)
    values = _of_enough(rows, measure) if len(rows) else rows
    if values.empty:
        return _no_days(review, queue)
    if values["value"].isna().all():
        return Notice(title=f"{queue.name}, hour of the week: not available", paragraphs=(TOO_FEW,))
    worst = values.loc[values["value"].idxmax()]
    when = words.when_in_week(worst)
    label = words.lower_first(words.label(Figure(measure)))
    if measure == "mean_wait_s":
        title = f"{queue.name} waits are longest on {when}, {words.about(worst['value'])} on average"
        unit, kind = "seconds", "clock"
    else:
        what = "giving up" if measure == "abandonment_crude" else "going unanswered"
        title = f"{queue.name}: {what} is most common on {when}, {formats.per_cent(worst['value'])} of calls"
        unit, kind = "share", "share"
    return _draw(
        review,
        queue,
        values,
        id="worst-in-week",
        title=words.upper_first(title),
        unit=unit,
        kind=kind,
        what=words.upper_first(f"{queue.name}, {label}"),
        notes=(TOO_FEW,) if len(rows[measure].dropna()) > len(values["value"].dropna()) else (),
    )


def _of_enough(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the figure as ``value``, missing where too few calls stand behind it."""
    calls = rows["answered" if measure == "mean_wait_s" else "offered"]
    return rows.assign(value=rows[measure].where(calls >= FEWEST_CALLS))


def _draw(
    review: Review,
    queue: Queue,
    values: pd.DataFrame,
    *,
    id: str,  # noqa: A002 - the word on the page and in the address bar
    title: str,
    unit: Unit,
    kind: Kind,
    what: str,
    notes: tuple[str, ...] = (),
) -> Chart:
    values = values.sort_values(["weekday", "hour"])
    days_only = bool(values["hour"].isna().any())
    values = values.assign(day=values["weekday"].map(lambda day: sentences.WEEKDAYS[int(day)]))
    source = frames.source_of(review, [queue])
    shared = {
        "id": id, "value": "value", "unit": unit, "title": title, "source": source,
        "subtitle": frames.subtitle(review, what),
        "table": _table(values, id=f"{id}-table", title=what, kind=kind, days_only=days_only, source=source),
        "notes": (*notes, ONLY_DAYS) if days_only else notes,
    }  # fmt: skip
    if days_only:
        return charts.bars(values, name="day", **shared)
    return charts.heat_map(
        values, rows="weekday", columns="hour", row_label=lambda day: SHORT_DAYS[int(day)],
        column_label=lambda hour: sentences.hour(int(hour)), scale_title=SCALES[kind], **shared,
    )  # fmt: skip


def _table(
    values: pd.DataFrame,
    *,
    id: str,  # noqa: A002
    title: str,
    kind: Kind,
    days_only: bool,
    source: str,
) -> Table:
    decimals = (1 if values["value"].max() < MANY_CALLS else 0) if kind == "number" else None
    if days_only:
        fields = [Field("day", "Day"), Field("value", DAILY[kind], kind, decimals=decimals)]
        return table(values, id=id, title=title, fields=fields, source=source)
    grid = values.pivot(index="hour", columns="weekday", values="value")  # noqa: PD010 - one figure a cell
    grid = grid.rename(columns=lambda day: sentences.WEEKDAYS[int(day)].lower()).reset_index()
    fields = [Field(name, name.capitalize(), kind, decimals=decimals) for name in grid.columns[1:]]
    units = {"clock": "minutes and seconds", "share": "%", "number": "calls an hour"}[kind]
    return table(
        grid, id=id, title=title, units=units, fields=[Field("hour", "Hour beginning", "hour"), *fields], source=source
    )


def _no_days(review: Review, queue: Queue) -> Notice:
    grain = queue.history(review)["grain"].mode()[0]
    return Notice(title=f"{queue.name}, hour of the week: not available", paragraphs=(NO_DAYS.format(grain=grain),))
