"""Waits of single calls: order statistics that no interval table can give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import pandas as pd

from reviewkit.data.reading.duck import asking, value

By = Literal["period", "month", "week", "day"]
Ended = Literal["answered", "abandoned", "queued"]
OF = {"answered": ("answered",), "abandoned": ("abandoned",), "queued": ("answered", "abandoned")}
ZONE = "Europe/London"
PERIODS = ("period", "month", "week", "day")


def wait_quantiles(
    calls: Path, quantiles: Sequence[float], *, start: date, end: date, by: By = "period", outcome: Ended = "answered"
) -> pd.DataFrame:
    """Return quantiles, mean and maximum of the waits of single calls, by queue and period.

    A quantile is a wait that a call had: the shortest one that at least so large a share of the calls did not exceed
    (Hyndman and Fan's definition 1), so that "9 in 10 waited no longer than q90" is true as it stands. Quantiles of
    periods cannot be averaged: each is worked out from its own calls. ``queued`` is answered and abandoned together.

    Returns
    -------
    DataFrame with channel, stage, period_start (local day), calls, one ``q<percent>`` each, mean_s, longest_s,
    first_day, last_day (the local days from which there are calls). No rows where there are no calls with a wait.

    Raises
    ------
    ValueError
        When a quantile is outside 0 to 1, or ``by`` or ``outcome`` is not one of the words above.
    """
    found = wait_spreads(calls, quantiles, start=start, end=end, by=by, outcomes=(outcome,))
    return found[found["calls"] > 0].drop(columns=["ended", "of"]).reset_index(drop=True)


def wait_spreads(
    calls: Path,
    quantiles: Sequence[float],
    *,
    start: date,
    end: date,
    by: By | Literal["hour of week"] = "period",
    outcomes: Sequence[Ended] = tuple(OF),
    days: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return what :func:`wait_quantiles` does for several outcomes at once, from one reading of the calls.

    Parameters
    ----------
    by
        As there, or ``hour of week``: then ``weekday`` (0 is Monday) and ``hour`` stand in place of ``period_start``.
    outcomes
        Any of ``answered``, ``abandoned`` and ``queued``; the column ``ended`` tells the rows apart.
    days
        Where given, only calls of these ``channel, stage, day`` count, for comparing like days.

    Returns
    -------
    DataFrame with the columns of :func:`wait_quantiles`, ``ended``, and ``of``: how many calls ended so, of which
    ``calls`` have a known wait.
    """
    weekly = by == "hour of week"
    if not (set(outcomes) <= set(OF) and (weekly or by in PERIODS) and all(0 <= q <= 1 for q in quantiles)):
        raise ValueError(f"outcomes {list(outcomes)}, by {by!r} or quantiles {list(quantiles)} cannot be used")
    names = [f"q{q * 100:g}" for q in quantiles]
    keys = ["weekday", "hour"] if weekly else ["period_start"]
    grouped = ["channel", "stage", *keys, "ended"]
    columns = [*grouped, "of", "calls", *names, "mean_s", "longest_s", "first_day", "last_day"]
    if not calls.exists():
        return pd.DataFrame(columns=columns)
    order = [f"quantile_disc(wait_s, {q}) AS {value(name)}" for q, name in zip(quantiles, names, strict=True)]
    query = (
        f"SELECT channel, stage, {_when(by, start)}, ended, count(*) AS of, count(wait_s) AS calls, "
        f"{', '.join([*order, 'avg(wait_s) AS mean_s', 'max(wait_s) AS longest_s'])}, "
        f"min(day) AS first_day, max(day) AS last_day FROM ({_calls(calls, start, end)}) "
        f"{'' if days is None else 'JOIN these USING (channel, stage, day) '}"
        f"JOIN (VALUES {_endings(outcomes)}) AS o (outcome, ended) USING (outcome) "
        f"GROUP BY {', '.join(grouped)} ORDER BY {', '.join(grouped)}"
    )
    frame = _ask(query, days)
    for column in ("first_day", "last_day", *(() if weekly else ("period_start",))):
        frame[column] = pd.to_datetime(frame[column])
    return frame[columns]


def call_days(calls: Path) -> pd.DataFrame:
    """Return the local days on which each queue had a call, however it ended: ``channel, stage, day``."""
    if not calls.exists():
        none = pd.DataFrame(columns=["channel", "stage", "day"], dtype=object)
        return none.assign(day=pd.to_datetime(none["day"]))
    day = f"CAST(timezone('{ZONE}', offered_at) AS DATE)"
    frame = _ask(f"SELECT DISTINCT channel, stage, {day} AS day FROM read_parquet({value(calls)}) ORDER BY ALL")
    return frame.assign(day=pd.to_datetime(frame["day"]))


def _ask(query: str, days: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what a query answers; days, where given, are the table ``these`` of it."""
    with asking() as con:
        if days is not None:
            con.register("listed", days.assign(day=pd.to_datetime(days["day"])))
            con.execute("CREATE TEMP TABLE these AS SELECT channel, stage, CAST(day AS DATE) AS day FROM listed")
        return con.sql(query).to_arrow_table().to_pandas()


def _calls(calls: Path, start: date, end: date) -> str:
    """Return SQL for the calls offered from start to end, both included, with their local clock and day."""
    return (
        "SELECT *, CAST(clock AS DATE) AS day FROM (SELECT channel, stage, outcome, wait_s, "
        f"timezone('{ZONE}', offered_at) AS clock FROM read_parquet({value(calls)}) "
        f"WHERE offered_at >= timezone('{ZONE}', TIMESTAMP '{start} 00:00:00') "
        f"AND offered_at < timezone('{ZONE}', TIMESTAMP '{end} 00:00:00' + INTERVAL '1 day'))"
    )


def _when(by: str, start: date) -> str:
    if by == "hour of week":
        return "isodow(clock) - 1 AS weekday, hour(clock) AS hour"
    first = f"DATE '{start}'" if by == "period" else f"CAST(date_trunc('{by}', day) AS DATE)"
    return f"{first} AS period_start"


def _endings(outcomes: Sequence[str]) -> str:
    return ", ".join(f"({value(one)}, {value(ended)})" for ended in outcomes for one in OF[ended])
