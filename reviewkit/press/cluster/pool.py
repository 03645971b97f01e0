"""Hands tasks to the workers of a Dask cluster, one at a time to each, and to another where a worker is lost.

A task is bound to the worker it is given to. Dask leaves such a task waiting for ever when its worker goes away, so the
pool looks itself which workers there are; that way it knows which one page each of them was lost with.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from reviewkit.press import tasks
from reviewkit.press.cluster.errand import Reply, Shared, fetch, lay_out
from reviewkit.press.cluster.job import Job, Packer, Place
from reviewkit.press.cluster.worker import do
from reviewkit.press.faults import ClusterError
from reviewkit.press.warm.orders import NO_LIMITS, Limits
from reviewkit.press.warm.pool import Pool, Stopped
from reviewkit.press.warm.task import Done, Say

MOST_LOSSES = 3
_LOOK_S = 0.5
_PATIENCE_S = 60  # a worker that is started anew comes back within seconds
_LOST = "its worker was lost, most often because memory ran out"


class ClusterPool:
    """Pages, and where all see one folder the reading of files, made by workers; the rest by processes at home.

    Stands in the place of a :class:`reviewkit.press.warm.pool.Pool`. To be used in a ``with`` block.

    Parameters
    ----------
    client
        Of the scheduler.
    home
        Does what is to be done on this computer.
    data
        The data folder.
    shared
        A folder in it, by which workers find out whether they see it. As soon as one does not, files are sent.
    progress
        Called with a line of text when something about the workers is to be said.
    """

    def __init__(self, client: Any, *, home: Pool, data: Path, shared: Shared, progress: Say) -> None:
        self._client, self._home, self._say = client, home, progress
        self._address = client.scheduler.address
        self._topic = f"reviewkit-{secrets.token_hex(8)}"
        self._shared = shared
        self._pack = Packer(data=data, shared=shared, topic=self._topic)
        self._lock = threading.RLock()
        self._waiting: deque[Job] = deque()
        self._places: dict[str, Place] = {}
        self._refused: dict[str, str] = {}
        self._count = 0
        self._fault: ClusterError | None = None
        self._alone_since: float | None = None
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self.closed = False
        self._see(self._workers())
        self.jobs = home.jobs + len(self._places)

    def __enter__(self) -> Self:
        self._client.subscribe_topic(self._topic, self._heard)
        self._watcher.start()
        count = len(self._places)
        self._say(f"pages are made by {count} worker{'s' * (count != 1)} of the cluster at {self._address}")
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(
        self,
        function: Callable[..., Any],
        arguments: dict[str, Any],
        *,
        say: Say,
        place: str = "here",
        seed: str = "",
        environment: dict[str, str] | None = None,
        limits: Limits = NO_LIMITS,
    ) -> Future[Done]:
        """Let a task be done; see :meth:`reviewkit.press.warm.pool.Pool.submit`."""
        with self._lock:
            if not self._is_for_workers(function):
                return self._home.submit(
                    function, arguments, say=say, place=place, seed=seed, environment=environment, limits=limits
                )
            self._count += 1
            job = Job(
                number=self._count,
                function=function,
                arguments=arguments,
                say=say,
                place=place,
                seed=seed,
                limits=limits,
            )
            if self.closed or self._fault:
                job.fail(self._fault or Stopped())
            else:
                self._waiting.append(job)
                self._hand_out()
        return job.future

    def close(self) -> None:
        """Give up what is not yet done, and have the workers stop it."""
        with self._lock:
            self.closed = True
            left = self._all_jobs()
            sent = [place.sent for place in self._places.values() if place.sent]
            self._places.clear()
        for job in left:
            job.fail(Stopped())
        self._home.close()
        if not self._ended.is_set() and sent and not self._fault:
            self._cancel(sent)
        self._ended.set()

    def _is_for_workers(self, function: Callable[..., Any]) -> bool:
        """Say whether workers do it: files as received are sent nowhere, so who reads them must see them."""
        return function is tasks.page or (function is tasks.ready and self._pack.shared is not None)

    def _hand_out(self) -> None:
        """Give waiting jobs to workers that are free; the lock is held."""
        while self._waiting and not self.closed and not self._fault:
            free = [place for place in self._places.values() if place.job is None and place.is_running]
            if not free:
                return
            job = self._waiting.popleft()
            if not self._is_for_workers(job.function):
                self._do_at_home(job)
                continue
            place = min(free, key=lambda one: (one.address in job.lost, not self._pack.is_there(job, one)))
            try:
                errand = self._pack.errand(job, place)
            except OSError as fault:
                job.fail(fault)
                continue
            place.job = job
            place.sent = self._client.submit(
                do, errand, key=f"{self._topic}-{job.number}-{job.begun()}", workers=[place.address], pure=False
            )
            place.sent.add_done_callback(lambda sent, place=place: self._answered(place, sent))

    def _do_at_home(self, job: Job) -> None:
        self._home.submit(job.function, job.arguments, say=job.say).add_done_callback(job.take)

    def _answered(self, place: Place, sent: Any) -> None:
        """Take in what became of an errand, on a thread of Dask's client."""
        try:
            reply, fault = sent.result(), None
        except Exception as found:  # noqa: BLE001 - whatever Dask says, somebody waits for the job
            reply, fault = None, found
        with self._lock:
            if place.sent is not sent or self.closed or self._fault:
                return
            job, place.job, place.sent = place.job, None, None
            if isinstance(fault, CancelledError):
                self._break_off(f"the connection to the Dask scheduler at {self._address} was lost")
            elif isinstance(fault, OSError) or type(fault).__name__ == "KilledWorker":
                self._again(job, place, Done(fault=_LOST))
            elif fault is not None:
                self._refuse(job, place, f"it cannot run reviewkit ({type(fault).__name__}: {fault})")
            else:
                self._take(job, place, reply)
            self._hand_out()

    def _take(self, job: Job, place: Place, reply: Reply) -> None:
        if reply.refused:
            self._refuse(job, place, reply.refused)
        elif reply.blind:
            self._pack.shared = None
            self._say(f"the worker {place.name} does not see the data folder: tables and pages are sent")
            self._waiting.appendleft(job)
        elif reply.lacking:
            place.has.clear()
            self._waiting.appendleft(job)
        elif reply.done.killed:
            self._again(job, place, reply.done)
        else:
            try:
                lay_out(fetch(reply.parts, self._shared), job.arguments["shared"])
                job.succeed(reply.done)
            except OSError as fault:
                job.fail(fault)

    def _again(self, job: Job, place: Place, done: Done) -> None:
        """Let another worker do it, unless workers are lost with it again and again."""
        job.lost.append(place.address)
        if len(job.lost) >= MOST_LOSSES:
            times = f"so it was {MOST_LOSSES} times, on one worker after the other"
            job.succeed(Done(fault=f"{done.fault}; {times}", seconds=done.seconds))
        else:
            self._say(f"{job.title}: {done.fault}: it is done again by another")
            self._waiting.appendleft(job)

    def _refuse(self, job: Job, place: Place, words: str) -> None:
        self._refused[place.address] = words
        self._places.pop(place.address, None)
        self._waiting.appendleft(job)
        self._say(f"the worker {place.name} is not used: {words}")
        if not self._places:
            told = "; ".join(dict.fromkeys(self._refused.values()))
            advice = "Set up the same reviewkit there, and start the worker again."
            self._break_off(f"no worker at {self._address} can be used: {told}. {advice}")

    def _break_off(self, words: str) -> None:
        """Let whoever waits for anything know that no more will come; the lock is held."""
        self._fault = ClusterError(words)
        for job in self._all_jobs():
            job.fail(self._fault)

    def _all_jobs(self) -> list[Job]:
        left = [*self._waiting, *(place.job for place in self._places.values() if place.job)]
        self._waiting.clear()
        return left

    def _heard(self, event: Any) -> None:
        """Pass on a line of progress, on the thread of Dask's client."""
        _, (number, key, text) = event
        with self._lock:
            jobs = [(place.job, place.sent) for place in self._places.values() if place.job]
        for job in [job for job, sent in jobs if job.number == number and sent and sent.key == key]:
            try:
                job.say(text)
            except BaseException as fault:  # noqa: BLE001 - for whoever waits for the task
                job.fail(fault)

    def _watch(self) -> None:
        while not self._ended.wait(_LOOK_S):
            try:
                workers = self._workers()
            except Exception:  # noqa: BLE001 - whatever it is, the scheduler is out of reach
                with self._lock:
                    self._break_off(f"the connection to the Dask scheduler at {self._address} was lost")
                return
            self._see(workers)

    def _workers(self) -> dict[str, Any]:
        return self._client.scheduler_info(n_workers=-1)["workers"]

    def _see(self, workers: dict[str, Any]) -> None:
        """Take in which workers there are now."""
        with self._lock:
            if self.closed:
                return
            for address, told in workers.items():
                if address not in self._refused:
                    place = self._places.setdefault(address, Place(address=address, name=str(told["name"])))
                    place.is_running = told["status"] == "running"
            gone = [self._places.pop(address) for address in set(self._places) - set(workers)]
            sent = [place.sent for place in gone if place.sent]
            for place in gone:
                place.sent = None
                if place.job:
                    self._again(place.job, place, Done(fault=_LOST))
            self._hand_out()
            self._look_for_company()
        self._cancel(sent)

    def _look_for_company(self) -> None:
        now = time.monotonic()
        self._alone_since = None if self._places else self._alone_since or now
        if self._alone_since is not None and now - self._alone_since > _PATIENCE_S:
            self._break_off(f"the Dask scheduler at {self._address} has had no worker for {_PATIENCE_S} s")

    def _cancel(self, sent: list[Any]) -> None:
        with suppress(Exception):  # where the scheduler is gone, nothing is left to be cancelled
            if sent:
                self._client.cancel(sent)
