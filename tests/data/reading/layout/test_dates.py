"""The date of a report in a name or a cell, and cells that say from and to."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.declared.force import Source
from reviewkit.data.declared.layout import Layout
from reviewkit.data.problems import DataError
from reviewkit.data.reading.layout.dates import date_of
from reviewkit.data.reading.layout.ranges import start_of

LINES = [(1, ["Report"]), (2, ["Date:", " 31/03/2025 ", "2025-03-31 00:00:00"]), (3, ["31 March 2025"])]


def found(date_in, pattern="", *, name="a.csv", sheet=""):
    layout = Layout(date_in=date_in, date_pattern=pattern)
    source = Source(table="intervals", files=("a.csv",), columns={}, layout=layout)
    return date_of(source, name, sheet=sheet, lines=LINES)


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("Calls_20250331.csv", "Calls_{date:%Y%m%d}.csv"),
        ("Calls_20250331.csv", "calls_{date:%Y%m%d}"),
        ("Calls_20250331.csv.gz", "Calls_{date:%Y%m%d}*"),
        ("2025/april/Calls 31-3-25 (2).csv", "Calls {date:%d-%m-%y}*.csv"),
        ("delivery.zip/Calls_31 March 2025.csv", "Calls_{date:%d %B %Y}.csv"),
        ("Mon 31 Mar 2025.txt", "{date:%a %d %b %Y}.txt"),
        ("day 90 of 2025.txt", "day {date:%j of %Y}.txt"),
    ],
)
def test_a_date_is_read_from_a_files_name(name, pattern):
    assert found("file", pattern, name=name) == "2025-03-31"


def test_a_month_is_its_first_day_and_a_workbooks_name_is_without_its_sheet():
    assert (
        found("file", "Calls {date:%B %Y}.xlsx", name="x/Calls March 2025.xlsx/Sheet 1", sheet="Sheet 1")
        == "2025-03-01"
    )
    assert found("sheet", "{date:%b %y}", name="Calls.xlsx/Mar 25", sheet="Mar 25") == "2025-03-01"


@pytest.mark.parametrize(
    ("cell", "pattern"),
    [
        ("cell B2", "{date:%d/%m/%Y}"),
        ("cell b2", ""),
        ("cell C2", ""),
        ("cell C2", "{date:%d/%m/%Y}"),
        ("cell A3", ""),
        ("cell A3", "{date:%d %B %Y}"),
    ],
    ids=[
        "as declared",
        "as usual in Britain",
        "a date in a spreadsheet",
        "one with a pattern",
        "in words",
        "declared words",
    ],
)
def test_a_date_is_read_from_a_cell(cell, pattern):
    assert found(cell, pattern) == "2025-03-31"


@pytest.mark.parametrize(
    ("date_in", "pattern", "how", "words"),
    [
        ("file", "Calls_{date:%Y%m%d}.csv", {"name": "Calls.csv"}, ["the name Calls.csv", '"Calls_20250331.csv"']),
        ("file", "Calls_{date:%Y%m%d}.csv", {"name": "Calls_20251331.csv"}, ["Calls_20251331.csv"]),
        ("sheet", "{date:%d %b %Y}", {"sheet": "Notes"}, ["the sheet Notes", '"31 Mar 2025"']),
        ("sheet", "{date:%d %b %Y}", {}, ["no workbook"]),
        ("cell A1", "", {}, ["cell A1 Report", "31/03/2025"]),
        ("cell Z2", "", {}, ["cell Z2 is empty"]),
        ("cell A99", "", {}, ["cell A99 is empty"]),
    ],
)
def test_what_stands_there_instead_is_shown_with_an_example(date_in, pattern, how, words):
    with pytest.raises(DataError) as caught:
        found(date_in, pattern, **how)
    [told] = caught.value.problems
    assert told.code == "no-date"
    assert [word for word in words if word not in str(told)] == []


@given(
    st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31)),
    st.sampled_from(["%Y%m%d", "%d%m%Y", "%d-%m-%y", "%d %B %Y", "%A %d %b %Y", "%m_%d_%Y", "%Y-%j"]),
)
def test_every_date_comes_back_however_it_is_written(day, style):
    assert found("file", f"Calls {{date:{style}}}.csv", name=f"Calls {day:{style}}.csv") == day.isoformat()


@given(st.times(), st.sampled_from([" - ", "-", " – ", "–", " to "]), st.sampled_from(["%H:%M", "%I:%M%p", "%H:%M:%S"]))
def test_from_and_to_become_from(time, between, style):
    after = (dt.datetime.combine(dt.date(2025, 1, 1), time) + dt.timedelta(minutes=30)).time()
    assert start_of(f"{time:{style}}{between}{after:{style}}") == f"{time:{style}}"
    assert start_of(f"{time:{style}}") == f"{time:{style}}"
