"""The front page: the question, an answer in one paragraph, a few headline figures, and the way to the sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reviewkit.page.drawing.spark import spark
from reviewkit.press.record import SiteContext, section_word
from reviewkit.press.render import render
from reviewkit.press.svg import safe_svg

MOST_FIGURES = 6
_SENTENCES = 4  # of the findings, in the answer
_FEWEST_POINTS = 3  # a line through two points is no history


@dataclass(frozen=True)
class Missing:
    """A section that is not in the site, and why."""

    name: str
    reason: str

    @property
    def title(self) -> str:
        """The section's name as a reader sees it."""
        return section_word(self.name)


@dataclass(frozen=True)
class Front:
    """What the front page says beyond what every page says."""

    question: str
    answer: str
    figures: list[dict[str, Any]]
    missing: list[Missing]


def front_page(findings: list[dict[str, Any]], *, site: SiteContext, missing: list[Missing]) -> str:
    """Return ``index.html``.

    Parameters
    ----------
    findings
        Content of the findings of all sections, in order. Those marked ``headline`` are shown, at most six.
    site
        What the pages of the site share.
    missing
        Sections left out, with the reason.
    """
    headline = [finding for finding in findings if finding["headline"]][:MOST_FIGURES]
    front = Front(
        question=f"How well does {site.force} answer the public’s calls?",
        answer=" ".join(_sentence(finding["statement"]) for finding in _leading(headline)),
        figures=[_figure(finding) for finding in headline],
        missing=missing,
    )
    title = f"{front.question[:-1]}, {site.period}"
    return render(
        "front.html.j2", front=front, site=site, current="index", title=title, description=front.answer or title
    )


def _figure(finding: dict[str, Any]) -> dict[str, Any]:
    points = [value for value in finding["history"] if value is not None]
    drawing = ""
    if len(points) >= _FEWEST_POINTS:
        line = spark(finding["history"], label=finding["label"], unit=finding["unit"])
        drawing = safe_svg(line.svg, css_class="spark", label=line.alt)
    anchor = f"#{finding['anchor']}" if finding["anchor"] else ""
    return finding | {"spark": drawing, "href": f"{finding['section']}.html{anchor}"}


def _leading(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the findings that make the answer: the first of each channel and stage, then the second, and so on."""
    queues: dict[tuple[str, ...], int] = {}
    ranked = []
    for place, finding in enumerate(findings):
        queue = tuple(finding["id"].split("/")[3:5])
        queues[queue] = queues.get(queue, 0) + 1
        ranked.append((queues[queue], place))
    return [findings[place] for place in sorted(place for _, place in sorted(ranked)[:_SENTENCES])]


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
