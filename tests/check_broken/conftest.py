"""Copies of Exampleshire to be broken: its last ten weeks of counts and last week of calls.

Each test of this folder breaks one copy in one way, and says what ``check`` must name.
"""

from __future__ import annotations

import csv
import gzip
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewkit.data.check import check

EXAMPLESHIRE = Path(__file__).resolve().parents[2] / "data" / "raw" / "exampleshire"
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
    for records in EXAMPLESHIRE.glob("*.csv"):
        shutil.copyfile(records, copy.folder / records.name)
    return data


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Copy:
    folder = tmp_path / "raw" / "exampleshire"
    shutil.copytree(sound / "raw" / "exampleshire", folder)
    return Copy(folder)


@pytest.fixture
def says(tmp_path: Path) -> Callable[..., None]:
    """Assert that ``check`` names a fault: its code, file, line and column, with words about what to do."""

    def assert_named(
        code: str, file: str, *, line: int | None = None, column: str | None = None, severity: str = "error"
    ) -> None:
        problems = check("exampleshire", data=tmp_path)
        named = [(p.severity, p.code, p.file, p.line, p.column) for p in problems]
        hits = [p for p in problems if (p.code, p.file, p.severity) == (code, file, severity)]
        assert hits, named
        assert line is None or line in {p.line for p in hits}, named
        assert column is None or column in {p.column for p in hits}, named
        assert all(p.found and p.expected and p.action for p in problems)

    return assert_named
