"""Any file as a grid of texts, before anything is known about its layout."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import python_calamine as calamine

from reviewkit.data.problems import DataError
from reviewkit.data.reading import duck
from reviewkit.data.reading.faults import from_system, refusal
from reviewkit.data.reading.sheets import SUFFIXES, written
from reviewkit.data.reading.sources import TABULAR
from reviewkit.data.reading.text import DELIMITERS, opener, scan

BYTES = 4 << 20
ROWS = 20_000
Rows = list[list[str]]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The cells of a file, or of one sheet of it, as text and without blanks around them.

    ``file`` is the name as ``force.toml`` has it (``delivery.zip/january.csv``); ``sheet`` is empty where there are
    none, ``sheets`` is how many the workbook has; ``whole`` is False where the file goes on after the rows read.
    """

    file: str
    rows: Rows
    sheet: str = ""
    sheets: int = 1
    delimiter: str = ""
    whole: bool = True


def grids(path: Path, work: Path) -> Iterator[Grid]:
    """Return the grids of a file: one, or one for each sheet and each member of a zip.

    Raises
    ------
    DataError
        The file is of a kind that is not read, empty, damaged, locked, or may not be read.
    """
    try:
        if path.suffix.lower() == ".zip":
            yield from _of_zip(path, work)
        else:
            yield from _of_file(path, path.name)
    except OSError as error:
        raise from_system(error, path.name) from error


def _of_zip(path: Path, work: Path) -> Iterator[Grid]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(name for name in archive.namelist() if name.lower().endswith(TABULAR))
            for number, member in enumerate(members):
                target = work / f"{number}{''.join(Path(member).suffixes[-2:])}"
                with archive.open(member) as stream, target.open("wb") as out:
                    while chunk := stream.read(1 << 20):
                        out.write(chunk)
                yield from _of_file(target, f"{path.name}/{member}")
    except (zipfile.BadZipFile, EOFError) as error:
        raise refusal(
            "truncated", path.name, "the zip is cut short or damaged", "a whole zip", "Copy it again."
        ) from error
    except RuntimeError as error:
        raise refusal("locked", path.name, "the zip has a password", "a zip without one", "Unpack it first.") from error
    if not members:
        raise refusal("empty-zip", path.name, "no table inside", "CSV, XLSX, ODS or Parquet files", "Open the zip.")


def _of_file(path: Path, name: str) -> Iterator[Grid]:
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        yield from _of_book(path, name)
    elif suffix == ".parquet":
        yield _of_parquet(path, name)
    elif suffix in TABULAR:
        yield _of_text(path, name)
    else:
        raise refusal(
            "unreadable",
            name,
            f'a file of the kind "{suffix or "no ending"}"',
            "CSV (also packed as .gz or .zip), XLSX, ODS or Parquet",
            "Ask for the figures as CSV or XLSX; a PDF or a picture cannot be read.",
        )


def _of_book(path: Path, name: str) -> Iterator[Grid]:
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
    except calamine.PasswordError as error:
        raise refusal("locked", name, "the workbook has a password", "one without", "Save a copy without.") from error
    except calamine.CalamineError as error:
        raise refusal(
            "unreadable", name, "not a workbook, or a damaged one", "XLSX or ODS", "Copy it again."
        ) from error
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        cells = [[" ".join(written(cell).split()) for cell in row] for row in rows[:ROWS]]
        yield Grid(file=name, rows=cells, sheet=sheet, sheets=len(book.sheet_names), whole=len(rows) <= ROWS)


def _of_parquet(path: Path, name: str) -> Grid:
    try:
        with duck.connect() as con:
            found = con.execute(f"SELECT COLUMNS(*)::VARCHAR FROM read_parquet({duck.value(path)}) LIMIT {ROWS}")
            heads = [column[0] for column in found.description]
            rows = [["" if cell is None else cell for cell in row] for row in found.fetchall()]
    except duckdb.Error as error:
        raise refusal("unreadable", name, "not a Parquet file", "a whole Parquet file", "Copy it again.") from error
    return Grid(file=name, rows=[heads, *rows], whole=len(rows) < ROWS)


def _of_text(path: Path, name: str) -> Grid:
    start = opener(path)
    encoding = scan(start, name).encoding
    with start() as stream:
        head = stream.read(BYTES)
        whole = not stream.read(1)
    text = head.decode(encoding, errors="replace").lstrip("\ufeff")
    text = text if whole else text[: text.rfind("\n") + 1]
    delimiter = likely_delimiter(text[: 1 << 16])
    csv.field_size_limit(1 << 24)
    rows: Rows = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for row in reader:
            rows += [[]] * (reader.line_num - len(rows) - 1)  # a quoted line break must not move what follows
            rows.append([" ".join(cell.split()) for cell in row])
            if len(rows) > ROWS:
                break
    except csv.Error as error:
        raise DataError(refusal("unreadable", name, "not a table", "CSV", "Ask for it again.").problems) from error
    return Grid(file=name, rows=rows, delimiter=delimiter, whole=whole and len(rows) <= ROWS)


def likely_delimiter(text: str) -> str:
    r"""Return the mark that parts the cells: the one under which most lines have the same number of cells.

    >>> likely_delimiter("Report, all\n\na;b;c\n1,5;2;3\n2,5;3;4")
    ';'
    """
    lines = [line for line in text.splitlines() if line.strip()][:300]

    def even(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            return 0, 0
        return max(((rows * (width > 1) * width, width) for width, rows in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=even)
