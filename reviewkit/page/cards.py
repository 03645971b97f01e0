"""Definition cards: each figure with how it is counted and when it misleads, readable on a telephone and aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from reviewkit.page.display import Bundle, check_id
from reviewkit.page.tables import as_csv

CARDS = "application/vnd.reviewkit.cards+json"


@dataclass(frozen=True, kw_only=True)
class Card:
    """One thing defined: its name, and facts about it as pairs of a heading and a text."""

    name: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Cards:
    """Cards in order, folded on the page, with the same words as CSV.

    Raises
    ------
    ValueError
        A bad id, or a card without facts.

    Examples
    --------
    >>> card = Card(name="Share answered", facts=(("How it is counted", "answered / offered"),))
    >>> Cards(id="definitions", title="Definitions", source="This review.", cards=(card,)).csv.splitlines()
    ['Name,How it is counted', 'Share answered,answered / offered']
    """

    id: str
    title: str
    source: str
    cards: tuple[Card, ...]

    def __post_init__(self) -> None:
        check_id(self.id)
        for card in self.cards:
            if not card.facts:
                msg = f"cards {self.id}: {card.name} says nothing"
                raise ValueError(msg)

    @property
    def csv(self) -> str:
        """The cards as CSV: a row for each, a column for each heading."""
        heads = ["Name", *dict.fromkeys(head for card in self.cards for head, _ in card.facts)]
        frame = pd.DataFrame([{"Name": card.name, **dict(card.facts)} for card in self.cards], columns=heads)
        return as_csv(frame, heads)

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        lines = [f"{card.name}: {head}: {said}" for card in self.cards for head, said in card.facts]
        return {
            CARDS: {
                "id": self.id,
                "title": self.title,
                "source": self.source,
                "cards": [{"name": card.name, "facts": [list(fact) for fact in card.facts]} for card in self.cards],
                "csv": self.csv,
            },
            "text/html": f"<b>{escape(self.title)}</b>{_html(self.cards)}",
            "text/plain": "\n".join([self.title, *lines]),
        }


def _html(cards: Sequence[Card]) -> str:
    return "".join(
        f"<details><summary>{escape(card.name)}</summary><dl>"
        + "".join(f"<dt>{escape(head)}</dt><dd>{escape(said)}</dd>" for head, said in card.facts)
        + "</dl></details>"
        for card in cards
    )
