"""A new site takes the place of the old one at one stroke; a killed build leaves the last good one."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS: the same number


@contextmanager
def one_at_a_time(
    folder: Path, *, progress: Callable[[str], None], stopped: Callable[[], bool] = lambda: False
) -> Iterator[None]:
    """Hold the one right to build into a folder; a second build says that it waits, and waits until it is stopped.

    The system itself frees the lock of a killed build.

    Raises
    ------
    OSError
        The folder cannot be made or written.
    Timeout
        It was stopped.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        progress("another build of this force is running: waiting until it is done")
        lock.acquire(cancel_check=stopped)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def replacing(final: Path) -> Iterator[Path]:
    """Give an empty folder to write a site into; when the block ends well, it stands at ``final``.

    When the block raises, ``final`` stays as it was. To be used within :func:`one_at_a_time`.

    Parameters
    ----------
    final
        Where the site shall stand. Beside it, hidden, stands the new one while it is written.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    heal(final)
    new = _beside(final, "new")
    new.mkdir()
    try:
        yield new
        _swap(new, final)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def heal(final: Path) -> None:
    """Clear away what a killed build left, and finish or undo a swap that it did not finish."""
    old = _beside(final, "old")
    if old.exists() and not final.exists():
        old.rename(final)
    for leftover in _leftovers(final):
        if leftover.exists():
            shutil.rmtree(leftover)


def is_at_rest(final: Path) -> bool:
    """Say whether no build is writing a site, and none that was killed has left anything beside it."""
    return not any(leftover.exists() for leftover in _leftovers(final))


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at one stroke; say whether this system could."""
    names = os.fsencode(one), os.fsencode(other)
    try:
        system = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            done = system.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE)
        elif sys.platform == "darwin":
            done = system.renamex_np(*names, _EXCHANGE)
        else:
            return False
    except (OSError, AttributeError, TypeError):
        return False  # a C library without the call, or Windows
    return done == 0


def _swap(new: Path, final: Path) -> None:
    if not final.exists():
        new.rename(final)
    elif not exchange(new, final):
        old = _beside(final, "old")
        final.rename(old)
        new.rename(final)
        shutil.rmtree(old, ignore_errors=True)


def _leftovers(final: Path) -> tuple[Path, Path]:
    return _beside(final, "old"), _beside(final, "new")


def _beside(final: Path, ending: str) -> Path:
    return final.with_name(f".{final.name}.{ending}")
