"""Bars: one value for each name, from zero, the value written at the end of its bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import seaborn as sns

from reviewkit.page import formats
from reviewkit.page.display import Chart, Table
from reviewkit.page.drawing import alt as alternatives
from reviewkit.page.drawing import style
from reviewkit.page.drawing.measure import width, wrap
from reviewkit.page.drawing.sheet import Box, Sheet, line_height
from reviewkit.page.formats import Unit

_BAR = 20  # px
_GAP = 12


@dataclass(frozen=True)
class _Row:
    """One bar: its name in lines, its value, its colour and what stands at its end."""

    lines: tuple[str, ...]
    value: float
    colour: str
    says: str


def bars(
    frame: pd.DataFrame,
    *,
    id: str,  # noqa: A002 - the word on the page and in the address bar
    name: str,
    value: str,
    unit: Unit,
    title: str,
    subtitle: str,
    table: Table,
    subject: str | None = None,
    source: str = "",
    notes: Sequence[str] = (),
    alt: str | None = None,
) -> Chart:
    """Draw one horizontal bar for each row, in the order of the frame, from zero.

    Names stand beside the bars on a wide screen and above them on a narrow one, so they may be long. A missing
    figure has no bar and says ``[x] not available``. There is no axis: each bar carries its figure.

    Parameters
    ----------
    frame
        One row a bar; sort it before.
    name, value
        Columns of names and of figures (0 or more, or missing).
    subject
        The name whose bar is in colour; without it all are.
    id, unit, title, subtitle, table, source, notes, alt
        As for :func:`reviewkit.page.drawing.lines.lines`.

    Raises
    ------
    ValueError
        A column that is not there, or a figure below zero.

    Examples
    --------
    >>> from reviewkit.page.tables import Field, table
    >>> frame = pd.DataFrame({"force": ["Exampleshire", "Elsewhere"], "wait": [95.0, 60.0]})
    >>> fields = [Field("force", "Force"), Field("wait", "Mean wait (m:ss)", "clock")]
    >>> chart = bars(
    ...     frame, id="waits", name="force", value="wait", unit="seconds", subject="Exampleshire",
    ...     title="Exampleshire's callers waited longest", subtitle="Mean wait to answer, year to March 2025",
    ...     table=table(frame, id="waits-table", title="Mean wait", fields=fields),
    ... )
    >>> chart.alt
    'Bar chart. Mean wait to answer, year to March 2025. Exampleshire 1 minute 35 seconds and Elsewhere 1 minute.'
    """
    if absent := [column for column in (name, value) if column not in frame.columns]:
        msg = f"no column {absent[0]!r}; the frame has {', '.join(map(str, frame.columns))}"
        raise ValueError(msg)
    names = frame[name].astype(str).tolist()
    figures = pd.to_numeric(frame[value]).astype("Float64").to_numpy(dtype=float, na_value=float("nan")).tolist()
    if any(figure < 0 for figure in figures):
        msg = f"chart {id}: a bar cannot be below zero"
        raise ValueError(msg)
    shown = list(zip(names, figures, strict=True))
    kind = {"measure": subtitle or title, "unit": unit, "kind": "Bar chart"}
    return Chart(
        id=id,
        title=title,
        subtitle=subtitle,
        alt=alt or alternatives.of_values(names, figures, **kind),
        source=source,
        notes=tuple(notes),
        svg_wide=_draw(shown, subject, unit, width_px=style.WIDE, svg_name=f"{id}-wide"),
        svg_narrow=_draw(shown, subject, unit, width_px=style.NARROW, svg_name=f"{id}-narrow"),
        table=table,
    )


def _draw(shown: Sequence[tuple[str, float]], subject: str | None, unit: Unit, *, width_px: int, svg_name: str) -> str:
    beside = width_px >= style.WIDE
    limit = 240 if beside else width_px - 1
    rows = [_row(name, value, subject, unit, limit=limit) for name, value in shown]
    heights = [_height(row, beside=beside) for row in rows]
    left = max([width(line, style.LABEL_SIZE) for row in rows for line in row.lines] or [0]) + 12 if beside else 1
    right = max([width(row.says, style.LABEL_SIZE, bold=True) for row in rows] or [0]) + 8
    sheet = Sheet(width_px, sum(heights) + 4)
    box = Box(left, 2, width_px - left - right, sum(heights))
    middles = _middles(rows, heights, beside=beside)
    longest = max([row.value for row in rows if not formats.is_missing(row.value)], default=0) or 1
    axes = sheet.axes(box, (0, longest), (box.height, 0))
    looks = {"value": [row.value for row in rows], "colour": [row.colour for row in rows]}
    drawn = pd.DataFrame({"at": middles, **looks}).dropna()
    if len(drawn):
        nearest = drawn["at"].diff().min() if len(drawn) > 1 else 1  # seaborn counts the width of a bar in these
        look = {"saturation": 1, "width": _BAR / nearest, "native_scale": True, "dodge": False, "legend": False}
        look |= {"hue": "colour", "palette": {colour: colour for colour in drawn["colour"]}, "errorbar": None}
        sns.barplot(drawn, x="value", y="at", orient="h", ax=axes, clip_on=False, linewidth=0, **look)
        axes.set(xlim=(0, longest), ylim=(box.height, 0))
    reach = [(2 + at - _BAR / 2 - 3, 2 + at + _BAR / 2 + 3) for at in middles]  # above and below stand names
    sheet.rules(
        [(left, up, left, down) for up, down in ([(2, 2 + box.height)] if beside else reach)], style.INK, over=True
    )
    for row, middle in zip(rows, middles, strict=True):
        _write(sheet, row, box, middle=middle, longest=longest, beside=beside)
    return sheet.svg(svg_name)


def _row(name: str, value: float, subject: str | None, unit: Unit, *, limit: float) -> _Row:
    missing = formats.is_missing(value)
    colour = style.BLUE if subject in {None, name} else style.GREY
    says = "[x] not available" if missing else formats.brief(value, unit)
    return _Row(tuple(wrap(name, limit, style.LABEL_SIZE)), value, colour, says)


def _height(row: _Row, *, beside: bool) -> float:
    text = line_height(style.LABEL_SIZE, len(row.lines))
    return max(text, _BAR) + _GAP if beside else text + 4 + _BAR + _GAP


def _middles(rows: Sequence[_Row], heights: Sequence[float], *, beside: bool) -> list[float]:
    middles, top = [], 0.0
    for row, height in zip(rows, heights, strict=True):
        above = 0 if beside else line_height(style.LABEL_SIZE, len(row.lines)) + 4
        middles.append(top + height / 2 if beside else top + above + _BAR / 2)
        top += height
    return middles


def _write(sheet: Sheet, row: _Row, box: Box, *, middle: float, longest: float, beside: bool) -> None:
    end = box.left if formats.is_missing(row.value) else box.left + box.width * row.value / longest
    at = box.top + middle
    look = {"size": style.LABEL_SIZE, "colour": style.text_colour(row.colour)}
    sheet.text(end + 6, at - 0.6 * style.LABEL_SIZE, row.says, bold=True, **look)
    text = line_height(style.LABEL_SIZE, len(row.lines))
    if beside:
        sheet.text(box.left - 10, at - text / 2, row.lines, anchor="right", size=style.LABEL_SIZE)
    else:
        sheet.text(1, at - _BAR / 2 - 3 - text, row.lines, size=style.LABEL_SIZE)
