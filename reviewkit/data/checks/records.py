"""Rules about tables of records: what cannot be, what is missing, and what says who somebody is."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from reviewkit.data.checks.personal import kinds_of
from reviewkit.data.checks.rule import ASK, Rule
from reviewkit.data.checks.staffing_rules import STAFFING_RULES
from reviewkit.data.checks.tables import LOCAL, column_in_file
from reviewkit.data.declared.force import Force
from reviewkit.data.declared.schemas import TABLES
from reviewkit.data.problems import Problem
from reviewkit.data.reading.duck import name

FAR = "1 year"
"""A date so long before or after the period has, as a rule, a wrong year."""


def _before(later: str, earlier: str) -> str:
    """Return SQL for a moment before another; midnight may be a date alone, so it counts for its whole day."""
    clock, other = (f"timezone('{LOCAL}', {column})" for column in (later, earlier))
    alone = f"{clock} = date_trunc('day', {clock}) AND {clock} = date_trunc('day', {other})"
    return f"{later} < {earlier} AND NOT ({alone})"


RULES = (
    Rule(
        table="contact_back", code="order-of-times", column="made_at", when=_before("made_at", "promised_at"),
        found="contact was made before it was promised", expected="a promise, and then contact", action=ASK,
    ),
    Rule(
        table="contact_back", code="order-of-times", column="due_at", when=_before("due_at", "promised_at"),
        found="contact was due before it was promised", expected="a promise before it falls due", action=ASK,
    ),
    Rule(
        table="contact_back", code="row-contradicts", column="made_by", when="made_by IS NOT NULL AND made_at IS NULL",
        found="somebody made contact, but no time of it", expected="the time at which contact was made",
        action="Ask the force for the time. Until then the promise counts as still open.", severity="warning",
    ),
    Rule(
        table="service_standards", code="part-exceeds-whole", column="kept", when="kept > due",
        found="a standard kept more often than it fell due", expected="kept no more often than due", action=ASK,
    ),
    Rule(
        table="service_standards", code="part-exceeds-whole", column="told", when="told > due - kept",
        found="more people told that a standard was missed than it was missed for",
        expected="no more told than missed", action=ASK,
    ),
    Rule(
        table="service_standards", code="order-of-times", column="period_end", when="period_end < period_start",
        found="a period that ends before it begins", expected="a first day, and then a last", action=ASK,
    ),
    Rule(
        table="service_standards", code="share-is-percent", column="promised_share",
        when="promised_share NOT BETWEEN 0 AND 1", found="a promised share above 1 or below 0",
        expected="a share from 0 to 1", action="Divide percentages by 100 at the source.",
    ),
    Rule(
        table="intelligence", code="order-of-times", column="reached_analyst_at",
        when=_before("reached_analyst_at", "submitted_at"),
        found="an analyst opened it before it was submitted", expected="a submission, and then an analyst", action=ASK,
    ),
    Rule(
        table="intelligence", code="row-contradicts", column="used_for", when="used_for IS NOT NULL AND NOT use_stated",
        found="a use, where use_stated says there is none", expected="yes in use_stated, or no use", action=ASK,
        severity="warning",
    ),
    Rule(
        table="barriers", code="no-evidence", column="evidence", when="evidence IS NULL",
        found="a barrier without evidence", expected="how it is known: a measurement, a log, an audit",
        action="Ask whoever raised it how they know. The page says that no evidence was supplied.", severity="warning",
    ),
    Rule(
        table="barriers", code="cost-without-unit", column="cost_unit", when="cost IS NOT NULL AND cost_unit IS NULL",
        found="a cost without what it is counted in", expected="pounds, pounds a year, hours a week",
        action="Fill in cost_unit, so that the page does not print a bare number.",
    ),
    *STAFFING_RULES,
)  # fmt: skip


def check_records(force: Force, con: duckdb.DuckDBPyConnection, table: str) -> Iterator[Problem]:
    """Report what is wrong in one tidy table of records; personal data is never quoted."""
    for rule in RULES:
        if rule.table == table:
            yield from _broken(force, con, rule)
    yield from _dates(force, con, table)
    yield from _texts(force, con, table)


def _broken(force: Force, con: duckdb.DuckDBPyConnection, rule: Rule) -> Iterator[Problem]:
    query = f"SELECT file, min(line), count(*) FROM {name(rule.table)} WHERE {rule.when} GROUP BY file ORDER BY file"
    for file, line, rows in con.execute(query).fetchall():
        yield Problem(
            severity=rule.severity,
            code=rule.code,
            file=file,
            line=line,
            column=column_in_file(force, rule.table, file, rule.column),
            rows=rows,
            found=rule.found,
            expected=rule.expected,
            action=rule.action,
        )


def _dates(force: Force, con: duckdb.DuckDBPyConnection, table: str) -> Iterator[Problem]:
    """Report dates far outside the period, and a table that has nothing within it."""
    dated = TABLES[table].dated
    for column in TABLES[table].columns:
        if column.kind in {"time", "date"}:
            day = f"CAST({_local(column.name, column.kind)} AS DATE)"
            near = f"DATE '{force.start}' - INTERVAL '{FAR}' AND DATE '{force.end}' + INTERVAL '{FAR}'"
            yield from _outside(force, con, table, column=column.name, where=f"{day} NOT BETWEEN {near}")
    if not dated:
        return
    day = f"CAST({_local(dated, TABLES[table].column(dated).kind)} AS DATE)"
    inside = f"count(*) FILTER (WHERE {day} BETWEEN DATE '{force.start}' AND DATE '{force.end}')"
    rows, within, file = con.execute(f"SELECT count(*), {inside}, min(file) FROM {name(table)}").fetchone()
    if rows and not within:
        yield Problem(
            severity="warning",
            code="period-empty",
            file=file,
            column=column_in_file(force, table, file, dated),
            rows=rows,
            found=f"{rows:,} rows, none of them in the period",
            expected=f"rows from {force.start} to {force.end}",
            action="Ask for the records of the period, or correct [period] in force.toml.",
        )


def _outside(force: Force, con: duckdb.DuckDBPyConnection, table: str, *, column: str, where: str) -> Iterator[Problem]:
    query = f"SELECT file, min(line), count(*) FROM {name(table)} WHERE {where} GROUP BY file ORDER BY file"
    for file, line, rows in con.execute(query).fetchall():
        yield Problem(
            severity="warning",
            code="outside-period",
            file=file,
            line=line,
            column=column_in_file(force, table, file, column),
            rows=rows,
            found="a date more than a year before or after the period",
            expected=f"a date near {force.start} to {force.end}",
            action="Look whether the year is right. The row is counted only in a review of its own period.",
        )


def _local(column: str, kind: str) -> str:
    return f"timezone('{LOCAL}', {name(column)})" if kind == "time" else name(column)


def _texts(force: Force, con: duckdb.DuckDBPyConnection, table: str) -> Iterator[Problem]:
    for column in TABLES[table].columns:
        if column.kind == "text" and not column.words and column.name != "force":
            yield from _personal(force, con, table, column=column.name, prose=column.prose)


def _personal(
    force: Force, con: duckdb.DuckDBPyConnection, table: str, *, column: str, prose: bool
) -> Iterator[Problem]:
    hits: dict[tuple[str, str], list[tuple[int, int]]] = {}
    query = (
        f"SELECT {name(column)}, file, min(line) AS line, count(*) FROM {name(table)} "
        f"WHERE {name(column)} IS NOT NULL GROUP BY ALL ORDER BY file, line"
    )
    for text, file, line, rows in con.execute(query).fetchall():
        for kind in kinds_of(text):
            if not (prose and kind == "free text"):
                hits.setdefault((file, kind), []).append((line, rows))
    for (file, kind), found in sorted(hits.items()):
        yield Problem(
            severity="error",
            code="personal-data",
            file=file,
            line=found[0][0],
            column=column_in_file(force, table, file, column),
            rows=sum(rows for _, rows in found),
            found=f"what looks like personal data ({kind})",
            expected="words about the matter, nothing about a person" if prose else f"a code for the {column}",
            action="Take it out of the file, or name a role instead. If it is not personal, accept this in writing "
            "under [[accepted]].",
        )
