"""Rows that cannot be true: more lost than came, answers within a time above all answers, waits below nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reviewkit.data.checks.tables import COUNTS, SECONDS, WHOLE_DAY_MINUTES, Tables, problem, queue, say_time
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
    """A condition in SQL that no row may meet; ``found`` is SQL text shown for the first row that does."""

    code: str
    column: str
    where: str
    found: str
    expected: str
    action: str
    severity: Severity = "error"


def row_rules(tables: Tables) -> Iterator[RowRule]:
    """Every rule about a single interval that the supplied columns allow."""
    yield from _more_than_offered(tables)
    yield from _bands(tables)
    yield from _below_zero(tables)
    yield from _waits(tables)
    yield from _waits_and_bands(tables)


def check_rows(tables: Tables) -> Iterator[Problem]:
    """Report each rule that some row breaks, once for each file and queue, at the first such line."""
    for rule in row_rules(tables):
        found = tables.ask(f"""
            SELECT file, channel, stage, part, count(*) AS rows, min(line) AS line, min(day) AS first_day,
                   max(last_day) AS last_day, arg_min(clock, line) AS clock, arg_min({rule.found}, line) AS found
            FROM rows WHERE {rule.where} GROUP BY file, channel, stage, part ORDER BY file, line""")
        for row in found:
            yield problem(
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


def _shown(*columns: str) -> str:
    """SQL that writes ``answered 12, offered 10``; whole numbers without a decimal point."""
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
            found=_shown(column, "offered"),
            expected=f"no more {column} than offered",
            action="Ask the supplier which of the two counts is wrong, and for a corrected file. Look too whether "
            "force.toml maps each of the two to the right column.",
        )
        yield RowRule(
            code="ended-in-next-interval",
            column=column,
            where=f"{excess} > 0 AND {excess} <= {allowed}",
            found=_shown(column, "offered"),
            expected=f"no more {column} than offered in the same interval",
            action="Nothing, if the file counts a call in the interval in which it ended; otherwise ask the supplier.",
            severity="warning",
        )


def _bands(tables: Tables) -> Iterator[RowRule]:
    for kind in ("answered", "abandoned"):
        bands = tables.bands(kind)
        for seconds, column in bands:
            if tables.has(kind):
                yield RowRule(
                    code="band-exceeds-total",
                    column=column,
                    where=f"{column} > {kind}",
                    found=_shown(column, kind),
                    expected=f"no more {kind} within {seconds} s than {kind} at all",
                    action=f"Check that force.toml maps {column} to the count {kind} within {seconds} seconds, not to "
                    "a percentage or another stage; if it does, ask for a corrected file.",
                )
        for (shorter, low), (longer, high) in pairwise(bands):
            yield RowRule(
                code="bands-not-rising",
                column=high,
                where=f"{low} > {high}",
                found=_shown(low, high),
                expected=f"at least as many {kind} within {longer} s as within {shorter} s",
                action="Each band counts everything up to its time, not only what lies between two times. Ask for such "
                "counts, or check that the columns are not mapped the wrong way round.",
            )


def _below_zero(tables: Tables) -> Iterator[RowRule]:
    for column in (*tables.counts, *(name for name in SECONDS if tables.has(name))):
        yield RowRule(
            code="negative-value",
            column=column,
            where=f"{column} < 0",
            found=_shown(column),
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
            yield _over_a_day(longest, where=f"{longest} > {DAY_S}", found=_shown(longest))
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
