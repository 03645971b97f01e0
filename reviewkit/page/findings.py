"""Findings: what a section found, so that the front page and the recommendations can cite it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from reviewkit.page import preview

FINDING = "application/vnd.reviewkit.finding+json"

HOW_LONG = "How long did people wait?"
BETTER = "Is it better than a year ago?"
GAVE_UP = "How many gave up?"
TARGET = "Is the target met?"
QUESTIONS = (HOW_LONG, BETTER, GAVE_UP, TARGET)
"""What the front page answers first, in its order."""

NOT_KNOWN = "Not known"
"""The few words of an answer that the data cannot give."""

NOT_POSSIBLE = "not-possible"
"""Claim of a finding that says what could not be told, and why."""

Direction = Literal["higher is better", "lower is better", "neither"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing the section found.

    Attributes
    ----------
    id
        section/metric/definition/channel/stage/claim, see :func:`reviewkit.page.findings.finding_id`.
    statement
        The finding as a sentence.
    value, lower, upper
        The figure and, where it is an estimate, its interval; None where there is none. Shares are 0 to 1, waits are
        in seconds.
    unit
        ``share``, ``seconds``, ``calls`` or another plain word.
    definition
        How the figure is counted, in words.
    start, end
        The period, both days included.
    comparator
        What it is held against, in words (a target with its citation, the year before); empty for none.
    direction
        ``higher is better``, ``lower is better`` or ``neither``.
    anchor
        The id of the chart or table on the page that shows it.
    headline
        True for a figure that belongs on the front page.
    label, display, change
        For the front page: the few words above the figure, the figure as printed, its change as printed.
    history
        Earlier values in order of time, for a small line; None where a period has none.
    breaks
        Positions in ``history`` of the first value after an event that makes figures unlike: the line stops there.
    question, about
        For an answer that stands first on the front page: one of :data:`QUESTIONS`, and whom it is about (``999``).

    Raises
    ------
    ValueError
        An id without its six parts, a headline without a label or a printed figure, an answer to no question.

    Examples
    --------
    >>> finding = Finding(
    ...     id=finding_id("performance", "service level", "10 s", channel="999", stage="primary", claim="target"),
    ...     statement="91% of 999 calls were answered within 10 seconds.", value=0.91, unit="share",
    ...     definition="answered within 10 seconds, of calls offered", start=date(2024, 4, 1), end=date(2025, 3, 31),
    ...     anchor="999-service-level",
    ... )
    >>> finding.id
    'performance/service-level/10-s/999/primary/target'
    """

    id: str
    statement: str
    value: float | None
    unit: str
    definition: str
    start: date
    end: date
    anchor: str
    lower: float | None = None
    upper: float | None = None
    comparator: str = ""
    direction: Direction = "neither"
    headline: bool = False
    label: str = ""
    display: str = ""
    change: str = ""
    history: tuple[float | None, ...] = ()
    breaks: tuple[int, ...] = ()
    question: str = ""
    about: str = ""

    def __post_init__(self) -> None:
        parts = self.id.split("/")
        if len(parts) != 6 or not all(parts):
            msg = f"finding id {self.id!r}: expected section/metric/definition/channel/stage/claim"
            raise ValueError(msg)
        if self.headline and not (self.label and self.display):
            msg = f"finding {self.id}: a headline needs a label and a printed figure"
            raise ValueError(msg)
        if self.question and not (self.question in QUESTIONS and self.about and self.display):
            msg = (
                f"finding {self.id}: an answer needs one of the front page's questions, whom it is about and a display"
            )
            raise ValueError(msg)

    def as_json(self) -> dict[str, Any]:
        """Return the content of the finding's mime type; missing numbers are null, never 0."""
        return {
            "id": self.id,
            "statement": self.statement,
            "value": _number(self.value),
            "lower": _number(self.lower),
            "upper": _number(self.upper),
            "unit": self.unit,
            "definition": self.definition,
            "period": {"start": self.start.isoformat(), "end": self.end.isoformat()},
            "comparator": self.comparator,
            "direction": self.direction,
            "anchor": self.anchor,
            "headline": self.headline,
            "label": self.label,
            "display": self.display,
            "change": self.change,
            "history": [_number(value) for value in self.history],
            "breaks": list(self.breaks),
            "question": self.question,
            "about": self.about,
        }

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            FINDING: self.as_json(),
            "text/html": preview.paragraphs((self.statement,)),
            "text/plain": self.statement,
        }


def finding_id(section: str, metric: str, definition: str, *, channel: str, stage: str, claim: str) -> str:
    """Return the id of a finding; each part in small letters, digits and hyphens; an empty part becomes ``all``."""
    return "/".join(_slug(part) for part in (section, metric, definition, channel, stage, claim))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "all"


def _number(value: float | None) -> float | int | None:
    if value is None or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else float(value)
