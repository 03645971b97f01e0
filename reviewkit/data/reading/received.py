"""The list of files as received: each with the SHA-256 it had when it first came in."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reviewkit.data.problems import Problem
from reviewkit.data.reading.faults import caution, from_system

LIST = "received.sha256"
MEMO = "hashes.json"
CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Received:
    """One file as it stands now: name from the force's folder with forward slashes, bytes, SHA-256."""

    name: str
    bytes: int
    sha256: str


def check_received(
    folder: Path, names: Iterable[str], *, memo: Path, again: bool = False
) -> tuple[tuple[Received, ...], list[Problem]]:
    """Hash the named files of a force's folder, and compare them with ``received.sha256``.

    New files are added to the list where the folder may be written. The list is in the format of ``sha256sum -c``,
    sorted by name. A file whose size and time of change are as remembered in ``memo`` is not hashed again, unless
    ``again``: a change that keeps both is not seen then.

    Returns
    -------
    The files in order of name, and a warning for each that changed or went away.

    Raises
    ------
    DataError
        When a file cannot be read.
    """
    now = hashed(folder, names, memo=memo, again=again)
    before = read_list(folder)
    problems = [_changed(file) for file in now if before.get(file.name, file.sha256) != file.sha256]
    problems += [_gone(name) for name in sorted(before) if not (folder / name).is_file()]
    whole = {file.name: file.sha256 for file in now} | before
    if whole != before:
        _write_list(folder, whole)
    return now, problems


def hashed(folder: Path, names: Iterable[str], *, memo: Path, again: bool = False) -> tuple[Received, ...]:
    """Return the named files of a force's folder with their hashes, in order of name; see :func:`check_received`.

    Raises
    ------
    DataError
        When a file cannot be read.
    """
    known = _read_memo(memo)
    files, fresh = [], {}
    for name in sorted(set(names)):
        try:
            status = (folder / name).stat()
            mark = [status.st_size, status.st_mtime_ns]
            remembered = known.get(name)
            same = not again and remembered is not None and remembered[:2] == mark
            digest = remembered[2] if same else sha256(folder / name)
        except OSError as error:
            raise from_system(error, name) from error
        fresh[name] = [*mark, digest]
        files.append(Received(name=name, bytes=status.st_size, sha256=digest))
    if known | fresh != known:  # what others asked for is remembered too
        memo.mkdir(parents=True, exist_ok=True)
        write_aside(memo / MEMO, json.dumps(known | fresh, indent=1, sort_keys=True) + "\n")
    return tuple(files)


def read_list(folder: Path) -> dict[str, str]:
    """Return the names in ``received.sha256`` with the hash each file had when it came in."""
    path = folder / LIST
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(maxsplit=1) for line in lines if line.strip())
    return {pair[1].lstrip("*"): pair[0].lower() for pair in pairs if len(pair) == 2}


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_aside(path: Path, text: str) -> None:
    """Write a text file so that a reader sees the old or the new one, never half of one."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _read_memo(memo: Path) -> dict[str, list]:
    try:
        return json.loads((memo / MEMO).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _write_list(folder: Path, whole: dict[str, str]) -> None:
    text = "".join(f"{whole[name]}  {name}\n" for name in sorted(whole))
    try:
        write_aside(folder / LIST, text)
    except PermissionError:
        return  # a read-only folder is a fair way to keep files as received


def _changed(file: Received) -> Problem:
    return caution(
        "file-changed",
        file.name,
        "the file is not the one first received (its SHA-256 differs)",
        f"the file as listed in {LIST}",
        f"Put the file as received back. If the force sent a correction, delete its line from {LIST}, "
        "and say so in quirks.",
    )


def _gone(name: str) -> Problem:
    return caution(
        "file-gone",
        name,
        "the file was received and is no longer in the folder",
        f"every file listed in {LIST}",
        f"Put it back, or delete its line from {LIST} if it should not be used.",
    )
