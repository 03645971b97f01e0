"""Builds a review in a process of its own, so that changed code is loaded and its faults end nothing else."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reviewkit.press.warm import system

_LOOK_S = 0.1
_PATIENCE_S = 20  # for a build that was told to stop
_PLACE = re.compile(r'^ +File "(?:.*[\\/])?(.+)", line (\d+)')


@dataclass(frozen=True)
class Rebuilt:
    """What became of a build: whether all went well, and the front page if one was published."""

    good: bool
    index: Path | None


def rebuild(slug: str, *, data: Path, outputs: Path, say: Callable[[str], None]) -> Rebuilt:
    """Run ``reviewkit build`` and say what it says; when this is interrupted, the build is ended first."""
    command = [sys.executable, "-P", "-m", "reviewkit", "build", slug, "--data", data, "--outputs", outputs]
    build = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"} | system.same_code(),
        start_new_session=True,  # Ctrl-C is heard by us alone, and passed on once; Windows knows no sessions
    )
    printed: list[str] = []
    listeners = [
        threading.Thread(target=_listen, args=(in_plain_words(build.stderr), say), daemon=True),
        threading.Thread(target=_listen, args=(build.stdout, printed.append), daemon=True),
    ]
    for listener in listeners:
        listener.start()
    try:
        while build.poll() is None:  # a wait without an end cannot be interrupted from the keyboard on Windows
            time.sleep(_LOOK_S)
    finally:
        _end(build)
        for listener in listeners:
            listener.join(_PATIENCE_S)
        build.stdout.close()
        build.stderr.close()
    index = Path(printed[-1].rstrip("\n")) if printed else None
    return Rebuilt(build.returncode == 0 and index is not None, index)


def in_plain_words(lines: Iterable[str]) -> Iterator[str]:
    """Pass on the lines of a program, with each report of a crash made into one sentence.

    Examples
    --------
    >>> crash = ["Traceback (most recent call last):", '  File "/x/tables.py", line 12, in <module>', "    a = b", ""]
    >>> list(in_plain_words(["tiny: reading the files", *crash, "NameError: name 'b' is not defined"]))
    ['tiny: reading the files', "the program cannot be run: NameError: name 'b' is not defined (tables.py, line 12)"]
    """
    crashed, place = False, ""
    for line in lines:
        text = line.rstrip("\n")
        if text.startswith("Traceback (most recent call last)"):
            crashed, place = True, ""
        elif not crashed:
            yield text
        elif found := _PLACE.match(text):
            place = f" ({found[1]}, line {found[2]})"
        elif text and not text.startswith(" "):
            crashed = False
            yield f"the program cannot be run: {text}{place}"


def _listen(lines: Iterable[str], take: Callable[[str], None]) -> None:
    for line in lines:
        take(line)


def _end(build: subprocess.Popen) -> None:
    """End a build that still runs; it ends its own processes, and leaves what was published before."""
    if build.poll() is not None:
        return
    if os.name == "posix":  # elsewhere Ctrl-C has reached it too
        build.send_signal(signal.SIGINT)
    try:
        build.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        build.kill()
        build.wait()
