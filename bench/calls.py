"""Invented calls as a force's telephone system would export them, in CSV."""

from __future__ import annotations

from pathlib import Path

from reviewkit.data import duck

SECONDS = 731 * 86_400
"""Two years, one of them a leap year."""

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
caller = "Caller number"
[files.words.outcome]
Answered = "answered"
Abandoned = "abandoned"
[files.constants]
stage = "primary"
"""


def write_force(data: Path, rows: int) -> Path:
    """Write a force of ``rows`` calls over two years: 15 % withheld numbers, the others of two million callers."""
    folder = data / "raw" / "benchmark"
    folder.mkdir(parents=True)
    (folder / "force.toml").write_text(FORCE_TOML, encoding="utf-8")
    moment = f"TIMESTAMPTZ '2023-01-01 00:00:00+00' + to_seconds((i * {SECONDS} / {rows})::BIGINT)"
    second = f"timezone('Europe/London', {moment})"
    answered = "hash(i * 3) % 10 < 8"
    skewed = "(2000000 * pow((hash(i * 13) % 1000000007) / 1000000007, 1.5))::BIGINT"
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
    with duck.connect() as con:
        con.execute(f"COPY ({query}) TO {duck.value(folder / 'calls.csv')} (HEADER)")
    return folder / "calls.csv"
