"""Dots: a value for each name, held against its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import seaborn as sns

from reviewkit.page import formats, sentences
from reviewkit.page.display import Chart, Table
from reviewkit.page.drawing import alt as alternatives
from reviewkit.page.drawing import style, ticks
from reviewkit.page.drawing.measure import width, wrap
from reviewkit.page.drawing.sheet import Box, Sheet, line_height
from reviewkit.page.formats import Unit

_ABOVE, _BELOW, _GAP = 22, 24, 12  # px over the track for the value, under it for the target, between two rows
KEY = "The dot is the figure, the upright line its target."


@dataclass(frozen=True)
class _Row:
    """One track: its name in lines, the value, the target and what it says."""

    lines: tuple[str, ...]
    value: float
    target: float
    target_says: str
    colour: str


def dots(
    frame: pd.DataFrame,
    *,
    id: str,  # noqa: A002 - the word on the page and in the address bar
    name: str,
    value: str,
    unit: Unit,
    title: str,
    subtitle: str,
    table: Table,
    target: str | None = None,
    target_label: str | None = None,
    subject: str | None = None,
    source: str = "",
    notes: Sequence[str] = (),
    alt: str | None = None,
) -> Chart:
    """Draw a dot for each row on a track from zero, with an upright line where its target stands.

    The figure is written above the track and the target beneath it, so the two never overlap however near they are.

    Parameters
    ----------
    frame
        One row a track, in order.
    name, value
        Columns of names and of figures (missing where there is none).
    target
        Column of targets, missing where a row has none.
    target_label
        Column with what to write at the target; without it ``Target`` and its value.
    subject
        The name whose dot is in colour; without it all are.
    id, unit, title, subtitle, table, source, notes, alt
        As for :func:`reviewkit.page.drawing.lines.lines`.

    Raises
    ------
    ValueError
        A column that is not there.

    Examples
    --------
    >>> from reviewkit.page.tables import Field, table
    >>> frame = pd.DataFrame({"queue": ["999", "101"], "level": [0.88, 0.76], "target": [0.9, None]})
    >>> fields = [Field("queue", "Queue"), Field("level", "Within target (%)", "share"),
    ...           Field("target", "Target (%)", "share")]
    >>> chart = dots(
    ...     frame, id="targets", name="queue", value="level", target="target", unit="share",
    ...     title="999 missed its target by 2 points", subtitle="Answered in time, year to March 2025",
    ...     table=table(frame, id="targets-table", title="Against targets", fields=fields),
    ... )
    >>> chart.alt
    'Dot chart. Answered in time, year to March 2025. 999 88% (target 90%) and 101 76%.'
    """
    wanted = [column for column in (name, value, target, target_label) if column]
    if absent := [column for column in wanted if column not in frame.columns]:
        msg = f"no column {absent[0]!r}; the frame has {', '.join(map(str, frame.columns))}"
        raise ValueError(msg)
    rows = _rows(frame, name=name, value=value, target=target, target_label=target_label, unit=unit, subject=subject)
    return Chart(
        id=id,
        title=title,
        subtitle=subtitle,
        alt=alt or _alt(rows, measure=subtitle or title, unit=unit),
        source=source,
        notes=(*notes, KEY) if target else tuple(notes),
        svg_wide=_draw(rows, unit, px=style.WIDE, name=f"{id}-wide"),
        svg_narrow=_draw(rows, unit, px=style.NARROW, name=f"{id}-narrow"),
        table=table,
    )


def _rows(
    frame: pd.DataFrame,
    *,
    name: str,
    value: str,
    target: str | None,
    target_label: str | None,
    unit: Unit,
    subject: str | None,
) -> list[_Row]:
    rows = []
    for record in frame.to_dict("records"):
        figure, level = (
            float("nan") if formats.is_missing(record.get(key)) else float(record[key]) for key in (value, target)
        )
        label = str(record[target_label]) if target_label else f"Target {formats.brief(level, unit)}"
        colour = style.BLUE if subject in {None, str(record[name])} else style.GREY
        rows.append(_Row((str(record[name]),), figure, level, label, colour))
    return rows


def _alt(rows: Sequence[_Row], *, measure: str, unit: Unit) -> str:
    if len(rows) > 8:
        names, values = [row.lines[0] for row in rows], [row.value for row in rows]
        return alternatives.of_values(names, values, kind="Dot chart", measure=measure, unit=unit)
    told = []
    for row in rows:
        against = "" if formats.is_missing(row.target) else f" ({row.target_says[:1].lower()}{row.target_says[1:]})"
        told.append(f"{row.lines[0]} {formats.written(row.value, unit)}{against}")
    return f"Dot chart. {sentences.sentence(measure)} {sentences.sentence(sentences.join(told))}"


def _draw(rows: Sequence[_Row], unit: Unit, *, px: int, name: str) -> str:
    beside = px >= style.WIDE
    limit = 240 if beside else px
    named = [wrap(row.lines[0], limit, style.LABEL_SIZE) for row in rows]
    left = max([width(line, style.LABEL_SIZE) for lines in named for line in lines] or [0]) + 20 if beside else 8
    tops, top = [], 0.0
    for lines in named:
        text = line_height(style.LABEL_SIZE, len(lines))
        tops.append((top, top + (max(text / 2, _ABOVE) if beside else text + 4 + _ABOVE)))
        top = tops[-1][1] + max(_BELOW, text / 2 if beside else 0) + _GAP
    sheet = Sheet(px, max(top, 20) + line_height())
    known = [value for row in rows for value in (row.value, row.target) if not formats.is_missing(value)]
    scale = ticks.values(max(known, default=0), unit)
    box = Box(left, 0, px - left - 8, sheet.height)
    for at, text, anchor in zip((left, px), ticks.labels([0, scale[-1]], unit), ("left", "right"), strict=True):
        sheet.text(at, top, text, anchor=anchor)
    _draw_dots(sheet, box, rows, [at for _, at in tops], scale[-1])
    for row, lines, (upper, at) in zip(rows, named, tops, strict=True):
        text = line_height(style.LABEL_SIZE, len(lines))
        place = (left - 14, at - text / 2, "right") if beside else (1, upper, "left")
        sheet.text(place[0], place[1], lines, anchor=place[2], size=style.LABEL_SIZE)
        _label(sheet, box, row, at=at, unit=unit, most=scale[-1])
    return sheet.svg(name)


def _draw_dots(sheet: Sheet, box: Box, rows: Sequence[_Row], ats: Sequence[float], most: float) -> None:
    sheet.rules([(box.left, at, box.right, at) for at in ats], style.RULE)
    sheet.rules([(box.left, at - 4, box.left, at + 4) for at in ats], style.INK)
    targets = [
        (box.left + box.width * row.target / most, at)
        for row, at in zip(rows, ats, strict=True)
        if not formats.is_missing(row.target)
    ]
    sheet.rules([(x, at - 9, x, at + 9) for x, at in targets], style.INK, width=2, over=True)
    axes = sheet.axes(box, (0, most), (box.bottom, 0))
    drawn = pd.DataFrame({"x": [row.value for row in rows], "y": ats, "colour": [row.colour for row in rows]}).dropna()
    for colour, part in drawn.groupby("colour"):
        look = {"color": colour, "s": 120, "linewidth": 1.5, "edgecolor": style.PAPER, "clip_on": False}
        sns.scatterplot(part, x="x", y="y", ax=axes, zorder=3, legend=False, **look)


def _label(sheet: Sheet, box: Box, row: _Row, *, at: float, unit: Unit, most: float) -> None:
    if formats.is_missing(row.value):
        sheet.text(box.left, at - _ABOVE, "[x] not available", size=style.LABEL_SIZE)
    else:
        look = {"size": style.LABEL_SIZE, "bold": True}
        x = box.left + box.width * row.value / most
        _centred(
            sheet, x, at - _ABOVE - 2, formats.brief(row.value, unit), **look, colour=style.text_colour(row.colour)
        )
    if not formats.is_missing(row.target):
        edge = box.left if box.left > 20 else 0  # where names stand at the left, nothing is written over them
        says = wrap(row.target_says, sheet.width - edge, style.TICK_SIZE, lines=1)[0]
        x = box.left + box.width * row.target / most
        _centred(sheet, x, at + 10, says, size=style.TICK_SIZE, edge=edge)


def _centred(
    sheet: Sheet, x: float, top: float, text: str, *, size: float, bold: bool = False, edge: float = 0, **look: object
) -> None:
    """Write a text centred at ``x``, or as near to it as ``edge`` at the left and the sheet at the right allow."""
    half = width(text, size, bold=bold) / 2
    sheet.text(min(max(x, edge + half), sheet.width - half), top, text, anchor="center", size=size, bold=bold, **look)
