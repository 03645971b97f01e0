"""The front page: answers first, then figures, then what was not possible; statisticians' words under their heading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from lxml import html

from reviewkit.page.findings import BETTER, GAVE_UP, HOW_LONG, NOT_KNOWN, NOT_POSSIBLE, TARGET, Finding, finding_id
from reviewkit.press.front import MOST_FIGURES, MOST_NOT_POSSIBLE, Missing, front_page
from reviewkit.press.record import About, SectionLink, SiteContext

SITE = SiteContext(
    force="Tinyshire Police", body="Office", body_title="Commissioner", website="", synthetic=True,
    period="1 April 2024 to 31 March 2025", cut_off="31 March 2025",
    about=About(data=(), faults=(), facts=(), inputs=(), version="0", code_hash="0"),
    sections=(SectionLink("performance", "How well were calls answered?", "Waits."),),
)  # fmt: skip
PLAIN = Finding(
    id=finding_id("performance", "x", "y", channel="999", stage="primary", claim="level"), statement="A statement.",
    value=0.9, unit="share", definition="", start=date(2024, 4, 1), end=date(2025, 3, 31), anchor="",
)  # fmt: skip


def content(finding):
    return finding.as_json() | {"section": "performance"}


def answer(question, short, rest=".", about="999"):
    return content(replace(PLAIN, question=question, display=short, statement=short + rest, about=about))


def figure(number, **more):
    return content(replace(PLAIN, headline=True, label=f"Figure {number}", display="9", **more))


def refused(number):
    ident = finding_id("performance", "refused", str(number), channel="all", stage="all", claim=NOT_POSSIBLE)
    return content(replace(PLAIN, id=ident, statement=f"Reason {number}."))


def shown(findings, missing=()):
    return html.fromstring(front_page(findings, site=SITE, missing=list(missing)))


def text(part):
    return " ".join(part.text_content().split())


ANSWERS = [
    answer(TARGET, "Target missed", ": 88.3%."),
    answer(GAVE_UP, "1 in 22 calls was given up"),
    answer(HOW_LONG, "9 in 10 calls that got through did so within 10 seconds", " (94.3%)."),
    answer(BETTER, "Worse than a year before"),
]


def test_how_long_and_whether_better_come_before_everything_else():
    page = shown([figure(1), *ANSWERS])
    [lead] = page.xpath("//p[@class='lead']")
    assert text(lead) == "999: 9 in 10 calls that got through did so within 10 seconds. Worse than a year before."
    words = text(page.find(".//main"))
    assert words.index(text(lead)) < words.index("Figure 1")


def test_the_questions_stand_in_one_order_for_every_channel():
    page = shown([*ANSWERS, *(answer(item["question"], "So", about="101") for item in ANSWERS)])
    assert [text(head) for head in page.xpath("//div[@class='answers']//h3")] == ["999", "101"]
    asked = [text(term) for term in page.xpath("//div[@class='answers']//dt")]
    assert asked == [HOW_LONG, BETTER, GAVE_UP, TARGET] * 2


def test_the_few_words_stand_out_and_are_not_said_twice():
    page = shown(ANSWERS)
    said = [text(part) for part in page.xpath("//div[@class='answers']//dd")]
    assert said[0] == "9 in 10 calls that got through did so within 10 seconds (94.3%)."
    assert said[3] == "Target missed: 88.3%."


def test_what_is_not_known_is_said_as_a_sentence():
    page = shown([answer(HOW_LONG, NOT_KNOWN, ". No waits."), answer(BETTER, NOT_KNOWN, ". No history.")])
    assert text(page.xpath("//p[@class='lead']")[0]) == (
        "999: How long people waited is not known. Whether that is better than a year before is not known."
    )


@pytest.mark.parametrize("number", [1, MOST_FIGURES, MOST_FIGURES + 3])
def test_there_are_six_figures_at_most(number):
    page = shown([figure(place) for place in range(number)])
    assert len(page.xpath("//ul[@class='headline']/li")) == min(number, MOST_FIGURES)


def test_a_small_line_stops_at_a_break():
    [drawn] = shown([figure(1, history=(1.0, 2.0, 3.0, 4.0), breaks=(2,))]).xpath("//ul[@class='headline']//svg")
    assert "broken where counting changed" in drawn.get("aria-label")
    assert len(drawn.findall(".//line")) == 1


def test_what_was_not_possible_comes_with_its_reason_and_the_rest_is_counted():
    page = shown([refused(number) for number in range(8)], [Missing("staffing", "No rota was supplied.")])
    [listed] = page.xpath("//h2[@id='not-possible']/following-sibling::ul[1]")
    said = [text(item) for item in listed]
    assert said[:MOST_NOT_POSSIBLE] == [f"Reason {number}." for number in range(MOST_NOT_POSSIBLE)]
    assert said[-1] == "The part “Staffing” is not in this review: No rota was supplied."
    assert "2 more stand in the findings" in text(page)


def test_nothing_refused_leaves_the_part_out():
    assert not shown(ANSWERS).xpath("//h2[@id='not-possible']")


def test_the_spread_of_waits_stands_under_its_heading():
    ident = finding_id("performance", "spread", "p90-of-answered", channel="999", stage="primary", claim="level")
    page = shown([*ANSWERS, content(replace(PLAIN, id=ident, statement="Half waited 4 seconds."))])
    [listed] = page.xpath("//h2[@id='statisticians']/following-sibling::ul[1]")
    assert text(listed).startswith("Half waited 4 seconds.")


def test_no_finding_at_all_still_makes_a_page():
    page = shown([], [Missing("performance", "No calls were supplied.")])
    assert "No calls were supplied." in text(page)
    assert not page.xpath("//p[@class='lead']")


@pytest.mark.parametrize("question", ["Who rang?", HOW_LONG])
def test_an_answer_needs_one_of_the_questions_and_whom_it_is_about(question):
    with pytest.raises(ValueError, match="front page's questions"):
        replace(PLAIN, question=question, display="So", about="" if question == HOW_LONG else "999")
