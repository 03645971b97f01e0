"""Rules about single calls: their times, and their dates."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from reviewkit.data.checks.impossible import DAY_S
from reviewkit.data.checks.tables import Row, Tables, problem, say_day, say_days
from reviewkit.data.problems import Problem

FEW_MISSING = 0.01
"""Answered calls without a wait, as a share, up to which they warn; beyond, the waits of the rest say too little."""
HANDLED_MISSING = 0.05
WHOLE_MINUTES = 0.95
"""With this share of waits in whole minutes, minutes and seconds were read as hours and minutes."""
WAITS_JUDGED = 50
WAITS_LOOKED_AT = 10_000
FAR_DAYS = 60
"""A call so many days from the bulk of its file has a wrong date ..."""
FAR_SHARE = 0.001
"""... when at most this share of the calls lie there."""

_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_]?(0[1-9]|1[0-2])(?![-_]?\d)")


def check_calls(tables: Tables) -> Iterator[Problem]:
    """Report impossible times, missing waits and stray dates of calls."""
    yield from _times(tables)
    yield from _stray_dates(tables)
    yield from _file_months(tables)


def _times(tables: Tables) -> Iterator[Problem]:
    """One pass over all calls by file and outcome; lines are looked up only for what is wrong."""
    groups = tables.ask(f"""
        SELECT file, outcome = 'answered' AS answered, count(*) AS calls, count(wait_s) AS waits,
               count(handled_s) AS handled, min(wait_s) AS least_wait_s, max(wait_s) AS longest_wait_s,
               min(handled_s) AS least_handled_s, max(handled_s) AS longest_handled_s
        FROM {tables.calls} GROUP BY ALL ORDER BY file, answered""")
    for row in groups:
        for column in ("wait_s", "handled_s"):
            least, longest = row[f"least_{column}"], row[f"longest_{column}"]
            if least is not None and least < 0:
                yield _extreme(tables, row["file"], column, where=f"{column} < 0", code="negative-value")
            if longest is not None and longest > DAY_S:
                yield _extreme(tables, row["file"], column, where=f"{column} > {DAY_S}", code="wait-over-a-day")
        if row["answered"]:
            yield from _missing(tables, row)
        elif (row["longest_handled_s"] or 0) > 0:
            yield _handled_not_answered(tables, row["file"])
    for file in dict.fromkeys(row["file"] for row in groups):
        yield from _whole_minutes(tables, file)


def _first(tables: Tables, file: str, where: str, *, value: str = "NULL") -> Row:
    """Return how many calls of a file meet a condition, the first line of them, and a value that stands there."""
    found = tables.ask(
        f"SELECT count(*) AS rows, min(line) AS line, arg_min({value}, line) AS value FROM {tables.calls} "
        f"WHERE file = ? AND {where}",
        [file],
    )
    return {"file": file} | found[0]


def _extreme(tables: Tables, file: str, column: str, *, where: str, code: str) -> Problem:
    row = _first(tables, file, where, value=column)
    return problem(
        tables,
        row,
        table="calls",
        column=column,
        severity="error",
        code=code,
        found=f"{row['value']:,.0f} s",
        expected=f"0 to {DAY_S:,} s",
        action=f"Check the unit under [files.formats] in force.toml, then ask the supplier about {column}.",
    )


def _missing(tables: Tables, row: Row) -> Iterator[Problem]:
    no_wait, no_handled = row["calls"] - row["waits"], row["calls"] - row["handled"]
    if 0 < no_wait < row["calls"]:
        share = no_wait / row["calls"]
        yield problem(
            tables,
            _first(tables, row["file"], "outcome = 'answered' AND wait_s IS NULL"),
            table="calls",
            column="wait_s",
            severity="warning" if share <= FEW_MISSING else "error",
            code="wait-missing",
            found=f"no wait for {share:.1%} of the answered calls",
            expected="a wait for every answered call; 0 where there was no queue",
            action="Ask the supplier for the missing waits. Mean and percentiles leave these calls out.",
        )
    if HANDLED_MISSING * row["calls"] < no_handled < row["calls"]:
        yield problem(
            tables,
            _first(tables, row["file"], "outcome = 'answered' AND handled_s IS NULL"),
            table="calls",
            column="handled_s",
            severity="warning",
            code="handled-missing",
            found=f"no handling time for {no_handled / row['calls']:.0%} of the answered calls",
            expected="a handling time for every answered call",
            action="Ask the supplier which calls lack it; if they are of one kind, the mean is not fair to it.",
        )


def _handled_not_answered(tables: Tables, file: str) -> Problem:
    return problem(
        tables,
        _first(tables, file, "outcome != 'answered' AND handled_s > 0"),
        table="calls",
        column="handled_s",
        severity="warning",
        code="handled-not-answered",
        found="a handling time for calls that were not answered",
        expected="handling time of answered calls only",
        action="Check the words under [files.words.outcome]: perhaps these calls were answered after all.",
    )


def _whole_minutes(tables: Tables, file: str) -> Iterator[Problem]:
    row = tables.ask(
        f"SELECT count(*) AS waited, count(*) FILTER (wait_s % 60 = 0) AS whole, min(line) AS line "
        f"FROM (SELECT wait_s, line FROM {tables.calls} WHERE file = ? AND wait_s >= 60 LIMIT {WAITS_LOOKED_AT})",
        [file],
    )[0]
    if row["waited"] >= WAITS_JUDGED and row["whole"] >= WHOLE_MINUTES * row["waited"]:
        yield problem(
            tables,
            row | {"file": file, "rows": row["whole"]},
            table="calls",
            column="wait_s",
            severity="warning",
            code="wait-whole-minutes",
            found=f"{row['whole'] / row['waited']:.0%} of waits of a minute or more are whole minutes",
            expected="waits in seconds",
            action='Perhaps 0:08:00 means 8 seconds here: then say wait_s = "mm:ss:00" under [files.formats].',
        )


def _stray_dates(tables: Tables) -> Iterator[Problem]:
    found = tables.ask(f"""
        WITH bulk AS (
            SELECT file, sum(offered) AS calls, min(day) FILTER (below > {FAR_SHARE} * whole) AS early,
                   max(day) FILTER (above > {FAR_SHARE} * whole) AS late
            FROM (SELECT file, day, offered, sum(offered) OVER (PARTITION BY file ORDER BY day) AS below,
                         sum(offered) OVER (PARTITION BY file ORDER BY day DESC) AS above,
                         sum(offered) OVER (PARTITION BY file) AS whole FROM call_days)
            GROUP BY file
        )
        SELECT file, sum(offered)::BIGINT AS rows, min(line) AS line, min(day) AS first_day, max(day) AS last_day,
               arg_min(day, line) AS day, any_value(early) AS early, any_value(late) AS late
        FROM call_days JOIN bulk USING (file)
        WHERE day < early - {FAR_DAYS} OR day > late + {FAR_DAYS} GROUP BY file ORDER BY file""")
    for row in found:
        yield problem(
            tables,
            row,
            table="calls",
            column="offered_at",
            severity="error",
            code="date-outlier",
            found=f"a call on {say_day(row['day'])}",
            expected=f"dates near the others in the file, {say_days(row['early'], row['late'])}",
            action="Check the date in this line, and the order of day and month under [files.formats] in force.toml.",
        )


def _file_months(tables: Tables) -> Iterator[Problem]:
    for file in (row["file"] for row in tables.ask("SELECT DISTINCT file FROM call_days ORDER BY file")):
        months = _MONTH.findall(file)
        if len(months) != 1:
            continue
        year, month = (int(text) for text in months[0])
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        row = tables.ask(
            "SELECT any_value(file) AS file, sum(offered)::BIGINT AS rows, min(line) AS line, min(day) AS first_day, "
            "max(day) AS last_day, arg_min(day, line) AS day FROM call_days WHERE file = ? AND day NOT BETWEEN ? AND ?",
            [file, first, last],
        )[0]
        if row["rows"]:
            yield problem(
                tables,
                row,
                table="calls",
                column="offered_at",
                severity="warning",
                code="outside-file-month",
                found=f"a call on {say_day(row['day'])} in a file named {file}",
                expected=f"calls from {say_days(first, last)}",
                action="Check that this is the right file, and that day and month are read in the right order.",
            )
