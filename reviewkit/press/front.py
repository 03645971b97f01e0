"""The front page: the question, what is known in plain words, a few headline figures, and the way to the sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reviewkit.page.drawing.spark import spark
from reviewkit.page.findings import BETTER, HOW_LONG, NOT_KNOWN, NOT_POSSIBLE, QUESTIONS
from reviewkit.press.record import Missing, SiteContext
from reviewkit.press.render import render
from reviewkit.press.svg import safe_svg

MOST_FIGURES = 6
MOST_NOT_POSSIBLE = 6  # of one section; the rest is counted, and stands in the findings
STATISTICAL = "spread"  # metric of findings that belong under "For statisticians"
_UNKNOWN = {
    HOW_LONG: "How long people waited is not known",
    BETTER: "Whether that is better than a year before is not known",
}
_FEWEST_POINTS = 3  # a line through two points is no history


@dataclass(frozen=True)
class Answer:
    """One question answered: ``short`` in a few words, ``rest`` the sentences that bear it out."""

    question: str
    short: str
    rest: str
    href: str


@dataclass(frozen=True)
class Answers:
    """The answers about one channel, in the order of the questions."""

    about: str
    answers: list[Answer]

    @property
    def lead(self) -> str:
        """How long people waited and whether it got better, in one sentence each."""
        said = {answer.question: answer.short for answer in self.answers}
        return " ".join(
            f"{otherwise if said[question] == NOT_KNOWN else said[question]}."
            for question, otherwise in _UNKNOWN.items()
            if question in said
        )


@dataclass(frozen=True)
class Front:
    """What the front page says beyond what every page says."""

    question: str
    answered: list[Answers]
    figures: list[dict[str, Any]]
    not_possible: list[str]
    more_not_possible: int
    missing: list[Missing]
    statistics: list[dict[str, Any]]


def front_page(findings: list[dict[str, Any]], *, site: SiteContext, missing: list[Missing]) -> str:
    """Return ``index.html``.

    Parameters
    ----------
    findings
        Content of the findings of all sections, in order. Those with a ``question`` answer first; those marked
        ``headline`` are shown, at most six; those whose claim is ``not-possible`` say what could not be told.
    site
        What the pages of the site share.
    missing
        Sections left out, with the reason.
    """
    refused = [finding["statement"] for finding in findings if _part(finding, 5) == NOT_POSSIBLE]
    front = Front(
        question=f"How well does {site.force} answer the public’s calls?",
        answered=_answered(findings),
        figures=[_figure(finding) for finding in findings if finding["headline"]][:MOST_FIGURES],
        not_possible=refused[:MOST_NOT_POSSIBLE],
        more_not_possible=max(len(refused) - MOST_NOT_POSSIBLE, 0),
        missing=missing,
        statistics=[_linked(finding) for finding in findings if _part(finding, 1) == STATISTICAL],
    )
    title = f"{front.question[:-1]}, {site.period}"
    said = " ".join(f"{part.about}: {part.lead}" for part in front.answered)
    return render("front.html.j2", front=front, site=site, current="index", title=title, description=said or title)


def _answered(findings: list[dict[str, Any]]) -> list[Answers]:
    found: dict[str, list[Answer]] = {}
    for finding in findings:
        if finding.get("question"):
            found.setdefault(finding["about"], []).append(_answer(finding))
    for answers in found.values():
        answers.sort(key=lambda answer: QUESTIONS.index(answer.question))
    return [Answers(about, answers) for about, answers in found.items()]


def _answer(finding: dict[str, Any]) -> Answer:
    """Part an answer where its few words end, so that they stand out and nothing is said twice."""
    short, said = finding["display"], finding["statement"]
    rest = said.removeprefix(short) if said.startswith(short) else f". {said}"
    return Answer(finding["question"], short, rest, _linked(finding)["href"])


def _figure(finding: dict[str, Any]) -> dict[str, Any]:
    points = [value for value in finding["history"] if value is not None]
    drawing = ""
    if len(points) >= _FEWEST_POINTS:
        look = {"label": finding["label"], "unit": finding["unit"], "breaks": finding.get("breaks", ())}
        line = spark(finding["history"], **look)
        drawing = safe_svg(line.svg, css_class="spark", label=line.alt)
    return _linked(finding) | {"spark": drawing}


def _linked(finding: dict[str, Any]) -> dict[str, Any]:
    anchor = f"#{finding['anchor']}" if finding["anchor"] else ""
    return finding | {"href": f"{finding['section']}.html{anchor}"}


def _part(finding: dict[str, Any], number: int) -> str:
    return finding["id"].split("/")[number]
