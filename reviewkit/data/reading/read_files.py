"""Read every file of a force into parts and rows; collect what is wrong instead of stopping at the first fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from reviewkit.data.declared.force import Force, Source
from reviewkit.data.declared.schemas import RECORD_TABLES
from reviewkit.data.prepared import Rows
from reviewkit.data.problems import DataError, Problem
from reviewkit.data.reading import callers, queues
from reviewkit.data.reading.cells import Cell
from reviewkit.data.reading.faults import disk_full, fault, is_full
from reviewkit.data.reading.rejects import RejectBook, odd_lines, read_rejects
from reviewkit.data.reading.sources import Found, find, sheets_of, stage
from reviewkit.data.reading.staged import Staged, numbered
from reviewkit.data.tidy import calls as tidy_calls
from reviewkit.data.tidy import intervals as tidy_intervals
from reviewkit.data.tidy import published as tidy_published
from reviewkit.data.tidy import records as tidy_records
from reviewkit.data.tidy.means import means_without_counts

Progress = Callable[[str], None]
_OUR_OWN = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException, duckdb.NotImplementedException)


@dataclass(kw_only=True)
class Reading:
    """What has been read so far, and what was wrong with it."""

    force: Force
    con: duckdb.DuckDBPyConnection
    work: Path
    new: Path
    key: Callable[[], bytes]
    say: Progress
    book: RejectBook
    problems: list[Problem] = field(default_factory=list)
    rows: list[Rows] = field(default_factory=list)
    parts: list[Path] = field(default_factory=list)
    unnumbered: set[Path] = field(default_factory=set)
    allowed: dict[str, int] = field(default_factory=dict)
    unmapped: dict[tuple[int, str], list[queues.Unmapped]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Done:
    cells: tuple[Cell, ...]
    inner: str
    marks: dict[int | None, int]


def read_all(reading: Reading) -> None:
    """Read every file that ``force.toml`` names, in the order declared."""
    sources = reading.force.sources
    measures = (*tidy_intervals.FIXED, *tidy_intervals.bands(sources))
    tidy_intervals.make_table(reading.con, measures)
    tidy_published.make_table(reading.con)
    tidy_records.make_tables(reading.con, tidy_records.supplied(sources))
    for order, (source, found) in enumerate(_files(reading)):
        reading.say(f"Reading {found.name}")
        try:
            _read_one(source, found, reading, order=order, measures=measures)
        except DataError as error:
            reading.problems += error.problems
    reading.problems += reading.book.problems(reading.allowed)
    reading.problems += queues.problems(one for found in reading.unmapped.values() for one in found)


def _files(reading: Reading) -> Iterator[tuple[Source, Found]]:
    for source in reading.force.sources:
        try:
            for found in find(source, reading.force.folder):
                yield from ((source, one) for one in _sheets(source, found, reading))
        except DataError as error:
            reading.problems += error.problems


def _sheets(source: Source, found: Found, reading: Reading) -> tuple[Found, ...]:
    try:
        return sheets_of(found, source, reading.work)
    except DataError as error:
        reading.problems += error.problems
        return ()


def _read_one(source: Source, found: Found, reading: Reading, *, order: int, measures: tuple[str, ...]) -> None:
    table, warnings = stage(found, source, reading.work)
    reading.problems += warnings
    reading.allowed[table.name] = source.rejects_allowed
    if "caller" in source.columns:
        listed = frozenset(word for word, ours in source.words.get("caller", {}).items() if ours)
        callers.teach(reading.con, reading.key(), no_number=listed)
    try:
        table, done, odd = _whole(source, table, reading, order=order, measures=measures)
    except duckdb.Error as error:
        raise understood(error, table.name) from error
    bad = {mark for mark in done.marks if mark is not None and tidy_calls.FIRST_FAULT <= mark < tidy_calls.NOT_KEPT}
    reading.book.add(odd_lines(odd, table.name, table.width or len(table.columns)))
    if bad:
        reading.book.add(read_rejects(done.cells, done.inner, table.name, reading.con))
    _count(source, table, done, reading, odd=len(odd))


def _whole(
    source: Source, table: Staged, reading: Reading, **how: object
) -> tuple[Staged, _Done, list[tuple[int, int]]]:
    """Read a file the quick way; where its rows do not each stand on one line, number the lines and read again."""
    try:
        done = _read(source, table, reading, **how)
        if table.kind != "text" or sum(done.marks.values()) + table.skip == table.lines:
            return table, done, list(table.odd)
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        if table.kind != "text":
            raise
    again, odd = numbered(table, reading.work)
    return again, _read(source, again, reading, **how), odd


def _read(source: Source, table: Staged, reading: Reading, **how: object) -> _Done:
    """Read a file's rows, its queues settled first."""
    settled, reading.unmapped[source.line, table.name] = queues.settle(source, table, reading.con)
    return _READERS[source.table](settled, table, reading, **how)


def _read_calls(source: Source, table: Staged, reading: Reading, *, order: int, measures: tuple[str, ...]) -> _Done:  # noqa: ARG001 - one signature for all readers
    made = tidy_calls.plan(source, table, reading.con)
    part = reading.new / f"part-{order:04}.parquet"
    tidy_calls.write_part(made, part, reading.con)
    if unordered := tidy_calls.unordered_days(part, source.time_zone, reading.con):
        made = tidy_calls.plan(source, table, reading.con, unordered=unordered)
        tidy_calls.write_part(made, part, reading.con)
    if part not in reading.parts:
        reading.parts.append(part)
    if "leg" not in source.columns and "leg" not in source.constants:
        reading.unnumbered.add(part)
    marks = reading.con.execute(
        f"SELECT mark, count(*) FROM read_parquet('{part.as_posix()}') GROUP BY mark"
    ).fetchall()
    return _Done(cells=made.cells, inner=made.inner, marks=dict(marks))


def _read_intervals(source: Source, table: Staged, reading: Reading, *, order: int, measures: tuple[str, ...]) -> _Done:
    reading.con.execute("DELETE FROM interval_rows WHERE file_order = ?", [order])
    cells, inner, _ = tidy_intervals.add_rows(source, table, reading.con, measures=measures, order=order)
    reading.problems += means_without_counts(cells, inner, reading.con, file=table.name, source=source)
    marks = reading.con.execute(
        "SELECT mark, count(*) FROM interval_rows WHERE file_order = ? GROUP BY mark", [order]
    ).fetchall()
    return _Done(cells=cells, inner=inner, marks=dict(marks))


def _read_published(source: Source, table: Staged, reading: Reading, *, order: int, measures: tuple[str, ...]) -> _Done:  # noqa: ARG001
    reading.con.execute("DELETE FROM published_rows WHERE file_order = ?", [order])
    cells, inner = tidy_published.add_rows(source, table, reading.con, force=reading.force, order=order)
    marks = reading.con.execute(
        "SELECT mark, count(*) FROM published_rows WHERE file_order = ? GROUP BY mark", [order]
    ).fetchall()
    return _Done(cells=cells, inner=inner, marks=dict(marks))


def _read_records(source: Source, table: Staged, reading: Reading, *, order: int, measures: tuple[str, ...]) -> _Done:  # noqa: ARG001
    rows = tidy_records.rows_table(source.table)
    reading.con.execute(f"DELETE FROM {rows} WHERE file_order = ?", [order])
    cells, inner = tidy_records.add_rows(source, table, reading.con, order=order)
    marks = reading.con.execute(
        f"SELECT mark, count(*) FROM {rows} WHERE file_order = ? GROUP BY mark", [order]
    ).fetchall()
    return _Done(cells=cells, inner=inner, marks=dict(marks))


_READERS = {"calls": _read_calls, "intervals": _read_intervals, "published": _read_published} | dict.fromkeys(
    RECORD_TABLES, _read_records
)


def _count(source: Source, table: Staged, done: _Done, reading: Reading, *, odd: int) -> None:
    away, left = done.marks.get(tidy_calls.NOT_KEPT, 0), done.marks.get(tidy_calls.LEFT_OUT, 0)
    read = sum(done.marks.values())
    kept = sum(rows for mark, rows in done.marks.items() if mark is None or mark < tidy_calls.FIRST_FAULT)
    reading.rows.append(
        Rows(
            file=table.name,
            table=source.table,
            read=read + odd,
            kept=kept,
            left_out=left,
            not_this_force=away,
            rejected=read - kept - away - left + odd,
        )
    )
    if read + odd == 0:
        reading.problems.append(
            fault("no-rows", table.name, "a header and no rows", "at least one row", "Ask the force to send it again.")
        )
    elif away == read and source.keep:
        choices = "; ".join(f"{heading}: {', '.join(words)}" for heading, words in source.keep.items())
        reading.problems.append(
            fault(
                "none-kept", table.name, f"no row with {choices}", "rows of this force", "Correct keep in force.toml."
            )
        )


def understood(error: duckdb.Error, file: str) -> DataError:
    """Return what DuckDB said as a problem; its own words may quote a line, so they are not passed on."""
    if isinstance(error, _OUR_OWN):
        raise error  # a fault of this program, not of the file
    text = str(error)
    if isinstance(error, (duckdb.OutOfMemoryException, duckdb.IOException)) and (is_full(text) or "temp" in text):
        return disk_full(file)
    kind = type(error).__name__.removesuffix("Exception")
    return DataError(
        [
            fault(
                "unreadable",
                file,
                f"the table cannot be read ({kind})",
                "a whole table",
                "Open the file, look for a quotation mark that is never closed, and ask for it again.",
            )
        ]
    )
