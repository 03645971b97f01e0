"""Personal data in columns that are read as codes."""

from __future__ import annotations

from collections.abc import Iterator

from reviewkit.data.checks.tables import Tables, problem
from reviewkit.data.personal import kinds_of
from reviewkit.data.problems import Problem

CALL_TEXTS = ("reason", "agency", "channel", "stage")
INTERVAL_TEXTS = ("channel", "stage")
DISTINCT_READ = 50_000
"""Different values of one column that are looked at; a column of codes has far fewer."""
ACCOUNT_VALUES = 200
"""A column with this many different values ..."""
ACCOUNT_WORDS = 4
"""... of so many words on average holds accounts of calls, not codes."""


def check_texts(tables: Tables) -> Iterator[Problem]:
    """Report names, phone numbers, e-mail addresses, postcodes and free text in columns of codes; nothing is quoted."""
    for table, name, columns in (("calls", tables.calls, CALL_TEXTS), ("intervals", "rows", INTERVAL_TEXTS)):
        for column in columns:
            yield from _column(tables, table, name, column)


def _column(tables: Tables, table: str, name: str, column: str) -> Iterator[Problem]:
    found = tables.ask(f"""
        SELECT {column} AS text, file, count(*) AS rows, min(line) AS line FROM {name}
        WHERE {column} IS NOT NULL GROUP BY {column}, file ORDER BY line LIMIT {DISTINCT_READ}""")
    rows: dict[tuple[str, str], list[dict]] = {}
    for row in found:
        for kind in kinds_of(row["text"]):
            rows.setdefault((row["file"], kind), []).append(row)
        rows.setdefault((row["file"], ""), []).append(row)
    for (file, kind), hits in sorted(rows.items()):
        if kind or _accounts(hits):
            yield problem(
                tables,
                {"file": file, "line": min(hit["line"] for hit in hits), "rows": sum(hit["rows"] for hit in hits)},
                table=table,
                column=column,
                severity="error",
                code="personal-data",
                found=f"what looks like personal data: {kind}" if kind else "free text, different in nearly every row",
                expected=f"a code for the {column}, nothing about a person",
                action="Take the column out of [files.columns], or replace these values by codes under "
                f"[files.words.{column}]. If they are not personal, accept this in writing under [[accepted]].",
            )


def _accounts(hits: list[dict]) -> bool:
    words = sum(len(hit["text"].split()) for hit in hits)
    return len(hits) >= ACCOUNT_VALUES and words >= ACCOUNT_WORDS * len(hits)
