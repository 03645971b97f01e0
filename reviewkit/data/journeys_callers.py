"""The same caller again: who rang back within a day or a week, who gave up on 101 and rang 999, who cannot be told.

Callers are known by a code of their number. Only calls whose follow-up lies wholly within the data count: of somebody
who rang in the last hour of an extract nobody can say who rang back.
"""

from __future__ import annotations

import duckdb
import pandas as pd

REPEAT_H = (24, 168)
"""Repeat contact is counted within a day and within a week."""
SPILL_MIN = (30, 60)
"""Ringing 999 after giving up on 101 is counted within half an hour and within an hour."""
AFTER = {"all": "true", "answered": "ended = 'answered'", "abandoned": "ended = 'abandoned'"}


def know_callers(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``contacts``: the calls of known callers, each with the end of the data it can be followed to."""
    # Numbers in place of codes: they are compared and sorted at a fraction of the cost.
    con.execute(
        "CREATE TEMP TABLE people AS SELECT caller, row_number() OVER () AS who FROM "
        "(SELECT DISTINCT caller FROM journeys WHERE caller IS NOT NULL)"
    )
    con.execute(
        "CREATE TEMP TABLE contacts AS SELECT who AS caller, reason, channel, ended, started, waited_until, in_period, "
        "last AS followed FROM (SELECT * FROM journeys JOIN people USING (caller)) AS j "
        "ASOF JOIN spans AS s ON j.started >= s.first"
    )


def repeats(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return how many callers rang again: by caller, and by caller and reason.

    Returns
    -------
    DataFrame with ``by`` (caller; caller and reason), ``after`` (all, answered, abandoned: how the first of the two
    calls ended), ``within_h``, ``callers`` (with a call whose follow-up lies within the data) and ``again``.
    """
    rows = []
    for by, keys, known in (
        ("caller", "caller", "true"),
        ("caller and reason", "caller, reason", "reason IS NOT NULL"),
    ):
        following = f"lead(started) OVER (PARTITION BY {keys} ORDER BY started) AS next"
        calls = f"SELECT *, {following} FROM contacts WHERE {known}"
        asked = [(after, hours) for after in (AFTER if by == "caller" else ["all"]) for hours in REPEAT_H]
        counts = _people(con, calls, keys, [(AFTER[after], "started", f"{hours} hours") for after, hours in asked])
        rows += [(by, *one, *pair) for one, pair in zip(asked, counts, strict=True)]
    return pd.DataFrame(rows, columns=["by", "after", "within_h", "callers", "again"])


def spill(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return how many people rang 999 after their wait on 101 ended: those who gave up, and beside them the answered.

    The time runs from the end of the wait on 101 to the beginning of the call to 999.

    Returns
    -------
    DataFrame with ``after`` (abandoned, answered), ``within_min``, ``callers`` and ``again``.
    """
    emergency = "SELECT caller, started AS next FROM contacts WHERE channel = '999'"
    calls = (
        "SELECT c.*, n.next FROM (SELECT * FROM contacts WHERE channel = '101' AND waited_until IS NOT NULL) AS c "
        f"ASOF LEFT JOIN ({emergency}) AS n ON c.caller = n.caller AND c.waited_until <= n.next"
    )
    asked = [(after, minutes) for after in ("abandoned", "answered") for minutes in SPILL_MIN]
    spans = [(AFTER[after], "waited_until", f"{minutes} minutes") for after, minutes in asked]
    counts = _people(con, calls, "caller", spans)
    rows = [(*one, *pair) for one, pair in zip(asked, counts, strict=True)]
    return pd.DataFrame(rows, columns=["after", "within_min", "callers", "again"])


def _people(
    con: duckdb.DuckDBPyConnection, calls: str, keys: str, asked: list[tuple[str, str, str]]
) -> list[tuple[int, int]]:
    """Return how many people could be followed, and how many rang, for each of: which calls, from when, how long."""
    marks, counts = [], []
    for number, (which, moment, span) in enumerate(asked):
        end = f"{moment} + INTERVAL '{span}'"
        seen = f"{which} AND in_period AND {end} <= followed"
        marks += [f"bool_or({seen}) AS seen{number}", f"bool_or({seen} AND next <= {end}) AS again{number}"]
        counts += [f"count(*) FILTER (seen{number})", f"count(*) FILTER (again{number})"]
    each = f"SELECT {', '.join(marks)} FROM ({calls}) GROUP BY {keys}"
    [found] = con.execute(f"SELECT {', '.join(counts)} FROM ({each})").fetchall()
    return list(zip(found[::2], found[1::2], strict=True))


def numbers(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return how many calls of the period came without a usable number, in the files that give numbers at all.

    Returns
    -------
    DataFrame with ``channel``, ``ended`` (answered, abandoned, other), ``calls`` and ``without``.
    """
    return (
        con.sql(
            "SELECT channel, CASE WHEN ended IN ('answered', 'abandoned') THEN ended ELSE 'other' END AS ended, "
            "count(*) AS calls, count(*) - count(caller) AS without FROM journeys "
            "WHERE in_period AND file IN (SELECT DISTINCT file FROM journeys WHERE caller IS NOT NULL) "
            "GROUP BY ALL ORDER BY ALL"
        )
        .to_arrow_table()
        .to_pandas()
    )
