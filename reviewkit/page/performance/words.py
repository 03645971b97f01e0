"""The words of the performance page: names of measures, titles computed from the figures, reasons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
import pandas as pd

from reviewkit.methods.measures import MEASURES
from reviewkit.methods.periods import COMPLETE_SHARE
from reviewkit.page import formats, sentences
from reviewkit.sections.figures.headline import rows_of, value_of
from reviewkit.sections.figures.queues import Queue
from reviewkit.sections.figures.rules import Figure

By = Literal["month", "week"]
MISLEADS = {name: card.misleads for name, card in MEASURES.items()}
LONG_WAIT_S = 600  # from here a title says whole minutes


def label(figure: Figure) -> str:
    """Return what a figure is called, with its threshold.

    Examples
    --------
    >>> label(Figure("service_level_of_offered", 10))
    'Share of all calls answered within 10 seconds'
    """
    name = MEASURES[figure.measure].label
    return name.format(threshold=formats.wait(figure.threshold_s)) if figure.threshold_s is not None else name


def formula(figure: Figure) -> str:
    """Return how a figure is counted, in words, for a definition."""
    card = MEASURES[figure.measure]
    words = card.formula
    if figure.threshold_s is not None:
        words = words.replace("the threshold", formats.wait(figure.threshold_s))
    return f"{label(figure)}: {words}"


def about(seconds: float) -> str:
    """Write a wait for a title: whole minutes from :data:`LONG_WAIT_S` on.

    Examples
    --------
    >>> about(8.2), about(59.7), about(95), about(731)
    ('8.2 seconds', '1 minute', '1 minute 35 seconds', '12 minutes')
    """
    return formats.wait(60 * round(seconds / 60) if seconds >= LONG_WAIT_S else seconds)


def part_covered(queue: Queue, stages: pd.DataFrame) -> str:
    """Say how much of the period a queue's data cover; empty where that is the whole, to the usual tolerance."""
    share = queue.of(stages)["share"].min()
    return "" if pd.isna(share) or share >= COMPLETE_SHARE else f"the data cover {share:.0%} of the period"


def callers(queue: Queue) -> str:
    """Return the people of a queue: ``999 callers``, ``101 enquiry centre callers``."""
    return f"{queue.name} callers"


def denominators(figures: Iterable[Figure]) -> str:
    """Return what the shares of several figures are shares of, in words."""
    said = {"service_level_of_offered": "calls offered", "service_level_of_answered": "calls answered"}
    names = (said.get(figure.measure, MEASURES[figure.measure].denominator) for figure in figures)
    return " or ".join(dict.fromkeys(names))


def worst_month(months: pd.DataFrame, queue: Queue, figure: Figure) -> pd.Series | None:
    """Return the row of the complete month in which a figure was largest; None where no complete month has it."""
    rows = rows_of(months, queue, figure)
    rows = rows[rows["complete"] & rows["value"].notna()]
    return None if rows.empty else rows.loc[rows["value"].idxmax()]


def when(at: pd.Timestamp, by: By) -> str:
    """Name a month, or a week by its first day, within a sentence.

    Examples
    --------
    >>> when(pd.Timestamp("2025-04-07"), "month"), when(pd.Timestamp("2025-04-07"), "week")
    ('April 2025', 'the week of 7 April 2025')
    """
    return sentences.month(at) if by == "month" else f"the week of {sentences.day(at)}"


def title_waits(months: pd.DataFrame, queue: Queue, by: By = "month") -> str:
    """Say when people waited longest, for the queue that fares worst."""
    row = worst_month(months, queue, Figure("mean_wait_s"))
    if row is None:
        return upper_first(f"{callers(queue)}: how long they waited, in incomplete {by}s only")
    at = when(row["period_start"], by)
    return upper_first(
        f"{callers(queue)} waited {about(row['value'])} on average in {at}, "
        f"{_of_all(months, queue, Figure('mean_wait_s'), 'the longest of any', by)}"
    )


def _of_all(months: pd.DataFrame, queue: Queue, figure: Figure, most: str, by: By) -> str:
    """Say among what periods one was the most: those that are incomplete may have had more."""
    rows = rows_of(months, queue, figure)
    whole = rows.loc[rows["value"].notna(), "complete"].astype(bool)
    if whole.sum() == 1:
        return f"the only complete {by}"
    return f"{most} {by}" if whole.all() else f"{most} complete {by}"


def title_volume(months: pd.DataFrame, queue: Queue, by: By = "month") -> str:
    """Say when most people rang, and what share was answered then."""
    row = worst_month(months, queue, Figure("offered"))
    if row is None:
        return upper_first(f"{queue.name} calls offered and answered, in incomplete {by}s only")
    same = months[months["period_start"] == row["period_start"]]
    share = value_of(same, queue, Figure("answer_rate"))
    at = when(row["period_start"], by)
    tail = "" if np.isnan(share) else f"; {formats.per_cent(share)} of them were answered"
    return upper_first(f"{queue.name} calls peaked at {formats.count(row['value'])} in {at}{tail}")


def title_gave_up(months: pd.DataFrame, queue: Queue, figure: Figure, by: By = "month") -> str:
    """Say where and when giving up was most common."""
    row = worst_month(months, queue, figure)
    what = "given up" if figure.measure != "not_answered_rate" else "not answered"
    if row is None:
        return upper_first(f"{queue.name} calls {what}, in incomplete {by}s only")
    at = when(row["period_start"], by)
    worst = _of_all(months, queue, figure, "the worst", by)
    return f"{formats.per_cent(row['value'])} of {queue.name} calls were {what} in {at}, {worst}"


def title_service(weeks: pd.DataFrame, queue: Queue, figure: Figure, at_least: float | None) -> str:
    """Say in how many complete weeks the target was reached; without one, between what the weeks lay."""
    rows = rows_of(weeks, queue, figure)
    values = rows.loc[rows["complete"] & rows["value"].notna(), "value"]
    within = formats.wait(figure.threshold_s)
    if values.empty:
        return upper_first(f"{queue.name} calls answered within {within}, in incomplete weeks only")
    if at_least is None:
        low, high = formats.per_cent(values.min()), formats.per_cent(values.max())
        return upper_first(f"{queue.name}: between {low} and {high} of calls a week were answered within {within}")
    reached = int((values >= at_least).sum())
    target = formats.per_cent(at_least)
    return upper_first(
        f"{queue.name} calls reached {target} within {within} in {reached or 'none'} of {len(values)} complete weeks"
    )


def when_in_week(row: pd.Series) -> str:
    """Write an hour of the week: ``Saturdays at 10pm``; without an hour, ``Saturdays``."""
    day = f"{sentences.WEEKDAYS[int(row['weekday'])]}s"
    return day if pd.isna(row["hour"]) else f"{day} at {sentences.hour(int(row['hour']))}"


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts once each, in the order they first come."""
    return tuple(dict.fromkeys(text for text in texts if text))


def reasons(table: pd.DataFrame, queues: Iterable[Queue]) -> tuple[str, ...]:
    """Return why figures of a table are missing: one sentence for each reason, naming the figures it is about."""
    found: dict[str, list[str]] = {}
    for queue in queues:
        rows = queue.of(table)
        for row in rows[rows["reason"] != ""].itertuples():
            threshold = None if pd.isna(row.threshold_s) else int(row.threshold_s)
            name = f"{queue.name}, {lower_first(label(Figure(row.measure, threshold)))}"
            found.setdefault(row.reason, []).append(name)
    return tuple(f"[x] {reason} ({'; '.join(unique(names))})" for reason, names in found.items())


def upper_first(text: str) -> str:
    """Begin with a capital, to stand as a title.

    Examples
    --------
    >>> upper_first("bank callers waited")
    'Bank callers waited'
    """
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Begin with a small letter, to stand within a sentence.

    Examples
    --------
    >>> lower_first("Share abandoned")
    'share abandoned'
    """
    return text[:1].lower() + text[1:]


def in_plain_words(figure: Figure) -> str:
    """Return what a figure says of calls, to follow a per cent or a wait.

    Examples
    --------
    >>> in_plain_words(Figure("service_level_of_offered", 10)), in_plain_words(Figure("abandonment_crude"))
    ('of all calls were answered within 10 seconds', 'of calls were given up')
    """
    time = "" if figure.threshold_s is None else formats.wait(figure.threshold_s)
    said = {
        "service_level_of_offered": f"of all calls were answered within {time}",
        "service_level_of_answered": f"of answered calls were answered within {time}",
        "abandonment_crude": "of calls were given up",
        "abandonment_after_threshold": f"of calls were given up after more than {time}",
        "not_answered_rate": "of calls were not answered",
        "answer_rate": "of calls were answered",
        "mean_wait_s": "was the average wait of answered calls",
    }
    return said.get(figure.measure, f"({lower_first(label(figure))})")
