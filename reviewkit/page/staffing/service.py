"""The service to expect: whether the calculation can be trusted, what today's people give, and the same hours moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import formats, sentences
from reviewkit.page.display import Notice, Prose, Table
from reviewkit.page.performance.words import upper_first
from reviewkit.page.staffing import words
from reviewkit.page.tables import Field, table
from reviewkit.sections.rostering.posts import NO_STAFFED
from reviewkit.sections.rostering.service import AS_NEEDED, AS_NOW, MOVED

if TYPE_CHECKING:
    from reviewkit.data.review import Review
    from reviewkit.sections.rostering.posts import Assumed

NEAR = 0.02
FAR = 0.05
WHY_CHECK = (
    "A calculation that says what would happen with other people must first say what did happen with those there. For "
    "the weeks counted it was given the people there, the calls of each day and the time they took, and asked how many "
    "callers were answered in time."
)
OFF = (
    "It is off where more went on than it knows: calls that come in bunches (one accident, many callers), people who "
    "are logged in and not free, calls passed from one to the other."
)
RUNG_BACK = (
    "{name}: {share} of these callers chose to be rung back. The count takes them for not answered in time, the "
    "calculation keeps them waiting: they are part of the difference."
)
PLANS = {AS_NOW: "people as they are now", MOVED: "the same hours, moved", AS_NEEDED: "people as needed"}
THE_MOST = (
    "Moved: the same hours in all, with people put into each half hour so that every half hour gets about the same "
    "service. No rota can be cut so, as shifts have a length: it is the most there is to gain by moving alone. "
    "People are counted whole in each half hour, so that hours differ a little from those above."
)
MORE_BELOW = (
    "Where the hours are too few for the target, moving them makes all half hours alike, and may leave more of them "
    "just below it."
)


def can_it_be_trusted(review: Review, assumed: Assumed, checked: pd.DataFrame) -> tuple[Prose | Table | Notice, ...]:
    """Return, in words and in a table, the service worked out for the past weeks beside what was measured."""
    if checked.empty:
        return (Notice(title="The calculation cannot be held against what was", paragraphs=(NO_STAFFED,)),)
    said = [_verdict(row) for row in checked.itertuples()]
    back = [
        RUNG_BACK.format(name=words.name(post), share=formats.per_cent(post.rung_back))
        for post in assumed.posts
        if post.there is not None and post.rung_back >= NEAR
    ]
    rows = checked.assign(
        name=[f"{upper_first(row.name_)}, within {formats.wait(row.within_s)}" for row in _named(checked)]
    )
    shown = table(
        rows, id="staffing-checked", title="Answered in time: worked out, and measured",
        source=words.source(review, assumed),
        fields=[Field("name", "Post"), Field("expected", "Worked out (%)", "share", reason="reason"),
                Field("measured", "Measured (%)", "share", reason="reason")],
        also_csv=["channel", "stage", "weeks", "first_day", "last_day", "within_s", "off"],
    )  # fmt: skip
    return (Prose(paragraphs=(WHY_CHECK, *said, *back, OFF)), shown)


def what_to_expect(review: Review, assumed: Assumed, plans: pd.DataFrame) -> tuple[Prose | Table, ...]:
    """Return the service to expect in a usual week to come: as it is, with the same hours moved, and as needed."""
    told = tuple(text for _, part in plans.groupby(["channel", "stage"], sort=False) if (text := _gain(part)))
    rows = plans.assign(
        name=[f"{upper_first(row.name_)}: {PLANS[row.plan]}" for row in _named(plans)],
        goal=[f"{formats.per_cent(row.target)} within {formats.wait(row.within_s)}" for row in plans.itertuples()],
    ).reset_index(drop=True)
    notes = (THE_MOST, MORE_BELOW) if (plans["plan"] == MOVED).any() else ()
    shown = table(
        rows, id="staffing-plans", title="The service to expect in a usual week to come", notes=notes,
        source=words.source(review, assumed), marked=rows.index[rows["plan"] == MOVED].tolist(),
        fields=[Field("name", "Post and plan"), Field("hours", "Hours a week", "number", 0),
                Field("share", "Answered in time (%)", "share", reason="reason"), Field("goal", "Target"),
                Field("worst", "In the worst half hour (%)", "share", reason="reason"),
                Field("below", "Half hours below the target, of 336", "number", 0, reason="reason")],
        also_csv=["channel", "stage", "plan", "within_s", "target"],
    )  # fmt: skip
    return (*((Prose(paragraphs=told),) if told else ()), shown)


def _named(frame: pd.DataFrame) -> list[tuple]:
    return list(frame.rename(columns={"name": "name_"}).itertuples())


def _verdict(row: object) -> str:
    weeks = f"{row.weeks} weeks to {sentences.day(row.last_day)}" if row.weeks > 1 else sentences.day(row.last_day)
    name = upper_first(_name(row))
    expected, within = formats.per_cent(row.expected, decimals=1), formats.wait(row.within_s)
    if pd.isna(row.expected):
        return f"{name}: {row.reason}"
    said = f"{name}: over the {weeks} it says {expected} within {within}"
    if pd.isna(row.measured):
        return f"{said}; how many were is not counted."
    off = f"{said}; measured were {formats.per_cent(row.measured, decimals=1)}"
    how = "hopeful" if row.off > 0 else "gloomy"
    if abs(row.off) < NEAR:
        return f"{off}. That is near: what it says of other numbers of people can be used."
    if abs(row.off) < FAR:
        return f"{off}. It is {formats.points(row.off)} too {how}: take what it says as rough."
    return f"{off}. It is {formats.points(row.off)} too {how}: take what it says as a direction, not as a figure."


def _name(row: object) -> str:
    return row._asdict()["name"]


def _gain(part: pd.DataFrame) -> str:
    by = part.set_index("plan")
    if MOVED not in by.index or by["share"].isna().any():
        return ""
    now, then = by.loc[AS_NOW], by.loc[MOVED]
    name, within = upper_first(now["name"]), formats.wait(now["within_s"])
    shares = [formats.per_cent(row["share"], decimals=1) for row in (now, then)]
    enough = by.loc[AS_NEEDED, "hours"] <= now["hours"]
    moved = f"{name}: {shares[0]} are to be expected within {within} as things are, and {shares[1]} at most if the "
    moved += f"same {words.hours(now['hours'])} a week were moved to where calls need them. "
    need = words.hours(by.loc[AS_NEEDED, "hours"])
    if enough:
        return (
            f"{moved}The hours are enough for the target in every half hour ({need} would do); when they fall matters."
        )
    return f"{moved}Moving alone is not enough for the target in every half hour: that takes {need}."
