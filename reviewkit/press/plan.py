"""In which order things are made: a small graph says what waits for what, the rest runs side by side."""

from __future__ import annotations

import graphlib
import queue
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from typing import Any

_LOOK_S = 0.3  # a wait without an end cannot be interrupted from the keyboard on Windows


def make_in_order(
    waits_for: Mapping[str, Iterable[str]],
    begin: Callable[[str], Future[Any]],
    *,
    ended: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Begin each step as soon as those it waits for are done; return what each gave, in the order of ``waits_for``.

    Parameters
    ----------
    waits_for
        For each step those it waits for; names that are no step of this plan are not waited for.
    begin
        Starts a step.
    ended
        Called with each step that is done, on the thread that called this function.

    Raises
    ------
    graphlib.CycleError
        Steps wait for one another.
    BaseException
        What the first step that raised has raised; the others are not waited for.

    Examples
    --------
    >>> def at_once(name):
    ...     print("begun:", name)
    ...     future = Future()
    ...     future.set_result(name.upper())
    ...     return future
    >>> make_in_order({"front": ["b", "a"], "a": [], "b": ["a"]}, at_once)
    begun: a
    begun: b
    begun: front
    {'front': 'FRONT', 'a': 'A', 'b': 'B'}
    """
    graph = graphlib.TopologicalSorter(
        {step: [one for one in waits_for[step] if one in waits_for] for step in waits_for}
    )
    graph.prepare()
    finished: queue.SimpleQueue[tuple[str, Future[Any]]] = queue.SimpleQueue()
    given: dict[str, Any] = {}
    while graph.is_active():
        ready = set(graph.get_ready())
        for step in (step for step in waits_for if step in ready):
            begin(step).add_done_callback(lambda future, step=step: finished.put((step, future)))
        step, future = _next(finished)
        given[step] = future.result()
        ended(step)
        graph.done(step)
    return {step: given[step] for step in waits_for}


def _next(finished: queue.SimpleQueue[tuple[str, Future[Any]]]) -> tuple[str, Future[Any]]:
    while True:
        try:
            return finished.get(timeout=_LOOK_S)
        except queue.Empty:
            continue
