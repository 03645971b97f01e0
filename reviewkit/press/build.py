"""From a force's files to its published review: prepare, run each notebook, write the site, swap it in."""

from __future__ import annotations

import difflib
import platform
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import nbformat

from reviewkit.data.declared.folders import force_folder
from reviewkit.data.declared.toml import load_force
from reviewkit.data.prepare import prepare
from reviewkit.data.prepared import Prepared
from reviewkit.data.problems import DataError, Problem
from reviewkit.press.about import site_context
from reviewkit.press.faults import ExportError, RunError, SectionFailed, UsageError
from reviewkit.press.front import Missing
from reviewkit.press.notebook import Section, sections_in
from reviewkit.press.reading import Page, read
from reviewkit.press.record import NOTEBOOKS, SectionLink, content_hash, git_commit
from reviewkit.press.runner import run
from reviewkit.press.site import write_site
from reviewkit.press.swap import one_at_a_time, replacing
from reviewkit.sections import NotPossible

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A section that could not be published: its name and the whole story, for the person who ran the build."""

    section: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Built:
    """What became of one force.

    Attributes
    ----------
    index
        Path of the front page; None when nothing was published and an earlier site, if any, stands as it was.
    failures
        Sections that failed.
    left_out
        Sections whose data was not supplied: not a fault.
    problems
        Everything the checks found: errors when the data could not be used, warnings otherwise.
    """

    slug: str
    index: Path | None
    failures: tuple[Failure, ...] = ()
    left_out: tuple[Missing, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def good(self) -> bool:
        """True when the site stands and no section failed."""
        return self.index is not None and not self.failures


def build(
    slugs: Iterable[str],
    *,
    start: date | None = None,
    end: date | None = None,
    sections: Iterable[str] | None = None,
    data: Path,
    outputs: Path,
    progress: Say,
    notebooks: Path = NOTEBOOKS,
) -> list[Built]:
    """Build the review of each force, one after the other; a force that cannot be built does not stop the others.

    Parameters
    ----------
    slugs
        Names of folders in ``data/raw``.
    start, end
        Period reviewed, both days included; the force's own when None.
    sections
        Which sections; all that have a notebook when None.
    data, outputs
        Folder with ``raw`` and ``processed``; folder for the sites.
    progress
        Called with a line of text at each step.
    notebooks
        Folder with the sections' notebooks.

    Raises
    ------
    UsageError
        An unknown section, no notebook at all, or a period that ends before it begins.
    RunError
        Two notebooks make the same section.
    OSError
        Something could not be written; the last good site stands.
    """
    wanted, unasked = _choose(sections_in(notebooks), sections)
    order = _Order(start, end, wanted, unasked, data, outputs, content_hash(notebooks))
    return [_build_force(slug, order, _saying(slug, progress)) for slug in slugs]


@dataclass(frozen=True)
class _Order:
    start: date | None
    end: date | None
    sections: tuple[Section, ...]
    unasked: tuple[Missing, ...]
    data: Path
    outputs: Path
    code_hash: str


@dataclass
class _Work:
    pages: list[tuple[Page, nbformat.NotebookNode]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    left_out: list[Missing] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)  # left out and failed, as the front page says it
    seconds: dict[str, float] = field(default_factory=dict)


def _build_force(slug: str, order: _Order, say: Say) -> Built:
    try:
        force, _ = load_force(force_folder(slug, order.data))
        start, end = order.start or force.start, order.end or force.end
        if start > end:
            msg = f"the period begins on {start} and ends on {end}, before it begins"
            raise UsageError(msg)
        with one_at_a_time(order.outputs / slug, progress=say):
            say("reading and checking the files")
            prepared = prepare(slug, data=order.data, progress=say)
            return _publish(prepared, order, start, end, say)
    except DataError as fault:
        return Built(slug=slug, index=None, problems=fault.problems)


def _publish(prepared: Prepared, order: _Order, start: date, end: date, say: Say) -> Built:
    slug = prepared.force.slug
    days = {"start": start.isoformat(), "end": end.isoformat()}
    work = _run_all(order, {"force": slug, **days}, say)
    failures, left_out, problems = tuple(work.failures), tuple(work.left_out), tuple(prepared.problems)
    if failures and not work.pages:  # a site without a page would only bury the last good one
        return Built(slug=slug, index=None, failures=failures, left_out=left_out, problems=problems)
    say("writing the pages")
    final = order.outputs / slug / f"{start.isoformat()}_{end.isoformat()}"
    site = site_context(prepared, start=start, end=end, code_hash=order.code_hash)
    links = tuple(SectionLink(page.section, page.title, page.lead) for page, _ in work.pages)
    missing = [*work.missing, *order.unasked]
    with replacing(final) as folder:
        write_site(
            folder, work.pages, site=replace(site, sections=links), missing=missing, build=_record(problems, work)
        )
    return Built(slug=slug, index=final / "index.html", failures=failures, left_out=left_out, problems=problems)


def _run_all(order: _Order, parameters: dict[str, str], say: Say) -> _Work:
    work = _Work()
    for section in order.sections:
        began = time.monotonic()
        try:
            notebook = run(section.path, parameters, data=order.data, progress=_saying(section.name, say))
            work.pages.append((read(notebook, section=section.name), notebook))
        except NotPossible as answer:
            work.left_out.append(Missing(section.name, answer.reason))
            work.missing.append(work.left_out[-1])
            say(f"{section.name}: left out. {answer.reason}")
        except (RunError, SectionFailed, ExportError) as fault:
            work.failures.append(Failure(section=section.name, message=str(fault)))
            work.missing.append(Missing(section.name, f"it could not be made ({str(fault).splitlines()[0]})"))
        work.seconds[section.name] = round(time.monotonic() - began, 2)
    return work


def _choose(found: tuple[Section, ...], names: Iterable[str] | None) -> tuple[tuple[Section, ...], tuple[Missing, ...]]:
    known = [section.name for section in found]
    if not known:
        msg = "no section has a notebook: expected files such as notebooks/10_performance.ipynb"
        raise UsageError(msg)
    wanted = known if names is None else list(names)
    for name in wanted:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            meant = f" Was {near[0]} meant?" if near else ""
            msg = f"there is no section {name!r}.{meant} The sections are: {', '.join(known)}"
            raise UsageError(msg)
    unasked = tuple(Missing(name, "it was not asked for in this build") for name in known if name not in wanted)
    return tuple(section for section in found if section.name in wanted), unasked


def _record(problems: tuple[Problem, ...], work: _Work) -> dict[str, Any]:
    return {
        "built_at": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "git_commit": git_commit(),
        "python": platform.python_version(),
        "seconds": work.seconds,
        "problems": [asdict(problem) for problem in problems],
        "not_published": [line for page, _ in work.pages for line in page.dropped],
        "failures": [asdict(failure) for failure in work.failures],
        "left_out": [asdict(missing) for missing in work.left_out],
    }


def _saying(name: str, progress: Say) -> Say:
    return lambda text: progress(f"{name}: {text}")
