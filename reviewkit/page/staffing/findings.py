"""What the staffing section found, as findings to cite and as the paragraphs that answer its question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import formats
from reviewkit.page.display import Notice
from reviewkit.page.findings import NOT_POSSIBLE, Finding, finding_id
from reviewkit.page.performance.words import upper_first, when_in_week
from reviewkit.page.staffing import words
from reviewkit.sections.rostering.service import AS_NOW, MOVED

if TYPE_CHECKING:
    from reviewkit.data.review import Review
    from reviewkit.sections.rostering.posts import Assumed, Post

NEEDED = "fewest people that keep the target in every half hour of a usual week to come, in hours"
SHORT = "people needed less people there, where above 0, in each half hour of a usual week, added up"


def what_was_found(
    review: Review, assumed: Assumed, work: pd.DataFrame, hours: pd.DataFrame, plans: pd.DataFrame
) -> tuple[Finding, ...]:
    """Return the findings of the section: hours short, the shortest hour, the service to expect; and what is not known.

    Parameters
    ----------
    work, hours, plans
        Results of ``hours_a_week``, ``by_hour`` and ``to_expect`` of :mod:`reviewkit.sections.staffing`.
    """
    found: list[Finding] = []
    for post in assumed.posts:
        row = post.queue.of(work).iloc[0]
        if post.there is None:
            found.append(_needed(post, row))
            continue
        found.append(_short(post, row, headline=_is_most(row, work)))
        worst = post.queue.of(hours).sort_values("short", ascending=False, kind="stable").iloc[0]
        found += [_shortest(post, worst, headline=_is_most(worst, hours))] if worst["short"] > 0 else []
        if post.queue.of(plans)["share"].notna().all():
            found.append(_service(post, post.queue.of(plans)))
    return (*found, *_refused(review, assumed))


def in_short(assumed: Assumed, findings: tuple[Finding, ...]) -> tuple[Notice, ...]:
    """Return what was found of each post in a few sentences."""
    said = []
    for post in assumed.posts:
        where = words.slug(post)
        of = [finding for finding in findings if "-".join(finding.id.split("/")[3:5]) == where]
        told = tuple(upper_first(finding.statement.removeprefix(f"{words.name(post)}: ")) for finding in of)
        said.append(Notice(title=words.name(post), paragraphs=told))
    return tuple(said)


def _is_most(row: pd.Series, table: pd.DataFrame) -> bool:
    return bool(row["short"] > 0 and row["short"] == table["short"].max())


def _needed(post: Post, row: pd.Series) -> Finding:
    return Finding(
        id=_id(post, "hours-needed", "week", claim="level"),
        statement=f"{words.name(post)}: {words.hours(row['needed'])} of work a week are needed for "
        f"{words.target(post)} in every half hour; how many are there is not known.",
        value=row["needed"], unit="hours", definition=NEEDED, anchor="hours-a-week", **_span(post),
    )  # fmt: skip


def _short(post: Post, row: pd.Series, *, headline: bool) -> Finding:
    name = words.name(post)
    missing = f"{words.hours(row['short'])} of work a week missing" if row["short"] else "no hours missing"
    spare = f"{words.hours(row['spare'])} to spare" if row["spare"] else "none to spare"
    return Finding(
        id=_id(post, "hours-short", "week", claim="level"),
        statement=f"{name}: {missing} when they are needed, and {spare} at other times. For {words.target(post)} in "
        f"every half hour {words.hours(row['needed'])} a week are needed; {words.hours(row['there'])} are there.",
        value=row["short"], unit="hours", definition=SHORT, direction="lower is better", anchor="hours-a-week",
        headline=headline, label=f"{name}: hours of work missing in a week" if headline else "",
        display=formats.count(row["short"]) if headline else "",
        change=f"{formats.count(row['needed'])} needed, {formats.count(row['there'])} there" if headline else "",
        **_span(post),
    )  # fmt: skip


def _shortest(post: Post, row: pd.Series, *, headline: bool) -> Finding:
    name, when = words.name(post), when_in_week(row)
    return Finding(
        id=_id(post, "people-short", "worst-hour", claim="level"),
        statement=f"{name}: most people are missing on {when}: {words.people(row['needed'])} needed, "
        f"{words.people(row['there'])} there.",
        value=row["short"], unit="people", definition="people needed less people there, mean of the hour",
        direction="lower is better", anchor=f"gap-{words.slug(post)}", headline=headline,
        label=f"{name}: people missing on {when}" if headline else "",
        display=f"{row['short']:.1f}" if headline else "",
        change=f"{row['needed']:.1f} needed, {row['there']:.1f} there" if headline else "", **_span(post),
    )  # fmt: skip


def _service(post: Post, plans: pd.DataFrame) -> Finding:
    by = plans.set_index("plan")
    now, then = by.loc[AS_NOW, "share"], by.loc[MOVED, "share"]
    return Finding(
        id=_id(post, "service-to-expect", f"{post.within_s}-s", claim="forecast"),
        statement=f"{words.name(post)}: with the people there, {formats.per_cent(now, decimals=1)} of calls for a "
        f"person are to be answered within {formats.wait(post.within_s)}; with the same hours moved to where calls "
        f"need them, at most {formats.per_cent(then, decimals=1)}.",
        value=now, unit="share", definition="calls answered in time / calls for a person, worked out half hour by "
        "half hour", comparator=f"target {words.target(post)}", direction="higher is better", anchor="staffing-plans",
        **_span(post),
    )  # fmt: skip


def _refused(review: Review, assumed: Assumed) -> list[Finding]:
    return [
        Finding(
            id=finding_id("staffing", "refused", "need", claim=NOT_POSSIBLE, channel=row["channel"],
                          stage=row["stage"]),
            statement=f"{upper_first(row['name'])}: {row['reason']}", value=None, unit="",
            definition="what could not be worked out, and why", start=review.start, end=review.end, anchor="",
        )
        for row in assumed.refused.to_dict("records")
    ]  # fmt: skip


def _span(post: Post) -> dict[str, object]:
    return {"start": post.ahead[0].date(), "end": post.ahead[1].date()}


def _id(post: Post, metric: str, definition: str, *, claim: str) -> str:
    return finding_id("staffing", metric, definition, channel=post.queue.channel, stage=post.queue.stage, claim=claim)
