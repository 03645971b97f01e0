"""The same leg of the same call twice."""

from __future__ import annotations

from collections.abc import Iterator

from reviewkit.data.checks.tables import Tables, problem
from reviewkit.data.problems import Problem

HASHES_AT_ONCE = 20_000_000
"""Calls compared at a time, at 8 bytes each."""


def check_duplicates(tables: Tables) -> Iterator[Problem]:
    """Report each file whose calls stand in it, or in another, a second time."""
    if not _any_twice(tables):
        return
    found = tables.ask(f"""
        WITH twice AS (
            SELECT hash(call_id, leg) AS key FROM {tables.calls} WHERE call_id IS NOT NULL
            GROUP BY key HAVING count(*) > 1
        ), copies AS (
            SELECT file, line, row_number() OVER same AS copy, first(line) OVER same AS first_line
            FROM {tables.calls} WHERE call_id IS NOT NULL AND hash(call_id, leg) IN (SELECT key FROM twice)
            WINDOW same AS (PARTITION BY call_id, leg ORDER BY file, line)
        )
        SELECT file, count(*) AS rows, min(line) AS line, arg_min(first_line, line) AS first_line
        FROM copies WHERE copy > 1 GROUP BY file ORDER BY file""")
    for row in found:
        yield problem(
            tables,
            row,
            table="calls",
            column="call_id",
            severity="error",
            code="duplicate-call",
            found=f"the same call and leg as on line {row['first_line']}",
            expected="each leg of a call once",
            action="Remove the copy, or map the column that numbers the legs of a call to leg. Two files that overlap "
            "are often the cause.",
        )


def _any_twice(tables: Tables) -> bool:
    """Sort the hashes of all calls: a third of the work of grouping them. Equal hashes are then compared in full."""
    calls = tables.ask("SELECT coalesce(sum(offered), 0)::BIGINT AS calls FROM slots")[0]["calls"]
    parts = 1 + calls // HASHES_AT_ONCE
    return any(_twice_in_part(tables, part, parts) for part in range(parts))


def _twice_in_part(tables: Tables, part: int, parts: int) -> bool:
    hashes = tables.connection.execute(
        f"SELECT key FROM (SELECT hash(call_id, leg) AS key FROM {tables.calls} WHERE call_id IS NOT NULL) "
        f"WHERE key % {parts} = {part}"
    ).fetchnumpy()["key"]
    hashes.sort()
    return bool((hashes[1:] == hashes[:-1]).any())
