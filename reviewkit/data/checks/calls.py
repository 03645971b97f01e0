"""Rules about single calls: read in two passes, however many there are."""

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
FAR_DAYS = 60
"""A call so many days from the bulk of its file has a wrong date ..."""
FAR_SHARE = 0.001
"""... when at most this share of the calls lie there."""

_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_]?(0[1-9]|1[0-2])(?![-_]?\d)")


def check_calls(tables: Tables) -> Iterator[Problem]:
    """Report impossible times, missing waits, duplicates and stray dates of calls."""
    yield from _times(tables)
    yield from _duplicates(tables)
    yield from _stray_dates(tables)
    yield from _file_months(tables)


def _times(tables: Tables) -> Iterator[Problem]:
    for row in tables.ask(f"""
        SELECT file, count(*) FILTER (outcome = 'answered') AS answered,
               count(*) FILTER (outcome = 'answered' AND wait_s IS NULL) AS no_wait,
               min(line) FILTER (outcome = 'answered' AND wait_s IS NULL) AS no_wait_line,
               count(*) FILTER (outcome = 'answered' AND handled_s IS NULL) AS no_handled,
               min(line) FILTER (outcome = 'answered' AND handled_s IS NULL) AS no_handled_line,
               count(*) FILTER (outcome != 'answered' AND handled_s > 0) AS odd_handled,
               min(line) FILTER (outcome != 'answered' AND handled_s > 0) AS odd_handled_line,
               min(wait_s) AS least_wait, min(handled_s) AS least_handled,
               max(wait_s) AS longest_wait, max(handled_s) AS longest_handled,
               count(*) FILTER (wait_s >= 60) AS waited,
               count(*) FILTER (wait_s >= 60 AND wait_s % 60 = 0) AS whole
        FROM {tables.calls} GROUP BY file ORDER BY file"""):
        for column, least, longest in (
            ("wait_s", row["least_wait"], row["longest_wait"]),
            ("handled_s", row["least_handled"], row["longest_handled"]),
        ):
            if least is not None and least < 0:
                yield _extreme(tables, row, column, f"{column} < 0", value=least, code="negative-value")
            if longest is not None and longest > DAY_S:
                yield _extreme(tables, row, column, f"{column} > {DAY_S}", value=longest, code="wait-over-a-day")
        yield from _missing(tables, row)
        if row["waited"] >= WAITS_JUDGED and row["whole"] >= WHOLE_MINUTES * row["waited"]:
            yield problem(
                tables,
                row,
                table="calls",
                column="wait_s",
                severity="warning",
                code="wait-whole-minutes",
                found=f"{row['whole'] / row['waited']:.0%} of waits of a minute or more are whole minutes",
                expected="waits in seconds",
                action='Perhaps 0:08:00 means 8 seconds here: then say wait_s = "mm:ss:00" under [files.formats].',
            )


def _extreme(tables: Tables, row: Row, column: str, where: str, *, value: float, code: str) -> Problem:
    """Look up the first line only where there is one to be found, so that sound files are read once."""
    found = tables.ask(
        f"SELECT count(*) AS rows, min(line) AS line, arg_min({column}, line) AS value "
        f"FROM {tables.calls} WHERE file = ? AND {where}",
        [row["file"]],
    )[0]
    return problem(
        tables,
        row | found,
        table="calls",
        column=column,
        severity="error",
        code=code,
        found=f"{found['value']:,.0f} s (the most extreme is {value:,.0f} s)",
        expected=f"0 to {DAY_S:,} s",
        action=f"Check the unit under [files.formats] in force.toml, then ask the supplier about {column}.",
    )


def _missing(tables: Tables, row: Row) -> Iterator[Problem]:
    if 0 < row["no_wait"] < row["answered"]:
        share = row["no_wait"] / row["answered"]
        yield problem(
            tables,
            {"file": row["file"], "line": row["no_wait_line"], "rows": row["no_wait"]},
            table="calls",
            column="wait_s",
            severity="warning" if share <= FEW_MISSING else "error",
            code="wait-missing",
            found=f"no wait for {share:.1%} of the answered calls",
            expected="a wait for every answered call; 0 where there was no queue",
            action="Ask the supplier for the missing waits. Mean and percentiles leave these calls out.",
        )
    if HANDLED_MISSING * row["answered"] < row["no_handled"] < row["answered"]:
        yield problem(
            tables,
            {"file": row["file"], "line": row["no_handled_line"], "rows": row["no_handled"]},
            table="calls",
            column="handled_s",
            severity="warning",
            code="handled-missing",
            found=f"no handling time for {row['no_handled'] / row['answered']:.0%} of the answered calls",
            expected="a handling time for every answered call",
            action="Ask the supplier which calls lack it; if they are of one kind, the mean is not fair to it.",
        )
    if row["odd_handled"]:
        yield problem(
            tables,
            {"file": row["file"], "line": row["odd_handled_line"], "rows": row["odd_handled"]},
            table="calls",
            column="handled_s",
            severity="warning",
            code="handled-not-answered",
            found="a handling time for calls that were not answered",
            expected="handling time of answered calls only",
            action="Check the words under [files.words.outcome]: perhaps these calls were answered after all.",
        )


def _duplicates(tables: Tables) -> Iterator[Problem]:
    """The same leg of the same call twice. Hashes are compared first: they are smaller than names."""
    doubtful = tables.ask(f"""
        SELECT count(*) AS keys FROM (
            SELECT 1 FROM {tables.calls} WHERE call_id IS NOT NULL
            GROUP BY hash(call_id, leg) HAVING count(*) > 1)""")[0]
    if not doubtful["keys"]:
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
