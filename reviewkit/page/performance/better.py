"""Is it better than a year ago? A verdict in a word, from waits, calls given up and calls answered in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from reviewkit.page import sentences
from reviewkit.page.findings import NOT_KNOWN
from reviewkit.page.performance import words
from reviewkit.page.performance.changes import compared
from reviewkit.page.performance.targets import exact
from reviewkit.sections.figures.headline import Lead
from reviewkit.sections.figures.rules import Figure
from reviewkit.sections.figures.year_earlier import LEAST_DAYS

if TYPE_CHECKING:
    from datetime import date

    from reviewkit.data.declared.force import Event
    from reviewkit.data.review import Review

Moved = Literal["better", "worse", "about the same"]

LITTLE_SHARE = 0.01
"""A share that moved by less than one percentage point is about the same."""

LITTLE_WAIT = 0.05
"""A wait that moved by less than a twentieth is about the same."""

PART_ONLY = ", as far as can be compared"
ALL_COMPARED = "The whole period is compared with the same days a year before."
ALIKE, MIXED = "About the same", "Better in part, worse in part"
_BEYOND_DECIMALS = 1e-9  # a change of exactly one point is a change, however floats write it


def moved(now: float, before: float, figure: Figure) -> Moved:
    """Say whether a figure became better or worse than a year before, or moved too little to tell.

    Examples
    --------
    >>> moved(0.88, 0.90, Figure("service_level_of_offered", 10)), moved(60.0, 61.0, Figure("mean_wait_s"))
    ('worse', 'about the same')
    """
    little = LITTLE_WAIT * before if figure.measure == "mean_wait_s" else LITTLE_SHARE
    change = now - before
    if abs(change) < little - _BEYOND_DECIMALS or change == 0:
        return "about the same"
    more_is_better = figure.measure.startswith(("service_level", "answer_rate"))
    return "better" if (change > 0) == more_is_better else "worse"


def verdict(parts: list[Moved]) -> str:
    """Return one verdict over several figures: they agree, or it is better in part.

    Examples
    --------
    >>> verdict(["worse", "about the same"]), verdict(["better", "worse"]), verdict(["about the same"])
    ('Worse', 'Better in part, worse in part', 'About the same')
    """
    found = [part for part in ("better", "worse") if part in parts]
    if len(found) == 2:
        return MIXED
    return words.upper_first(found[0]) if found else ALIKE


def than_a_year_before(review: Review, lead: Lead, before: pd.DataFrame) -> tuple[str, str]:
    """Return the verdict in a few words, and the figures of both years with the days that are compared."""
    known = [(figure, row) for figure in _figures(lead) if (row := compared(before, lead.queue, figure)) is not None]
    if not known:
        return NOT_KNOWN, f"{NOT_KNOWN}. {_why_not(review, lead)}"
    found = verdict([moved(row.now, row.before, figure) for figure, row in known])
    days = known[0][1]
    whole = _whole(review, days)
    short = f"{found} {'as' if found == ALIKE else 'than'} a year before{'' if whole else PART_ONLY}"
    said = sentences.join(_both(figure, row) for figure, row in known)
    return short, f"{short}: {said}. {ALL_COMPARED if whole else _span(review, days)}"


def _figures(lead: Lead) -> list[Figure]:
    return [figure for figure in (lead.wait, lead.gave_up, lead.in_time) if figure is not None]


def _both(figure: Figure, row: object) -> str:
    now, then = exact(row.now, row.unit), exact(row.before, row.unit)
    if figure.measure == "mean_wait_s":
        return f"average wait {now} (before: {then})"
    what = words.in_plain_words(figure).removeprefix("of calls were ").removeprefix("of all calls were ")
    return f"{now} {what} (before: {then})"


def _whole(review: Review, row: object) -> bool:
    return row.whole and (row.first_day.date(), row.last_day.date()) == (review.start, review.end)


def _span(review: Review, row: object) -> str:
    first, last = row.first_day.date(), row.last_day.date()
    span = f"Only {sentences.period(first, last)} can be compared with the same days a year before"
    event = _break_after(review, last)
    if event is None:
        return f"{span}: the rest is not complete in both years."
    return f"{span}: {event.label} ({sentences.day(event.date)}) changed what is counted."


def _break_after(review: Review, last: date) -> Event | None:
    later = [event for event in review.force.events if event.breaks_series and last < event.date <= review.end]
    return min(later, key=lambda event: event.date) if later else None


def _why_not(review: Review, lead: Lead) -> str:
    counts = lead.queue.history(review)
    first = counts["start"].dt.tz_localize(None).min()
    year_before = pd.Timestamp(review.start) - pd.DateOffset(years=1)
    breaks = [
        e
        for e in review.force.events
        if e.breaks_series and year_before < pd.Timestamp(e.date) <= pd.Timestamp(review.start)
    ]
    if breaks and first < pd.Timestamp(breaks[-1].date):
        event = breaks[-1]
        return f"{event.label} ({sentences.day(event.date)}) changed what is counted."
    if first >= pd.Timestamp(review.start):
        return f"No figures from before {sentences.day(review.start)} were supplied."
    return f"Fewer than {LEAST_DAYS} days can be compared with the same days a year before."
