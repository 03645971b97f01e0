"""What the operating system is asked for: whether to fork, limits, what was used, ends that come with the parent's."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from pathlib import Path

import reviewkit

try:
    import resource
except ImportError:  # Windows has no such module
    resource = None

START = "REVIEWKIT_START"
FORK, SPAWN = "fork", "spawn"
_PR_SET_PDEATHSIG = 1

ENVIRONMENT = {
    "COLUMNS": "80",  # outputs that wrap, wrap alike everywhere
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "agg",
    "OPENBLAS_NUM_THREADS": "1",  # a process with threads cannot be forked safely
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}


def environment() -> dict[str, str]:
    """Return the environment in which pages are made, the same whoever asks for them."""
    found = os.environ | ENVIRONMENT
    found.pop("PYTHONWARNINGS", None)  # the default filters, or stderr differs from one computer to the next
    return found | same_code()


def same_code() -> dict[str, str]:
    """Return what lets another process find this very copy of the program, where it is run from a checkout.

    An installed copy is found anyway; to put its folder first would let other packages hide Python's own modules.
    """
    checkout = Path(reviewkit.__file__).resolve().parents[1]
    if not (checkout / "pyproject.toml").is_file():
        return {}
    asked = os.environ.get("PYTHONPATH")
    return {"PYTHONPATH": os.pathsep.join([str(checkout), *([asked] if asked else [])])}


def way_to_start() -> str:
    """Return ``fork`` or ``spawn``: what ``REVIEWKIT_START`` asks for, else fork on Linux alone.

    macOS forks too, but its own libraries do not bear it.
    """
    asked = os.environ.get(START, "")
    if asked in {FORK, SPAWN} and (asked == SPAWN or hasattr(os, "fork")):
        return asked
    return FORK if sys.platform == "linux" else SPAWN


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def threads() -> list[str]:
    """Return the threads of this process, by name; libraries' own too, where the system lists them (Linux)."""
    tasks = Path("/proc/self/task")
    if not tasks.is_dir():
        return [thread.name for thread in threading.enumerate()]
    return [(task / "comm").read_text(encoding="utf-8", errors="replace").strip() for task in tasks.iterdir()]


def limit_memory(megabytes: int | None) -> None:
    """Let this process use so much memory for its data, all libraries included, or as much as it may; Linux only."""
    if can_limit_memory():
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        highest = sys.maxsize if most == resource.RLIM_INFINITY else most
        limit = most if megabytes is None else min(megabytes * 1_000_000, highest)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, most))


def can_limit_memory() -> bool:
    """Say whether this system holds a process to a limit on its memory; others know the limit and do not keep it."""
    return sys.platform == "linux"


def end_with(parent: int) -> None:
    """Let the system end this process when the one that forked it ends, however that ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended a moment ago
            os._exit(1)


def used() -> dict[str, float | None]:
    """Return CPU seconds of this process so far, and the most memory it held, in MB; None where not told."""
    if resource is None:
        return {"cpu_s": time.process_time(), "peak_mb": None}
    return from_usage(resource.getrusage(resource.RUSAGE_SELF))


def from_usage(usage: object) -> dict[str, float | None]:
    """Return the same from what the system says of a process that has ended."""
    unit = 1 if sys.platform == "darwin" else 1024
    return {"cpu_s": round(usage.ru_utime + usage.ru_stime, 3), "peak_mb": round(usage.ru_maxrss * unit / 1e6)}


def ending(code: int) -> str:
    """Return in words how a process ended; ``code`` as ``subprocess`` gives it, negative for a signal.

    Examples
    --------
    >>> ending(9)
    'its process ended by itself, with exit code 9'
    """
    if code >= 0:
        return f"its process ended by itself, with exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    if was_killed(code):
        return "its process was killed from outside, most often because memory ran out (SIGKILL)"
    return f"its process crashed ({name})"


def was_killed(code: int) -> bool:
    """Say whether a process was killed from outside; Windows does not tell."""
    return code < 0 and -code == getattr(signal, "SIGKILL", None)
