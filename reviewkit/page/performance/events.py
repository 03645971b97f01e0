"""Before and after each event: a table of like weeks, with what a difference does not yet show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import sentences
from reviewkit.page.display import Notice, Prose, Table
from reviewkit.page.performance import frames, words
from reviewkit.page.tables import Field, table
from reviewkit.sections.figures.events import Change, changes
from reviewkit.sections.figures.queues import Queue, queues
from reviewkit.sections.figures.rules import Figure

if TYPE_CHECKING:
    from reviewkit.data.review import Review

NOT_YET_AN_EFFECT = (
    "A difference between the two sides is not yet an effect of the event: the time of year and much else differ too. "
    "The same number of whole weeks stands on each side."
)
NOT_ALIKE = (
    "This event changed what is counted: the two sides are not alike, and their difference is no change in service."
)
NOTHING = "This review knows of no event within its period, such as a new telephone system."
GAVE_UP = ("abandonment_crude", "not_answered_rate")
SIDES = ("before", "after")


def before_and_after_events(review: Review, compared: pd.DataFrame) -> tuple[Prose | Table | Notice, ...]:
    """Return a table for each day on which something happened: each queue's figures before and after it.

    Parameters
    ----------
    compared
        The result of :func:`reviewkit.sections.figures.events.before_and_after`.
    """
    days = changes(review)
    if not days:
        return (Notice(title="Events", paragraphs=(NOTHING,)),)
    tables = [_table(review, change, compared[compared["date"] == change.date]) for change in days]
    return (Prose(paragraphs=(NOT_YET_AN_EFFECT,)), *tables)


def _table(review: Review, change: Change, rows: pd.DataFrame) -> Table | Notice:
    title = f"{change.label}, {sentences.day(change.date)}: before and after"
    if rows["weeks"].eq(0).all():
        return Notice(title=f"{title} cannot be compared", paragraphs=words.unique(rows["reason"]))
    known = [queue for queue in queues(review) if len(queue.of(rows))]
    frame = pd.DataFrame([_side(queue, queue.of(rows), side) for queue in known for side in SIDES])
    fields = [
        Field("name", "Queue and side"),
        *(
            Field(column, head, kind, reason=f"{column}_reason")
            for column, head, kind in (
                ("offered", "Calls offered", "calls"),
                ("answered", "Calls answered", "calls"),
                ("gave_up", "Gave up (%)", "share"),
                ("in_time", "Answered in time (%)", "share"),
                ("mean_wait_s", "Average wait (m:ss)", "clock"),
            )
        ),
    ]
    return table(
        frame, id=f"event-{change.date.isoformat()}", title=title, fields=fields, source=frames.source_of(review),
        notes=(*((NOT_ALIKE,) if change.breaks_series else ()), *_spans(known, rows), *_others(review, change, rows),
               *_kinds(known, rows)),
        also_csv=["channel", "stage", "side", "weeks", "first_day", "last_day", "threshold_s"],
    )  # fmt: skip


def _side(queue: Queue, rows: pd.DataFrame, side: str) -> dict[str, object]:
    first = rows.iloc[0]
    weeks = int(first["weeks"])
    said = f" ({weeks} weeks)" if weeks else ""
    row = {
        "name": f"{queue.name}, {side}{said}", "channel": queue.channel, "stage": queue.stage, "side": side,
        "weeks": weeks, "threshold_s": rows["threshold_s"].dropna().max(),
        "first_day": _iso(first["first_day" if side == "before" else "change_day"]),
        "last_day": _iso(first["until_day" if side == "before" else "last_day"]),
    }  # fmt: skip
    for item in rows.itertuples(index=False):
        column = _column(item.measure)
        row |= {column: getattr(item, side), f"{column}_reason": item.reason}
    return row


def _column(measure: str) -> str:
    if measure in GAVE_UP:
        return "gave_up"
    return "in_time" if measure.startswith("service_level") else measure


def _iso(day: object) -> str:
    return "" if pd.isna(day) else pd.Timestamp(day).date().isoformat()


def _spans(known: list[Queue], rows: pd.DataFrame) -> tuple[str, ...]:
    found: dict[str, list[str]] = {}
    for queue in known:
        row = queue.of(rows).iloc[0]
        if row["weeks"]:
            before = sentences.period(row["first_day"], row["until_day"])
            after = sentences.period(row["change_day"], row["last_day"])
            found.setdefault(f"{before}, and {after}.", []).append(queue.name)
    return tuple(f"{sentences.join(names)}: {span}" for span, names in found.items())


def _others(review: Review, change: Change, rows: pd.DataFrame) -> tuple[str, ...]:
    """Name what else happened within the weeks compared."""
    known = rows[rows["weeks"] > 0]
    first, last = known["first_day"].min(), known["last_day"].max()
    others = [e for e in review.force.events if first <= e.date <= last and e.date != change.date]
    return tuple(f"Within these weeks, on {sentences.day(event.date)}: {event.label}." for event in others)


def _kinds(known: list[Queue], rows: pd.DataFrame) -> tuple[str, ...]:
    """Say what the shares count: each kind once, with the queues it is of where these differ."""
    found: dict[str, dict[str, list[str]]] = {"Gave up": {}, "In time": {}}
    for queue in known:
        for row in queue.of(rows).itertuples(index=False):
            kind = {"gave_up": "Gave up", "in_time": "In time"}.get(_column(row.measure))
            if kind:
                figure = Figure(row.measure, None if pd.isna(row.threshold_s) else int(row.threshold_s))
                found[kind].setdefault(words.lower_first(words.label(figure)), []).append(queue.name)
    return tuple(f"{kind}: {_of_queues(of)}." for kind, of in found.items() if of)


def _of_queues(found: dict[str, list[str]]) -> str:
    if len(found) == 1:
        return next(iter(found))
    return "; ".join(f"{said} ({sentences.join(names)})" for said, names in found.items())
