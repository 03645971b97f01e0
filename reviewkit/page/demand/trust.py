"""How far the forecast can be trusted: what it would have said of weeks that have since been counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import formats, sentences
from reviewkit.page.demand import words
from reviewkit.page.display import Notice, Prose, Table
from reviewkit.page.performance.words import upper_first
from reviewkit.page.tables import Field, table
from reviewkit.sections.outlook.lines import Line, lines
from reviewkit.sections.outlook.trial import NAIVE

if TYPE_CHECKING:
    from reviewkit.data.review import Review
    from reviewkit.sections.outlook.ahead import Outlook
    from reviewkit.sections.outlook.trial import Trial

RULE = (
    "The method used is the one whose bands and middles came nearest to what was counted; of several within 1% of it, "
    "the simplest whose band of 80 in 100 held the true number 75 to 85 times in 100. A method that failed at any of "
    "the dates is not used. Chosen by these figures, it is flattered by them a little."
)
PROMISED = 0.8
TOO_SELDOM, TOO_OFTEN = 0.05, 0.1
"""How far from it a band may hold, if that is also more than two standard errors; too wide a band does less harm."""
AHEAD = {"hour": "a week", "day": "four weeks", "week": "four weeks", "month": "three months"}
WHY_TRIED = (
    "Each method was made to forecast weeks that have since been counted, knowing only what was counted before them. "
    "The plainest forecast, that all will be as it was a {season} before, is what a method has to beat."
)


def how_far_to_trust_it(review: Review, trial: Trial) -> tuple[Prose | Table | Notice, ...]:
    """Return in words and in a table how each method did on the past."""
    found = [line for line in lines(review) if line.queue.channel in set(trial.scores.get("channel", ()))]
    shown: list[Prose | Table | Notice] = []
    if found:
        said = tuple(text for line in found for text in _said(line, trial))
        step = trial.scores["step"].iloc[0]
        why = WHY_TRIED.format(season="week" if step == "day" else "year")
        whole = said if step == "hour" else (why, *said, RULE)
        shown += [Prose(paragraphs=whole), *(_scoreboard(review, line, trial) for line in found)]
    refused = trial.refused[trial.refused["model"] == ""]
    names = {line.queue.channel: upper_first(line.queue.name) for line in lines(review)}
    if len(refused):
        reasons = tuple(f"{names[row.channel]}: {row.reason}" for row in refused.itertuples())
        shown.append(Notice(title="Not tried on the past", paragraphs=reasons, level="warning"))
    return tuple(shown)


def what_was_repaired(review: Review, outlook: Outlook, trial: Trial) -> tuple[Notice, ...]:
    """Return what the methods say of their work: data repaired, a simpler method standing in, a line refused."""
    names = {line.queue.channel: upper_first(line.queue.name) for line in lines(review)}
    said = [
        f"{names[row.channel]}: {words.plain(row.note)}" if row.channel else words.plain(row.note)
        for row in outlook.notes.itertuples()
    ]
    other = [
        f"{names[channel]}: {words.model(used)} stands in for {words.model(trial.chosen[channel])}."
        for channel, used in outlook.models.items()
        if trial.chosen.get(channel, used) != used
    ]
    told = tuple(dict.fromkeys([*said, *other]))
    return (Notice(title="What was repaired or replaced", paragraphs=told),) if told else ()


def _said(line: Line, trial: Trial) -> list[str]:
    rows = trial.scores[trial.scores["channel"] == line.queue.channel].set_index("model")
    if not rows["used"].any():
        return [f"{upper_first(line.queue.name)}: the method asked for could not be tried on the past."]
    used = rows[rows["used"]].iloc[0]
    kind = used["step"]
    inside = [formats.per_cent(used[f"inside_{level}"] / used["tried"]) for level in (80, 95)]
    said = (
        f"{upper_first(line.queue.name)}: on {words.in_ten(used['inside_80'], used['tried'])} {kind}s tried the true "
        f"number lay within the band of 80 in 100 ({inside[0]} of {formats.count(used['tried'])} {kind}s from "
        f"{sentences.day(used['first_day'])} to {sentences.day(used['last_day'])}); within that of 95 in 100 it lay on "
        f"{inside[1]}"
    )
    said += _promised(used["inside_80"] / used["tried"], used["tried"])
    if pd.isna(used["wape"]):
        return [f"{said}.", *_sums(line, trial)]
    said += f". Its middle was off by {formats.per_cent(used['wape'])} of the calls"
    if NAIVE in rows.index and used.name != NAIVE:
        said += f"; the plainest forecast was off by {formats.per_cent(rows.loc[NAIVE, 'wape'])}"
    return [f"{said}.", *_sums(line, trial)]


def _promised(share: float, tried: int) -> str:
    """Say where the band held clearly less, or clearly more often than it should.

    Examples
    --------
    >>> _promised(120 / 168, 168)[:27], _promised(18 / 24, 24)
    (': less often than promised,', '')
    """
    chance = 2 * (PROMISED * (1 - PROMISED) / tried) ** 0.5
    if share < PROMISED - max(TOO_SELDOM, chance):
        return ": less often than promised, so take the bands of this page for too narrow"
    wide = share > PROMISED + max(TOO_OFTEN, chance)
    return ": more often than promised, so the bands are wider than need be" if wide else ""


def _sums(line: Line, trial: Trial) -> list[str]:
    """Say how often the sum of all steps of one try lay in its band."""
    rows = trial.totals[trial.totals["channel"] == line.queue.channel] if len(trial.totals) else trial.totals
    rows = rows[rows["actual"].notna()] if len(rows) else rows
    wider = trial.widening.get(line.queue.channel, 1.0)
    if rows.empty or wider == 1.0:
        return []
    off = f"Sums over several weeks of {line.queue.name} calls were off by more than the method says of itself"
    return [f"{off}: on this page the bands of sums are therefore {formats.number(wider, 1)} times as wide."]


def _scoreboard(review: Review, line: Line, trial: Trial) -> Table:
    rows = trial.scores[trial.scores["channel"] == line.queue.channel]
    kind = rows["step"].iloc[0]
    naive = rows.loc[rows["model"] == NAIVE, "pinball"]
    rows = rows.assign(
        name=[upper_first(words.model(row.model, kind)) + (" (used)" if row.used else "") for row in rows.itertuples()],
        share_80=rows["inside_80"] / rows["tried"],
        share_95=rows["inside_95"] / rows["tried"],
        better=1 - rows["pinball"] / (naive.iloc[0] if len(naive) else float("nan")),
        none="The plainest forecast could not be tried.",
    ).sort_values("pinball", kind="stable", ignore_index=True)
    first = rows.iloc[0]
    left_out = trial.refused[(trial.refused["channel"] == line.queue.channel) & (trial.refused["model"] != "")]
    return table(
        rows, id=f"trial-{kind}s-{words.slug(line.queue.channel)}", source=words.source(review, [line]),
        title=f"{upper_first(line.queue.name)}: forecasts by {kind} held against what came",
        fields=[Field("name", "Method"), Field("wape", "Off by (% of calls)", "share"),
                Field("share_80", "In the band of 80 in 100 (%)", "share"),
                Field("share_95", "In the band of 95 in 100 (%)", "share"),
                Field("better", "Better than the plainest (%)", "share", reason="none")],
        marked=rows.index[rows["used"]].tolist(),
        notes=(_tries(first), *(f"{upper_first(words.model(row.model))}: not tried. {words.plain(row.reason)}"
                                for row in left_out.itertuples())),
        also_csv=["model", "origins", "horizon", "tried", "inside_80", "inside_95", "mase", "pinball", "failed"],
    )  # fmt: skip


def _tries(row: pd.Series) -> str:
    """Say how often and how far ahead methods were tried.

    Examples
    --------
    >>> _tries(pd.Series({"origins": 1, "step": "hour"}))[:33]
    'Tried from 1 date, a week ahead. '
    """
    dates = formats.things(row["origins"], "date", "dates")
    each = " each time" if row["origins"] > 1 else ""
    return (
        f"Tried from {dates},{each} {AHEAD[row['step']]} ahead. Better: by how much its bands and middles together "
        "came nearer."
    )
