"""One drawing of lines over time: where panels, labels, ticks, targets and events stand, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reviewkit.data.declared.force import Event
from reviewkit.page import formats
from reviewkit.page.drawing import flags, strokes, style, ticks
from reviewkit.page.drawing.flags import Flag
from reviewkit.page.drawing.measure import width, wrap
from reviewkit.page.drawing.sheet import Box, Sheet, bare_axes, line_height, stack
from reviewkit.page.drawing.traces import Panel, day_number, day_of
from reviewkit.page.formats import Unit

_INSET = 8  # px of grid beyond the first and the last figure, so that marks are whole
_LEADER = 16  # px between plot and labels at its right
_TICK = 5
_EDGE = 2  # px between the longest label and the edge: fonts differ a little
_ABOVE_EACH_OTHER = 3  # so few panels share one long time axis, where a week can be told from the next


@dataclass(frozen=True)
class Label:
    """A name at the right of a plot, at the height of what it names."""

    y: float
    lines: tuple[str, ...]
    colour: str
    bold: bool = False

    @property
    def width(self) -> float:
        """Width in px."""
        return max(width(line, style.LABEL_SIZE, bold=self.bold) for line in self.lines)

    @property
    def height(self) -> float:
        """Height in px."""
        return line_height(style.LABEL_SIZE, len(self.lines)) + 2


@dataclass(frozen=True)
class _Layout:
    """Where everything stands: columns of plots, their widths and heights, the upper edge of each row and the end."""

    columns: int
    column: float
    left: float
    plot: float
    height: float
    titled: float
    above: float
    tops: Sequence[float]
    scale: Sequence[float]
    says: Sequence[str]
    labels: Sequence[Sequence[Label]]
    titles: Sequence[Sequence[str]]
    flags: Sequence[Flag]

    def box(self, number: int) -> Box:
        """Return the plot of a panel; only the first row leaves room for the names of events."""
        row, place = divmod(number, self.columns)
        above = self.above if row == 0 else _INSET
        top = self.tops[row] + self.titled + above + _INSET / 2
        return Box(self.column * place + self.left, top, self.plot, self.height)


@dataclass(frozen=True)
class TimePlot:
    """Everything a drawing of lines needs; :meth:`draw` returns it at one width, or None where labels do not fit."""

    panels: Sequence[Panel]
    unit: Unit
    events: Sequence[Event]
    from_zero: bool = True

    def draw(self, wide: float, *, name: str, most_columns: int = 3, number_events: bool = False) -> str | None:
        """Return the drawing as SVG text.

        Parameters
        ----------
        wide
            Width in px.
        name
            Id of the drawing.
        most_columns
            How many panels may stand side by side.
        number_events
            Mark events with numbers, whose names stand in the notes.
        """
        layout = self._layout(wide, most_columns=most_columns, number_events=number_events)
        if layout is None:
            return None
        figure, axes = self._drawn
        sheet = Sheet(wide, layout.tops[-1], figure)
        for number, panel in enumerate(self.panels):
            labels, box = layout.labels[number], layout.box(number)
            placed = self._stacked(labels, layout.scale, box)
            if placed is None:
                return None
            left = layout.column * (number % layout.columns)
            if layout.titles[number] != [""]:
                top = layout.tops[number // layout.columns]
                sheet.text(left + 1, top, layout.titles[number], size=style.LABEL_SIZE, bold=True)
            self._grid(sheet, box, layout.scale, layout.says)
            self._time_axis(sheet, box, (layout.left, layout.column - layout.left - layout.plot))
            self._target(sheet, box, layout.scale, panel)
            self._marks(sheet, box, layout.flags, left, named=number < layout.columns)
            sheet.place(axes[number], box, self._ends, (layout.scale[0], layout.scale[-1]))
            self._names(sheet, box, labels, placed, layout.scale)
        return sheet.svg(name)

    def _layout(self, wide: float, *, most_columns: int, number_events: bool) -> _Layout | None:
        columns = self._columns(wide, most_columns)
        column = wide / columns
        labels = [self._labels(panel, column) for panel in self.panels]
        whole = [group for group in labels if group is not None]
        scale = ticks.values(self._high, self.unit, low=self._low, at_most=5 if len(self.panels) == 1 else 3)
        says = ticks.labels(scale, self.unit)
        left = max(width(text, style.TICK_SIZE) for text in says) + 6 + _INSET
        right = max((label.width for group in whole for label in group), default=0) + _LEADER + _INSET + _EDGE
        plot = column - left - right - (12 if columns > 1 else 0)
        marked = self._flags(plot, left, column, number_events=number_events)
        if len(whole) < len(labels) or plot < 0.3 * column or marked is None:
            return None
        titles = [wrap(panel.title, column - 12, style.LABEL_SIZE, bold=True) for panel in self.panels]
        titled = max((line_height(style.LABEL_SIZE, len(t)) + 6 for t in titles if t != [""]), default=0)
        height = self._plot_height(wide, plot)
        above = max([_INSET, *flags.lane_tops(marked)])
        first = titled + above + height + _INSET + 28
        rows = -(-len(self.panels) // columns)
        tops = [0.0, *(first + number * (first - above + _INSET) for number in range(rows))]
        return _Layout(columns, column, left, plot, height, titled, above, tops, scale, says, whole, titles, marked)

    @cached_property
    def _drawn(self) -> tuple[Figure, list[Axes]]:
        """The data of each panel, drawn once for every width."""
        figure = Figure(dpi=72)
        for panel in self.panels:
            axes = bare_axes(figure)
            for line in panel.traces:
                strokes.bands(axes, line)
            for line in sorted(panel.traces, key=lambda item: item.colour != style.GREY):
                strokes.line(axes, line)
        return figure, figure.axes

    @cached_property
    def _edges(self) -> list[float]:
        """The outer edges of all bands."""
        return [
            float(edge)
            for panel in self.panels
            for line in panel.traces
            for low, high in line.bands[:1]
            for edge in (line.points[low].min(), line.points[high].max())
        ]

    @cached_property
    def _points(self) -> pd.DataFrame:
        parts = [line.points for panel in self.panels for line in panel.traces if len(line.points)]
        return pd.concat(parts) if parts else pd.DataFrame({"x": [], "y": []})

    @property
    def _high(self) -> float:
        levels = [panel.target.value for panel in self.panels if panel.target]
        return max([*self._points["y"], *levels, *self._edges], default=0.0)

    @property
    def _low(self) -> float:
        if self.from_zero:
            return min([0.0, *self._points["y"], *self._edges])
        levels = [panel.target.value for panel in self.panels if panel.target]
        return min([*self._points["y"], *levels, *self._edges], default=0.0)

    @property
    def _ends(self) -> tuple[float, float]:
        points = self._points
        if points.empty:
            return (0.0, 1.0)
        first, last = float(points["x"].min()), float(points["x"].max())
        return (first, last) if last > first else (first - 15, last + 15)

    def _columns(self, wide: float, most: int) -> int:
        if wide < style.WIDE or len(self.panels) <= _ABOVE_EACH_OTHER:
            return 1
        return min(most, 2 if len(self.panels) == 4 else 3)

    def _plot_height(self, wide: float, plot: float) -> float:
        if len(self.panels) == 1:
            return 300 if wide >= style.WIDE else 220
        return min(150, max(110, 0.6 * plot))

    def _labels(self, panel: Panel, room: float) -> list[Label] | None:
        """Return the names beside a plot, or None where one would have to be broken within a word."""
        limit = 150 if room > 400 else 72
        several = len(panel.traces) > 1
        labels = []
        for line in panel.traces:
            if line.last is None:
                continue
            name = line.name.split() if several else []
            said = formats.brief(line.last[1], self.unit).replace(" ", "\N{NO-BREAK SPACE}")
            words = name if line.ends_incomplete else [*name, said]  # a figure stands beside its own point or nowhere
            if not words:
                continue
            longest = max(width(word, style.LABEL_SIZE, bold=True) for word in words)
            if several and longest > max(limit, 90):
                return None
            lines = tuple(wrap(" ".join(words), max(limit, longest), style.LABEL_SIZE, bold=True))
            labels.append(Label(line.end[1], lines, style.text_colour(line.colour), bold=True))
        if panel.target and any(line.last for line in panel.traces):
            lines = tuple(wrap(panel.target.label, limit, style.LABEL_SIZE, lines=4))
            labels.append(Label(panel.target.value, lines, style.INK))
        return labels

    def _stacked(self, labels: Sequence[Label], scale: Sequence[float], box: Box) -> list[float] | None:
        wanted = [_down(label.y, scale, box) for label in labels]
        return stack(wanted, [label.height for label in labels], box.top - _INSET / 2, box.bottom + _INSET)

    def _flags(self, plot: float, left: float, room: float, *, number_events: bool) -> list[Flag] | None:
        first, last = self._ends
        beyond = plot + _INSET / 2  # within the last period, which begins at the last point
        places = [left + min(plot * (day_number(event.date) - first) / (last - first), beyond) for event in self.events]
        if number_events:
            return flags.numbered(places)
        return flags.named(places, self.events, limit=170 if room > 400 else 120, edge=room)

    @staticmethod
    def _grid(sheet: Sheet, box: Box, scale: Sequence[float], says: Sequence[str]) -> None:
        for value, text in zip(scale, says, strict=True):
            y = _down(value, scale, box)
            ends = [(box.left - _INSET, y, box.right + _INSET, y)]
            sheet.rules(ends, style.INK if value == 0 else style.RULE)
            sheet.text(box.left - _INSET - 6, y - 0.6 * style.TICK_SIZE, text, anchor="right")

    def _time_axis(self, sheet: Sheet, box: Box, room: tuple[float, float]) -> None:
        if self._points.empty:
            sheet.text(box.left, box.top + box.height / 2 - 20, "No figures")
            return
        first, last = self._ends
        for day, text in ticks.dates(day_of(first), day_of(last), box.width, room=room):
            x = box.left + box.width * (day_number(day) - first) / (last - first)
            sheet.rules([(x, box.bottom, x, box.bottom + _TICK)], style.INK)
            sheet.text(x, box.bottom + _TICK + 3, text, anchor="center")

    @staticmethod
    def _target(sheet: Sheet, box: Box, scale: Sequence[float], panel: Panel) -> None:
        if panel.target:
            y = _down(panel.target.value, scale, box)
            sheet.rules([(box.left - _INSET, y, box.right + _INSET, y)], style.INK, width=1.5, dashes=(5, 3))

    @staticmethod
    def _marks(sheet: Sheet, box: Box, marked: Sequence[Flag], shift: float, *, named: bool) -> None:
        """Draw the line of each event, with its name where there is room above the plot."""
        tops = flags.lane_tops(marked)
        for flag in marked:
            top = box.top - _INSET / 2 - (tops[flag.lane] - 2 if named else 0)
            sheet.rules([(shift + flag.x, top, shift + flag.x, box.bottom)], style.GREY, dashes=(2, 2))
            if named:
                sheet.text(shift + flag.left, top - 2, flag.lines)

    @staticmethod
    def _names(sheet: Sheet, box: Box, labels: Sequence[Label], tops: Sequence[float], scale: Sequence[float]) -> None:
        for label, top in zip(labels, tops, strict=True):
            anchor, middle = _down(label.y, scale, box), top + label.height / 2
            if abs(anchor - middle) > 5:
                sheet.rules([(box.right + _INSET, anchor, box.right + _LEADER + 4, middle)], style.GREY)
            look = {"colour": label.colour, "size": style.LABEL_SIZE, "bold": label.bold}
            sheet.text(box.right + _INSET + _LEADER, top, label.lines, **look)


def _down(value: float, scale: Sequence[float], box: Box) -> float:
    return box.bottom - box.height * (value - scale[0]) / (scale[-1] - scale[0])
