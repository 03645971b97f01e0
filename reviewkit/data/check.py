"""Everything wrong with a force's files, at once."""

from __future__ import annotations

from pathlib import Path

from reviewkit.data.declared.folders import FORCE_TOML
from reviewkit.data.prepare import examine
from reviewkit.data.problems import DataError, Problem


def check(slug: str, *, data: Path) -> list[Problem]:
    """Return every problem of a force, errors and warnings, in the order to read them.

    First what concerns ``force.toml``, then file by file and line by line. The tidy tables are made on the way,
    so that a build that follows is quick. Bad data raises nothing.

    Parameters
    ----------
    slug
        Name of the force's folder in ``data/raw``.
    data
        Folder that holds ``raw`` and ``processed``.
    """
    try:
        _, problems = examine(slug, data=Path(data))
    except DataError as error:
        problems = list(error.problems)
    return sorted(problems, key=_reading_order)


def _reading_order(problem: Problem) -> tuple[bool, str, int, str, str]:
    return (problem.file != FORCE_TOML, problem.file, problem.line or 0, problem.severity, problem.code)
