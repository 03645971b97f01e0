"""Own clock and BT's clock side by side, and why they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import formats, sentences
from reviewkit.page.display import Table
from reviewkit.page.performance import words
from reviewkit.page.performance.published import site_of
from reviewkit.page.tables import Field, table
from reviewkit.sections.figures.rules import Figure

if TYPE_CHECKING:
    from reviewkit.data.review import Review

WHY = (
    (
        "Why they differ: BT's clock runs from its attempt to connect the call until the force picks up, so it holds "
        "the time in which the call is handed over; the force's own clock begins when the call reaches its queue."
    ),
    (
        "Causes that others have named: a BT operator who confirms each call by hand adds seconds (Gwent, South Wales "
        "Argus); telephone systems that do not match add 5 to 13 seconds (Sussex, Hello Rayo); handing over was "
        "blamed, while BT found no delay (Humberside, BBC News)."
    ),
    (
        "How far apart they have been, over different periods: 78% within 10 seconds by BT's clock, 92% by the "
        "force's own (West Mercia, Shropshire Star); 19.03 seconds by BT's, 12 seconds by the force's own (Wiltshire, "
        "Salisbury Journal and Wilts and Gloucestershire Standard)."
    ),
)


def own_and_bt(review: Review, clocks: pd.DataFrame) -> tuple[Table, ...]:
    """Return the reconciliation as a table; nothing where no period has both figures.

    Parameters
    ----------
    clocks
        The result of :func:`reviewkit.sections.figures.clocks.both_clocks`.
    """
    if clocks.empty:
        return ()
    frame = clocks.assign(
        name=[_name(row) for row in clocks.itertuples()],
        own_printed=[_exact(row.own, row.unit) for row in clocks.itertuples()],
        bt_printed=[_exact(row.bt, row.unit) for row in clocks.itertuples()],
        apart=[_apart(row) for row in clocks.itertuples()],
        by=[site_of(source) for source in clocks["source"]],
    )
    fields = [
        Field("name", "Figure and period"), Field("own_printed", "Force's own clock"),
        Field("bt_printed", "BT's clock"), Field("apart", "Own less BT's"), Field("by", "Where BT's was printed"),
    ]  # fmt: skip
    return (
        table(
            frame, id="own-and-bt", title="The same calls on two clocks", fields=fields, notes=WHY,
            source=f"{review.force.name}, and those named in each row; the full addresses are in the CSV.",
            also_csv=["channel", "stage", "measure", "threshold_s", "first_day", "last_day", "own", "bt", "difference",
                      "unit", "basis", "source"],
        ),
    )  # fmt: skip


def _name(row: object) -> str:
    figure = Figure(row.measure, None if pd.isna(row.threshold_s) else int(row.threshold_s))
    said = words.lower_first(words.label(figure))
    return f"{row.queue}, {said}, {sentences.period(row.first_day, row.last_day)}"


def _exact(value: float, unit: str) -> str:
    return formats.per_cent(value, decimals=1) if unit == "share" else formats.written(value, unit)


def _apart(row: object) -> str:
    sign = "+" if row.difference > 0 else "\N{MINUS SIGN}" if row.difference < 0 else ""
    size = formats.points(row.difference) if row.unit == "share" else formats.written(abs(row.difference), row.unit)
    return f"{sign}{size}"
