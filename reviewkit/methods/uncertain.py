"""Staff for a demand that nobody knows exactly: the chance that a plan meets its target, and the fewest people for one.

A plan for the mean of a forecast gives less than it promises: more calls than expected cost more service than fewer
gain. What counts here is how uncertain the *expected* calls of an interval are. Bands for the calls themselves also
hold the chance of single calls, which queue formulas add again: :func:`spread` takes it out. Without callers who give
up, the figures are as pessimistic as Erlang C is.

Source of the problem: S. Steckley, S. Henderson and V. Mehrotra, "Forecast errors in service systems" (2009).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, ndtr, ndtri

from reviewkit.methods import erlang, transient


@dataclass(frozen=True)
class Chances:
    """What a plan gives over all demands drawn.

    Parameters
    ----------
    expected
        For each interval, the share of calls answered in time: of all calls of all demands.
    chance
        For each interval, the share of demands in which it meets the target.
    expected_whole, chance_whole
        The same for all intervals taken together, each call counting as much as another.
    """

    expected: np.ndarray
    chance: np.ndarray
    expected_whole: float
    chance_whole: float


def spread(calls: ArrayLike, lower: ArrayLike, upper: ArrayLike, *, level: float = 80) -> np.ndarray:
    """Return the coefficient of variation of expected calls, from a forecast and its band for the calls themselves.

    The band is taken as normal; Var(calls) = Var(expected) + mean, since calls are Poisson about what is expected.
    0 where the band is no wider than chance alone makes it, or no calls are expected.

    Parameters
    ----------
    calls, lower, upper
        Mean, and ends of the band.
    level
        What the band holds, in 100.

    Examples
    --------
    100 calls with a standard deviation of 20: 400 = 300 + 100, and the root of 300 is 17.3.

    >>> round(float(spread(100, 100 - 1.2815516 * 20, 100 + 1.2815516 * 20)), 3)
    0.173
    """
    mean, low, high = (np.asarray(values, dtype=float) for values in (calls, lower, upper))
    if not 0 < level < 100:
        raise ValueError(f"level: {level} is not possible; it must be between 0 and 100")
    if (low > high).any():
        raise ValueError("lower: above upper somewhere")
    deviation = (high - low) / (2 * ndtri(0.5 + level / 200))
    known = mean > 0
    more = np.maximum(deviation**2 - mean, 0)
    return np.where(known, np.sqrt(more) / np.where(known, mean, 1), 0.0)[()]


def demands(calls: ArrayLike, cv: ArrayLike, *, samples: int = 400, together: float = 1.0, seed: int = 0) -> np.ndarray:
    """Return drawn expectations of each interval, of shape (samples, intervals): gamma, with such means and spreads.

    Parameters
    ----------
    calls, cv
        Mean and coefficient of variation of expected calls in each interval.
    together
        From 0 to 1: how far busy intervals come together. 1: a busy week is busy throughout; 0: each by itself, which
        makes weeks look surer than they are.

    Examples
    --------
    >>> drawn = demands([50, 100], 0.1, samples=4000)
    >>> drawn.shape, drawn.mean(axis=0).round(0).tolist(), (drawn.std(axis=0) / drawn.mean(axis=0)).round(2).tolist()
    ((4000, 2), [50.0, 100.0], [0.1, 0.1])
    """
    mean, cv = np.broadcast_arrays(np.atleast_1d(np.asarray(calls, dtype=float)), np.asarray(cv, dtype=float))
    if not (mean >= 0).all() or not (cv >= 0).all():
        raise ValueError("calls and cv: they must be 0 or more")
    chance = ndtr(_scores(mean.size, samples=samples, together=together, seed=seed))
    shape = 1 / np.where(cv > 0, cv, 1) ** 2
    return np.where(cv > 0, mean * gammaincinv(shape, chance) / shape, mean)


def demands_of_quantiles(
    levels: ArrayLike, quantiles: ArrayLike, *, samples: int = 400, together: float = 1.0, seed: int = 0
) -> np.ndarray:
    """Return the same from quantiles of expected calls: straight lines between them on a normal scale, and beyond.

    Parameters
    ----------
    levels
        Of the quantiles, rising, between 0 and 1; at least two.
    quantiles
        Of shape (levels, intervals).

    Examples
    --------
    >>> drawn = demands_of_quantiles([0.1, 0.5, 0.9], [[80], [100], [120]], samples=4000)
    >>> np.quantile(drawn, [0.1, 0.5, 0.9]).round(0).tolist()
    [80.0, 100.0, 120.0]
    """
    at, values = np.asarray(levels, dtype=float), np.asarray(quantiles, dtype=float)
    if at.ndim != 1 or at.size < 2 or not (np.diff(at) > 0).all() or not ((at > 0) & (at < 1)).all():
        raise ValueError("levels: at least two, rising, between 0 and 1")
    if values.ndim != 2 or len(values) != at.size or not (np.diff(values, axis=0) >= 0).all():
        raise ValueError("quantiles: of shape (levels, intervals), and rising with the level")
    scores = _scores(values.shape[1], samples=samples, together=together, seed=seed)
    known = ndtri(at)
    part = np.clip(np.searchsorted(known, scores) - 1, 0, at.size - 2)
    share = (scores - known[part]) / (known[part + 1] - known[part])
    interval = np.arange(values.shape[1])
    low, high = values[part, interval], values[part + 1, interval]
    return np.maximum(low + share * (high - low), 0)


def chances(
    demand: ArrayLike,
    agents: ArrayLike,
    *,
    interval_s: float,
    aht_s: ArrayLike,
    within_s: float,
    service_level: float,
    patience_s: float | None = None,
    through_the_day: bool = False,
) -> Chances:
    """Return the chance that a plan meets its target, by interval and as a whole.

    Parameters
    ----------
    demand
        Expected calls of shape (samples, intervals), each sample as likely as another.
    agents
        People in each interval.
    interval_s, aht_s, within_s, patience_s
        Seconds, as in :func:`reviewkit.methods.transient.service_level`.
    service_level
        The target: at least this share of calls answered within ``within_s``.
    through_the_day
        Whether what an interval leaves is carried into the next (exact, slower); else each is a long run by itself.

    Examples
    --------
    60 erlangs, 71 people: planned 92 %. With an uncertainty of 10 %, Erlang C gives 79 %, and 90 % six times in ten.

    >>> calls = 60 * 1800 / 330
    >>> queue = {"interval_s": 1800, "aht_s": 330, "within_s": 10, "service_level": 0.9}
    >>> round(chances([[calls]], 71, **queue).expected_whole, 2)
    0.92
    >>> found = chances(demands(calls, 0.1, samples=4000), 71, **queue)
    >>> round(found.expected_whole, 2), round(found.chance_whole, 1)
    (0.79, 0.6)
    """
    rates = _demand(demand)
    queue = {"aht_s": aht_s, "within_s": within_s, "patience_s": patience_s}
    if through_the_day:
        levels = transient.service_level(rates, agents, interval_s=interval_s, **queue)
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", erlang.UnstableQueueWarning)  # a share of 0 is what such a demand gets
            levels = erlang.service_level(rates * np.asarray(aht_s) / interval_s, agents, **queue)
    levels = np.where(rates > 0, levels, 1.0)
    answered = rates * levels
    called = rates.sum(axis=1)
    whole = np.where(called > 0, _over(answered.sum(axis=1), called), 1.0)
    return Chances(
        expected=_over(answered.sum(axis=0), rates.sum(axis=0)),
        chance=(levels >= service_level).mean(axis=0),
        expected_whole=float(_over(answered.sum(), rates.sum())),
        chance_whole=float((whole >= service_level).mean()),
    )


def agents_required(
    demand: ArrayLike,
    *,
    interval_s: float,
    aht_s: ArrayLike,
    within_s: float,
    service_level: float,
    chance: float,
    patience_s: float | None = None,
    whole: bool = False,
) -> np.ndarray:
    """Return the fewest people in each interval so that the target is met with at least such a chance.

    The more calls, the worse: so it takes the people for that sample's calls which a share ``chance`` of samples does
    not exceed. Exactly minimal, interval by interval, each a long run by itself.

    Parameters are those of :func:`chances`; with ``whole``, the chance is that all intervals taken together meet the
    target, and the plan is the smallest of those that staff every interval for the same chance.

    Examples
    --------
    60 erlangs known exactly need 71 people for 90 % within 10 seconds; known to 10 %, 79 make it nine times in ten.

    >>> queue = {"interval_s": 1800, "aht_s": 330, "within_s": 10, "service_level": 0.9}
    >>> calls = 60 * 1800 / 330
    >>> int(agents_required([[calls]], chance=0.9, **queue)[0])
    71
    >>> int(agents_required(demands(calls, 0.1, samples=4000), chance=0.9, **queue)[0])
    79
    """
    if not 0 < chance <= 1:
        raise ValueError(f"chance: {chance} is not possible; it must be above 0, up to 1")
    rates = np.sort(_demand(demand), axis=0)
    queue = {"aht_s": aht_s, "within_s": within_s, "service_level": service_level, "patience_s": patience_s}

    def plan(rank: int) -> np.ndarray:
        return np.atleast_1d(erlang.agents_required(rates[rank] * np.asarray(aht_s) / interval_s, **queue))

    if not whole:
        return plan(int(np.ceil(chance * len(rates) - 1e-9)) - 1)
    low, high = -1, len(rates) - 1  # the last rank keeps the target in every interval of every sample
    while high - low > 1:
        rank = (low + high) // 2
        does = chances(demand, plan(rank), interval_s=interval_s, **queue).chance_whole >= chance
        low, high = (low, rank) if does else (rank, high)
    return plan(high)


def _scores(intervals: int, *, samples: int, together: float, seed: int) -> np.ndarray:
    if not 0 <= together <= 1:
        raise ValueError(f"together: {together} is not possible; it must be from 0 to 1")
    if samples < 1:
        raise ValueError(f"samples: {samples} is not possible; it must be at least 1")
    rng = np.random.default_rng(seed)
    shared, *own = (ndtri((rng.permutation(samples) + 0.5) / samples)[:, None] for _ in range(intervals + 1))
    own = np.concatenate(own, axis=1)  # each in equal steps of chance, in an order of its own
    return np.sqrt(together) * shared + np.sqrt(1 - together) * own


def _demand(demand: ArrayLike) -> np.ndarray:
    rates = np.asarray(demand, dtype=float)
    if rates.ndim != 2 or rates.size == 0:
        raise ValueError(f"demand: shape {rates.shape}; it must be (samples, intervals)")
    wrong = rates[~((rates >= 0) & np.isfinite(rates))]
    if wrong.size:
        raise ValueError(f"demand: {wrong.flat[0]} is not possible; it must be 0 or more calls")
    return rates


def _over(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    above, below = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
