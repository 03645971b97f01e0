"""What the performance section found, as findings to cite and as the paragraph that answers the question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods.measures import MEASURES
from reviewkit.page import formats, sentences
from reviewkit.page.display import Notice, Prose
from reviewkit.page.findings import Finding, finding_id
from reviewkit.page.performance import changes, words
from reviewkit.page.performance.answers import answers
from reviewkit.page.performance.refused import not_possible
from reviewkit.page.performance.targets import exact, figure_name, level, target_words
from reviewkit.sections.figures.headline import Lead, leads, rows_of, value_of
from reviewkit.sections.figures.queues import Queue, queues
from reviewkit.sections.figures.rules import Figure

if TYPE_CHECKING:
    from reviewkit.data.review import Review

UP = "higher is better"
TWICE = "A call that is answered and then passed on to a second queue waits twice: each queue stands on its own."
MOST_HEADLINES = 6
LEADING_CHANNELS = 2
BETTER = {
    "offered": "neither",
    "mean_wait_s": "lower is better",
    "abandonment_crude": "lower is better",
    "not_answered_rate": "lower is better",
}
METRICS = {
    "offered": "volume",
    "mean_wait_s": "wait",
    "abandonment_crude": "gave-up",
    "not_answered_rate": "not-answered",
}
ANCHORS = {
    "volume": "calls-over-time",
    "wait": "waits-over-time",
    "gave-up": "gave-up-over-time",
    "not-answered": "gave-up-over-time",
    "service-level": "answered-in-time",
}


@dataclass(frozen=True)
class Tables:
    """The results a finding is drawn from: whole period, months, a year earlier, targets."""

    stages: pd.DataFrame
    months: pd.DataFrame
    before: pd.DataFrame
    targets: pd.DataFrame


def what_was_found(
    review: Review, stages: pd.DataFrame, months: pd.DataFrame, before: pd.DataFrame, targets: pd.DataFrame
) -> tuple[Finding, ...]:
    """Return the findings of the section: 999 first, then 101, at the stage where callers waited longest.

    The front page's questions in plain words; how long people waited, how many gave up, how many were answered in
    time, how many rang; then the spread of waits where single calls were supplied, every target, and what could not be
    told. At most six figures are for the front page.
    """
    tables = Tables(stages, months, before, targets)
    chosen = leads(review, stages)
    main = [_main(review, tables, lead, figure) for lead in chosen for figure in _figures(lead)]
    shown = [finding for channel in chosen[:LEADING_CHANNELS] for finding in main if _about(finding, channel)]
    front = {finding.id for finding in _front(shown, len(chosen[:LEADING_CHANNELS]))}
    main = [finding for finding in main if finding.id in front] + [
        _plain(finding) for finding in main if finding.id not in front
    ]
    spread = [finding for lead in chosen for finding in _spread(review, stages, lead.queue)]
    moved = [finding for lead in chosen for finding in _changes(before, lead, months)]
    plain = [answer for lead in chosen for answer in answers(review, lead, stages, before, targets)]
    kept = [_kept(review, row) for row in targets.itertuples(index=False)]
    return (*plain, *main, *spread, *moved, *kept, *not_possible(review, chosen, stages, months))


def in_short(review: Review, findings: tuple[Finding, ...]) -> tuple[Notice | Prose, ...]:
    """Answer the front page's questions for each channel, one paragraph a question."""
    said: dict[str, list[str]] = {}
    for finding in findings:
        if finding.question:
            said.setdefault(finding.about, []).append(f"{finding.question} {finding.statement}")
    answered = [Notice(title=words.upper_first(about), paragraphs=tuple(parts)) for about, parts in said.items()]
    stages = [queue.channel for queue in queues(review)]
    twice = (Prose(paragraphs=(TWICE,)),) if len(set(stages)) < len(stages) else ()
    return (*answered, *twice)


def _figures(lead: Lead) -> list[Figure]:
    return [figure for figure in (lead.in_time, lead.wait, lead.gave_up, lead.volume) if figure is not None]


def _front(findings: list[Finding], channels: int) -> list[Finding]:
    each = MOST_HEADLINES // max(channels, 1)
    kept: dict[str, list[Finding]] = {}
    for finding in findings:
        kept.setdefault(finding.id.split("/")[3], []).append(finding)
    return [finding for group in kept.values() for finding in group[:each]]


def _about(finding: Finding, lead: Lead) -> bool:
    return finding.id == finding_id(
        *finding.id.split("/")[:3], channel=lead.queue.channel, stage=lead.queue.stage, claim="level"
    )


def _plain(finding: Finding) -> Finding:
    return Finding(**{**finding.__dict__, "headline": False})


def _main(review: Review, tables: Tables, lead: Lead, figure: Figure) -> Finding:
    queue, measure = lead.queue, figure.measure
    value = value_of(tables.stages, queue, figure)
    metric = METRICS.get(measure, "service-level")
    unit = MEASURES[measure].unit
    change = changes.change(review, tables.before, queue, figure)
    target = _target(tables.targets, queue, figure)
    statement = _statement(queue, figure, exact(value, unit), tables.stages, compare=target is None) + _against(target)
    part = words.part_covered(queue, tables.stages)
    return Finding(
        id=finding_id(
            "performance", metric, _definition_part(figure), channel=queue.channel, stage=queue.stage, claim="level"
        ),
        statement=sentences.sentence(statement + (f"; {part}" if part else "")),
        value=value,
        unit=unit,
        definition=words.formula(figure) + (f"; {part}" if part else ""),
        start=review.start,
        end=review.end,
        comparator="" if target is None else f"target of {target_words(target)}: {target.citation}",
        direction=BETTER.get(measure, UP),
        anchor=ANCHORS[metric],
        headline=True,
        label=_front_label(queue, figure),
        display=formats.count(value) if unit == "calls" else exact(value, unit),
        change=change,
        history=changes.history(tables.months, queue, figure),
        breaks=changes.breaks(review, tables.months, queue),
    )


def _statement(queue: Queue, figure: Figure, said: str, stages: pd.DataFrame, *, compare: bool) -> str:
    match figure.measure:
        case "mean_wait_s":
            return f"{queue.name} calls that were answered waited {said} on average"
        case "abandonment_crude":
            return f"{said} of {queue.name} calls were given up before anybody answered{_later(queue, stages)}"
        case "not_answered_rate":
            return f"{said} of {queue.name} calls were not answered; how many of these were given up is not known"
        case "offered":
            return f"{queue.name} received {said}"
        case "service_level_of_answered":
            return f"{said} of answered {queue.name} calls were answered within {formats.wait(figure.threshold_s)}"
        case _:
            other = _of_answered(queue, figure, stages) if compare else ""
            return f"{said} of {queue.name} calls were answered within {formats.wait(figure.threshold_s)}{other}"


def _of_answered(queue: Queue, figure: Figure, stages: pd.DataFrame) -> str:
    share = value_of(stages, queue, Figure("service_level_of_answered", figure.threshold_s))
    return "" if np.isnan(share) else f" ({exact(share, 'share')} of those that were answered at all)"


def _later(queue: Queue, stages: pd.DataFrame) -> str:
    rows = queue.of(stages)
    rows = rows[(rows["measure"] == "abandonment_after_threshold") & rows["value"].notna()]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    return f" ({exact(row['value'], 'share')} after more than {formats.wait(int(row['threshold_s']))})"


def _front_label(queue: Queue, figure: Figure) -> str:
    match figure.measure:
        case "mean_wait_s":
            return f"{queue.name}: average wait of answered calls"
        case "abandonment_crude":
            return f"{queue.name}: calls given up"
        case "not_answered_rate":
            return f"{queue.name}: calls not answered"
        case "offered":
            return f"{queue.name}: calls received"
        case _:
            of = "answered calls " if figure.measure.endswith("answered") else ""
            return f"{queue.name}: {of}answered within {formats.wait(figure.threshold_s)}"


def _definition_part(figure: Figure) -> str:
    parts = {
        "offered": "offered",
        "mean_wait_s": "mean-of-answered",
        "abandonment_crude": "crude",
        "not_answered_rate": "of-offered",
    }
    said = parts.get(figure.measure, figure.measure.removeprefix("service_level_").replace("_", "-"))
    return said if figure.threshold_s is None else f"{said}-{figure.threshold_s}s"


def _changes(before: pd.DataFrame, lead: Lead, months: pd.DataFrame) -> list[Finding]:
    rows = [(figure, changes.compared(before, lead.queue, figure)) for figure in _figures(lead)]
    return [_changed(lead.queue, figure, row, months) for figure, row in rows if row is not None]


def _changed(queue: Queue, figure: Figure, row: object, months: pd.DataFrame) -> Finding:
    metric = METRICS.get(figure.measure, "service-level")
    return Finding(
        id=finding_id(
            "performance", metric, _definition_part(figure), channel=queue.channel, stage=queue.stage, claim="change"
        ),
        statement=changes.both_years(_front_label(queue, figure), row),
        value=row.now - row.before, unit=row.unit, definition=words.formula(figure),
        start=row.first_day.date(), end=row.last_day.date(),
        comparator=f"{exact(row.before, row.unit)} over the intervals present in both years",
        direction=BETTER.get(figure.measure, UP), anchor=ANCHORS[metric],
        change=sentences.change(row.now, row.before, row.unit), history=changes.history(months, queue, figure),
    )  # fmt: skip


def _target(targets: pd.DataFrame, queue: Queue, figure: Figure) -> object | None:
    rows = rows_of(targets, queue, figure) if len(targets) else targets
    return None if rows.empty else next(rows.itertuples(index=False))


def _against(target: object | None) -> str:
    if target is None or target.verdict == "cannot be told":
        return ""
    amount, side = level(target)
    unit = MEASURES[target.measure].unit
    return f", which {sentences.against(target.value, amount, unit, at_least=side == 'at least')}"


def _spread(review: Review, stages: pd.DataFrame, queue: Queue) -> list[Finding]:
    rows = queue.of(stages)
    known = rows[rows["measure"].isin(["median_wait_s", "p90_wait_s"]) & rows["value"].notna()]
    return [_spread_finding(review, queue, row) for row in known.itertuples(index=False)]


def _spread_finding(review: Review, queue: Queue, row: object) -> Finding:
    figure, said = Figure(row.measure), formats.wait(row.value)
    first, last = row.first_day.date(), row.last_day.date()
    share = "half" if row.measure == "median_wait_s" else "9 in 10"
    span = "" if (first, last) == (review.start, review.end) else f" ({sentences.period(first, last)})"
    part = "median-of-answered" if row.measure == "median_wait_s" else "p90-of-answered"
    return Finding(
        id=finding_id("performance", "spread", part, channel=queue.channel, stage=queue.stage, claim="level"),
        statement=f"Of the {queue.name} calls that were answered, {share} waited {said} or less{span}.",
        value=row.value, unit="seconds", definition=words.formula(figure), start=first, end=last,
        direction="lower is better", anchor="waits-in-full",
    )  # fmt: skip


def _kept(review: Review, row: object) -> Finding:
    figure = Figure(row.measure, None if pd.isna(row.threshold_s) else int(row.threshold_s))
    metric = METRICS.get(row.measure, "service-level" if row.measure.startswith("service_level") else row.measure)
    amount, side = level(row)
    unit = MEASURES[row.measure].unit
    outcome = sentences.against(row.value, amount, unit, at_least=side == "at least")
    said = "" if row.reason else f" stood at {exact(row.value, unit)} and"
    why = f" {row.reason}" if row.reason else ""
    part = _definition_part(figure)
    return Finding(
        id=finding_id("performance", metric, part, channel=row.channel, stage=row.stage, claim="target"),
        statement=sentences.sentence(f"{figure_name(row)}{said} {outcome}") + why,
        value=row.value, unit=unit, definition=words.formula(figure), start=review.start, end=review.end,
        comparator=f"target of {target_words(row)}: {row.citation}", anchor="targets",
        direction="higher is better" if side == "at least" else "lower is better",
        display=f"{row.verdict}; target {target_words(row)}" if row.reason
        else f"{exact(row.value, unit)}: {row.verdict}; target {target_words(row)}",
    )  # fmt: skip
