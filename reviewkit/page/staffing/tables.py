"""The tables of the staffing page: hours short and to spare, the shortest hours, other assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import formats
from reviewkit.page.display import Notice, Prose, Table
from reviewkit.page.performance.words import upper_first, when_in_week
from reviewkit.page.staffing import words
from reviewkit.page.tables import Field, table
from reviewkit.sections.rostering.need import AS_EXPECTED, SHRINKAGE_POINTS

if TYPE_CHECKING:
    from reviewkit.data.review import Review
    from reviewkit.sections.rostering.posts import Assumed

ONE_FOR_THE_OTHER = (
    "Hours to spare do not make up for hours short: they fall at other times. Paid hours hold leave, sickness, "
    "training and breaks at the share they have now."
)
NONE_SHORT = "In a usual week there is no hour in which people are missing."
LIKE_NOW = "Changes are worked out half hour by half hour with the long-run formula and added to the hours needed."
REDIALS = (
    "Calls given up and tried again would not have come had somebody answered. Nobody knows how many these are where "
    "callers are not known, so the rows give the range."
)


def hours_a_week(review: Review, assumed: Assumed, hours: pd.DataFrame) -> Table:
    """Return hours needed, there, short and to spare in a week, for each post."""
    rows = hours.assign(name=hours["name"].map(upper_first), unpaid="The data do not say how much time was paid.")
    return table(
        rows, id="hours-a-week", title="Hours of work in a usual week", source=words.source(review, assumed),
        fields=[Field("name", "Post"), Field("needed", "Hours needed", "number", 0),
                Field("there", "Hours there", "number", 0, reason="reason"),
                Field("short", "Hours short", "number", 0, reason="reason"),
                Field("spare", "Hours to spare", "number", 0, reason="reason"),
                Field("paid", "Paid hours for those needed", "number", 0, reason="unpaid")],
        notes=(ONE_FOR_THE_OTHER,), also_csv=["channel", "stage", "shrinkage"],
    )  # fmt: skip


def shortest_hours(review: Review, assumed: Assumed, shortest: pd.DataFrame) -> tuple[Table | Prose | Notice, ...]:
    """Return the hours of the week in which most people are missing."""
    if all(post.there is None for post in assumed.posts):
        return ()
    if shortest.empty:
        return (Prose(paragraphs=(NONE_SHORT,)),)
    names = {(post.queue.channel, post.queue.stage): words.name(post) for post in assumed.posts}
    rows = shortest.assign(
        when=[when_in_week(row) for _, row in shortest.iterrows()],
        name=[names[row.channel, row.stage] for row in shortest.itertuples()],
    )
    return (
        table(
            rows, id="shortest-hours", source=words.source(review, assumed),
            title="The hour in which most people are missing" if len(rows) == 1
            else f"The {len(rows)} hours in which most people are missing",
            fields=[Field("when", "Hour"), Field("name", "Post"), Field("short", "People missing", "number", 1),
                    Field("needed", "Needed", "number", 1), Field("there", "There", "number", 1)],
            also_csv=["channel", "stage", "weekday", "hour"],
        ),
    )  # fmt: skip


def if_it_turns_out_otherwise(review: Review, assumed: Assumed, otherwise: pd.DataFrame) -> Table:
    """Return the hours needed under other assumptions: a row for each, a column for each post."""
    rows = []
    for (change, by), part in otherwise.groupby(["change", "by"], sort=False, dropna=False):
        row = {"said": _said(change, by), "change": change, "by": by}
        row |= {_post(one): one.hours for one in part.itertuples()}
        whole = len(part) == len(assumed.posts)
        rows.append(row | {"paid": part["paid"].sum(min_count=len(assumed.posts)) if whole else float("nan")})
    frame = pd.DataFrame([*rows, *_away(otherwise)])
    frame["why"] = "Not worked out: it is known of other posts only, or paid time is not."
    named = [Field(_post(post.queue), f"{words.name(post)} (hours)", "number", 0, "why") for post in assumed.posts]
    paid = [Field("paid", "All together (paid hours)", "number", 0, "why")] if frame["paid"].notna().any() else []
    return table(
        frame, id="staffing-otherwise", title="Hours needed in a week, if things turn out otherwise",
        source=words.source(review, assumed), fields=[Field("said", "If"), *named, *paid],
        notes=(LIKE_NOW, *((REDIALS,) if (otherwise["change"] == "redials").any() else ())),
        marked=[0], also_csv=["change", "by"],
    )  # fmt: skip


def _post(row: object) -> str:
    """Return the column of a post."""
    return f"{row.channel}_{row.stage}_hours"


def _away(otherwise: pd.DataFrame) -> list[dict[str, object]]:
    """Return what other shares of paid time away from the desk would mean for paid hours."""
    usual = otherwise[otherwise["change"] == AS_EXPECTED]
    if usual["paid"].isna().any():
        return []
    share = 1 - usual["hours"] / usual["paid"]
    rows = []
    for points, said in ((SHRINKAGE_POINTS, "more"), (-SHRINKAGE_POINTS, "less")):
        hours = {_post(one): one.hours for one in usual.itertuples()}
        paid = (usual["hours"] / (1 - share - points)).sum()
        told = f"{formats.points(points)} {said} of paid time not at the desk"
        rows.append({"said": upper_first(told), "change": "shrinkage", "by": points, **hours, "paid": paid})
    return rows


def _said(change: str, by: float) -> str:
    size = formats.per_cent(abs(by - 1)) if pd.notna(by) else ""
    if change == AS_EXPECTED:
        return "All is as expected"
    if change == "calls":
        return f"{size} {'more' if by > 1 else 'fewer'} calls"
    if change == "handling":
        return f"Calls take {size} {'longer' if by > 1 else 'less time'}"
    if change == "redials":
        return f"{formats.per_cent(by)} of given-up calls were the same callers again"
    return "Nobody gives up"
