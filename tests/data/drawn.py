"""Small drawn forces for the tests of reading: a force.toml and files of a few lines."""

from __future__ import annotations

from pathlib import Path

from reviewkit.data.prepare import examine
from reviewkit.data.prepared import Prepared
from reviewkit.data.problems import Problem
from reviewkit.data.reading import duck

TOP = """
name = "{name}"
nation = "england"
aliases = {aliases}
[governing_body]
kind = "pcc"
name = "Office of the Commissioner"
title = "Commissioner"
[period]
start = {start}
end = {end}
"""
INTERVALS = """
[[files]]
table = "intervals"
files = {files}
{more}
[files.columns]
start = "Start"
{columns}
[files.constants]
channel = "101"
stage = "primary"
"""


class Drawn:
    """A force in a data folder of its own, whose files a test writes."""

    def __init__(self, data: Path, slug: str = "exampleshire") -> None:
        self.data, self.slug = data, slug
        self.folder = data / "raw" / slug
        self.folder.mkdir(parents=True, exist_ok=True)

    def declare(self, entries: str, *, name: str = "Exampleshire Police", aliases: tuple[str, ...] = (),
                start: str = "2024-01-01", end: str = "2024-12-31") -> Drawn:  # fmt: skip
        """Write force.toml with these [[files]] entries."""
        top = TOP.format(name=name, aliases=list(aliases), start=start, end=end)
        (self.folder / "force.toml").write_text(top + entries, encoding="utf-8")
        return self

    def file(self, name: str, content: str | bytes) -> Drawn:
        content = content if isinstance(content, bytes) else content.encode()
        (self.folder / name).write_bytes(content)
        return self

    def examine(self) -> tuple[Prepared | None, list[Problem]]:
        return examine(self.slug, data=self.data)

    def problem(self, code: str) -> Problem:
        """Return the one problem with this code."""
        _, problems = self.examine()
        [found] = [problem for problem in problems if problem.code == code]
        return found

    def errors(self) -> list[str]:
        return [problem.code for problem in self.examine()[1] if problem.severity == "error"]

    def rows(self, columns: str, table: str = "intervals") -> list[tuple]:
        """Return columns of a tidy table, in its order; the files must be without error."""
        prepared, problems = self.examine()
        assert prepared is not None, "\n".join(map(str, problems))
        with duck.connect() as con:
            return con.execute(f"SELECT {columns} FROM read_parquet({duck.value(prepared.table(table))})").fetchall()


def intervals(columns: str = 'offered = "Calls"', *, files: tuple[str, ...] = ("counts.csv",), more: str = "") -> str:
    """Return a [[files]] entry for counts of 101."""
    return INTERVALS.format(files=list(files), columns=columns, more=more)
