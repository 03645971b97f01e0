"""A very small line of history, for a headline figure: no axes, no text, the last value marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from lxml import etree

from reviewkit.page.drawing.style import BLUE
from reviewkit.page.formats import Unit, written

WIDTH, HEIGHT, MARGIN = 136, 36, 4


@dataclass(frozen=True)
class Spark:
    """The drawing, and what it shows in words."""

    svg: str
    alt: str


def spark(history: Sequence[float | None], *, label: str, unit: str) -> Spark:
    """Return a small line through values in order of time, broken where one is missing.

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

    Examples
    --------
    >>> spark([0.1, None, 0.3, 0.2], label="Calls given up", unit="share").alt
    'Calls given up over time: first 10%, last 20%, lowest 10%, highest 30%.'
    """
    points = _points(history)
    root = etree.Element("svg", {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "width": str(WIDTH), "height": str(HEIGHT)})
    root.set("xmlns", "http://www.w3.org/2000/svg")
    line = {"fill": "none", "stroke": BLUE, "stroke-width": "2", "stroke-linejoin": "round"}
    etree.SubElement(root, "path", {"d": _line(points), **line, "stroke-linecap": "round"})
    last = next(point for point in reversed(points) if point)
    etree.SubElement(root, "circle", {"cx": f"{last[0]:g}", "cy": f"{last[1]:g}", "r": "3", "fill": BLUE})
    return Spark(etree.tostring(root, encoding="unicode"), _words(history, label, unit))


def _points(history: Sequence[float | None]) -> list[tuple[float, float] | None]:
    known = [value for value in history if value is not None]
    low, high = min(known), max(known)
    step = (WIDTH - 2 * MARGIN) / max(len(history) - 1, 1)
    tall = HEIGHT - 2 * MARGIN

    def place(number: int, value: float) -> tuple[float, float]:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(MARGIN + number * step, 1), round(HEIGHT - MARGIN - share * tall, 1)

    return [None if value is None else place(number, value) for number, value in enumerate(history)]


def _line(points: list[tuple[float, float] | None]) -> str:
    path, letter = "", "M"
    for point in points:
        if point is not None:
            path += f"{letter}{point[0]:g} {point[1]:g}"
        letter = "M" if point is None else "L"
    return path


def _words(history: Sequence[float | None], label: str, unit: str) -> str:
    known = [value for value in history if value is not None]
    kind = unit if unit in get_args(Unit) else "number"
    first, last, low, high = (written(value, kind) for value in (known[0], known[-1], min(known), max(known)))
    return f"{label} over time: first {first}, last {last}, lowest {low}, highest {high}."
