"""Hands tasks to warm processes, as many at a time as asked for, and says what became of each."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Self

from reviewkit.press.warm import system
from reviewkit.press.warm.orders import NO_LIMITS, Limits, Order
from reviewkit.press.warm.process import Process
from reviewkit.press.warm.task import Done, Say, Task


class Stopped(Exception):  # noqa: N818 - nothing is wrong: the build was stopped
    """The pool was closed before the task was done."""


class Pool:
    """Processes that have everything imported, and the tasks they do. To be used in a ``with`` block.

    Where a fork is safe there is one process, which forks a child for each task. Elsewhere there are as many as tasks
    at a time: each keeps to the tasks of one force while some are waiting, then helps with others; one in which a
    notebook left something behind is replaced.

    Parameters
    ----------
    jobs
        How many tasks at a time.
    scratch
        An empty folder for results; the caller removes it.
    progress
        Called with a line of text when something about the processes themselves is to be said.
    way
        ``fork`` or ``spawn``; as the system is best served when None.
    """

    def __init__(self, *, jobs: int, scratch: Path, progress: Say, way: str | None = None) -> None:
        self.jobs = jobs
        self.scratch = scratch
        self._say = progress
        self.way = way or system.way_to_start()
        self._lock = threading.RLock()
        self._waiting: deque[Task] = deque()
        self._processes: list[Process] = []
        self._orphans: deque[Any] = deque()  # forces whose process has ended: the next to be started goes on with them
        self._count = 0
        self.closed = False

    def __enter__(self) -> Self:
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
        """Let a task be done; the future gives a :class:`Done`, or raises OSError when the disk refuses.

        Random numbers begin alike for the same ``seed``, whatever ran before and wherever it runs.

        Parameters
        ----------
        function, arguments
            What is called, in another process: it and they must be such as pickle can carry.
        say
            Called, on a thread of the pool, with each line of progress.
        place
            Name of the empty folder in which it is done.
        seed
            Any text.
        environment
            What is set in the environment for it.
        limits
            What it may use.
        """
        with self._lock:
            self._count += 1
            folder = self.scratch / str(self._count)
            (folder / place).mkdir(parents=True)
            order = Order(
                number=self._count, function=function, arguments=arguments, folder=folder, place=place,
                seed=seed, environment=environment or {}, limits=limits,
            )  # fmt: skip
            task = Task(order, say)
            if self.closed:
                task.future.set_exception(Stopped())
            else:
                self._waiting.append(task)
                self._hand_out()
        return task.future

    def stop(self, future: Future[Done]) -> None:
        """End the process of one task at once, if it has one."""
        with self._lock:
            for process in self._processes:
                for task in process.tasks.values():
                    if task.future is future:
                        process.stop(task)

    def close(self) -> None:
        """End all processes at once; tasks not yet done are :class:`Stopped`."""
        with self._lock:
            self.closed = True
            left = [*self._waiting, *(task for process in self._processes for task in process.tasks.values())]
            self._waiting.clear()
            processes = list(self._processes)
        for task in left:
            task.fail(Stopped())
        for process in processes:
            process.end()

    def _hand_out(self) -> None:
        """Give waiting tasks to processes that have room; the lock is held."""
        while self._waiting and not self.closed:
            room = [process for process in self._processes if len(process.tasks) < process.room]
            if not room and len(self._processes) < (1 if self.way == system.FORK else self.jobs):
                room = [self._start()]
                self._processes += room
            if not room:
                return
            process, task = self._best(room)
            self._waiting.remove(task)
            process.give(task)

    def _best(self, room: list[Process]) -> tuple[Process, Task]:
        """Return a process and the task for it: of its own force, else of one nobody works for, else the first."""
        if self.way == system.FORK:
            return room[0], self._waiting[0]

        def distance(pair: tuple[Process, Task]) -> tuple[bool, bool]:
            process, task = pair
            others = (other.whose for other in self._processes if other is not process)
            return task.whose != process.whose, task.whose in others

        return min(itertools.product(room, self._waiting), key=distance)

    def _start(self) -> Process:
        room = self.jobs if self.way == system.FORK else 1
        process = Process(way=self.way, room=room, scratch=self.scratch, heard=self._heard, gone=self._gone)
        process.whose = self._orphans.popleft() if self._orphans else None
        return process

    def _heard(self, process: Process, line: dict[str, Any]) -> None:
        """Take in one line that a process sent."""
        if words := line.get("refused"):
            self._cannot_fork(process, words)
            return
        with self._lock:
            task = process.tasks.get(line["number"])
        if task is None:
            return
        if "say" in line:
            try:
                task.say(line["say"])
            except BaseException as fault:  # noqa: BLE001 - for whoever waits for the task
                task.fail(fault)
        elif "began" in line:
            task.begin(lambda late: self._too_late(process, late))
        elif "done" in line:
            task.answer = line
        elif "ended" in line:
            self._ended(process, task, line)

    def _gone(self, process: Process, code: int) -> None:
        """Take in that a process has ended."""
        with self._lock:
            self._processes.remove(process)
            self._orphans.append(process.whose)
            tasks = list(process.tasks.values())
            process.tasks.clear()
            if process.refused:
                self._waiting.extendleft(reversed(tasks))
                tasks = []
            self._hand_out()
        for task in tasks:
            task.end({"ended": code})

    def _cannot_fork(self, process: Process, words: str) -> None:
        with self._lock:
            process.refused, self.way = True, system.SPAWN
        self._say(f"pages take longer than they might: the process that was to be forked has {words}")

    def _too_late(self, process: Process, task: Task) -> None:
        with self._lock:
            if task.order.number in process.tasks:
                task.late = True
                process.stop(task)

    def _ended(self, process: Process, task: Task, line: dict[str, Any]) -> None:
        if left := line.get("left"):
            task.say(f"it left something behind in its process ({left}): the next notebook gets a new one")
        with self._lock:
            process.tasks.pop(task.order.number, None)
            if left:
                process.room = 0  # it is about to end
            self._hand_out()
        task.end(line)
