"""What an invented force keeps about posts and hours: staff, rota, absence and levers.

The rota is the one its calls were answered with. Everything is in whole numbers, so it is the same on every computer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np

from reviewkit.data.example.draws import Draws
from reviewkit.data.example.invent import Invented
from reviewkit.data.example.staff import FEWEST, SHIFT, rota
from reviewkit.data.example.year import FIRST_DAY, months, written_day

ROLES = ("Emergency call handlers", "Switchboard operators", "Enquiry centre staff")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEK_H = 37
ON_ROTA = 68
"""Of a hundred hours paid, those that the rota can plan: the others go on leave, training and sickness."""
# Kind, its part of a hundred hours paid, as the force writes it.
ABSENCES = (("Sickness", 6), ("Leave", 15), ("Training", 5), ("Abstraction", 3))
# Name, kind, lag, ramp, hours a week (thousandths of the rota's), hours in all (weeks of these), pounds an hour, pounds
# once, least, likely and most share, chance of being late, weeks late, evidence.
WEEKLY = (
    (
        "Overtime",
        "Overtime",
        0,
        0,
        30,
        20,
        "31.50",
        0,
        "0.60",
        "0.90",
        "1.00",
        "0",
        0,
        "Overtime worked in the year before",
    ),
    (
        "Officers on restricted duty",
        "Restricted duty",
        2,
        2,
        25,
        26,
        "29.00",
        3200,
        "0.50",
        "0.80",
        "1.00",
        "0.25",
        2,
        "Posts named by the superintendents in February 2025",
    ),
    (
        "Staff of other teams trained for 101",
        "Other staff",
        5,
        3,
        20,
        0,
        "24.50",
        5400,
        "0.60",
        "0.85",
        "1.00",
        "0.30",
        3,
        "Offers of three departments, March 2025",
    ),
    (
        "Agency staff",
        "Agency",
        7,
        1,
        40,
        40,
        "33.00",
        9000,
        "0.40",
        "0.80",
        "1.00",
        "0.50",
        4,
        "Quotation of March 2025, vetting included",
    ),
    (
        "Rota cut anew",
        "Rota",
        16,
        0,
        35,
        0,
        "0",
        18000,
        "0.50",
        "0.80",
        "1.00",
        "0.40",
        8,
        "Trial of the rota on the calls of 2024",
    ),
    (
        "Call-back",
        "Call-back",
        12,
        4,
        15,
        0,
        "4.00",
        26000,
        "0.30",
        "0.70",
        "1.00",
        "0.40",
        6,
        "Quotation of January 2025",
    ),
)
# As above for an intake: hours a week of one, weeks in training, weeks between intakes, people in all.
RECRUITS = ("Recruits", "Recruits", 12, 6, 8, "25.2", 12, 10, 24, "0.004", "21.50", 4800, "0.70", "0.90", "1.00",
            "0.30", 4, "Intakes of 2023 and 2024")  # fmt: skip

Table = tuple[tuple[str, ...], Iterable[Iterable[str]]]


def posts(force: Invented) -> dict[str, Table]:
    """Return the heading and the rows of each file about posts and hours."""
    people = [np.maximum(np.rint(rota(force, queue)), FEWEST[queue]).astype(np.int64) for queue in range(3)]
    week_h = [int(part.sum()) // 2 for part in people]
    return {
        "staff.csv": (
            ("Date", "Role", "Establishment", "In post", "Vacant", "In training", "Accepted", "Left"),
            _staff(force, week_h),
        ),
        "rota.csv": (("From", "Role", "Day", "Start", "End", "People"), _rota(force, people)),
        "absence.csv": (
            ("From", "To", "Role", "Reason", "Hours lost", "Hours paid", "People"),
            _absence(force, week_h),
        ),
        "levers.csv": (
            (
                *("Lever", "Kind", "From", "Weeks to first hour", "Weeks to full", "Hours a week", "Hours in all"),
                *("People an intake", "Hours a person", "Weeks in training", "Weeks between intakes", "People in all"),
                *("Leavers a week", "Pounds an hour", "Pounds to start", "At worst", "Most likely", "At best"),
                *("Chance of delay", "Weeks of delay", "Evidence"),
            ),
            _levers(force, sum(week_h)),
        ),
    }


def _establishment(week_h: int) -> int:
    """Return the full-time posts that a rota needs, people away allowed for."""
    return -(-week_h * 100 // (WEEK_H * ON_ROTA))


def _staff(force: Invented, week_h: list[int]) -> Iterator[tuple[str, ...]]:
    chance = Draws(*force.stream, 26)
    for _, last in months():
        for role, hours in zip(ROLES, week_h, strict=True):
            short, training, joining, leaving = chance.below(4, 4).tolist()
            there = _establishment(hours)
            vacant = there * (9 + short) // 100
            yield (
                *(written_day(force, last), role, str(there), str(there - vacant), str(vacant)),
                *(str(training), str(joining), str(leaving // 2)),
            )


def _rota(force: Invented, people: list[np.ndarray]) -> Iterator[tuple[str, ...]]:
    begins = written_day(force, FIRST_DAY)
    for role, part in zip(ROLES, people, strict=True):
        for weekday, row in zip(DAYS, part[:, ::SHIFT].tolist(), strict=True):
            for at, planned in enumerate(row):
                start, end = (f"{hour % 24:02d}:00" for hour in (at * SHIFT // 2, (at + 1) * SHIFT // 2))
                yield begins, role, weekday, start, end, str(planned)


def _absence(force: Invented, week_h: list[int]) -> Iterator[tuple[str, ...]]:
    chance = Draws(*force.stream, 27)
    for first, last in months():
        short = _short_days(force, first, last)
        for role, hours in zip(ROLES, week_h, strict=True):
            held = _establishment(hours) * 9 // 10
            paid = held * WEEK_H * ((last - first).days + 1) // 7
            for (kind, part), more in zip(ABSENCES, chance.below(41, len(ABSENCES)).tolist(), strict=True):
                ill = 10 * short if kind == "Sickness" else 0
                lost = paid * (part * (80 + more) + ill) // 10_000
                yield (
                    *(written_day(force, first), written_day(force, last), role, kind),
                    *(str(lost), str(paid), str(held)),
                )


def _short_days(force: Invented, first: date, last: date) -> int:
    """Return how many days of a month fell into weeks in which too few people came to work."""
    overlaps = ((min(spell.last, last) - max(spell.first, first)).days + 1 for spell in force.spells)
    return sum(max(days, 0) for days in overlaps)


def _levers(force: Invented, week_h: int) -> Iterator[tuple[str, ...]]:
    begins = written_day(force, FIRST_DAY.replace(year=FIRST_DAY.year + 1))
    for name, kind, lag, ramp, part, weeks, cost, start, *risk in WEEKLY:
        hours = week_h * part // 1_000
        yield (
            *(name, kind, begins, str(lag), str(ramp), str(hours), str(hours * weeks or "")),
            *("", "", "", "", "", "", cost, str(start), *map(str, risk)),
        )
    name, kind, lag, ramp, *rest = RECRUITS
    yield name, kind, begins, str(lag), str(ramp), "", "", *map(str, rest)
