"""The tables of the demand page: what a day is made of, the busiest hours, more calls, redials, handling time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.data.redials import REDIAL_MIN
from reviewkit.page import formats, sentences
from reviewkit.page.demand import words
from reviewkit.page.display import Notice, Prose, Table
from reviewkit.page.performance.words import unique, upper_first, when_in_week
from reviewkit.page.tables import Field, table
from reviewkit.sections.outlook.lines import Line, lines

if TYPE_CHECKING:
    from reviewkit.data.review import Review
    from reviewkit.sections.outlook.parts import Parts

KINDS = ("weekday", "holiday", "growth", "month")
"""In the order of the table: the months, most of it, fold away."""
SIGNS = ("\N{MINUS SIGN}", "+")
FEW_DAYS = 3
FEW = f"Fewer than {FEW_DAYS} such days are in the data: this says little of the next one."
WHAT_IS_USUAL = (
    "Each figure compares with a usual day: one without a holiday, in the middle of the week (and of the year, where "
    "the data tell). All are estimated together, so that what is due to one is not put down to another."
)
NOT_AN_EFFECT = "These are regularities, not causes: what made people ring is not known from counts."
EXPECTED_TIME = (
    "Expected: the mean of answered calls over the last thirteen weeks. A change is continued in forecasts for "
    "staffing only where it is told from none."
)
HANDLED = "Hours of handling are those of answering every call at the mean handling time of the last thirteen weeks."
SAME_SHAPE = "A rise is taken to come at all hours alike."
EVERY_CALL_ONCE = (
    "People who give up and ring again are counted at each attempt. How many do so decides how many calls a service "
    "that answers everybody would get: the rows show the range."
)
SHARE_NOTE = (
    "At each share so many calls given up, at any stage, are taken for the cause of another attempt; the share given "
    "up is that of the last thirteen weeks."
)


def what_a_day_is_made_of(review: Review, parts: Parts) -> tuple[Prose | Table | Notice, ...]:
    """Return a sentence on the usual day of each channel, and a table of what changes it."""
    found = lines(review)
    usual = [_usual(line, parts) for line in found]
    reasons = unique(parts.effects["reason"])
    shown = parts.effects[parts.effects["kind"].isin(KINDS) & parts.effects["effect"].notna()]
    shown = shown.sort_values("kind", key=lambda kinds: kinds.map(KINDS.index), kind="stable")
    if shown.empty:
        return (Notice(title="What a day’s calls are made of: not available", paragraphs=reasons),)
    notices = [Notice(title="Not all parts can be told", paragraphs=reasons)] if reasons else []
    said = tuple(text for text in usual if text)
    return (Prose(paragraphs=(*said, WHAT_IS_USUAL)), *notices, _effects_table(review, shown, found))


def busiest_hours(review: Review, busiest: pd.DataFrame) -> tuple[Table, ...]:
    """Return the busiest hours of the week to come, a table for each channel."""
    return tuple(
        _busiest(review, line, busiest[busiest["channel"] == line.queue.channel])
        for line in lines(review)
        if (busiest["channel"] == line.queue.channel).any()
    )


def if_more_people_rang(review: Review, more: pd.DataFrame) -> Table:
    """Return what a rise of all calls would mean."""
    names = {line.queue.channel: line.queue.name for line in lines(review)}
    rows = more.assign(
        name=[f"{upper_first(names[row.channel])}, {_rise(row.rise)}" for row in more.itertuples()],
        no_hours="The data do not count calls by the hour.",
        no_times="The data do not say how long calls were handled.",
    )
    span = words.span((more["last_day"].iloc[0] - more["first_day"].iloc[0]).days + 1)
    return table(
        rows, id="if-more-rang", title=f"What more calls would mean over {span}", source=words.forecast_source(review),
        fields=[Field("name", "Channel and rise"), Field("calls", "Calls", "calls"),
                Field("hours", "Hours of handling", "number", reason="no_times"),
                Field("more_hours", "More hours than expected", "number", reason="no_times"),
                Field("busiest", "Calls in the busiest hour", "number", 0, reason="no_hours")],
        notes=(HANDLED, SAME_SHAPE),
        also_csv=["channel", "stage", "rise", "first_day", "last_day", "weekday", "hour"],
    )  # fmt: skip


def people_who_rang_again(
    review: Review, redials: pd.DataFrame, shares: pd.DataFrame
) -> tuple[Prose | Table | Notice, ...]:
    """Return what is known of redials, and the calls expected at several shares of them."""
    seen = [text for line in lines(review) for text in _seen(line, redials)]
    return (Prose(paragraphs=(EVERY_CALL_ONCE, *seen)), _shares_table(review, shares))


def how_long_calls_take(review: Review, handling: pd.DataFrame) -> Table | Notice:
    """Return the handling time expected of each channel."""
    if handling["level_s"].isna().all():
        return Notice(title="How long calls take: not available", paragraphs=unique(handling["reason"]))
    names = {line.queue.channel: line.queue.name for line in lines(review)}
    rows = handling.assign(
        name=handling["channel"].map(names),
        change=[_change(row) for row in handling.itertuples()],
        carried=["continued" if row.carried_on else "not continued" for row in handling.itertuples()],
        longest=[_longest(row) for row in handling.itertuples()],
    )
    return table(
        rows, id="handling-time", title="How long a call is expected to keep a handler", source=words.source(review),
        fields=[Field("name", "Channel"), Field("level_s", "Expected (m:ss)", "clock", reason="reason"),
                Field("change", "Change in a year (95 in 100: between)"), Field("carried", "In forecasts"),
                Field("longest", "Longest in the week")],
        notes=(EXPECTED_TIME,),
        also_csv=["channel", "stage", "growth", "lower", "upper", "longest_s"],
    )  # fmt: skip


def _usual(line: Line, parts: Parts) -> str:
    rows = parts.effects[parts.effects["channel"] == line.queue.channel]
    level = rows.loc[rows["kind"] == "level", "calls"].iloc[0]
    weekdays = rows[(rows["kind"] == "weekday") & rows["effect"].notna()]
    if pd.isna(level) or weekdays.empty:
        return ""
    most, least = weekdays.loc[weekdays["effect"].idxmax()], weekdays.loc[weekdays["effect"].idxmin()]
    days = f"{_weekday(most)}s bring {words.against_usual(most['effect'])}, {_weekday(least)}s "
    days += words.against_usual(least["effect"])
    return upper_first(f"{line.queue.name} gets about {formats.calls(level)} on a usual day: {days}.")


def _weekday(row: pd.Series) -> str:
    return sentences.WEEKDAYS[int(row["name"])]


def _effects_table(review: Review, shown: pd.DataFrame, found: tuple[Line, ...]) -> Table:
    """Return a row for each part, a column for each channel."""
    rows, fields = [], [Field("part", "Against a usual day")]
    for line in found:
        key = line.queue.channel
        title = upper_first(line.queue.name)
        fields += [Field(f"{key}_effect", f"{title} (%)"), Field(f"{key}_calls", f"{title} (calls a day)")]
    for kind, name in dict.fromkeys(shown[["kind", "name"]].itertuples(index=False, name=None)):
        row = {"part": _part(kind, name), "kind": kind}
        for line in found:
            one = shown[(shown["channel"] == line.queue.channel) & (shown["kind"] == kind) & (shown["name"] == name)]
            row |= _effect(line.queue.channel, one.iloc[0] if len(one) else None)
        rows.append(row)
    frame = pd.DataFrame(rows)
    raw = [column for column in frame if column.endswith(("_share", "_lower", "_upper"))]
    notes = (NOT_AN_EFFECT, *((f"* {FEW}",) if frame["part"].str.endswith("*").any() or _few(shown) else ()))
    made = table(
        frame, id="parts-of-a-day", title="What makes a day busier or quieter", fields=fields, notes=notes,
        source=words.source(review), also_csv=["kind", *raw], fold_after=int((frame["kind"] != "month").sum()),
    )  # fmt: skip
    first, *rest = made.columns
    return replace(made, columns=(first, *(replace(column, align="right") for column in rest)))


def _few(shown: pd.DataFrame) -> bool:
    return bool((shown["days"] < FEW_DAYS).any())


def _effect(channel: str, one: pd.Series | None) -> dict[str, object]:
    if one is None:
        return {f"{channel}_effect": "", f"{channel}_calls": ""}
    mark = "*" if one["days"] < FEW_DAYS else ""
    return {
        f"{channel}_effect": f"{_signed(100 * one['effect'])}{mark}", f"{channel}_calls": _signed(one["calls"]),
        f"{channel}_share": one["effect"], f"{channel}_lower": one["lower"], f"{channel}_upper": one["upper"],
    }  # fmt: skip


def _signed(value: float) -> str:
    """Write a change with its sign: ``+12``, ``−3``, ``0``.

    Examples
    --------
    >>> _signed(12.3), _signed(-0.4)
    ('+12', '0')
    """
    whole = round(value)
    return f"{SIGNS[whole > 0]}{abs(whole):,}" if whole else "0"


def _part(kind: str, name: object) -> str:
    match kind:
        case "weekday":
            return sentences.WEEKDAYS[int(name)]
        case "month":
            return sentences.MONTHS[int(name) - 1]
        case "holiday":
            return words.holiday(str(name))
        case _:
            return "Change in a year"


def _busiest(review: Review, line: Line, rows: pd.DataFrame) -> Table:
    rows = rows.assign(
        when=[when_in_week(row) for _, row in rows.iterrows()],
        in_80=[words.between(row.lower_80, row.upper_80) for row in rows.itertuples()],
    )
    decimals = 1 if rows["mean"].max() < 20 else 0
    return table(
        rows, id=f"busiest-{words.slug(line.queue.channel)}", source=words.forecast_source(review, [line]),
        title=f"{upper_first(line.queue.name)}: the {len(rows)} busiest hours to come",
        fields=[Field("when", "Hour"), Field("mean", "Calls expected", "number", decimals),
                Field("in_80", "80 in 100: between")],
        also_csv=["channel", "stage", "weekday", "hour", "lower_80", "upper_80", "lower_95", "upper_95"],
    )  # fmt: skip


def _rise(rise: float) -> str:
    return "as expected" if not rise else f"{formats.per_cent(rise)} more"


def _seen(line: Line, redials: pd.DataFrame) -> list[str]:
    row = redials[redials["channel"] == line.queue.channel].iloc[0]
    name = upper_first(line.queue.name)
    if row["reason"]:
        return [f"{name}: {row['reason']}"]
    days = f"{sentences.day(row['first_day'])} to {sentences.day(row['last_day'])}"
    said = (
        f"{name}: of {formats.calls(row['known'])} by known callers from {days}, {formats.count(row['first'])} were "
        f"first attempts and {formats.count(row['redials'])} redials by somebody who had given up less than "
        f"{REDIAL_MIN} minutes before; {formats.per_cent(row['share'])} of calls given up were tried again."
    )
    known = formats.things(row["days"], "day", "days")
    short = (
        f" Callers are known on {known} only: too few to forecast first attempts and redials "
        "each from its own history, so the share measured is applied to the forecast."
    )
    apart = " Both are therefore forecast apart, each from its own history."
    return [said + (apart if row["apart"] else short)]


def _shares_table(review: Review, shares: pd.DataFrame) -> Table:
    names = {line.queue.channel: line.queue.name for line in lines(review)}
    rows = shares.assign(
        name=[f"{upper_first(names[row.channel])}: {_share(row)}" for row in shares.itertuples()],
    )
    return table(
        rows, id="redial-shares", title="First attempts and redials, by how many given-up calls are tried again",
        source=words.forecast_source(review),
        fields=[Field("name", "Channel, and given-up calls tried again"), Field("calls", "Calls expected", "calls"),
                Field("first", "First attempts", "calls", reason="reason"),
                Field("redials", "Redials", "calls", reason="reason")],
        notes=(SHARE_NOTE,), also_csv=["channel", "stage", "redial_share", "measured", "apart", "given_up_share"],
    )  # fmt: skip


def _share(row: object) -> str:
    said = formats.per_cent(row.redial_share) if row.redial_share else "none"
    return f"{said} ({'forecast apart' if row.apart else 'measured'})" if row.measured else said


def _change(row: object) -> str:
    if pd.isna(row.growth):
        return "not known"
    low, high = (_signed_share(value) for value in (row.lower, row.upper))
    return f"{_signed_share(row.growth)} ({low} to {high})"


def _signed_share(value: float) -> str:
    return f"{SIGNS[value > 0]}{abs(100 * value):.1f}%"


def _longest(row: object) -> str:
    if row.longest_weekday is None or pd.isna(row.longest_weekday):
        return ""
    hour = {"weekday": row.longest_weekday, "hour": row.longest_hour}
    return f"{when_in_week(pd.Series(hour))}, {formats.clock(row.longest_s)}"
