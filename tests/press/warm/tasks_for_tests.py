"""Tasks that go wrong in every way a section's can, and tasks that leave something behind; run by real processes."""

from __future__ import annotations

import ctypes
import decimal
import os
import random
import sys
import time
import warnings

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

WITHOUT_END_S = 600


def add(one: int, other: int, *, say) -> int:
    say("adding")
    return one + other


def note(name: str, kinds: list[str], *, shared: str, say) -> None:
    say(f"{shared} {name}")
    leave_behind(kinds, say=say)


def crash(*, say) -> None:
    ctypes.string_at(0)


def loop_for_ever(*, say) -> None:
    until = time.monotonic() + WITHOUT_END_S
    while time.monotonic() < until:
        pass


def eat_memory(*, say) -> None:
    eaten = []
    while True:
        eaten.append(bytearray(50_000_000))


def leave(*, say) -> None:
    os._exit(9)


def be_killed(*, say) -> None:
    os.kill(os.getpid(), 9)


def raise_fault(*, say) -> None:
    msg = "no such thing"
    raise ValueError(msg)


def fill_the_disk(*, say) -> None:
    raise OSError(28, "No space left on device", "a.html")


def _answer(*_: object, **__: object) -> str:
    return "patched"


LEFT = {
    "the environment": lambda: os.environ.update(LEFT_BEHIND="yes"),
    "the working directory": lambda: os.chdir("/"),
    "the search path of modules": lambda: sys.path.append("left-behind"),
    "the settings of charts": lambda: mpl.rcParams.update({"lines.linewidth": 17}),
    "the options of pandas": lambda: pd.set_option("display.max_rows", 17),
    "the random numbers": random.random,
    "figures left open": plt.figure,
    "functions of libraries": lambda: setattr(np, "mean", _answer),
    "the warnings shown": lambda: warnings.simplefilter("ignore"),
    "the arithmetic of decimals": lambda: setattr(decimal.getcontext(), "prec", 3),
}


def leave_behind(kinds: list[str], *, say) -> int:
    for kind in kinds:
        LEFT[kind]()
    return os.getpid()


def look_around(*, say) -> dict[str, object]:
    return {
        "the environment": os.environ.get("LEFT_BEHIND"),
        "the working directory": os.path.basename(os.getcwd()),  # noqa: PTH109, PTH119
        "the search path of modules": "left-behind" in sys.path,
        "the settings of charts": mpl.rcParams["lines.linewidth"],
        "the options of pandas": pd.get_option("display.max_rows"),
        "the random numbers": (random.random(), np.random.random()),  # noqa: S311, NPY002
        "figures left open": plt.get_fignums(),
        "functions of libraries": np.mean.__name__,
        "the warnings shown": len(warnings.filters),
        "the arithmetic of decimals": str(decimal.Decimal(1) / 3),
    }
