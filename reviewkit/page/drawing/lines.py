"""Lines over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from reviewkit.data.declared.force import Event
from reviewkit.page.display import Chart, Table
from reviewkit.page.drawing import alt as alternatives
from reviewkit.page.drawing import flags, style, traces
from reviewkit.page.drawing.timeplot import TimePlot
from reviewkit.page.drawing.traces import TargetLine
from reviewkit.page.formats import Unit

SIZES = (("wide", style.WIDE), ("narrow", style.NARROW))
INCOMPLETE = "Hollow points are periods that are not complete; they are not joined to the line."


def lines(
    frame: pd.DataFrame,
    *,
    id: str,  # noqa: A002 - the word on the page and in the address bar
    x: str,
    y: str,
    unit: Unit,
    title: str,
    subtitle: str,
    table: Table,
    series: str | None = None,
    panels: str | None = None,
    subject: str | None = None,
    target: TargetLine | Mapping[str, TargetLine] | None = None,
    events: Sequence[Event] = (),
    incomplete: str | None = None,
    bands: traces.Bands = (),
    source: str = "",
    notes: Sequence[str] = (),
    alt: str | None = None,
    from_zero: bool = True,
) -> Chart:
    """Draw figures over time, one line a series, named at its end.

    More than four series become small multiples; so does a chart whose names do not fit beside it on a phone. A
    missing figure, a period left out and an event that breaks the series each interrupt the line.

    Parameters
    ----------
    frame
        One row for each time and series.
    id
        Anchor of the chart: small letters, digits and hyphens.
    x, y
        Columns of times (dates; starts of periods) and of figures (missing where there is none).
    unit
        What ``y`` is; shares are 0 to 1, waits are seconds.
    title
        A sentence that says what the chart shows.
    subtitle
        Measure, unit, place and period.
    table
        The figures drawn, see :func:`reviewkit.page.tables.table`.
    series, panels
        Columns that name the line and the plot of a row.
    subject
        The series in colour; the others are grey.
    target
        A level to reach, or one for each panel by name.
    events
        What happened; named above the plot and in the notes.
    incomplete
        Column that is true where a period is not complete: drawn hollow, not joined.
    bands
        Pairs of columns, lower and upper edge, of at most two bands around the line, the wider first; missing where a
        line has none.
    notes, source, alt
        Printed with the chart; without ``alt`` the text alternative is computed from the figures.
    from_zero
        False lets the axis begin near the lowest figure; only for lines that never come near 0.

    Raises
    ------
    ValueError
        A column that is not there, or two figures of one line for one time.

    Examples
    --------
    >>> from reviewkit.page.tables import Field, table
    >>> frame = pd.DataFrame({"month": pd.date_range("2024-04-01", periods=3, freq="MS"), "calls": [900, None, 1100]})
    >>> fields = [Field("month", "Month", "month"), Field("calls", "Calls", "calls")]
    >>> figures = table(frame, id="calls-table", title="Calls offered", fields=fields)
    >>> chart = lines(
    ...     frame, id="calls", x="month", y="calls", unit="calls", title="Calls rose by a fifth from April to June",
    ...     subtitle="Calls offered by month", table=figures,
    ... )
    >>> chart.alt
    'Line chart. Calls offered by month. From 900 calls in April 2024 to 1,100 calls in June 2024; highest 1,100 calls \
in June 2024, lowest 900 calls in April 2024. 1 figure is not available.'
    """
    rows = traces.tidy(frame, x=x, y=y, incomplete=incomplete, bands=bands, series=series, panel=panels)
    look = {"subject": subject, "target": target, "breaks": traces.break_days(events), "bands": bands}
    arranged, apart = traces.panels(rows, **look), traces.panels(rows, **look, one_each=True)
    shown = _shown(events, rows)
    plots = [TimePlot(panels, unit, shown, from_zero) for panels in (arranged, apart)]
    ways = [(plot, numbered) for numbered in (False, True) for plot in plots]
    drawings = {size: _first_that_fits(ways, size=size, id=id) for size in SIZES}
    numbered = any(way for _, way in drawings.values())
    if numbered:  # the notes serve both drawings
        drawings = {size: _first_that_fits(ways[2:], size=size, id=id) for size in SIZES}
    added = flags.notes(shown, with_numbers=numbered)
    if (rows["incomplete"] & rows["y"].notna()).any():
        added.append(INCOMPLETE)
    missing, step = int(rows["y"].isna().sum()), traces.usual_step(rows)
    text = alt or alternatives.of_lines(arranged, measure=subtitle or title, unit=unit, missing=missing, step=step)
    (wide, _), (narrow, _) = drawings.values()
    return Chart(
        id=id, title=title, subtitle=subtitle, alt=text, source=source, notes=(*notes, *added), svg_wide=wide,
        svg_narrow=narrow, table=table,
    )  # fmt: skip


def _shown(events: Sequence[Event], rows: pd.DataFrame) -> list[Event]:
    """Return the events within the time drawn, in order: from the first period's beginning to the last one's end."""
    drawn = rows[rows["y"].notna()]
    if drawn.empty:
        return []
    first, end = drawn["x"].min(), traces.end_of_time(drawn)
    inside = [event for event in events if first <= traces.day_number(event.date) < end]
    return sorted(inside, key=lambda event: event.date)


def _first_that_fits(
    ways: Sequence[tuple[TimePlot, bool]],
    *,
    size: tuple[str, int],
    id: str,  # noqa: A002
) -> tuple[str, bool]:
    """Return the first drawing whose labels fit, and whether its events are numbered."""
    variant, width = size
    for most_columns in (3, 1):  # one below the other only where figures are absurdly long
        for plot, numbered in ways:
            drawn = plot.draw(width, name=f"{id}-{variant}", most_columns=most_columns, number_events=numbered)
            if drawn is not None:
                return drawn, numbered and bool(plot.events)
    msg = f"chart {id}: its labels do not fit on {width} px"
    raise ValueError(msg)
