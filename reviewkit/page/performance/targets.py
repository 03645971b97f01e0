"""Targets on the performance page: each against its figure, with the place where the promise is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import charts, formats, sentences
from reviewkit.page.display import Chart, Notice, Table
from reviewkit.page.performance import frames, words
from reviewkit.page.tables import Field, table
from reviewkit.sections.figures.rules import Figure

if TYPE_CHECKING:
    from reviewkit.data.review import Review

UNITS = {"share": "%", "seconds": "time", "calls": "calls"}


def which_targets_were_met(review: Review, targets: pd.DataFrame) -> tuple[Chart | Table | Notice, ...]:
    """Draw each figure against its target, shares and waits apart, and list every target with its citation."""
    if targets.empty:
        return (Notice(title="Targets", paragraphs=(f"No targets of {review.force.name} are known to this review.",)),)
    listed = _list(review, targets)
    shown = [_dots(review, targets, unit) for unit in ("share", "seconds")]
    return (*(chart for chart in shown if chart is not None), listed)


def level(row: object) -> tuple[float, str]:
    """Return a target's level and whether it is ``at least`` or ``at most``."""
    least = not pd.isna(row.at_least)
    return (row.at_least, "at least") if least else (row.at_most, "at most")


def target_words(row: object) -> str:
    """Write a target's level: ``at least 90%``."""
    value, side = level(row)
    return f"{side} {formats.written(value, unit_of(row))}"


def exact(value: float, unit: str) -> str:
    """Write a figure that is held against a target: shares to a tenth, so that a near miss shows.

    Examples
    --------
    >>> exact(0.8968, "share"), exact(75, "seconds")
    ('89.7%', '1 minute 15 seconds')
    """
    return formats.per_cent(value, decimals=1) if unit == "share" else formats.written(value, unit)


def unit_of(row: object) -> str:
    """Return the unit of a target's measure, also where its figure is refused."""
    return words.MEASURES[row.measure].unit


def figure_name(row: object) -> str:
    """Return the queue and the figure a target is about."""
    threshold = None if pd.isna(row.threshold_s) else int(row.threshold_s)
    return f"{row.name}: {words.lower_first(words.label(Figure(row.measure, threshold)))}"


def title_targets(review: Review, targets: pd.DataFrame) -> str:
    """Say how many targets were met, of those that can be told."""
    told = targets[targets["verdict"] != "cannot be told"]
    met = int((told["verdict"] == "met").sum())
    when = sentences.period(review.start, review.end)
    if told.empty:
        return f"None of the {len(targets)} targets can be judged for {when}"
    if len(told) == 1:
        row = next(told.itertuples(index=False))
        result = f"{exact(row.value, unit_of(row))} against {target_words(row)}"
        return f"{row.name} {'met' if met else 'missed'} the one target that can be judged: {result}"
    said = {0: "None", len(told): "All"}.get(met, str(met))
    return f"{said} of the {len(told)} targets that can be judged {'was' if met == 1 else 'were'} met {_when(when)}"


def _when(period: str) -> str:
    return f"from {period}" if period[0].isdigit() else f"in {period}"


def _dots(review: Review, targets: pd.DataFrame, unit: str) -> Chart | None:
    rows = targets[[unit_of(row) == unit for row in targets.itertuples(index=False)]]
    if rows.empty or rows["value"].isna().all():
        return None
    rows = rows.assign(
        figure=[figure_name(row) for row in rows.itertuples(index=False)],
        level=[level(row)[0] for row in rows.itertuples(index=False)],
        says=[f"Target {target_words(row)}" for row in rows.itertuples(index=False)],
    )
    fields = [Field("figure", "Figure"), Field("value", f"Figure ({UNITS[unit]})", unit, reason="reason")]
    fields += [Field("level", f"Target ({UNITS[unit]})", unit), Field("verdict", "Verdict")]
    subtitle = frames.subtitle(review, f"Each figure over the complete months against its target, {UNITS[unit]}")
    return charts.dots(
        rows, id=f"targets-{unit}", name="figure", value="value", target="level", target_label="says", unit=unit,
        title=title_targets(review, targets), subtitle=subtitle, source=frames.source_of(review),
        table=table(
            rows, id=f"targets-{unit}-table", title="Figures against targets", fields=fields,
            source=frames.source_of(review),
        ),
    )  # fmt: skip


def _list(review: Review, targets: pd.DataFrame) -> Table:
    rows = targets.assign(
        figure=[figure_name(row) for row in targets.itertuples(index=False)],
        target=[target_words(row) for row in targets.itertuples(index=False)],
        printed=[
            exact(row.value, unit_of(row)) if not row.reason else "[x]" for row in targets.itertuples(index=False)
        ],
        months=[f"{row.met} of {row.judged}" if row.judged else "none" for row in targets.itertuples(index=False)],
        marked=targets["verdict"] == "not met",
    )
    fields = [
        Field("figure", "What is measured"), Field("target", "Target"), Field("printed", "Result"),
        Field("verdict", "Verdict"), Field("months", "Complete months that met it"),
        Field("citation", "Where the target is written down"),
    ]  # fmt: skip
    why = words.unique(f"[x] {figure_name(row)}: {row.reason}" for row in targets.itertuples(index=False) if row.reason)
    left = sorted({at for out in targets["left_out"] for at in out})
    out = (f"Left out as incomplete: {sentences.join(sentences.month(at) for at in left)}.",) if left else ()
    return table(
        rows, id="targets", title=f"Targets, {sentences.period(review.start, review.end)}", fields=fields,
        source=frames.source_of(review), notes=(*why, *out, *frames.break_notes(review)),
        marked=[] if rows["marked"].all() else [number for number, bad in enumerate(rows["marked"]) if bad],
        also_csv=["channel", "stage", "measure", "threshold_s", "at_least", "at_most", "value", "numerator",
                  "denominator", "met", "judged", "reason", "url"],
    )  # fmt: skip
