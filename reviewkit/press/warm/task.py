"""A task as the build sees it: what was ordered, who waits for it, what became of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from reviewkit.press.warm.orders import RESULT, Order, take_over
from reviewkit.press.warm.system import ending, was_killed

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Done:
    """What became of a task.

    Attributes
    ----------
    value
        What its function returned; None where it did not return.
    fault
        Why it did not, in plain words; empty where it did.
    seconds, cpu_s, memory_mb
        Time, CPU time, and the most memory its process held (what it shares with others included); None where the
        system does not tell.
    killed
        True where its process was killed from outside, as the system does where memory runs out.
    """

    value: Any = None
    fault: str = ""
    seconds: float = 0.0
    cpu_s: float | None = None
    memory_mb: float | None = None
    killed: bool = False


@dataclass
class Task:
    """One task, from the order to its end."""

    order: Order
    say: Say
    future: Future[Done] = field(default_factory=Future)
    answer: dict[str, Any] = field(default_factory=dict)
    timer: threading.Timer | None = None
    began: float = 0.0
    late: bool = False

    @property
    def whose(self) -> Any:
        """The force that it is about: by the folder that all tasks of a force share."""
        return self.order.arguments.get("shared")

    def begin(self, too_late: Callable[[Task], None]) -> None:
        """Note that it has begun; ``too_late`` is called should its time run out."""
        self.began = time.monotonic()
        if self.order.limits.seconds is not None:
            seconds = min(self.order.limits.seconds, threading.TIMEOUT_MAX)
            self.timer = threading.Timer(seconds, too_late, (self,))
            self.timer.daemon = True
            self.timer.start()

    def end(self, line: dict[str, Any]) -> None:
        """Say what became of it, its process, or its part in one, having ended."""
        if self.timer:
            self.timer.cancel()
        answer = self.answer
        seconds = round(time.monotonic() - self.began, 2) if self.began else 0.0
        used = {"seconds": seconds, "cpu_s": line.get("cpu_s"), "memory_mb": line.get("peak_mb")}
        if answer.get("done") == "disk":
            self.fail(OSError(answer["errno"], answer["words"], answer["file"] or None))
        elif answer.get("done") == "well":
            self._succeed(Done(value=take_over(self.order.folder, RESULT), **used))
        elif answer.get("done") == "fault":
            self._succeed(Done(fault=answer["words"], **used))
        elif self.late:
            self._succeed(Done(fault=f"it was stopped: it took longer than {self.order.limits.seconds:g} s", **used))
        else:
            self._succeed(Done(fault=ending(line["ended"]), killed=was_killed(line["ended"]), **used))

    def fail(self, fault: BaseException) -> None:
        """Let whoever waits for it have this fault."""
        if not self.future.done():
            self.future.set_exception(fault)

    def _succeed(self, done: Done) -> None:
        if not self.future.done():
            self.future.set_result(done)
