"""What the demand section found, as findings to cite and as the paragraphs that answer its question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import formats, sentences
from reviewkit.page.demand import words
from reviewkit.page.display import Notice
from reviewkit.page.findings import NOT_POSSIBLE, Finding, finding_id
from reviewkit.page.performance.words import upper_first, when_in_week
from reviewkit.sections.outlook.hours import of_the_week
from reviewkit.sections.outlook.lines import Line, lines

if TYPE_CHECKING:
    from reviewkit.data.review import Review
    from reviewkit.sections.outlook.ahead import Outlook
    from reviewkit.sections.outlook.trial import Trial

MOST_HEADLINES = 2
QUARTER_DAYS = 91
QUARTERS = 8
NO_YEAR = "how the calls to come compare with those of a year before is not told"


def what_was_found(
    review: Review, outlook: Outlook, trial: Trial, before: pd.DataFrame, hours: pd.DataFrame
) -> tuple[Finding, ...]:
    """Return the findings of the section, for each channel: calls expected, against a year before, the busiest hour,
    how often the band held; and what could not be told.

    Parameters
    ----------
    outlook, trial, before, hours
        Results of ``ahead``, ``tried``, ``against_a_year_before`` and ``hours`` of :mod:`reviewkit.sections.demand`.
    """
    week = of_the_week(hours)
    found: list[Finding] = []
    for place, line in enumerate(lines(review)):
        span = _of(line, outlook.spans[outlook.spans["span"] == 0])
        if span is None:
            continue
        change = _of(line, before)
        found.append(_expected(line, span, change, headline=place < MOST_HEADLINES))
        found += [_change(line, change)] if change is not None and not change["reason"] else []
        peak = week[week["channel"] == line.queue.channel] if len(week) else week
        found += [_busiest(line, peak.loc[peak["mean"].idxmax()], hours)] if len(peak) else []
        used = trial.scores[trial.scores["used"]] if len(trial.scores) else trial.scores
        tested = _of(line, used)
        found += [_calibration(line, tested)] if tested is not None else []
    return (*found, *_refused(review, outlook, before, hours))


def in_short(review: Review, findings: tuple[Finding, ...]) -> tuple[Notice, ...]:
    """Return what was found of each channel in a few sentences, and that nobody can know the future."""
    said = []
    for line in lines(review):
        of = [f for f in findings if f.id.split("/")[3:5] == [words.slug(line.queue.channel), line.queue.stage]]
        if of:
            name = upper_first(line.queue.name)
            of += [f for f in findings if f.statement.startswith(f"{name}: {NO_YEAR}")]
            told = tuple(upper_first(finding.statement.removeprefix(f"{name}: ")) for finding in of)
            said.append(Notice(title=name, paragraphs=told))
    return tuple(said)


def _expected(line: Line, span: pd.Series, change: pd.Series | None, *, headline: bool) -> Finding:
    period = words.span(int(span["days"]))
    first, last = span["first_day"].date(), span["last_day"].date()
    sure = f"probably between {words.rough(span['lower_80'])} and {words.rough(span['upper_80'])}"
    compared = "" if change is None or change["reason"] else f"; {words.against_year(change['change'])}"
    return Finding(
        id=_id(line, "calls", f"forecast-{int(span['days'])}-days", claim="forecast"),
        statement=(
            f"{upper_first(line.queue.name)}: about {words.rough(span['mean'])} calls are expected in {period} "
            f"({sentences.day(first)} to {sentences.day(last)}); with a chance of 80 in 100 between "
            f"{words.rough(span['lower_80'])} and {words.rough(span['upper_80'])}, of 95 in 100 between "
            f"{words.rough(span['lower_95'])} and {words.rough(span['upper_95'])}."
        ),
        value=span["mean"], lower=span["lower_95"], upper=span["upper_95"], unit="calls",
        definition="calls offered where the public's calls come in, forecast; the interval holds 95 in 100",
        start=first, end=last, anchor=f"what-to-expect-{words.slug(line.queue.channel)}", headline=headline,
        label=f"{upper_first(line.queue.name)}: calls expected in {period}", display=words.rough(span["mean"]),
        change=upper_first(sure + compared), history=_quarters(line),
    )  # fmt: skip


def _change(line: Line, row: pd.Series) -> Finding:
    sure = row["lowest"] > 0 or row["highest"] < 0
    name, said = upper_first(line.queue.name), words.against_year(row["change"])
    anchor = f"what-to-expect-{words.slug(line.queue.channel)}"
    doubt = "" if sure else "; the forecast is not sure enough to tell whether there will be more or fewer"
    return Finding(
        id=_id(line, "calls", "52-weeks-before", claim="change"),
        statement=f"{name}: that is {said} ({formats.count(row['before'])} on the same days){doubt}.",
        value=row["change"], lower=row["lowest"], upper=row["highest"], unit="share",
        definition="calls forecast / calls counted 52 weeks before - 1; the interval holds 95 in 100",
        start=row["first_day"].date(), end=row["last_day"].date(), anchor=anchor,
        comparator=f"{formats.calls(row['before'])} counted 52 weeks before",
    )  # fmt: skip


def _busiest(line: Line, peak: pd.Series, hours: pd.DataFrame) -> Finding:
    days = hours.loc[hours["channel"] == line.queue.channel, "day"]
    return Finding(
        id=_id(line, "busiest-hour", "mean-of-weeks", claim="forecast"),
        statement=(
            f"{upper_first(line.queue.name)}: the busiest hour of the week is expected on {when_in_week(peak)}, with "
            f"about {formats.calls(peak['mean'])}; with a chance of 80 in 100 between "
            f"{formats.count(peak['lower_80'])} and {formats.count(peak['upper_80'])}."
        ),
        value=peak["mean"], lower=peak["lower_80"], upper=peak["upper_80"], unit="calls",
        definition="calls expected in the hour, mean of the weeks forecast; the interval holds 80 in 100 such hours",
        start=days.min().date(), end=days.max().date(), anchor=f"hours-{words.slug(line.queue.channel)}",
    )  # fmt: skip


def _calibration(line: Line, row: pd.Series) -> Finding:
    share, steps = row["inside_80"] / row["tried"], f"{row['step']}s"
    often = words.in_ten(row["inside_80"], row["tried"])
    return Finding(
        id=_id(line, "trial", "80-in-100", claim="level"),
        statement=(
            f"{upper_first(line.queue.name)}: tried on the past, the band of 80 in 100 held the true number on {often} "
            f"{steps} ({formats.per_cent(share)} of {formats.count(row['tried'])})."
        ),
        value=share, unit="share", definition=f"{steps} whose calls lay within the band of 80 in 100 / {steps} tried",
        start=row["first_day"].date(), end=row["last_day"].date(),
        anchor=f"trial-{steps}-{words.slug(line.queue.channel)}",
        comparator="80% were promised",
    )  # fmt: skip


def _refused(review: Review, outlook: Outlook, before: pd.DataFrame, hours: pd.DataFrame) -> list[Finding]:
    names = {line.queue.channel: upper_first(line.queue.name) for line in lines(review)}
    said = [words.plain(row.note) for row in outlook.notes.itertuples() if not row.channel]
    for what, table in ((NO_YEAR, before), ("which hours will be busiest", hours)):
        rows = table[table["reason"] != ""] if len(table) else table
        said += [f"{names[row.channel]}: {what}. {words.plain(row.reason)}" for row in rows.itertuples()]
    return [
        Finding(
            id=finding_id("demand", "refused", str(number), channel="all", stage="all", claim=NOT_POSSIBLE),
            statement=text, value=None, unit="", definition="what could not be told, and why", start=review.start,
            end=review.end, anchor="",
        )
        for number, text in enumerate(said, 1)
    ]  # fmt: skip


def _of(line: Line, table: pd.DataFrame) -> pd.Series | None:
    rows = table[table["channel"] == line.queue.channel] if len(table) else table
    return None if rows.empty else rows.iloc[0]


def _quarters(line: Line) -> tuple[float | None, ...]:
    """Return the calls of the last eight quarters of a year (13 weeks each), where every day is known."""
    if line.step != "day":
        return ()
    days = line.series.iloc[-QUARTERS * QUARTER_DAYS :]
    days = days.iloc[len(days) % QUARTER_DAYS :]
    blocks = [days.iloc[n : n + QUARTER_DAYS] for n in range(0, len(days), QUARTER_DAYS)]
    return tuple(None if block.isna().any() else float(block.sum()) for block in blocks)


def _id(line: Line, metric: str, definition: str, *, claim: str) -> str:
    return finding_id("demand", metric, definition, channel=line.queue.channel, stage=line.queue.stage, claim=claim)
