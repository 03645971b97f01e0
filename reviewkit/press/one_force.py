"""One force's review: its files read, its pages made side by side, its site written."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.data.problems import Problem
from reviewkit.press import cache, tasks
from reviewkit.press.asked import Asked, Built, Failure, Order
from reviewkit.press.plan import make_in_order
from reviewkit.press.record import Missing
from reviewkit.press.swap import heal, one_at_a_time
from reviewkit.press.warm.task import Done

if TYPE_CHECKING:
    from reviewkit.press.cluster.pool import ClusterPool
    from reviewkit.press.warm.pool import Pool

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Building:
    """The review of one force, as it is made.

    Attributes
    ----------
    pool
        Does the tasks.
    shared
        A folder, not yet there, in which tasks leave parts for one another.
    say, tell
        Called with each line of progress, and with each that nobody should miss.
    counted
        Called with how many pages have been dealt with, each time some have.
    """

    force: Asked
    order: Order
    pool: Pool | ClusterPool
    shared: Path
    say: Say
    tell: Say
    counted: Callable[[int], None] = lambda _: None

    def run(self) -> Built:
        """Build it, while no other build of the same force is running."""
        force = self.force
        if force.days is None:
            failures = (Failure(section="", message=force.fault),) if force.fault else ()
            return Built(slug=force.slug, index=None, problems=force.problems, failures=failures)
        if force.stands is not None:
            return self._left_as_it_is(force.stands)
        self.shared.mkdir()
        with one_at_a_time(self.order.outputs / force.slug, progress=self.tell, stopped=lambda: self.pool.closed):
            heal(self._final)
            again = self.order.force_rebuild
            keys = self.order.keys(force.slug, force.days, again=again)
            kept = cache.Kept() if again else cache.kept(self._final, keys)
            if kept.whole:  # while this build waited, another made it
                return self._left_as_it_is(self.order.unchanged(force.slug, force.days, kept))
            self.say("reading and checking the files")
            done = self._do(tasks.ready, slug=force.slug, data=self.order.data, again=again).result()
            if done.fault:
                return Built(slug=force.slug, index=None, failures=(Failure(section="", message=done.fault),))
            if not done.value.usable:
                return Built(slug=force.slug, index=None, problems=done.value.problems)
            return self._publish(done.value.problems, keys=keys, kept=kept)

    @property
    def _final(self) -> Path:
        return self.order.outputs / self.order.place(self.force.slug, self.force.days)

    def _left_as_it_is(self, built: Built) -> Built:
        self.say("nothing has changed since the review was made")
        self.counted(len(self.order.sections))
        return built

    def _publish(self, problems: tuple[Problem, ...], *, keys: cache.Keys, kept: cache.Kept) -> Built:
        pages = self._pages(kept.sections)
        ran = tuple(name for name in pages if name not in kept.sections)
        failures, left_out = _failures(pages), _left_out(pages)
        made = tuple(name for name, done in pages.items() if _ending(done) == "made")
        used = {
            "seconds": sum(done.seconds for done in pages.values()),
            "memory_mb": max((done.memory_mb for done in pages.values() if done.memory_mb is not None), default=None),
        }
        built = {"slug": self.force.slug, "left_out": left_out, "problems": problems, "ran": ran} | used
        if failures and not made:  # a site without a page would only bury the last good one
            return Built(index=None, failures=failures, **built)
        self.say("writing the pages")
        missing = sorted([*_said_missing(failures), *left_out], key=lambda one: [*pages].index(one.name))
        record = tasks.Record(
            failures=failures,
            left_out=left_out,
            seconds={section: done.seconds for section, done in pages.items()},
            memory_mb={section: done.memory_mb for section, done in pages.items()},
            ran=ran,
            keys=self._to_remember(keys, failures).as_json(),
        )
        written = self._do(
            tasks.site, final=self._final, sections=made, missing=(*missing, *self.order.unasked),
            days=self.force.days, code_hash=self.order.basis.code_hash, record=record,
        ).result()  # fmt: skip
        if written.fault:
            return Built(index=None, failures=(*failures, Failure(section="", message=written.fault)), **built)
        index = self.order.named / self.order.place(self.force.slug, self.force.days) / "index.html"
        return Built(index=index, failures=failures, made=made, **built)

    def _to_remember(self, keys: cache.Keys, failures: tuple[Failure, ...]) -> cache.Keys:
        """Return the keys of what was made, none where files were changed in the meantime: made of what, who knows."""
        basis = cache.Basis.of(self.order.notebooks, self.order.data)
        if self.order.keys(self.force.slug, self.force.days, basis=basis) != keys:
            return cache.Keys()
        return keys.without([failure.section for failure in failures], self.order.sections)

    def _pages(self, kept: dict[str, str]) -> dict[str, Done]:
        first, last = self.force.days
        parameters = {"force": self.force.slug, "start": first.isoformat(), "end": last.isoformat()}
        sections = {section.name: section for section in self.order.sections}

        def begin(name: str) -> Future[Done]:
            section = sections[name]
            if name in kept:
                return self._again(name, kept[name])
            return self.pool.submit(
                tasks.page,
                {"path": section.path.resolve(), "parameters": parameters, "shared": self.shared},
                say=saying(section.name, self.say),
                place=section.name,
                seed=f"{self.force.slug}/{section.name}",
                environment={"REVIEWKIT_DATA": str(self.order.data)},
                limits=self.order.limits,
            )

        return make_in_order(
            {name: section.reads for name, section in sections.items()}, begin, ended=lambda _: self.counted(1)
        )

    def _again(self, section: str, reason: str) -> Future[Done]:
        """Let a section be what it was in the site that stands: left out for a reason, or read from its notebook."""
        if not reason:
            return self._do(tasks.page_again, path=self._final / "notebooks" / f"{section}.ipynb")
        future: Future[Done] = Future()
        future.set_result(Done(value=tasks.Outcome("left_out", reason)))
        return future

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
