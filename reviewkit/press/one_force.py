"""One force's review: its files read, its pages made side by side, its site written."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reviewkit.data.declared.folders import force_folder
from reviewkit.data.declared.toml import load_force
from reviewkit.data.problems import DataError, Problem
from reviewkit.press import tasks
from reviewkit.press.faults import UsageError
from reviewkit.press.notebook import Section
from reviewkit.press.record import Missing
from reviewkit.press.swap import one_at_a_time
from reviewkit.press.warm.orders import Limits
from reviewkit.press.warm.pool import Pool
from reviewkit.press.warm.task import Done

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What could not be published, and the whole story, for the person who ran the build.

    ``section`` is its name; empty where the files could not be read, or the site not written, at all.
    """

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


@dataclass(frozen=True)
class Order:
    """What is asked for, of every force."""

    start: date | None
    end: date | None
    sections: tuple[Section, ...]
    unasked: tuple[Missing, ...]
    data: Path
    outputs: Path
    named: Path  # the outputs as they were named: what is reported
    code_hash: str
    limits: Limits


@dataclass(frozen=True)
class Asked:
    """One force to build: its days, or the faults of its ``force.toml``."""

    slug: str
    days: tuple[date, date] | None
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, slug: str, order: Order) -> Asked:
        """Read which days are asked for.

        Raises
        ------
        UsageError
            The period ends before it begins.
        """
        try:
            force, _ = load_force(force_folder(slug, order.data))
        except DataError as fault:
            return cls(slug, None, tuple(fault.problems))
        start, end = order.start or force.start, order.end or force.end
        if start > end:
            msg = f"the period begins on {start} and ends on {end}, before it begins"
            raise UsageError(msg)
        return cls(slug, (start, end))


@dataclass(frozen=True, kw_only=True)
class Building:
    """The review of one force, as it is made.

    Attributes
    ----------
    pool
        Does the tasks.
    shared
        A folder, not yet there, in which tasks leave parts for one another.
    say
        Called with each line of progress.
    """

    force: Asked
    order: Order
    pool: Pool
    shared: Path
    say: Say

    def run(self) -> Built:
        """Build it, while no other build of the same force is running."""
        force = self.force
        if force.days is None:
            return Built(slug=force.slug, index=None, problems=force.problems)
        self.shared.mkdir()
        with one_at_a_time(self.order.outputs / force.slug, progress=self.say, stopped=lambda: self.pool.closed):
            self.say("reading and checking the files")
            done = self._do(tasks.ready, slug=force.slug, data=self.order.data).result()
            if done.fault:
                return Built(slug=force.slug, index=None, failures=(Failure(section="", message=done.fault),))
            if not done.value.usable:
                return Built(slug=force.slug, index=None, problems=done.value.problems)
            return self._publish(done.value.problems)

    def _publish(self, problems: tuple[Problem, ...]) -> Built:
        pages = self._pages()
        failures, left_out = _failures(pages), _left_out(pages)
        made = tuple(name for name, done in pages.items() if _ending(done) == "made")
        built = {"slug": self.force.slug, "left_out": left_out, "problems": problems}
        if failures and not made:  # a site without a page would only bury the last good one
            return Built(index=None, failures=failures, **built)
        self.say("writing the pages")
        first, last = self.force.days
        name = f"{self.force.slug}/{first.isoformat()}_{last.isoformat()}"
        missing = sorted([*_said_missing(failures), *left_out], key=lambda one: [*pages].index(one.name))
        record = tasks.Record(
            failures=failures,
            left_out=left_out,
            seconds={section: done.seconds for section, done in pages.items()},
            memory_mb={section: done.memory_mb for section, done in pages.items()},
        )
        written = self._do(
            tasks.site, final=self.order.outputs / name, sections=made, missing=(*missing, *self.order.unasked),
            days=self.force.days, code_hash=self.order.code_hash, record=record,
        ).result()  # fmt: skip
        if written.fault:
            return Built(index=None, failures=(*failures, Failure(section="", message=written.fault)), **built)
        return Built(index=self.order.named / name / "index.html", failures=failures, **built)

    def _pages(self) -> dict[str, Done]:
        first, last = self.force.days
        parameters = {"force": self.force.slug, "start": first.isoformat(), "end": last.isoformat()}
        asked = {
            section.name: self.pool.submit(
                tasks.page,
                {"path": section.path.resolve(), "parameters": parameters, "shared": self.shared},
                say=saying(section.name, self.say),
                place=section.name,
                seed=f"{self.force.slug}/{section.name}",
                environment={"REVIEWKIT_DATA": str(self.order.data)},
                limits=self.order.limits,
            )
            for section in self.order.sections
        }
        return {name: future.result() for name, future in asked.items()}

    def _do(self, task: Callable[..., object], **arguments: object) -> Future[Done]:
        return self.pool.submit(task, arguments | {"shared": self.shared}, say=self.say)


def saying(name: str, progress: Say) -> Say:
    """Return what says a line with a name before it."""
    return lambda text: progress(f"{name}: {text}")


def _ending(done: Done) -> str:
    return done.value.ending if done.value else "failed"


def _failures(pages: dict[str, Done]) -> tuple[Failure, ...]:
    return tuple(
        Failure(section=name, message=done.fault or done.value.words)
        for name, done in pages.items()
        if _ending(done) == "failed"
    )


def _left_out(pages: dict[str, Done]) -> tuple[Missing, ...]:
    return tuple(Missing(name, done.value.words) for name, done in pages.items() if _ending(done) == "left_out")


def _said_missing(failures: tuple[Failure, ...]) -> list[Missing]:
    return [Missing(one.section, f"it could not be made ({one.message.splitlines()[0]})") for one in failures]
