"""Text alternatives: what somebody who sees a chart would learn from it, in sentences computed from its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd

from reviewkit.page import sentences
from reviewkit.page.drawing.traces import Panel, TargetLine, Trace, day_of
from reviewkit.page.formats import Unit, is_missing, written

_TOLD_IN_FULL = 4  # series; of more, each gets its first and last figure only


def of_lines(panels: Sequence[Panel], *, measure: str, unit: Unit, missing: int, step: float) -> str:
    """Describe lines over time: first, last, highest, lowest, against the target; and how many figures are missing.

    ``measure`` begins the text (the subtitle of the chart), so that no two charts say the same.
    """
    lines = [(panel, line) for panel in panels for line in panel.traces]
    when = _period_words(step)
    said = [_line(line, panel, unit, when, brief=len(lines) > _TOLD_IN_FULL) for panel, line in lines]
    if missing:
        said.append(f"{missing} figure{' is' if missing == 1 else 's are'} not available")
    return f"Line chart. {sentences.sentence(measure)} {' '.join(map(sentences.sentence, said))}"


def _period_words(step: float) -> Callable[[date], str]:
    """Return how a period that begins on a day is named, by the usual distance of the figures."""
    if step >= 28:
        return lambda day: f"in {sentences.month(day)}"
    before = "in the week from" if step == 7 else "on"
    return lambda day: f"{before} {sentences.day(day)}"


def _line(line: Trace, panel: Panel, unit: Unit, when: Callable[[date], str], *, brief: bool) -> str:
    name = panel.title if panel.title and len(panel.traces) == 1 else line.name
    name = f"{panel.title}, {line.name}" if panel.title and len(panel.traces) > 1 else name
    start = f"{name}: " if name else ""
    whole = line.points[~line.points["incomplete"]]
    points = whole if len(whole) else line.points
    if points.empty:
        return f"{start}no figure is available"
    first, last = points.iloc[0], points.iloc[-1]
    rest = _met(whole, panel.target) + _partly(len(line.points) - len(points))
    if len(points) == 1:
        return f"{start}{written(first['y'], unit)} {when(day_of(first['x']))}{rest}"
    move = f"from {written(first['y'], unit)} {when(day_of(first['x']))} to {written(last['y'], unit)} "
    text = f"{start}{move}{when(day_of(last['x']))}"
    if not brief and points["y"].min() < points["y"].max():
        top, low = points.loc[points["y"].idxmax()], points.loc[points["y"].idxmin()]
        text += f"; highest {written(top['y'], unit)} {when(day_of(top['x']))}"
        text += f", lowest {written(low['y'], unit)} {when(day_of(low['x']))}"
    elif not brief:
        text += ", the same throughout"
    return text + rest


def _partly(left_out: int) -> str:
    if not left_out:
        return ""
    return f"; {left_out} incomplete period{' is' if left_out == 1 else 's are'} shown apart and not told of here"


def _met(whole: pd.DataFrame, target: TargetLine | None) -> str:
    if target is None or whole.empty:
        return ""
    above = int((whole["y"] >= target.value).sum())
    return f"; at or above the line \u201c{target.label}\u201d in {above} of {len(whole)} complete periods"


def of_values(names: Sequence[str], values: Sequence[float], *, kind: str, measure: str, unit: Unit) -> str:
    """Describe one value for each name: highest, lowest, all of them where they are few."""
    known = pd.Series(values, index=list(names), dtype=float)
    absent = int(known.isna().sum())
    known = known.dropna()
    start = f"{kind}. {sentences.sentence(measure)}"
    if known.empty:
        return f"{start} No figure is available."
    if len(known) <= 8:
        told = sentences.join(f"{name} {written(value, unit)}" for name, value in known.items())
    else:
        told = (
            f"highest {known.idxmax()} {written(known.max(), unit)}, lowest {known.idxmin()} "
            f"{written(known.min(), unit)}, of {len(known)}"
        )
    gone = f" {absent} not available." if absent else ""
    return f"{start} {sentences.sentence(told)}{gone}"


def of_grid(grid: pd.DataFrame, *, measure: str, unit: Unit) -> str:
    """Describe a heat map: its three highest cells and its lowest."""
    cells = [
        (float(value), f"{row} {column}")
        for row, values in zip(grid.index, grid.to_numpy(), strict=True)
        for column, value in zip(grid.columns, values, strict=True)
        if not is_missing(value)
    ]
    start = f"Heat map. {sentences.sentence(measure)}"
    if not cells:
        return f"{start} No figure is available."
    order = sorted(cells, key=lambda cell: -cell[0])
    highest = [f"{name} ({written(value, unit)})" for value, name in order[:3]]
    text = f"Highest: {sentences.join(highest)}. Lowest: {order[-1][1]} ({written(order[-1][0], unit)})."
    absent = int(grid.isna().sum().sum())
    gone = f" {absent} of {grid.size} cells {'has' if absent == 1 else 'have'} no figure." if absent else ""
    return f"{start} {text}{gone}"
