"""After the call: contact back with victims, service standards, intelligence and barriers, in words and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.methods.disclosure import FEWEST_PEOPLE
from reviewkit.page import formats, sentences
from reviewkit.page.display import Prose, Table
from reviewkit.page.performance import frames
from reviewkit.page.tables import Field, table
from reviewkit.sections import beyond

if TYPE_CHECKING:
    from reviewkit.data.review import Review

NAMES = {
    "contact_back": "contact back with victims",
    "service_standards": "service standards",
    "intelligence": "intelligence from calls",
    "barriers": "technical and other barriers",
}
FEW = f"fewer than {FEWEST_PEOPLE}"
HOUR_S, DAY_S = 3_600, 86_400
FEW_DAYS = 3
NO_EVIDENCE = "None supplied."
ROLES = {
    "officer": "Officer",
    "investigator": "Investigator",
    "control room": "Control room",
    "victim care": "Victim care",
    "other": "Other",
    beyond.NOT_SAID: "Not stated",
}


def contact_back(review: Review, contact: pd.DataFrame, roles: pd.DataFrame) -> tuple[Prose | Table, ...]:
    """Say how many promises to contact a victim back were kept in time, and show by whom; nothing where none came."""
    if contact.empty:
        return ()
    said = Prose(paragraphs=(contact_sentence(review, contact.iloc[0]),))
    return (said, _by_whom(review, roles)) if len(roles) else (said,)


def contact_sentence(review: Review, row: pd.Series) -> str:
    """Return how many promises of contact fell due, and how many were kept in time, late and not at all."""
    when = f"to contact a victim back fell due in {sentences.period(review.start, review.end)}"
    if row["due"] == 0:
        return f"No promise {when}."
    promises = formats.things(row["due"], "promise", "promises")
    later = row["not_yet_due"]
    more = f" {_counted(later)} more had been made and were not yet due: they are left out." if later else ""
    if 0 < row["due"] < FEWEST_PEOPLE:
        return f"{FEW.capitalize()} promises {when}: too few for figures.{more}"
    if row["withheld"]:
        return f"{promises} {when}. How many were kept is not shown: {FEW} were late, open or in time.{more}"
    kept, late, still = (
        f"{formats.count(row[part])} ({formats.per_cent(row[part] / row['due'])})"
        for part in ("in_time", "late", "open")
    )
    return (
        f"{promises} {when}. {kept} were kept in time, {late} were kept late and {still} had not been kept when the "
        f"records were taken.{more}"
    )


def _counted(number: float) -> str:
    return FEW.capitalize() if number < FEWEST_PEOPLE else formats.count(number)


def _by_whom(review: Review, roles: pd.DataFrame) -> Table:
    fields = [
        Field("role", "By whom"),
        Field("share", "In time (%)", "share"),
        Field("in_time", "In time", "people"),
        Field("late", "Late", "people"),
        Field("made", "All contacts", "people"),
    ]
    return table(
        roles.assign(role=roles["made_by"].map(ROLES)), id="contact-back", fields=fields, units="promises",
        title=f"Who contacted victims back, {sentences.period(review.start, review.end)}", confidential="withheld",
        source=frames.of_the_force(review, "records"), also_csv=["made_by"],
        notes=("Of promises that fell due in the period. A victim with two promises is counted twice.",),
    )  # fmt: skip


def service_standards(review: Review, standards: pd.DataFrame) -> tuple[Table, ...]:
    """Return how often each service standard was kept, against what was promised; nothing where none came."""
    if standards.empty:
        return ()
    fields = [
        Field("standard", "Standard"),
        Field("share", "Kept (%)", "share", reason="reason"),
        Field("promised_share", "Promised (%)", "share", decimals=0),
        Field("verdict", "Promise"),
        Field("kept", "Kept", "people"),
        Field("due", "Fell due", "people"),
        Field("told", "Told when missed", "people", reason="told_reason"),
    ]
    untold = standards["told"].isna() & (standards["due"] > 0)
    frame = standards.assign(
        told_reason=standards["reason"].mask(untold, "The records do not say how many were told."),
        verdict=standards["verdict"].map({"met": "Met", "missed": "Missed"}).fillna("Cannot be told"),
    )
    beyond_period = int(standards["left_out"].sum())
    notes = [f"{row.standard}: {sentences.sentence(row.citation)}" for row in frame.itertuples() if row.citation]
    if beyond_period:
        rows = formats.things(beyond_period, "record that reaches", "records that reach")
        notes.append(f"Left out: {rows} beyond the period under review.")
    return (
        table(
            frame, id="service-standards", fields=fields, confidential="withheld", title=title_standards(standards),
            units="% of the times it fell due, and times", source=frames.of_the_force(review, "records"),
            also_csv=["citation"], notes=notes,
        ),
    )  # fmt: skip


def title_standards(standards: pd.DataFrame) -> str:
    """Say how many standards were kept as often as was promised, of those that can be told."""
    told = standards[standards["verdict"] != "cannot be told"]
    if told.empty:
        return "No service standard can be held against what was promised"
    met = int((told["verdict"] == "met").sum())
    if len(told) == 1:
        return f"The service standard was {'' if met else 'not '}kept as often as promised"
    verb = "were" if met > 1 else "was"
    return f"{met or 'None'} of {len(told)} service standards {verb} kept as often as promised"


def intelligence(review: Review, reports: pd.DataFrame) -> tuple[Prose, ...]:
    """Say how many intelligence reports came from calls, how soon they reached an analyst, and how many had a use."""
    return () if reports.empty else (Prose(paragraphs=(intelligence_sentence(review, reports.iloc[0]),)),)


def intelligence_sentence(review: Review, row: pd.Series) -> str:
    """Return the whole paragraph on intelligence from calls."""
    when = sentences.period(review.start, review.end)
    number = row["submitted"]
    if number == 0:
        return f"No intelligence was submitted from calls in {when}."
    if number < FEWEST_PEOPLE:
        return f"{FEW.capitalize()} intelligence reports were submitted from calls in {when}: too few for figures."
    said = f"{formats.count(number)} intelligence reports were submitted from calls in {when}. "
    return f"{said}{speed_sentence(row)} {use_sentence(row)}"


def speed_sentence(row: pd.Series) -> str:
    """Return how soon the reports reached an analyst."""
    if pd.isna(row["half_s"]):
        return "More than half of them had reached no analyst when the records were taken."
    half = f"Half of them reached an analyst within {span(row['half_s'])}"
    if pd.isna(row["nine_in_ten_s"]):
        return f"{half}; more than 1 in 10 had reached none when the records were taken."
    return f"{half}, and 9 in 10 within {span(row['nine_in_ten_s'])}."


def use_sentence(row: pd.Series) -> str:
    """Return for how many reports it is written down what they were used for."""
    if row["looked"] == 0:
        return beyond.NOBODY_LOOKED
    if row["withheld"]:
        return "How many had a use stated is not shown, because the number, or that of the others, is too small."
    known = f"It is known of {formats.count(row['looked'])} of them whether a use was written down; "
    stated = f"for {formats.count(row['stated'])} ({formats.per_cent(row['share'])}) one was."
    return known + stated


def barriers(review: Review, register: pd.DataFrame) -> tuple[Table, ...]:
    """Return the register of barriers as a table: evidence, cost, owner and status of each; nothing where none came."""
    if register.empty:
        return ()
    fields = [
        Field("barrier", "Barrier"),
        Field("evidence", "Evidence"),
        Field("effect", "Effect"),
        Field("cost_text", "Cost"),
        Field("owner", "Owner"),
        Field("status", "Status"),
    ]
    frame = register.assign(
        barrier=[f"{row.id}, {row.kind}: {row.description}" for row in register.itertuples()],
        evidence=register["evidence"].fillna(NO_EVIDENCE),
        effect=register["effect"].fillna("Not stated"),
        cost_text=[cost(row.cost, row.cost_unit) for row in register.itertuples()],
        owner=register["owner"].fillna("Nobody named"),
        status=register["status"].str.capitalize(),
    )
    return (
        table(
            frame, id="barriers", fields=fields, title=title_barriers(register),
            source=frames.of_the_force(review, "register"), also_csv=["id", "kind", "cost", "cost_unit", "raised"],
        ),
    )  # fmt: skip


def title_barriers(register: pd.DataFrame) -> str:
    """Say how many barriers are listed, how many stand, and how many of those have evidence."""
    standing = register[register["status"] != "removed"]
    without = int(standing["evidence"].isna().sum())
    things = formats.things(len(standing), "barrier", "barriers")
    removed = len(register) - len(standing)
    gone = f"; {formats.things(removed, 'has', 'have')} been removed" if removed else ""
    bare = f", {without} without evidence" if without else ""
    return f"{things} to answering well {'stands' if len(standing) == 1 else 'stand'}{bare}{gone}"


def cost(value: float | None, unit: str | None) -> str:
    """Write a cost with what it is counted in; pounds with their sign.

    Examples
    --------
    >>> cost(85000, "pounds a year"), cost(38, "hours a week"), cost(None, None)
    ('£85,000 a year', '38 hours a week', 'Not stated')
    """
    if formats.is_missing(value):
        return "Not stated"
    amount = f"{value:,.2f}".removesuffix(".00")
    unit = "" if formats.is_missing(unit) else str(unit)
    first, _, rest = unit.partition(" ")
    return (
        f"£{amount} {rest}".strip() if first.lower() in {"pounds", "pound", "gbp", "£"} else f"{amount} {unit}".strip()
    )


def span(seconds: float) -> str:
    """Write a time of minutes, hours or days as people say it, rounded up: *within* stays true.

    Examples
    --------
    >>> span(0), span(2_700), span(45_840), span(187_380), span(500_000)
    ('1 minute', '45 minutes', '13 hours', '53 hours', '6 days')
    """
    for size, one, most in ((60, "minute", HOUR_S), (HOUR_S, "hour", FEW_DAYS * DAY_S)):
        if seconds < most:
            return formats.things(max(1, -(-seconds // size)), one, f"{one}s")
    return formats.things(-(-seconds // DAY_S), "day", "days")


def records_not_supplied(review: Review) -> tuple[Prose, ...]:
    """Say in one line which records the force did not supply and where their templates are; nothing where all came."""
    absent = [table for table in beyond.TABLES if not review.supplies(table)]
    if not absent:
        return ()
    names = sentences.join(NAMES[table] for table in absent)
    files = sentences.join(f"template_{table}.xlsx" for table in absent)
    return (
        Prose(
            paragraphs=(
                f"No records were supplied of {names}. To show them, fill in {files}, which reviewkit new writes.",
            )
        ),
    )
