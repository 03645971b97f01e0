"""``reviewkit new FORCE --from FILES``: files in, a folder with a proposed ``force.toml`` out, whole or not at all."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from reviewkit.data.declared.folders import FORCE_TOML, force_folder
from reviewkit.data.declared.new import new_force, refuse_to_overwrite
from reviewkit.data.prepare import examine
from reviewkit.data.prepared import Prepared
from reviewkit.data.problems import DataError, Problem
from reviewkit.data.propose.entry import Entry
from reviewkit.data.propose.grids import grids
from reviewkit.data.propose.kinds import Kinds, kinds_of
from reviewkit.data.propose.marks import Guess
from reviewkit.data.propose.place import aside_of, checked, copy, moved_into
from reviewkit.data.propose.preview import raw_rows, read_rows
from reviewkit.data.propose.render import entries_text
from reviewkit.data.reading import duck
from reviewkit.data.reading.read_files import Progress

# What is not about the mapping, so that the readers can be tried on it.
_TRIAL = """\
name = "{slug}"
nation = "england"
[governing_body]
kind = "trial"
name = "trial"
title = "trial"
[period]
start = {start}
end = {end}

"""
_ALL_TIME = (dt.date(1990, 1, 1), dt.date(2059, 12, 31))


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One entry as the officer is shown it: its files, its table, five rows; ``read`` where the readers made them."""

    files: tuple[str, ...]
    table: str
    rows: list[dict[str, str]]
    read: bool


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What was written, and how far it can be trusted.

    ``reads`` where the readers read every file by it; ``problems`` is what ``reviewkit check`` says; ``guesses`` counts
    the lines to look at, ``to_do`` those left open.
    """

    written: tuple[Path, ...]
    reads: bool
    guesses: int
    to_do: int
    problems: tuple[Problem, ...]
    shown: tuple[Shown, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do in ``[[files]]`` but to look at the guesses."""
        return self.reads and not self.to_do


def propose_force(
    slug: str, files: Iterable[Path], *, data: Path, today: dt.date | None = None, progress: Progress | None = None
) -> Proposal:
    """Copy files into a new force's folder and write the ``force.toml`` that seems to read them.

    Everything is made and tried in a folder aside and moved in place at the end, ``force.toml`` last.

    Parameters
    ----------
    slug
        The force's folder, as for :func:`reviewkit.data.declared.new.new_force`.
    files
        Files as received; those outside the folder are copied into it, unchanged.
    data
        The data folder that holds ``raw``.
    today
        As for :func:`reviewkit.data.declared.new.new_force`, where no file has a date.
    progress
        Is told what is being done.

    Raises
    ------
    DataError
        The name is not allowed, something is in the way, a file is missing or cannot be read: then nothing is written.
    OSError
        The disk is full or may not be written to; then nothing is left behind.
    """
    folder = force_folder(slug, Path(data))
    refuse_to_overwrite(slug, folder)
    paths = checked(list(dict.fromkeys(Path(file) for file in files)), folder)
    with aside_of(Path(data), slug) as aside:
        new = aside / "raw" / slug
        new.mkdir(parents=True)
        for path in paths:
            copy(path, new / path.name)
        kinds = _kinds([new / path.name for path in paths], aside)
        prepared, problems = _tried(slug, kinds, aside, progress)
        period = _period(prepared, kinds)
        (new / FORCE_TOML).unlink()
        text = entries_text(kinds.entries, kinds.without)
        new_force(slug, data=Path(data), today=today, into=new, entries=text, period=period)
        shown = _shown(kinds, prepared)
        written = moved_into(new, folder)
    marks = [line for line in text.splitlines() if not line.startswith("#   ")]
    to_do = sum("# to do:" in line or line.startswith("# To do:") for line in marks)
    return Proposal(
        written=written,
        reads=prepared is not None and all(_with_channel(entry) is entry for entry in kinds.entries),
        guesses=sum("# guess:" in line for line in marks),
        to_do=to_do,
        problems=tuple(problems),
        shown=shown,
    )


def _kinds(paths: list[Path], aside: Path) -> Kinds:
    """Return the kinds of files; every file that cannot be read is reported at once."""
    found, problems = [], []
    for number, path in enumerate(paths):
        work = aside / f"unpacked-{number}"
        work.mkdir()
        try:
            found += grids(path, work)
        except DataError as error:
            problems += error.problems
        finally:
            shutil.rmtree(work, ignore_errors=True)
    if problems:
        raise DataError(problems)
    return kinds_of(found)


def _tried(slug: str, kinds: Kinds, aside: Path, progress: Progress | None) -> tuple[Prepared | None, list[Problem]]:
    """Read the files by the proposal, with a stand-in channel where none was found, and return what check says."""
    entries = [entry for entry in kinds.entries if entry.table.value]
    trial = [_with_channel(entry) for entry in entries]
    start, end = _days(kinds) or _ALL_TIME
    text = _TRIAL.format(slug=slug, start=start, end=end) + entries_text(trial, ())
    (aside / "raw" / slug / FORCE_TOML).write_text(text, encoding="utf-8", newline="\n")
    try:
        return examine(slug, data=aside, progress=progress) if entries else (None, [])
    except DataError as error:
        return None, list(error.problems)


def _with_channel(entry: Entry) -> Entry:
    if {"channel", "queue"} & {*entry.columns, *entry.constants} or entry.table.value not in {"calls", "intervals"}:
        return entry
    return replace(entry, constants={"channel": Guess(value="(to do)", why=""), **entry.constants})


def _days(kinds: Kinds) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day seen in the samples of the files."""
    days = [read.date() for entry in kinds.entries for read in entry.moments if read]
    return (min(days), max(days)) if days else None


def _period(prepared: Prepared | None, kinds: Kinds) -> tuple[str, str] | None:
    """Return the first and last day of the files, with their marks; None where no day could be read."""
    days = _read_days(prepared, kinds) or _days(kinds)
    if days is None:
        return None
    return tuple(
        f"{day}".ljust(20) + f"# guess: the {which} day in the files; please check"
        for day, which in zip(days, ("first", "last"), strict=True)
    )


def _read_days(prepared: Prepared | None, kinds: Kinds) -> tuple[dt.date, dt.date] | None:
    columns = {"calls": "offered_at", "intervals": "start"}
    found = []
    with duck.connect() as con:
        for table in {str(entry.table.value) for entry in kinds.entries} & set(columns) if prepared else ():
            day = f"CAST(timezone('Europe/London', {columns[table]}) AS DATE)"
            path = duck.value(prepared.table(table))
            found += con.execute(f"SELECT min({day}), max({day}) FROM read_parquet({path})").fetchone()
    days = [day for day in found if day]
    return (min(days), max(days)) if days else None


def _shown(kinds: Kinds, prepared: Prepared | None) -> tuple[Shown, ...]:
    """Return what is shown of each entry; two entries that read one file into one table are shown once."""
    made: dict[tuple, Shown] = {}
    for entry in kinds.entries:
        table = str(entry.table.value)
        rows = read_rows(prepared, table, entry.names) if prepared and table else []
        one = Shown(
            files=entry.names if table else entry.places, table=table, rows=rows or raw_rows(entry), read=bool(rows)
        )
        made.setdefault((entry.names, table) if rows else (entry.names, table, len(made)), one)
    return tuple(made.values())
