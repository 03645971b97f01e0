"""The folder a proposal is made in, aside, and its move into place: whole, or not at all."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reviewkit.data.declared.folders import FORCE_TOML
from reviewkit.data.prepare import PRIVATE
from reviewkit.data.problems import DataError
from reviewkit.data.reading.faults import fault, from_system
from reviewkit.data.reading.received import sha256


def checked(paths: list[Path], folder: Path) -> list[Path]:
    """Return the files; refuse those that are missing, share a name, or would replace another file."""
    problems = []
    times = Counter(path.name for path in paths)
    for path in paths:
        there = folder / path.name
        if not path.is_file():
            problems.append(
                fault("no-file", path.name, "no file of this name", "a file", "Correct the name after --from.")
            )
        elif times[path.name] > 1:
            action = "Rename copies of them so that each has its own name."
            problems.append(fault("already-there", path.name, "two files of this name", "one of each name", action))
        elif there.is_file() and not path.samefile(there) and sha256(path) != sha256(there):
            action = "Rename one of the two, or take the other out of the folder."
            found = "another file of this name in the force's folder"
            problems.append(fault("already-there", path.name, found, "a name of its own", action))
    if problems:
        raise DataError(problems)
    return paths


@contextmanager
def aside_of(data: Path, slug: str) -> Iterator[Path]:
    """Give a folder on the same disk to work in, where private things may stand; leave nothing of it behind.

    What a killed run left goes first.
    """
    aside = data / "private" / f".new-{slug}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True, mode=PRIVATE)
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        with suppress(OSError):  # they are not empty, or not ours to remove
            aside.parent.rmdir()
            data.rmdir()


def copy(path: Path, target: Path) -> None:
    """Copy a file unchanged, its time of change included."""
    try:
        shutil.copy2(path, target)
    except OSError as error:
        raise from_system(error, path.name) from error


def moved_into(new: Path, folder: Path) -> tuple[Path, ...]:
    """Move everything into the force's folder, ``force.toml`` last; on a failure take back what was moved."""
    before = folder.exists()
    names = sorted((path.name for path in new.iterdir()), key=lambda name: name == FORCE_TOML)
    moved: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            if not (folder / name).exists():
                (new / name).replace(folder / name)
                moved.append(folder / name)
    except OSError:
        for path in moved:
            path.unlink(missing_ok=True)
        if not before and folder.is_dir():
            folder.rmdir()
        raise
    return tuple(moved)
