"""The routes that are timed: each runs alone, in a process of its own."""

from __future__ import annotations

import hmac
import json
import resource
import sys
from pathlib import Path

import duckdb
import pandas as pd

from reviewkit.data.prepare import prepare


def reviewkit(csv: Path) -> None:
    """Make checked tidy tables and half-hour counts, as a build does."""
    prepare("benchmark", data=csv.parents[2])


def duckdb_copy(csv: Path) -> None:
    """Merely read the CSV into Parquet, with DuckDB's own guesses."""
    with duckdb.connect(config={"threads": "2"}) as con:
        con.execute(f"COPY (FROM read_csv('{csv.as_posix()}')) TO '{csv.with_suffix('.parquet').as_posix()}'")


def pandas_same_work(csv: Path) -> None:
    """Read with pandas and do the same work: times to UTC, pseudonyms, Parquet, half-hour counts."""
    frame = pd.read_csv(csv, dtype={"Line": str, "Caller number": str})
    local = pd.to_datetime(frame["Date"] + " " + frame["Time"], format="%d/%m/%Y %H:%M:%S")
    frame["offered_at"] = local.dt.tz_localize("Europe/London", ambiguous="NaT", nonexistent="NaT").dt.tz_convert("UTC")
    frame["outcome"] = frame["Outcome"].map({"Answered": "answered", "Abandoned": "abandoned"})
    key = bytes(32)
    frame["caller"] = frame["Caller number"].map(
        lambda number: hmac.digest(key, number.encode(), "sha256").hex(), na_action="ignore"
    )
    tidy = frame.drop(columns=["Date", "Time", "Outcome", "Caller number"]).sort_values("offered_at", kind="stable")
    tidy.to_parquet(csv.with_suffix(".pandas.parquet"), compression="zstd")
    tidy["start"] = tidy["offered_at"].dt.floor("30min")
    for limit in (5, 10, 30, 60, 180, 300, 600, 1200):
        for outcome in ("answered", "abandoned"):
            tidy[f"{outcome}_{limit}s"] = (tidy["outcome"] == outcome) & (tidy["Wait"] <= limit)
    columns = [name for name in tidy.columns if name.endswith("s") and name.split("_")[0] in {"answered", "abandoned"}]
    tidy.groupby(["start", "Line"])[columns].sum().to_parquet(csv.with_suffix(".counts.parquet"))


ROUTES = {route.__name__: route for route in (reviewkit, duckdb_copy, pandas_same_work)}

if __name__ == "__main__":
    ROUTES[sys.argv[1]](Path(sys.argv[2]))
    used = resource.getrusage(resource.RUSAGE_SELF)
    unit = 2**30 if sys.platform == "darwin" else 2**20
    print(json.dumps({"cpu_s": used.ru_utime + used.ru_stime, "peak_gib": used.ru_maxrss / unit}))
