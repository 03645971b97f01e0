"""From files as received to tidy tables: small drawn tables, and every kind of file that cannot be used."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
from datetime import UTC, datetime

import duckdb
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from reviewkit.data.prepare import examine, prepare
from reviewkit.data.reading import duck
from reviewkit.data.review import open_review
from reviewkit.data.tidy import calls as tidy_calls

TOP = """
name = "Exampleshire Police"
nation = "england"
[governing_body]
kind = "pcc"
name = "Office of the Commissioner"
title = "Commissioner"
[period]
start = 2024-10-26
end = 2024-10-28
"""
CALLS = """
[[files]]
table = "calls"
files = ["{file}"]
{more}
[files.columns]
call_id = "Call"
offered_at = "Time"
wait_s = "Wait"
outcome = "Outcome"
caller = "Number"
[files.constants]
channel = "101"
stage = "primary"
"""
HEADER = "Call,Time,Wait,Outcome,Number,Note\n"
ROWS = (
    HEADER
    + "a,26/10/2024 10:00:00,0:08,Answered,07700 900123,café\n"
    + "b,26/10/2024 10:00:05,12,abandoned,withheld,\n"
    + 'c,26/10/2024 10:40:00,0:01:00,answered,+447700900123,"two, and ""three"""\n'
)


@pytest.fixture
def write(tmp_path):
    """Write a force of one calls file and return what the examination says."""

    def written(content, *, file="calls.csv", more="", toml=CALLS):
        folder = tmp_path / "raw" / "exampleshire"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "force.toml").write_text(TOP + toml.format(file=file, more=more), encoding="utf-8")
        if content is not None:
            content = content if isinstance(content, bytes) else content.encode()
            (folder / file.partition("/")[0]).write_bytes(content)
        return examine("exampleshire", data=tmp_path)

    return written


def calls(tmp_path, columns="call_id, epoch(offered_at)::BIGINT, wait_s, outcome, line"):
    path = tmp_path / "processed" / "exampleshire" / "calls.parquet"
    with duck.connect() as con:
        return con.execute(f"SELECT {columns} FROM read_parquet('{path.as_posix()}')").fetchall()


def at(hour, minute=0, second=0, day=26):
    return int(datetime(2024, 10, day, hour, minute, second, tzinfo=UTC).timestamp())


EXPECTED = [
    ("a", at(9), 8.0, "answered", 2),
    ("b", at(9, 0, 5), 12.0, "abandoned", 3),
    ("c", at(9, 40), 60.0, "answered", 4),
]


def codes(problems):
    return [problem.code for problem in problems if problem.severity == "error"]


def packed(text, name="inside/calls.csv"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, text)
    return out.getvalue()


def workbook(rows, sheet="Calls", first_row=0):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(first_row + number, 0, row)
    book.close()
    return out.getvalue()


CELLS = [row.split(",") for row in ROWS.replace('"two, and ""three"""', "x").splitlines()]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("calls.csv", ROWS),
        ("calls.csv", ROWS.replace("\n", "\r\n")),
        ("calls.csv", codecs.BOM_UTF8 + ROWS.encode()),
        ("calls.csv", ROWS.encode("utf-16")),
        ("calls.csv", ROWS.encode("cp1252")),
        ("calls.txt", ROWS.replace('"two, and ""three"""', "x").replace(",", ";")),
        ("calls.tsv", ROWS.replace('"two, and ""three"""', "x").replace(",", "\t")),
        ("calls.csv.gz", gzip.compress(ROWS.encode())),
        ("delivery.zip/inside/*.csv", packed(ROWS)),
        ("calls.xlsx", workbook(CELLS)),
    ],
)
def test_the_same_calls_come_out_of_every_kind_of_file(write, tmp_path, file, content):
    prepared, problems = write(content, file=file)
    assert codes(problems) == []
    assert calls(tmp_path) == EXPECTED
    assert prepared.rows[0].kept == 3


def test_parquet_is_read_straight(write, tmp_path):
    out = io.BytesIO()
    names = CELLS[0]
    with duck.connect() as con:
        con.execute(f"CREATE TABLE t ({', '.join(f'{duck.name(n)} VARCHAR' for n in names)})")
        con.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(names))})", CELLS[1:])
        pq.write_table(con.sql("SELECT * FROM t").to_arrow_table(), out)
    assert codes(write(out.getvalue(), file="calls.parquet")[1]) == []
    assert [row[:4] for row in calls(tmp_path)] == [row[:4] for row in EXPECTED]


def test_one_caller_is_one_code_and_no_number_is_written_anywhere(write, tmp_path):
    write(ROWS + "d,late,5,answered,07700 900123,\n")
    _, problems = write(ROWS + "d,26/10/2024 11:00:00,5,answered,07700 900123,\n")
    assert codes(problems) == []
    first, withheld, second, third = (row[0] for row in calls(tmp_path, "caller"))
    assert (first == second == third, withheld) == (True, None)
    raw = tmp_path / "raw"
    for path in tmp_path.rglob("*"):
        if path.is_file() and raw not in path.parents:
            assert b"900123" not in path.read_bytes(), path
    assert not (tmp_path / "private" / "exampleshire" / "work").exists()


def test_a_rejected_line_is_named_with_its_place_whatever_stands_before_it(write, tmp_path):
    odd = HEADER + 'a,26/10/2024 10:00:00,8,answered,,"two\nlines"\n\nb,26/10/2024 10:00:00,soon,answered,,\n'
    prepared, problems = write(odd)
    assert prepared is None
    found = next(problem for problem in problems if problem.code == "not-a-duration")
    assert (found.line, found.column, found.found) == (5, "Wait", '"soon"')
    rejected = (tmp_path / "processed" / "exampleshire" / "rejected.csv").read_text(encoding="utf-8")
    assert 'calls.csv,5,Wait,"""soon"""' in rejected


def test_rejected_lines_up_to_the_number_allowed_are_warnings(write, tmp_path):
    prepared, problems = write(ROWS + "d,31/02/2024 10:00:00,5,answered,,\n", more="rejects_allowed = 1")
    assert codes(problems) == []
    assert (prepared.rows[0].kept, prepared.rows[0].rejected) == (3, 1)
    assert "not-a-time" in [problem.code for problem in problems]
    assert calls(tmp_path) == EXPECTED


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty-file"),
        ("\n\n", "empty-file"),
        (HEADER, "no-rows"),
        (ROWS.replace(",Wait,", ",Waiting,"), "missing-column"),
        ("Report of calls\n\n" + ROWS, "header-row"),
        (ROWS.replace("0:08", "-8"), "negative-value"),
        (ROWS.replace("0:08", "eight"), "not-a-duration"),
        (ROWS.replace("26/10/2024 10:00:05", "32/10/2024 10:00:05"), "not-a-time"),
        (ROWS.replace("26/10/2024 10:00:05", "31/03/2024 01:30:00"), "impossible-time"),
        (ROWS.replace("abandoned", "vanished"), "unmapped-word"),
        (ROWS.replace("abandoned", ""), "missing-value"),
        (ROWS + "d,26/10/2024 10:41:00,1\n", "wrong-width"),
        (ROWS.replace("Note", "Call"), "repeated-heading"),
        (None, "no-file"),
    ],
)
def test_a_bad_file_is_told_in_one_word_and_makes_no_table(write, tmp_path, content, code):
    prepared, problems = write(content)
    assert prepared is None
    assert code in codes(problems)
    assert not (tmp_path / "processed" / "exampleshire" / "calls.parquet").exists()


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("calls.csv.gz", gzip.compress(ROWS.encode() * 500)[:-20], "truncated"),
        ("calls.csv.gz", b"not packed", "truncated"),
        ("delivery.zip", packed("a picture", "photo.jpg"), "empty-zip"),
        ("delivery.zip", packed(ROWS)[:-30], "truncated"),
        ("calls.xlsx", b"not a workbook", "unreadable"),
        ("calls.xlsx", workbook(CELLS, first_row=3), "header-row"),
        ("calls.parquet", b"PAR1", "unreadable"),
    ],
)
def test_a_damaged_container_is_told_in_one_word(write, file, content, code):
    assert code in codes(write(content, file=file)[1])


def test_bad_data_leaves_the_tables_made_before(write, tmp_path):
    write(ROWS)
    assert write(ROWS.replace("0:08", "eight"))[0] is None
    assert calls(tmp_path) == EXPECTED


def test_nothing_is_made_again_when_nothing_changed(write, tmp_path):
    write(ROWS)
    said = []
    prepare("exampleshire", data=tmp_path, progress=said.append)
    assert said == []


def test_a_force_that_names_no_file_is_told_so(tmp_path):
    folder = tmp_path / "raw" / "testshire"
    folder.mkdir(parents=True)
    (folder / "force.toml").write_text(TOP, encoding="utf-8")
    _, problems = examine("testshire", data=tmp_path)
    assert [(problem.code, problem.severity) for problem in problems] == [("no-files", "warning")]


def test_one_row_is_enough(write, tmp_path):
    assert codes(write("".join(ROWS.splitlines(keepends=True)[:2]))[1]) == []
    assert calls(tmp_path) == EXPECTED[:1]


def test_the_hour_that_comes_twice_is_told_apart_by_the_order_of_the_file(write, tmp_path):
    times = ["00:30:00", "01:10:00", "01:50:00", "01:05:00", "01:55:00", "02:00:00"]
    rows = "".join(f"{n},27/10/2024 {time},1,answered,,\n" for n, time in enumerate(times))
    assert codes(write(HEADER + rows)[1]) == []
    found = calls(tmp_path, "epoch(offered_at)::BIGINT, mark")
    first, second = tidy_calls.FIRST_TIME, tidy_calls.SECOND_TIME
    assert found == [
        (at(23, 30), None),
        (at(0, 10, day=27), first),
        (at(0, 50, day=27), first),
        (at(1, 5, day=27), second),
        (at(1, 55, day=27), second),
        (at(2, 0, day=27), None),
    ]


def test_a_system_that_keeps_utc_has_no_repeated_and_no_missing_hour(write, tmp_path):
    rows = "a,31/03/2024 01:30:00,1,answered,,\nb,27/10/2024 01:30:00,1,answered,,\n"
    assert codes(write(HEADER + rows, more='time_zone = "UTC"')[1]) == []
    assert [row[0] for row in calls(tmp_path, "epoch(offered_at)::BIGINT")][1] == at(1, 30, day=27)


def test_a_later_file_corrects_an_earlier_one(write, tmp_path):
    folder = tmp_path / "raw" / "exampleshire"
    folder.mkdir(parents=True)
    (folder / "calls_2.csv").write_text(ROWS.replace(",12,", ",13,"), encoding="utf-8")
    (folder / "calls_1.csv").write_text(ROWS + "d,26/10/2024 11:00:00,1,answered,,\n", encoding="utf-8")
    _, problems = write(None, file="calls_*.csv")
    assert [(row[0], row[2]) for row in calls(tmp_path)] == [("a", 8), ("b", 13), ("c", 60), ("d", 1)]
    told = next(problem for problem in problems if problem.code == "revised")
    assert (told.file, told.rows, "1 of them changed" in told.found) == ("calls_1.csv", 3, True)


def test_calls_become_half_hour_counts(write, tmp_path, monkeypatch):
    write(ROWS)
    monkeypatch.setenv("REVIEWKIT_DATA", str(tmp_path))
    counts = open_review("exampleshire").counts.set_index("start")
    ten, half_past = counts.loc["2024-10-26 10:00:00+01:00"], counts.loc["2024-10-26 10:30:00+01:00"]
    assert list(ten[["offered", "answered", "abandoned", "answered_10s", "abandoned_10s", "wait_total_s"]]) == [
        2,
        1,
        1,
        1,
        0,
        8,
    ]
    assert list(half_past[["offered", "answered_10s", "answered_60s", "longest_wait_s"]]) == [1, 0, 1, 60]


def test_the_engine_never_reaches_for_an_extension():
    with duck.connect() as con, pytest.raises(duckdb.Error):
        con.execute("SELECT * FROM read_xlsx('x.xlsx')")
