"""999 ahead of 101 on the same people: what callers of either line meet in the long run, and the fewest people.

Calls of both lines come at random (Poisson) at steady rates, take equally long on average (exponential), and nobody
gives up. Whoever comes free takes the 999 call that has waited longest, and a 101 call only where no 999 call waits; no
call is broken off. Everything here is exact for such queues. Where handling times differ or callers give up, ask
:func:`reviewkit.methods.simulate.day`.

It misleads where the lines differ in handling time: taking the mean of both, each weighted by its calls, gives the load
right and the waits roughly. Answers broadcast as numpy arrays do; a load at or above the people gives
:class:`~reviewkit.methods.erlang.UnstableQueueWarning`, a 101 service of 0 and a wait without end; 999 callers are then
answered as by people who never stand idle.

Sources: A. Cobham, "Priority assignment in waiting line problems" (1954), for the mean waits; O. Kella and U. Yechiali,
"Waiting times in the non-preemptive priority M/M/c queue" (1985), for their transforms; J. Abate and W. Whitt,
"Transient behavior of the M/M/1 queue via Laplace transforms" (1988), for integrals of this kind.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reviewkit.methods.erlang import UnstableQueueWarning
from reviewkit.methods.erlang.arguments import checked
from reviewkit.methods.erlang.queue import Patient
from reviewkit.methods.fewest import fewest

FALL = 40.0
"""The trapezoidal rule on a period is off by about e^-this."""


@dataclass(frozen=True)
class Lines:
    """One value for the line that goes first, one for the line that comes after it."""

    first: np.ndarray
    second: np.ndarray


def service_level(
    load_first: ArrayLike, load_second: ArrayLike, agents: ArrayLike, *, aht_s: ArrayLike, within_s: ArrayLike
) -> Lines:
    """Return the share of each line's calls that is answered within so many seconds.

    Parameters
    ----------
    load_first, load_second
        Offered erlangs of the line that goes first and of the other.
    agents
        People, all of whom answer both lines: each counted once.
    aht_s
        Mean handling time in seconds, of both lines.
    within_s
        Seconds of the target.

    Raises
    ------
    ValueError
        An argument out of its range, NaN, or shapes that do not fit.

    Notes
    -----
    With m = agents / aht the rate at which calls end while all are busy, f and s the rates at which calls come, and C
    Erlang's chance to wait for both lines together, the first line waits longer than t with a chance of
    C exp(-(m - f) t). A second line's call waits for a geometric number of busy periods of the first; written as an
    integral over the spectrum of these, with k = (m - f - s) s / (f + s), x(u) = f + m - 2 sqrt(f m) cos u and
    d(u) = x(u) - k, it waits longer than t with a chance of

        C e^(-k t) (1 - 2 f m (m - f - s) / (pi (f + s)) int_0^pi sin(u)^2 (1 - e^(-d(u) t)) / (d(u) x(u)) du).

    Examples
    --------
    Without a first line, the second is Erlang C: 28 agents answer 85.7 % of 250 calls an hour of 330 s in 30 s.

    >>> round(float(service_level(0, 250 * 330 / 3600, 28, aht_s=330, within_s=30).second), 3)
    0.857

    36 people for 10 erlangs of 999 and 20 of 101: 90.4 % of 999 within 10 seconds, 90.7 % of 101 within 60.

    >>> shared = service_level(10, 20, 36, aht_s=330, within_s=[10, 60])
    >>> shared.first.round(3).tolist(), shared.second.round(3).tolist()
    ([0.904, 0.998], [0.82, 0.907])
    """
    f, s, n, aht, within = checked(
        load_first=load_first, load_second=load_second, agents=agents, aht_s=aht_s, within_s=within_s
    )
    _warn(f + s >= n)
    return Lines(*(found[()] for found in _answered(f, s, n, within / aht)))


def mean_wait_s(load_first: ArrayLike, load_second: ArrayLike, agents: ArrayLike, *, aht_s: ArrayLike) -> Lines:
    """Return the mean wait in seconds of each line's calls; no wait counts as 0.

    Parameters are those of :func:`service_level`. With C Erlang's chance to wait, n people and loads f and s in
    erlangs: C aht / (n - f) for the first line, and that times n / (n - f - s) for the other (Cobham 1954).

    Examples
    --------
    Two people, half an erlang of each line: a third waits, for 60 / 1.5 seconds or, in the other line, twice that.

    >>> found = mean_wait_s(0.5, 0.5, 2, aht_s=60)
    >>> round(float(found.first), 6), round(float(found.second), 6)
    (13.333333, 26.666667)
    """
    f, s, n, aht = checked(load_first=load_first, load_second=load_second, agents=agents, aht_s=aht_s)
    _warn(f + s >= n)
    with np.errstate(divide="ignore", invalid="ignore"):
        first = Patient(f + s, n).waits * aht / np.maximum(n - f, 0)
        second = np.where(f + s < n, first * n / np.maximum(n - f - s, 0), np.inf)
    return Lines(first[()], second[()])


def agents_required(
    load_first: ArrayLike,
    load_second: ArrayLike,
    *,
    aht_s: ArrayLike,
    within_first_s: ArrayLike,
    service_level_first: ArrayLike,
    within_second_s: ArrayLike,
    service_level_second: ArrayLike,
) -> np.ndarray:
    """Return the smallest number of people, all of whom answer both lines, that meets both lines' targets.

    Everybody is counted once. Parameters are those of :func:`service_level`, with a target for each line: this share
    answered within so many seconds. Never more than with a team for each line.

    Examples
    --------
    999 with 10 erlangs, 90 % in 10 seconds, needs 15 people; 101 with 20, 80 % in 30 seconds, needs 25: 40 apart.

    >>> targets = {"within_first_s": 10, "service_level_first": 0.9}
    >>> targets |= {"within_second_s": 30, "service_level_second": 0.8}
    >>> int(agents_required(10, 20, aht_s=330, **targets))
    36
    """
    given = checked(
        load_first=load_first,
        load_second=load_second,
        aht_s=aht_s,
        within_first_s=within_first_s,
        within_second_s=within_second_s,
        service_level_first=service_level_first,
        service_level_second=service_level_second,
    )
    f, s, aht, within_f, within_s, level_f, level_s = (each.ravel() for each in given)

    def does(cases: np.ndarray, agents: np.ndarray) -> np.ndarray:
        people = agents.astype(float)
        first, _ = _answered(f[cases], s[cases], people, within_f[cases] / aht[cases])
        _, second = _answered(f[cases], s[cases], people, within_s[cases] / aht[cases])
        return ((first >= level_f[cases]) | (f[cases] == 0)) & ((second >= level_s[cases]) | (s[cases] == 0))

    return fewest(does, guess=np.floor(f + s + np.sqrt(f + s)) + 1).reshape(given[0].shape)[()]


def _answered(f: np.ndarray, s: np.ndarray, n: np.ndarray, wait: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both lines' shares answered within such a time, in handling times."""
    f, s, n, wait = np.broadcast_arrays(f, s, n, wait)
    waits = Patient(f + s, n).waits
    first = np.where(f < n, 1 - waits * np.exp(-np.maximum(n - f, 0) * wait), 0.0)
    second, stable = np.zeros(f.shape), f + s < n
    second[stable] = 1 - waits[stable] * _second_waits_longer(f[stable], s[stable], n[stable], wait[stable])
    return first, second


def _second_waits_longer(f: np.ndarray, s: np.ndarray, n: np.ndarray, wait: np.ndarray) -> np.ndarray:
    """Return the chance that a second line's call that waits does so for longer than this.

    The integrand is periodic and analytic: the trapezoidal rule doubles its digits with its points. The closer f
    comes to n and the longer the wait, the nearer its poles and the narrower its peak, and the more points it needs.
    """
    both = np.maximum(f + s, np.finfo(float).tiny)
    k = (n - f - s) * s / both
    found = np.exp(-np.where(f > 0, k, n - s) * wait)
    for case in np.flatnonzero((f > 0) & (wait > 0)):
        root = np.sqrt(f[case] * n[case])
        points = FALL / np.log(n[case] / f[case]) + 4 * np.sqrt(root * wait[case] * FALL) + FALL
        angles = np.arange(1, int(points)) * np.pi / int(points)
        near = 2 * root * (1 - np.cos(angles))
        x = (np.sqrt(n[case]) - np.sqrt(f[case])) ** 2 + near
        d = (np.sqrt(both[case]) - root / np.sqrt(both[case])) ** 2 + near
        added = (np.sin(angles) ** 2 * -np.expm1(-d * wait[case]) / (d * x)).sum() / int(points)
        found[case] *= 1 - 2 * f[case] * n[case] * (n[case] - f[case] - s[case]) / both[case] * added
    return found


def _warn(unstable: np.ndarray) -> None:
    if unstable.any():
        warnings.warn(
            f"{int(unstable.sum())} of {unstable.size} rooms have at least as much work as people: the line that comes "
            "second grows without end",
            UnstableQueueWarning,
            stacklevel=3,
        )
