"""A notebook's kernel without a process of its own: the shell of an ordinary kernel, here, and what it would send.

The shell, its display hooks and its compiler are those of ipykernel, so that a cell shows what it shows there. Messages
go through the same JSON as on the wire, for the same reason: a tuple becomes a list, an odd number is refused.
"""

from __future__ import annotations

import atexit
import builtins
import io
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import Session
from traitlets.config import Config

Message = dict[str, Any]
_STREAMS = (("stdout", 1), ("stderr", 2))


class Kernel:
    """Runs cells one after the other and hands on what they show; made by :func:`kernel`."""

    def __init__(self, shell: ZMQInteractiveShell, messages: _Messages, files: dict[str, IO[bytes]]) -> None:
        self._shell = shell
        self._messages = messages
        self._files = files  # what is written beneath Python, by the stream's name

    def run(self, code: str) -> dict[str, Any]:
        """Run one cell; return the content of the reply a kernel would give: status, count and, if so, the error."""
        self._messages.send(None, "execute_input", {"code": code, "execution_count": self._shell.execution_count})
        with self._captured():
            result = self._shell.run_cell(code, store_history=True)
        error = result.error_before_exec or result.error_in_exec
        reply = {"status": "ok", "execution_count": self._shell.execution_count - 1}
        if error is None and not self._shell._last_traceback_during_displayhook:  # noqa: SLF001 - as ipykernel does
            return reply
        told = {"ename": type(error).__name__, "evalue": str(error), "traceback": self._shell._last_traceback or []}  # noqa: SLF001
        return reply | {"status": "error"} | told

    @contextmanager
    def _captured(self) -> Iterator[None]:
        """Collect what a cell writes: through Python, and beneath it, as libraries and other programs do."""
        before = sys.stdout, sys.stderr, builtins.input
        sys.stdout.flush()
        sys.stderr.flush()
        streams = [_Stream(self._messages, name, number) for name, number in _STREAMS]
        sys.stdout, sys.stderr = streams
        builtins.input = _no_input
        kept = [os.dup(number) for _, number in _STREAMS]
        for name, number in _STREAMS:
            os.dup2(self._files[name].fileno(), number)
        try:
            yield
        finally:
            for stream in streams:
                stream.flush()
            sys.stdout, sys.stderr, builtins.input = before
            for (name, number), copy in zip(_STREAMS, kept, strict=True):
                os.dup2(copy, number)
                os.close(copy)
                self._read_low(name)

    def _read_low(self, name: str) -> None:
        file = self._files[name]
        file.seek(0)
        if text := file.read().decode(errors="replace"):
            self._messages.send(None, "stream", {"name": name, "text": text})
            file.seek(0)
            file.truncate()


@contextmanager
def kernel(deliver: Callable[[Message], None]) -> Iterator[Kernel]:
    """Give a kernel in this process, for one notebook; what the shell alters here is put back at the end.

    Parameters
    ----------
    deliver
        Called with each message, in order, as a client of a kernel receives them.

    Raises
    ------
    RuntimeError
        This process runs a notebook already.
    """
    if InteractiveShell.initialized():
        msg = "this process runs a notebook already"
        raise RuntimeError(msg)
    with ExitStack() as stack:
        made = stack.enter_context(_put_back())
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="reviewkit-", ignore_cleanup_errors=True))
        os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # as ipykernel does
        shell = ZMQInteractiveShell.instance(
            config=Config({"HistoryManager": {"enabled": False, "hist_file": ":memory:"}}),
            ipython_dir=home,  # the notebook of a review does not depend on somebody's settings
            compiler_class=XCachingCompiler,
        )
        made()
        stack.callback(_forget, shell)
        messages = _Messages(deliver)
        for part in (shell.displayhook, shell.display_pub):
            part.session = messages
        files = {name: stack.enter_context(tempfile.TemporaryFile()) for name, _ in _STREAMS}
        yield Kernel(shell, messages, files)


class _Messages(Session):
    """Hands messages over where a kernel would send them."""

    def __init__(self, deliver: Callable[[Message], None]) -> None:
        super().__init__(key=b"")
        self._deliver = deliver

    def send(
        self, _stream: object, msg_or_type: Message | str, content: Message | None = None, *_: Any, **__: Any
    ) -> None:
        """Hand over one message."""
        message = self.msg(msg_or_type, content) if isinstance(msg_or_type, str) else msg_or_type
        self._deliver(message | {"content": self.unpack(self.pack(message["content"]))})


class _Stream(io.TextIOBase):
    """What a cell prints, kept until a display, an error or the end of the cell."""

    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, messages: _Messages, name: str, number: int) -> None:
        super().__init__()
        self.name = name
        self._messages = messages
        self._number = number
        self._parts: list[str] = []

    def fileno(self) -> int:
        return self._number

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            msg = f"write() argument must be str, not {type(text).__name__}"
            raise TypeError(msg)
        self._parts.append(text)
        return len(text)

    def flush(self) -> None:
        parts, self._parts = self._parts, []
        if text := "".join(parts):
            self._messages.send(None, "stream", {"name": self.name, "text": text})


def _no_input(_prompt: object = "") -> str:
    msg = "raw_input was called, but this frontend does not support input requests."
    raise StdinNotImplementedError(msg)


@contextmanager
def _put_back() -> Iterator[Callable[[], None]]:
    """Put back what a shell alters in its process, not what a notebook does; to be told when the shell is made."""
    environment, main, hook = dict(os.environ), sys.modules["__main__"], sys.excepthook
    filters = list(warnings.filters)
    altered: dict[str, str] = {}
    added: list[Any] = []

    def made() -> None:
        altered.update({name: value for name, value in os.environ.items() if environment.get(name) != value})
        added.extend(one for one in warnings.filters if one not in filters)

    try:
        yield made
    finally:
        for name, value in altered.items():
            if os.environ.get(name) == value:
                _set(name, environment.get(name))
        for one in [one for one in added if one in warnings.filters]:
            warnings.filters.remove(one)
        sys.modules["__main__"], sys.excepthook = main, hook


def _set(name: str, value: str | None) -> None:
    if value is None:
        del os.environ[name]
    else:
        os.environ[name] = value


def _forget(shell: ZMQInteractiveShell) -> None:
    atexit.unregister(shell.atexit_operations)
    shell.atexit_operations()
    ZMQInteractiveShell.clear_instance()
