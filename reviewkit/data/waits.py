"""Waits of single calls: order statistics that no interval table can give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import pandas as pd

from reviewkit.data.reading.duck import connect, value

By = Literal["period", "month", "week"]
OF = {"answered": ("answered",), "abandoned": ("abandoned",), "queued": ("answered", "abandoned")}
ZONE = "Europe/London"


def wait_quantiles(
    calls: Path, quantiles: Sequence[float], *, start: date, end: date, by: By = "period", outcome: str = "answered"
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
    if outcome not in OF or by not in {"period", "month", "week"} or not all(0 <= q <= 1 for q in quantiles):
        raise ValueError(f"outcome {outcome!r}, by {by!r} or quantiles {list(quantiles)} cannot be used")
    names = [f"q{q * 100:g}" for q in quantiles]
    columns = ["channel", "stage", "period_start", "calls", *names, "mean_s", "longest_s", "first_day", "last_day"]
    if not calls.exists():
        return pd.DataFrame(columns=columns)
    day = f"CAST(timezone('{ZONE}', offered_at) AS DATE)"
    period = f"DATE '{start}'" if by == "period" else f"CAST(date_trunc('{by}', day) AS DATE)"
    order = ", ".join(f"quantile_disc(wait_s, {q}) AS {value(name)}" for q, name in zip(quantiles, names, strict=True))
    outcomes = ", ".join(map(value, OF[outcome]))
    query = (
        f"SELECT channel, stage, {period} AS period_start, count(*) AS calls, {order + ', ' if order else ''}"
        "avg(wait_s) AS mean_s, max(wait_s) AS longest_s, min(day) AS first_day, max(day) AS last_day FROM "
        f"(SELECT channel, stage, wait_s, {day} AS day FROM read_parquet({value(calls)}) WHERE wait_s IS NOT NULL AND "
        f"outcome IN ({outcomes}) AND offered_at >= timezone('{ZONE}', TIMESTAMP '{start} 00:00:00') "
        f"AND offered_at < timezone('{ZONE}', TIMESTAMP '{end} 00:00:00' + INTERVAL '1 day')) "
        "GROUP BY channel, stage, period_start ORDER BY channel, stage, period_start"
    )
    with connect() as con:
        frame = con.sql(query).to_arrow_table().to_pandas()
    for column in ("period_start", "first_day", "last_day"):
        frame[column] = pd.to_datetime(frame[column])
    return frame[columns]
