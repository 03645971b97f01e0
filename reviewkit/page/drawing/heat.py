"""Heat maps: a value for each pair of row and column, in six shades of one hue, with a labelled scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.colors import BoundaryNorm, ListedColormap

from reviewkit.page.display import Chart, Table
from reviewkit.page.drawing import alt as alternatives
from reviewkit.page.drawing import style, ticks
from reviewkit.page.drawing.measure import width, wrap
from reviewkit.page.drawing.sheet import Box, Sheet, line_height
from reviewkit.page.formats import Unit

MISSING = "Cells with a dash have no figure."
_SCALE = 14  # px: height of the colours of the scale


def heat_map(
    frame: pd.DataFrame,
    *,
    id: str,  # noqa: A002 - the word on the page and in the address bar
    rows: str,
    columns: str,
    value: str,
    unit: Unit,
    title: str,
    subtitle: str,
    table: Table,
    row_label: Callable[[object], str] = str,
    column_label: Callable[[object], str] = str,
    scale_title: str = "",
    source: str = "",
    notes: Sequence[str] = (),
    alt: str | None = None,
) -> Chart:
    """Draw a value for each pair of row and column as a shade; on a narrow screen the longer side runs downwards.

    The shades are one hue from pale to dark, so the order survives greyscale and colour blindness; the scale beneath
    says what each stands for. A cell without a figure is left white with a dash, not the palest shade.

    Parameters
    ----------
    frame
        One row for each cell, in the order in which rows and columns are to stand.
    rows, columns, value
        Columns of the frame, for example weekday, hour and calls.
    row_label, column_label
        How a name is written, for example :func:`reviewkit.page.sentences.hour`.
    scale_title
        What the shades stand for, above the scale.
    id, unit, title, subtitle, table, source, notes, alt
        As for :func:`reviewkit.page.drawing.lines.lines`.

    Raises
    ------
    ValueError
        A column that is not there, two figures for one cell, or no cell at all.

    Examples
    --------
    >>> from reviewkit.page.tables import Field, table
    >>> frame = pd.DataFrame({"day": ["Mon", "Mon", "Tue", "Tue"], "hour": [0, 1, 0, 1], "calls": [3, 1, 4, 2]})
    >>> fields = [Field("day", "Day"), Field("hour", "Hour", "hour"), Field("calls", "Calls", "calls")]
    >>> chart = heat_map(
    ...     frame, id="hours", rows="day", columns="hour", value="calls", unit="calls", title="Tuesday is busier",
    ...     subtitle="Calls in an hour", table=table(frame, id="hours-table", title="Calls", fields=fields),
    ... )
    >>> chart.alt
    'Heat map. Calls in an hour. Highest: Tue 0 (4 calls), Mon 0 (3 calls) and Tue 1 (2 calls). Lowest: Mon 1 (1 call).'
    """
    grid = _grid(frame, rows, columns, value, row_label=row_label, column_label=column_label)
    told = alt or alternatives.of_grid(grid, measure=subtitle or title, unit=unit)
    added = (MISSING,) if grid.isna().any(axis=None) and not grid.isna().all(axis=None) else ()
    drawings = [
        _draw(grid, unit, scale_title, wide=wide, name=f"{id}-{'wide' if wide else 'narrow'}") for wide in (1, 0)
    ]
    return Chart(
        id=id, title=title, subtitle=subtitle, alt=told, source=source, notes=(*notes, *added),
        svg_wide=drawings[0], svg_narrow=drawings[1], table=table,
    )  # fmt: skip


def _grid(
    frame: pd.DataFrame,
    rows: str,
    columns: str,
    value: str,
    *,
    row_label: Callable[[object], str],
    column_label: Callable[[object], str],
) -> pd.DataFrame:
    if absent := [column for column in (rows, columns, value) if column not in frame.columns]:
        msg = f"no column {absent[0]!r}; the frame has {', '.join(map(str, frame.columns))}"
        raise ValueError(msg)
    if frame.empty or frame.duplicated([rows, columns]).any():
        msg = "a heat map needs exactly one figure for each pair of row and column"
        raise ValueError(msg)
    grid = frame.pivot(index=rows, columns=columns, values=value)  # noqa: PD010 - one figure a cell, none to add up
    grid = grid.reindex(index=list(dict.fromkeys(frame[rows])), columns=list(dict.fromkeys(frame[columns])))
    grid = grid.apply(pd.to_numeric).astype("Float64").astype(float)
    grid.index = [row_label(item) for item in grid.index]
    grid.columns = [column_label(item) for item in grid.columns]
    return grid


def _draw(grid: pd.DataFrame, unit: Unit, scale_title: str, *, wide: bool, name: str) -> str:
    if (grid.shape[0] > grid.shape[1]) == bool(wide):
        grid = grid.T
    px = style.WIDE if wide else style.NARROW
    names = [wrap(text, 0.35 * px, style.TICK_SIZE) for text in grid.index]
    left = max(width(line, style.TICK_SIZE) for lines in names for line in lines) + 8
    cell = (px - left) / grid.shape[1]
    shown = _every(list(grid.columns), cell)
    above = line_height(lines=max(len(lines) for lines in shown.values())) + 4
    row = max(18, min(30, cell), *(line_height(lines=len(lines)) for lines in names))
    box = Box(left, above, px - left, row * grid.shape[0])
    bounds = _bounds(grid, unit)
    sheet = Sheet(px, box.bottom + 24 + _SCALE + 2 * line_height() + 8)
    for number, lines in shown.items():
        sheet.text(left + cell * (number + 0.5), 0, lines, anchor="center")
    for number, lines in enumerate(names):
        middle = box.top + row * (number + 0.5)
        sheet.text(left - 8, middle - line_height(lines=len(lines)) / 2, lines, anchor="right")
    _cells(sheet, box, grid, bounds)
    _scale(sheet, box, bounds, unit, scale_title)
    return sheet.svg(name)


def _every(labels: Sequence[str], cell: float) -> dict[int, list[str]]:
    """Return the labels to print, by column: all of them wrapped, or every second, third... until they fit."""
    for step in (1, 2, 3, 4, 6, 8, 12, 24, len(labels)):
        chosen = {
            number: wrap(labels[number], step * cell - 4, style.TICK_SIZE) for number in range(0, len(labels), step)
        }
        whole = all(
            " ".join(lines) == labels[number] and len(lines) <= (3 if step == 1 else 1)
            for number, lines in chosen.items()
        )
        edge = len(labels) - max(chosen)
        if whole and width(chosen[max(chosen)][0], style.TICK_SIZE) <= 2 * cell * (edge - 0.5) and step < len(labels):
            return chosen
    return {number: wrap(label, cell - 4, style.TICK_SIZE) for number, label in enumerate(labels)}


def _bounds(grid: pd.DataFrame, unit: Unit) -> list[float]:
    """Return the edges of at most six classes, at round values."""
    known = grid.to_numpy()[~np.isnan(grid.to_numpy())]
    high, low = (float(known.max()), float(known.min())) if len(known) else (0.0, 0.0)
    low = low if low > 0.5 * high else min(0.0, low)
    return ticks.values(high, unit, low=low, at_most=len(style.SCALE))


def _cells(sheet: Sheet, box: Box, grid: pd.DataFrame, bounds: Sequence[float]) -> None:
    if grid.isna().all(axis=None):
        sheet.text(box.left, box.top + box.height / 2 - 8, "No figures")
        return
    axes = sheet.axes(box, (0, grid.shape[1]), (grid.shape[0], 0))
    colours, norm = _colours(bounds)
    look = {"cmap": colours, "norm": norm, "cbar": False, "linewidths": 1, "linecolor": style.PAPER}
    sns.heatmap(grid, ax=axes, xticklabels=False, yticklabels=False, **look)
    cell = (box.width / grid.shape[1], box.height / grid.shape[0])
    dashes = [
        (x - 3, y, x + 3, y)
        for down, across in np.argwhere(grid.isna().to_numpy())
        for x, y in [(box.left + cell[0] * (across + 0.5), box.top + cell[1] * (down + 0.5))]
    ]
    sheet.rules(dashes, style.GREY, over=True)


def _colours(bounds: Sequence[float]) -> tuple[ListedColormap, BoundaryNorm]:
    classes = len(bounds) - 1
    picked = [style.SCALE[round(n * (len(style.SCALE) - 1) / max(classes - 1, 1))] for n in range(classes)]
    norm = BoundaryNorm([*bounds[:-1], np.nextafter(bounds[-1], np.inf)], classes)
    return ListedColormap(picked), norm


def _scale(sheet: Sheet, box: Box, bounds: Sequence[float], unit: Unit, title: str) -> None:
    """Draw the scale beneath, each edge of a shade labelled."""
    says = ticks.labels(bounds, unit)
    room = max(width(text, style.TICK_SIZE) for text in says)
    step = min(max(room + 12, 40), (sheet.width - room) / (len(bounds) - 1))
    left, top = room / 2, box.bottom + 12
    sheet.text(0, top, title or "Scale")
    top += line_height() + 4
    strip = Box(left, top, step * (len(bounds) - 1), _SCALE)
    colours, norm = _colours(bounds)
    middles = [(low + high) / 2 for low, high in pairwise(bounds)]
    axes = sheet.axes(strip, (0, len(middles)), (1, 0))
    sns.heatmap(np.array([middles]), ax=axes, cmap=colours, norm=norm, cbar=False, xticklabels=False, yticklabels=False)
    every = 1 if room + 6 <= step else 2
    for number, text in enumerate(says):
        if number % every == 0:
            sheet.text(left + step * number, top + _SCALE + 3, text, anchor="center")
