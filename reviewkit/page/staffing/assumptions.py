"""What staffing is worked out from, before any figure: each assumption in plain words, with where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import formats
from reviewkit.page.display import Notice, Prose, Table
from reviewkit.page.performance.words import unique, upper_first
from reviewkit.page.staffing import words
from reviewkit.page.tables import Field, table
from reviewkit.sections.rostering.weeks import SLOTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.data.review import Review
    from reviewkit.sections.rostering.posts import Assumed, Post

HOW = (
    "How many people are needed follows from how many calls come, how long each keeps a handler, and how soon callers "
    "are to be answered. Calls come by chance, so a few more people are needed than the work alone would keep busy; "
    "the smaller the team, the more so. Every figure on this page rests on the assumptions below: where one is wrong, "
    "what follows from it is wrong too."
)
FOR_A_PERSON = (
    "Calls served by a recorded message, ended by the system, or given up within {seconds} are left out: no number of "
    "people changes them. Targets are held against the remaining calls, so shares on this page are higher than those "
    "of all calls offered."
)
NOT_KNOWN_PATIENCE = (
    "{name}: nobody is taken to give up, because how long callers are willing to wait is not known. {reason} Where "
    "people do give up, fewer are needed than this page says."
)
LEARNT = "The waits of all callers, added up, / callers who gave up"
NOT_ASKED = "Not known"


def what_is_assumed(review: Review, assumed: Assumed) -> tuple[Prose | Table | Notice, ...]:
    """Return the assumptions in words and as a table, and the queues nothing could be worked out for."""
    unknown = [
        NOT_KNOWN_PATIENCE.format(name=words.name(post), reason=post.patience.reason)
        for post in assumed.posts
        if post.patience.mean_s is None
    ]
    left_out = FOR_A_PERSON.format(seconds=formats.wait(review.force.short_abandon_s))
    refused = [f"{upper_first(row.name_)}: {row.reason}" for row in _named(assumed.refused)]
    notices = (Notice(title="Not worked out", paragraphs=unique(refused)),) if refused else ()
    return (Prose(paragraphs=(HOW,)), _table(review, assumed), Prose(paragraphs=(left_out, *unknown)), *notices)


def _named(refused: pd.DataFrame) -> list[tuple]:
    return list(refused.rename(columns={"name": "name_"}).itertuples())


def _table(review: Review, assumed: Assumed) -> Table:
    ahead = words.ahead(assumed.posts[0])
    lately = upper_first(words.weeks(assumed.posts[0]))
    lines: list[tuple[str, Callable[[Post], str], str]] = [
        ("Target", words.target, "Declared in force.toml, with the place where it is written down"),
        ("Calls expected in a week", _offered, f"Forecast of this review, {ahead}"),
        ("Of these, for a person", lambda post: formats.per_cent(post.for_a_person), f"{lately}, as counted"),
        ("Time a call keeps a handler (m:ss)", lambda post: formats.clock(post.handling_s),
         "As counted, continued where it clearly changes; one figure for all hours"),
        ("People there at one time, mean", _there, f"{lately}: time staffed / time passed"),
        ("How long callers are willing to wait, mean (m:ss)", _patience, f"{lately}: {LEARNT.lower()}"),
        ("Of paid time, not at the desk", _away, f"{lately}: 1 - time staffed / time paid"),
    ]  # fmt: skip
    rows = pd.DataFrame(
        [{"what": what, **{words.slug(post): say(post) for post in assumed.posts}, "origin": origin}
         for what, say, origin in lines]
    )  # fmt: skip
    columns = [Field(words.slug(post), words.name(post)) for post in assumed.posts]
    return table(
        rows, id="staffing-assumptions", title="What is assumed", source=words.source(review, assumed),
        fields=[Field("what", "Assumption"), *columns, Field("origin", "Where it comes from")],
    )  # fmt: skip


def _offered(post: Post) -> str:
    return formats.count(post.calls.sum() / post.for_a_person)


def _there(post: Post) -> str:
    return NOT_ASKED if post.there is None else formats.number(post.mean_there.sum() / SLOTS, 1)


def _patience(post: Post) -> str:
    return NOT_ASKED if post.patience.mean_s is None else formats.clock(post.patience.mean_s)


def _away(post: Post) -> str:
    return NOT_ASKED if pd.isna(post.shrinkage) else formats.per_cent(post.shrinkage)
