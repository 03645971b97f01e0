"""How durations, numbers, words and times are read, held against Python's own arithmetic and calendars."""

# ruff: noqa: DTZ001 - a clock on the wall has no zone

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.reading import sql
from reviewkit.data.reading.duck import connect


@pytest.fixture(scope="module")
def con():
    with connect() as connection:
        yield connection


def read(con, expression, cell):
    return con.execute(f"SELECT {expression} FROM (SELECT ?::VARCHAR AS r)", [cell]).fetchone()[0]


@pytest.mark.parametrize(
    ("cell", "style", "seconds"),
    [
        ("8", "", 8),
        ("0:08", "", 8),
        (":08", "", 8),
        (":08", "mm:ss", 8),
        (":8", "", None),
        (":08:00", "", None),
        ("0:00:08", "", 8),
        ("0:08:00", "", 480),
        ("0:08:00", "mm:ss:00", 8),
        ("5:48:00", "mm:ss:00", 348),
        ("4:00:58", "h:mm:ss", 14458),
        ("90:05", "mm:ss", 5405),
        ("1,234", "", 1234),
        ("8.5", "seconds", 8.5),
        ("2", "minutes", 120),
        ("0.5", "excel-days", 43200),
        ("4250", "milliseconds", 4.25),
        ("0:04", "milliseconds", None),
        ("-3", "", -3),
        ("-0:00:12", "", -12),
        ("-1:05", "mm:ss", -65),
        ("--0:12", "", None),
        ("0:61", "", None),
        ("0:08:00", "mm:ss", None),
        ("soon", "", None),
        ("1e5", "", None),
        ("nan", "", None),
        ("inf", "", None),
        ("8,5", "", None),
    ],
)
def test_a_duration_is_read_as_declared(con, cell, style, seconds):
    assert read(con, sql.seconds("r", style), cell) == seconds


@given(st.integers(0, 359_999))
def test_every_clock_duration_comes_back(con, total):
    hours, minutes, seconds = total // 3600, total // 60 % 60, total % 60
    assert read(con, sql.seconds("r"), f"{hours}:{minutes:02}:{seconds:02}") == total
    assert read(con, sql.seconds("r"), f"{total // 60}:{seconds:02}") == total
    assert read(con, sql.seconds("r", "mm:ss:00"), f"{total // 60}:{seconds:02}:00") == total


@given(st.integers(-(10**9), 10**9))
def test_thousands_separators_change_nothing(con, number):
    assert read(con, sql.number("r"), f"{number:,}") == number
    german = f"{number:,}".replace(",", ".")
    assert read(con, sql.number("r", decimal=",", thousands="."), german) == number


@pytest.mark.parametrize("cell", ["16,77", "1,2345", ",123", "12%", "1 2", "one", "0x10", "1_000"])
def test_what_only_resembles_a_number_is_refused(con, cell):
    assert read(con, sql.number("r"), cell) is None


@given(st.datetimes(datetime(1971, 1, 1), datetime(2068, 12, 31)).map(lambda t: t.replace(microsecond=0)))
def test_times_are_read_as_python_writes_them(con, moment):
    styles = ["%d/%m/%Y %H:%M:%S", "%Y%m%d %H:%M:%S", "%d-%b-%Y %H:%M:%S", "%d/%m/%y %H:%M:%S"]
    for style in styles:
        assert read(con, sql.time("r", style), moment.strftime(style)) == moment
    assert read(con, sql.time("r", "iso"), moment.isoformat()) == moment


@given(st.integers(20_000, 60_000), st.integers(0, 86_399))
def test_a_serial_day_of_excel_counts_from_the_end_of_1899(con, day, second):
    expected = datetime(1899, 12, 30) + timedelta(days=day, seconds=second)
    assert read(con, sql.time("r", "excel-days"), repr(day + second / 86_400)) == expected


@pytest.mark.parametrize(
    ("cell", "utc"),
    [
        ("2024-07-01T10:00:00Z", datetime(2024, 7, 1, 10)),
        ("2024-07-01T10:00:00+01:00", datetime(2024, 7, 1, 9)),
        ("2024-07-01 10:00:00-0500", datetime(2024, 7, 1, 15)),
    ],
)
def test_a_stamp_with_its_offset_is_taken_at_its_word(con, cell, utc):
    assert read(con, sql.time("r", "iso-offset"), cell) == utc


def test_a_stamp_with_an_offset_is_not_read_as_a_local_time(con):
    assert read(con, sql.time("r", "iso"), "2024-07-01T10:00:00+01:00") is None


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [("AGENT", "answered"), ("agent", "answered"), ("abandoned", "abandoned"), ("PHANTOM", "leave_out"), ("?", None)],
)
def test_words_are_translated_whatever_their_case(con, cell, meaning):
    words = {"AGENT": "answered", "PHANTOM": "leave_out"}
    assert read(con, sql.word("r", words, ("answered", "abandoned")), cell) == meaning
