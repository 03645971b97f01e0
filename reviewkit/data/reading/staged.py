"""A file brought to a form DuckDB reads: where its columns are, and which line each row stands on."""

from __future__ import annotations

import csv
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from reviewkit.data.checks.personal import mask
from reviewkit.data.declared.force import Source
from reviewkit.data.declared.wording import did_you_mean, listed, safe
from reviewkit.data.reading import duck
from reviewkit.data.reading.faults import refusal
from reviewkit.data.reading.text import find_header, header, opener, sniff

LINE = "__line"


@dataclass(frozen=True, kw_only=True)
class Staged:
    """One table on disk, ready for DuckDB.

    Attributes
    ----------
    name
        How problems call the file.
    columns
        Headings as in the file; heading i is column ``c<i>`` in :func:`relation`.
    skip
        Lines before the first row, the header included.
    lines
        Lines of the file, to see whether each row stands on one; None where lines are numbered already.
    kind
        ``text``, ``numbered`` (text whose first column is the line it came from) or ``parquet``.
    odd, width
        (line, cells) of rows left out for their width, of a report that was arranged; the width of its header.
    """

    name: str
    path: Path
    columns: tuple[str, ...]
    kind: str = "text"
    delimiter: str = ","
    skip: int = 1
    lines: int | None = None
    odd: tuple[tuple[int, int], ...] = ()
    width: int = 0

    def number_of(self, column: str) -> str:
        """Return the SQL name of a heading."""
        return f"c{self.columns.index(column)}"


def aside(work: Path, suffix: str) -> Path:
    """Return a new path in the work folder."""
    return work / f"{secrets.token_hex(6)}{suffix}"


def mapped(source: Source) -> set[str]:
    """Return every heading that an entry of ``force.toml`` speaks of."""
    return (
        {heading for headings in source.columns.values() for heading in headings} | set(source.keep) | set(source.parts)
    )


def delimited(path: Path, name: str, source: Source, *, sample: str) -> Staged:
    """Describe a UTF-8 text file by its beginning; refuse one without the mapped headings."""
    wanted = mapped(source)
    delimiter = source.delimiter or sniff(sample, header_row=source.header_row, wanted=wanted)
    columns = header(sample, delimiter, source.header_row)
    check_header(columns, name, source, elsewhere=find_header(sample, delimiter, wanted))
    return Staged(name=name, path=path, columns=columns, delimiter=delimiter, skip=source.header_row)


def parquet(path: Path, name: str, source: Source) -> Staged:
    """Describe a Parquet file."""
    try:
        with duck.connect() as con:
            rows = con.execute(f"DESCRIBE SELECT * FROM read_parquet({duck.value(path)})").fetchall()
    except duckdb.Error as error:
        raise refusal("unreadable", name, "not a Parquet file", "a whole Parquet file", "Copy it again.") from error
    columns = tuple(row[0] for row in rows)
    check_header(columns, name, source)
    return Staged(name=name, path=path, columns=columns, kind="parquet", skip=0)


def check_header(columns: tuple[str, ...], name: str, source: Source, *, elsewhere: int = 0) -> None:
    """Refuse a file whose header lacks a mapped heading, or has one twice."""
    wanted = mapped(source)
    missing = sorted(wanted - set(columns))
    twice = sorted(heading for heading in wanted if columns.count(heading) > 1)
    if twice:
        raise refusal(
            "repeated-heading",
            name,
            f'two columns called "{safe(twice[0])}"',
            "one column for each heading",
            "Ask which is right; rename the other in a copy of the file.",
            line=source.header_row,
            column=twice[0],
        )
    if not missing:
        return
    if elsewhere and elsewhere != source.header_row:
        raise refusal(
            "header-row",
            name,
            f"the headings are in line {elsewhere}",
            f"headings in line {source.header_row}",
            f"Write header_row = {elsewhere} in this [[files]] entry.",
            line=elsewhere,
        )
    near = "".join(did_you_mean(heading, columns) for heading in missing[:1])
    has = ", ".join(mask(column, names=False) for column in columns)  # without headings: its first row, of somebody
    raise refusal(
        "missing-column",
        name,
        f"no column {listed([safe(heading) for heading in missing])}; it has {has or 'none'}",
        f"the columns that line {source.line} of force.toml maps",
        f"{near}Correct the heading in force.toml, or the delimiter or sheet if this looks like another layout.",
        line=source.header_row,
        column=missing[0],
    )


def relation(table: Staged, *, only: set[str] | None = None) -> str:
    """Return SQL for the rows of a file as text, with ``line``; all columns, or ``only`` those named ``c<i>``."""
    names = [f"c{i}" for i in range(len(table.columns)) if only is None or f"c{i}" in only]
    if table.kind == "parquet":
        cells = ", ".join(
            f"CAST({duck.name(column)} AS VARCHAR) AS c{i}"
            for i, column in enumerate(table.columns)
            if f"c{i}" in names
        )
        rows = f"read_parquet({duck.value(table.path)})"
        return f"(SELECT row_number() OVER () AS line, {cells} FROM {rows})"
    first = [LINE] if table.kind == "numbered" else []
    columns = ", ".join(
        f"{duck.value(name)}: 'VARCHAR'" for name in first + [f"c{i}" for i in range(len(table.columns))]
    )
    compression = "gzip" if table.path.suffix == ".gz" else "none"
    rows = (
        f"read_csv({duck.value(table.path)}, auto_detect = false, header = false, skip = {table.skip}, "
        f"delim = {duck.value(table.delimiter)}, quote = '\"', escape = '\"', new_line = '\\n', "
        f"columns = {{{columns}}}, "
        f"compression = '{compression}', strict_mode = true, max_line_size = 4000000)"
    )
    line = f"CAST({LINE} AS BIGINT)" if first else f"row_number() OVER () + {table.skip}"
    return f"(SELECT {line} AS line, {', '.join(names)} FROM {rows})"


def numbered(table: Staged, work: Path) -> tuple[Staged, list[tuple[int, int]]]:
    """Write a text file again with the line of each row in front, for files whose rows do not each stand on one line.

    Rows of another width than the header are left out.

    Returns
    -------
    The new file, and (line, cells) of each row left out.
    """
    target, odd, width = aside(work, ".csv"), [], len(table.columns)
    csv.field_size_limit(1 << 24)
    with opener(table.path)() as stream, target.open("w", encoding="utf-8", newline="") as out:
        text = (raw.decode("utf-8-sig") for raw in stream)
        reader, writer = csv.reader(text, delimiter=table.delimiter), csv.writer(out, lineterminator="\n")
        before = 0
        for row in reader:
            line, before = before + 1, reader.line_num
            if line <= table.skip or not any(row):
                continue
            if len(row) != width:
                odd.append((line, len(row)))
                continue
            writer.writerow([line, *(cell.replace("\n", " ").replace("\r", " ") for cell in row)])
    return replace(table, path=target, kind="numbered", delimiter=",", skip=0, lines=None), odd
