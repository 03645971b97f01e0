"""Findings about the caller's journey, to be cited in recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import formats
from reviewkit.page.findings import Direction, Finding, finding_id
from reviewkit.page.performance.journey import channel_name, covered
from reviewkit.page.performance.journey_callers import WITHIN_H, WITHIN_MIN

if TYPE_CHECKING:
    from reviewkit.data.review import Review

LOWER: Direction = "lower is better"


def found_on_the_journey(
    review: Review, waits: pd.DataFrame, again: pd.DataFrame, turned: pd.DataFrame
) -> tuple[Finding, ...]:
    """Return findings on waits from end to end, on callers who rang again, and on 999 after giving up on 101.

    What is about too few people, or cannot be told, is no finding. None is a headline: the front page has its own.
    """
    passed = waits[(waits["passed"] == "yes") & (waits["ended"] == "answered")]
    rang = again[(again["by"] == "caller") & (again["after"] == "all")]
    spilt = turned[turned["after"] == "abandoned"]
    return (
        *(_wait(review, row) for row in passed.itertuples() if pd.notna(row.q90_s)),
        *(_again(row) for row in rang.itertuples() if pd.notna(row.share)),
        *(_spill(row) for row in spilt.itertuples() if pd.notna(row.share)),
    )


def _wait(review: Review, row: object) -> Finding:
    name = channel_name(review, row.channel)
    return Finding(
        id=finding_id("performance", "journey wait", "9 in 10", channel=row.channel, stage="all", claim="level"),
        statement=f"9 in 10 {name} callers who were passed on and then answered waited no more than "
        f"{formats.wait(row.q90_s)} in all ({_when(row)}).",
        value=row.q90_s,
        unit="seconds",
        definition="the shortest time that 9 in 10 did not exceed, of the waits of all stages of a call added up",
        anchor="end-to-end-waits",
        direction=LOWER,
        **_period(row),
    )


def _again(row: object) -> Finding:
    span = WITHIN_H[row.within_h]
    return Finding(
        id=finding_id("performance", "repeat contact", span, channel="all", stage="all", claim="level"),
        statement=f"{formats.per_cent(row.share)} of callers with a usable number rang again within {span} "
        f"({_when(row)}).",
        value=row.share,
        unit="share",
        definition=f"callers with two calls no more than {span} apart, of those who could be followed so long",
        anchor="rang-again",
        direction=LOWER,
        **_period(row),
    )


def _spill(row: object) -> Finding:
    span = WITHIN_MIN[row.within_min]
    return Finding(
        id=finding_id("performance", "999 after 101", span, channel="101", stage="all", claim="level"),
        statement=f"{formats.per_cent(row.share)} of people who gave up on 101 rang 999 within {span} ({_when(row)}).",
        value=row.share,
        unit="share",
        definition=f"people who rang 999 no more than {span} after giving up on 101, of those who could be followed",
        anchor="rang-999-after-101",
        direction=LOWER,
        **_period(row),
    )


def _when(row: object) -> str:
    return covered(pd.DataFrame([{"first_day": row.first_day, "last_day": row.last_day}]))


def _period(row: object) -> dict[str, object]:
    return {"start": row.first_day.date(), "end": row.last_day.date()}
