"""Means that cannot be used: those in rows that do not say of how many calls."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from reviewkit.data.declared.force import Source
from reviewkit.data.declared.schemas import MEANS
from reviewkit.data.problems import Problem
from reviewkit.data.reading.cells import Cell
from reviewkit.data.reading.faults import caution

WHAT = {
    "wait_mean_s": "mean wait",
    "abandoned_wait_mean_s": "mean wait of those who gave up",
    "handled_mean_s": "mean handling time",
}


def means_without_counts(
    cells: Iterable[Cell], inner: str, con: duckdb.DuckDBPyConnection, *, file: str, source: Source
) -> list[Problem]:
    """Return a warning for each mean of a file that stands in rows without its count, with the first such line.

    Such a mean is not used: the mean of months with different numbers of calls is not the mean of their means. A row
    that has the total as well needs no mean.

    Parameters
    ----------
    inner
        SQL for the rows as read, with ``line, kept, v_<name>``.
    """
    names = {cell.name for cell in cells}
    found = []
    for mean, count in MEANS.items():
        if not {mean, count} <= names:
            continue
        total = mean.replace("_mean_s", "_total_s")
        lacking = f"kept AND v_{mean} IS NOT NULL AND v_{count} IS NULL"
        lacking += f" AND v_{total} IS NULL" if total in names else ""
        [(rows, line)] = con.execute(f"SELECT count(*), min(line) FROM ({inner}) WHERE {lacking}").fetchall()
        if rows:
            found.append(_problem(mean, count, source, file=file, line=line, rows=rows))
    return found


def _problem(mean: str, count: str, source: Source, *, file: str, line: int, rows: int) -> Problem:
    heading = " + ".join(source.columns[count])
    return caution(
        "mean-without-count",
        file,
        f"{rows:,} {'row has' if rows == 1 else 'rows have'} a {WHAT[mean]} and nothing in {heading}",
        f"in {heading} the number of calls that it is the mean of",
        f"Ask for {heading} in these rows. Without it the mean is not used: means of different numbers of calls "
        "cannot be averaged.",
        line=line,
        column=" + ".join(source.columns[mean]),
        rows=rows,
    )
