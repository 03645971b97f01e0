"""How much of each of the twelve layouts is proposed right; ``python -m tests.data.propose.shares`` prints it."""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from reviewkit.data.propose.entry import Entry
from reviewkit.data.propose.grids import grids
from reviewkit.data.propose.kinds import kinds_of
from reviewkit.data.propose.marks import Guess
from tests.data.reading.layouts.drawing import Drawing
from tests.data.reading.layouts.twelve import LAYOUTS

ALSO_RIGHT = {
    # Each VDN's number stands in the sheet's name, number and name in the line above its table: the same queue.
    ("avaya_vdn_daily", "queue"): ("section",),
    # Columns that the declarations leave unmapped, and that mean what is proposed.
    ("mitel_queue_performance", "abandoned_wait_mean_s"): ("Average time to abandon",),
}


@dataclass(frozen=True, kw_only=True)
class Share:
    """One layout: columns its declaration maps, those proposed right, and those proposed wrong, marked or not."""

    layout: str
    columns: int
    right: int
    wrong_marked: tuple[str, ...]
    wrong_unmarked: tuple[str, ...]
    not_proposed: tuple[str, ...]


def proposed(writer: Callable[..., Drawing], folder: Path) -> tuple[Drawing, Entry]:
    """Return a layout as drawn, and the entry proposed for its files."""
    drawing = writer(folder)
    (entry,) = kinds_of(grid for name in drawing.files for grid in grids(folder / name, folder)).entries
    return drawing, entry


def share(layout: str, folder: Path) -> Share:
    """Compare the columns proposed with those of the right declaration."""
    drawing, entry = proposed(LAYOUTS[layout], folder)
    (declared,) = tomllib.loads(drawing.entry)["files"]
    expected = {
        ours: (theirs,) if isinstance(theirs, str) else tuple(theirs) for ours, theirs in declared["columns"].items()
    }
    also = {ours: theirs for (name, ours), theirs in ALSO_RIGHT.items() if name == layout}

    def is_right(ours: str, guess: Guess) -> bool:
        return guess.value in {expected.get(ours), also.get(ours)}

    wrong = {ours: guess for ours, guess in entry.columns.items() if not is_right(ours, guess)}
    return Share(
        layout=layout,
        columns=len(expected),
        right=sum(is_right(ours, entry.columns[ours]) for ours in expected if ours in entry.columns),
        wrong_marked=tuple(ours for ours, guess in wrong.items() if not guess.sure),
        wrong_unmarked=tuple(ours for ours, guess in wrong.items() if guess.sure),
        not_proposed=tuple(ours for ours in expected if ours not in entry.columns),
    )


def meaning(name: str, patterns: dict[str, str]) -> str:
    """Return what the right declaration makes of a queue's name."""
    return next((ours for pattern, ours in patterns.items() if fnmatch(name, pattern)), "")


def all_shares() -> list[Share]:
    with tempfile.TemporaryDirectory() as folder:
        for layout in LAYOUTS:
            (Path(folder) / layout).mkdir()
        return [share(layout, Path(folder) / layout) for layout in LAYOUTS]


def table(shares: list[Share]) -> str:
    """Return the table, a line for each layout and one for all."""
    lines = [f"{'layout':34}{'columns':>8}{'right':>7}{'share':>8}  wrong, marked / wrong, not marked / left open"]
    for one in shares:
        rest = " / ".join(", ".join(names) or "-" for names in (one.wrong_marked, one.wrong_unmarked, one.not_proposed))
        lines.append(f"{one.layout:34}{one.columns:8}{one.right:7}{one.right / one.columns:8.0%}  {rest}")
    columns, right = sum(one.columns for one in shares), sum(one.right for one in shares)
    return "\n".join([*lines, f"{'all':34}{columns:8}{right:7}{right / columns:8.1%}"])


if __name__ == "__main__":
    sys.stdout.write(f"{table(all_shares())}\n")
