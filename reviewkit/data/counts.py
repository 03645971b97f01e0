"""One table of interval counts over all history: as supplied, and from the half hours of calls."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from reviewkit.data.declared.force import Force
from reviewkit.data.half_hours import MINUTES, ZONE, thresholds
from reviewkit.data.reading.duck import asking, value
from reviewkit.data.tidy.intervals import FIXED, bands


def read_counts(force: Force, folder: Path) -> pd.DataFrame:
    """Return interval counts over all history: as supplied, and from calls where only calls are there.

    Columns as ``intervals.parquet`` without file and line, and ``source``: ``intervals`` or ``calls``. ``start`` is
    Europe/London. What is not known is missing, never 0.
    """
    frames = []
    supplied, called = folder / "intervals.parquet", folder / "half_hours.parquet"
    with asking() as con:
        if supplied.exists():
            frames.append(
                _frame(con, f"SELECT * EXCLUDE (file, line) FROM read_parquet({value(supplied)})", "intervals")
            )
        if called.exists():
            length = f"{MINUTES}::INTEGER AS minutes, '{MINUTES} minutes' AS grain"
            rows = f"SELECT *, {length} FROM read_parquet({value(called)}) AS h"
            frames.append(_frame(con, rows + (_uncovered(supplied) if supplied.exists() else ""), "calls"))
    frames = [frame for frame in frames if not frame.empty] or frames[:1]
    return _in_order(frames, force)


def _uncovered(supplied: Path) -> str:
    """Return SQL that leaves out half hours on local days for which the same queue has supplied intervals."""
    first = f"CAST(timezone('{ZONE}', start) AS DATE)"
    last = f"CAST(timezone('{ZONE}', start + to_minutes(minutes) - INTERVAL '1 second') AS DATE)"
    days = (
        f"SELECT DISTINCT channel, stage, unnest(generate_series({first}, {last}, INTERVAL '1 day'))::DATE AS day "
        f"FROM read_parquet({value(supplied)})"
    )
    return (
        f" WHERE NOT EXISTS (SELECT 1 FROM ({days}) AS d WHERE d.channel = h.channel AND d.stage = h.stage "
        f"AND d.day = CAST(timezone('{ZONE}', h.start) AS DATE))"
    )


def _frame(con: duckdb.DuckDBPyConnection, query: str, source: str) -> pd.DataFrame:
    table = con.sql(query).to_arrow_table()
    frame = table.to_pandas()
    frame["start"] = frame["start"].dt.tz_convert(ZONE)
    return frame.assign(source=source)


def _in_order(frames: list[pd.DataFrame], force: Force) -> pd.DataFrame:
    first = ["start", "minutes", "grain", "channel", "stage"]
    spans = [f"{ended}_{limit}s" for ended in ("answered", "abandoned") for limit in thresholds(force)]
    measures = [*FIXED, *dict.fromkeys([*bands(force.sources), *spans])]
    if not frames:
        empty = pd.DataFrame(columns=[*first, *measures, "source"])
        return empty.assign(start=pd.to_datetime(empty["start"]).dt.tz_localize(ZONE))
    whole = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    whole = whole.reindex(columns=[*first, *measures, "source"])
    whole[measures] = whole[measures].astype("float64")
    return whole.sort_values(["start", "channel", "stage"], kind="stable", ignore_index=True)
