"""Callers' journeys over a period: waits from end to end, ways through the stages, long waits, callers who came again.

All adding up is done in DuckDB; what comes back is small.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd

from reviewkit.data import journeys_callers
from reviewkit.data.journeys_linked import BETWEEN, SLOT, SLOT_DAY, ZONE, cover, link
from reviewkit.data.reading.duck import connect, value

LONG_WAIT_S = 600
"""More than ten minutes is a long wait: the Devon and Cornwall inquiry of 2014 counted those who waited so long, and
the force's commissioner asked in 2025 for 90 % of 101 calls to be answered within it."""


@dataclass(frozen=True, kw_only=True)
class Journeys:
    """The calls that began in a period, followed from the first leg to the last.

    Attributes
    ----------
    calls, passed_on
        How many calls began in the period, and how many of them were passed on after somebody had answered.
    cut
        Calls whose first leg is not in the data; they are in no figure but those about callers.
    unnamed
        Calls without a ``call_id``: each row passes for a call of its own.
    first_day, last_day
        Local days on which the first and the last of the calls began; None without calls.
    waits
        ``channel, passed`` (all, yes, no)``, ended`` (answered, abandoned)``, calls, known, q50_s, q90_s, mean_s,
        longest_s, long, before_s``: waits added up over all legs; ``known`` calls have one, ``long`` of them waited
        more than :data:`LONG_WAIT_S`; ``before_s`` is the mean time spent with earlier handlers.
    steps
        ``channel, visit`` (1, 2, ...)``, stage, next`` (a stage, or an outcome where ``last``)``, last, calls,
        answered``: of ``calls``, those that somebody answered at ``stage``.
    days
        ``channel, day, calls, known, long``: for each local day, the calls that began on it.
    repeats, spill, numbers
        See :mod:`reviewkit.data.journeys_callers`.
    """

    calls: int
    passed_on: int
    cut: int
    unnamed: int
    first_day: date | None
    last_day: date | None
    waits: pd.DataFrame
    steps: pd.DataFrame
    days: pd.DataFrame
    repeats: pd.DataFrame
    spill: pd.DataFrame
    numbers: pd.DataFrame


def read_journeys(calls: Path, *, start: date, end: date) -> Journeys | None:
    """Follow every call that began from ``start`` to ``end``, both included; None where there is no table of calls.

    The day of a call is that of its first leg, on a London clock. Legs up to a day, and calls of the same caller up to
    a week after the period are looked at too, where the data have them.
    """
    if not calls.exists():
        return None
    with TemporaryDirectory(ignore_cleanup_errors=True) as work, connect(work=Path(work)) as con:
        link(con, calls, start=start, end=end)
        cover(con, calls)
        journeys_callers.know_callers(con)
        days = (f"CAST(timezone('{ZONE}', {end}(started)) AS DATE)" for end in ("min", "max"))
        [(number, passed, cut, unnamed, first, last)] = con.execute(
            "SELECT count(*), count(*) FILTER (passed AND NOT cut), count(*) FILTER (cut), "
            f"count(*) FILTER (NOT named), {', '.join(days)} FROM journeys WHERE in_period"
        ).fetchall()
        return Journeys(
            calls=number,
            passed_on=passed,
            cut=cut,
            unnamed=unnamed,
            first_day=first,
            last_day=last,
            waits=_waits(con),
            steps=_steps(con),
            days=_days(con),
            repeats=journeys_callers.repeats(con),
            spill=journeys_callers.spill(con),
            numbers=journeys_callers.numbers(con),
        )


def _waits(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    figures = (
        "count(*) AS calls, count(wait_s) AS known, quantile_disc(wait_s, 0.5) AS q50_s, "
        "quantile_disc(wait_s, 0.9) AS q90_s, avg(wait_s) AS mean_s, max(wait_s) AS longest_s, "
        f"count(*) FILTER (wait_s > {LONG_WAIT_S}) AS long, avg(before_s) AS before_s"
    )
    chosen = "FROM journeys WHERE in_period AND NOT cut AND ended IN ('answered', 'abandoned') GROUP BY ALL"
    kinds = ("'all'", "CASE WHEN passed THEN 'yes' ELSE 'no' END")
    parts = (f"SELECT channel, {kind} AS passed, ended, {figures} {chosen}" for kind in kinds)
    return con.sql(f"{' UNION ALL '.join(parts)} ORDER BY channel, passed, ended DESC").to_arrow_table().to_pandas()


def _steps(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    chosen = "FROM journeys WHERE in_period AND NOT cut GROUP BY ALL"
    paths = f"SELECT channel, path, spoke, ended, count(*) AS calls {chosen}"
    stages = f"SELECT *, string_split(path, {value(BETWEEN)}) AS stages FROM ({paths})"
    visits = f"SELECT *, unnest(range(1, len(stages) + 1)) AS visit FROM ({stages})"
    return (
        con.sql(
            "SELECT channel, visit, stages[visit] AS stage, visit = len(stages) AS last, "
            "CASE WHEN visit = len(stages) THEN ended ELSE stages[visit + 1] END AS next, sum(calls)::BIGINT AS calls, "
            "sum(CASE WHEN spoke[visit] = 'y' THEN calls ELSE 0 END)::BIGINT AS answered "
            f"FROM ({visits}) GROUP BY ALL ORDER BY channel, visit, stage, calls DESC, next"
        )
        .to_arrow_table()
        .to_pandas()
    )


def _days(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    quarters = (
        f"SELECT channel, {SLOT} AS slot, count(*) AS calls, count(wait_s) AS known, "
        f"count(*) FILTER (wait_s > {LONG_WAIT_S}) AS long FROM journeys WHERE in_period AND NOT cut GROUP BY ALL"
    )
    sums = ", ".join(f"sum({name})::BIGINT AS {name}" for name in ("calls", "known", "long"))
    frame = con.sql(f"SELECT channel, {SLOT_DAY} AS day, {sums} FROM ({quarters}) GROUP BY ALL ORDER BY ALL")
    return frame.to_arrow_table().to_pandas().assign(day=lambda days: pd.to_datetime(days["day"]))
