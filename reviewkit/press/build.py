"""From forces' files to their published reviews: several forces and sections at a time, by warm processes.

The steps are :mod:`reviewkit.press.tasks`, their order within a force :mod:`reviewkit.press.one_force`.
"""

from __future__ import annotations

import difflib
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.press.asked import Asked, Built, Order
from reviewkit.press.cache import Basis
from reviewkit.press.faults import UsageError
from reviewkit.press.national import write_national
from reviewkit.press.notebook import Section, sections_in
from reviewkit.press.one_force import Building, Say, saying
from reviewkit.press.plan import make_in_order
from reviewkit.press.record import NOTEBOOKS, Missing
from reviewkit.press.warm import system
from reviewkit.press.warm.orders import Limits
from reviewkit.press.warm.pool import Pool

if TYPE_CHECKING:
    from reviewkit.press.cluster.pool import ClusterPool

LIMITS = Limits(seconds=1800)
_NATIONAL = "all forces"  # the step after each of them; its name begins otherwise, whatever was typed as a force
_FORCE = "force "


def build(
    slugs: Iterable[str],
    *,
    start: date | None = None,
    end: date | None = None,
    sections: Iterable[str] | None = None,
    data: Path,
    outputs: Path,
    progress: Say,
    counted: Callable[[int], None] = lambda _: None,
    expected: Callable[[int], None] = lambda _: None,
    told: Say | None = None,
    notebooks: Path = NOTEBOOKS,
    jobs: int | None = None,
    limits: Limits = LIMITS,
    force_rebuild: bool = False,
    dask: str | None = None,
) -> list[Built]:
    """Build the review of each force; a force that cannot be built does not stop the others.

    After two or more forces comes the page that compares them, see :mod:`reviewkit.press.national`.

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
        Called with a line of text at each step; from several threads, one line at a time.
    counted, expected
        Called with how many pages more have been dealt with, and, before the first, with how many there will be.
    told
        Called with each line that nobody should miss: of workers refused or lost, of a build that waits for another;
        ``progress`` when None.
    notebooks
        Folder with the sections' notebooks.
    jobs
        How many tasks at a time, each in a process; as many as there are cores when None. The pages are the same.
    limits
        What each section may use.
    force_rebuild
        Hash every file again and make everything anew, also what stands as it would be made.
    dask
        Address of a Dask scheduler whose workers make the pages, see :mod:`reviewkit.press.cluster`; the same pages.

    Raises
    ------
    ClusterError
        The cluster cannot be used, or no longer; sites that were finished before stand.
    UsageError
        An unknown section, no notebook at all, or a period that ends before it begins.
    RunError
        Two notebooks make the same section.
    OSError
        Something could not be written; the last good site stands.
    """
    if start and end and start > end:
        msg = f"the period begins on {start} and ends on {end}, before it begins"
        raise UsageError(msg)
    wanted, unasked = _choose(sections_in(notebooks), sections)
    places = data.resolve(), outputs.resolve()
    order = Order(
        start, end, wanted, unasked, *places, outputs, notebooks, Basis.of(notebooks, data), limits, force_rebuild
    )
    forces = [Asked.of(slug, order) for slug in dict.fromkeys(slugs)]
    jobs = jobs or system.cores()
    say, tell = _one_at_a_time(progress), _one_at_a_time(told or progress)
    expected(len(forces) * len(wanted))
    with tempfile.TemporaryDirectory(prefix="reviewkit-", ignore_cleanup_errors=True) as scratch:
        home = Pool(jobs=jobs, scratch=Path(scratch), progress=tell)
        with _on_cluster(dask, home=home, data=order.data, say=tell) if dask else home as pool:
            says = {"say": say, "tell": tell, "counted": counted}
            return _build_all(forces, order, pool=pool, shared=Path(scratch) / "shared", **says)


@contextmanager
def _on_cluster(address: str, *, home: Pool, data: Path, say: Say) -> Iterator[ClusterPool]:
    from reviewkit.press.cluster.connect import connected
    from reviewkit.press.cluster.errand import shared_folder
    from reviewkit.press.cluster.pool import ClusterPool

    with (
        shared_folder(data) as shared,
        connected(address) as client,
        ClusterPool(client, home=home, data=data, shared=shared, progress=say) as pool,
    ):
        yield pool


def _build_all(
    forces: list[Asked],
    order: Order,
    *,
    pool: Pool | ClusterPool,
    shared: Path,
    say: Say,
    tell: Say,
    counted: Callable[[int], None],
) -> list[Built]:
    """Build several forces at once: while one waits for its last page, another has its files read."""
    shared.mkdir()
    asked = {force.slug: force for force in forces}
    built: dict[str, Built] = {}
    with ThreadPoolExecutor(max_workers=pool.jobs + 1) as threads:

        def one(slug: str) -> None:
            pages = _Counted(counted)
            built[slug] = Building(
                force=asked[slug],
                order=order,
                pool=pool,
                shared=shared / slug,
                say=saying(slug, say),
                tell=saying(slug, tell),
                counted=pages.add,
            ).run()
            pages.add(len(order.sections) - pages.count)

        def all_of_them() -> None:
            if len(asked) > 1:
                pairs = [(force, built[slug]) for slug, force in asked.items()]
                write_national(pairs, outputs=order.named, code_hash=order.basis.code_hash)

        def begin(step: str) -> Future[None]:
            return threads.submit(all_of_them) if step == _NATIONAL else threads.submit(one, step.removeprefix(_FORCE))

        try:
            steps = [_FORCE + slug for slug in asked]
            make_in_order(dict.fromkeys(steps, ()) | {_NATIONAL: steps}, begin)
            return [built[slug] for slug in asked]
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            pool.close()


@dataclass
class _Counted:
    """How many pages of a force have been told of."""

    tell: Callable[[int], None]
    count: int = 0

    def add(self, pages: int) -> None:
        self.count += pages
        if pages:
            self.tell(pages)


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


def _one_at_a_time(progress: Say) -> Say:
    """Let one thread speak at a time."""
    lock = threading.Lock()

    def say(text: str) -> None:
        with lock:
            progress(text)

    return say
