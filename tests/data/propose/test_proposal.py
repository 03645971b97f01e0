"""``reviewkit new FORCE --from FILES``: files in, a whole proposal out, or nothing at all."""

from __future__ import annotations

import gzip
import zipfile

import pytest
import xlsxwriter

from reviewkit.cli import main
from reviewkit.data.problems import DataError
from reviewkit.data.propose.proposal import propose_force
from reviewkit.data.propose.report import report

COUNTS = "Date,Queue,Calls Offered,Calls Answered,Calls Abandoned,Colour\n" + "".join(
    f"{day:02}/05/2025,101 Switchboard,{50 + day},{45 + day},5,red\n" for day in range(1, 15)
)
CALLS = """Ref;Started;From;Dialled;Wait (secs);Result;Operator
1;2025-05-01 00:00:03;07700 900123;101;4;ANSWERED;A. Person
2;2025-05-01 00:01:03;07700 900124;101;60;CALLER HUNG UP;
3;2025-05-01 00:05:03;+447700900125;999;12;ANSWERED;B. Person
4;2025-05-02 00:05:03;withheld;101;120;ANSWERED;B. Person
"""


@pytest.fixture
def drawn(tmp_path):
    """Write files as received, and return what proposes a force from them."""

    def propose(files, **how):
        received = tmp_path / "received"
        received.mkdir(exist_ok=True)
        for name, content in files.items():
            (received / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return propose_force("exampleshire", [received / name for name in files], data=tmp_path / "data", **how)

    return propose


def toml(tmp_path):
    return (tmp_path / "data" / "raw" / "exampleshire" / "force.toml").read_text(encoding="utf-8")


def line(text, key):
    """Return the one line for a key below the first [[files]]."""
    (found,) = [one for one in text[text.index("[[files]]") :].splitlines() if one.startswith(f"{key} = ")]
    return found


def lines(content):
    return content.strip().splitlines()


def test_the_files_are_copied_unchanged_beside_the_templates(drawn, tmp_path):
    made = drawn({"counts.csv": COUNTS})
    folder = tmp_path / "data" / "raw" / "exampleshire"
    assert (folder / "counts.csv").read_bytes() == COUNTS.encode()
    assert sorted(made.written) == sorted(folder.iterdir())
    assert {"force.toml", "template_calls.xlsx", "template_intervals.xlsx"} <= {path.name for path in made.written}
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["raw"]  # nothing is left of the trial


def test_every_line_is_marked_and_every_column_is_named(drawn, tmp_path):
    made = drawn({"counts.csv": COUNTS})
    text = toml(tmp_path)
    assert "# recognised: the heading; 14 of 14 values are whole numbers" in line(text, "offered")
    assert "please check" in line(text, '"101 Switchboard"')
    assert '#   "Colour" (text)' in text
    entry = text[text.index("[[files]]") : text.index("# A fault that")]
    assert [one for one in lines(entry) if " = " in one and not one.startswith("#") and " # " not in one] == []
    assert (made.reads, made.complete) == (True, True)


def test_the_proposal_is_a_force_once_its_names_are_filled_in(drawn, tmp_path):
    drawn({"counts.csv": COUNTS})
    path = tmp_path / "data" / "raw" / "exampleshire" / "force.toml"
    text = (
        toml(tmp_path)
        .replace('name = ""', 'name = "A"')
        .replace('kind = ""', 'kind = "b"')
        .replace('title = ""', 'title = "C"')
    )
    path.write_text(text, encoding="utf-8")
    assert main(["check", "exampleshire", "--data", str(tmp_path / "data")]) == 0


def test_the_period_is_that_of_the_files(drawn, tmp_path):
    drawn({"counts.csv": COUNTS})
    assert "start = 2025-05-01" in toml(tmp_path)
    assert "end = 2025-05-14" in toml(tmp_path)


def test_five_rows_are_shown_and_no_caller(drawn):
    made = drawn({"calls.csv": CALLS})
    said = report("exampleshire", made)
    assert [row["outcome"] for row in made.shown[0].rows] == ["answered", "abandoned", "answered", "answered"]
    assert {row["caller"] for row in made.shown[0].rows} == {"(hidden)", ""}
    assert not any(number in said for number in ("900123", "900124", "900125", "Person"))


def test_no_caller_is_shown_where_the_file_cannot_be_read_either(drawn):
    made = drawn({"calls.csv": CALLS.replace("2025-05-01 00:01:03", "yesterday")})
    assert not made.reads
    assert [shown.read for shown in made.shown] == [False]
    assert "900123" not in report("exampleshire", made)


def test_accounts_of_callers_are_no_queues_and_stand_nowhere_in_the_proposal(drawn, tmp_path):
    account = "John Smith of EX1 2AB wants a call back on 07700 900999"
    rows = [f"{row};{account}" if number else f"{row};Notes" for number, row in enumerate(CALLS.splitlines())]
    made = drawn({"calls.csv": "\n".join(rows).replace("Dialled", "Colour").replace(";101;", ";red;") + "\n"})
    for text in (toml(tmp_path), report("exampleshire", made)):
        assert not any(said in text for said in ("900999", "Smith", "EX1"))


def test_a_number_among_the_words_of_an_outcome_is_left_open_and_masked(drawn, tmp_path):
    drawn(
        {
            "calls.csv": CALLS.replace(
                "4;2025-05-02 00:05:03;withheld;101;120;ANSWERED", "4;2025-05-02 00:05:03;;101;9;answered 07700 900999"
            )
        }
    )
    assert '# "answered [phone number]" = "answered"' in toml(tmp_path)
    assert "900999" not in toml(tmp_path)


def test_the_first_row_of_a_file_without_headings_is_masked(drawn, tmp_path):
    made = drawn({"calls.csv": "\n".join(CALLS.splitlines()[1:]) + "\n"})
    assert "900123" not in toml(tmp_path) + report("exampleshire", made)


def test_what_the_readers_refuse_is_told(drawn):
    made = drawn({"counts.csv": COUNTS + "15/05/2025,101 Switchboard,many,40,5,red\n"})
    assert [problem.code for problem in made.problems if problem.severity == "error"] == ["not-a-number"]
    assert "NOT complete" in report("exampleshire", made)


def test_an_unknown_channel_stays_open_and_is_not_invented(drawn, tmp_path):
    made = drawn(
        {"counts.csv": "\n".join(one.replace("101 Switchboard,", "") for one in lines(COUNTS.replace("Queue,", "")))}
    )
    assert '# channel = "101"' in toml(tmp_path)
    assert (made.reads, made.to_do) == (False, 1)


def test_a_queue_nobody_knows_stays_open(drawn, tmp_path):
    made = drawn({"counts.csv": COUNTS.replace("14/05/2025,101 Switchboard", "14/05/2025,Zebra")})
    assert '# "Zebra" = "101/primary"' in toml(tmp_path)
    assert "unmapped-queue" in {problem.code for problem in made.problems}


@pytest.mark.parametrize("name", ["counts.csv.gz", "delivery.zip", "counts.xlsx"])
def test_packed_files_and_workbooks_are_read_too(drawn, tmp_path, name):
    made = drawn({name: packed(name, tmp_path)})
    assert made.complete, [str(problem) for problem in made.problems]


def test_sheets_that_share_no_name_are_listed_and_are_the_queues(drawn, tmp_path):
    rows = [line.split(",") for line in lines(COUNTS)]
    plain = [[cell for place, cell in enumerate(row) if place not in {1, 5}] for row in rows]
    sheets = {"101 Switchboard": plain, "FEC": plain, "999": plain, "Terms": [["Word", "Meaning"], ["Offered", "all"]]}
    book = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(str(book)) as made:
        for name, cells in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(cells):
                sheet.write_row(number, 0, row)
    made = drawn({"queues.xlsx": book.read_bytes()})
    assert line(toml(tmp_path), "sheet").startswith('sheet = ["101 Switchboard", "FEC", "999"] ')
    assert line(toml(tmp_path), "queue").startswith('queue = "sheet" ')
    assert made.reads, [str(problem) for problem in made.problems]
    assert "queues.xlsx/Terms: what it holds was not recognised." in report("exampleshire", made)


def packed(name, folder):
    if name.endswith(".gz"):
        return gzip.compress(COUNTS.encode())
    path = folder / name
    if name.endswith(".zip"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("may.csv", COUNTS)
    else:
        xlsxwriter = pytest.importorskip("xlsxwriter")
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("May")
            for number, row in enumerate(lines(COUNTS)):
                sheet.write_row(number, 0, [int(cell) if cell.isdigit() else cell for cell in row.split(",")])
    return path.read_bytes()


def test_files_laid_out_alike_are_one_entry(drawn, tmp_path):
    drawn({"counts_2025-04.csv": COUNTS.replace("/05/", "/04/"), "counts_2025-05.csv": COUNTS})
    assert toml(tmp_path).count("[[files]]\n") == 1
    assert line(toml(tmp_path), "files").startswith('files = ["counts_*.csv"]')


def test_999_and_101_side_by_side_are_two_entries(drawn, tmp_path):
    rows = "".join(f"{day:02}/05/2025,{400 + day},{398 + day},{900 + day},{700 + day}\n" for day in range(1, 15))
    made = drawn({"daily.csv": f"Day,999 Offered,999 Answered,101 Offered,101 Answered\n{rows}"})
    assert toml(tmp_path).count("[[files]]\n") == 2
    assert {row["channel"]: row["offered"] for row in made.shown[0].rows[:2]} == {"101": "901", "999": "401"}


def test_offered_less_answered_is_not_taken_for_giving_up(drawn, tmp_path):
    drawn({"counts.csv": COUNTS.replace("Calls Abandoned", "Disparity")})
    assert "\nabandoned = " not in toml(tmp_path)
    assert '# abandoned = "Disparity"' in toml(tmp_path)


def test_eight_seconds_printed_as_0_08_00_are_noticed(drawn, tmp_path):
    rows = "".join(f"{day:02}/05/2025,101,50,48,0:{8 + day % 3:02}:00\n" for day in range(1, 15))
    made = drawn({"counts.csv": f"Date,Line,Calls Received,Calls Answered,Average wait\n{rows}"})
    (format_line,) = [one for one in lines(toml(tmp_path)) if one.startswith('wait_mean_s = "mm:ss:00"')]
    assert "please check" in format_line
    assert made.shown[0].rows[2]["wait_total_s"] == str(48 * 8)


def test_a_file_that_holds_no_table_is_named_and_not_read(drawn, tmp_path):
    drawn({"counts.csv": COUNTS, "notes.txt": "These are the figures for May.\nThey were checked.\n"})
    assert "# No table was found in notes.txt" in toml(tmp_path)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"empty.csv": ""}, "empty-file"),
        ({"picture.pdf": b"%PDF-1.7"}, "unreadable"),
        ({"broken.xlsx": b"PK\x03\x04nothing"}, "unreadable"),
        ({"cut.csv.gz": gzip.compress(COUNTS.encode())[:-20]}, "truncated"),
        ({"broken.zip": b"PK nothing"}, "truncated"),
    ],
)
def test_a_bad_file_leaves_nothing_behind(drawn, tmp_path, files, code):
    with pytest.raises(DataError, match=code):
        drawn({"counts.csv": COUNTS, **files})
    assert not (tmp_path / "data").exists()


def test_a_missing_file_leaves_nothing_behind(tmp_path):
    with pytest.raises(DataError, match="no-file"):
        propose_force("exampleshire", [tmp_path / "gone.csv"], data=tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_force_that_is_there_is_not_touched(drawn, tmp_path):
    drawn({"counts.csv": COUNTS})
    before = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()}
    with pytest.raises(DataError, match="already-there"):
        drawn({"more.csv": COUNTS})
    assert {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()} == before


def test_another_file_of_the_same_name_is_not_replaced(drawn, tmp_path):
    folder = tmp_path / "data" / "raw" / "exampleshire"
    folder.mkdir(parents=True)
    (folder / "counts.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(DataError, match="already-there"):
        drawn({"counts.csv": COUNTS})
    assert [path.read_text(encoding="utf-8") for path in folder.iterdir()] == ["mine"]


def test_files_already_in_the_folder_stay_there(tmp_path):
    folder = tmp_path / "data" / "raw" / "exampleshire"
    folder.mkdir(parents=True)
    (folder / "counts.csv").write_text(COUNTS, encoding="utf-8", newline="")
    made = propose_force("exampleshire", [folder / "counts.csv"], data=tmp_path / "data")
    assert made.complete
    assert (folder / "counts.csv").read_text(encoding="utf-8") == COUNTS


def test_the_command_prints_the_rows_then_the_files_written(tmp_path, capsys):
    (tmp_path / "counts.csv").write_text(COUNTS, encoding="utf-8")
    code = main(["new", "exampleshire", "--data", str(tmp_path / "data"), "--from", str(tmp_path / "counts.csv")])
    said = capsys.readouterr().out
    assert code == 0
    assert "offered    51" in said
    assert "force.toml" in said.splitlines()[-1]


def test_numbers_that_are_no_telephone_numbers_are_no_callers(drawn, tmp_path):
    drawn({"calls.csv": CALLS.replace("From", "Number").replace("07700 900", "").replace("+447700900", "")})
    assert "\ncaller = " not in toml(tmp_path)


def test_the_example_in_a_template_is_not_read(drawn, tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "filled.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for title, day in (("intervals", "2025-05-01"), ("Example", "2024-01-01")):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, ["start", "channel", "stage", "offered", "answered", "abandoned"])
            for number in range(1, 4):
                sheet.write_row(number, 0, [f"{day[:-1]}{number}", "101", "primary", 10, 9, 1])
    made = drawn({"filled.xlsx": path.read_bytes()})
    assert line(toml(tmp_path), "sheet").startswith('sheet = "intervals"')
    assert [row["start"] for row in made.shown[0].rows] == [f"2025-05-0{day} 00:00:00" for day in (1, 2, 3)]


def test_what_a_killed_run_left_goes_first(drawn, tmp_path):
    left = tmp_path / "data" / "private" / ".new-exampleshire" / "raw" / "exampleshire"
    left.mkdir(parents=True)
    (left / "force.toml").write_text("half", encoding="utf-8")
    assert drawn({"counts.csv": COUNTS}).complete
    assert not (tmp_path / "data" / "private").exists()


def test_a_folder_that_cannot_be_made_leaves_nothing_behind(drawn, tmp_path):
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (raw / "exampleshire").write_text("a file in the place of the folder", encoding="utf-8")
    with pytest.raises(OSError, match="exampleshire"):
        drawn({"counts.csv": COUNTS})
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["raw"]
    assert [path.name for path in raw.iterdir()] == ["exampleshire"]
