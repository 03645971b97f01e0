"""The one place that opens DuckDB, and the quoting every SQL text of this room uses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    config = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": str(THREADS),
        "memory_limit": MEMORY,
        "temp_directory": "" if work is None else str(work / "spill"),
    }
    con = duckdb.connect(":memory:", config=config)
    try:
        con.execute("SET TimeZone = 'UTC'")
        # In a notebook without ipywidgets the bar is off, and DuckDB refuses to be told anything about it.
        if con.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(True,)]:
            con.execute("SET enable_progress_bar = false")
        yield con
    finally:
        con.close()


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
