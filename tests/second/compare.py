"""Hold a section's figures against one query a measure: every difference is a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import duckdb
import pandas as pd

EXACT = 1e-12
"""As near as two orders of adding up the same seconds can be."""

NOTHING = "No calls to measure."


def differences(table: pd.DataFrame, query: Callable[..., str], con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return what a measure table says otherwise than the queries do.

    Where the table refuses with another reason than that there were no calls, the queries may know better.
    """
    said = []
    for (measure, threshold_s), rows in table.groupby(["measure", "threshold_s"], dropna=False):
        if rows["value"].isna().all() and not rows["reason"].eq(NOTHING).any():
            continue
        asked = None if pd.isna(threshold_s) else int(threshold_s)
        second = answers(con, query(measure, asked))
        queues = set(zip(rows["channel"], rows["stage"], strict=True))
        for row in rows.itertuples():
            other = second.pop((row.channel, row.stage, _span(row)), None)
            refused = pd.isna(row.value) and row.reason not in {"", NOTHING}
            if not refused and not same(row.value, other):
                place = f"{measure} {asked or ''} of {row.channel} {row.stage} {_span(row)}"
                said.append(f"{place}: {row.value}, but by the query {other}")
        absent = [place for place, told in second.items() if told is not None and place[:2] in queues]
        said += [f"{measure} {asked or ''} of {place} is not in the table" for place in absent]
    return said


def in_full(hours: pd.DataFrame) -> pd.DataFrame:
    """Return a measure table of the hours of the week with the one number that the queries know an hour by."""
    return hours.assign(period_start=24 * hours["weekday"] + hours["hour"])


def _span(row: object) -> date | int:
    return row.period_start.date() if isinstance(row.period_start, pd.Timestamp) else row.period_start


def hour_differences(table: pd.DataFrame, query: Callable[..., str], con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return what a table of the hours of the week says otherwise than the queries do."""
    table = table.assign(offered=table["offered_an_hour"] * table["hours"])
    said = []
    for measure in HOURLY:
        second = answers(con, query(measure, None))
        for row in table.itertuples():
            other = second.pop((row.channel, row.stage, 24 * row.weekday + row.hour), None)
            mine = getattr(row, measure)
            if not same(mine, other) and not (measure == "offered" and mine == 0 and other is None):
                said.append(f"{measure} of {row.channel} {row.stage} {row.weekday} {row.hour}: {mine}, not {other}")
        said += [f"{measure} of {place} is not in the table" for place, told in second.items() if told is not None]
    return said


HOURLY = ("offered", "mean_wait_s", "abandonment_crude", "not_answered_rate")


def answers(con: duckdb.DuckDBPyConnection, query: str) -> dict[tuple, float | None]:
    """Return what a query answers of each queue and time."""
    return {tuple(keys): told for *keys, told in con.execute(query).fetchall()}


def same(value: float, other: float | None) -> bool:
    """Whether two values are one; nothing to measure must be nothing in both.

    A queue without a call at all has no row to query: counted, that is 0.
    """
    if pd.isna(value) or other is None:
        return bool(pd.isna(value) or value == 0) and other is None
    return abs(value - other) <= EXACT * max(1.0, abs(other))


def refused(table: pd.DataFrame) -> set[str]:
    """Return the measures refused somewhere, for another reason than that there were no calls to measure."""
    return set(table.loc[~table["reason"].isin({"", NOTHING}), "measure"])


def valued(table: pd.DataFrame) -> set[str]:
    """Return the measures of which a table has a value somewhere."""
    return set(table.loc[table["value"].notna(), "measure"])
