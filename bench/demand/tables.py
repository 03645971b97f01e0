"""Plain tables for the terminal, and words for a goal."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def say(text: str) -> None:
    """Tell how far we are, apart from the tables."""
    print(f"  {text}", file=sys.stderr, flush=True)


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under their heads: words to the left, figures to the right."""
    cells = [[shown(cell) for cell in row] for row in rows]
    widths = [max(len(line[at]) for line in [list(heads), *cells]) for at in range(len(heads))]
    print(f"\n{title}")
    for line in [list(heads), *cells]:
        first = line[0].ljust(widths[0])
        print("  ".join([first, *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]))


def shown(cell: object) -> str:
    """A figure in three digits or so, a word as it is, nothing where there is nothing.

    Examples
    --------
    >>> [shown(cell) for cell in (0.68964, 84.52, 1506.4, 12, None, "goal")]
    ['0.690', '84.5', '1,506', '12', '', 'goal']
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:,.{0 if abs(cell) >= 1000 else 1 if abs(cell) >= 10 else 3}f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def reached(holds: bool | None) -> str | None:  # noqa: FBT001 - a word for a truth
    """Name whether a goal is reached; nothing where it could not be measured."""
    return None if holds is None else "reached" if holds else "NOT REACHED"
