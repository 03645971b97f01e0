"""Zeros that do not mean that nobody called: not yet published at the end, not recorded in the middle."""

from __future__ import annotations

from datetime import date, timedelta

from reviewkit.data.checks.tables import WHOLE_DAY_MINUTES, Row, Tables, problem, queue, say_days, source_of
from reviewkit.data.problems import Problem, Withheld

EXPECTED_CALLS = 20
"""A run of zeros is doubtful where the same hours of other weeks had this many calls: by chance, 1 in 500 million."""


def check_zeros(tables: Tables) -> tuple[list[Problem], list[Withheld]]:
    """Report runs of zeros where calls were to be expected, and withhold them.

    A run at the end of a queue's rows is not yet published; one in the middle is a gap, withheld when a day or longer.
    """
    problems, withheld = [], []
    for run in _runs(tables):
        days = say_days(run["first_day"], run["last_day"])
        if run["at_end"]:
            problems.append(_not_yet_published(tables, run, days))
            withheld.append(_rows(run, "These last rows are all zeros: not yet published when the file was made."))
        else:
            problems.append(_zero_run(tables, run, days))
            if run["minutes"] >= WHOLE_DAY_MINUTES:
                of = f" of {run['part']}" if run["part"] else ""
                withheld.append(_rows(run, f"All counts{of} are zero, taken as not recorded and not as no calls."))
    return problems, withheld


def _runs(tables: Tables) -> list[Row]:
    """Runs of rows whose every count is zero, with the calls that the same places of other weeks had.

    Parts of a queue that are zero on the same days are one run.
    """
    if not tables.counts:
        return []
    volume = "offered" if tables.has("offered") else tables.counts[0]
    zero = " AND ".join(f"coalesce({column}, 0) = 0" for column in tables.counts)
    series = "channel, stage, part, kind"
    runs = tables.ask(f"""
        WITH usual AS (
            SELECT {series}, place, sum({volume}) AS calls, count(*) AS times FROM rows GROUP BY ALL
        ), marked AS (
            SELECT *, {volume} IS NOT NULL AND {zero} AS zero,
                   max(slot) OVER (PARTITION BY {series}) AS last_slot,
                   row_number() OVER (PARTITION BY {series}, file ORDER BY start) AS position
            FROM rows
        ), numbered AS (
            SELECT *, position - row_number() OVER (PARTITION BY {series}, file ORDER BY start) AS island
            FROM marked WHERE zero
        ), places AS (
            SELECT {series}, file, island, place, count(*) AS rows, min(line) AS line, min(day) AS first_day,
                   max(last_day) AS last_day, min(clock) AS clock, sum(minutes) AS minutes,
                   count(*) * any_value(calls) / greatest(any_value(times) - count(*), 1) AS expected,
                   max(slot) AS slot, any_value(last_slot) AS last_slot
            FROM numbered JOIN usual USING ({series}, place) GROUP BY {series}, file, island, place
        ), runs AS (
            SELECT {series}, file, island, sum(rows) AS rows, min(line) AS line, min(first_day) AS first_day,
                   max(last_day) AS last_day, min(clock) AS clock, sum(minutes) AS minutes, sum(expected) AS expected,
                   max(slot) = any_value(last_slot) AS at_end
            FROM places GROUP BY {series}, file, island HAVING sum(expected) >= {EXPECTED_CALLS}
        )
        SELECT channel, stage, file, first_day, last_day, at_end, min(clock) AS clock, min(line) AS line,
               sum(rows)::BIGINT AS rows, sum(expected) AS expected, min(minutes) AS minutes,
               count(*) AS parts, min(part) AS part
        FROM runs GROUP BY ALL ORDER BY file, line""")
    return [run | {"part": _part(tables, run)} for run in runs]


def _part(tables: Tables, run: Row) -> str:
    source = source_of(tables.force, "intervals", run["file"])
    if run["parts"] == 1 or source is None:
        return run["part"]
    return f"{run['parts']} different values of {' + '.join(source.parts)}"


def _not_yet_published(tables: Tables, run: Row, days: str) -> Problem:
    return problem(
        tables,
        run,
        table="intervals",
        severity="warning",
        code="not-yet-published",
        found=f"nothing but zeros at the end, {days} ({queue(tables, run)}); about {run['expected']:,.0f} calls "
        "were to be expected",
        expected="counts, or no rows for days that are not published yet",
        action="These rows are left out. Ask for a newer file, or end the period in force.toml before them.",
    )


def _zero_run(tables: Tables, run: Row, days: str) -> Problem:
    left_out = "These rows are left out, as a gap." if run["minutes"] >= WHOLE_DAY_MINUTES else "The rows are used."
    return problem(
        tables,
        run,
        table="intervals",
        severity="warning",
        code="zero-run",
        found=f"nothing but zeros, {days} ({queue(tables, run)}); about {run['expected']:,.0f} calls "
        "were to be expected",
        expected="counts, or empty cells where nothing was recorded",
        action=f"{left_out} Ask the supplier whether the calls were lost, or nobody could ring.",
    )


def _rows(run: Row, reason: str) -> Withheld:
    return Withheld(
        table="intervals",
        column=None,
        file=run["file"],
        channel=run["channel"],
        stage=run["stage"],
        start=_first_whole_day(run),
        end=run["last_day"],
        reason=reason,
    )


def _first_whole_day(run: Row) -> date:
    """The first day that is zero from midnight, so that a quiet last hour of the day before stays."""
    starts_at_midnight = (run["clock"].hour, run["clock"].minute) == (0, 0)
    return run["first_day"] if starts_at_midnight else min(run["first_day"] + timedelta(days=1), run["last_day"])
