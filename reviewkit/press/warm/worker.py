"""A process that imports everything once and then does tasks, each in a child of its own where it can fork."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pkgutil
import queue
import random
import select
import shutil
import signal
import sys
import threading
import time
import zlib
from pathlib import Path

from reviewkit.press.warm import system
from reviewkit.press.warm.leaks import leaked, state
from reviewkit.press.warm.orders import RESULT, Channel, Order, Stop, hand_over, read_order

_ROOMS = ("reviewkit.sections", "reviewkit.page")
_MODULES = (
    *("reviewkit.data.prepare", "reviewkit.data.review", "reviewkit.press.about", "reviewkit.press.runner"),
    *("reviewkit.press.shell", "reviewkit.press.site", "matplotlib.backends.backend_svg"),
    *("pyarrow.dataset", "pyarrow.parquet"),
)
_UNNEEDED = "rfc3987_syntax"  # a grammar that jsonschema reads when it is there: over a second, and nobody asks for it
_BROKEN = 70  # exit code of a child that could not even say what is wrong


def main(way: str) -> None:
    """Serve the process that started this one, until it is gone.

    Orders come in on standard input and answers go out on standard output; for everything else there is nothing to
    read, and what is written goes to standard error.

    Parameters
    ----------
    way
        ``fork`` or ``spawn``. A process that is to fork, and finds that it has threads, says so and ends.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is heard by the build, which ends us
    orders, answers = os.dup(0), Channel(os.dup(1))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    scratch = Path.cwd()
    warm_up()
    if way == system.SPAWN:
        _serve_here(orders, answers, scratch)
    elif len(found := system.threads()) > 1:
        answers.send(0, refused=f"{len(found)} threads ({', '.join(sorted(found))}) instead of one")
    else:
        _Forking(orders, answers).serve()
        _leave(scratch)
    os._exit(0)  # taking all of it apart first would take time, for nothing


def warm_up() -> None:
    """Import what pages are made of."""
    sys.modules.setdefault(_UNNEEDED, None)
    for name in _MODULES:
        importlib.import_module(name)
    for room in _ROOMS:
        for found in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            importlib.import_module(found.name)
    if sys.modules[_UNNEEDED] is None:
        del sys.modules[_UNNEEDED]
    with contextlib.suppress(OSError):  # a disk that is full is told of by the first task
        _rehearse()
    gc.collect()
    gc.freeze()  # children need not look through what is here already


def _rehearse() -> None:
    """Make a page of nothing once: much that is slow the first time is then done for every child."""
    import nbformat

    from reviewkit.press.notebook import PARAMETERS
    from reviewkit.press.reading import read
    from reviewkit.press.runner import run

    declared = "\n".join(f'{name}: str = ""' for name in PARAMETERS)
    cells = [nbformat.v4.new_code_cell(declared, metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell("'shown'"), nbformat.v4.new_markdown_cell("# Nothing\n\nIn *words*.")]
    path = Path("rehearsal.ipynb")
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    read(run(path, dict.fromkeys(PARAMETERS, ""), progress=lambda _: None), section="nothing")
    path.unlink()


class _Forking:
    """Gives each order a child, and says how each child ended."""

    def __init__(self, orders: int, answers: Channel) -> None:
        self._orders = orders
        self._answers = answers
        self._children: dict[int, int] = {}  # process -> number of its order
        self._wake, self._rouse = os.pipe()
        for end in (self._wake, self._rouse):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._rouse, warn_on_full_buffer=False)

    def serve(self) -> None:
        try:
            while True:
                ready, _, _ = select.select([self._orders, self._wake], [], [])
                if self._wake in ready:
                    os.read(self._wake, 4096)
                    self._reap()
                if self._orders in ready and not self._obey():
                    return
        finally:
            for child in self._children:
                os.kill(child, signal.SIGKILL)
            for child in self._children:
                os.waitpid(child, 0)

    def _obey(self) -> bool:
        order = read_order(self._orders)
        if isinstance(order, Stop):
            for child in [child for child, number in self._children.items() if number == order.number]:
                os.kill(child, signal.SIGKILL)
        elif order is not None:
            self._fork(order)
        return order is not None

    def _fork(self, order: Order) -> None:
        parent = os.getpid()
        child = os.fork()
        if child:
            self._children[child] = order.number
            self._answers.send(order.number, began=True)
            return
        code = _BROKEN
        try:
            gc.disable()  # all its memory is given back when it ends, soon
            system.end_with(parent)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for pipe in (self._orders, self._wake, self._rouse):
                os.close(pipe)
            enter(order)
            perform(order, self._answers)
            code = 0
        finally:
            os._exit(code)  # nothing of the parent's is tidied up twice

    def _reap(self) -> None:
        while self._children:
            child, status, usage = os.wait4(-1, os.WNOHANG)
            if not child:
                return
            code = os.waitstatus_to_exitcode(status)
            self._answers.send(self._children.pop(child), ended=code, **system.from_usage(usage))


def _serve_here(orders: int, answers: Channel, scratch: Path) -> None:
    """Do each order in this process; end, to be replaced, when a task left something behind."""
    for order in _orders(orders, scratch):
        answers.send(order.number, began=True)
        enter(order)
        before, cpu_s = state(), time.process_time()
        perform(order, answers)
        left = leaked(before, state())
        used = system.used() | {"cpu_s": round(time.process_time() - cpu_s, 3)}
        answers.send(order.number, ended=0, left=", ".join(left), **used)
        if left:
            return


def _orders(pipe: int, scratch: Path):
    """Give orders as they come; end the process at once, whatever it is doing, when nobody is there to give any."""
    found: queue.SimpleQueue[Order] = queue.SimpleQueue()

    def read() -> None:
        while isinstance(order := read_order(pipe), Order):
            found.put(order)
        _leave(scratch)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    while True:
        yield found.get()


def _leave(scratch: Path) -> None:
    """Clear away what a build that was killed cannot; one that ended well has done so itself."""
    with contextlib.suppress(OSError):  # it is gone already, with the folder that it stood in
        os.chdir(scratch.parent)
        shutil.rmtree(scratch, ignore_errors=True)


def enter(order: Order) -> None:
    """Go where a task is to be done, and let it find everything as any other task does."""
    system.limit_memory(order.limits.memory_mb)
    os.chdir(order.folder / order.place)
    os.environ.update(order.environment)
    number = zlib.crc32(order.seed.encode())
    random.seed(number)
    sys.modules["numpy"].random.seed(number)


def perform(order: Order, answers: Channel) -> None:
    """Do a task; say that its result is there, or what went wrong."""
    try:
        value = order.function(say=lambda text: answers.send(order.number, say=text), **order.arguments)
        hand_over(order.folder, RESULT, value)
        answers.send(order.number, done="well")
    except OSError as fault:
        words = {"errno": fault.errno, "words": fault.strerror or str(fault), "file": str(fault.filename or "")}
        answers.send(order.number, done="disk", **words)
    except MemoryError:
        answers.send(order.number, done="fault", words="there was not enough memory")
    except Exception as fault:  # noqa: BLE001 - one task's fault must not cost the others
        answers.send(order.number, done="fault", words=f"{type(fault).__name__}: {fault}")
