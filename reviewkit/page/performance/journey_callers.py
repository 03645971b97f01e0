"""The same caller again, on the page: who rang back, who turned from 101 to 999, and who cannot be known again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import formats, sentences
from reviewkit.page.display import Notice, Prose, Table
from reviewkit.page.performance import words
from reviewkit.page.performance.journey import channel_name, part_only, source_of
from reviewkit.page.tables import Field, table

if TYPE_CHECKING:
    from reviewkit.data.review import Review

WITHIN_H = {24: "24 hours", 168: "7 days"}
WITHIN_MIN = {30: "30 minutes", 60: "60 minutes"}
KINDS = {
    ("caller", "all"): "After any call",
    ("caller", "answered"): "After a call that was answered",
    ("caller", "abandoned"): "After giving up",
    ("caller and reason", "all"): "About the same reason (callers and reasons)",
}
AFTER = {"abandoned": "Gave up on 101", "answered": "Answered on 101, for comparison"}
ENDED = {"answered": "answered", "abandoned": "gave up", "other": "ended otherwise"}
FOLLOWED = (
    "Only calls whose whole {} afterwards lie within the data count, so that nobody is taken for not ringing again."
)
ONE_NUMBER = (
    "A caller is a telephone number: several people may share one, and one person may have several. Callers are known "
    "by a code; no number is stored."
)
NOT_BY_CHANCE = (
    "Callers without a usable number (withheld, or shared by a switchboard) cannot be followed. They are not missing "
    "by chance, and may well act otherwise than those who can be known again."
)
NOT_WHY = "That somebody rang 999 after giving up on 101 does not say why."


def the_same_caller(
    review: Review, again: pd.DataFrame, turned: pd.DataFrame, without: pd.DataFrame
) -> tuple[Prose | Table | Notice, ...]:
    """Show how many callers rang again, how many rang 999 after giving up on 101, and how many cannot be followed."""
    if again["callers"].isna().all() and not again.get("withheld", pd.Series(dtype=bool)).any():
        return (Notice(title="The same caller again: not available", paragraphs=words.unique(again["reason"])),)
    said = [*part_only(review, again), *_rang_again(again), *_rang_999(turned), *_no_number(review, without)]
    return (
        Prose(paragraphs=tuple(said)),
        _again_table(review, again),
        _turned_table(review, turned),
        _without_table(review, without),
    )


def _rang_again(again: pd.DataFrame) -> tuple[str, ...]:
    rows = again[(again["by"] == "caller") & (again["after"] == "all") & again["share"].notna()]
    said = [f"{formats.per_cent(row.share)} within {WITHIN_H[row.within_h]}" for row in rows.itertuples()]
    same = again[(again["by"] == "caller and reason") & again["share"].notna()]
    about = [f"{formats.per_cent(row.share)} within {WITHIN_H[row.within_h]}" for row in same.itertuples()]
    tail = f" About the same reason: {sentences.join(about)}." if about else ""
    return (f"Of callers with a usable number, these rang again: {sentences.join(said)}.{tail}",) if said else ()


def _rang_999(turned: pd.DataFrame) -> tuple[str, ...]:
    rows = turned[(turned["after"] == "abandoned") & turned["share"].notna()]
    said = [
        f"{formats.count(row.again)} ({formats.per_cent(row.share)}) rang 999 within {WITHIN_MIN[row.within_min]}"
        for row in rows.itertuples()
    ]
    if not said:
        return ()
    people = formats.people(rows["callers"].max())
    return (f"Of {people} who gave up on 101 and can be followed, {sentences.join(said)}. {NOT_WHY}",)


def _no_number(review: Review, without: pd.DataFrame) -> tuple[str, ...]:
    sums = without.groupby("channel", sort=False)[["calls", "without"]].sum(min_count=1).dropna()
    said = [
        f"{formats.per_cent(row['without'] / row['calls'])} of {channel_name(review, channel)} calls"
        for channel, row in sums.iterrows()
    ]
    return (f"{sentences.join(said)} came without a usable number. {NOT_BY_CHANCE}",) if said else ()


def _again_table(review: Review, again: pd.DataFrame) -> Table:
    frame = again.assign(
        name=[f"{KINDS[row.by, row.after]}, within {WITHIN_H[row.within_h]}" for row in again.itertuples()]
    )
    notes = (FOLLOWED.format("24 hours or 7 days"), ONE_NUMBER)
    return _people_table(review, frame, id="rang-again", title="Callers who rang again", what="Rang again", notes=notes)


def _turned_table(review: Review, turned: pd.DataFrame) -> Table:
    named = [
        AFTER[row.after] + ("" if pd.isna(row.within_min) else f", 999 within {WITHIN_MIN[row.within_min]}")
        for row in turned.itertuples()
    ]
    notes = (
        "The time runs from the end of the wait on 101.",
        FOLLOWED.format("30 or 60 minutes"),
        NOT_WHY,
    )
    title = "People who rang 999 after 101"
    frame = turned.assign(name=named)
    return _people_table(review, frame, id="rang-999-after-101", title=title, what="Rang 999", notes=notes)


def _people_table(
    review: Review,
    frame: pd.DataFrame,
    *,
    id: str,  # noqa: A002 - the word on the page and in the address bar
    title: str,
    what: str,
    notes: tuple[str, ...],
) -> Table:
    hidden = frame.get("withheld", pd.Series(data=False, index=frame.index)).astype(bool)
    why = words.unique(frame.loc[hidden, "reason"])
    return table(
        frame.assign(withheld=hidden), id=id, title=title, source=source_of(review, frame),
        notes=(*notes, *(f"[c] {text}" for text in why)), confidential="withheld",
        fields=[
            Field("name", "Callers"),
            Field("callers", "Could be followed (people)", "people", reason="reason"),
            Field("again", f"{what} (people)", "people", reason="reason"),
            Field("share", f"{what} (%)", "share", reason="reason"),
        ],
    )  # fmt: skip


def _without_table(review: Review, without: pd.DataFrame) -> Table:
    frame = without.assign(
        name=[f"{channel_name(review, row.channel)}: {ENDED.get(row.ended, 'calls')}" for row in without.itertuples()]
    )
    return table(
        frame, id="no-usable-number", title="Calls without a usable number", source=source_of(review, without),
        notes=(NOT_BY_CHANCE,),
        fields=[
            Field("name", "Calls"), Field("calls", "Number", "calls", reason="reason"),
            Field("without", "Without a usable number (calls)", "calls", reason="reason"),
            Field("share", "Without a usable number (%)", "share", reason="reason"),
        ],
        also_csv=["channel", "ended"],
    )  # fmt: skip
