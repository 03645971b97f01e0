"""Invented calls as a force's telephone system would export them, in CSV."""

from __future__ import annotations

import os
from pathlib import Path

from reviewkit.data.reading import duck

WITHOUT_CALLERS, WITH_CALLERS = "benchmark", "benchmark-callers"
COLUMNS = ("Call ID", "Line", "Date", "Time", "Wait", "Outcome", "Handled", "Reason", "Caller number")

SECONDS = 731 * 86_400
"""Two years, one of them a leap year."""

NUMBERS, TAIL = 0.3, 3
"""Numbers there are for each call of the file, and how uneven their use is (1 would be even)."""

FORCE_TOML = """
name = "Benchmark Police"
nation = "england"
synthetic = true
[governing_body]
kind = "pcc"
name = "Office of the Police and Crime Commissioner for the benchmark"
title = "Police and Crime Commissioner"
[period]
start = 2024-01-01
end = 2024-12-31
[[files]]
table = "calls"
files = ["calls.csv"]
[files.columns]
call_id = "Call ID"
channel = "Line"
offered_at = ["Date", "Time"]
wait_s = "Wait"
outcome = "Outcome"
handled_s = "Handled"
reason = "Reason"
[files.words.outcome]
Answered = "answered"
Abandoned = "abandoned"
[files.constants]
stage = "primary"
"""


def write_forces(data: Path, rows: int) -> Path:
    """Write one CSV of calls over two years as two forces, of which one maps the callers' numbers; return its path.

    Callers are heavy-tailed, as real ones are: few ring often, most ring once or twice. 15 % withhold their number.
    """
    folder, other = data / "raw" / WITHOUT_CALLERS, data / "raw" / WITH_CALLERS
    for made in (folder, other):
        made.mkdir(parents=True)
    (folder / "force.toml").write_text(FORCE_TOML, encoding="utf-8")
    mapped = FORCE_TOML.replace("[files.words", 'caller = "Caller number"\n[files.words', 1)
    (other / "force.toml").write_text(mapped, encoding="utf-8")
    moment = f"TIMESTAMPTZ '2023-01-01 00:00:00+00' + to_seconds((i * {SECONDS} / {rows})::BIGINT)"
    second = f"timezone('Europe/London', {moment})"
    answered = "hash(i * 3) % 10 < 8"
    skewed = f"({rows} * {NUMBERS} * pow((hash(i * 13) % 1000000007) / 1000000007, {TAIL}))::BIGINT"
    number = f"'07' || lpad((700000000 + {skewed})::VARCHAR, 9, '0')"
    query = f"""
        SELECT 'C' || lpad(i::VARCHAR, 9, '0') AS "Call ID",
            CASE WHEN hash(i * 7) % 10 < 3 THEN '999' ELSE '101' END AS "Line",
            strftime({second}, '%d/%m/%Y') AS "Date", strftime({second}, '%H:%M:%S') AS "Time",
            (hash(i) % 600)::VARCHAR AS "Wait",
            CASE WHEN {answered} THEN 'Answered' ELSE 'Abandoned' END AS "Outcome",
            CASE WHEN {answered} THEN (60 + hash(i * 5) % 900)::VARCHAR ELSE '' END AS "Handled",
            ['Crime', 'ASB', 'Road traffic', 'Missing', 'Update'][1 + (hash(i * 11) % 5)::INTEGER] AS "Reason",
            CASE WHEN hash(i * 17) % 100 < 15 THEN '' ELSE {number} END AS "Caller number"
        FROM range({rows}) AS t(i)"""
    csv = folder / "calls.csv"
    with duck.connect() as con:
        con.execute(f"COPY ({query}) TO {duck.value(csv)} (HEADER)")
    os.link(csv, other / "calls.csv")
    return csv


def callers(csv: Path) -> str:
    """Say how often the callers of the file ring."""
    with duck.connect() as con:
        numbers, once, busiest = con.execute(
            "WITH n AS (SELECT count(*) AS calls, ntile(100) OVER (ORDER BY count(*) DESC) AS part FROM read_csv("
            f'{duck.value(csv)}, all_varchar = true) WHERE "Caller number" <> \'\' GROUP BY "Caller number") '
            "SELECT count(*), avg((calls = 1)::INT), sum(calls) FILTER (part = 1) / sum(calls) FROM n"
        ).fetchone()
    return f"{numbers:,} callers with a number: {once:.0%} ring once, the busiest 1 % make {busiest:.0%} of the calls"
