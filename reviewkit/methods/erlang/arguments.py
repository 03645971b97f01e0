"""What the functions of a queue are given: checked, of one shape, and parted by whether callers give up."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from reviewkit.methods.erlang.queue import Leaving, Patient

RANGES = {
    "load": "0 or more erlangs",
    "agents": "0 or more",
    "aht_s": "above 0 seconds",
    "within_s": "0 or more seconds",
    "patience_s": "0 or more seconds (infinity: nobody gives up)",
    "share": "from 0 to below 1",
    "service_level": "above 0 and below 1",
    "max_occupancy": "above 0, up to 1",
    "max_mean_wait_s": "above 0 seconds",
    "max_abandonment": "above 0 and below 1",
}


class UnstableQueueWarning(UserWarning):
    """Nobody gives up and more work comes in than the agents can do: the queue grows without end."""


def checked(**given: ArrayLike) -> list[np.ndarray]:
    """Return the arguments as arrays of floats, broadcast against each other as numpy does.

    ``load_first`` and its like, of one of two lines, may be what ``load`` may be.

    Raises
    ------
    ValueError
        A value that is not a number or is out of its range, named with the first such value; shapes that do not fit,
        named with their shapes.

    Examples
    --------
    >>> [array.shape for array in checked(load=[1, 2], agents=3)]
    [(2,), (2,)]
    >>> checked(load=[1, -2])
    Traceback (most recent call last):
    ValueError: load: -2.0 is not possible; it must be 0 or more erlangs
    """
    arrays = {name: np.asarray(values, dtype=float) for name, values in given.items()}
    for name, array in arrays.items():
        kind = name.replace("_first", "").replace("_second", "")
        wrong = array[~_in_range(kind, array)]
        if wrong.size:
            raise ValueError(f"{name}: {wrong.flat[0]} is not possible; it must be {RANGES[kind]}")
    try:
        return list(np.broadcast_arrays(*arrays.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(f"the shapes of the arguments do not fit together: {shapes}") from None


def ask(
    question: Callable[..., np.ndarray],
    *more: str,
    load: ArrayLike,
    agents: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike | None,
    **extra: ArrayLike,
) -> np.ndarray:
    """Check the arguments of a queue, put a question to the queues of either kind, and return one array.

    ``more`` names what the question takes beside the queue: ``aht_s`` or one of ``extra``.
    """
    patience_s = np.inf if patience_s is None else patience_s
    arrays = {"load": load, "agents": agents, "aht_s": aht_s, "patience_s": patience_s, **extra}
    arrays = dict(zip(arrays, checked(**arrays), strict=True))
    found = np.empty(arrays["load"].shape)
    for these, leaving in ((np.isinf(arrays["patience_s"]), False), (np.isfinite(arrays["patience_s"]), True)):
        if these.any():
            part = {name: array[these] for name, array in arrays.items()}
            queue = queue_of(part["load"], part["agents"], part["aht_s"], part["patience_s"] if leaving else None)
            if not leaving:
                _warn(queue.unstable)
            found[these] = question(queue, *(part[name] for name in more))
    return found[()]


def queue_of(
    load: np.ndarray, agents: np.ndarray, aht_s: np.ndarray, patience_s: np.ndarray | None
) -> Patient | Leaving:
    """Return the queue that fits: None for patience means that nobody gives up."""
    if patience_s is None:
        return Patient(load, agents)
    with np.errstate(divide="ignore"):
        return Leaving(load, agents, aht_s / patience_s)


def _warn(unstable: np.ndarray) -> None:
    if unstable.any():
        warnings.warn(
            f"{int(unstable.sum())} of {unstable.size} queues have at least as much work as agents and nobody who "
            "gives up: they grow without end",
            UnstableQueueWarning,
            stacklevel=4,
        )


def _in_range(name: str, array: np.ndarray) -> np.ndarray:
    if name in {"load", "agents", "within_s"}:
        return (array >= 0) & np.isfinite(array)
    if name in {"aht_s", "max_mean_wait_s"}:
        return (array > 0) & np.isfinite(array)
    if name == "patience_s":
        return array >= 0
    if name == "share":
        return (array >= 0) & (array < 1)
    return (array > 0) & ((array <= 1) if name == "max_occupancy" else (array < 1))
