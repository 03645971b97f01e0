"""The tables an officer can supply: every column explained, every band of answering times found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.declared.schemas import DURATIONS, OUTCOMES, RECORD_TABLES, STAGES, TABLES

COLUMNS = [(table, column) for table in TABLES.values() for column in (*table.columns, *table.bands)]
KINDS = {"text", "time", "date", "count", "seconds", "number", "yes or no"}


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{table.name}.{column.name}" for table, column in COLUMNS])
def test_every_column_has_a_meaning_a_kind_and_a_unit(table, column):
    assert column.description.endswith("."), "a description is a sentence"
    assert column.kind in KINDS
    if column.kind in ("seconds", "count", "number") and column.name != "leg":
        assert column.unit
    if column.kind == "seconds":
        assert column.name.endswith("_s")


def test_the_tables_are_those_the_guide_names():
    records = {"contact_back", "service_standards", "intelligence", "barriers", "staff", "rota", "absence", "levers"}
    assert set(TABLES) == {"calls", "intervals", "published", *records, "events"}
    assert set(RECORD_TABLES) == records == {name for name, table in TABLES.items() if table.key}
    assert [name for name, table in TABLES.items() if not table.from_files] == ["events"]


def test_what_each_table_cannot_do_without():
    assert TABLES["calls"].required == ("channel", "stage", "offered_at", "outcome")
    assert TABLES["intervals"].required == ("start", "channel", "stage")
    assert TABLES["published"].required == (
        "period_start",
        "period_end",
        "channel",
        "metric",
        "value",
        "unit",
        "source",
    )


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_the_key_and_the_date_of_a_record_are_columns_it_cannot_do_without(table):
    schema = TABLES[table]
    assert {*schema.key, schema.dated} - {""} <= set(schema.required)
    if schema.dated:
        assert schema.column(schema.dated).kind in {"time", "date"}


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_a_column_of_fixed_words_names_each_of_them_and_gives_one_as_its_example(table):
    for column in TABLES[table].columns:
        assert not column.words or column.example in column.words
        assert all(word in column.description for word in column.words)


def test_intervals_have_a_count_for_every_outcome():
    assert set(OUTCOMES) <= set(TABLES["intervals"].names)


@given(st.sampled_from(["answered", "abandoned"]), st.integers(1, 999_999))
def test_a_band_of_any_number_of_seconds_is_a_column(outcome, seconds):
    assert TABLES["intervals"].column(f"{outcome}_{seconds}s").name == f"{outcome}_<n>s"
    assert TABLES["calls"].column(f"{outcome}_{seconds}s") is None


@pytest.mark.parametrize(
    "name", ["answered_0s", "answered_s", "answered_10", "offered_10s", "answered_1.5s", "Wait", ""]
)
def test_what_is_not_a_column(name):
    assert TABLES["intervals"].column(name) is None


def test_the_words_the_guide_names():
    assert OUTCOMES == ("answered", "abandoned", "contained", "callback", "forced", "overflow", "waiting")
    assert STAGES == ("ivr", "primary", "secondary", "callback")
    assert DURATIONS == ("seconds", "milliseconds", "minutes", "mm:ss", "h:mm:ss", "mm:ss:00", "excel-days")
