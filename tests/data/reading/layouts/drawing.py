"""How the layouts are drawn: files of a few rows, the right declaration, and the tidy rows they must become."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter

INTERVALS = (
    "left(timezone('Europe/London', start)::VARCHAR, 16), channel, stage, offered, answered, abandoned, "
    "wait_total_s::INT"
)
"""What is compared, unless a layout has more: the clock on the wall, the queue, calls and seconds."""
_STYLES = {date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm", time: "hh:mm", timedelta: "[h]:mm:ss"}


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """One layout: its files, the ``[[files]]`` entry that reads them, and ``rows``, what ``columns`` (SQL) must give.

    ``start`` and ``end`` are the days the files cover.
    """

    files: tuple[str, ...]
    entry: str
    rows: list[tuple]
    columns: str = INTERVALS
    table: str = "intervals"
    start: str = "2025-04-01"
    end: str = "2025-04-01"


class Pen:
    """Writes files into a folder; every text that ``swap`` has on its left is written as on its right."""

    def __init__(self, folder: Path, swap: Mapping[object, object] | None = None) -> None:
        self.folder, self.swap = folder, swap or {}
        self.files: tuple[str, ...] = ()

    def _file(self, name: str) -> Path:
        name = str(self.swap.get(name, name))
        self.files = (*self.files, name)
        return self.folder / name

    def _cells(self, row: Iterable[object]) -> list[object]:
        return [self.swap.get(cell, cell) for cell in row]

    def text(
        self, name: str, rows: Iterable[Iterable[object]], *, delimiter: str = ",", encoding: str = "utf-8"
    ) -> None:
        """Write delimited text."""
        with self._file(name).open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(self._cells(row) for row in rows)

    def book(self, name: str, sheets: Mapping[str, Iterable[Iterable[object]]]) -> None:
        """Write a workbook; dates, times and durations become such cells."""
        with xlsxwriter.Workbook(str(self._file(name))) as book:
            styles = {kind: book.add_format({"num_format": style}) for kind, style in _STYLES.items()}
            for title, rows in sheets.items():
                sheet = book.add_worksheet(str(self.swap.get(title, title)))
                for number, row in enumerate(rows):
                    for place, cell in enumerate(self._cells(row)):
                        if cell not in ("", None):
                            sheet.write(number, place, cell, *filter(None, [styles.get(type(cell))]))
