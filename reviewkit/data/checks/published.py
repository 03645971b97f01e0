"""Figures for whole periods: shares given as percentages."""

from __future__ import annotations

from collections.abc import Iterator

from reviewkit.data.checks.tables import Tables, problem
from reviewkit.data.problems import Problem


def check_published(tables: Tables) -> Iterator[Problem]:
    """Report values with the unit ``share`` that lie outside 0 to 1, once for each file."""
    if not tables.published:
        return
    found = tables.ask(f"""
        SELECT file, count(*) AS rows, min(line) AS line, arg_min(value, line) AS value, arg_min(metric, line) AS metric
        FROM {tables.published} WHERE unit = 'share' AND value NOT BETWEEN 0 AND 1 GROUP BY file ORDER BY file""")
    for row in found:
        yield problem(
            tables,
            row,
            table="published",
            column="value",
            severity="error",
            code="share-is-percent",
            found=f"{row['value']:g} as a share ({row['metric']})",
            expected="a share from 0 to 1",
            action="Divide percentages by 100 at the source, or say in unit what the figure is.",
        )
