"""What can go wrong while a review is made, in words; and local paths, which never leave this computer."""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_FOLDERS = "home|Users|root|tmp|var|private|mnt|opt|usr|work|etc|srv|media|Volumes|builds|app|workspace"
_LOCAL_PATH = re.compile(
    rf"file:/{{1,3}}\S+|(?<![\w/.:-])/(?:{_FOLDERS})/[^\s\"'<>]+|(?<!\w)[A-Za-z]:[\\/](?!/)[^\s\"'<>]*|\\\\[\w.-]+\\[^\s\"'<>]+"
)

_DISK_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class RunError(Exception):
    """A notebook cannot be run as it stands; nothing was run.

    Parameters
    ----------
    name
        File name of the notebook.
    faults
        Every mismatch found, one sentence each.
    """

    def __init__(self, name: str, faults: Iterable[str]) -> None:
        self.name = name
        self.faults = tuple(faults)
        super().__init__(f"{name} cannot be run:\n" + "\n".join(f"  - {fault}" for fault in self.faults))


class SectionFailed(Exception):  # noqa: N818 - named as the report to the officer names it
    """A cell of a section's notebook stopped with an error.

    Parameters
    ----------
    cell
        Number of the cell in the notebook, the first being 1; 0 when no one cell is to blame.
    lines
        The cell's first lines.
    message
        What went wrong, short, without local paths.
    """

    def __init__(self, *, cell: int, lines: str, message: str) -> None:
        self.cell = cell
        self.lines = lines
        self.message = message
        super().__init__(self.words())

    def words(self) -> str:
        """Return the fault as a few lines of text."""
        if not self.cell:
            return self.message
        shown = "\n".join(f"    {line}" for line in self.lines.splitlines())
        return f"cell {self.cell}: {self.message}\n{shown}"


class ExportError(Exception):
    """An executed notebook holds something that must not be published.

    Parameters
    ----------
    faults
        Every refusal, one sentence each, naming the cell.
    """

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("not published:\n" + "\n".join(f"  - {fault}" for fault in self.faults))


class ClusterError(Exception):
    """The cluster cannot be used, or no longer; the message says why, and what to do."""


class UsageError(Exception):
    """The command was asked for something that is not there; the message says what is."""


def local_path(text: str) -> str:
    r"""Return the first path of this computer found in a text, or an empty string.

    Web addresses and dates are not local paths.

    Examples
    --------
    >>> local_path("Read from /home/officer/calls.csv today"), local_path("See https://example.org/home/page")
    ('/home/officer/calls.csv', '')
    >>> local_path(r"C:\Users\officer\calls.csv")
    'C:\\Users\\officer\\calls.csv'
    """
    found = _LOCAL_PATH.search(text)
    if found:
        return found.group().rstrip(".,;:)")
    return next((place for place in _places() if place in text), "")


def hide_paths(text: str) -> str:
    """Return a text with every local path cut down to its last part.

    Examples
    --------
    >>> hide_paths("No such file: '/home/officer/review/calls.csv'")
    "No such file: 'calls.csv'"
    """
    text = _LOCAL_PATH.sub(lambda found: re.split(r"[\\/]", found.group().rstrip("\\/"))[-1] or "a folder", text)
    for place in _places():
        text = text.replace(place, "a folder")
    return text


def plain(text: str) -> str:
    r"""Return a text without terminal escape codes and other control characters, fit to print.

    Examples
    --------
    >>> plain("Example\x1b[31mshire\x07")
    'Example[31mshire'
    """
    return "".join(char for char in text if char in "\n\t" or (char.isprintable() or char == "\xa0"))


def about_the_disk(fault: OSError) -> str:
    """Return what the disk refused, and what to do.

    Examples
    --------
    >>> about_the_disk(OSError(errno.ENOSPC, "No space left on device"))
    'the disk is full, or a limit on file sizes is reached; what was published before stands as it was'
    """
    place = f" ({fault.filename})" if fault.filename else ""
    if fault.errno in _DISK_FULL:
        return (
            f"the disk is full, or a limit on file sizes is reached{place}; what was published before stands as it was"
        )
    if fault.errno in _FORBIDDEN:
        return f"there is no permission to read or write{place}; ask for it, or close the program that has it open"
    return f"{fault.strerror or fault}{place}"


def _places() -> tuple[str, ...]:
    return _apart_from_root(str(Path.home()), os.getcwd(), sys.prefix, tempfile.gettempdir())  # noqa: PTH109 - quicker


@lru_cache(maxsize=8)
def _apart_from_root(*places: str) -> tuple[str, ...]:
    return tuple(str(Path(place)) for place in places if len(Path(place).parts) > 1)
