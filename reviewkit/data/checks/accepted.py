"""Faults that somebody has accepted in writing: they stop nothing, and are printed with who said so, when and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from reviewkit.data.codes import FIGURES
from reviewkit.data.declared.force import Accepted, Force
from reviewkit.data.problems import Problem

ACCEPTABLE = frozenset(FIGURES) - {"negative-value"}
"""What may be accepted: doubts about figures. What cannot be read, is not mapped or cannot be is not one."""

_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:\s+to\s+(\d{4}-\d\d-\d\d))?")


def accept(force: Force, problems: Iterable[Problem]) -> list[Problem]:
    """Turn each error that ``[[accepted]]`` covers into a warning, and warn of entries that cover nothing.

    An entry covers a problem with its code and file whose days, first to last, all lie in its ``rows``; ``all``
    covers every row, and problems that are not about days.

    Examples
    --------
    An accepted problem says who accepted it: ``Head of contact management, 1 May 2025: counted by hand``.
    """
    done, used = [], set()
    for problem in problems:
        entry = next((entry for entry in force.accepted if _covers(entry, problem)), None)
        used.add(entry)
        done.append(replace(problem, severity="warning", accepted=_signed(entry)) if entry else problem)
    return done + [_unused(entry) for entry in force.accepted if entry not in used]


def _covers(entry: Accepted, problem: Problem) -> bool:
    if problem.code not in ACCEPTABLE or (entry.code, entry.file) != (problem.code, problem.file):
        return False
    if entry.rows == "all":
        return True
    days = _DAYS.fullmatch(entry.rows)
    if not days or problem.first_day is None or problem.last_day is None:
        return False
    first = date.fromisoformat(days[1])
    last = date.fromisoformat(days[2]) if days[2] else first
    return first <= problem.first_day and problem.last_day <= last


def _signed(entry: Accepted) -> str:
    return f"{entry.role}, {entry.date.day} {entry.date:%B %Y}: {entry.reason}"


def _unused(entry: Accepted) -> Problem:
    return Problem(
        severity="warning",
        code="accepted-unused",
        file="force.toml",
        column="accepted",
        found=f'code = "{entry.code}", file = "{entry.file}", rows = "{entry.rows}"',
        expected="a problem with this code in this file, on these days",
        action='Take the entry out if the fault is mended. Otherwise write the code, file and days as "check" shows '
        'them; only doubts about figures can be accepted, and those not about days need rows = "all".',
    )
