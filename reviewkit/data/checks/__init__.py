"""Rules that reason about the figures themselves, once the files have been read.

Each module holds one family of rules; every rule is a question in SQL, so that ten million calls stay where they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from reviewkit.data.checks.agreement import check_agreement
from reviewkit.data.checks.bands import check_bands
from reviewkit.data.checks.calls import check_calls
from reviewkit.data.checks.columns import check_columns
from reviewkit.data.checks.contradictions import check_contradictions
from reviewkit.data.checks.coverage import check_coverage
from reviewkit.data.checks.duplicates import check_duplicates
from reviewkit.data.checks.identity import check_identity, set_tolerances
from reviewkit.data.checks.impossible import check_rows
from reviewkit.data.checks.legs import check_legs
from reviewkit.data.checks.levels import check_levels
from reviewkit.data.checks.published import check_published
from reviewkit.data.checks.records import check_records
from reviewkit.data.checks.shifts import check_shifts
from reviewkit.data.checks.tables import read_tables
from reviewkit.data.checks.texts import check_texts
from reviewkit.data.checks.withheld import withhold
from reviewkit.data.checks.zeros import check_zeros
from reviewkit.data.declared.force import Force
from reviewkit.data.problems import Problem, Withheld

__all__ = ["Findings", "run", "withhold"]

WHOLE = (check_coverage,)
"""Rules about rows being there: zeros are rows, whatever they mean."""
SOUND = (
    check_rows,
    check_identity,
    check_columns,
    check_calls,
    check_duplicates,
    check_legs,
    check_agreement,
    check_shifts,
    check_levels,
    check_texts,
    check_published,
)
"""Rules about values: what is withheld is not asked again."""


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What the rules found, and which figures must not be used because of it."""

    problems: tuple[Problem, ...]
    withheld: tuple[Withheld, ...]


def run(
    force: Force,
    connection: duckdb.DuckDBPyConnection,
    *,
    calls: str = "calls",
    intervals: str = "intervals",
    published: str = "",
    records: tuple[str, ...] = (),
) -> Findings:
    """Apply every rule to the tables of calls and of interval counts, and to those of records.

    First what must not be used is found and set aside; all other rules see the rest. Neither table is changed
    (:func:`withhold` does that); temporary tables ``rows``, ``slots``, ``call_days`` and ``tolerances`` are made.

    Parameters
    ----------
    force
        What ``force.toml`` declares.
    connection
        Holds both tables, in tidy columns and with ``file`` and ``line``; either may be empty. Rows of ``intervals``
        may be parts still to be added up, told apart by a column ``part``.
    calls, intervals, published
        What the tables are called; there need be no table of published figures.
    records
        The tables of records that there are.
    """
    tables = read_tables(force, connection, calls=calls, intervals=intervals, published=published)
    set_tolerances(tables)
    problems = [problem for rule in WHOLE for problem in rule(tables)]
    zeros, rows = check_zeros(tables)
    withhold(connection, rows, table="rows")
    contradictions, columns = check_contradictions(tables)
    withhold(connection, columns, table="rows")
    impossible, bands = check_bands(tables)
    problems += [*impossible, *(problem for rule in SOUND for problem in rule(tables))]
    problems += [problem for table in records for problem in check_records(force, connection, table)]
    return Findings(problems=(*contradictions, *zeros, *problems), withheld=(*columns, *rows, *bands))
