"""Offered = answered + abandoned + contained + call-back + forced + overflow (+ waiting), day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from reviewkit.data.checks.tables import PARTS, Row, Tables, column_in_file, problem, queue, say_days, source_of
from reviewkit.data.problems import Problem

SEPARATE_RUNS = 12
"""Runs of broken days shown one by one; more of them are shown together."""
NEEDED = ("offered", "answered", "abandoned")
"""Without these, the parts are not all there and no identity is claimed."""


def check_identity(tables: Tables) -> Iterator[Problem]:
    """Compare the parts with the calls offered, for each file, queue and day.

    A gap up to the declared ``identity_tolerance`` of the day's calls (and always one call, unless it is 0) warns;
    beyond, it is an error. Intervals longer than a day are compared whole.
    """
    if not tables.has(*NEEDED):
        return
    days = _days(tables)
    for _, group in groupby(days, key=lambda row: (row["file"], row["channel"], row["stage"])):
        found = list(group)
        yield from _beyond(tables, [row for row in found if row["beyond"]])
        yield from _within(tables, [row for row in found if not row["beyond"]])


def identity_sql(tables: Tables) -> str:
    """SQL for the parts added up; a part that is not supplied counts nothing."""
    return " + ".join(f"coalesce({part}, 0)" for part in PARTS if tables.has(part))


def set_tolerances(tables: Tables) -> None:
    """Make the small table ``tolerances`` from what ``force.toml`` declares for each file."""
    files = tables.ask("SELECT DISTINCT file FROM rows")
    tables.connection.execute("CREATE OR REPLACE TEMP TABLE tolerances (file VARCHAR, tolerance DOUBLE)")
    for row in files:
        source = source_of(tables.force, "intervals", row["file"])
        tables.connection.execute(
            "INSERT INTO tolerances VALUES (?, ?)", [row["file"], source.identity_tolerance if source else 0.01]
        )


def _days(tables: Tables) -> list[Row]:
    """Days whose parts do not add up; ``line`` is the row with the largest gap of the day."""
    parts = identity_sql(tables)
    return tables.ask(f"""
        WITH days AS (
            SELECT file, channel, stage, day AS first_day, max(last_day) AS last_day, sum(offered) AS offered,
                   sum({parts}) AS parts, count(*) FILTER (offered != {parts}) AS rows,
                   arg_max(line, abs(offered - ({parts}))) AS line
            FROM rows WHERE offered IS NOT NULL AND answered IS NOT NULL AND abandoned IS NOT NULL
            GROUP BY ALL
        )
        SELECT days.*, tolerance,
               abs(offered - parts) > CASE WHEN tolerance = 0 THEN 0
                                           ELSE greatest(1, round(tolerance * offered, 6)) END AS beyond
        FROM days JOIN tolerances USING (file)
        WHERE offered != parts ORDER BY file, channel, stage, first_day""")


def _beyond(tables: Tables, days: list[Row]) -> Iterator[Problem]:
    runs = _runs(days)
    for run in runs if len(runs) <= SEPARATE_RUNS else [days]:
        row = _merged(run)
        supplied = " + ".join(part for part in PARTS if tables.has(part))
        yield problem(
            tables,
            row,
            table="intervals",
            column="offered",
            severity="error",
            code="identity-gap",
            found=f"{column_in_file(tables.force, 'intervals', row['file'], 'offered')} {row['offered']:,.0f}, but "
            f"{supplied} = {row['parts']:,.0f} ({queue(tables, row)}, {say_days(row['first_day'], row['last_day'])}"
            f"{'' if len(run) == 1 else f', {len(run)} days do not add up'})",
            expected=f"the same number, to within {row['tolerance']:.1%} of the day's calls",
            action="Look for an outcome that is not mapped (call-backs, calls the menu ended), or ask the supplier. "
            "If it is so and cannot be mended, accept it in writing under [[accepted]] in force.toml.",
        )


def _within(tables: Tables, days: list[Row]) -> Iterator[Problem]:
    if not days:
        return
    row = _merged(days)
    yield problem(
        tables,
        row,
        table="intervals",
        column="offered",
        severity="warning",
        code="identity-small-gap",
        found=f"on {len(days)} days the outcomes differ a little from the calls offered, by "
        f"{sum(abs(day['offered'] - day['parts']) for day in days):,.0f} calls in all ({queue(tables, row)})",
        expected="the same number",
        action="Nothing: calls that straddle two intervals do this. A larger gap would be an error.",
    )


def _runs(days: list[Row]) -> list[list[Row]]:
    """Split days in order into runs without a day between."""
    runs: list[list[Row]] = []
    for day in days:
        follows = runs and day["first_day"] == runs[-1][-1]["last_day"] + timedelta(days=1)
        runs[-1].append(day) if follows else runs.append([day])
    return runs


def _merged(days: list[Row]) -> Row:
    """One row for several days: the first line, all rows, sums."""
    totals = {name: sum(day[name] for day in days) for name in ("rows", "offered", "parts")}
    return days[0] | totals | {"last_day": days[-1]["last_day"]}
