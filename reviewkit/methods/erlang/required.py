"""The fewest people who meet a target."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from reviewkit.methods.erlang.arguments import checked, queue_of
from reviewkit.methods.erlang.queue import Leaving, Patient
from reviewkit.methods.erlang.ratios import below
from reviewkit.methods.fewest import fewest

Cases = dict[str, np.ndarray]
"""Flat arrays of one length: ``load``, ``aht_s``, ``patience_s``, ``within_s`` and the targets, by name."""

MET: dict[str, Callable[[Patient | Leaving, Cases], np.ndarray]] = {
    "service_level": lambda queue, case: (
        queue.answered_within(case["within_s"] / case["aht_s"]) >= case["service_level"]
    ),
    "max_occupancy": lambda queue, case: queue.occupancy <= case["max_occupancy"],
    "max_mean_wait_s": lambda queue, case: queue.mean_wait * case["aht_s"] <= case["max_mean_wait_s"],
    "max_abandonment": lambda queue, case: queue.abandoned <= case["max_abandonment"],
}


def agents_required(
    load: ArrayLike,
    *,
    aht_s: ArrayLike,
    within_s: ArrayLike | None = None,
    service_level: ArrayLike | None = None,
    patience_s: ArrayLike | None = None,
    max_occupancy: ArrayLike | None = None,
    max_mean_wait_s: ArrayLike | None = None,
    max_abandonment: ArrayLike | None = None,
) -> np.ndarray:
    """Return the smallest whole number of agents that meets every target given.

    Exactly minimal: by :func:`service_level` and its like that number meets the targets, and one fewer does not.

    Parameters
    ----------
    load
        Offered load in erlangs. For a load of 0 nobody is needed.
    aht_s, patience_s
        Mean handling time and mean patience in seconds; no patience: nobody gives up.
    within_s, service_level
        At least this share of all calls offered is answered within so many seconds.
    max_occupancy
        At most this share of the agents' time is spent on calls.
    max_mean_wait_s
        The mean wait of all calls offered, those given up included, is at most this.
    max_abandonment
        At most this share of calls offered gives up; needs ``patience_s``.

    Returns
    -------
    numpy.ndarray
        Whole numbers, in the broadcast shape.

    Raises
    ------
    ValueError
        No target; one that no number of agents meets (a share of 1, a wait of 0); a service level without its
        seconds; an argument out of its range, NaN, or shapes that do not fit.

    Examples
    --------
    250 calls an hour of 330 seconds: 27 agents answer 78.2 % within 30 seconds, 28 answer 85.7 %.

    >>> int(agents_required(250 * 330 / 3600, aht_s=330, within_s=30, service_level=0.8))
    28
    """
    asked = {
        "within_s": within_s,
        "service_level": service_level,
        "max_occupancy": max_occupancy,
        "max_mean_wait_s": max_mean_wait_s,
        "max_abandonment": max_abandonment,
    }
    asked = {name: value for name, value in asked.items() if value is not None}
    _refuse_odd_targets(set(asked), patience=patience_s is not None)
    given = {"load": load, "aht_s": aht_s, "patience_s": np.inf if patience_s is None else patience_s, **asked}
    arrays = dict(zip(given, checked(**given), strict=True))
    shape = arrays["load"].shape
    cases = {name: array.ravel() for name, array in arrays.items()}
    found = np.zeros(cases["load"].shape, dtype=np.int64)
    for leaving in (False, True):
        these = (cases["load"] > 0) & (np.isfinite(cases["patience_s"]) == leaving)
        part = {name: array[these] for name, array in cases.items()}
        for target in asked.keys() & MET.keys():
            quick = target == "service_level" and not leaving
            needed = _patient_service(part) if quick else _search(part, target, leaving=leaving)
            found[these] = np.maximum(found[these], needed)
    return found.reshape(shape)[()]


def _refuse_odd_targets(asked: set[str], *, patience: bool) -> None:
    if not asked & MET.keys():
        raise ValueError(f"no target: give at least one of {', '.join(MET)}")
    if ("within_s" in asked) != ("service_level" in asked):
        raise ValueError("within_s and service_level are one target: give both, or neither")
    if "max_abandonment" in asked and not patience:
        raise ValueError("max_abandonment needs patience_s: without it nobody gives up")


def _patient_service(cases: Cases) -> np.ndarray:
    """Find the fewest agents for a service level where nobody gives up.

    Halfin and Whitt's square root rule (1981) lands a little below; from there one agent more turns U(n, a) into
    (n + 1) / a (1 + U), so that only the first step needs an incomplete gamma function.
    """
    a, wait = cases["load"], cases["within_s"] / cases["aht_s"]
    miss = np.log1p(-cases["service_level"])
    linear = 1.18 + np.sqrt(a) * wait  # log of the chance not to wait and wait too long, as a parabola in the margin
    margin = (np.sqrt(linear * linear - 4 * 0.33 * miss) - linear) / (2 * 0.33)
    fewest = np.floor(a) + 1
    n = np.maximum(np.floor(a + margin * np.sqrt(a)) - 1, fewest)
    u = below(n, a)
    met = _patient_met(n, u, a=a, wait=wait, miss=miss)
    back = np.flatnonzero(met & (n > fewest))
    while back.size:  # the rule landed too high
        n[back] = np.maximum(n[back] - 2 - np.floor(0.1 * np.sqrt(a[back])), fewest[back])
        u[back] = below(n[back], a[back])
        met[back] = _patient_met(n[back], u[back], a=a[back], wait=wait[back], miss=miss[back])
        back = back[met[back] & (n[back] > fewest[back])]
    on = np.flatnonzero(~met)
    while on.size:
        n[on] += 1
        u[on] = n[on] / a[on] * (1 + u[on])
        on = on[~_patient_met(n[on], u[on], a=a[on], wait=wait[on], miss=miss[on])]
    return n.astype(np.int64)


def _patient_met(n: np.ndarray, u: np.ndarray, *, a: np.ndarray, wait: np.ndarray, miss: np.ndarray) -> np.ndarray:
    return np.exp((a - n) * wait - miss) <= 1 + (1 - a / n) * u


def _search(cases: Cases, target: str, *, leaving: bool) -> np.ndarray:
    def does(some: np.ndarray, agents: np.ndarray) -> np.ndarray:
        part = {name: array[some] for name, array in cases.items()}
        queue = queue_of(part["load"], agents, part["aht_s"], part["patience_s"] if leaving else None)
        return MET[target](queue, part)

    return fewest(does, guess=np.floor(cases["load"] + np.sqrt(cases["load"])) + 1)
