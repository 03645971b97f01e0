"""Notices that a notebook, a force's data or the program has changed, by looking again and again.

Looking at some hundred files takes milliseconds and works on every system and on network drives, where the system
itself does not tell of changes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import reviewkit
from reviewkit.data.declared.folders import force_folder, published_folder
from reviewkit.data.reading.received import LIST
from reviewkit.press.record import CHECKOUT, NOTEBOOKS

LOOK_S = 0.5
REST_S = 0.3  # a file is being written while it is not the same twice, so long apart

Seen = dict[Path, tuple[int, int]]  # size, mtime_ns

# Written by a reading of the data itself, by Python, by an editor or an office program beside the file it has open.
_BY_THE_WAY = {LIST, "__pycache__"}
_BEGINNINGS, _ENDINGS = (".", "~$"), ("~", ".pyc", ".tmp")


def look(slug: str, data: Path) -> Seen:
    """Return size and time of change of everything that a force's review is made of.

    Files of the force and published figures, notebooks, the code of reviewkit with its templates, the lock file.
    """
    package = Path(reviewkit.__file__).resolve().parent
    places = [force_folder(slug, data), published_folder(data), package, NOTEBOOKS, CHECKOUT / "requirements.lock"]
    return {path: sized for place in places for path, sized in _below(place)}


def next_change(look_again: Callable[[], Seen], before: Seen) -> Seen:
    """Wait until something has changed and then rests; return what is seen then."""
    while (now := look_again()) == before:
        time.sleep(LOOK_S)
    while True:
        time.sleep(REST_S)
        later = look_again()
        if later == now:
            return now
        now = later


def differences(before: Seen, now: Seen) -> list[str]:
    """Return the names of the files that came, went or changed.

    Examples
    --------
    >>> differences({Path("a.csv"): (9, 1), Path("b.csv"): (9, 1)}, {Path("a.csv"): (9, 2), Path("c.csv"): (9, 1)})
    ['a.csv', 'b.csv', 'c.csv']
    """
    return sorted(path.name for path in before.keys() | now.keys() if before.get(path) != now.get(path))


def _below(place: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    with suppress(OSError):  # it went away while we looked: the next look shows that
        if place.is_file():
            found = place.stat()
            yield place, (found.st_size, found.st_mtime_ns)
            return
        for entry in os.scandir(place):
            if not _by_the_way(entry.name):
                yield from _below(place / entry.name)


def _by_the_way(name: str) -> bool:
    return name in _BY_THE_WAY or name.startswith(_BEGINNINGS) or name.endswith(_ENDINGS)
