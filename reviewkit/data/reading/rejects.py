"""Lines that could not be used: kept with their place, what stood there (masked) and what should."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from reviewkit.data.checks.personal import mask
from reviewkit.data.problems import Problem
from reviewkit.data.reading.cells import Cell, faults
from reviewkit.data.reading.faults import fault

NAME = "rejected.csv"
HEADER = ("file", "line", "column", "found", "expected")
WORDS = ("unmapped-word", "other-force")
"""Faults for which every different word found is listed: all of them have to be dealt with in force.toml."""
MOST_LISTED = 12
MOST_COUNTED = 1000


@dataclass(frozen=True, kw_only=True)
class Reject:
    """One cell, or one line, that could not be used."""

    code: str
    file: str
    line: int
    column: str
    found: str
    expected: str
    action: str


def read_rejects(cells: tuple[Cell, ...], inner: str, file: str, con: duckdb.DuckDBPyConnection) -> Iterator[Reject]:
    """Read a file again as text and return every cell that is at fault, in order of line."""
    pairs = list(faults(cells))
    tests = ", ".join(f"coalesce({found.when}, false) AS f{n}" for n, (_, found) in enumerate(pairs))
    shown = ", ".join(f"r_{cell.name}" if not cell.personal else "NULL" for cell, _ in pairs)
    any_fault = " OR ".join(f"f{n}" for n in range(len(pairs)))
    query = f"SELECT line, {shown}, {tests} FROM ({inner}) WHERE kept"
    rows = (
        con.execute(f"SELECT * FROM ({query}) WHERE {any_fault} ORDER BY line")
        if pairs
        else con.execute("SELECT 1 LIMIT 0")
    )
    while batch := rows.fetchmany(1000):
        for line, *rest in batch:
            for n, (cell, found) in enumerate(pairs):
                if rest[len(pairs) + n]:
                    yield _reject(cell, found, file, line, rest[n])


def _reject(cell: Cell, found: object, file: str, line: int, raw: str | None) -> Reject:
    text = "[masked]" if cell.personal else "nothing" if raw is None else f'"{mask(raw, names=cell.name != "force")}"'
    column = " + ".join(cell.headings)
    return Reject(
        code=found.code, file=file, line=line, column=column, found=text, expected=found.expected, action=found.action
    )


def odd_lines(odd: Iterable[tuple[int, int]], file: str, width: int) -> Iterator[Reject]:
    """Return rejects for lines with more or fewer cells than the header."""
    for line, cells in odd:
        yield Reject(
            code="wrong-width",
            file=file,
            line=line,
            column="",
            found=f"{cells} cell{'' if cells == 1 else 's'}",
            expected=f"{width} cells, as in the header",
            action="Look for a missing quotation mark or a separator inside a text, and ask for a corrected file. A "
            "line that is no row (a title, a total, a note) goes out with skip_rows or totals in force.toml.",
        )


class RejectBook:
    """Writes rejects to one CSV as they come, and counts them for the problems."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count: dict[str, int] = {}
        self._groups: dict[tuple[str, str, str], tuple[Reject, int]] = {}
        self._words: dict[tuple[str, str, str], Counter[str]] = {}
        self._lines: dict[str, set[int]] = {}
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(HEADER)

    def add(self, rejects: Iterable[Reject]) -> None:
        """Write rejects down."""
        with self.path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            for reject in rejects:
                writer.writerow([reject.file, reject.line, reject.column, reject.found, reject.expected])
                key = (reject.file, reject.column, reject.code)
                first, rows = self._groups.get(key, (reject, 0))
                self._groups[key] = (first, rows + 1)
                self._lines.setdefault(reject.file, set()).add(reject.line)
                if reject.code in WORDS:
                    self._count_word(key, reject.found)

    def _count_word(self, key: tuple[str, str, str], word: str) -> None:
        words = self._words.setdefault(key, Counter())
        if word in words or len(words) < MOST_COUNTED:
            words[word] += 1

    def _found(self, key: tuple[str, str, str], first: Reject) -> str:
        """Return what the first line says, or, of words, all that were found, the commonest first."""
        words = self._words.get(key, Counter())
        if len(words) < 2:
            return first.found
        told = ", ".join(f"{word} ({rows:,})" for word, rows in words.most_common(MOST_LISTED))
        return told + (f" and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else "")

    def lines(self, file: str) -> int:
        """Return how many lines of a file were rejected."""
        return len(self._lines.get(file, ()))

    def problems(self, allowed: dict[str, int]) -> Iterator[Problem]:
        """Return one problem for each file, column and kind of fault; warnings where so many lines are ``allowed``."""
        for key, (first, rows) in self._groups.items():
            file, _, code = key
            severe = self.lines(file) > allowed.get(file, 0)
            problem = fault(
                code,
                file,
                self._found(key, first),
                first.expected,
                first.action,
                line=first.line,
                column=first.column or None,
                rows=rows,
            )
            yield problem if severe else Problem(**{**vars(problem), "severity": "warning"})
