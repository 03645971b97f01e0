"""What the commands say, and how it reaches the terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewkit.data.problems import Problem
    from reviewkit.press.build import Built

GOOD, WRONG, USAGE, INTERRUPTED = 0, 1, 2, 130


def report_built(built: Sequence[Built]) -> None:
    """Say what became of each force, and print where the front pages are."""
    for one in built:
        errors = sum(problem.severity == "error" for problem in one.problems)
        if errors:
            tell(one.problems, sys.stderr)
        for failure in one.failures:
            part = f"the section {failure.section}" if failure.section else "the build"
            say(f"{one.slug}: {part} failed. {failure.message}")
        if one.index is None:
            say(f"{one.slug}: nothing was published; a review made before stands as it was")
        elif one.problems:
            say(f"{one.slug}: {counted(errors, len(one.problems))} To see them: reviewkit check {one.slug}")
    if len(built) > 1:
        from reviewkit.press.summary import summary as table

        say("\n".join(["", *table(built), ""]))
    for one in built:  # last, and on their own, so that a script can read them
        if one.index is not None:
            show(str(one.index))


def tell(problems: Iterable[Problem], stream: object) -> int:
    """Print problems; return the exit code that goes with them."""
    for problem in problems:
        show(f"{problem}\n", stream)
    return WRONG


def counted(errors: int, warnings: int) -> str:
    """Say in a sentence how many problems there are, and what follows."""
    if not errors and not warnings:
        return "no problems found."
    counts = [
        f"{count} {word}{'s' * (count != 1)}" for count, word in ((errors, "error"), (warnings, "warning")) if count
    ]
    end = (
        "A review cannot be built until the errors are dealt with." if errors else "Warnings are printed on the pages."
    )
    return f"{' and '.join(counts)}. {end}"


def show(text: str, stream: object = None) -> None:
    """Print a text as data may have made it: no escape code reaches the terminal."""
    shown = "".join(char for char in text if char in "\n\t" or char.isprintable())
    print(shown, file=stream or sys.stdout, flush=True)


def hush() -> None:
    """Point standard output at nothing, or Python complains as it ends that it cannot write what is left."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """Print a text beside the output, where it disturbs no script."""
    show(text, sys.stderr)
