"""Personal data in columns that are read as codes."""

from __future__ import annotations

from collections.abc import Iterator

from reviewkit.data.checks.personal import kinds_of
from reviewkit.data.checks.tables import Row, Tables, problem
from reviewkit.data.problems import Problem

TEXTS = (
    ("calls", "calls", ("reason", "agency"), "count(*)"),
    ("calls", "slots", ("channel", "stage"), "sum(offered)"),
    ("intervals", "rows", ("channel", "stage"), "count(*)"),
)
"""For each table what it is read from (the half hours of calls are far fewer than calls), its texts, and how many rows
of the table stand behind the rows read."""
DISTINCT_READ = 50_000
"""Different values of one column that are looked at; a column of codes has far fewer."""
ACCOUNT_VALUES = 200
"""A column with this many different values ..."""
ACCOUNT_WORDS = 4
"""... of so many words on average holds accounts of calls, not codes."""


def check_texts(tables: Tables) -> Iterator[Problem]:
    """Report names, phone numbers, e-mail addresses, postcodes and free text in columns of codes; nothing is quoted."""
    for table, place, columns, rows in TEXTS:
        source = tables.calls if place == "calls" else place
        tables.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE texts AS SELECT file, {', '.join(columns)}, {rows} AS rows, "
            f"min(line) AS line FROM {source} GROUP BY ALL"
        )
        for column in columns:
            yield from _column(tables, table, column)


def _column(tables: Tables, table: str, column: str) -> Iterator[Problem]:
    found = tables.ask(f"""
        SELECT {column} AS text, file, sum(rows)::BIGINT AS rows, min(line) AS line FROM texts
        WHERE {column} IS NOT NULL GROUP BY {column}, file ORDER BY min(line) LIMIT {DISTINCT_READ}""")
    hits: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        for kind in (*kinds_of(row["text"]), ""):
            hits.setdefault((row["file"], kind), []).append(row)
    for (file, kind), rows in sorted(hits.items()):
        if kind or _accounts(rows):
            yield problem(
                tables,
                {"file": file, "line": min(row["line"] for row in rows), "rows": sum(row["rows"] for row in rows)},
                table=table,
                column=column,
                severity="error",
                code="personal-data",
                found=f"what looks like personal data ({kind})" if kind else "free text, different in nearly every row",
                expected=f"a code for the {column}, nothing about a person",
                action="Take the column out of [files.columns], or replace these values by codes under "
                f"[files.words.{column}]. If they are not personal, accept this in writing under [[accepted]].",
            )


def _accounts(rows: list[Row]) -> bool:
    words = sum(len(row["text"].split()) for row in rows)
    return len(rows) >= ACCOUNT_VALUES and words >= ACCOUNT_WORDS * len(rows)
