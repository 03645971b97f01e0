"""Tables of records: every kind of value, one row for each key, whatever the file is."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.data.declared.schemas import RECORD_TABLES
from reviewkit.data.prepared import Prepared
from reviewkit.data.records import read_records
from reviewkit.data.tidy.records import columns
from tests.data.drawn import Drawn
from tests.data.drawn_records import entry

BACK = ("reference", "promised_at", "due_at", "made_at", "made_by")
BACK_TABLE = "contact_back"
BACK_HEAD = ",".join(BACK)
BARRIER = ("id", "kind", "description", "evidence", "cost", "cost_unit", "raised", "status")


@pytest.fixture
def drawn(tmp_path) -> Drawn:
    return Drawn(tmp_path)


def contact_back(drawn: Drawn, *lines: str, more: str = "") -> Drawn:
    drawn.declare(entry("contact_back", *BACK, more=more))
    return drawn.file("contact_back.csv", "\n".join((BACK_HEAD, *lines)))


def moments(drawn: Drawn, *names: str) -> list[tuple]:
    """Return columns of moments as the clock in Greenwich shows them."""
    stamps = drawn.rows(", ".join(f"strftime(timezone('UTC', {name}), '%Y-%m-%d %H:%M')" for name in names), BACK_TABLE)
    return list(stamps)


def test_times_of_the_wall_clock_become_moments_and_an_empty_cell_stays_empty(drawn):
    contact_back(drawn, "CB1,01/07/2024 09:00,02/07/2024 09:00,,")
    assert moments(drawn, "promised_at", "due_at", "made_at") == [("2024-07-01 08:00", "2024-07-02 08:00", None)]
    assert drawn.rows("reference, made_by, about", BACK_TABLE) == [("CB1", None, None)]


def test_a_time_in_the_hour_that_comes_twice_is_the_first_time_round(drawn):
    contact_back(drawn, "CB1,,2024-10-27 01:30:00,,")
    assert moments(drawn, "due_at") == [("2024-10-27 00:30",)]


def test_a_time_that_never_was_is_refused(drawn):
    contact_back(drawn, "CB1,,2024-03-31 01:30:00,,")
    assert drawn.errors() == ["impossible-time"]


def test_times_with_their_offset_need_no_rule(drawn):
    contact_back(drawn, "CB1,,2024-10-27T01:30:00Z,,")
    assert moments(drawn, "due_at") == [("2024-10-27 01:30",)]


def test_a_word_of_ours_needs_no_translation_and_the_force_s_own_is_translated(drawn):
    words = '[files.words.made_by]\nINV = "investigator"\nBOT = "leave_out"'
    lines = ("CB1,,2024-07-01 09:00,,Officer", "CB2,,2024-07-02 09:00,,INV", "CB3,,2024-07-03 09:00,,BOT")
    contact_back(drawn, *lines, more=words)
    assert drawn.rows("reference, made_by", "contact_back") == [("CB1", "officer"), ("CB2", "investigator")]
    prepared, _ = drawn.examine()
    assert [(rows.kept, rows.left_out, rows.rejected) for rows in prepared.rows] == [(2, 1, 0)]


def test_another_word_is_refused_with_its_line_its_column_and_the_words_there_are(drawn):
    contact_back(drawn, "CB1,,2024-07-01 09:00,,officer", "CB2,,2024-07-01 09:00,,volunteer")
    problem = drawn.problem("unmapped-word")
    assert (problem.file, problem.line, problem.column) == ("contact_back.csv", 3, "made_by")
    assert problem.found == '"volunteer"'
    assert problem.expected == "a word for control room, investigator, officer, other or victim care"


def test_a_cell_that_must_be_filled_is_missed(drawn):
    contact_back(drawn, "CB1,,,,")
    problem = drawn.problem("missing-value")
    assert (problem.line, problem.column) == (2, "due_at")


@pytest.mark.parametrize(
    ("said", "meant"), [("yes", True), ("No", False), ("Y", True), ("n", False), ("TRUE", True), ("0", False)]
)
def test_yes_and_no_are_read_as_people_write_them(drawn, said, meant):
    drawn.declare(entry("intelligence", "reference", "submitted_at", "use_stated"))
    drawn.file("intelligence.csv", f"reference,submitted_at,use_stated\nI1,2024-07-01 09:00,{said}\n")
    assert drawn.rows("use_stated", "intelligence") == [(meant,)]


def test_neither_yes_nor_no_is_refused(drawn):
    drawn.declare(entry("intelligence", "reference", "submitted_at", "use_stated"))
    drawn.file("intelligence.csv", "reference,submitted_at,use_stated\nI1,2024-07-01 09:00,perhaps\n")
    assert drawn.problem("unmapped-word").expected == "a word for no or yes"


def test_a_workbook_s_dates_and_numbers_are_read(drawn):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as made:
        sheet, days = made.add_worksheet("barriers"), made.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, BARRIER)
        sheet.write_row(1, 0, ["B1", "technology", "Two systems.", "A log.", 1250.5, "pounds"])
        sheet.write_datetime(1, 6, datetime(2024, 7, 1), days)  # noqa: DTZ001 - as a spreadsheet holds it
        sheet.write_string(1, 7, "open")
    drawn.declare(entry("barriers", *BARRIER, file="barriers.xlsx")).file("barriers.xlsx", book.getvalue())
    assert drawn.rows("kind, cost, raised, status", "barriers") == [("technology", 1250.5, date(2024, 7, 1), "open")]


def test_one_key_twice_in_a_file_is_an_error_that_names_both_lines(drawn):
    contact_back(drawn, "CB1,,2024-07-01 09:00,,", "CB2,,2024-07-01 09:00,,", "CB1,,2024-07-02 09:00,,")
    problem = drawn.problem("duplicate-row")
    assert (problem.severity, problem.line, problem.found) == ("error", 4, "the same reference as in line 2")


def test_a_later_file_corrects_an_earlier_one(drawn):
    drawn.declare(entry("contact_back", *BACK, file="back_*.csv"))
    drawn.file("back_1.csv", f"{BACK_HEAD}\nCB1,,2024-07-01 09:00,,\nCB2,,2024-07-01 09:00,,\n")
    drawn.file("back_2.csv", f"{BACK_HEAD}\nCB1,,2024-07-01 09:00,2024-07-01 08:00,officer\n")
    assert drawn.rows("reference, made_by", "contact_back") == [("CB1", "officer"), ("CB2", None)]
    problem = drawn.problem("revised")
    assert (problem.severity, problem.file, problem.rows) == ("warning", "back_1.csv", 1)


def test_rows_of_another_force_are_refused(drawn):
    drawn.declare(entry("barriers", "id", "kind", "description", "evidence", "status", "force"))
    drawn.file("barriers.csv", "id,kind,description,evidence,status,force\nB1,people,Few.,A log.,open,Mockshire\n")
    assert drawn.errors() == ["other-force"]


def test_the_same_for_every_row_is_a_constant(drawn):
    constants = '[files.constants]\nmade_by = "officer"'
    drawn.declare(entry("contact_back", "reference", "due_at", more=constants))
    drawn.file("contact_back.csv", "reference,due_at\nCB1,2024-07-01 09:00\n")
    assert drawn.rows("made_by", "contact_back") == [("officer",)]


# As a section sees it


def test_a_table_not_supplied_has_its_columns_and_no_rows(drawn):
    contact_back(drawn, "CB1,,2024-07-01 09:00,,")
    prepared, _ = drawn.examine()
    frame = read_records(prepared, "intelligence")
    assert (len(frame), list(frame.columns)) == (
        0,
        ["reference", "submitted_at", "reached_analyst_at", "use_stated", "used_for"],
    )


def test_a_table_has_the_same_kinds_whether_it_was_supplied_or_not(drawn):
    contact_back(drawn, "CB1,,01/07/2024 09:00,,")
    prepared, _ = drawn.examine()
    there, empty = read_records(prepared, "contact_back"), read_records(without(drawn), "contact_back")
    assert dict(there.dtypes) == dict(empty.dtypes)
    assert there["due_at"].iloc[0].isoformat() == "2024-07-01T09:00:00+01:00"
    assert there["made_at"].isna().all()


def without(drawn: Drawn) -> Prepared:
    """Return another force, which supplies no contact back."""
    other = Drawn(drawn.data, "emptyshire")
    other.declare(entry("barriers", "id", "kind", "description", "evidence", "status"))
    other.file("barriers.csv", "id,kind,description,evidence,status\nB1,people,Few.,A log.,open\n")
    return other.examine()[0]


@pytest.mark.parametrize("table", ["calls", "intervals", "nothing"])
def test_only_tables_of_records_are_held_whole(drawn, table):
    contact_back(drawn, "CB1,,2024-07-01 09:00,,")
    prepared, _ = drawn.examine()
    with pytest.raises(ValueError, match="no table of records"):
        read_records(prepared, table)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 90_000), st.integers(0, 900)), min_size=1, max_size=12))
def test_every_count_comes_back_as_it_was_written(tmp_path_factory, pairs):
    drawn = Drawn(tmp_path_factory.mktemp("counts"))
    head = ("standard", "period_start", "period_end", "due", "kept", "citation")
    drawn.declare(entry("service_standards", *head))
    lines = [f'S{n},2024-05-01,2024-05-31,"{missed + kept:,}",{kept},A page' for n, (missed, kept) in enumerate(pairs)]
    drawn.file("service_standards.csv", "\n".join((",".join(head), *lines)))
    found = drawn.rows("standard, due, kept", "service_standards")
    assert sorted(found) == sorted((f"S{n}", missed + kept, kept) for n, (missed, kept) in enumerate(pairs))


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_the_example_of_every_template_is_a_row_that_can_be_read(drawn, table):
    shown = {column.name: str(column.example) for column in columns(table)}
    text = io.StringIO(newline="")
    csv.writer(text).writerows([shown, shown.values()])
    drawn.declare(entry(table), start="2024-04-01", end="2025-03-31").file(f"{table}.csv", text.getvalue())
    prepared, problems = drawn.examine()
    assert problems == []
    assert len(read_records(prepared, table)) == 1
