"""Hours or days displaced by one, seen in the rhythm of the week alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reviewkit.data.checks.tables import Row, Tables, problem, queue, say_days
from reviewkit.data.problems import Problem

HOURS = 168
SPANS_NEEDED = 4
"""Weeks or months of a queue that tell what its rhythm is."""
SUPPORT = 0.25
"""Share of the evidence a truly displaced span would give (0 without displacement gives about -1)."""
EMPTY = 0.01
"""Share of a week spread evenly over all hours, so that none is impossible."""
EVIDENCE = 20.0
"""Least logarithm of the likelihood ratio: e to the 20 to one."""
SHIFTS = {"week": (-1, 1), "month": (-24, 24)}
"""Hours tried: a single hour shows in a week; a day is told only over a month, since single days vary."""


def check_shifts(tables: Tables) -> Iterator[Problem]:
    """Warn of weeks whose calls fit the queue's usual week better an hour earlier or later, and months a day."""
    if not tables.has("offered"):
        return
    for span, shifts in SHIFTS.items():
        queues: dict[tuple[str, str], list[Row]] = {}
        for row in _spans(tables, span):
            queues.setdefault((row["channel"], row["stage"]), []).append(row)
        for rows in queues.values():
            profiles = np.array([row["profile"] for row in rows], dtype=float)
            found = displaced(profiles, shifts=shifts)
            for shift in shifts:
                hits = [row for row, best in zip(rows, found, strict=True) if best == shift]
                if hits:
                    yield _problem(tables, hits, shift)


def displaced(profiles: np.ndarray, *, shifts: tuple[int, ...]) -> list[int]:
    """Return for each span the shift, in hours, at which it fits the others far better; 0 where none does.

    Each row of ``profiles`` holds a span's calls in the 168 hours of the week. The usual week is the middle of the
    shares of all spans; the test is the likelihood ratio of multinomial counts, against the ratio that a span
    displaced by exactly so much would give.
    """
    totals = profiles.sum(axis=1, keepdims=True)
    if len(profiles) < SPANS_NEEDED or not (totals > 0).all():
        return [0] * len(profiles)
    usual = _usual(profiles / totals)
    best = [(0.0, 0)] * len(profiles)
    for shift in shifts:
        expected = _smooth(usual) if abs(shift) == 1 else usual
        moved = np.roll(expected, shift)
        evidence = profiles @ np.log(moved / expected)
        full = totals[:, 0] * (moved @ np.log(moved / expected))
        for at in np.flatnonzero((evidence > EVIDENCE) & (evidence > SUPPORT * full)):
            best[at] = max(best[at], (float(evidence[at]), shift))
    return [shift for _, shift in best]


def _usual(shares: np.ndarray) -> np.ndarray:
    """Mean of the middle half of the spans, hour by hour; no hour quite empty, so that logarithms exist."""
    quarter = len(shares) // 4
    middle = np.sort(shares, axis=0)[quarter : len(shares) - quarter].mean(axis=0)
    return (middle + EMPTY / HOURS) / (middle + EMPTY / HOURS).sum()


def _smooth(usual: np.ndarray) -> np.ndarray:
    """Give all weekdays one shape and the two days of the weekend one: less chance, and hours stay where they are."""
    days = usual.reshape(7, 24)
    shape = np.vstack([np.tile(days[:5].sum(axis=0), (5, 1)), np.tile(days[5:].sum(axis=0), (2, 1))])
    smooth = shape / shape.sum(axis=1, keepdims=True) * days.sum(axis=1, keepdims=True)
    return smooth.reshape(HOURS)


def _spans(tables: Tables, span: str) -> list[Row]:
    """The calls in each hour of the week, for every whole week (or month), from intervals of an hour or less."""
    whole = 6 if span == "week" else 26
    return tables.ask(f"""
        WITH hours AS (
            SELECT channel, stage, date_trunc('{span}', day)::DATE AS span, place // 60 AS hour,
                   sum(offered) AS offered, min(file) AS file, min(line) AS line, min(day) AS first_day,
                   max(day) AS last_day
            FROM rows WHERE kind = 'intraday' AND minutes <= 60 AND offered IS NOT NULL GROUP BY ALL
        ), filled AS (
            SELECT channel, stage, span, map_from_entries(list((hour, offered))) AS calls, min(file) AS file,
                   min(line) AS line, min(first_day) AS first_day, max(last_day) AS last_day
            FROM hours GROUP BY channel, stage, span
        )
        SELECT channel, stage, file, line, first_day, last_day,
               list_transform(range({HOURS}), lambda hour: coalesce(calls[hour], 0)) AS profile
        FROM filled WHERE last_day - first_day >= {whole} AND list_sum(map_values(calls)) > 0
        ORDER BY channel, stage, first_day""")


def _problem(tables: Tables, hits: list[Row], shift: int) -> Problem:
    first, last = hits[0], hits[-1]
    step, direction = ("hour", abs(shift)) if abs(shift) == 1 else ("day", abs(shift) // 24)
    late = "later" if shift > 0 else "earlier"
    return problem(
        tables,
        first | {"rows": len(hits), "last_day": last["last_day"]},
        table="intervals",
        column="start",
        severity="warning",
        code=f"{step}-shifted",
        found=f"the rhythm of the week stands {direction} {step} {late} than usual, in {len(hits)} "
        f"{'weeks' if step == 'hour' else 'months'} of {say_days(first['first_day'], last['last_day'])} "
        f"({queue(tables, first)})",
        expected="the same rhythm all through the file",
        action="Check time_zone and the date format in force.toml, and ask the supplier whether the clock of the "
        "telephone system was changed with summer time.",
    )
