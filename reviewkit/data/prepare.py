"""Raw files in, checked tidy tables out: written aside and put in place whole, or not at all."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from filelock import FileLock

from reviewkit.data import checks
from reviewkit.data.checks.accepted import accept
from reviewkit.data.declared.folders import FORCE_TOML, force_folder
from reviewkit.data.declared.force import Force
from reviewkit.data.declared.toml import load_force
from reviewkit.data.half_hours import write_half_hours
from reviewkit.data.prepared import RECORD, Input, Prepared, read_record, write_record
from reviewkit.data.problems import DataError, Problem, Withheld
from reviewkit.data.reading import duck
from reviewkit.data.reading.callers import read_key
from reviewkit.data.reading.duck import value
from reviewkit.data.reading.faults import caution, from_system
from reviewkit.data.reading.read_files import Progress, Reading, read_all, understood
from reviewkit.data.reading.received import check_received, sha256
from reviewkit.data.reading.rejects import NAME as REJECTED
from reviewkit.data.reading.rejects import RejectBook
from reviewkit.data.reading.sources import input_names
from reviewkit.data.sent import read_sent
from reviewkit.data.tidy import intervals as tidy_intervals
from reviewkit.data.tidy import merge_calls
from reviewkit.data.tidy import published as tidy_published
from reviewkit.data.tidy import records as tidy_records

PRIVATE = 0o700


@dataclass(frozen=True, kw_only=True)
class _Places:
    """The folders of one force: tidy tables, those being made, and what may hold raw numbers while they are made."""

    tidy: Path
    new: Path
    private: Path
    work: Path


def prepare(slug: str, *, data: Path, progress: Progress | None = None, again: bool = False) -> Prepared:
    """Make a force's tidy tables in ``<data>/processed/<slug>``, or return them where nothing has changed.

    Nothing has changed when ``force.toml``, every file as received and the code of this room are the same.
    ``again`` makes them anew, and hashes every file again. Tables that were sent here without those files (see
    :mod:`reviewkit.data.sent`) are returned as they came.

    Raises
    ------
    DataError
        With every problem found, when one of them is an error. The tables made before stay as they were.
    """
    if sent := read_sent(slug, data=Path(data)):
        return sent
    prepared, problems = examine(slug, data=data, progress=progress, again=again)
    if prepared is None:
        raise DataError(problems)
    return prepared


def examine(
    slug: str, *, data: Path, progress: Progress | None = None, again: bool = False
) -> tuple[Prepared | None, list[Problem]]:
    """Do what :func:`prepare` does, but return the problems: with the tables, or with None where one is an error.

    Raises
    ------
    DataError
        When ``force.toml`` itself cannot be used, or the disk cannot be written.
    """
    force, warnings = load_force(force_folder(slug, Path(data)))
    places = _places(slug, Path(data))
    with _locked(places), _tidied(places):
        received, changed = check_received(force.folder, _names(force), memo=places.tidy, again=again)
        key = _key(force, [file.sha256 for file in received])
        done = None if again else read_record(force, places.tidy, key=key)
        if done is not None:
            return done, list(done.problems)
        inputs = tuple(
            Input(name=file.name, bytes=file.bytes, sha256=file.sha256, table=_table_of(force, file.name))
            for file in received
        )
        return _make(
            force,
            places,
            inputs,
            [*_nothing_named(force), *warnings, *changed],
            key=key,
            say=progress or (lambda _: None),
        )


def _make(
    force: Force, places: _Places, inputs: tuple[Input, ...], problems: list[Problem], *, key: str, say: Progress
) -> tuple[Prepared | None, list[Problem]]:
    with duck.connect(work=places.work) as con:
        reading = Reading(
            force=force,
            con=con,
            work=places.work,
            new=places.new,
            key=lambda: read_key(places.private),
            say=say,
            book=RejectBook(places.new / REJECTED),
        )
        try:
            read_all(reading)
            problems = problems + reading.problems + _merge(reading)
            say("Checking the figures")
            records = tidy_records.supplied(force.sources)
            findings = checks.run(force, con, intervals="interval_parts", published="published_rows", records=records)
            problems = accept(force, [*problems, *findings.problems])
            if any(problem.severity == "error" for problem in problems):
                shutil.copyfile(places.new / REJECTED, places.tidy / REJECTED)
                return None, problems
            say("Writing the tables")
            _write_tables(reading, findings.withheld)
        except duckdb.Error as error:
            raise understood(error, force.slug) from error
    prepared = Prepared(
        force=force,
        folder=places.tidy,
        inputs=inputs,
        rows=tuple(reading.rows),
        problems=tuple(problems),
        withheld=tuple(findings.withheld),
        bands=tidy_intervals.bands(force.sources),
    )
    write_record(prepared, places.new, key=key)
    _put_in_place(places)
    return prepared, problems


def _nothing_named(force: Force) -> list[Problem]:
    """Return a warning where force.toml names no file at all: nothing was read, so nothing can be wrong with it."""
    if force.sources:
        return []
    found, wanted = "no [[files]] entry", "an entry for each kind of file"
    action = "Describe the files as docs/force-toml.md says, or begin with: reviewkit new FORCE --from FILES."
    return [caution("no-files", FORCE_TOML, found, wanted, action)]


def _merge(reading: Reading) -> list[Problem]:
    problems = merge_calls.make_view(reading.con, reading.parts, unnumbered=reading.unnumbered)
    zones = [source.time_zone for source in reading.force.sources if source.table == "calls"]
    problems += merge_calls.repeated_hours(reading.con, zones[0]) if zones else []
    problems += tidy_intervals.repeated_hours(reading.con)
    tidy_intervals.settle(reading.con)
    for table in tidy_records.supplied(reading.force.sources):
        problems += tidy_records.settle(reading.con, table)
    return problems + tidy_intervals.revised(reading.con)


def _write_tables(reading: Reading, withheld: tuple[Withheld, ...]) -> None:
    con, new = reading.con, reading.new
    tables = {source.table for source in reading.force.sources}
    if reading.parts:
        _write_calls(reading, [item for item in withheld if item.table == "calls"])
        write_half_hours(con, new / "calls.parquet", reading.force, new / "half_hours.parquet")
    if "intervals" in tables:
        checks.withhold(con, [item for item in withheld if item.table == "intervals"], table="interval_parts")
        tidy_intervals.add_up(con, (*tidy_intervals.FIXED, *tidy_intervals.bands(reading.force.sources)))
        con.execute(f"COPY intervals TO {value(new / 'intervals.parquet')} (FORMAT parquet, COMPRESSION zstd)")
    if "published" in tables:
        tidy_published.settle(con)
        con.execute(f"COPY published TO {value(new / 'published.parquet')} (FORMAT parquet, COMPRESSION zstd)")
    for table in tidy_records.supplied(reading.force.sources):
        con.execute(f"COPY {table} TO {value(new / f'{table}.parquet')} (FORMAT parquet, COMPRESSION zstd)")


def _write_calls(reading: Reading, withheld: list[Withheld]) -> None:
    target = reading.new / "calls.parquet"
    if len(reading.parts) == 1 and not withheld:
        reading.parts[0].replace(target)
        return
    gone = " OR ".join(_where(item, "offered_at") for item in withheld if item.column is None) or "false"
    columns = ", ".join(_kept_column(column, withheld) for column in merge_calls.COLUMNS)
    reading.con.execute(
        f"COPY (SELECT {columns} FROM calls WHERE NOT ({gone})) TO {value(target)} (FORMAT parquet, COMPRESSION zstd)"
    )
    for part in reading.parts:
        part.unlink()


def _kept_column(column: str, withheld: list[Withheld]) -> str:
    hidden = " OR ".join(_where(item, "offered_at") for item in withheld if item.column == column)
    return f"CASE WHEN NOT ({hidden}) THEN {column} END AS {column}" if hidden else column


def _where(item: Withheld, stamp: str) -> str:
    day = f"CAST(timezone('Europe/London', {stamp}) AS DATE)"
    texts = ("file", "channel", "stage")
    same = [f"{text} = {value(getattr(item, text))}" for text in texts if getattr(item, text)]
    return " AND ".join([*same, f"{day} BETWEEN DATE '{item.start}' AND DATE '{item.end}'"])


def _put_in_place(places: _Places) -> None:
    """Move the new tables over the old; the record goes first and comes last, so a kill leaves no half-truth."""
    (places.tidy / RECORD).unlink(missing_ok=True)
    fresh = {path.name for path in places.new.iterdir()}
    for old in places.tidy.glob("*.parquet"):
        if old.name not in fresh:
            old.unlink()
    for path in sorted(places.new.iterdir(), key=lambda path: path.name == RECORD):
        path.replace(places.tidy / path.name)


def _places(slug: str, data: Path) -> _Places:
    tidy, private = data / "processed" / slug, data / "private" / slug
    return _Places(tidy=tidy, new=tidy / ".new", private=private, work=private / "work")


@contextmanager
def _locked(places: _Places) -> Iterator[None]:
    try:
        places.tidy.mkdir(parents=True, exist_ok=True)
        lock = FileLock(places.tidy.parent / f".{places.tidy.name}.lock")
        lock.acquire()
    except OSError as error:
        raise from_system(error, places.tidy.name) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _tidied(places: _Places) -> Iterator[None]:
    """Give empty folders to work in, and leave none behind; what a killed run left goes first."""
    folders = (places.new, places.work)
    try:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True, mode=PRIVATE)
        yield
    except OSError as error:
        raise from_system(error, places.tidy.name) from error
    finally:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


def _key(force: Force, hashes: list[str]) -> str:
    code = sorted(Path(__file__).parent.rglob("*.py"))
    whole = hashlib.sha256()
    for part in [sha256(force.folder / FORCE_TOML), *hashes, *map(sha256, code)]:
        whole.update(part.encode())
    return whole.hexdigest()


def _names(force: Force) -> set[str]:
    return {file for source in force.sources for file in input_names(source, force.folder)}


def _table_of(force: Force, file: str) -> str:
    tables = {source.table for source in force.sources if file in input_names(source, force.folder)}
    return " and ".join(sorted(tables))
