"""Findings about what happened after the call, to be cited in recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import formats, sentences
from reviewkit.page.findings import Finding, finding_id
from reviewkit.page.performance.beyond import contact_sentence, speed_sentence, title_barriers, use_sentence

if TYPE_CHECKING:
    from reviewkit.data.review import Review


def found_after_the_call(
    review: Review, contact: pd.DataFrame, standards: pd.DataFrame, reports: pd.DataFrame, register: pd.DataFrame
) -> tuple[Finding, ...]:
    """Return a finding for contact back, for each standard, for intelligence and for the barriers that stand.

    What is about too few people, or cannot be told, is no finding.
    """
    return (
        *(_contact(review, row) for _, row in contact.iterrows() if _told(row)),
        *(_standard(review, row) for _, row in standards.iterrows() if _told(row)),
        *(finding for _, row in reports.iterrows() if row["submitted"] for finding in _intelligence(review, row)),
        *((_barriers(review, register),) if len(register) else ()),
    )


def _told(row: pd.Series) -> bool:
    return not row["withheld"] and pd.notna(row["share"])


def _contact(review: Review, row: pd.Series) -> Finding:
    return Finding(
        id=_id("contact back", "in time", "level"),
        statement=contact_sentence(review, row),
        value=row["share"],
        unit="share",
        definition="promises to contact a victim back kept by the time promised, of those that fell due in the period",
        start=review.start,
        end=review.end,
        anchor="contact-back",
        direction="higher is better",
    )


def _standard(review: Review, row: pd.Series) -> Finding:
    when = sentences.period(review.start, review.end)
    promised, share = formats.per_cent(row["promised_share"]), formats.per_cent(row["share"], decimals=1)
    return Finding(
        id=_id("service standard", row["standard"], "promise"),
        statement=f"{row['standard']}: kept {formats.count(row['kept'])} of {formats.count(row['due'])} times in "
        f"{when} ({share}); {promised} was promised.",
        value=row["share"],
        unit="share",
        definition="times the standard was kept, of the times it fell due",
        start=review.start,
        end=review.end,
        anchor="service-standards",
        comparator=f"at least {promised}: {row['citation']}",
        direction="higher is better",
    )


def _intelligence(review: Review, row: pd.Series) -> list[Finding]:
    came = f"{formats.count(row['submitted'])} intelligence reports came from calls."
    common = {
        "start": review.start,
        "end": review.end,
        "anchor": "after-the-call",
    }
    found = []
    if pd.notna(row["nine_in_ten_s"]):
        found.append(
            Finding(
                id=_id("intelligence", "time to an analyst", "nine in ten"),
                statement=f"{came} {speed_sentence(row)}",
                value=row["nine_in_ten_s"],
                unit="seconds",
                definition="the time within which 9 in 10 of all reports submitted in the period reached an analyst",
                direction="lower is better",
                **common,
            )
        )
    if _told(row):
        found.append(
            Finding(
                id=_id("intelligence", "use stated", "level"),
                statement=f"{came} {use_sentence(row)}",
                value=row["share"],
                unit="share",
                definition="reports with a use written down, of those of which it is known whether there is one",
                direction="higher is better",
                **common,
            )
        )
    return found


def _barriers(review: Review, register: pd.DataFrame) -> Finding:
    return Finding(
        id=_id("barriers", "standing", "count"),
        statement=sentences.sentence(title_barriers(register)),
        value=float((register["status"] != "removed").sum()),
        unit="barriers",
        definition="barriers in the force's register, raised by the end of the period and not removed",
        start=review.start,
        end=review.end,
        anchor="barriers",
        direction="lower is better",
    )


def _id(metric: str, definition: str, claim: str) -> str:
    return finding_id("performance", metric, definition, channel="", stage="", claim=claim)
