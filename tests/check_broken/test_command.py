"""What the officer sees: everything at once, as text and as JSON, and what was accepted in writing."""

from __future__ import annotations

import json

import pytest

from reviewkit.cli import main
from reviewkit.data.check import check

COUNTS, CALLS = "intervals_2024-25.csv.gz", "calls_2025-03-04_2025-03-31.csv.gz"


def test_the_copy_is_sound_before_it_is_broken(copy, tmp_path):
    assert check("exampleshire", data=tmp_path) == []


def test_the_command_lists_every_problem_at_once_and_exits_with_1(copy, tmp_path, capsys):
    copy.set(CALLS, 77, "Wait", "-5")
    copy.set(CALLS, 78, "Date", "31/02/2025")
    copy.set(COUNTS, 1200, "Offered", "twelve")
    assert main(["check", "exampleshire", "--data", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert all(place in said for place in (f"{CALLS}, line 77", f"{CALLS}, line 78", f"{COUNTS}, line 1200"))


def test_the_same_as_json(copy, tmp_path, capsys):
    copy.set(COUNTS, 1502, "Offered", "400")
    assert main(["check", "exampleshire", "--data", str(tmp_path), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert not report["usable"]
    gap = next(problem for problem in report["problems"] if problem["code"] == "identity-gap")
    assert (gap["file"], gap["line"], gap["column"]) == (COUNTS, 1502, "Offered")
    assert gap["first_day"] == gap["last_day"] == "-".join(reversed(copy.rows(COUNTS)[1501][0].split("/")))


def test_what_was_accepted_in_writing_warns_and_says_who_and_why(copy, tmp_path):
    copy.set(COUNTS, 1502, "Offered", "400")
    day = "-".join(reversed(copy.rows(COUNTS)[1501][0].split("/")))
    path = copy.folder / "force.toml"
    entry = (
        f'\n[[accepted]]\ncode = "identity-gap"\nfile = "{COUNTS}"\nrows = "{day}"\n'
        'reason = "A test of the lines by the engineers."\nrole = "Head of contact management"\ndate = 2025-05-01\n'
    )
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    problems = check("exampleshire", data=tmp_path)
    accepted = next(problem for problem in problems if problem.code == "identity-gap")
    assert accepted.severity == "warning"
    assert accepted.accepted == "Head of contact management, 1 May 2025: A test of the lines by the engineers."
    assert not [problem for problem in problems if problem.severity == "error"]


def test_a_second_check_of_unchanged_files_says_the_same(copy, tmp_path):
    _zeros(copy, "04/03/2025")
    assert check("exampleshire", data=tmp_path) == check("exampleshire", data=tmp_path) != []


@pytest.mark.parametrize("name", ["../x", "", "a/b", "nul", "nowhere"])
def test_a_folder_that_cannot_be_one_is_a_problem_not_a_crash(name, tmp_path):
    assert [problem.severity for problem in check(name, data=tmp_path)] == ["error"]
    assert main(["check", name, "--data", str(tmp_path)]) == 1


def test_one_row_is_enough_to_be_read(copy, tmp_path):
    copy.write(COUNTS, copy.rows(COUNTS)[:2])
    assert not [problem for problem in check("exampleshire", data=tmp_path) if problem.severity == "error"]


def _first_line(copy, name: str, day: str) -> int:
    return next(line for line, row in enumerate(copy.rows(name), 1) if day in row)


def _zeros(copy, day: str) -> int:
    first = _first_line(copy, COUNTS, day)

    def change(row, place):
        zeros = ["0"] * place["Total wait"] + ["0:00:00"] * 3 + ["", ""]
        return [*row[:4], *zeros[4:]] if row[0] == day else row

    copy.change(COUNTS, change)
    return first
