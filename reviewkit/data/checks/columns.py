"""Columns that are not what their name says: copies of each other, shares for counts, totals among parts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from reviewkit.data.checks.tables import BAND, PARTS, Tables, column_in_file, problem, queue
from reviewkit.data.problems import Problem

SAME_SHARE = 0.95
"""Two columns are copies when they agree in at least this share of the rows that say anything."""
LEAST_ROWS = 20
LEAST_CALLS = 5
"""Rows in which both columns are below this say nothing: small numbers agree by chance."""
SHARE_ROWS = 0.5
"""A column of counts holds shares when at least this share of its values other than 0 and 1 are not whole."""
TOTAL_SHARE = 0.90
"""A channel (or stage) is a total when it equals the sum of the others in at least this share of the intervals."""


def check_columns(tables: Tables) -> Iterator[Problem]:
    """Report columns that hold the same numbers, shares among counts, and totals among their parts."""
    yield from _copies(tables)
    yield from _shares(tables)
    for name, within in (("channel", "stage"), ("stage", "channel"), ("part", "channel, stage")):
        yield from _totals(tables, name, within)


def _copies(tables: Tables) -> Iterator[Problem]:
    """Two different counts that agree everywhere; answered may well equal offered where nothing was lost."""
    counts = [part for part in PARTS if tables.has(part)]
    pairs = list(combinations(counts, 2))
    if tables.has("wait_total_s", "handled_total_s"):
        pairs.append(("wait_total_s", "handled_total_s"))
    if tables.has("wait_total_s", "abandoned_wait_total_s"):
        pairs.append(("wait_total_s", "abandoned_wait_total_s"))
    if tables.has("longest_wait_s", "longest_abandoned_wait_s"):
        pairs.append(("longest_wait_s", "longest_abandoned_wait_s"))
    for one, other in pairs:
        found = tables.ask(f"""
            SELECT file, channel, stage, part, count(*) FILTER ({one} = {other}) AS rows, count(*) AS judged,
                   min(line) AS line, min(day) AS first_day, max(last_day) AS last_day
            FROM rows WHERE greatest({one}, {other}) >= {LEAST_CALLS} GROUP BY file, channel, stage, part
            HAVING rows >= greatest({LEAST_ROWS}, {SAME_SHARE} * judged) ORDER BY file, line""")
        for row in found:
            same = column_in_file(tables.force, "intervals", row["file"], one)
            yield problem(
                tables,
                row,
                table="intervals",
                column=other,
                severity="warning",
                code="column-equal",
                found=f"the same numbers as in {same}, in {row['rows'] / row['judged']:.0%} of the rows "
                f"({queue(tables, row)})",
                expected=f"{other} and {one} of their own",
                action="Check both columns in the file and in [files.columns]; one is probably a copy of the other.",
            )


def _shares(tables: Tables) -> Iterator[Problem]:
    for column in tables.counts:
        found = tables.ask(f"""
            SELECT file, channel, stage, part, count(*) AS judged, max({column}) AS highest,
                   count(*) FILTER ({column} != floor({column})) AS rows,
                   min(line) FILTER ({column} != floor({column})) AS line,
                   arg_min({column}, line) FILTER ({column} != floor({column})) AS first_value,
                   min(day) AS first_day, max(last_day) AS last_day
            FROM rows WHERE {column} NOT IN (0, 1) GROUP BY file, channel, stage, part
            HAVING rows >= {SHARE_ROWS} * judged AND highest <= 100 ORDER BY file, line""")
        for row in found:
            kind = "shares from 0 to 1" if row["highest"] <= 1 else "percentages"
            band = "that were answered or given up within the time" if BAND.fullmatch(column) else ""
            yield problem(
                tables,
                row,
                table="intervals",
                column=column,
                severity="error",
                code="count-is-share",
                found=f"{row['first_value']:g}: the column holds {kind}, not counts ({queue(tables, row)})",
                expected=f"how many calls {band}".strip(),
                action="Ask for the counts. A share cannot be added up, so it cannot take their place.",
            )


def _totals(tables: Tables, name: str, within: str) -> Iterator[Problem]:
    if not tables.has("offered"):
        return
    found = tables.ask(f"""
        WITH each AS (
            SELECT start, minutes, {within}, {name}, sum(offered) AS offered, min(line) AS line, min(file) AS file
            FROM rows GROUP BY ALL
        ), beside AS (
            SELECT *, sum(offered) OVER same - offered AS others, count(*) OVER same AS members
            FROM each WINDOW same AS (PARTITION BY start, minutes, {within})
        )
        SELECT {name} AS total, {within}, min(file) AS file, min(line) AS line,
               count(*) FILTER (others = offered AND offered >= {LEAST_CALLS}) AS rows
        FROM beside WHERE members >= 3 GROUP BY {name}, {within}
        HAVING rows >= greatest({LEAST_ROWS}, {TOTAL_SHARE} * count(*) FILTER (offered >= {LEAST_CALLS}))
        ORDER BY file, line""")
    where = "where parts are queues, under [files.queues]" if name == "part" else f"under [files.words.{name}]"
    for row in found:
        yield problem(
            tables,
            row,
            table="intervals",
            column="offered" if name == "part" else name,
            severity="error",
            code="total-among-parts",
            found=f"{name} {row['total']} is the sum of all others in {row['rows']:,} intervals",
            expected="parts only; a total among them is counted twice",
            action=f'Leave it out: {where} write "{row["total"]}" = "leave_out", or choose the rows to read under '
            "[files.keep].",
        )
