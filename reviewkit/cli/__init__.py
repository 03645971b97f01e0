"""The ``reviewkit`` command: new, check, build, serve, example."""

from __future__ import annotations

import contextlib
import sys

from reviewkit.cli.parser import parser
from reviewkit.cli.terminal import GOOD, INTERRUPTED, WRONG, hush, say
from reviewkit.press.faults import about_the_disk

__all__ = ["main", "parser"]


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0 when all is well, 1 when data or a section is wrong, 2 when the command is.

    Parameters
    ----------
    argv
        The words after ``reviewkit``; those of the process when None.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # a console of the old kind cannot show every letter
            stream.reconfigure(errors="replace")
    try:
        arguments = parser().parse_args(argv)
    except SystemExit as leaving:  # --help, --version, a mistake: argparse has said it all
        return int(leaving.code or GOOD)
    try:
        return arguments.run(arguments)
    except KeyboardInterrupt:
        say("stopped; what was published before stands as it was")
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has gone: nobody is left to tell
        hush()
        return WRONG
    except OSError as fault:
        say(about_the_disk(fault))
        return WRONG
    except MemoryError:
        say("there is not enough memory for this; close other programs and try again")
        return WRONG
