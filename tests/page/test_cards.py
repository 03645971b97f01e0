"""Definition cards: every fact in words, on the page and in the download."""

from __future__ import annotations

import csv
import io

import pytest

from reviewkit.page.cards import CARDS, Card, Cards

ANSWERED = Card(name="Share answered", facts=(("How it is counted", "Answered / offered"), ("Of what", "All calls")))
WAIT = Card(name="=Mean wait", facts=(("How it is counted", "Seconds / answered"),))


def cards(*items: Card, id: str = "definitions") -> Cards:  # noqa: A002 - the word on the page
    return Cards(id=id, title="Definitions", source="This review", cards=items)


def test_a_card_travels_with_every_fact():
    content = cards(ANSWERED)._repr_mimebundle_()[CARDS]
    assert content["cards"] == [
        {"name": "Share answered", "facts": [["How it is counted", "Answered / offered"], ["Of what", "All calls"]]}
    ]


def test_the_download_has_a_row_a_card_and_runs_nothing_in_a_spreadsheet():
    rows = list(csv.DictReader(io.StringIO(cards(ANSWERED, WAIT).csv)))
    assert [row["Name"] for row in rows] == ["Share answered", "'=Mean wait"]
    assert [row["Of what"] for row in rows] == ["All calls", ""]


@pytest.mark.parametrize("wrong", [{"id": "Two words"}, {"items": (Card(name="Empty", facts=()),)}])
def test_cards_that_say_nothing_or_have_no_anchor_are_refused(wrong):
    with pytest.raises(ValueError, match=r"id|says nothing"):
        cards(*wrong.get("items", (ANSWERED,)), id=wrong.get("id", "definitions"))


def test_in_a_notebook_nothing_in_a_card_is_taken_for_html():
    html = cards(Card(name="<b>", facts=(("a", "<script>"),)))._repr_mimebundle_()["text/html"]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
