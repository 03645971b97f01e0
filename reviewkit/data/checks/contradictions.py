"""Find the one column that cannot be right, so that it alone is withheld and the rest can be used."""

from __future__ import annotations

from collections import Counter

from reviewkit.data.checks.identity import identity_sql
from reviewkit.data.checks.tables import PARTS, Row, Tables, column_in_file, problem, queue
from reviewkit.data.problems import Problem, Withheld

SHARE_OF_ROWS = 0.20
"""A column is to blame when it contradicts the others in at least this share of the rows."""
LEAST_ROWS = 5
"""Rows needed before one column is blamed."""
LEAST_CALLS = 10
"""Rows with fewer calls say nothing: with one call, equal numbers are chance."""
EXCESS = 0.25
"""Parts exceeding the calls offered by at least this share cannot be calls that straddle intervals."""
AGREEMENT = 0.99
"""Share of rows in which the columns not blamed must agree with each other."""


def check_contradictions(tables: Tables) -> tuple[list[Problem], list[Withheld]]:
    """Report and withhold each outcome that equals another column, or exceeds what the others leave, in many rows.

    The rest must be sound without it: no more answered than offered, and parts that fit. A shortfall is never pinned
    on a column, since an outcome nobody counted looks the same; nor is an excess that either of two could explain.
    """
    if not tables.has("offered", "answered"):
        return [], []
    candidates = [part for part in PARTS if part != "answered" and tables.has(part)]
    blamed = [row | {"column": column} for column in candidates for row in _blamed(tables, column)]
    places = Counter((row["file"], row["channel"], row["stage"]) for row in blamed)
    sure = [row for row in blamed if row["same"] or places[row["file"], row["channel"], row["stage"]] == 1]
    found = [(row, _sentence(tables, row)) for row in sure]
    return [_problem(tables, row, text) for row, text in found], [_column(tables, row, text) for row, text in found]


def _blamed(tables: Tables, column: str) -> list[Row]:
    parts = identity_sql(tables)
    allowed = "greatest(1, tolerance * offered)"
    return tables.ask(f"""
        WITH judged AS (
            SELECT *, offered >= {LEAST_CALLS} AND answered IS NOT NULL AND {column} IS NOT NULL AS judged,
                   {parts} - {column} AS rest, abs(offered - ({parts})) > {allowed} AS broken,
            FROM rows JOIN tolerances USING (file)
        ), counted AS (
            SELECT file, channel, stage, count(*) FILTER (judged) AS judged, min(day) AS first_day,
                   max(last_day) AS last_day, min(line) FILTER (judged AND broken) AS line,
                   count(*) FILTER (judged AND broken) AS rows,
                   count(*) FILTER (judged AND broken AND {column} = offered) AS as_offered,
                   count(*) FILTER (judged AND broken AND answered > 0 AND {column} = answered) AS as_answered,
                   count(*) FILTER (judged AND rest + {column} - offered >= {EXCESS} * offered) AS exceeding,
                   avg((rest <= offered + {allowed})::INT) FILTER (judged) AS fits,
                   sum(rest + {column}) FILTER (judged) / sum(offered) FILTER (judged) - 1 AS excess
            FROM judged GROUP BY ALL
        ), weighed AS (
            SELECT *, greatest({LEAST_ROWS}, {SHARE_OF_ROWS} * judged) AS many FROM counted
        )
        SELECT *, greatest(as_offered, as_answered) >= many AS same FROM weighed
        WHERE fits >= {AGREEMENT} AND greatest(as_offered, as_answered, exceeding) >= many ORDER BY file, line""")


def _sentence(tables: Tables, row: Row) -> str:
    offered, answered, blamed = (
        column_in_file(tables.force, "intervals", row["file"], name) for name in ("offered", "answered", row["column"])
    )
    same = []
    for name, count in ((offered, row["as_offered"]), (answered, row["as_answered"])):
        if count >= row["many"]:
            same.append(f"{blamed} equals {name} in {count / row['judged']:.0%} of the rows")
    excess = f"{answered} and {blamed} together exceed {offered} by {row['excess']:.0%}"
    return f"{' and '.join([*same, excess])}: {blamed} contradicts {offered} and {answered}"


def _problem(tables: Tables, row: Row, found: str) -> Problem:
    return problem(
        tables,
        row,
        table="intervals",
        column=row["column"],
        severity="warning",
        code="column-contradicts",
        found=f"{found} ({queue(tables, row)})",
        expected="outcomes that add up to the calls offered",
        action="The column is not used, and pages say which figures are missing for that reason. "
        "Ask the supplier for the right numbers.",
    )


def _column(tables: Tables, row: Row, found: str) -> Withheld:
    name = column_in_file(tables.force, "intervals", row["file"], row["column"])
    return Withheld(
        table="intervals",
        column=row["column"],
        file=row["file"],
        channel=row["channel"],
        stage=row["stage"],
        start=row["first_day"],
        end=row["last_day"],
        reason=f"The file's column {name} is not used: {found}.",
    )
