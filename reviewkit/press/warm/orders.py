"""What passes between the build and its processes: orders one way, lines of JSON the other."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RESULT = "result.pickle"
_HEAD = 8
_LONGEST = 900  # letters of one text
_WHOLE = 4096  # bytes that Linux writes into a pipe at one stroke, whoever else writes


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one task may use: seconds of time, and MB of memory over all its data; None is no limit."""

    seconds: float | None = None
    memory_mb: int | None = None


NO_LIMITS = Limits()


@dataclass(frozen=True, kw_only=True)
class Order:
    """One task.

    Attributes
    ----------
    number
        Which task; what is said of it carries the number.
    function, arguments
        What to call; it is given ``say`` as well, for its progress.
    folder
        Where the result goes.
    place
        Name of an empty folder within, in which it is done. A notebook may print it, so it is always the same.
    seed
        What random numbers begin from.
    environment
        What to set in the environment.
    """

    number: int
    function: Callable[..., Any]
    arguments: dict[str, Any]
    folder: Path
    place: str
    seed: str
    environment: dict[str, str]
    limits: Limits


@dataclass(frozen=True)
class Stop:
    """End a task at once."""

    number: int


def write_order(pipe: int, order: Order | Stop) -> None:
    """Send an order."""
    content = pickle.dumps(order)
    whole = len(content).to_bytes(_HEAD, "big") + content
    while whole:
        whole = whole[os.write(pipe, whole) :]


def read_order(pipe: int) -> Order | Stop | None:
    """Wait for an order; None when whoever gave them is gone."""
    head = _read(pipe, _HEAD)
    content = head and _read(pipe, int.from_bytes(head, "big"))
    return pickle.loads(content) if content else None  # noqa: S301 - from our own parent process


class Channel:
    """The way back: every process that serves a build writes lines of its own into the same pipe."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def send(self, number: int, **words: Any) -> None:
        """Send one line about a task; texts too long are cut."""
        longest = _LONGEST
        while len(line := _line(number, words, longest)) > _WHOLE:
            longest //= 2
        os.write(self._pipe, line)


def hand_over(folder: Path, name: str, value: Any) -> None:
    """Write a result aside and rename it: it is there whole, or not at all."""
    aside = folder / f"{name}.part"
    aside.write_bytes(pickle.dumps(value))
    aside.replace(folder / name)


def take_over(folder: Path, name: str) -> Any:
    """Read a result that one of our processes handed over."""
    return pickle.loads((folder / name).read_bytes())  # noqa: S301 - from our own process


def _line(number: int, words: dict[str, Any], longest: int) -> bytes:
    cut = {name: word[:longest] if isinstance(word, str) else word for name, word in words.items()}
    return f"{json.dumps({'number': number} | cut, ensure_ascii=False)}\n".encode(errors="replace")


def _read(pipe: int, count: int) -> bytes:
    parts = []
    while count:
        try:
            part = os.read(pipe, count)
        except OSError:  # closed on our side
            return b""
        if not part:
            return b""
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
