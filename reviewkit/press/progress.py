"""How far a build has come: one line with a bar on a terminal, a plain line now and then in a log."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from tqdm import tqdm

EVERY_S = 15
_LINE = "{n_fmt} of {total_fmt} pages |{bar:24}| {elapsed} gone, about {remaining} left {postfix}"


class Progress:
    """Counts pages as they are made; to be used in a ``with`` block.

    Parameters
    ----------
    stream
        Where it is shown; a terminal gets the bar.
    line
        Prints a plain line, for a log.
    every_s
        Seconds between two lines in a log.
    """

    def __init__(self, stream: TextIO, *, line: Callable[[str], None], every_s: float = EVERY_S) -> None:
        self._stream = stream
        self._line = line
        self._every_s = every_s
        self._lock = threading.RLock()
        self._bar: tqdm | None = None
        self._last = ""
        self._done = self._total = 0
        self._began = self._told = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()

    def expect(self, pages: int) -> None:
        """Say how many pages there will be."""
        self._total = pages
        if self._stream.isatty():
            tqdm.set_lock(self._lock)  # its own lock would be one for several processes
            tqdm.monitor_interval = 0
            self._bar = tqdm(total=pages, file=self._stream, bar_format=_LINE, dynamic_ncols=True, smoothing=0.1)

    def count(self, pages: int) -> None:
        """Note that so many more pages are dealt with."""
        with self._lock:
            self._done += pages
            if self._bar is not None:
                self._bar.update(pages)
            self._now_and_then()

    def say(self, text: str) -> None:
        """Note what is being done."""
        with self._lock:
            self._last = text
            if self._bar is not None:
                shown = "".join(char for char in text.splitlines()[0] if char.isprintable())
                self._bar.set_postfix_str(shown, refresh=False)
            self._now_and_then()

    def tell(self, text: str) -> None:
        """Print a line of news, above the bar where there is one."""
        with self._lock:
            if self._bar is not None:
                self._bar.clear()
            self._line(text)
            if self._bar is not None:
                self._bar.refresh()

    def _now_and_then(self) -> None:
        now = time.monotonic()
        if self._bar is not None or not self._total or now - self._told < self._every_s:
            return
        self._told = now
        self._line(f"{self._done} of {self._total} pages, {self._times(now)}; now {self._last}")

    def _times(self, now: float) -> str:
        gone = now - self._began
        left = (
            f", about {tqdm.format_interval(gone / self._done * (self._total - self._done))} left" if self._done else ""
        )
        return f"{tqdm.format_interval(gone)} gone{left}"
