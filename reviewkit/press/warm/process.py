"""One warm process, as the build sees it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reviewkit.press.warm import system
from reviewkit.press.warm.orders import Order, Stop, write_order
from reviewkit.press.warm.task import Task

_PATIENCE_S = 20  # for a process that was told to end
# Ctrl-C in a terminal is for the build alone, which then ends its processes.
_APART = {"start_new_session": True} if os.name == "posix" else {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}


class Process:
    """Does tasks; a thread of ours listens to it.

    Parameters
    ----------
    way
        ``fork`` or ``spawn``.
    room
        How many tasks at a time.
    scratch
        Where it begins.
    heard, gone
        Called with each line it sends, and with its exit code when it has ended.
    """

    def __init__(
        self,
        *,
        way: str,
        room: int,
        scratch: Path,
        heard: Callable[[Process, dict[str, Any]], None],
        gone: Callable[[Process, int], None],
    ) -> None:
        self.way = way
        self.room = room
        self.tasks: dict[int, Task] = {}
        self.refused = False
        self.whose: Any = None  # the force of its last task
        self._heard, self._gone = heard, gone
        command = [sys.executable, "-P", "-m", "reviewkit.press.warm", way]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=scratch, env=system.environment(), **_APART
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def give(self, task: Task) -> None:
        """Send a task."""
        self.tasks[task.order.number] = task
        self.whose = task.whose
        self._write(task.order)

    def stop(self, task: Task) -> None:
        """End a task that is being done."""
        if self.way == system.FORK:
            self._write(Stop(task.order.number))
        else:
            self._process.kill()

    def end(self) -> None:
        """End the process and all its children, and wait until it is gone."""
        self._close()  # it kills its children when it sees this
        try:
            self._process.wait(_PATIENCE_S if self.way == system.FORK else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(_PATIENCE_S)

    def _close(self) -> None:
        with contextlib.suppress(OSError):  # something was still to be said, to nobody
            self._process.stdin.close()

    def _write(self, order: Order | Stop) -> None:
        with contextlib.suppress(OSError, ValueError):  # it is gone: the thread that reads will tell
            write_order(self._process.stdin.fileno(), order)

    def _read(self) -> None:
        try:
            for line in self._process.stdout:
                self._heard(self, json.loads(line))
        except BaseException:
            self._process.kill()  # or whoever waits for its tasks waits for ever
            raise
        finally:
            self._process.stdout.close()
            self._close()
            self._gone(self, self._process.wait())
