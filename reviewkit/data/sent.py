"""A force's tables on another computer: all that its pages are made from, without the files as received."""

from __future__ import annotations

from pathlib import Path

from reviewkit.data.declared.folders import FORCE_TOML, force_folder, published_folder
from reviewkit.data.declared.toml import load_force
from reviewkit.data.prepared import RECORD, Prepared, read_record

_MARK = "sent"  # stands beside tables that came without the files they were made from


def to_send(slug: str, *, data: Path) -> dict[str, bytes]:
    """Return what the pages of a prepared force are made from, each file by its place in the data folder.

    The files as received, and the key that turns callers' numbers into codes, are not among it.

    Raises
    ------
    OSError
        The force is not prepared, or a file cannot be read.
    """
    raw, tidy = force_folder(slug, data), _tidy(slug, data)
    places = {path: f"processed/{slug}/{path.name}" for path in [tidy / RECORD, *sorted(tidy.glob("*.parquet"))]}
    places |= {raw / FORCE_TOML: f"raw/{slug}/{FORCE_TOML}"}
    places |= {path: f"raw/published/{path.name}" for path in sorted(published_folder(data).glob("*.csv"))}
    return {place: path.read_bytes() for path, place in places.items()} | {f"processed/{slug}/{_MARK}": b""}


def read_sent(slug: str, *, data: Path) -> Prepared | None:
    """Return a force whose tables were sent here; None where the files they are made from should be here."""
    tidy = _tidy(slug, data)
    if not (tidy / _MARK).is_file():
        return None
    force, _ = load_force(force_folder(slug, data))
    return read_record(force, tidy, key=None)


def _tidy(slug: str, data: Path) -> Path:
    return data / "processed" / slug
