"""Invented forces written to disk, byte for byte the same for a seed."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from reviewkit.data.example.declare import declare
from reviewkit.data.example.exports import call_lines, interval_lines
from reviewkit.data.example.invent import CALL_DAYS, EXAMPLESHIRE, LAST_DAY, Invented, invented
from reviewkit.data.example.make import make
from reviewkit.data.example.records import records

EXAMPLESHIRE_YEARS = 2


def write_example(
    folder: Path, *, forces: int, years: int, seed: int, progress: Callable[[str], None] | None = None
) -> list[Path]:
    """Write invented forces to ``folder/raw/<force>/`` and return their folders.

    Each has a ``force.toml``, half-hourly counts for all years to 31 March 2025 (one file a year) and every call of
    the last 28 days. Calls and counts come from one simulation, so they agree exactly. Beside them stand a year's
    records of contact back, service standards, intelligence, barriers, posts and hours. A force's files depend on the
    seed, its number and the years, not on how many forces are made.

    Parameters
    ----------
    folder
        A data folder, as given to ``--data``; made where it is missing.
    forces, years
        How many, at least 1 each; years at most 20.
    seed
        A whole number from 0 up; the same seed gives the same bytes.
    progress
        Called with each force's name before it is made.

    Raises
    ------
    ValueError
        For numbers out of range.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     [path.name for path in write_example(Path(folder), forces=1, years=1, seed=1)]
    ['sampleshire']
    """
    for name, value, least, most in (("forces", forces, 1, 10_000), ("years", years, 1, 20), ("seed", seed, 0, 2**63)):
        if not least <= value <= most:
            raise ValueError(f"{name} is {value}; it must be from {least:,} to {most:,}")
    written = []
    for number in range(forces):
        force = invented(number, seed=seed)
        if progress:
            progress(force.name)
        written.append(_write(folder / "raw" / force.slug, force, years=years))
    return written


def write_exampleshire(folder: Path) -> Path:
    """Write Exampleshire, the invented force that comes with reviewkit, to ``folder/raw/exampleshire/``."""
    return _write(folder / "raw" / EXAMPLESHIRE.slug, EXAMPLESHIRE, years=EXAMPLESHIRE_YEARS)


def _write(folder: Path, force: Invented, *, years: int) -> Path:
    """Write one force's folder; files of an earlier run with other years go, so that none is read by mistake."""
    folder.mkdir(parents=True, exist_ok=True)
    for stale in (*folder.glob("intervals_*.csv.gz"), *folder.glob("calls_*.csv.gz")):
        stale.unlink()
    made = make(force, years=years)
    files = {}
    for year in range(LAST_DAY.year - years, LAST_DAY.year):
        lines = interval_lines(made, force.style, date(year, 4, 1), date(year + 1, 3, 31))
        files[f"intervals_{year}-{(year + 1) % 100:02d}.csv.gz"] = _packed(lines)
    first = LAST_DAY - timedelta(days=CALL_DAYS - 1)
    name = f"calls_{first.isoformat()}_{LAST_DAY.isoformat()}.csv.gz"
    files[name] = _packed(call_lines(force, made, first))
    files |= records(force)
    files["force.toml"] = declare(force).encode()
    files["received.sha256"] = _received(files)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def _packed(lines: Iterable[str]) -> bytes:
    """Lines as a gzip file that holds neither a name nor a time."""
    text = "".join(f"{line}\n" for line in lines).encode()
    buffer = BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=6, mtime=0) as packed:
        packed.write(text)
    return buffer.getvalue()


def _received(files: dict[str, bytes]) -> bytes:
    """What ``sha256sum`` prints for the data files, in order of name."""
    data = sorted(name for name in files if name != "force.toml")
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in data).encode()
