"""What an invented force keeps a list of beside its calls: whole, within its year, and about nobody."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest

from reviewkit.data.checks.personal import kinds_of
from reviewkit.data.example.invent import EXAMPLESHIRE, invented
from reviewkit.data.example.records import CLOSES_H, OPENS_H, PROMISES, REPORTS, STANDARDS, TAKEN, records

PATTERN = "%d/%m/%Y %H:%M"


@pytest.fixture(scope="module")
def made() -> dict[str, list[dict[str, str]]]:
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
        for name, content in records(EXAMPLESHIRE).items()
    }


def moments(rows: list[dict[str, str]], *columns: str) -> list[datetime]:
    return [datetime.strptime(row[column], PATTERN) for row in rows for column in columns if row[column]]  # noqa: DTZ007


def test_there_are_as_many_rows_as_the_tables_need_to_show_something(made):
    assert {name: len(rows) for name, rows in made.items()} == {
        "contact_back": PROMISES,
        "service_standards": 12 * len(STANDARDS),
        "intelligence": REPORTS,
        "barriers": 7,
        "staff": 12 * 3,
        "rota": 3 * 7 * 12,
        "absence": 12 * 3 * 4,
        "levers": 7,
    }


@pytest.mark.parametrize(
    ("table", "key"), [("contact_back", "Ref"), ("intelligence", "Report"), ("barriers", "No")]
)  # fmt: skip
def test_no_two_rows_have_one_number(made, table, key):
    numbers = [row[key] for row in made[table]]
    assert len(set(numbers)) == len(numbers)


def test_nothing_happened_before_what_must_come_first_or_after_the_records_were_taken(made):
    for row in made["contact_back"]:
        [promised, due, *reached] = moments([row], "Promised", "Due", "Contact made")
        assert promised < due
        assert all(promised <= at <= TAKEN for at in reached)
    for row in made["intelligence"]:
        [submitted, *opened] = moments([row], "Submitted", "Opened by analyst")
        assert all(submitted <= at <= TAKEN for at in opened)


def test_no_time_falls_in_the_night_when_clocks_change(made):
    times = moments(made["contact_back"], "Promised", "Due", "Contact made")
    times += moments(made["intelligence"], "Submitted", "Opened by analyst")
    assert {OPENS_H <= at.hour < CLOSES_H for at in times} == {True}


def test_a_standard_is_kept_no_more_often_than_due_and_nobody_told_who_was_not_missed(made):
    for row in made["service_standards"]:
        due, kept, told = (int(row[name]) for name in ("Due", "Kept", "Told when missed"))
        assert 0 <= told <= due - kept <= due


def test_some_promises_are_late_some_open_and_some_not_yet_due(made):
    rows = made["contact_back"]
    open_rows = [row for row in rows if not row["Contact made"]]
    not_yet = [row for row in rows if moments([row], "Due")[0] > TAKEN]
    late = [row for row in rows if row["Contact made"] and moments([row], "Contact made") > moments([row], "Due")]
    assert 10 <= len(open_rows) < PROMISES / 10
    assert 10 <= len(late) < PROMISES / 4
    assert not_yet


def test_no_text_looks_like_a_person(made):
    prose = {"Barrier", "Evidence", "Effect", "Standard", "Document", "Role", "Lever"}
    texts = {(name, text) for rows in made.values() for row in rows for name, text in row.items()}
    found = {
        (text, kind) for name, text in texts for kind in kinds_of(text) if name not in prose or kind != "free text"
    }
    assert found == set()


def test_records_hang_on_the_seed_and_on_nothing_else():
    one, same, other = (records(invented(0, seed=seed)) for seed in (1, 1, 2))
    assert one == same
    assert one["contact_back.csv"] != other["contact_back.csv"]
