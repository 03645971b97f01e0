"""Queue names as a telephone system writes them, many to one, made into channel and stage before a file is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import duckdb

from reviewkit.data.checks.personal import mask
from reviewkit.data.declared.force import Source
from reviewkit.data.declared.layout import compiled, is_pattern
from reviewkit.data.declared.schemas import LEAVE_OUT
from reviewkit.data.declared.wording import nearest
from reviewkit.data.problems import Problem
from reviewkit.data.reading import sql
from reviewkit.data.reading.cells import kept
from reviewkit.data.reading.faults import fault, refusal
from reviewkit.data.reading.staged import Staged, relation

MOST_NAMES = 1000
MOST_LISTED = 30
_MASKED = re.compile(r"\[(?:phone number|e-mail address|postcode|name)\]")


@dataclass(frozen=True, kw_only=True)
class Unmapped:
    """A queue of one file that force.toml does not speak of; ``calls`` is None where the file does not count them."""

    source: Source
    file: str
    line: int
    name: str
    rows: int
    calls: int | None


def meaning(name: str, queues: dict[str, str]) -> str:
    """Return ``channel/stage`` or ``leave_out`` for a queue; empty where nothing fits.

    A name written out goes before a pattern, and the first pattern that fits before the others.

    >>> meaning("enq crime", {"ENQ *": "101/secondary", "ENQ Crime": "101/primary"})
    '101/primary'
    >>> meaning("Canteen", {"ENQ *": "101/secondary"})
    ''
    """
    text = " ".join(name.split())
    for pattern in sorted(queues, key=is_pattern):
        if compiled(pattern).fullmatch(text):
            return queues[pattern]
    return ""


def settle(source: Source, table: Staged, con: duckdb.DuckDBPyConnection) -> tuple[Source, list[Unmapped]]:
    """Return the entry with every queue of one file as words for channel and stage, and the queues without meaning.

    Rows of queues without meaning are left out, so that other faults are found too. Intervals of several queues that
    become one are parts, which are added up.

    Raises
    ------
    DataError
        When the column has far too many different names to hold queues.
    """
    if not source.queues:
        return source, []
    heading = source.columns["channel"][0]
    names = _names(source, table, con)
    if len(names) > MOST_NAMES:
        raise refusal(
            "unmapped-queue",
            table.name,
            f"more than {MOST_NAMES:,} different names",
            "a column with the names of queues",
            "Correct queue below [files.columns]: this looks like another column.",
            column=heading,
        )
    meant = {name: meaning(name, source.queues) or LEAVE_OUT for name, *_ in names}
    unmapped = [
        Unmapped(source=source, file=table.name, line=line, name=name, rows=rows, calls=calls)
        for name, line, rows, calls in names
        if not meaning(name, source.queues)
    ]
    words = {
        "channel": {name: said.partition("/")[0].strip() for name, said in meant.items()},
        "stage": {name: said.partition("/")[2].strip() or LEAVE_OUT for name, said in meant.items()},
    }
    parts = (*source.parts, heading) if source.table == "intervals" and heading not in source.parts else source.parts
    return replace(source, words={**source.words, **words}, parts=parts), unmapped


def _names(source: Source, table: Staged, con: duckdb.DuckDBPyConnection) -> list[tuple[str, int, int, int | None]]:
    """Return each name with its first line, its rows and its calls."""
    queue = table.number_of(source.columns["channel"][0])
    counted = next((name for name in ("offered", "answered") if name in source.columns), "")
    only = {queue, *map(table.number_of, source.keep)}
    calls = "NULL"
    if source.table == "calls":
        calls = "count(*)"
    elif counted:
        column = table.number_of(source.columns[counted][0])
        only.add(column)
        calls = f"sum({sql.number(sql.text(column), decimal=source.decimal, thousands=source.thousands)})"
    return con.execute(
        f"SELECT {sql.text(queue)} AS name, min(line), count(*), CAST({calls} AS BIGINT) "
        f"FROM {relation(table, only=only)} WHERE {kept(source, table)} AND {sql.text(queue)} IS NOT NULL "
        f"GROUP BY name ORDER BY min(line) LIMIT {MOST_NAMES + 1}"
    ).fetchall()


def problems(unmapped: Iterable[Unmapped]) -> list[Problem]:
    """Return one error for each entry of force.toml: every queue without meaning, and the lines to add."""
    entries: dict[int, list[Unmapped]] = {}
    for one in unmapped:
        entries.setdefault(one.source.line, []).append(one)
    return [_told(found) for found in entries.values()]


def _told(found: list[Unmapped]) -> Problem:
    names: dict[str, list[Unmapped]] = {}
    for one in found:
        names.setdefault(_shown(one.name), []).append(one)
    groups = sorted(names.values(), key=lambda same: -sum(one.rows for one in same))
    first = found[0]
    more = f" and {len(groups) - MOST_LISTED} more" if len(groups) > MOST_LISTED else ""
    return fault(
        "unmapped-queue",
        first.file,
        f"{', '.join(map(_counted, groups[:MOST_LISTED]))}{more}",
        "queues that [files.queues] in force.toml gives a meaning",
        _action([same[0].name for same in groups[:MOST_LISTED]], first.source),
        line=first.line,
        column=first.source.columns["channel"][0],
        rows=sum(one.rows for one in found),
    )


def _counted(same: list[Unmapped]) -> str:
    rows, counts = sum(one.rows for one in same), [one.calls for one in same if one.calls is not None]
    size = f"{rows:,} row{'' if rows == 1 else 's'}"
    if same[0].source.table == "intervals" and counts:
        size += f", {sum(counts):,} call{'' if sum(counts) == 1 else 's'}"
    elif same[0].source.table == "calls":
        size = f"{rows:,} call{'' if rows == 1 else 's'}"
    return f'"{_shown(same[0].name)}" ({size})'


def _action(names: list[str], source: Source) -> str:
    """Return what to do: the lines to add, and the column to correct where it holds telephone numbers."""
    lines = [_line(name, source.queues) for name in names if _pattern(name)]
    told = []
    if len(lines) < len(names):
        told.append("Some of these look like telephone numbers: correct queue below [files.columns] if it is wrong.")
    if lines:
        told.append(f"Add below [files.queues] of the entry at line {source.line}: {'; '.join(lines)}.")
        told.append(f'Write what each is, channel and stage, or "{LEAVE_OUT}".')
    return " ".join(told)


def _line(name: str, queues: dict[str, str]) -> str:
    """Return the line to add, with the meaning of the nearest name that has one."""
    near = nearest(name, queues)
    meant = f'"{queues[near]}", if it is like "{near}"' if near else '"…/…"'
    return f'"{_pattern(name)}" = {meant}'


def _pattern(name: str) -> str:
    """Return what finds a queue, with * for what is masked in it; empty where nothing else is in it."""
    pattern = _MASKED.sub("*", _shown(name))
    return pattern if pattern.strip("* ") else ""


def _shown(name: str) -> str:
    """Return a queue's name for a message: it has to be written into force.toml, so only numbers are masked."""
    return mask(name, names=False)
