"""Faults of whole files, in words an officer can act on."""

from __future__ import annotations

import errno
from pathlib import Path

from reviewkit.data.declared.wording import safe
from reviewkit.data.problems import DataError, Problem


def fault(code: str, file: str, found: str, expected: str, action: str, **place: object) -> Problem:
    """Return an error about a file; ``place`` may give line, column and rows."""
    return Problem(severity="error", code=code, file=file, found=found, expected=expected, action=action, **place)


def caution(code: str, file: str, found: str, expected: str, action: str, **place: object) -> Problem:
    """Return a warning about a file; ``place`` may give line, column and rows."""
    return Problem(severity="warning", code=code, file=file, found=found, expected=expected, action=action, **place)


def refusal(code: str, file: str, found: str, expected: str, action: str, **place: object) -> DataError:
    """Return the exception for one fault that makes a file useless."""
    return DataError([fault(code, file, found, expected, action, **place)])


def from_system(error: OSError, file: str) -> DataError:
    """Return what the operating system refused, said plainly.

    >>> print(from_system(PermissionError(13, "Permission denied"), "calls.csv").problems[0].code)
    no-permission
    """
    if isinstance(error, PermissionError):
        return refusal(
            "no-permission",
            file,
            "this computer does not let you read or write it",
            "a file and a folder you may use",
            "Ask the owner for permission, close the file in other programs, or copy it again.",
        )
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} or is_full(str(error)):
        return disk_full(file)
    if isinstance(error, FileNotFoundError):
        return refusal("no-file", file, "no such file", "the file", "Put the file in the force's folder again.")
    return refusal(
        "unreadable", file, safe(error.strerror or error), "a file that can be read", "Copy the file again and retry."
    )


def is_full(said: str) -> bool:
    """Tell whether a system's or DuckDB's words mean that a disk takes no more, or no file so large.

    >>> is_full("Could not write file: No space left on device")
    True
    """
    return "No space" in said or "File too large" in said


def disk_full(file: str) -> DataError:
    """Return the fault of a disk without room; nothing half-written is kept."""
    return refusal(
        "disk-full",
        file,
        "the disk is full, or takes no file so large",
        "room for about twice the size of the files",
        "Free some space and run again; nothing was lost, and unfinished files were removed.",
    )


def shown(path: Path, folder: Path) -> str:
    """Return a path as problems show it: from the force's folder, with forward slashes."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
