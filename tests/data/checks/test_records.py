"""What cannot be in a table of records: the times' order, parts above their whole, missing evidence, people's names."""

from __future__ import annotations

import pytest

from tests.data.drawn import Drawn
from tests.data.drawn_records import entry

BACK = "reference,promised_at,due_at,made_at,made_by,about"
STANDARDS = "standard,period_start,period_end,due,kept,told,promised_share,citation"
INTELLIGENCE = "reference,submitted_at,reached_analyst_at,use_stated,used_for"
BARRIERS = "id,kind,description,evidence,effect,cost,cost_unit,owner,status"
HEADS = {
    "contact_back": BACK,
    "service_standards": STANDARDS,
    "intelligence": INTELLIGENCE,
    "barriers": BARRIERS,
}
SOUND = {
    "contact_back": "CB1,2024-07-01 09:00,2024-07-02 09:00,2024-07-02 09:00,officer,BURG",
    "service_standards": "Ring back within a day,2024-07-01,2024-07-31,20,20,0,0.9,Charter page 3",
    "intelligence": "I1,2024-07-01 09:00,2024-07-01 09:00,yes,PATROL",
    "barriers": "B1,technology,Two systems.,A log of March.,Longer calls.,10,hours a week,Head of contact,open",
}


@pytest.fixture
def check(tmp_path):
    def problems(table: str, *lines: str, more: str = "") -> list[tuple]:
        drawn = Drawn(tmp_path).declare(entry(table, *HEADS[table].split(",")) + more)
        drawn.file(f"{table}.csv", "\n".join((HEADS[table], *lines)))
        return [(p.severity, p.code, p.line, p.column) for p in drawn.examine()[1]]

    return problems


@pytest.mark.parametrize("table", HEADS)
def test_a_sound_row_is_passed(check, table):
    assert check(table, SOUND[table]) == []


@pytest.mark.parametrize(
    ("table", "line", "code", "column"),
    [
        (
            "contact_back",
            "CB1,2024-07-01 09:00,2024-07-02 09:00,2024-07-01 08:59,officer,BURG",
            "order-of-times",
            "made_at",
        ),
        ("contact_back", "CB1,2024-07-01 09:00,2024-07-01 08:59,,,BURG", "order-of-times", "due_at"),
        ("service_standards", "Ring back,2024-07-01,2024-07-31,20,21,,0.9,Charter", "part-exceeds-whole", "kept"),
        ("service_standards", "Ring back,2024-07-01,2024-07-31,20,15,6,0.9,Charter", "part-exceeds-whole", "told"),
        ("service_standards", "Ring back,2024-07-02,2024-07-01,20,15,5,0.9,Charter", "order-of-times", "period_end"),
        (
            "service_standards",
            "Ring back,2024-07-01,2024-07-31,20,15,5,90,Charter",
            "share-is-percent",
            "promised_share",
        ),
        ("intelligence", "I1,2024-07-01 09:00,2024-07-01 08:59,yes,PATROL", "order-of-times", "reached_analyst_at"),
        ("barriers", "B1,technology,Two systems.,A log.,Longer.,10,,Head,open", "cost-without-unit", "cost_unit"),
    ],
)
def test_what_cannot_be_is_an_error(check, table, line, code, column):
    assert check(table, SOUND[table].replace("1", "7", 1).replace("Ring back within", "Write within"), line) == [
        ("error", code, 3, column)
    ]


@pytest.mark.parametrize(
    ("table", "line", "code", "column"),
    [
        ("contact_back", "CB1,2024-07-01 09:00,2024-07-02 09:00,,officer,BURG", "row-contradicts", "made_by"),
        ("intelligence", "I1,2024-07-01 09:00,2024-07-01 09:00,no,PATROL", "row-contradicts", "used_for"),
        ("barriers", "B1,technology,Two systems.,,Longer.,,,Head,open", "no-evidence", "evidence"),
    ],
)
def test_what_is_odd_is_a_warning(check, table, line, code, column):
    assert check(table, line) == [("warning", code, 2, column)]


def test_a_day_without_a_time_is_not_before_a_time_of_that_day(check):
    assert check("contact_back", "CB1,2024-07-01 09:00,2024-07-01,2024-07-01,officer,BURG") == []


@pytest.mark.parametrize(("due", "found"), [("2022-12-31", True), ("2023-01-01", False), ("2026-01-01", True)])
def test_a_date_more_than_a_year_from_the_period_has_perhaps_a_wrong_year(check, due, found):
    # The period is 2024; one row lies within it, so that the table is not empty.
    codes = [problem[1] for problem in check("contact_back", SOUND["contact_back"], f"CB2,,{due} 09:00,,,BURG")]
    assert codes == (["outside-period"] if found else [])


def test_a_table_without_a_row_in_the_period_is_told(check):
    assert [problem[1] for problem in check("contact_back", "CB1,,2023-07-01 09:00,,,BURG")] == ["period-empty"]


@pytest.mark.parametrize(
    ("table", "line", "column"),
    [
        ("contact_back", "07700 900123,,2024-07-02 09:00,,,BURG", "reference"),
        ("contact_back", "CB1,,2024-07-02 09:00,,,rang Mrs Quirke", "about"),
        ("barriers", "B1,people,Two systems.,A log.,Longer.,,,Siobhan Quirke and Sarah Jones,open", "owner"),
        ("barriers", "B1,people,Ask a.b@example.org.,A log.,Longer.,,,Head,open", "description"),
    ],
)
def test_a_name_a_number_or_an_address_is_an_error_and_is_not_repeated(tmp_path, check, table, line, column):
    assert check(table, line) == [("error", "personal-data", 2, column)]


def test_a_sentence_belongs_where_one_is_asked_for_and_nowhere_else(check):
    long = "the caller said at some length that the neighbour had again been at the fence all night"
    assert check("barriers", f"B1,people,{long},A log.,Longer.,,,Head,open") == []
    assert check("contact_back", f"CB1,,2024-07-02 09:00,,,{long}") == [("error", "personal-data", 2, "about")]


def test_what_only_looks_personal_can_be_accepted_in_writing(check):
    accepted = """[[accepted]]
    code = "personal-data"
    file = "barriers.csv"
    rows = "all"
    reason = "The name of a building."
    role = "Head of contact management"
    date = 2024-08-01
    """
    found = check("barriers", "B1,other,Sarah Siddons House floods.,A log.,Longer.,,,Head,open", more=accepted)
    assert [(severity, code) for severity, code, *_ in found] == [("warning", "personal-data")]
