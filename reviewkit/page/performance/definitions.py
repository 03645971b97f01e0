"""How each figure is counted: a card for every figure the page gives or refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.methods.measures import MEASURES, Definition
from reviewkit.page import formats, sentences
from reviewkit.page.cards import Card, Cards
from reviewkit.page.performance import words

if TYPE_CHECKING:
    from reviewkit.data.review import Review


def how_each_figure_is_counted(review: Review, stages: pd.DataFrame) -> Cards:
    """Return the definition of every figure asked of the data, in the order of the page.

    Each card has the formula, what it is a share or a mean of, when the clock runs, and when it misleads; a figure
    that no queue can give also says why.
    """
    asked = stages[["measure", "threshold_s", "value", "reason"]]
    cards = tuple(
        _card(review, name, card, asked[asked["measure"] == name])
        for name, card in MEASURES.items()
        if (asked["measure"] == name).any()
    )
    return Cards(
        id="definitions", title="How each figure is counted", source="Definitions of this review.", cards=cards
    )


def _card(review: Review, name: str, card: Definition, rows: pd.DataFrame) -> Card:
    times = sorted({int(time) for time in rows["threshold_s"].dropna()})
    facts = [("How it is counted", card.formula)]
    if card.denominator:
        facts.append(("Of what", card.denominator))
    facts += [("When the clock runs", card.clock), ("When it misleads", card.misleads)]
    if name == "first_contact_resolution" and review.force.first_contact_rule:
        facts.append(("The force's rule", sentences.sentence(review.force.first_contact_rule)))
    if rows["value"].isna().all():
        facts.append(("Why it is not shown", " ".join(words.unique(rows["reason"]))))
    label = card.label.format(threshold=" or ".join(formats.wait(time) for time in times))
    return Card(name=label, facts=tuple((head, words.upper_first(said)) for head, said in facts))
