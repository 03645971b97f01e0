"""Missing intervals and missing days, told from hours in which a queue is closed."""

from __future__ import annotations

from collections.abc import Iterator

from reviewkit.data.checks.tables import LOCAL, Tables, problem, queue, say_days
from reviewkit.data.problems import Problem

OPEN_SHARE = 0.5
"""A time of the week present in fewer weeks than this is closed, not missing."""
WEEKS_KNOWN = 3
"""With fewer weeks, the time of day alone says whether a queue is open."""
CALLS_A_DAY = 20
"""A day without a single call is a gap where days have this many on average."""
GAPS_NAMED = 3

_PLACE = f"""CASE kind
    WHEN 'intraday' THEN hour(missing_at) * 60 + minute(missing_at)
        + CASE WHEN weeks >= {WEEKS_KNOWN} THEN (isodow(missing_at) - 1) * 1440 ELSE 0 END
    WHEN 'day' THEN CASE WHEN weeks >= {WEEKS_KNOWN} THEN (isodow(missing_at) - 1) * 1440 ELSE 0 END
    ELSE 0 END"""
_MISSING_AT = f"""CASE kind
    WHEN 'intraday' THEN to_timestamp(missing * step * 60) AT TIME ZONE '{LOCAL}'
    WHEN 'day' THEN DATE '1970-01-01' + missing::INTEGER
    WHEN 'week' THEN DATE '1970-01-01' + (missing * 7 + 4)::INTEGER
    ELSE make_date((missing - 1) // 12, (missing - 1) % 12 + 1, 1) END"""
_GAPS = f"""
    WITH single AS (
        SELECT channel, stage, part, kind, CASE WHEN kind = 'intraday' THEN minutes ELSE 0 END AS step, slot, place,
               min(file) AS file, min(line) AS line, min(day) AS day
        FROM rows GROUP BY ALL
    ), spans AS (
        SELECT channel, stage, part, kind, step, (max(day) - min(day) + 1) / 7.0 AS weeks FROM single GROUP BY ALL
    ), present AS (
        SELECT channel, stage, part, kind, step,
               CASE WHEN weeks >= {WEEKS_KNOWN} THEN place ELSE place % 1440 END AS place,
               count(*) / any_value(CASE WHEN kind IN ('week', 'month') THEN 1
                   WHEN weeks >= {WEEKS_KNOWN} THEN weeks ELSE weeks * 7 END) AS share
        FROM single JOIN spans USING (channel, stage, part, kind, step)
        GROUP BY ALL
    ), following AS (
        SELECT *, lead(slot) OVER (PARTITION BY channel, stage, part, kind, step ORDER BY slot) AS next FROM single
    ), missing AS (
        SELECT channel, stage, part, kind, step, file, line, unnest(range(slot + 1, next)) AS missing
        FROM following WHERE next > slot + 1
    ), placed AS (
        SELECT missing.*, weeks, {_MISSING_AT} AS missing_at
        FROM missing JOIN spans USING (channel, stage, part, kind, step)
    ), open AS (
        SELECT placed.*, missing - row_number() OVER (
                   PARTITION BY channel, stage, part, kind, step ORDER BY missing) AS island
        FROM placed JOIN present USING (channel, stage, part, kind, step)
        WHERE present.place = {_PLACE} AND share >= {OPEN_SHARE}
    ), islands AS (
        SELECT channel, stage, part, any_value(kind) AS kind, island, count(*) AS rows, min(missing_at) AS since,
               max(missing_at) AS until, arg_min(file, missing) AS file, arg_min(line, missing) AS line
        FROM open GROUP BY channel, stage, part, kind, step, island
    )
    SELECT file, channel, stage, CASE WHEN count(DISTINCT part) = 1 THEN min(part) ELSE '' END AS part,
           sum(rows)::BIGINT AS rows, arg_min(line, since) AS line, min(since)::DATE AS first_day,
           max(until)::DATE AS last_day,
           list(CASE WHEN kind = 'intraday' THEN strftime(since, '%H:%M on %-d %B %Y')
                     ELSE strftime(since, '%-d %B %Y') END
                || CASE WHEN since = until THEN '' WHEN kind = 'intraday' THEN strftime(until, ' to %H:%M on %-d %B %Y')
                        ELSE strftime(until, ' to %-d %B %Y') END ORDER BY since) AS spans
    FROM islands GROUP BY file, channel, stage ORDER BY file, line"""


def missing_intervals(tables: Tables) -> Iterator[Problem]:
    """Report intervals that are absent between the first and the last of a queue, at times it is usually open."""
    for row in tables.ask(_GAPS):
        shown = "; ".join(row["spans"][:GAPS_NAMED])
        more = f"; and {len(row['spans']) - GAPS_NAMED} more" if len(row["spans"]) > GAPS_NAMED else ""
        yield problem(
            tables,
            row,
            table="intervals",
            column="start",
            severity="warning",
            code="gap",
            found=f"{row['rows']:,} missing intervals after this line: {shown}{more} ({queue(tables, row)})",
            expected="a row for each interval while the queue is open",
            action="Ask the supplier for the missing rows. Periods short of data are marked and not compared.",
        )


def days_without_calls(tables: Tables) -> Iterator[Problem]:
    """Report days without one call between the first and the last of a queue that is called every day."""
    found = tables.ask(f"""
        WITH days AS (
            SELECT channel, stage, day, sum(offered) AS offered, max_by(file, line) AS file, max(line) AS line
            FROM call_days GROUP BY ALL
        ), following AS (
            SELECT *, lead(day) OVER queue AS next, avg(offered) OVER (PARTITION BY channel, stage) AS usual
            FROM days WINDOW queue AS (PARTITION BY channel, stage ORDER BY day)
        )
        SELECT file, channel, stage, min(line) AS line, sum(next - day - 1)::INTEGER AS rows, min(day) + 1 AS first_day,
               max(next) - 1 AS last_day, arg_min(next, day) - 1 AS first_until
        FROM following WHERE next > day + 1 AND usual >= {CALLS_A_DAY} GROUP BY file, channel, stage""")
    for row in found:
        yield problem(
            tables,
            row,
            table="calls",
            column="offered_at",
            severity="warning",
            code="gap",
            found=f"{row['rows']} days without a call, the first {say_days(row['first_day'], row['first_until'])} "
            f"({queue(tables, row)})",
            expected="calls on every day",
            action="Ask the supplier for the missing calls. Periods short of data are marked and not compared.",
        )
