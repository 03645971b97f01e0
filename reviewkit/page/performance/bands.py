"""How long people waited, in bands of time: of those answered and, beside them, of those who gave up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from reviewkit.page import formats, sentences
from reviewkit.page.display import Notice, Table
from reviewkit.page.performance import frames, words
from reviewkit.page.tables import Field, table
from reviewkit.sections.figures.queues import queues

if TYPE_CHECKING:
    from reviewkit.data.review import Review

TITLE = "Waits by length"
SAID = {"answered": "answered", "abandoned": "gave up"}
Row = Any  # a row of the bands, by ``itertuples``
APART = "The data count these calls at other times only."
WIDER = "Where the data do not count calls up to one of these times, two bands stand as one; nothing is estimated."


def waits_by_length(review: Review, bands: pd.DataFrame) -> Table | Notice:
    """Return what share of those answered, and of those who gave up, waited how long, for each channel and stage.

    The numbers of calls are in the download.
    """
    if bands["share"].isna().all():
        return Notice(title=f"{TITLE}: not available", paragraphs=words.unique(bands["reason"]))
    known = bands[bands["reason"] == ""]
    spans = known[["over_s", "up_to_s"]].drop_duplicates().sort_values(["over_s", "up_to_s"])
    columns = [(queue, ended, f"{queue.channel}_{queue.stage}_{ended}") for queue in queues(review) for ended in SAID]
    parts = {(queue, ended): _of(queue.of(bands), ended) for queue, ended, _ in columns}
    rows = []
    for span in spans.itertuples(index=False):
        row = {"name": band(span.over_s, span.up_to_s), "over_s": span.over_s, "up_to_s": span.up_to_s}
        for queue, ended, column in columns:
            row |= _cell(parts[queue, ended], span, column)
        rows.append(row)
    fields = [
        Field(f"{column}_share", f"{queue.name}: {SAID[ended]}", "share", reason=f"{column}_reason")
        for queue, ended, column in columns
    ]
    return table(
        pd.DataFrame(rows), id="waits-by-length", title=f"{TITLE}, {sentences.period(review.start, review.end)}",
        units="% of those answered, % of those who gave up", fields=[Field("name", "Wait"), *fields],
        source=frames.source_of(review), notes=(*((WIDER,) if _uneven(known) else ()), *frames.break_notes(review)),
        also_csv=["over_s", "up_to_s", *(f"{column}_calls" for *_, column in columns)],
    )  # fmt: skip


def _of(rows: pd.DataFrame, ended: str) -> list[Row]:
    return list(rows[rows["ended"] == ended].itertuples(index=False))


def _cell(rows: list[Row], span: Row, column: str) -> dict[str, object]:
    found = [row for row in rows if not row.reason and _ends(row) == _ends(span)]
    if found:
        calls, share, reason = found[0].calls, found[0].share, ""
    else:
        refused = [row.reason for row in rows if row.reason]
        calls, share, reason = float("nan"), float("nan"), next(iter(refused), APART)
    return {f"{column}_calls": calls, f"{column}_share": share, f"{column}_reason": reason}


def _ends(row: Row) -> tuple[float, float | None]:
    return row.over_s, None if pd.isna(row.up_to_s) else row.up_to_s


def band(over_s: int, up_to_s: float | None) -> str:
    """Name a band of waits.

    Examples
    --------
    >>> band(0, 10), band(60, 180), band(1200, None)
    ('10 seconds or less', '1 to 3 minutes', 'more than 20 minutes')
    """
    if pd.isna(up_to_s):
        return f"more than {formats.wait(over_s)}"
    if over_s == 0:
        return f"{formats.wait(up_to_s)} or less"
    alike = over_s % 60 == 0 and up_to_s % 60 == 0
    return f"{over_s // 60} to {formats.wait(up_to_s)}" if alike else f"{over_s} to {up_to_s:.0f} seconds"


def _uneven(known: pd.DataFrame) -> bool:
    return len({tuple(rows["up_to_s"].dropna()) for _, rows in known.groupby(["channel", "stage", "ended"])}) > 1
