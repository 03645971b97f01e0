"""Calls by people who had just given up: attempts repeated, counted apart from first attempts where callers are known.

Callers are known by a code of their number, so only calls with a usable number can be told apart.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd

from reviewkit.data.journeys_linked import SLOT, SLOT_DAY, cover, link
from reviewkit.data.reading.duck import connect

REDIAL_MIN = 60
"""A call is a redial where the same caller gave up on the same channel within so many minutes before it began."""

COLUMNS = ["channel", "day", "calls", "known", "redials", "gave_up", "again"]


def read_redials(calls: Path, *, start: date, end: date) -> pd.DataFrame:
    """Return, for each local day from ``start`` to ``end``, how many calls were first attempts and how many redials.

    Parameters
    ----------
    calls
        Table of calls; where it is not there, the result has no rows.
    start, end
        First and last day, both included.

    Returns
    -------
    pandas.DataFrame
        ``channel, day`` (without a zone)``, calls`` (all that entered)``, known`` (with a usable number)``, redials``
        (of the known)``, gave_up`` (calls of known callers given up, whose next hour lies within the data)``, again``
        (of these, followed by another call of the caller on the channel within :data:`REDIAL_MIN` minutes).
    """
    if not calls.exists():
        return _tidy(pd.DataFrame(columns=COLUMNS))
    with TemporaryDirectory(ignore_cleanup_errors=True) as work, connect(work=Path(work)) as con:
        link(con, calls, start=start, end=end)
        cover(con, calls)
        return _tidy(_counted(con))


def _counted(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    within = f"INTERVAL '{REDIAL_MIN} minutes'"
    same = "OVER (PARTITION BY channel, caller ORDER BY started)"
    left = "CASE WHEN ended = 'abandoned' THEN coalesce(waited_until, started) END"
    con.execute(
        "CREATE TEMP TABLE attempts AS SELECT channel, started, in_period, caller, last AS followed, "
        f"{left} AS left_at, lag({left}) {same} AS left_before, lead(started) {same} AS next "
        "FROM journeys AS j ASOF JOIN spans AS s ON j.started >= s.first WHERE caller IS NOT NULL AND NOT cut"
    )
    followed = f"left_at + {within} <= followed"
    known = (
        f"SELECT channel, {SLOT} AS slot, 0 AS calls, 1 AS known, "
        f"CASE WHEN started <= left_before + {within} THEN 1 ELSE 0 END AS redials, "
        f"CASE WHEN {followed} THEN 1 ELSE 0 END AS gave_up, "
        f"CASE WHEN {followed} AND next <= left_at + {within} THEN 1 ELSE 0 END AS again "
        "FROM attempts WHERE in_period"
    )
    every = f"SELECT channel, {SLOT} AS slot, 1, 0, 0, 0, 0 FROM journeys WHERE in_period AND NOT cut"
    sums = ", ".join(f"sum({name})::BIGINT AS {name}" for name in COLUMNS[2:])
    quarters = f"SELECT channel, slot, {sums} FROM ({known} UNION ALL {every}) GROUP BY ALL"
    days = f"SELECT channel, {SLOT_DAY} AS day, {sums} FROM ({quarters}) GROUP BY ALL ORDER BY ALL"
    return con.sql(days).to_arrow_table().to_pandas()


def _tidy(frame: pd.DataFrame) -> pd.DataFrame:
    counts = dict.fromkeys(COLUMNS[2:], "int64")
    return frame.assign(day=pd.to_datetime(frame["day"]).astype("datetime64[us]")).astype(counts)[COLUMNS]
