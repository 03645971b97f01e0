"""The routes that are timed: each runs alone, in a process of its own."""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.calls import COLUMNS, WITH_CALLERS, WITHOUT_CALLERS

if TYPE_CHECKING:
    import pandas as pd

try:
    import resource
except ImportError:  # Windows has no such module
    resource = None

# Imports stand inside the routes: a route pays for what it imports, and for nothing that another one needs

LIMITS_S = (5, 10, 30, 60, 180, 300, 600, 1200)
LONDON = "Europe/London"


def reviewkit(csv: Path) -> None:
    """Make checked tidy tables and half-hour counts, as a build does."""
    from reviewkit.data.prepare import prepare

    prepare(WITHOUT_CALLERS, data=csv.parents[2], again=True)


def reviewkit_callers(csv: Path) -> None:
    """Do the same with the callers' numbers turned into codes."""
    from reviewkit.data.prepare import prepare

    prepare(WITH_CALLERS, data=csv.parents[2], again=True)


def duckdb_copy(csv: Path) -> None:
    """Merely read the CSV into Parquet, with DuckDB's own guesses."""
    import duckdb

    with duckdb.connect(config={"threads": "2"}) as con:
        con.execute(f"COPY (FROM read_csv('{csv.as_posix()}')) TO '{csv.with_suffix('.parquet').as_posix()}'")


def duckdb_bare(csv: Path) -> None:
    """Do what any way through DuckDB must, and no more: typed columns, moments in UTC, lines, Parquet, counts.

    No cell is checked, no clock change resolved, nothing looked for in the figures: the floor under our own route.
    """
    import duckdb

    kinds = {"Date": "DATE", "Time": "TIME", "Wait": "DOUBLE", "Handled": "DOUBLE"}
    columns = ", ".join(f"'{name}': '{kinds.get(name, 'VARCHAR')}'" for name in COLUMNS)
    calls, counts = (csv.with_suffix(f".{name}.parquet").as_posix() for name in ("bare", "bare_counts"))
    bands = ", ".join(
        f"count(*) FILTER (outcome = '{ended}' AND wait_s <= {limit}) AS {ended}_{limit}s"
        for ended in ("answered", "abandoned")
        for limit in LIMITS_S
    )
    with duckdb.connect(config={"threads": "2"}) as con:
        con.execute(f"""COPY (SELECT "Call ID" AS call_id, "Line" AS channel, "Wait" AS wait_s,
            timezone('{LONDON}', "Date" + "Time") AS offered_at, "Handled" AS handled_s, "Reason" AS reason,
            CASE "Outcome" WHEN 'Answered' THEN 'answered' WHEN 'Abandoned' THEN 'abandoned' END AS outcome,
            row_number() OVER () + 1 AS line
            FROM read_csv('{csv.as_posix()}', header = true, auto_detect = false, dateformat = '%d/%m/%Y', quote = '"',
            columns = {{{columns}}})) TO '{calls}' (COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION v2)""")
        con.execute(f"""COPY (SELECT time_bucket(INTERVAL 30 MINUTE, offered_at) AS start, channel, {bands},
            sum(wait_s), sum(handled_s), max(wait_s) FROM '{calls}' GROUP BY ALL) TO '{counts}'""")


def pandas_same_work(csv: Path, *, callers: bool = False) -> None:
    """Read with pandas and do the same work: hash, words, times to UTC, checks, Parquet, half-hour counts."""
    import pandas as pd

    with csv.open("rb") as file:
        hashlib.file_digest(file, "sha256")
    frame = pd.read_csv(csv, dtype={"Line": str, "Caller number": str})
    frame["line"] = range(2, len(frame) + 2)
    local = pd.to_datetime(frame["Date"] + " " + frame["Time"], format="%d/%m/%Y %H:%M:%S", errors="coerce")
    frame["offered_at"] = local.dt.tz_localize(LONDON, ambiguous="infer", nonexistent="NaT").dt.tz_convert("UTC")
    frame["outcome"] = frame["Outcome"].map({"Answered": "answered", "Abandoned": "abandoned"})
    if callers:
        key = bytes(32)
        frame["caller"] = frame["Caller number"].map(
            lambda number: hmac.digest(key, number.encode(), "sha256").hex()[:32], na_action="ignore"
        )
    _hold_to_the_rules(frame)
    tidy = frame.drop(columns=["Date", "Time", "Outcome", "Caller number"]).sort_values("offered_at", kind="stable")
    tidy.to_parquet(csv.with_suffix(".pandas.parquet"), compression="zstd")
    _count_half_hours(tidy).to_parquet(csv.with_suffix(".counts.parquet"))


def pandas_same_work_callers(csv: Path) -> None:
    """Do the same with an HMAC of each caller's number."""
    pandas_same_work(csv, callers=True)


def _hold_to_the_rules(frame: pd.DataFrame) -> None:
    assert frame[["offered_at", "outcome", "Line"]].notna().all(axis=None)
    assert frame["Wait"].between(0, 86_400).all()
    assert not frame["Call ID"].duplicated().any()
    days = frame.groupby([frame["offered_at"].dt.tz_convert(LONDON).dt.date, "Line"])["line"].agg(["size", "min"])
    assert len(days)


def _count_half_hours(tidy: pd.DataFrame) -> pd.DataFrame:
    tidy["start"] = tidy["offered_at"].dt.floor("30min")
    sums = ["answered", "abandoned"]
    for outcome in ("answered", "abandoned"):
        ended = tidy["outcome"] == outcome
        tidy[outcome] = ended
        tidy[f"{outcome}_wait_s"] = tidy["Wait"].where(ended)
        sums.append(f"{outcome}_wait_s")
        for limit in LIMITS_S:
            tidy[f"{outcome}_{limit}s"] = ended & (tidy["Wait"] <= limit)
            sums.append(f"{outcome}_{limit}s")
    groups = tidy.groupby(["start", "Line"])
    longest = groups[["answered_wait_s", "abandoned_wait_s"]].max().add_prefix("longest_")
    return groups[[*sums, "Handled"]].sum().join(longest)


ROUTES = {
    route.__name__: route
    for route in (
        reviewkit,
        reviewkit_callers,
        duckdb_copy,
        duckdb_bare,
        pandas_same_work,
        pandas_same_work_callers,
    )
}


def used() -> dict[str, float | None]:
    """Return CPU seconds and peak memory of this process; the peak is not measured on Windows."""
    if resource is None:
        return {"cpu_s": time.process_time(), "peak_gib": None}
    mine = resource.getrusage(resource.RUSAGE_SELF)
    unit = 2**30 if sys.platform == "darwin" else 2**20
    return {"cpu_s": mine.ru_utime + mine.ru_stime, "peak_gib": mine.ru_maxrss / unit}


if __name__ == "__main__":
    ROUTES[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps(used()))
