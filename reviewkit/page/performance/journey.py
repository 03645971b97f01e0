"""The caller's journey on the page: waits from end to end, the ways calls took, and long waits by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import charts, formats, sentences
from reviewkit.page.display import Chart, Notice, Prose, Table
from reviewkit.page.performance import frames, words
from reviewkit.page.tables import Field, table

if TYPE_CHECKING:
    from reviewkit.data.review import Review

TITLE = "The caller's journey"
MOST_VISITS = 3  # stages of one call that the picture keeps apart
FURTHER = "further stages"
ENDS = {
    "answered": "answered",
    "abandoned": "gave up",
    "callback": "asked to be called back",
    "contained": "served by a recorded message",
    "overflow": "answered by another force",
    "forced": "cut off by the system",
    "waiting": "still waiting",
}
KINDS = {"answered": "answered", "abandoned": "gave up"}
WHO = {
    ("yes", "answered"): "passed on, then answered",
    ("yes", "abandoned"): "passed on, then gave up",
    ("no", "answered"): "answered, not passed on",
    ("no", "abandoned"): "gave up before any answer",
    ("all", "answered"): "all answered at last",
    ("all", "abandoned"): "all who gave up",
}
WAITING = (
    "A wait from end to end is every wait of one call added up. Time spent talking to the first person who answers is "
    "not waiting, and is not in it"
)
TEN_MINUTES = (
    "No national rule limits the wait on 101. Ten minutes is what the Devon and Cornwall inquiry of 2014 counted from."
)
IN_NEITHER = "Callers who were called back, heard a recorded message or were cut off are neither answered nor gave up."
EACH_CALL = "Each call counts once; somebody who rang twice counts twice."


def from_end_to_end(
    review: Review, waits: pd.DataFrame, ways: pd.DataFrame, days: pd.DataFrame
) -> tuple[Prose | Chart | Table | Notice, ...]:
    """Show how long callers waited over all stages, where they went, and how many waited more than ten minutes."""
    if waits["calls"].isna().all():
        return (Notice(title=f"{TITLE}: not available", paragraphs=words.unique(waits["reason"])),)
    return (
        _in_words(review, waits),
        *(_picture(review, ways, channel) for channel in _busiest(ways)),
        _waits_table(review, waits),
        waits_over_ten_minutes(review, days),
    )


def covered(frame: pd.DataFrame) -> str:
    """Return the days that single calls cover, in words."""
    return sentences.period(frame["first_day"].iloc[0], frame["last_day"].iloc[0])


def part_only(review: Review, frame: pd.DataFrame) -> tuple[str, ...]:
    """Say that single calls cover only part of the period; nothing where they cover it all."""
    first, last = frame["first_day"].iloc[0].date(), frame["last_day"].iloc[0].date()
    if (first, last) == (review.start, review.end):
        return ()
    return (f"Single calls were supplied for {covered(frame)} only: what stands here is about those days.",)


def source_of(review: Review, frame: pd.DataFrame) -> str:
    """Say where figures made from single calls come from, and of which days."""
    return frames.of_the_force(review, f"single calls of {covered(frame)}")


def stage_name(review: Review, channel: str, stage: str) -> str:
    """Return what a stage of a channel is called, without the channel."""
    alone = review.force.queue_name(channel, stage, alone=True)
    return review.force.queue_name(channel, stage).removeprefix(alone).strip()


def channel_name(review: Review, channel: str) -> str:
    """Return what a channel is called within a sentence."""
    return review.force.queue_name(channel, "", alone=True)


def _in_words(review: Review, waits: pd.DataFrame) -> Prose:
    known = waits[waits["q50_s"].notna()]
    chosen = known[known["passed"] == "yes"]
    chosen = chosen if len(chosen) else known[known["passed"] == "all"]
    said = [_waited(review, row) for row in chosen.itertuples()]
    talked = waits.loc[(waits["passed"] == "yes") & (waits["ended"] == "answered"), "before_s"].dropna()
    spent = f": on average {formats.wait(talked.iloc[0])} for those passed on and then answered" if len(talked) else ""
    left = [*part_only(review, waits), *_left_out(review), *words.unique(waits["reason"])]
    return Prose(paragraphs=words.unique((" ".join(said), f"{WAITING}{spent}.", " ".join(left))))


def _waited(review: Review, row: object) -> str:
    name = f"{channel_name(review, row.channel)} callers who were"
    passed = "passed on and then " if row.passed == "yes" else ""
    nine, half = formats.wait(row.q90_s), formats.wait(row.q50_s)
    at_once = "half did not wait at all" if row.q50_s == 0 else f"half no more than {half}"
    if row.ended == "answered":
        return f"Of {name} {passed}answered, 9 in 10 waited no more than {nine} in all, and {at_once}."
    who = f"{name} passed on and then gave up" if passed else f"{channel_name(review, row.channel)} callers who gave up"
    return f"Of {who}, half did so within {half} of waiting, and 9 in 10 within {nine}."


def _left_out(review: Review) -> tuple[str, ...]:
    found = review.journeys
    said = []
    if found.cut:
        said.append(f"{formats.calls(found.cut)} whose beginning is not in the data are left out.")
    if found.unnamed and found.passed_on:
        said.append(f"{formats.calls(found.unnamed)} without a call number pass for calls of one stage.")
    return tuple(said)


def _busiest(ways: pd.DataFrame) -> list[str]:
    """Return the channel with the most calls of two stages and more, if there is one: one picture is enough."""
    further = ways[ways["visit"] == 2].groupby("channel")["calls"].sum()
    return [] if further.empty else [str(further.idxmax())]


def _picture(review: Review, ways: pd.DataFrame, channel: str) -> Chart:
    rows = ways[ways["channel"] == channel]
    bands = _bands(review, rows)
    first = bands[bands["column"] == 0]
    total, on = first["value"].sum(), first.loc[first["kind"] == "on", "value"].sum()
    gave_up = bands.loc[bands["kind"] == "gave up", "value"].sum()
    name = channel_name(review, channel)
    what = f"{name} calls from the first stage to the outcome"
    return charts.flow(
        bands, id="callers-ways", source=source_of(review, ways),
        title=f"{formats.per_cent(on / total)} of {name} calls went on to a second stage; "
        f"{formats.per_cent(gave_up / total)} of all ended with the caller giving up",
        subtitle=f"{words.upper_first(what)}, {review.force.name}, {covered(ways)}",
        notes=("Shares are of all calls in the picture.",),
        table=_ways_table(review, ways),
    )  # fmt: skip


def _bands(review: Review, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the steps as bands: a column for each of the first stages, the outcomes in the last."""
    last = min(int(rows["visit"].max()), MOST_VISITS)
    column = rows["visit"].clip(upper=last) - 1

    def place(visit: int, channel: str, stage: str) -> str:
        return stage_name(review, channel, stage) if visit < MOST_VISITS else FURTHER

    bands = pd.DataFrame({
        "column": column,
        "name": [place(row.visit, row.channel, row.stage) for row in rows.itertuples()],
        "to_column": (column + 1).where(~rows["last"].astype(bool), last),
        "to_name": [
            ENDS.get(row.next, row.next) if row.last else place(row.visit + 1, row.channel, row.next)
            for row in rows.itertuples()
        ],
        "kind": [KINDS.get(row.next, "other") if row.last else "on" for row in rows.itertuples()],
        "value": rows["calls"],
    })  # fmt: skip
    # From further stages to further stages is one place, and no band.
    bands = bands[rows["last"].astype(bool) | (rows["visit"] < MOST_VISITS)]
    keys = ["column", "name", "to_column", "to_name", "kind"]
    bands = bands.groupby(keys, sort=False, as_index=False)["value"].sum()
    order = {name: number for number, name in enumerate(ENDS.values())}
    return bands.assign(at=bands["to_name"].map(order).fillna(-1)).sort_values(["at", "column"], kind="stable")


def _ways_table(review: Review, ways: pd.DataFrame) -> Table:
    totals = ways[ways["visit"] == 1].groupby("channel")["calls"].sum()
    frame = ways.assign(
        name=[f"{review.force.queue_name(row.channel, row.stage)}{_visit(row.visit)}" for row in ways.itertuples()],
        to=[ENDS.get(row.next, row.next) if row.last else f"passed on to {stage_name(review, row.channel, row.next)}"
            for row in ways.itertuples()],
        share=ways["calls"] / ways["channel"].map(totals),
    )  # fmt: skip
    return table(
        frame, id="callers-ways-table", title=f"Where calls went, {covered(ways)}",
        source=source_of(review, ways), also_csv=["channel", "visit", "stage", "next"],
        fields=[Field("name", "From"), Field("to", "To"), Field("calls", "Calls", "calls"),
                Field("share", "Of all calls of the channel (%)", "share")],
    )  # fmt: skip


def _visit(visit: int) -> str:
    return "" if visit == 1 else f", stage {visit} of the call"


def _waits_table(review: Review, waits: pd.DataFrame) -> Table:
    several = set(waits.loc[(waits["passed"] == "yes") & waits["calls"].notna(), "channel"])
    frame = waits[waits["calls"].notna() & ((waits["passed"] == "all") | waits["channel"].isin(several))]
    frame = frame.assign(
        name=[f"{channel_name(review, r.channel)}: {WHO[r.passed, r.ended]}" for r in frame.itertuples()]
    )
    clocks = {"q50_s": "Half waited up to (m:ss)", "q90_s": "9 in 10 waited up to (m:ss)",
              "longest_s": "Longest (m:ss)"}  # fmt: skip
    return table(
        frame, id="end-to-end-waits", title=f"Waits from end to end, {covered(waits)}",
        source=source_of(review, waits), notes=(f"{WAITING}.", *_in_neither(review), EACH_CALL),
        fields=[
            Field("name", "Calls"), Field("calls", "Number", "calls"),
            *(Field(column, head, "clock", reason="reason") for column, head in clocks.items()),
            Field("long", "More than 10 minutes (calls)", "calls", reason="reason"),
            Field("long_share", "More than 10 minutes (%)", "share", reason="reason"),
        ],
        also_csv=["channel", "passed", "ended", "mean_s"],
    )  # fmt: skip


def _in_neither(review: Review) -> tuple[str, ...]:
    steps = review.journeys.steps
    return () if steps.loc[steps["last"], "next"].isin(["answered", "abandoned"]).all() else (IN_NEITHER,)


def _people(row: pd.Series) -> str:
    if row["channel"].isdigit():
        return f"{formats.people(row['long'])} who rang {row['name']}"
    return formats.things(row["long"], f"{row['name']} caller", f"{row['name']} callers")


def waits_over_ten_minutes(review: Review, days: pd.DataFrame) -> Chart | Notice:
    """Draw how many callers waited more than ten minutes from end to end on each day."""
    title = "Callers who waited more than 10 minutes"
    if days["long"].isna().all():
        return Notice(title=f"{title}: not available", paragraphs=words.unique(days["reason"]))
    if not days["long"].sum():
        return Notice(title=f"{title}: none", paragraphs=(f"No caller waited so long, {covered(days)}.",))
    frame = days.assign(name=[channel_name(review, channel) for channel in days["channel"]])
    drawn = frame[frame["channel"].isin(frame.loc[frame["long"] > 0, "channel"])]
    worst = drawn.loc[drawn["long"].idxmax()]
    return charts.lines(
        drawn, id="over-ten-minutes", x="day", y="long", series="name", unit="people", events=review.force.events,
        title=f"{_people(worst)} waited more than 10 minutes on "
        f"{sentences.day(worst['day'])}, the most of any day",
        subtitle=f"{title}, all waits of a call added up, by day, {review.force.name}, {covered(days)}",
        source=source_of(review, days), notes=(*([TEN_MINUTES] if worst["channel"] == "101" else []), EACH_CALL),
        table=_days_table(review, frame, title),
    )  # fmt: skip


def _days_table(review: Review, frame: pd.DataFrame, title: str) -> Table:
    fields, wide = [Field("day", "Day", "day")], frame[["day"]].drop_duplicates().set_index("day")
    for name, rows in frame.set_index("day").groupby("name", sort=False):
        for column, unit, kind in (("long", "calls", "calls"), ("share", "%", "share")):
            wide[f"{name}_{column}"] = rows[column]
            wide[f"{name}_reason"] = rows["reason"]
            head = f"{name}: more than 10 minutes ({unit})"
            fields.append(Field(f"{name}_{column}", head, kind, reason=f"{name}_reason"))
    return table(
        wide.reset_index(), id="over-ten-minutes-table", title=f"{title}, {covered(frame)}",
        source=source_of(review, frame), fields=fields,
    )  # fmt: skip
