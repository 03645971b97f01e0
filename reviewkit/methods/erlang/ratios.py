"""Two ratios of the Poisson distribution on which every queue here rests, to about 13 digits at any size.

With the Poisson probability taken for any real n, D(n, a) = a^n e^-a / Gamma(n + 1), and P and Q the lower and upper
regularised incomplete gamma functions:

- :func:`below` is U(n, a) = Q(n, a) / D(n, a), the weight of "fewer than n are busy" beside "exactly n are busy";
- :func:`above` is M(s, x) = P(s, x) / D(s, x), the weight of "n busy and any number waiting" beside "none waiting".

Either quotient is taken as it stands where its numerator is not small; where both of its parts would vanish, it is an
integral of a smooth, falling, positive function, added up with Gauss-Legendre nodes, so that nothing cancels.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammainc, gammaincc, gammaln, xlogy

NODES, WEIGHTS = np.polynomial.legendre.leggauss(48)
NODES, WEIGHTS = (NODES + 1) / 2, WEIGHTS / 2
FALL = 40.0
"""The integrals end where the integrand has fallen by e^-40: what is beyond cannot be seen in a double."""

FEW, TERMS = 24.0, 120
"""Up to so many agents (over patience) waiting is added up caller by caller; the terms beyond fall below e^-40."""

SMALL = 15.0
"""Below this many servers the Poisson probability is computed as it is written; above it by Loader's expansion."""


def below(agents: np.ndarray, load: np.ndarray) -> np.ndarray:
    """Return U(n, a): one over the Erlang B blocking probability, less one.

    Parameters
    ----------
    agents, load
        Arrays of one shape: n of 0 or more, a above 0.

    Examples
    --------
    With two agents and a load of two, states 0, 1 and 2 weigh 1, 2 and 2: U is (1 + 2) / 2.

    >>> below(np.array([2.0]), np.array([2.0]))
    array([1.5])
    """
    found = np.zeros(agents.shape)  # nothing is below no agents
    short = (agents <= load) & (agents > 0)
    found[short] = _below_integral(agents[short], load[short])
    enough = agents > load
    n, a = agents[enough], load[enough]
    with np.errstate(divide="ignore", over="ignore"):
        found[enough] = gammaincc(n, a) / poisson(n, a)  # inf where more than 1e308 to one: nobody waits
    return found


def waiting(share: np.ndarray, rate: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return 1 / M(s, x), and the share of those who wait that gives up, both from 0 to 1.

    The share is 1 - (s / x) (1 - 1/M): what is left of the flow into the queue when the flow into service is taken.

    Parameters
    ----------
    share, rate
        Arrays of one shape: s is agents, x is load, each over the number of calls' patience in a handling time.

    Examples
    --------
    P(1, 1) is 1 - 1/e and D(1, 1) is 1/e, so that M is e - 1, and 1 / M of those who wait give up.

    >>> one_over, gave_up = waiting(np.array([1.0]), np.array([1.0]))
    >>> (1 / one_over).round(6), gave_up.round(6)
    (array([1.718282]), array([0.581977]))
    """
    one_over, gave_up = np.empty(share.shape), np.empty(share.shape)
    many = (rate >= share) & (rate > 0)
    few = ~many & (share <= FEW)
    fair = ~many & ~few
    s, x = share[many], rate[many]
    one_over[many] = poisson(s, x) / gammainc(s, x)
    gave_up[many] = (x - s + s * one_over[many]) / x
    for these, moments in ((few, _by_series), (fair, _by_integral)):
        one_over[these], gave_up[these] = moments(share[these], rate[these])
    return one_over, gave_up


def poisson(n: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Return a^n e^-a / Gamma(n + 1) for real n: Loader's saddle-point form, whose relative error stays near 1e-15.

    C. Loader, "Fast and accurate computation of binomial probabilities" (2000).

    Examples
    --------
    >>> poisson(np.array([2.0]), np.array([2.0])).round(6)
    array([0.270671])
    """
    written = np.exp(xlogy(n, a) - a - gammaln(n + 1))
    large = n > SMALL
    if not large.any():
        return written
    n, a = n[large], a[large]
    written[large] = np.exp(-_stirling_error(n) - _deviance(n, a)) / np.sqrt(2 * np.pi * n)
    return written


def _stirling_error(n: np.ndarray) -> np.ndarray:
    """What Stirling's formula lacks of log n!."""
    square = 1 / (n * n)
    return (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / n


def _deviance(n: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Return n log(n / a) + a - n, by a series where n is near a."""
    apart = n - a
    v = apart / (n + a)
    square = v * v
    series = np.zeros_like(v)
    for power in range(19, 1, -2):
        series = (series + 1 / power) * square
    near = apart * v + 2 * n * v * series
    with np.errstate(divide="ignore", over="ignore"):
        far = xlogy(n, n / a) - apart
    return np.where(np.abs(v) < 0.1, near, far)


def _below_integral(agents: np.ndarray, load: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        end = np.minimum(FALL / (load - agents), np.sqrt(2 * FALL / load))[..., None]
    z = end * NODES
    grown = np.expm1(z)
    fallen = np.exp(-(load - agents)[..., None] * z - load[..., None] * (grown - z))
    return agents * end[..., 0] * (fallen @ WEIGHTS)


def _by_series(share: np.ndarray, rate: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Add up the weights of 1, 2, ... waiting, each x / (s + j) of the one before."""
    waiting_now = np.arange(1, TERMS + 1)
    steps = 1 / (share[..., None] + waiting_now)
    first = steps[..., 0]
    later = np.cumprod(rate[..., None] * steps[..., 1:], axis=-1)
    one_over = 1 / (1 + rate * first * (1 + later.sum(axis=-1)))
    return one_over, one_over * first * (1 + later @ waiting_now[1:])


def _by_integral(share: np.ndarray, rate: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Integrate e^(-s v + x (1 - e^-v)) over the time v until an agent is free, and the part that has left by then."""
    with np.errstate(divide="ignore"):
        straight = FALL / (share - rate)
        curved = (FALL + np.sqrt(FALL * FALL + 8 * FALL * rate)) / (2 * rate)
    end = np.minimum(straight, curved)
    v = end[..., None] * NODES
    left = -np.expm1(-v)
    remaining = np.exp(-(share - rate)[..., None] * v - rate[..., None] * (v - left))
    one_over = 1 / (share * end * (remaining @ WEIGHTS))
    return one_over, one_over * share * end * ((remaining * left) @ WEIGHTS)
