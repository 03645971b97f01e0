"""A jump in volume from one day to the next, as when the extract behind the file changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import numpy as np

from reviewkit.data.checks.tables import Row, Tables, problem, queue, say_day
from reviewkit.data.problems import Problem

WINDOW = 28
"""Days before and after that are compared: four of each weekday."""
NEAR = 7
"""The week before and the week after must show the jump too, so that a season is not taken for one."""
JUMP = 0.35
"""Smallest change of the median day that is a jump ..."""
JUMP_AT_FILE = 0.20
"""... and where one file ends and the next begins."""
NOISE = 5.0
"""And never less than so many standard errors, as single days vary."""
CALLS_A_DAY = 20
WHOLE_DAY = 0.9
"""Days with less than this share of the usual minutes are left out."""
EVENT_DAYS = 7
"""A jump so near an event in force.toml is explained."""
MOST = 3


def check_levels(tables: Tables) -> Iterator[Problem]:
    """Warn of sudden changes in a queue's daily calls that no ``[[events]]`` entry explains, at most three a queue."""
    queues: dict[tuple[str, str], list[Row]] = {}
    for row in _days(tables):
        queues.setdefault((row["channel"], row["stage"]), []).append(row)
    for days in queues.values():
        for at, change in jumps(_series(days), boundaries=_boundaries(days)):
            day = days[0]["day"] + timedelta(days=at)
            if not any(abs((event.date - day).days) <= EVENT_DAYS for event in tables.force.events):
                yield _problem(tables, next(row for row in days if row["day"] >= day), change)


def jumps(series: np.ndarray, *, boundaries: set[int]) -> list[tuple[int, float]]:
    """Return (day, change) of each jump: a day's number in the series and the change as a share of the level before.

    The change is that of the median day of 28 days, confirmed by the median of the nearest seven; NaN is a day unknown.
    """
    if len(series) < 2 * WINDOW:
        return []
    logs = np.log(np.maximum(series, 0.5))
    wide, near = _steps(logs, WINDOW), _steps(logs, NEAR)
    noise = _noise(logs)
    strength = np.where(np.sign(wide) == np.sign(near), np.minimum(np.abs(wide), np.abs(near)), 0.0)
    needed = np.full(len(series), np.log1p(JUMP))
    needed[[at for at in boundaries if at < len(series)]] = np.log1p(JUMP_AT_FILE)
    excess = np.nan_to_num(strength - np.maximum(needed, NOISE * noise), nan=-1.0)
    found = []
    while len(found) < MOST and excess.max() > 0:
        at = int(excess.argmax())
        found.append((_sharpest(logs, at), float(np.expm1(wide[at]))))
        excess[max(0, at - WINDOW) : at + WINDOW] = -1.0
    return sorted(found)


def _sharpest(logs: np.ndarray, at: int) -> int:
    """The day near ``at`` with the greatest difference between the means of the week after and the week before.

    Medians say surely that there is a jump, and not so surely on which day.
    """
    days = range(max(NEAR, at - NEAR), min(len(logs) - NEAR, at + NEAR) + 1)
    return max(days, key=lambda day: abs(np.nanmean(logs[day : day + NEAR]) - np.nanmean(logs[day - NEAR : day])))


def _steps(logs: np.ndarray, days: int) -> np.ndarray:
    """Median of the ``days`` from each day on, less the median of those before; NaN where either has too few."""
    windows = np.lib.stride_tricks.sliding_window_view(logs, days)
    enough = np.isfinite(windows).sum(axis=1) >= 0.75 * days
    medians = np.full(len(windows), np.nan)
    medians[enough] = np.nanmedian(windows[enough], axis=1)
    steps = np.full(len(logs), np.nan)
    steps[days : len(windows)] = medians[days:] - medians[: len(windows) - days]
    return steps


def _noise(logs: np.ndarray) -> float:
    """Standard error of a difference of two medians of 28 days, from how days differ from the same day a week before.

    The median of the differences is not moved by the jump itself. A median of n normal values varies 1.25 times as
    much as their mean; 1.48 turns a median deviation into a standard deviation.
    """
    differences = logs[NEAR:] - logs[:-NEAR]
    known = differences[np.isfinite(differences)]
    if not known.size:
        return 0.0
    day = 1.48 * np.median(np.abs(known - np.median(known))) / np.sqrt(2)
    return float(1.25 * day * np.sqrt(2 / WINDOW))


def _days(tables: Tables) -> list[Row]:
    """Calls of each whole day: of the interval counts, or of the calls where a queue has no counts."""
    counted = """
        SELECT channel, stage, day, sum(offered) AS offered, min(file) AS file, min(line) AS line,
               sum(minutes) AS minutes
        FROM rows WHERE kind IN ('intraday', 'day') AND offered IS NOT NULL GROUP BY channel, stage, day"""
    called = """
        SELECT channel, stage, day, sum(offered) AS offered, min(file) AS file, min(line) AS line, 1440 AS minutes
        FROM call_days GROUP BY channel, stage, day"""
    if tables.has("offered"):
        each = f"{counted} UNION ALL SELECT * FROM ({called}) ANTI JOIN rows USING (channel, stage)"
    else:
        each = called
    return tables.ask(f"""
        WITH each AS ({each})
        SELECT * FROM each WINDOW queue AS (PARTITION BY channel, stage)
        QUALIFY minutes >= {WHOLE_DAY} * median(minutes) OVER queue AND avg(offered) OVER queue >= {CALLS_A_DAY}
            AND day > min(day) OVER queue AND day < max(day) OVER queue
        ORDER BY channel, stage, day""")


def _series(days: list[Row]) -> np.ndarray:
    first = days[0]["day"]
    series = np.full((days[-1]["day"] - first).days + 1, np.nan)
    series[[(row["day"] - first).days for row in days]] = [float(row["offered"]) for row in days]
    return series


def _boundaries(days: list[Row]) -> set[int]:
    return {(after["day"] - days[0]["day"]).days for before, after in pairwise(days) if before["file"] != after["file"]}


def _problem(tables: Tables, row: Row, change: float) -> Problem:
    table = "intervals" if tables.has("offered") else "calls"
    return problem(
        tables,
        row | {"rows": 1, "first_day": row["day"], "last_day": row["day"]},
        table=table,
        column="offered" if table == "intervals" else "offered_at",
        severity="warning",
        code="level-jump",
        found=f"the usual day has {abs(change):.0%} {'more' if change > 0 else 'fewer'} calls from "
        f"{say_day(row['day'])} on than in the four weeks before ({queue(tables, row)})",
        expected="no sudden change, or an event that explains it",
        action="Ask the supplier whether the extract changed (queues added, transfers counted). If something happened, "
        "add it under [[events]] in force.toml, with breaks_series = true where before and after are not alike.",
    )
