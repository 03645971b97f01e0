"""What passes between the build and a worker: a task with all it needs, and what became of it."""

from __future__ import annotations

import hashlib
import pickle
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from reviewkit.press.warm.orders import Limits
from reviewkit.press.warm.task import Done

_TOKEN = "token"  # noqa: S105 - the name of a file
_HELD = ".held"
_BEGINS = ".cluster-"

Files = Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Shared:
    """A folder of the build, in its data folder, that workers may see or not.

    ``token`` is what stands in one of its files: a folder of the same name on another disk is not this one.
    """

    folder: str
    token: str

    def is_seen(self) -> bool:
        """Say whether this computer sees the folder, and may write there."""
        try:
            if (Path(self.folder) / _TOKEN).read_text(encoding="ascii") != self.token:
                return False
            with tempfile.TemporaryFile(dir=self.folder):
                return True
        except (OSError, ValueError):
            return False


@contextmanager
def shared_folder(data: Path) -> Iterator[Shared]:
    """Give a folder through which a build and its workers may pass files; nothing of it stays.

    A build that was killed leaves one behind, which the next one clears away.
    """
    processed = data / "processed"
    processed.mkdir(parents=True, exist_ok=True)
    for old in processed.glob(f"{_BEGINS}*"):
        with suppress(Timeout), FileLock(old / _HELD, timeout=0):
            shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_BEGINS, dir=processed))
    try:
        with FileLock(folder / _HELD):
            token = secrets.token_hex(16)
            (folder / _TOKEN).write_text(token, encoding="ascii")
            yield Shared(folder=str(folder), token=token)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, kw_only=True)
class Errand:
    """One task as it travels.

    Attributes
    ----------
    name
        Where progress is told of it, and which one it is.
    same
        What the worker must have in common with the build; see :mod:`reviewkit.press.cluster.same`.
    function, arguments, place, seed, limits
        As for :meth:`reviewkit.press.warm.pool.Pool.submit`; without what stands in files.
    notebook
        File name and content, for a task that runs one.
    data
        The data folder, by its path on the computer of the build.
    shared
        How the worker finds out whether it sees that folder; None where the data come with the errand.
    tables, files
        The name of the force's files, and the files; None where the worker should have them from an earlier errand.
    """

    name: tuple[str, int]
    same: dict[str, str]
    function: Callable[..., Any]
    arguments: dict[str, Any]
    place: str
    seed: str
    limits: Limits
    notebook: tuple[str, bytes] | None
    data: str
    shared: Shared | None
    tables: str = ""
    files: Files | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What became of an errand.

    Attributes
    ----------
    refused
        Why the worker must not do it; empty where it may.
    blind
        True where the worker does not see the shared folder.
    lacking
        True where it no longer has the force's files.
    done
        What became of the task.
    parts
        The files that the task left for later ones, or the name of a file in the shared folder that holds them.
    """

    refused: str = ""
    blind: bool = False
    lacking: bool = False
    done: Done | None = None
    parts: Files | str = field(default_factory=dict, repr=False)


def name_of_files(files: Files) -> str:
    """Return a name that the same files always have, and no others."""
    whole = hashlib.sha256()
    for name, content in sorted(files.items()):
        whole.update(f"{name}\0{len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()


def lay_out(files: Files, folder: Path) -> None:
    """Write files into a folder, each aside and then renamed: one that is there is whole."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f"{path.name}.part")
        aside.write_bytes(content)
        aside.replace(path)


def leave(parts: Files, shared: Shared) -> str:
    """Put parts into the shared folder, under a name that nobody else takes; return the name."""
    name = secrets.token_hex(16)
    aside = Path(shared.folder) / f"{name}.part"
    aside.write_bytes(pickle.dumps(dict(parts)))
    aside.rename(aside.with_suffix(""))
    return name


def fetch(parts: Files | str, shared: Shared) -> Files:
    """Return parts that came with the reply, or were left in the shared folder."""
    if not isinstance(parts, str):
        return parts
    path = Path(shared.folder) / parts
    found = pickle.loads(path.read_bytes())  # noqa: S301 - from our own worker
    path.unlink()
    return found
