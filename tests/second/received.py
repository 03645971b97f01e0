"""Files as received, read by DuckDB's own reader and nothing of the package, as a table of calls or of counts."""

from __future__ import annotations

from pathlib import Path

import duckdb

BANK = """
CREATE TABLE calls AS SELECT
    'bank' AS channel,
    'primary' AS stage,
    strptime(date || ' ' || vru_exit, '%y%m%d %H:%M:%S') AS clock,
    CAST(q_time AS INTEGER) AS wait,
    CASE trim(outcome) WHEN 'AGENT' THEN 'answered' WHEN 'HANG' THEN 'abandoned' END AS outcome,
    CAST(ser_time AS INTEGER) AS handled,
    false AS passed_on
FROM read_csv('{path}', delim = '\t', header = true, all_varchar = true)
WHERE trim(type) = 'PS' AND trim(outcome) <> 'PHANTOM'
"""

EXAMPLESHIRE_CALLS = """
CREATE TABLE calls AS SELECT
    Line AS channel,
    CASE Desk WHEN 'ECR' THEN 'primary' WHEN 'SWB' THEN 'primary' WHEN 'FEC' THEN 'secondary' END AS stage,
    strptime(Date || ' ' || Time, '%d/%m/%Y %H:%M:%S') AS clock,
    CAST(Wait AS INTEGER) AS wait,
    CASE Outcome WHEN 'ANS' THEN 'answered' WHEN 'ABN' THEN 'abandoned' WHEN 'IVR' THEN 'contained'
                 WHEN 'CBK' THEN 'callback' WHEN 'DSC' THEN 'forced' WHEN 'OVF' THEN 'overflow' END AS outcome,
    CAST(Handled AS INTEGER) AS handled,
    lead("Call ID") OVER (PARTITION BY "Call ID" ORDER BY Leg) IS NOT NULL AS passed_on
FROM read_csv('{path}', header = true, all_varchar = true)
"""

COUNTS = {
    "Offered": "offered",
    "Answered": "answered",
    "Abandoned": "abandoned",
    "Self-served": "contained",
    "Call-backs booked": "callback",
    "Disconnected": "forced",
    "Overflowed": "overflow",
    "Transferred": "transferred",
    "Settled at first contact": "resolved",
    "Call-backs reached": "callback_reached",
    **{f"Answered within {n}": f"answered_{n}s" for n in (10, 30, 60, 180, 300, 600, 1200)},
    **{f"Abandoned within {n}": f"abandoned_{n}s" for n in (5, 10, 30, 60, 180, 300, 600, 1200)},
}
TIMES = {
    "Total wait": "wait_total_s",
    "Total wait abandoned": "abandoned_wait_total_s",
    "Total handled": "handled_total_s",
    "Longest wait": "longest_wait_s",
    "Longest wait abandoned": "longest_abandoned_wait_s",
    "Total until rung back": "callback_wait_total_s",
    "Total staffed": "staffed_total_s",
    "Total paid": "paid_total_s",
}


def bank(path: Path) -> duckdb.DuckDBPyConnection:
    """Return a database with the bank's calls of regular customers, without phantoms."""
    return _made(BANK.format(path=path.as_posix()))


def exampleshire_calls(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return a database with every leg of Exampleshire's calls."""
    return _made(EXAMPLESHIRE_CALLS.format(path=(folder / "calls_*.csv.gz").as_posix()))


def exampleshire_counts(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return a database with Exampleshire's half-hour counts, every column its files have.

    ``clock`` is the time on the wall.
    """
    files = f"read_csv('{(folder / 'intervals_*.csv.gz').as_posix()}', header = true, all_varchar = true)"
    heads = {head for head, *_ in duckdb.sql(f"DESCRIBE FROM {files}").fetchall()}
    numbers = [f'CAST("{heading}" AS DOUBLE) AS {ours}' for heading, ours in COUNTS.items() if heading in heads]
    numbers += [f"{_seconds(heading)} AS {ours}" for heading, ours in TIMES.items() if heading in heads]
    return _made(
        "CREATE TABLE counts AS SELECT Line AS channel, "
        "CASE Desk WHEN 'FEC' THEN 'secondary' ELSE 'primary' END AS stage, "
        f"strptime(Date || ' ' || Time, '%d/%m/%Y %H:%M') AS clock, {', '.join(numbers)} FROM {files}"
    )


def _seconds(heading: str) -> str:
    """Return SQL for a text such as 1:04:20 in seconds: hours may be more than 23, so no clock reads it."""
    parts = f"string_split(\"{heading}\", ':')"
    return " + ".join(f"CAST({parts}[{n}] AS DOUBLE) * {worth}" for n, worth in ((1, 3600), (2, 60), (3, 1)))


def columns(con: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    """Return the names of the columns a database has in a table."""
    return {name for name, *_ in con.execute(f"DESCRIBE {table}").fetchall()}


def _made(query: str) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(query)
    return con
