"""Files that cannot be read, cells that are not what they should be, and slips in force.toml."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from reviewkit.data.check import check

NOBODY = 65534
COUNTS, CALLS = "intervals_2024-25.csv.gz", "calls_2025-03-04_2025-03-31.csv.gz"


def test_an_empty_file(copy, says):
    copy.write_bytes(COUNTS, b"")
    says("empty-file", COUNTS)


def test_a_heading_and_nothing_else(copy, says):
    copy.write(COUNTS, copy.rows(COUNTS)[:1])
    says("no-rows", COUNTS)


def test_another_delimiter_than_declared(copy, says):
    copy.write(COUNTS, copy.rows(COUNTS), delimiter="|")
    says("missing-column", COUNTS)


def test_a_download_that_stopped(copy, says):
    path = copy.folder / CALLS
    path.write_bytes(path.read_bytes()[:-2000])
    says("truncated", CALLS)


def test_a_column_renamed(copy, says):
    rows = copy.rows(COUNTS)
    rows[0][rows[0].index("Answered")] = "Replied"
    copy.write(COUNTS, rows)
    says("missing-column", COUNTS, line=1)


def test_a_file_that_is_not_there(copy, says):
    (copy.folder / CALLS).unlink()
    says("no-file", "calls_*.csv.gz")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no users a program can become")
def test_a_file_nobody_may_read(copy):
    """Root may read everything, so the test becomes somebody else for a moment, in a folder anybody may use."""
    open_to_all = Path(tempfile.mkdtemp())
    shutil.copytree(copy.folder.parent, open_to_all / "raw")
    for path in (open_to_all, *open_to_all.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o644)
    (open_to_all / "raw" / "exampleshire" / CALLS).chmod(0)
    me = os.geteuid()
    try:
        if me == 0:
            os.seteuid(NOBODY)
        problems = check("exampleshire", data=open_to_all)
    finally:
        os.seteuid(me)
        shutil.rmtree(open_to_all)
    assert ("no-permission", CALLS) in {(problem.code, problem.file) for problem in problems}


def test_a_workbook_that_is_not_one(copy, says):
    (copy.folder / "counts.xlsx").write_bytes(b"<html>Your session has ended</html>")
    copy.declare('files = ["intervals_*.csv.gz"]', 'files = ["counts.xlsx"]')
    says("unreadable", "counts.xlsx")


def test_a_workbook_laid_out_as_nobody_declared(copy, says):
    with Workbook(copy.folder / "counts.xlsx") as book:
        book.add_worksheet("Cover").write_column(0, 0, ["Exampleshire Police", "Calls by half hour", "See next sheet"])
    copy.declare('files = ["intervals_*.csv.gz"]', 'files = ["counts.xlsx"]')
    says("missing-column", "counts.xlsx/Cover", line=1)


def test_windows_letters_in_a_heading(copy, says):
    rows = copy.rows(COUNTS)
    rows[0].append("Commentaire réservé")
    text = "\n".join(",".join([*row, ""] if at else row) for at, row in enumerate(rows)) + "\n"
    copy.write_bytes(COUNTS, text.encode("windows-1252"))
    says("encoding-guessed", COUNTS, severity="warning")


def test_text_in_a_number(copy, says):
    copy.set(COUNTS, 1200, "Offered", "twelve")
    says("not-a-number", COUNTS, column="Offered", line=1200)


def test_a_negative_wait(copy, says):
    copy.set(CALLS, 77, "Wait", "-5")
    says("negative-value", CALLS, column="Wait", line=77)


def test_an_impossible_date(copy, says):
    copy.set(CALLS, 78, "Date", "31/02/2025")
    says("not-a-time", CALLS, column="Date + Time", line=78)


def test_an_outcome_nobody_declared(copy, says):
    copy.set(CALLS, 79, "Outcome", "LOST")
    says("unmapped-word", CALLS, column="Outcome", line=79)


def test_a_typo_in_a_key(copy, says):
    copy.declare("time_zone", "time_zoen")
    says("unknown-key", "force.toml", line=copy.line_of("time_zoen"))


def test_two_meanings_for_one_column(copy, says):
    copy.declare('abandoned = "Abandoned"', 'abandoned = "Answered"')
    says("mapped-twice", "force.toml", line=copy.line_of('abandoned = "Answered"'))


def test_a_file_outside_the_folder(copy, says):
    copy.declare("intervals_*.csv.gz", "../intervals_*.csv.gz")
    says("unsafe-path", "force.toml", line=copy.line_of("../intervals_"))


def test_a_period_that_ends_before_it_begins(copy, says):
    copy.declare("end = 2025-03-31", "end = 2024-03-31")
    says("dates-reversed", "force.toml", line=copy.line_of("end = 2024-03-31"))
