"""What cannot be in the tables of posts and hours, each beside one that is just possible."""

from __future__ import annotations

import pytest

from tests.data.drawn import Drawn
from tests.data.drawn_records import entry

HEADS = {
    "staff": "as_of,role,establishment,strength,vacancies,in_training",
    "rota": "valid_from,valid_to,role,weekday,starts,ends,people",
    "absence": "period_start,period_end,role,kind,hours_absent,hours_due,people",
    "levers": "lever,kind,begins,ends,lag_weeks,weekly_hours,people_per_intake,hours_per_person,share_least,"
    "share_likely,share_most,late_chance,cost_per_hour",
}


@pytest.fixture
def check(tmp_path):
    def problems(table: str, *lines: str) -> list[tuple]:
        drawn = Drawn(tmp_path).declare(entry(table, *HEADS[table].split(",")))
        drawn.file(f"{table}.csv", "\n".join((HEADS[table], *lines)))
        return [(p.severity, p.code, p.line, p.column) for p in drawn.examine()[1]]

    return problems


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("staff", "2024-07-01,999 and 101 Call Handlers,20.5,18,2.5,18"),
        ("staff", "2024-07-01,Switchboard,20,22,0,"),
        ("staff", "2024-07-01,Switchboard,20,18,2.5,"),
        ("rota", "2024-07-01,2024-07-01,Switchboard,Monday,22:00,07:00,12"),
        ("rota", "2024-07-01,,Switchboard,sunday,0:30:00,24:00,0.5"),
        ("absence", "2024-07-01,2024-07-31,Switchboard,sickness,100,100,10"),
        ("absence", "2024-07-01,2024-07-31,Switchboard,other,0,100,"),
        ("levers", "Overtime,overtime,2024-07-01,2024-07-01,0,10,,,0,0,1,1,0"),
        ("levers", "Recruits,recruits,,,12,,8,26,0.5,,0.5,,20"),
    ],
)
def test_a_sound_row_is_passed(check, table, line):
    assert check(table, line) == []


@pytest.mark.parametrize(
    ("table", "line", "code", "column"),
    [
        ("staff", "2024-07-01,Switchboard,20,18,2,18.5", "part-exceeds-whole", "in_training"),
        ("staff", "2024-07-01,Switchboard,-1,0,0,0", "negative-value", "establishment"),
        ("rota", "2024-07-02,2024-07-01,Switchboard,Monday,07:00,17:00,12", "order-of-times", "valid_to"),
        ("rota", "2024-07-01,,Switchboard,Monday,24:00,07:00,12", "not-a-time", "starts"),
        ("rota", "2024-07-01,,Switchboard,Monday,07:00,17:60,12", "not-a-time", "ends"),
        ("rota", "2024-07-01,,Switchboard,Monday,07:00,17:00,-1", "negative-value", "people"),
        ("absence", "2024-07-02,2024-07-01,Switchboard,leave,1,100,10", "order-of-times", "period_end"),
        ("absence", "2024-07-01,2024-07-31,Switchboard,leave,101,100,10", "part-exceeds-whole", "hours_absent"),
        ("levers", "Agency,agency,,,4,,,,,,,,30", "no-capacity", "lever"),
        ("levers", "Agency,agency,,,4,0,8,,,,,,30", "no-capacity", "lever"),
        ("levers", "Agency,agency,2024-07-02,2024-07-01,4,10,,,,,,,30", "order-of-times", "ends"),
        ("levers", "Agency,agency,,,4,10,,,0.9,0.8,1,,30", "row-contradicts", "share_likely"),
        ("levers", "Agency,agency,,,4,10,,,0.5,0.8,0.7,,30", "row-contradicts", "share_likely"),
        ("levers", "Agency,agency,,,4,10,,,,,,20,30", "share-is-percent", "late_chance"),
        ("levers", "Agency,agency,,,4,10,,,,,,,-30", "negative-value", "cost_per_hour"),
    ],
)
def test_what_cannot_be_is_an_error(check, table, line, code, column):
    assert check(table, line) == [("error", code, 2, column)]


@pytest.mark.parametrize(
    ("table", "line", "code", "column"),
    [
        ("staff", "2024-07-01,Switchboard,20,18,3,", "row-contradicts", "vacancies"),
        ("absence", "2024-07-01,2024-07-31,Switchboard,leave,1,100,9", "few-people", "people"),
    ],
)
def test_what_is_odd_is_a_warning(check, table, line, code, column):
    assert check(table, line) == [("warning", code, 2, column)]


@pytest.mark.parametrize(
    ("table", "line", "column"),
    [
        ("staff", "2024-07-01,Siobhan Quirke and Sarah Jones,1,1,0,0", "role"),
        ("levers", "Ring 07700 900123,agency,,,4,10,,,,,,,30", "lever"),
    ],
)
def test_a_row_about_a_person_is_an_error(check, table, line, column):
    assert check(table, line) == [("error", "personal-data", 2, column)]
