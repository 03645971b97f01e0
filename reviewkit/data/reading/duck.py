"""The one place that opens DuckDB, and the quoting every SQL text of this room uses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

THREADS = 2
MEMORY = "800MiB"


@contextmanager
def connect(*, work: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an embedded database that never reaches the network and never outgrows a small machine.

    Parameters
    ----------
    work
        Folder for what does not fit in memory; without it, DuckDB keeps to memory.

    Examples
    --------
    >>> with connect() as con:
    ...     con.execute("select current_setting('TimeZone')").fetchone()
    ('UTC',)
    """
    con = duckdb.connect(":memory:", config=_config(work))
    try:
        _set_up(con)
        yield con
    finally:
        con.close()


@contextmanager
def asking() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection for small questions; the database behind it, which keeps nothing, is opened once a process.

    Opening one takes longer than a question about a force's waits.
    """
    con = _open_database().cursor()
    try:
        _set_up(con)
        yield con
    finally:
        con.close()


@cache
def _open_database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config=_config(None))


def _set_up(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("SET TimeZone = 'UTC'")
    # In a notebook without ipywidgets the bar is off, and DuckDB refuses to be told anything about it.
    if con.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(True,)]:
        con.execute("SET enable_progress_bar = false")


def _config(work: Path | None) -> dict[str, str]:
    return {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": str(THREADS),
        "memory_limit": MEMORY,
        "temp_directory": "" if work is None else str(work / "spill"),
    }


def name(text: str) -> str:
    """Return ``text`` as an SQL name.

    >>> name("Call ID")
    '"Call ID"'
    """
    return '"' + text.replace('"', '""') + '"'


def value(text: str | Path) -> str:
    """Return ``text`` as an SQL string; a path with forward slashes, which DuckDB reads on every system.

    >>> value("O'Neill")
    "'O''Neill'"
    """
    text = text.as_posix() if isinstance(text, Path) else text
    return "'" + text.replace("'", "''") + "'"


def values(texts: list[str] | tuple[str, ...]) -> str:
    """Return texts as the inside of an SQL list.

    >>> values(["PS", "NW"])
    "'PS', 'NW'"
    """
    return ", ".join(value(text) for text in texts)
