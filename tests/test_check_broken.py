"""More than forty copies of Exampleshire, each broken in one way: ``check`` names the file and the line of every fault.

The copy is Exampleshire's last ten weeks of counts and last week of calls. A fault is a small function that breaks
the copy; beside it stands what ``check`` must say.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from reviewkit.cli import main
from reviewkit.data.check import check

EXAMPLESHIRE = Path(__file__).resolve().parent.parent / "data" / "raw" / "exampleshire"
COUNTS, CALLS = "intervals_2024-25.csv.gz", "calls_2025-03-04_2025-03-31.csv.gz"
FIRST_COUNTS, FIRST_CALLS = "2025-01-20", "2025-03-24"


class Copy:
    """The files of a force, as rows that a fault may change; line 1 is the heading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, name: str) -> list[list[str]]:
        with gzip.open(self.folder / name, "rt", encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def write(self, name: str, rows: list[list[str]], *, delimiter: str = ",") -> None:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
        self.write_bytes(name, text.getvalue().encode())

    def write_bytes(self, name: str, content: bytes) -> None:
        (self.folder / name).write_bytes(gzip.compress(content, compresslevel=1, mtime=0))

    def set(self, name: str, line: int, column: str, value: str) -> None:
        rows = self.rows(name)
        rows[line - 1][rows[0].index(column)] = value
        self.write(name, rows)

    def change(self, name: str, change: Callable[[list[str], dict[str, int]], list[str] | None]) -> None:
        """Write every row as ``change(row, place of each column)`` returns it; None leaves it out."""
        head, *rows = self.rows(name)
        place = {column: at for at, column in enumerate(head)}
        changed = [change(row, place) for row in rows]
        self.write(name, [head, *(row for row in changed if row is not None)])

    def declare(self, old: str, new: str) -> None:
        path = self.folder / "force.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def line_of(self, text: str) -> int:
        """Line of ``force.toml`` that holds ``text``."""
        lines = (self.folder / "force.toml").read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)


def _recent(name: str, day: str) -> list[list[str]]:
    with gzip.open(EXAMPLESHIRE / name, "rt", encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    at = head.index("Date")
    return [head, *(row for row in rows if "-".join(reversed(row[at].split("/"))) >= day)]


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shortened Exampleshire, made once."""
    data = tmp_path_factory.mktemp("sound")
    copy = Copy(data / "raw" / "exampleshire")
    copy.folder.mkdir(parents=True)
    shutil.copyfile(EXAMPLESHIRE / "force.toml", copy.folder / "force.toml")
    copy.declare("start = 2024-04-01", f"start = {FIRST_COUNTS}")
    copy.write(COUNTS, _recent(COUNTS, FIRST_COUNTS))
    copy.write(CALLS, _recent(CALLS, FIRST_CALLS))
    return data


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Copy:
    folder = tmp_path / "raw" / "exampleshire"
    shutil.copytree(sound / "raw" / "exampleshire", folder)
    return Copy(folder)


def test_the_copy_is_sound_before_it_is_broken(sound, tmp_path):
    shutil.copytree(sound / "raw", tmp_path / "raw")
    assert check("exampleshire", data=tmp_path) == []


@dataclass(frozen=True, kw_only=True)
class Fault:
    """How to break the copy, and where ``check`` must say so; ``line`` None: the whole file."""

    name: str
    breaks: Callable[[Copy], int | None]
    code: str
    file: str
    column: str | None = None
    severity: str = "error"


FAULTS: list[Fault] = []


def fault(code: str, file: str, *, column: str | None = None, severity: str = "error"):
    """Add a function to the table of faults; it returns the line at which the fault is to be named."""

    def add(breaks: Callable[[Copy], int | None]) -> Callable[[Copy], int | None]:
        FAULTS.append(
            Fault(name=breaks.__name__, breaks=breaks, code=code, file=file, column=column, severity=severity)
        )
        return breaks

    return add


# Files that are not what they should be.


@fault("empty-file", COUNTS)
def an_empty_file(copy):
    copy.write_bytes(COUNTS, b"")


@fault("no-rows", COUNTS)
def a_heading_and_nothing_else(copy):
    copy.write(COUNTS, copy.rows(COUNTS)[:1])


@fault("missing-column", COUNTS)
def another_delimiter_than_declared(copy):
    copy.write(COUNTS, copy.rows(COUNTS), delimiter="|")


@fault("truncated", CALLS)
def a_download_that_stopped(copy):
    path = copy.folder / CALLS
    path.write_bytes(path.read_bytes()[:-2000])


@fault("missing-column", COUNTS)
def a_column_renamed(copy):
    rows = copy.rows(COUNTS)
    rows[0][rows[0].index("Answered")] = "Replied"
    copy.write(COUNTS, rows)
    return 1


@fault("no-file", "calls_*.csv.gz")
def a_file_that_is_not_there(copy):
    (copy.folder / CALLS).unlink()


@fault("no-permission", CALLS)
def a_file_nobody_may_read(copy):
    """A folder of the file's name: no system lets a program read it as a file, whoever runs the tests."""
    (copy.folder / CALLS).unlink()
    (copy.folder / CALLS).mkdir()


@fault("unreadable", "counts.xlsx")
def a_workbook_that_is_not_one(copy):
    (copy.folder / "counts.xlsx").write_bytes(b"<html>Your session has ended</html>")
    copy.declare('files = ["intervals_*.csv.gz"]', 'files = ["counts.xlsx"]')


@fault("missing-column", "counts.xlsx")
def a_workbook_laid_out_as_nobody_declared(copy):
    with Workbook(copy.folder / "counts.xlsx") as book:
        book.add_worksheet("Cover").write_column(0, 0, ["Exampleshire Police", "Calls by half hour", "See next sheet"])
    copy.declare('files = ["intervals_*.csv.gz"]', 'files = ["counts.xlsx"]')


@fault("encoding-guessed", COUNTS, severity="warning")
def windows_letters_in_a_heading(copy):
    rows = copy.rows(COUNTS)
    rows[0].append("Commentaire réservé")
    text = "\n".join(",".join([*row, ""] if at else row) for at, row in enumerate(rows)) + "\n"
    copy.write_bytes(COUNTS, text.encode("windows-1252"))


# Cells that cannot be read.


@fault("not-a-number", COUNTS, column="Offered")
def text_in_a_number(copy):
    copy.set(COUNTS, 1200, "Offered", "twelve")
    return 1200


@fault("negative-value", CALLS, column="Wait")
def a_negative_wait(copy):
    copy.set(CALLS, 77, "Wait", "-5")
    return 77


@fault("not-a-time", CALLS, column="Date + Time")
def an_impossible_date(copy):
    copy.set(CALLS, 78, "Date", "31/02/2025")
    return 78


@fault("unmapped-word", CALLS, column="Outcome")
def an_outcome_nobody_declared(copy):
    copy.set(CALLS, 79, "Outcome", "LOST")
    return 79


# What force.toml says.


@fault("unknown-key", "force.toml")
def a_typo_in_a_key(copy):
    copy.declare("time_zone", "time_zoen")
    return copy.line_of("time_zoen")


@fault("mapped-twice", "force.toml")
def two_meanings_for_one_column(copy):
    copy.declare('abandoned = "Abandoned"', 'abandoned = "Answered"')
    return copy.line_of('abandoned = "Answered"')


@fault("unsafe-path", "force.toml")
def a_file_outside_the_folder(copy):
    copy.declare("intervals_*.csv.gz", "../intervals_*.csv.gz")
    return copy.line_of("../intervals_")


@fault("dates-reversed", "force.toml")
def a_period_that_ends_before_it_begins(copy):
    copy.declare("end = 2025-03-31", "end = 2024-03-31")
    return copy.line_of("end = 2024-03-31")


# Figures that contradict each other.


@fault("more-abandoned-than-offered", COUNTS, column="Abandoned")
def more_abandoned_than_offered(copy):
    copy.set(COUNTS, 1500, "Abandoned", "900")
    return 1500


@fault("more-answered-than-offered", COUNTS, column="Answered")
def more_answered_than_offered(copy):
    copy.set(COUNTS, 1501, "Answered", "900")
    return 1501


@fault("identity-gap", COUNTS, column="Offered")
def calls_that_went_nowhere(copy):
    copy.set(COUNTS, 1502, "Offered", "400")
    return 1502


@fault("column-contradicts", COUNTS, column="Abandoned", severity="warning")
def abandoned_copied_from_offered(copy):
    def change(row, place):
        row[place["Abandoned"]] = row[place["Offered"]]
        return row

    copy.change(COUNTS, change)


@fault("band-exceeds-total", COUNTS, column="Answered within 600")
def more_answered_in_ten_minutes_than_in_all(copy):
    copy.set(COUNTS, 1503, "Answered within 600", "901")
    return 1503


@fault("bands-not-rising", COUNTS, column="Answered within 30")
def fewer_answered_in_thirty_seconds_than_in_ten(copy):
    line = _busy(copy)
    copy.set(COUNTS, line, "Answered within 30", "0")
    return line


@fault("longest-below-mean", COUNTS, column="Longest wait")
def a_longest_wait_below_the_mean(copy):
    line = _busy(copy)
    copy.set(COUNTS, line, "Total wait", "9:00:00")
    return line


@fault("wait-over-a-day", COUNTS, column="Longest wait")
def a_wait_of_more_than_a_day(copy):
    copy.set(COUNTS, 1505, "Longest wait", "30:00:00")
    return 1505


@fault("wait-over-a-day", CALLS, column="Wait")
def a_call_that_waited_for_days(copy):
    copy.set(CALLS, 80, "Wait", "200000")
    return 80


# Rows that are missing, doubled, moved or not yet there.


@fault("duplicate-interval", COUNTS)
def a_row_twice(copy):
    rows = copy.rows(COUNTS)
    rows.insert(1600, rows[1599])
    copy.write(COUNTS, rows)
    return 1601


@fault("duplicate-call", CALLS, column="Call ID")
def a_call_twice(copy):
    rows = copy.rows(CALLS)
    rows.append(rows[99])
    copy.write(CALLS, rows)
    return len(rows)


@fault("gap", COUNTS, severity="warning")
def three_hours_missing(copy):
    rows = copy.rows(COUNTS)
    del rows[1699:1717]
    copy.write(COUNTS, rows)
    return 1697


@fault("not-yet-published", COUNTS, severity="warning")
def the_last_day_all_zeros(copy):
    return _zeros(copy, "31/03/2025")


@fault("zero-run", COUNTS, severity="warning")
def a_day_in_the_middle_all_zeros(copy):
    return _zeros(copy, "04/03/2025")


@fault("date-outlier", CALLS)
def a_call_of_another_year(copy):
    copy.set(CALLS, 81, "Date", "25/03/2019")
    return 81


@fault("calls-differ-from-intervals", COUNTS, column="Offered", severity="warning")
def a_third_of_the_calls_of_a_day_lost(copy):
    kept = iter(range(10**6))
    copy.change(CALLS, lambda row, place: None if row[place["Date"]] == "26/03/2025" and next(kept) % 3 == 0 else row)
    return _first_line(copy, COUNTS, "26/03/2025")


@fault("day-shifted", COUNTS, severity="warning")
def counts_a_day_late(copy):
    _move_counts(copy, days=1)


@fault("hour-shifted", COUNTS, severity="warning")
def counts_an_hour_late(copy):
    _move_counts(copy, hours=1)


@fault("level-jump", COUNTS, column="Offered", severity="warning")
def twice_the_calls_from_one_day_on(copy):
    def change(row, place):
        late = "-".join(reversed(row[0].split("/"))) >= "2025-02-24"
        return [*row[:4], *map(_doubled, row[4:-2]), *row[-2:]] if late else row

    copy.change(COUNTS, change)
    return _first_line(copy, COUNTS, "24/02/2025")


@fault("period-not-covered", "force.toml", severity="warning")
def a_period_longer_than_the_files(copy):
    copy.declare(f"start = {FIRST_COUNTS}", "start = 2024-02-01")


# Columns that are not what their name says.


@fault("column-equal", COUNTS, column="Longest wait abandoned", severity="warning")
def one_column_copied_over_another(copy):
    def change(row, place):
        row[place["Longest wait abandoned"]] = row[place["Longest wait"]]
        return row

    copy.change(COUNTS, change)


@fault("total-among-parts", COUNTS, column="Desk")
def a_total_among_the_desks(copy):
    """An invented desk, and one row for each half hour that adds both desks up."""
    head, *rows = copy.rows(COUNTS)
    copy.declare('"ECR" = "primary"', '"ECR" = "primary"\n"ALL" = "callback"')
    totals = []
    for first, second in _pairs(rows):
        counts = [_added(one, other) for one, other in zip(first[4:], second[4:], strict=True)]
        totals.append([*first[:2], "101", "ALL", *counts])
    copy.write(COUNTS, [head, *rows, *totals])
    return len(rows) + 2


@fault("personal-data", CALLS, column="Code")
def a_name_in_the_reason(copy):
    _plain_reasons(copy)
    copy.set(CALLS, 90, "Code", "ring John Smith on 07700 900123")
    return 90


@fault("personal-data", CALLS, column="Code")
def accounts_instead_of_codes(copy):
    _plain_reasons(copy)
    number = iter(range(10**6))
    copy.change(CALLS, lambda row, place: _with(row, place["Code"], f"caller reports item {next(number)} at home"))
    return 2


def _with(row: list[str], at: int, value: str) -> list[str]:
    return [*row[:at], value, *row[at + 1 :]]


def _plain_reasons(copy: Copy) -> None:
    """Take the reasons as they stand in the file."""
    path = copy.folder / "force.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index("[files.words.reason]")
    path.write_text(text[:start], encoding="utf-8")


def _first_line(copy: Copy, name: str, day: str) -> int:
    return next(line for line, row in enumerate(copy.rows(name), 1) if day in row)


def _busy(copy: Copy) -> int:
    """Line of a half hour at noon on the first line, with many answered within 10 seconds."""
    return next(
        line
        for line, row in enumerate(copy.rows(COUNTS), 1)
        if line > 1500 and row[1:3] == ["12:00", "999"] and int(row[12]) > 3
    )


def _zeros(copy: Copy, day: str) -> int:
    first = _first_line(copy, COUNTS, day)

    def change(row, place):
        zeros = ["0"] * place["Total wait"] + ["0:00:00"] * 3 + ["", ""]
        return [*row[:4], *zeros[4:]] if row[0] == day else row

    copy.change(COUNTS, change)
    return first


def _move_counts(copy: Copy, *, days: int = 0, hours: int = 0) -> None:
    def change(row, place):
        at = datetime.strptime(f"{row[0]} {row[1]}", "%d/%m/%Y %H:%M") + timedelta(days=days, hours=hours)
        return [f"{at:%d/%m/%Y}", f"{at:%H:%M}", *row[2:]]

    copy.change(COUNTS, change)


def _doubled(value: str) -> str:
    if ":" not in value:
        return str(2 * int(value))
    hours, minutes, seconds = map(int, value.split(":"))
    minutes, seconds = divmod(2 * (hours * 3600 + minutes * 60 + seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def _pairs(rows: list[list[str]]):
    """The two desks of 101, half hour by half hour."""
    first = {(row[0], row[1]): row for row in rows if row[2:4] == ["101", "SWB"]}
    second = {(row[0], row[1]): row for row in rows if row[2:4] == ["101", "FEC"]}
    return [(first[key], second[key]) for key in first if key in second]


def _added(one: str, other: str) -> str:
    if ":" in one or ":" in other or not one or not other:
        return one or other
    return str(int(one) + int(other))


@pytest.mark.parametrize("broken", FAULTS, ids=lambda broken: broken.name)
def test_check_names_the_place_of_each_fault(broken, copy, tmp_path):
    line = broken.breaks(copy)
    problems = check("exampleshire", data=tmp_path)
    named = [(p.severity, p.code, p.file, p.line, p.column) for p in problems]
    hits = [p for p in problems if (p.code, p.file, p.severity) == (broken.code, broken.file, broken.severity)]
    assert hits, named
    if line is not None:
        assert line in {p.line for p in hits}, named
    if broken.column is not None:
        assert broken.column in {p.column for p in hits}, named
    assert all(p.found and p.expected and p.action for p in problems)


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


def test_thirty_faults_are_tried():
    assert len(FAULTS) >= 30
