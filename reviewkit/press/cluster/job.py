"""A task that is to be done by a worker, a worker, and how the one is packed for the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewkit.data.sent import to_send
from reviewkit.press.cluster.errand import Errand, Files, Shared, name_of_files
from reviewkit.press.cluster.same import fingerprint
from reviewkit.press.warm.orders import Limits
from reviewkit.press.warm.task import Done, Say

_IN_FILES = ("path", "data", "shared")  # arguments that name files, each of which travels in its own way


@dataclass(kw_only=True)
class Job:
    """One task, until it is done; ``lost`` are the workers that were lost while they did it."""

    number: int
    function: Callable[..., Any]
    arguments: dict[str, Any]
    say: Say
    place: str
    seed: str
    limits: Limits
    future: Future[Done] = field(default_factory=Future)
    lost: list[str] = field(default_factory=list)
    times: int = 0

    def begun(self) -> int:
        """Count how often it was begun."""
        self.times += 1
        return self.times

    @property
    def slug(self) -> str:
        """Name of the force that it is about."""
        return self.arguments["parameters"]["force"] if "parameters" in self.arguments else self.arguments["slug"]

    @property
    def title(self) -> str:
        """The force and, for a page, the section."""
        return f"{self.slug}: {self.place}" if "parameters" in self.arguments else self.slug

    def succeed(self, done: Done) -> None:
        """Say what became of it; only the first word counts."""
        if not self.future.done():
            self.future.set_result(done)

    def fail(self, fault: BaseException) -> None:
        """Let whoever waits for it have this fault."""
        if not self.future.done():
            self.future.set_exception(fault)

    def take(self, done: Future[Done]) -> None:
        """Have the end of the same task done elsewhere."""
        if fault := done.exception():
            self.fail(fault)
        else:
            self.succeed(done.result())


@dataclass(kw_only=True)
class Place:
    """One worker: what it is doing, and the names of the tables that it has."""

    address: str
    name: str
    is_running: bool = True
    job: Job | None = None
    sent: Any = None
    has: set[str] = field(default_factory=set)


@dataclass(kw_only=True)
class Packer:
    """Makes errands of jobs: with tables where there is no ``shared`` folder that all workers see."""

    data: Path
    shared: Shared | None
    topic: str
    _names: dict[str, str] = field(default_factory=dict)

    def is_there(self, job: Job, place: Place) -> bool:
        """Say whether a worker has what the job needs."""
        return self.shared is not None or self._names.get(job.slug) in place.has

    def errand(self, job: Job, place: Place) -> Errand:
        """Return what is sent to a worker.

        Raises
        ------
        OSError
            A file cannot be read.
        """
        name, files = "", None
        if self.shared is None:
            name, files = self._tables(job.slug, place)
        path = job.arguments.get("path")
        return Errand(
            name=(self.topic, job.number),
            same=fingerprint(),
            function=job.function,
            arguments={name: value for name, value in job.arguments.items() if name not in _IN_FILES},
            place=job.place,
            seed=job.seed,
            limits=job.limits,
            notebook=path and (path.name, path.read_bytes()),
            data=str(self.data),
            shared=self.shared,
            tables=name,
            files=files,
        )

    def _tables(self, slug: str, place: Place) -> tuple[str, Files | None]:
        name = self._names.get(slug, "")
        if name in place.has:
            return name, None
        files = to_send(slug, data=self.data)
        name = self._names[slug] = name_of_files(files)
        place.has.add(name)
        return name, files
