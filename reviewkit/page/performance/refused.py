"""What could not be told, and why: the few things that matter most, in plain words, for the front page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import sentences
from reviewkit.page.findings import NOT_POSSIBLE, Finding, finding_id
from reviewkit.page.performance import frames, words
from reviewkit.sections.figures.headline import Lead, rows_of
from reviewkit.sections.figures.queues import queues
from reviewkit.sections.figures.rules import Figure, plain_name

if TYPE_CHECKING:
    from reviewkit.data.review import Review

EXACT = "The exact wait of 9 in 10, and of half, of the answered calls"


def not_possible(
    review: Review, chosen: Sequence[Lead], stages: pd.DataFrame, months: pd.DataFrame
) -> tuple[Finding, ...]:
    """Return what was withheld, refused, incomplete or not alike, one finding each, the most important first."""
    said = (
        *_withheld(review),
        *_refused(chosen, stages),
        *_most_of_single_calls(review, chosen, stages),
        *_unlike(review),
        *(("incomplete", text) for text in frames.incomplete_note(months, queues(review), "month")),
    )
    return tuple(_finding(review, number, kind, text) for number, (kind, text) in enumerate(_once(said), 1))


def _withheld(review: Review) -> Iterable[tuple[str, str]]:
    for item in review.prepared.withheld:
        name = review.force.queue_name(item.channel, item.stage) if item.channel and item.stage else "All queues"
        what = plain_name(item.column) if item.column else "all counts"
        days = f", {sentences.period(item.start, item.end)}" if item.start and item.end else ""
        yield "withheld", f"{name}{days}: {what} were supplied but are not used. {item.reason}"


def _refused(chosen: Sequence[Lead], stages: pd.DataFrame) -> Iterable[tuple[str, str]]:
    asked = (
        ("wait", Figure("mean_wait_s"), "how long people waited"),
        ("gave_up", Figure("abandonment_crude"), "how many calls were given up"),
    )
    for lead in chosen:
        for kept, figure, what in asked:
            rows = rows_of(stages, lead.queue, figure)
            known = getattr(lead, kept)
            if (known is None or known.measure != figure.measure) and (rows["reason"] != "").any():
                yield "refused", f"{lead.queue.name}: {what}. {rows['reason'].iloc[0]}"
        if known is not None and known.measure == "not_answered_rate" and rows_of(stages, lead.queue, figure).empty:
            yield "refused", f"{lead.queue.name}: how many calls were given up. The data give calls not answered only."


def _most_of_single_calls(review: Review, chosen: Sequence[Lead], stages: pd.DataFrame) -> Iterable[tuple[str, str]]:
    for reason, names in _by_reason(review, chosen, stages).items():
        yield "single-calls", f"{EXACT} of {sentences.join(names)}. {reason}"


def _unlike(review: Review) -> Iterable[tuple[str, str]]:
    for event in review.force.events:
        if event.breaks_series and review.start < event.date <= review.end:
            what = f"Comparing figures before and after {sentences.day(event.date)}: {event.label}"
            yield "breaks", f"{what}. It changed what is counted, so figures of the whole period hold both counts."


def _by_reason(review: Review, chosen: Sequence[Lead], stages: pd.DataFrame) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for lead in chosen:
        for row in rows_of(stages, lead.queue, Figure("p90_wait_s")).itertuples(index=False):
            first, last = row.first_day.date(), row.last_day.date()
            reason = row.reason
            if not reason and (first, last) != (review.start, review.end):
                reason = f"Single calls were supplied for {sentences.period(first, last)} only."
            if reason:
                found.setdefault(reason, []).append(lead.queue.name)
    return found


def _once(said: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list({text: (kind, text) for kind, text in said}.values())


def _finding(review: Review, number: int, kind: str, text: str) -> Finding:
    return Finding(
        id=finding_id("performance", kind, str(number), channel="all", stage="all", claim=NOT_POSSIBLE),
        statement=sentences.sentence(words.upper_first(text)), value=None, unit="number", definition="",
        start=review.start, end=review.end, anchor="",
    )  # fmt: skip
