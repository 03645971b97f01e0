"""A fault accepted in writing warns, with who said so; an entry that covers nothing is itself a warning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reviewkit.data.checks.accepted import ACCEPTABLE, accept
from reviewkit.data.codes import CODES
from reviewkit.data.declared.force import Accepted, Force, GoverningBody
from reviewkit.data.problems import Problem

GAP = Problem(
    severity="error",
    code="identity-gap",
    file="counts.csv",
    found="a",
    expected="b",
    action="c",
    first_day=date(2024, 4, 3),
    last_day=date(2024, 4, 5),
)
ENTRY = Accepted(
    code="identity-gap", file="counts.csv", rows="all", reason="Tested.", role="Head", date=date(2025, 5, 1)
)


def _force(*entries: Accepted) -> Force:
    body = GoverningBody(kind="pcc", name="Office", title="Commissioner")
    return Force(
        slug="x",
        name="X",
        nation="wales",
        governing_body=body,
        start=date(2024, 4, 1),
        end=date(2025, 3, 31),
        folder=Path(),
        accepted=entries,
    )


@pytest.mark.parametrize(
    ("rows", "covered"),
    [
        ("all", True),
        ("2024-04-03 to 2024-04-05", True),
        ("2024-04-01 to 2024-04-30", True),
        ("2024-04-03 to 2024-04-04", False),
        ("2024-04-04 to 2024-04-05", False),
        ("2024-04-03", False),
    ],
)
def test_the_days_must_cover_the_whole_problem(rows, covered):
    problem, *unused = accept(_force(replace(ENTRY, rows=rows)), [GAP])
    assert (problem.severity, problem.accepted) == (
        ("warning", "Head, 1 May 2025: Tested.") if covered else ("error", "")
    )
    assert [entry.code for entry in unused] == ([] if covered else ["accepted-unused"])


@pytest.mark.parametrize("change", [{"code": "gap"}, {"file": "other.csv"}])
def test_another_code_or_file_is_another_problem(change):
    problem, unused = accept(_force(replace(ENTRY, **change)), [GAP])
    assert (problem.severity, unused.code) == ("error", "accepted-unused")


@pytest.mark.parametrize("code", ["negative-value", "not-a-number", "empty-file", "unknown-key"])
def test_what_is_impossible_or_unreadable_cannot_be_accepted(code):
    assert code in CODES
    assert code not in ACCEPTABLE
    problem, _ = accept(_force(replace(ENTRY, code=code)), [replace(GAP, code=code)])
    assert problem.severity == "error"


def test_problems_without_days_need_all():
    bare = replace(GAP, first_day=None, last_day=None)
    assert accept(_force(ENTRY), [bare])[0].severity == "warning"
    assert accept(_force(replace(ENTRY, rows="2024-04-03")), [bare])[0].severity == "error"
