"""What became of each force of a build, as a table in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewkit.press.asked import Built

_HEADS = ("force", "pages", "left out", "failed", "warnings", "seconds", "memory")
_LONGEST = 160


def summary(built: Iterable[Built]) -> list[str]:
    """Return the lines of a table with a row for each force, then the reason of each failure.

    Seconds are those of its sections, added up, or that nothing has changed since its review was made; memory is the
    most that one of them needed.

    Examples
    --------
    >>> from reviewkit.press.asked import Failure
    >>> fault = Failure(section="demand", message="cell 3: no such column")
    >>> for line in summary([Built(slug="tiny", index=None, failures=(fault,), seconds=1.25, memory_mb=310.4)]):
    ...     print(line)
    force  pages  left out  failed  warnings  seconds  memory
    tiny   0      0         1       0         1.2      310 MB
    failed: tiny, demand: cell 3: no such column
    """
    forces = list(built)
    rows = [_HEADS, *(_row(one) for one in forces)]
    wide = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip() for row in rows]
    return [*lines, *(f"failed: {name}: {reason}" for one in forces for name, reason in reasons(one))]


def reasons(one: Built) -> Sequence[tuple[str, str]]:
    """Return what failed of a force, with the reason in a line; nothing when all is well."""
    if errors := sum(problem.severity == "error" for problem in one.problems):
        return [(one.slug, f"its files cannot be used: {errors} error{'s' * (errors != 1)}")]
    return [
        (f"{one.slug}, {failure.section}" if failure.section else one.slug, _line(failure.message))
        for failure in one.failures
    ]


def _row(one: Built) -> tuple[str, ...]:
    warnings = sum(problem.severity == "warning" for problem in one.problems)
    memory = "" if one.memory_mb is None else f"{one.memory_mb:.0f} MB"
    counts = (len(one.made), len(one.left_out), len(reasons(one)), warnings)
    return (one.slug, *map(str, counts), "unchanged" if one.unchanged else f"{one.seconds:.1f}", memory)


def _line(message: str) -> str:
    first = message.splitlines()[0] if message else "no reason is known"
    return first if len(first) <= _LONGEST else first[:_LONGEST].rstrip() + " ..."
