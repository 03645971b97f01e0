"""A very small line of history, for a headline figure: no axes, no text, the last value marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from lxml import etree

from reviewkit.page.drawing.style import BLUE, GREY
from reviewkit.page.formats import Unit, written

WIDTH, HEIGHT, MARGIN = 136, 36, 4
BROKEN = " The line is broken where counting changed."


@dataclass(frozen=True)
class Spark:
    """The drawing, and what it shows in words."""

    svg: str
    alt: str


def spark(history: Sequence[float | None], *, label: str, unit: str, breaks: Sequence[int] = ()) -> Spark:
    """Return a small line through values in order of time, broken where one is missing or an event parts them.

    The line fills its height from the lowest to the highest value: it shows the course, never the size, which stands
    beside it as a number.

    Parameters
    ----------
    history
        At least two values that are not None.
    label
        What the values are.
    unit
        As in a finding: ``share``, ``seconds``, ``calls`` or another plain word.
    breaks
        Positions of the first value after an event that makes figures unlike: an upright stroke stands before it.

    Examples
    --------
    >>> spark([0.1, None, 0.3, 0.2], label="Calls given up", unit="share").alt
    'Calls given up over time: first 10%, last 20%, lowest 10%, highest 30%.'
    >>> spark([0.1, 0.3, 0.2], label="Calls given up", unit="share", breaks=[1]).alt
    'Calls given up over time: first 10%, last 20%, lowest 10%, highest 30%. The line is broken where counting changed.'
    """
    points = _points(history)
    inside = sorted({at for at in breaks if 0 < at < len(history)})
    root = etree.Element("svg", {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "width": str(WIDTH), "height": str(HEIGHT)})
    root.set("xmlns", "http://www.w3.org/2000/svg")
    line = {"fill": "none", "stroke": BLUE, "stroke-width": "2", "stroke-linejoin": "round"}
    etree.SubElement(root, "path", {"d": _line(points, inside), **line, "stroke-linecap": "round"})
    for at in inside:
        x = f"{MARGIN + (at - 0.5) * _step(history):g}"
        ends = {"x1": x, "x2": x, "y1": "1", "y2": f"{HEIGHT - 1}"}
        etree.SubElement(root, "line", {**ends, "stroke": GREY, "stroke-width": "1", "stroke-dasharray": "2 2"})
    last = next(point for point in reversed(points) if point)
    etree.SubElement(root, "circle", {"cx": f"{last[0]:g}", "cy": f"{last[1]:g}", "r": "3", "fill": BLUE})
    return Spark(etree.tostring(root, encoding="unicode"), _words(history, label, unit) + (BROKEN if inside else ""))


def _points(history: Sequence[float | None]) -> list[tuple[float, float] | None]:
    known = [value for value in history if value is not None]
    low, high = min(known), max(known)
    step = _step(history)
    tall = HEIGHT - 2 * MARGIN

    def place(number: int, value: float) -> tuple[float, float]:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(MARGIN + number * step, 1), round(HEIGHT - MARGIN - share * tall, 1)

    return [None if value is None else place(number, value) for number, value in enumerate(history)]


def _step(history: Sequence[float | None]) -> float:
    return (WIDTH - 2 * MARGIN) / max(len(history) - 1, 1)


def _line(points: list[tuple[float, float] | None], breaks: Sequence[int]) -> str:
    path, letter = "", "M"
    for number, point in enumerate(points):
        letter = "M" if number in breaks else letter
        if point is not None:
            path += f"{letter}{point[0]:g} {point[1]:g}"
        letter = "M" if point is None else "L"
    return path


def _words(history: Sequence[float | None], label: str, unit: str) -> str:
    known = [value for value in history if value is not None]
    kind = unit if unit in get_args(Unit) else "number"
    first, last, low, high = (written(value, kind) for value in (known[0], known[-1], min(known), max(known)))
    return f"{label} over time: first {first}, last {last}, lowest {low}, highest {high}."
