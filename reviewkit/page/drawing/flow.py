"""A flow: bands as broad as the calls they stand for, from the first stage through the next to the outcome.

Places are computed before anything is drawn. In each column every name has a strip of its own, and a band that passes a
column by without stopping has one too, so that no name lies on another and no band runs through a place it skips.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from reviewkit.page import formats, sentences
from reviewkit.page.display import Chart, Table
from reviewkit.page.drawing import style
from reviewkit.page.drawing.measure import width, wrap
from reviewkit.page.drawing.sheet import Box, Sheet, line_height

_BAR = 10  # px, the width of a place
_GAP = 8
_TALL = 240  # px that all calls together take
_THIN = 1.5  # px of the smallest band: never nothing where somebody was
PALE = {"on": "#D5E3EF", "answered": "#B9D0E4", "gave up": "#E3C0D1", "other": "#DDDDDD"}
DARK = {"on": style.INK, "answered": style.BLUE, "gave up": style.PINK, "other": style.GREY}

Place = tuple[int, str]  # column, name


@dataclass
class _Strip:
    """One place in one column, or a band on its way past the column (``name`` is then empty)."""

    column: int
    name: str
    kind: str
    value: float = 0.0
    after: list[tuple[_Strip, float]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    rank: float = 0.0
    top: float = 0.0
    height: float = 0.0


def flow(
    frame: pd.DataFrame,
    *,
    id: str,  # noqa: A002 - the word on the page and in the address bar
    title: str,
    subtitle: str,
    table: Table,
    source: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """Draw how many went from where to where, from left to right.

    Parameters
    ----------
    frame
        One row for each band: ``column`` (from 0) and ``name`` of where it begins, ``to_column`` and ``to_name`` of
        where it ends, ``value`` (above 0), and ``kind`` of its end: ``on``, ``answered``, ``gave up`` or ``other``.
        Names of the last column stand in the order in which they first come.
    id, title, subtitle, table, source, notes
        As for :func:`reviewkit.page.drawing.lines.lines`.

    Raises
    ------
    ValueError
        No rows, a band that does not go to the right, or one of nobody.

    Examples
    --------
    >>> from reviewkit.page.tables import Field, table
    >>> frame = pd.DataFrame({
    ...     "column": [0, 0], "name": ["switchboard"] * 2, "to_column": [1, 1], "to_name": ["answered", "gave up"],
    ...     "value": [90, 10], "kind": ["answered", "gave up"],
    ... })
    >>> figures = table(frame, id="ways-table", title="Ways", fields=[Field("name", "From"), Field("to_name", "To")])
    >>> chart = flow(frame, id="ways", title="1 in 10 gave up", subtitle="Calls to 101", table=figures)
    >>> chart.alt
    'Flow chart. Calls to 101. From switchboard (100 calls): 90 to answered and 10 to gave up.'
    """
    if frame.empty or (frame["to_column"] <= frame["column"]).any() or (frame["value"] <= 0).any():
        msg = f"chart {id}: every band of a flow goes to the right and stands for somebody"
        raise ValueError(msg)
    return Chart(
        id=id,
        title=title,
        subtitle=subtitle,
        alt=_alt(frame, subtitle or title),
        source=source,
        notes=tuple(notes),
        svg_wide=_draw(frame, px=style.WIDE, name=f"{id}-wide"),
        svg_narrow=_draw(frame, px=style.NARROW, name=f"{id}-narrow"),
        table=table,
    )


def _alt(frame: pd.DataFrame, measure: str) -> str:
    said = []
    for (_, name), rows in frame.groupby(["column", "name"], sort=False):
        ways = sentences.join(f"{formats.count(row.value)} to {row.to_name}" for row in rows.itertuples())
        said.append(f"From {name} ({formats.calls(rows['value'].sum())}): {ways}")
    return f"Flow chart. {sentences.sentence(measure)} {' '.join(map(sentences.sentence, said))}"


def _draw(frame: pd.DataFrame, *, px: int, name: str) -> str:
    columns = _strips(frame)
    lefts, limits = _lefts(columns, px)
    total = sum(strip.value for strip in columns[0])
    size = style.LABEL_SIZE if px >= style.WIDE else style.TICK_SIZE
    for strips, limit in zip(columns, limits, strict=True):
        for strip in strips:
            strip.height = max(_TALL * strip.value / total, _THIN)
            if strip.name:
                count = f"{formats.count(strip.value)} ({formats.per_cent(strip.value / total)})"
                strip.lines = [*wrap(strip.name, limit, size), *wrap(count, limit, size)]
    tall = max(_place(strips, size) for strips in columns)
    sheet = Sheet(px, tall + 2)
    axes = sheet.axes(Box(0, 0, px, sheet.height), (0, px), (sheet.height, 0))
    for patch in _bands(columns, lefts):
        axes.add_patch(patch)
    for strip in (strip for strips in columns for strip in strips if strip.name):
        look = {"facecolor": DARK[strip.kind], "linewidth": 0, "clip_on": False}
        axes.add_patch(Rectangle((lefts[strip.column], strip.top), _BAR, strip.height, **look))
        text = line_height(size, len(strip.lines))
        middle = strip.top + strip.height / 2
        sheet.text(lefts[strip.column] + _BAR + 5, middle - text / 2, strip.lines, size=size)
    return sheet.svg(name)


def _strips(frame: pd.DataFrame) -> list[list[_Strip]]:
    """Return the places of each column from top to bottom, with those a band only passes."""
    places: dict[Place, _Strip] = {}
    columns: list[list[_Strip]] = [[] for _ in range(int(frame["to_column"].max()) + 1)]

    def place(column: int, name: str, kind: str) -> _Strip:
        if (column, name) not in places:
            places[column, name] = _Strip(column, name, kind)
            columns[column].append(places[column, name])
        return places[column, name]

    for row in frame.itertuples():
        at, end = place(row.column, row.name, "on"), place(row.to_column, row.to_name, row.kind)
        at.value += row.value if row.column == 0 else 0
        end.value += row.value
        for column in range(row.column + 1, row.to_column):
            passing = _Strip(column, "", row.kind, row.value)
            columns[column].append(passing)
            at.after.append((passing, row.value))
            at = passing
        at.after.append((end, row.value))
    _rank(columns)
    return columns


def _rank(columns: list[list[_Strip]]) -> None:
    """Put the places of each column where most of what leaves them goes, so that few bands cross."""
    for number, strip in enumerate(columns[-1]):
        strip.rank = number
    for strips in reversed(columns[:-1]):
        for strip in strips:
            sent = sum(value for _, value in strip.after)
            strip.rank = sum(end.rank * value for end, value in strip.after) / sent if sent else len(columns[-1])
        strips.sort(key=lambda strip: strip.rank)


def _lefts(columns: list[list[_Strip]], px: int) -> tuple[list[float], list[float]]:
    """Return where each column stands and how wide the names to its right may be."""
    last = max(width(word, style.LABEL_SIZE) for strip in columns[-1] for word in strip.name.split()) + 8
    share = px / len(columns)
    step = (px - max(min(last, share + 8), share * 0.8) - _BAR) / (len(columns) - 1)
    lefts = [step * number for number in range(len(columns))]
    return lefts, [*(step - _BAR - 10 for _ in lefts[1:]), px - lefts[-1] - _BAR - 6]


def _place(strips: list[_Strip], size: float) -> float:
    """Give every place of a column a strip as high as its band and its name need; return the height of all."""
    top = 1.0
    for strip in strips:
        need = max(strip.height, line_height(size, len(strip.lines)))
        strip.top = top + (need - strip.height) / 2
        top += need + _GAP
    return top - _GAP


def _bands(columns: list[list[_Strip]], lefts: list[float]) -> list[PathPatch]:
    """Return the bands, the broadest first so that a narrow one is never hidden."""
    arrived = {id(strip): 0.0 for strips in columns for strip in strips}
    drawn = []
    for strips in columns[:-1]:
        for strip in strips:
            left = 0.0
            for end, value in sorted(strip.after, key=lambda way: way[0].top):
                broad = end.height * value / end.value
                leaves = strip.height * value / sum(sent for _, sent in strip.after)
                start = lefts[strip.column] + (_BAR if strip.name else 0)
                stop = lefts[end.column]
                path = _band((start, strip.top + left, leaves), (stop, end.top + arrived[id(end)], broad))
                drawn.append((value, PathPatch(path, facecolor=PALE[end.kind], linewidth=0, clip_on=False)))
                left += leaves
                arrived[id(end)] += broad
    return [patch for _, patch in sorted(drawn, key=lambda pair: -pair[0])]


def _band(leaving: tuple[float, float, float], arriving: tuple[float, float, float]) -> Path:
    """Return a band between two upright edges, each given as left, top and breadth; it leaves and arrives level."""
    (start, top, leaves), (stop, end, arrives) = leaving, arriving
    half = (start + stop) / 2
    points = [
        (start, top), (half, top), (half, end), (stop, end),
        (stop, end + arrives), (half, end + arrives), (half, top + leaves), (start, top + leaves), (start, top),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return Path(points, codes)
