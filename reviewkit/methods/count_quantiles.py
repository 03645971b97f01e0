"""Quantiles of counts that vary more than chance alone allows: negative binomial, and Poisson at no dispersion."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

FEW, AT_ONCE = 100.0, 2000
"""Up to this mean probabilities are added up one by one, so many rows at once."""
SMALLEST_DISPERSION = 1e-9
"""Below it, quantiles are Poisson: the two differ by less than one part in a thousand million of the variance."""


def quantiles(means: ArrayLike, dispersion: ArrayLike, shares: ArrayLike) -> np.ndarray:
    """Smallest counts that at least these shares of the distribution do not exceed.

    Parameters
    ----------
    means, dispersion
        Of each row; they broadcast. A mean of 0 gives 0; a dispersion of 0 is Poisson.
    shares
        From 0 up to, but not, 1.

    Returns
    -------
    numpy.ndarray
        One row for each mean, one column for each share; whole numbers.

    Notes
    -----
    The negative binomial has size ``1/a`` and success probability ``1 / (1 + a mu)``; P(0) = (1 + a mu)^(-1/a).

    Examples
    --------
    With mean 1 and dispersion 1 it is geometric: P(0) = 1/2, P(at most 1) = 3/4, P(at most 2) = 7/8.

    >>> quantiles([1], 1, [0.4, 0.6, 0.8]).tolist()
    [[0.0, 1.0, 2.0]]
    """
    mu = np.atleast_1d(np.asarray(means, dtype=float))
    a = np.broadcast_to(np.asarray(dispersion, dtype=float), mu.shape)
    q = np.asarray(shares, dtype=float)
    out = np.zeros((len(mu), len(q)))
    few, many = (mu > 0) & (mu <= FEW), mu > FEW
    for some in np.array_split(np.flatnonzero(few), 1 + few.sum() // AT_ONCE):
        out[some] = _added_up(mu[some], a[some], q)
    out[many] = _by_scipy(mu[many], a[many], q)
    return out


def _by_scipy(mu: np.ndarray, a: np.ndarray, q: np.ndarray) -> np.ndarray:
    spread, a = (a > SMALLEST_DISPERSION)[:, None], np.maximum(a, SMALLEST_DISPERSION)[:, None]
    wide = stats.nbinom.ppf(q, 1 / a, 1 / (1 + a * mu[:, None]))
    return wide if spread.all() else np.where(spread, wide, stats.poisson.ppf(q, mu[:, None]))


def _added_up(mu: np.ndarray, a: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Quantiles by adding up probabilities, P(k + 1) = P(k) mu (1 + a k) / ((k + 1) (1 + a mu)): quicker for few."""
    if not len(mu) or not len(q):
        return np.zeros((len(mu), len(q)))
    most = int(_by_scipy(mu, a, q.max(keepdims=True)).max())
    k, rate, spread = np.arange(most), mu[:, None], a[:, None]
    none = np.exp(-np.log1p(a * mu) / np.maximum(a, SMALLEST_DISPERSION))
    none = np.where(a > SMALLEST_DISPERSION, none, np.exp(-mu))[:, None]
    growth = rate * (1 + spread * k) / ((k + 1) * (1 + spread * rate))
    reached = np.cumsum(np.hstack([none, none * np.cumprod(growth, axis=1)]), axis=1)
    return np.column_stack([np.minimum((reached < share).sum(axis=1), most) for share in q])
