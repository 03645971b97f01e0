"""Rows that cannot be true: more lost than came, answers within a time above all answers, waits below nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reviewkit.data.checks.tables import COUNTS, SECONDS, WHOLE_DAY_MINUTES, Row, Tables, problem, queue, say_time
from reviewkit.data.problems import Problem, Severity

STRADDLING_CALLS = 2
"""Calls that may be counted in the next interval than the one they came in; more in one short interval is a fault."""
STRADDLING_SHARE = 0.01
"""The same for a day or longer, as a share of the offered calls (and never less than one call)."""
DAY_S = 86_400
"""The longest wait that can be meant: a day."""
ROUNDING_S = 1.0
"""Seconds by which each call's wait may be rounded before it is added to a total."""


@dataclass(frozen=True, kw_only=True)
class RowRule:
    """A condition in SQL that no row may meet; ``found`` is SQL text shown for the first row that does.

    ``blamed`` are the columns that must not be used where a row meets it, if that is known.
    """

    code: str
    column: str
    where: str
    found: str
    expected: str
    action: str
    severity: Severity = "error"
    blamed: tuple[str, ...] = ()


def row_rules(tables: Tables) -> Iterator[RowRule]:
    """Every rule about a single interval that the supplied columns allow."""
    yield from _more_than_offered(tables)
    yield from _parts(tables)
    yield from _below_zero(tables)
    yield from _waits(tables)
    yield from _waits_and_bands(tables)


def check_rows(tables: Tables) -> Iterator[Problem]:
    """Report each rule that some row breaks, once for each file and queue, at the first such line."""
    for rule in row_rules(tables):
        yield from (row_problem(tables, rule, row) for row in broken_rows(tables, rule))


def broken_rows(tables: Tables, rule: RowRule) -> list[Row]:
    """Return, for each file and queue, how many rows break a rule, on which days, and the first of them."""
    return tables.ask(f"""
        SELECT file, channel, stage, part, count(*) AS rows, min(line) AS line, min(day) AS first_day,
               max(last_day) AS last_day, arg_min(clock, line) AS clock, arg_min({rule.found}, line) AS found
        FROM rows WHERE {rule.where} GROUP BY file, channel, stage, part ORDER BY file, line""")


def row_problem(tables: Tables, rule: RowRule, row: Row) -> Problem:
    """Return the problem of a file and queue whose rows break a rule."""
    return problem(
        tables,
        row,
        table="intervals",
        column=rule.column,
        severity=rule.severity,
        code=rule.code,
        found=f"{row['found']} ({queue(tables, row)}, {say_time(row['clock'])})",
        expected=rule.expected,
        action=rule.action,
    )


def shown(*columns: str) -> str:
    """Return SQL that writes ``answered 12, offered 10``; whole numbers without a decimal point."""
    words = ", ".join(f"{column} {{}}" for column in columns)
    values = ", ".join(rf"regexp_replace({column}::VARCHAR, '\.0+$', '')" for column in columns)
    return f"format('{words}', {values})"


def _more_than_offered(tables: Tables) -> Iterator[RowRule]:
    if not tables.has("offered"):
        return
    allowed = (
        f"CASE WHEN minutes < {WHOLE_DAY_MINUTES} THEN {STRADDLING_CALLS} "
        f"ELSE greatest(1, {STRADDLING_SHARE} * offered) END"
    )
    codes = {"answered": "more-answered-than-offered", "abandoned": "more-abandoned-than-offered"}
    for column, code in codes.items():
        if not tables.has(column):
            continue
        excess = f"({column} - offered)"
        yield RowRule(
            code=code,
            column=column,
            where=f"{excess} > {allowed}",
            found=shown(column, "offered"),
            expected=f"no more {column} than offered",
            action="Ask the supplier which of the two counts is wrong, and for a corrected file. Look too whether "
            "force.toml maps each of the two to the right column.",
        )
        yield RowRule(
            code="ended-in-next-interval",
            column=column,
            where=f"{excess} > 0 AND {excess} <= {allowed}",
            found=shown(column, "offered"),
            expected=f"no more {column} than offered in the same interval",
            action="Nothing, if the file counts a call in the interval in which it ended; otherwise ask the supplier.",
            severity="warning",
        )


def _parts(tables: Tables) -> Iterator[RowRule]:
    """More passed on or settled than answered, more reached than to be rung back, more time available than paid."""
    for part, whole in (
        ("transferred", "answered"),
        ("resolved", "answered"),
        ("callback_reached", "callback"),
        ("staffed_total_s", "paid_total_s"),
    ):
        if not tables.has(part, whole):
            continue
        straddling = f"CASE WHEN minutes < {WHOLE_DAY_MINUTES} THEN {STRADDLING_CALLS} "
        straddling += f"ELSE greatest(1, {STRADDLING_SHARE} * {whole}) END"
        yield RowRule(
            code="part-exceeds-whole",
            column=part,
            where=f"{part} > {whole} + {straddling}",
            found=shown(part, whole),
            expected=f"no more {part} than {whole}",
            action="Check that force.toml maps both to the right columns, of the same stage; if it does, ask the "
            "supplier which of the two is wrong.",
        )


def _below_zero(tables: Tables) -> Iterator[RowRule]:
    for column in (*tables.counts, *(name for name in SECONDS if tables.has(name))):
        yield RowRule(
            code="negative-value",
            column=column,
            where=f"{column} < 0",
            found=shown(column),
            expected="0 or more" if column in COUNTS else "0 seconds or more" if column in SECONDS else "0 or more",
            action="Ask the supplier for a corrected file; where nothing is known the cell should be empty.",
        )


def _waits(tables: Tables) -> Iterator[RowRule]:
    """Longest against mean, and anything above a day."""
    for total, count, longest in (
        ("wait_total_s", "answered", "longest_wait_s"),
        ("abandoned_wait_total_s", "abandoned", "longest_abandoned_wait_s"),
    ):
        if tables.has(longest):
            yield _over_a_day(longest, where=f"{longest} > {DAY_S}", found=shown(longest))
        if not tables.has(total, count):
            continue
        mean = f"round({total} / nullif({count}, 0), 1)"
        yield _over_a_day(total, where=f"{mean} > {DAY_S}", found=f"format('a mean wait of {{}} s', {mean})")
        if tables.has(longest):
            yield RowRule(
                code="longest-below-mean",
                column=longest,
                where=f"{total} > {count} * ({longest} + {ROUNDING_S})",
                found=f"format('longest {{}} s, mean {{}} s', {longest}, {mean})",
                expected="a longest wait no shorter than the mean wait",
                action="One of the two is in another unit (minutes, or minutes and seconds read as hours and minutes) "
                "or about other calls. Say how it is written under [files.formats] in force.toml.",
            )
    if tables.has("handled_total_s", "answered"):
        mean = "round(handled_total_s / nullif(answered, 0), 1)"
        yield _over_a_day("handled_total_s", where=f"{mean} > {DAY_S}", found=f"format('a mean of {{}} s', {mean})")


def _over_a_day(column: str, *, where: str, found: str) -> RowRule:
    return RowRule(
        code="wait-over-a-day",
        column=column,
        where=where,
        found=found,
        expected=f"no single time above a day ({DAY_S:,} s)",
        action=f"Check the unit: say how {column} is written under [files.formats] in force.toml.",
    )


def _waits_and_bands(tables: Tables) -> Iterator[RowRule]:
    """Calls that waited longer than n seconds waited at least n seconds: a floor under the total."""
    bands = tables.bands("answered")
    if not bands or not tables.has("wait_total_s", "answered"):
        return
    names = [column for _, column in bands] + ["answered"]
    floor = " + ".join(
        f"({longer} - {shorter}) * {seconds}" for (seconds, shorter), longer in zip(bands, names[1:], strict=True)
    )
    yield RowRule(
        code="total-below-bands",
        column="wait_total_s",
        where=f"wait_total_s + answered * {ROUNDING_S} < {floor}",
        found=f"format('waits add up to {{}} s; the bands need at least {{}} s', wait_total_s, {floor})",
        expected="a total no smaller than the calls beyond each answering time require",
        action="The waits are probably in minutes, or a mean is mapped as a total. Correct [files.columns] or "
        "[files.formats] in force.toml.",
    )
