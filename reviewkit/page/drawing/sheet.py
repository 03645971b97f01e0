"""A sheet to draw on, in CSS pixels from the top left corner: every text and panel stands where it is put.

Nothing here is laid out by matplotlib: places are computed first, from measured text, so that nothing can overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from reviewkit.page.drawing import style, svg

Anchor = Literal["left", "center", "right"]

LINE = 1.25  # height of a line of text, in its size
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_BASELINE = 0.95  # from the top of a line of text to its baseline, in its size


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet, in px."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height


def bare_axes(figure: Figure) -> Axes:
    """Return axes for data alone, since ticks and labels are drawn by hand."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(NullLocator())  # ticks nobody sees would take longer than the data
    axes.set_autoscale_on(False)
    return axes


class Sheet:
    """A drawing of a given size, without anything on it yet.

    ``figure`` holds what was drawn before in :func:`bare_axes`, to be shown at another size too: see :meth:`place`.
    """

    def __init__(self, width: float, height: float, figure: Figure | None = None) -> None:
        self.width, self.height = round(width), round(height)
        self._figure = figure or Figure(dpi=72)
        self._figure.set_size_inches(self.width / 72, self.height / 72)
        self._under: list[svg.Shape] = []
        self._over: list[svg.Shape] = []
        self._texts: list[svg.Text] = []

    def axes(self, box: Box, x: tuple[float, float], y: tuple[float, float]) -> Axes:
        """Return bare axes over a box, to draw in."""
        axes = bare_axes(self._figure)
        self.place(axes, box, x, y)
        return axes

    def place(self, axes: Axes, box: Box, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Put axes over a box."""
        corner = (box.left / self.width, 1 - box.bottom / self.height)
        axes.set_position((*corner, box.width / self.width, box.height / self.height))
        axes.set_xlim(*x)
        axes.set_ylim(*y)

    def rules(self, ends: Sequence[tuple[float, float, float, float]], colour: str, **look: object) -> None:
        """Draw straight lines, each ``(x, y, x, y)``; ``width``, ``dashes`` and ``over`` (the data) as looks."""
        drawn = self._over if look.get("over") else self._under
        wide, dashes = look.get("width", 1), look.get("dashes", ())
        drawn += [svg.rule(place, colour, width=wide, dashes=dashes) for place in ends]

    def text(
        self,
        x: float,
        top: float,
        lines: str | Sequence[str],
        *,
        anchor: Anchor = "left",
        colour: str = style.INK,
        size: float = style.TICK_SIZE,
        bold: bool = False,
    ) -> None:
        """Write lines of text, the upper edge of the first at ``top``."""
        look = svg.text_look(colour, size=size, anchor=_ANCHORS[anchor], bold=bold)
        for number, line in enumerate([lines] if isinstance(lines, str) else lines):
            if line:
                self._texts.append((look, x, top + size * (_BASELINE + LINE * number), line))

    def svg(self, name: str) -> str:
        """Return the sheet as SVG text; see :mod:`reviewkit.page.drawing.svg`."""
        data = svg.shapes_of(self._figure) if self._figure.axes else ()
        shapes = [*self._under, *data, *self._over]
        return svg.written(shapes, self._texts, name=name, size=(self.width, self.height))


def line_height(size: float = style.TICK_SIZE, lines: int = 1) -> float:
    """Return the height of lines of text in px."""
    return size * LINE * lines


def stack(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float] | None:
    """Place labels one above the other, each centred as near to where it wants to be as the others allow.

    Parameters
    ----------
    wanted
        The height, in px from the top, at which each label would like its centre.
    heights
        Height of each label.
    top, bottom
        No label passes these.

    Returns
    -------
    list or None
        Upper edge of each label in the order given; None when they do not fit.

    Examples
    --------
    >>> stack([50, 52], [20, 20], 0, 100)
    [31.0, 51.0]
    >>> stack([50, 52], [20, 20], 0, 30) is None
    True
    """
    if sum(heights) > bottom - top + 1e-6:
        return None
    order = sorted(range(len(wanted)), key=lambda item: (wanted[item], item))
    groups: list[tuple[list[int], float]] = []  # labels that touch, and the upper edge of the first
    for item in order:
        groups.append(([item], wanted[item] - heights[item] / 2))
        while True:
            members, edge = groups[-1]
            tall = sum(heights[member] for member in members)
            edge = min(max(edge, top), bottom - tall)
            groups[-1] = (members, edge)
            if len(groups) < 2:
                break
            above, above_edge = groups[-2]
            above_tall = sum(heights[member] for member in above)
            if above_edge + above_tall <= edge + 1e-9:
                break
            groups[-2:] = [(above + members, _best(above + members, wanted, heights))]
    places = [0.0] * len(wanted)
    for members, edge in groups:
        below = float(edge)
        for member in members:
            places[member] = below
            below += heights[member]
    return places


def _best(members: Sequence[int], wanted: Sequence[float], heights: Sequence[float]) -> float:
    """Return the upper edge at which labels that touch are, on average, where they want to be."""
    offset = total = 0.0
    for member in members:
        total += wanted[member] - heights[member] / 2 - offset
        offset += heights[member]
    return total / len(members)
