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

NOT_GIVEN = "The data do not give it."
CONTRADICTED = "They contradict the other counts, as told under “About this page”."
EXACT = "The exact wait of 9 in 10, and of half, of the answered calls"


def not_possible(
    review: Review, chosen: Sequence[Lead], stages: pd.DataFrame, months: pd.DataFrame
) -> tuple[Finding, ...]:
    """Return what was withheld, refused, incomplete or not alike, one finding each, the most important first."""
    said = (
        *_refused(review, chosen, stages),
        *_withheld(review),
        *_most_of_single_calls(review, chosen, stages),
        *_unlike(review),
        *(("incomplete", text) for text in frames.incomplete_note(months, queues(review), "month")),
    )
    return tuple(_finding(review, number, kind, text) for number, (kind, text) in enumerate(_once(said), 1))


def _refused(review: Review, chosen: Sequence[Lead], stages: pd.DataFrame) -> Iterable[tuple[str, str]]:
    """Say which of the leading figures are not known; those withheld are told of with their days."""
    asked = (
        ("wait", Figure("mean_wait_s"), "the average wait"),
        ("gave_up", Figure("abandonment_crude"), "how many calls were given up"),
    )
    withheld = {(item.channel, item.stage, item.column) for item in review.prepared.withheld}
    for lead in chosen:
        queue = lead.queue
        for kept, figure, what in asked:
            known = getattr(lead, kept)
            if (known is not None and known.measure == figure.measure) or {
                (queue.channel, queue.stage, column) for column in figure.columns
            } & withheld:
                continue
            reasons = [reason for reason in rows_of(stages, queue, figure)["reason"] if reason]
            yield "refused", f"{queue.name}: {what}. {reasons[0] if reasons else NOT_GIVEN}"


def _withheld(review: Review) -> Iterable[tuple[str, str]]:
    names = {(queue.channel, queue.stage): queue.name for queue in queues(review)}
    during = [item for item in review.prepared.withheld if item.start <= review.end and item.end >= review.start]
    for item in during:
        name = names.get((item.channel, item.stage), "All queues")
        what = f"{plain_name(item.column) if item.column else 'some counts'}, {sentences.period(item.start, item.end)}"
        why = CONTRADICTED if item.column else item.reason
        yield "withheld", f"{name}: {what}. Supplied, but not used. {why}"


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
