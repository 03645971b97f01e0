"""The three steps of a review, each done by a process that has everything imported: prepare, one page, the site.

What a step leaves for a later one stands in a folder that they share; to the build it says only what the build reports.
The heavy libraries are imported within, so that the build itself need not wait for them.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from reviewkit.data.problems import DataError, Problem
from reviewkit.press.faults import ExportError, RunError, SectionFailed
from reviewkit.press.notebook import name_of
from reviewkit.press.record import Missing, SectionLink, git_commit
from reviewkit.press.warm.orders import hand_over, take_over

Say = Callable[[str], None]
_PREPARED = "prepared"


@dataclass(frozen=True)
class Readied:
    """What became of a force's files: every problem found, and whether tidy tables could be made of them."""

    usable: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a section: ``made``, ``left_out`` or ``failed``, and why."""

    ending: str
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What the build record says beside what the pages themselves tell; see :func:`site`.

    ``ran`` names the sections whose notebooks were run; ``keys`` is how a later build knows what need not be.
    """

    failures: tuple[Any, ...]
    left_out: tuple[Missing, ...]
    seconds: dict[str, float]
    memory_mb: dict[str, float | None]
    ran: tuple[str, ...]
    keys: dict[str, Any]


def ready(slug: str, *, data: Path, shared: Path, say: Say, again: bool = False) -> Readied:
    """Read, check and tidy a force's files; where nothing has changed only if asked to do so ``again``.

    Raises
    ------
    OSError
        Something could not be written.
    """
    from reviewkit.data.prepare import prepare

    try:
        prepared = prepare(slug, data=data, progress=say, again=again)
    except DataError as fault:
        return Readied(False, tuple(fault.problems))  # noqa: FBT003 - a frozen record
    hand_over(shared, _PREPARED, prepared)
    return Readied(True, tuple(prepared.problems))  # noqa: FBT003


def page(*, path: Path, parameters: dict[str, str], shared: Path, say: Say) -> Outcome:
    """Run a section's notebook and read the page that it makes.

    Where the data is, the notebook learns from the environment.
    """
    from reviewkit.press.reading import read
    from reviewkit.press.runner import run
    from reviewkit.sections import NotPossible

    section = name_of(path)
    try:
        notebook = run(path, parameters, progress=say)
        hand_over(shared, section, (read(notebook, section=section), notebook))
    except NotPossible as answer:
        say(f"left out. {answer.reason}")
        return Outcome("left_out", answer.reason)
    except (RunError, SectionFailed, ExportError) as fault:
        return Outcome("failed", str(fault))
    return Outcome("made")


def page_again(*, path: Path, shared: Path, say: Say) -> Outcome:  # noqa: ARG001 - every task has it
    """Read the page that an executed notebook of an earlier build makes; nothing is run."""
    import nbformat

    from reviewkit.press.reading import read

    notebook = nbformat.read(path, as_version=4)
    hand_over(shared, path.stem, (read(notebook, section=path.stem), notebook))
    return Outcome("made")


def site(
    final: Path,
    *,
    sections: tuple[str, ...],
    missing: tuple[Missing, ...],
    days: tuple[date, date],
    code_hash: str,
    record: Record,
    shared: Path,
    say: Say,  # noqa: ARG001 - every task has one
) -> None:
    """Write the site of a force and put it in place at one stroke.

    Parameters
    ----------
    final
        Where it shall stand.
    sections
        Those that were made, in their order.
    missing
        Sections that are not in the site, with the reason.
    days
        First and last day reviewed.
    code_hash
        See :func:`reviewkit.press.record.content_hash`.
    record
        For the build record.
    shared
        Folder in which the other steps left their parts.
    """
    from reviewkit.press.about import site_context
    from reviewkit.press.site import write_site
    from reviewkit.press.swap import replacing

    prepared = take_over(shared, _PREPARED)
    pages = [take_over(shared, section) for section in sections]
    context = site_context(prepared, start=days[0], end=days[1], code_hash=code_hash)
    links = tuple(SectionLink(made.section, made.title, made.lead) for made, _ in pages)
    dropped = [line for made, _ in pages for line in made.dropped]
    with replacing(final) as folder:
        build = _told(record, tuple(prepared.problems), dropped)
        write_site(folder, pages, site=replace(context, sections=links), missing=list(missing), build=build)


def _told(record: Record, problems: tuple[Problem, ...], dropped: list[str]) -> dict[str, Any]:
    return {
        "built_at": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "git_commit": git_commit(),
        "python": platform.python_version(),
        "seconds": record.seconds,
        "memory_mb": record.memory_mb,
        "ran": list(record.ran),
        "keys": record.keys,
        "problems": [asdict(problem) for problem in problems],
        "not_published": dropped,
        "failures": [asdict(failure) for failure in record.failures],
        "left_out": [asdict(missing) for missing in record.left_out],
    }
