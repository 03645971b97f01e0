"""Is every interval there, and there once: gaps, duplicates, overlaps, and the period reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from reviewkit.data.checks.gaps import days_without_calls, missing_intervals
from reviewkit.data.checks.tables import Row, Tables, problem, queue, say_day, say_days, say_time
from reviewkit.data.problems import Problem

_A_DAY = timedelta(days=1)


def check_coverage(tables: Tables) -> Iterator[Problem]:
    """Report duplicate and overlapping intervals (errors), gaps and parts of the period without data (warnings)."""
    yield from _duplicates(tables)
    yield from _overlaps(tables)
    yield from missing_intervals(tables)
    yield from days_without_calls(tables)
    yield from _period(tables)


def _duplicates(tables: Tables) -> Iterator[Problem]:
    found = tables.ask("""
        WITH numbered AS (
            SELECT *, row_number() OVER same AS copy, first(line) OVER same AS first_line
            FROM rows WINDOW same AS (PARTITION BY channel, stage, part, start, minutes ORDER BY file, line)
        )
        SELECT file, channel, stage, any_value(part) AS part, count(*) AS rows, min(line) AS line,
               min(day) AS first_day, max(last_day) AS last_day, arg_min(first_line, line) AS first_line,
               arg_min(clock, line) AS clock
        FROM numbered WHERE copy > 1 GROUP BY file, channel, stage ORDER BY file, line""")
    for row in found:
        yield problem(
            tables,
            row,
            table="intervals",
            column="start",
            severity="error",
            code="duplicate-interval",
            found=f"{say_time(row['clock'])} stands here and on line {row['first_line']} ({queue(tables, row)})",
            expected="each interval of a queue once",
            action="Remove one of the two. If the rows are different queues added up, map the column that tells them "
            'apart to channel or stage, or name it under parts = ["..."].',
        )


def _overlaps(tables: Tables) -> Iterator[Problem]:
    found = tables.ask("""
        WITH single AS (
            SELECT channel, stage, part, start, minutes, min(file) AS file, min(line) AS line,
                   min(clock) AS clock, min(day) AS day, max(last_day) AS last_day
            FROM rows GROUP BY channel, stage, part, start, minutes
        ), ends AS (
            SELECT *, max(start + to_seconds(minutes * 60)) OVER (
                PARTITION BY channel, stage, part ORDER BY start, minutes DESC
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS busy_until
            FROM single
        )
        SELECT file, channel, stage, any_value(part) AS part, count(*) AS rows, min(line) AS line,
               min(day) AS first_day, max(last_day) AS last_day, arg_min(clock, line) AS clock,
               arg_min(minutes, line) AS minutes
        FROM ends WHERE start < busy_until GROUP BY file, channel, stage ORDER BY file, line""")
    for row in found:
        yield problem(
            tables,
            row,
            table="intervals",
            column="start",
            severity="error",
            code="overlapping-intervals",
            found=f"{row['minutes']} minutes from {say_time(row['clock'])} lie inside another interval "
            f"({queue(tables, row)})",
            expected="intervals of one queue that follow each other",
            action="Totals for days or weeks probably stand with the shorter intervals they are made of: read only one "
            "of the two, by files or by [files.keep] in force.toml.",
        )


def _period(tables: Tables) -> Iterator[Problem]:
    force = tables.force
    found = tables.ask("""
        SELECT channel, stage, min(first_day) AS first_day, max(last_day) AS last_day FROM (
            SELECT channel, stage, min(day) AS first_day, max(last_day) AS last_day FROM rows GROUP BY ALL
            UNION ALL SELECT channel, stage, min(day), max(day) FROM call_days GROUP BY ALL)
        GROUP BY ALL ORDER BY first_day, channel, stage""")
    inside = [row for row in found if row["first_day"] <= force.end and row["last_day"] >= force.start]
    if found and not inside:
        first, last = min(row["first_day"] for row in found), max(row["last_day"] for row in found)
        yield _about_period(force.start, force.end, f"data for {say_days(first, last)} only", code="period-empty")
    for row in inside:
        if row["first_day"] > force.start:
            yield _uncovered(
                tables, row, force.start, row["first_day"] - _A_DAY, f"no data before {say_day(row['first_day'])}"
            )
        if row["last_day"] < force.end:
            yield _uncovered(
                tables, row, row["last_day"] + _A_DAY, force.end, f"no data after {say_day(row['last_day'])}"
            )


def _uncovered(tables: Tables, row: Row, first: date, last: date, found: str) -> Problem:
    return _about_period(first, last, f"{found} ({queue(tables, row)})", code="period-not-covered")


def _about_period(first: date, last: date, found: str, *, code: str) -> Problem:
    return Problem(
        severity="error" if code == "period-empty" else "warning",
        code=code,
        file="force.toml",
        column="period",
        found=found,
        expected=f"data for {say_days(first, last)}",
        action="Put the missing files in the folder, or change [period] in force.toml to what there is.",
        first_day=first,
        last_day=last,
    )
