"""What a prepared force is: its tidy tables on disk, and the record of how they came about."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from reviewkit.data.declared.force import Force
from reviewkit.data.problems import Problem, Withheld, with_days

RECORD = "prepared.json"


@dataclass(frozen=True, kw_only=True)
class Input:
    """One file as received that went into a table."""

    name: str
    bytes: int
    sha256: str
    table: str


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What became of the rows of one file (or member, or sheet)."""

    file: str
    table: str
    read: int
    kept: int
    left_out: int
    not_this_force: int
    rejected: int


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A force's tidy tables in ``folder``, and everything the pages say about how they were made.

    ``problems`` are warnings; a force with errors is never prepared.
    """

    force: Force
    folder: Path
    inputs: tuple[Input, ...]
    rows: tuple[Rows, ...]
    problems: tuple[Problem, ...]
    withheld: tuple[Withheld, ...]
    bands: tuple[str, ...]

    def table(self, name: str) -> Path:
        """Return the path of a tidy table (calls, intervals, published, records); it exists where the force has one."""
        return self.folder / f"{name}.parquet"


def write_record(prepared: Prepared, folder: Path, *, key: str) -> None:
    """Write ``prepared.json`` into a folder."""
    parts = {
        name: [asdict(item) for item in getattr(prepared, name)] for name in ("inputs", "rows", "problems", "withheld")
    }
    record = {"key": key, **parts, "bands": prepared.bands}
    text = json.dumps(record, indent=1, default=_iso, ensure_ascii=False)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8", newline="\n")


def read_record(force: Force, folder: Path, *, key: str | None) -> Prepared | None:
    """Return what stands in a folder, or None when it was made from something else or is not whole.

    ``key`` says what it should have been made from; None where that is not asked.
    """
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        if key not in {None, record["key"]}:
            return None
        return Prepared(
            force=force,
            folder=folder,
            inputs=tuple(Input(**item) for item in record["inputs"]),
            rows=tuple(Rows(**item) for item in record["rows"]),
            problems=tuple(Problem(**with_days(item)) for item in record["problems"]),
            withheld=tuple(Withheld(**with_days(item)) for item in record["withheld"]),
            bands=tuple(record["bands"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _iso(item: object) -> str:
    return item.isoformat() if isinstance(item, date) else str(item)
