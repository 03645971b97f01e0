"""The front page's questions, answered for the stage of each channel where people waited longest, in plain words.

How long did people wait, is it better than a year ago, how many gave up, is the target met? What the data count are
calls, never people: one person may ring twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods.periods import COMPLETE_SHARE
from reviewkit.page import formats
from reviewkit.page.findings import BETTER, GAVE_UP, HOW_LONG, NOT_KNOWN, TARGET, Finding, finding_id
from reviewkit.page.fractions import fraction
from reviewkit.page.performance import better, words
from reviewkit.page.performance.targets import exact, target_words
from reviewkit.sections.figures.headline import MOST, Lead, most_within, rows_of, value_of
from reviewkit.sections.figures.rules import Figure

if TYPE_CHECKING:
    from reviewkit.data.review import Review

VERDICTS = {"met": "Met", "not met": "Missed"}
THROUGH = "calls that got through"
PARTS = {HOW_LONG: "how-long", BETTER: "better", GAVE_UP: "gave-up", TARGET: "target"}


@dataclass(frozen=True)
class Answer:
    """An answer in a few words, and the sentences that bear it out; ``value`` where one figure carries it."""

    short: str
    said: str
    value: float | None = None
    unit: str = "share"


def answers(
    review: Review, lead: Lead, stages: pd.DataFrame, before: pd.DataFrame, targets: pd.DataFrame
) -> list[Finding]:
    """Return the four answers about one channel, as findings for the front page."""
    given = {
        HOW_LONG: how_long(review, lead, stages),
        BETTER: Answer(*better.than_a_year_before(review, lead, before)),
        GAVE_UP: gave_up(lead, stages),
        TARGET: target_met(lead, targets),
    }
    shown = _anchors(lead, targets)
    part = words.part_covered(lead.queue, stages)
    return [
        _finding(review, lead, question, answer, part=part, anchor=shown[question])
        for question, answer in given.items()
    ]


def how_long(review: Review, lead: Lead, stages: pd.DataFrame) -> Answer:
    """Say within what time nine in ten were answered: from single calls, else exactly from counts by answering time.

    Without either, the mean. Nothing is read between two answering times that the data count by.
    """
    queue = lead.queue
    mean = value_of(stages, queue, Figure("mean_wait_s"))
    average = "" if np.isnan(mean) else f" The average wait was {formats.wait(mean)}."
    row = _whole_quantile(review, lead, stages)
    if row is not None:
        short = f"9 in 10 {THROUGH} did so {_within(row.value)}"
        return Answer(short, f"{short}.{average}", row.value, "seconds")
    band = most_within(review, queue)
    if band is not None:
        share, time = band["value"], int(band["threshold_s"])
        short = f"{words.upper_first(_most(share))} did so {_within(time)}"
        said = f"{short} ({formats.per_cent(share, decimals=1)})."
        if share < MOST:
            said += " The data do not say within what time 9 in 10 did."
        return Answer(short, said + average, share)
    if average:
        short = f"{words.upper_first(THROUGH)} waited {formats.wait(mean)} on average"
        return Answer(short, f"{short}; how many waited longer is not known.", mean, "seconds")
    return Answer(NOT_KNOWN, f"{NOT_KNOWN}. {_reason(stages, lead, 'mean_wait_s')}")


def gave_up(lead: Lead, stages: pd.DataFrame) -> Answer:
    """Say what share of calls was given up, as a fraction and as counts; else what share was not answered."""
    if lead.gave_up is None:
        return Answer(NOT_KNOWN, f"{NOT_KNOWN}. {_reason(stages, lead, 'abandonment_crude', 'not_answered_rate')}")
    row = rows_of(stages, lead.queue, lead.gave_up).iloc[0]
    said = fraction(row["value"])
    counted = f"{formats.count(row['numerator'])} of {formats.calls(row['denominator'])}"
    share = formats.per_cent(row["value"], decimals=1)
    if lead.gave_up.measure == "not_answered_rate":
        short = f"{words.upper_first(said.of('calls'))} {said.was} not answered"
        return Answer(
            short, f"{short}: {counted} ({share}). How many of these were given up is not known.", row["value"]
        )
    short = f"{words.upper_first(said.of('calls'))} {said.was} given up"
    return Answer(short, f"{short} before anybody answered: {counted} ({share}).", row["value"])


def target_met(lead: Lead, targets: pd.DataFrame) -> Answer:
    """Say how many targets of the queue were met, and for each what was reached."""
    rows = lead.queue.of(targets) if len(targets) else targets
    if rows.empty:
        return Answer("No target", "No target for these calls is known to this review.")
    verdicts = list(rows["verdict"])
    met, judged = verdicts.count("met"), len(verdicts) - verdicts.count("cannot be told")
    said = [_target(row) for row in rows.itertuples(index=False)]
    if judged == 0:
        return Answer(NOT_KNOWN, f"{NOT_KNOWN}. {' '.join(said)}")
    if len(verdicts) == 1:
        return Answer(f"Target {said[0].split(':')[0].lower()}", f"Target {words.lower_first(said[0])}")
    short = f"{met or 'None'} of {judged} targets met"
    return Answer(short, f"{short}. {' '.join(said)}")


def _target(row: object) -> str:
    figure = Figure(row.measure, None if pd.isna(row.threshold_s) else int(row.threshold_s))
    what, wanted = words.in_plain_words(figure), target_words(row)
    if row.verdict == "cannot be told":
        return f"Cannot be told: {wanted} {what}. {row.reason}"
    reached = exact(row.value, words.MEASURES[row.measure].unit)
    return f"{VERDICTS[row.verdict]}: {reached} {what}; the target is {wanted}."


def _whole_quantile(review: Review, lead: Lead, stages: pd.DataFrame) -> object | None:
    rows = rows_of(stages, lead.queue, Figure("p90_wait_s"))
    rows = rows[rows["value"].notna()]
    if rows.empty:
        return None
    row = next(rows.itertuples(index=False))
    days = (row.last_day - row.first_day).days + 1
    return row if days >= COMPLETE_SHARE * ((review.end - review.start).days + 1) else None


def _most(share: float) -> str:
    """Return how many calls a share of at least nine in ten is, never more than it is."""
    return f"9 in 10 {THROUGH}" if MOST <= share < (1 + MOST) / 2 else fraction(share).of(THROUGH)


def _within(seconds: float) -> str:
    return f"within {formats.wait(seconds)}" if seconds > 0 else "at once"


def _reason(stages: pd.DataFrame, lead: Lead, *measures: str) -> str:
    found = [row for name in measures for row in rows_of(stages, lead.queue, Figure(name))["reason"] if row]
    return found[0] if found else "The data do not give it."


def _anchors(lead: Lead, targets: pd.DataFrame) -> dict[str, str]:
    """Return where on the page each answer is shown; empty where there is no such chart or table."""
    waits = "waits-over-time" if lead.wait else ""
    gone = "gave-up-over-time" if lead.gave_up else ""
    return {HOW_LONG: waits, BETTER: waits or gone, GAVE_UP: gone, TARGET: "targets" if len(targets) else ""}


def _finding(review: Review, lead: Lead, question: str, answer: Answer, *, part: str, anchor: str) -> Finding:
    queue = lead.queue
    covered = f" {words.upper_first(part)}." if part and question in {HOW_LONG, GAVE_UP} else ""
    return Finding(
        id=finding_id(
            "performance", PARTS[question], "plain-words", channel=queue.channel, stage=queue.stage, claim="answer"
        ),
        statement=answer.said + covered,
        value=answer.value,
        unit=answer.unit,
        definition="",
        start=review.start,
        end=review.end,
        anchor=anchor,
        question=question,
        about=queue.name,
        display=answer.short,
    )
