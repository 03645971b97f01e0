"""Rules that reason about the figures themselves, once the files have been read.

Each module holds one family of rules; every rule is a question in SQL, so that ten million calls stay where they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from reviewkit.data.checks.impossible import check_rows
from reviewkit.data.checks.tables import read_tables
from reviewkit.data.force import Force
from reviewkit.data.problems import Problem, Withheld


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What the rules found, and which figures must not be used because of it."""

    problems: tuple[Problem, ...]
    withheld: tuple[Withheld, ...]


def run(force: Force, connection: duckdb.DuckDBPyConnection) -> Findings:
    """Apply every rule to the tables ``calls`` and ``intervals`` of ``connection``.

    Neither table is changed; temporary tables ``rows``, ``slots`` and ``call_days`` are left behind.
    """
    tables = read_tables(force, connection)
    return Findings(problems=tuple(check_rows(tables)), withheld=())
