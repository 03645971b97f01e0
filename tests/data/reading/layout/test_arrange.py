"""Whole reports arranged: kinds of files, places in messages, and the examples of the manual."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.data.drawn import Drawn

MANUAL = Path(__file__).parents[4] / "docs" / "force-toml.md"
ENTRY = """
[[files]]
table = "intervals"
files = ["{files}"]
grain = "30 minutes"
skip_rows = "Page *"
{more}
[files.columns]
start = {start}
offered = "Calls"
[files.constants]
channel = "101"
stage = "primary"
"""
REPORT = "Time,Calls\n2024-05-01 08:00,5\nPage 1,\n2024-05-01 08:30,x\n"


def entry(files="report.csv", more="", start='"Time"'):
    return ENTRY.format(files=files, more=more, start=start)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_fault_in_a_report_has_the_line_of_the_report(tmp_path, ends):
    drawn = Drawn(tmp_path).declare(entry()).file("report.csv", REPORT.replace("\n", ends))
    told = drawn.problem("not-a-number")
    assert (told.line, told.column, told.found) == (4, "Calls", '"x"')


def test_a_cell_of_several_lines_moves_the_lines_after_it(tmp_path):
    text = 'Time,Calls\n"Page 1\nof 2",\n2024-05-01 08:30,x\n'
    assert Drawn(tmp_path).declare(entry()).file("report.csv", text).problem("not-a-number").line == 4


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path):
    text = 'Time,Calls,Note\n2024-05-01 08:00,5,"a\n2024-05-01 08:30,6,b\n'
    told = Drawn(tmp_path).declare(entry()).file("report.csv", text).problem("unreadable")
    assert (told.line, told.found) == (2, "a quotation mark never closed, or one too many")


def test_packed_and_differently_encoded_reports_are_read_alike(tmp_path):
    text = REPORT.replace(",x", ",6").replace("Page", "Page £")
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("out/report.csv", text)
    kinds = {
        "report.csv": text.encode(),
        "report.csv.gz": gzip.compress(text.encode()),
        "report.zip": zipped.getvalue(),
        "16.csv": text.encode("utf-16"),
        "latin.csv": text.encode("windows-1252"),
        "tab.csv": text.replace(",", "\t").encode(),
    }
    for name, content in kinds.items():
        files = "report.zip/out/*.csv" if name == "report.zip" else name
        drawn = Drawn(tmp_path / name).declare(entry(files)).file(name, content)
        assert drawn.rows("offered") == [(5,), (6,)], name


def book(sheets):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        for title, rows in sheets.items():
            sheet = made.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()


WEEK = {
    "Week 1": [("Time", "Calls"), ("2024-05-01 08:00", 5)],
    "Notes": [("nothing",)],
    "week 2": [("Time", "Calls"), ("2024-05-08 08:00", 7), ("2024-05-08 08:30", "x")],
}


def test_every_sheet_of_a_pattern_is_a_file_of_its_own(tmp_path):
    drawn = Drawn(tmp_path).declare(entry("weeks.xlsx", 'sheet = "Week *"')).file("weeks.xlsx", book(WEEK))
    told = drawn.problem("not-a-number")
    assert (told.file, told.line) == ("weeks.xlsx/week 2", 3)


def test_sheets_of_a_plain_workbook_in_a_zip_are_found_by_pattern(tmp_path):
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("weeks.xlsx", book(WEEK | {"week 2": WEEK["week 2"][:2]}))
    plain = entry("all.zip/*.xlsx", 'sheet = "Week ?"').replace('skip_rows = "Page *"\n', "")
    drawn = Drawn(tmp_path).declare(plain).file("all.zip", zipped.getvalue())
    assert drawn.rows("offered, file") == [(5, "all.zip/weeks.xlsx/Week 1"), (7, "all.zip/weeks.xlsx/week 2")]


def test_sheets_that_share_no_name_are_listed_and_none_may_be_missing(tmp_path):
    sheets = {"Front": WEEK["Week 1"], "Notes": [("nothing",)], "FEC": [("Time", "Calls"), ("2024-05-08 08:00", 7)]}
    drawn = Drawn(tmp_path).declare(entry("q.xlsx", 'sheet = ["FEC", "Front"]')).file("q.xlsx", book(sheets))
    assert drawn.rows("offered, file") == [(5, "q.xlsx/Front"), (7, "q.xlsx/FEC")]
    told = drawn.declare(entry("q.xlsx", 'sheet = ["FEC", "999", "Front"]')).problem("no-sheet")
    assert told.found == "no sheet like 999; it has Front, Notes and FEC"


def test_the_name_of_a_sheet_is_a_column(tmp_path):
    sheets = {"2024-05-01": [("Time", "Calls"), ("08:00", 5)], "2024-05-02": [("Time", "Calls"), ("08:00", 6)]}
    declared = entry("days.xlsx", 'sheet = "2024-*"', start='["sheet", "Time"]').replace('skip_rows = "Page *"\n', "")
    drawn = Drawn(tmp_path).declare(declared).file("days.xlsx", book(sheets))
    assert drawn.rows("CAST(timezone('Europe/London', start) AS VARCHAR), offered") == [
        ("2024-05-01 08:00:00", 5), ("2024-05-02 08:00:00", 6),
    ]  # fmt: skip


def test_a_workbook_that_cannot_be_opened_hides_no_other_file(tmp_path):
    drawn = Drawn(tmp_path).declare(entry("*.xlsx", 'sheet = "Week *"'))
    drawn.file("1.xlsx", b"nothing").file("2.xlsx", book(WEEK))
    assert sorted(drawn.errors()) == ["not-a-number", "unreadable"]


def test_a_row_too_short_is_held_against_the_header_of_the_file_not_what_the_layout_adds(tmp_path):
    drawn = Drawn(tmp_path).declare(entry("r.csv", 'section = "Queue: *"'))
    told = drawn.file("r.csv", "Time,Calls\nQueue: A,\n2024-05-01 08:00,5\n2024-05-01 08:30\n").problem("wrong-width")
    assert (told.found, told.expected, told.line) == ("1 cell", "2 cells, as in the header", 4)


def test_a_report_without_rows_and_one_too_short_are_told(tmp_path):
    drawn = Drawn(tmp_path).declare(entry()).file("report.csv", "Time,Calls\nPage 1,\n")
    assert "no-rows" in drawn.errors()
    assert "empty-file" in drawn.declare(entry(more="header_row = 9")).errors()


def test_columns_of_the_hour_that_never_came_may_be_refused_without_the_rest_of_the_day(tmp_path):
    more = 'rejects_allowed = 1\n[files.wide]\ncolumns = "HH:MM"\nname = "Time"\nvalue = "Calls"'
    drawn = Drawn(tmp_path).declare(entry(more=more, start='["Day", "Time"]'))
    drawn.file("report.csv", "Day,00:30,01:00,01:30,02:00\n2024-03-31,4,0,0,5\n")
    assert drawn.rows("offered") == [(4,), (5,)]
    told = drawn.problem("impossible-time")
    assert (told.severity, told.line, told.rows) == ("warning", 2, 2)


def examples():
    """The reports of the manual: name, text and the entry that reads it."""
    text = MANUAL.read_text(encoding="utf-8")
    pattern = r"`([^`\n]+\.csv)`,\n\n```text\n(.*?)```\n.*?```toml\n(.*?)```"
    return re.findall(pattern, text, re.DOTALL)


@pytest.mark.parametrize(("number", "expected"), [
    (0, [("08:00", 30, 28, 820), ("08:30", 44, 36, 2400)]),
    (1, [("08:00", 20, 18, None), ("08:30", 30, 24, None)]),
])  # fmt: skip
def test_the_examples_of_the_manual_are_read_as_they_say(tmp_path, number, expected):
    name, report, declared = examples()[number]
    drawn = Drawn(tmp_path).declare(declared, start="2025-03-31", end="2025-03-31").file(name, report)
    columns = "strftime(timezone('Europe/London', start), '%H:%M'), offered, answered, wait_total_s"
    assert drawn.rows(columns) == expected
    assert "total-differs" not in {problem.code for problem in drawn.examine()[1]}
