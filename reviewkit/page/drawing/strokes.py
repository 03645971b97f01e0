"""The marks of one line over time: its bands, its stretches and its single points."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from reviewkit.page.drawing import style
from reviewkit.page.drawing.traces import Trace


def bands(axes: Axes, trace: Trace) -> None:
    """Draw bands as shapes with a thin edge, the widest first and palest: the edge is what is told from white."""
    for (low, high), shade in zip(trace.bands, style.BAND, strict=False):
        points = trace.points.dropna(subset=[low, high])
        xs, ys = [*points["x"], *points["x"][::-1]], [*points[high], *points[low][::-1]]
        axes.fill(xs, ys, facecolor=shade, edgecolor=style.BAND_EDGE, linewidth=0.75, clip_on=False, zorder=1)


def line(axes: Axes, trace: Trace) -> None:
    """Draw stretches as lines, figures that stand alone and the last one as dots, incomplete ones hollow."""
    points = trace.points
    whole = points[~points["incomplete"]]
    alone = whole[~whole["stretch"].duplicated(keep=False)]
    joined = whole[whole["stretch"].duplicated(keep=False)]
    if len(joined):
        look = {"color": trace.colour, "linewidth": 2, "clip_on": False}
        sns.lineplot(joined, x="x", y="y", units="stretch", estimator=None, errorbar=None, ax=axes, **look)
    ends = pd.concat([alone, whole.tail(1)]).drop_duplicates("x")
    if len(ends):
        _dots(axes, ends, fill=trace.colour, edge=trace.colour)
    if points["incomplete"].any():
        _dots(axes, points[points["incomplete"]], fill=style.PAPER, edge=trace.colour)


def _dots(axes: Axes, points: pd.DataFrame, *, fill: str, edge: str) -> None:
    look = {"color": fill, "edgecolor": edge, "linewidth": 1.5, "s": 36, "clip_on": False, "legend": False}
    sns.scatterplot(points, x="x", y="y", ax=axes, zorder=3, **look)
