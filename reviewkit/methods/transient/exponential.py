"""The exponential of tridiagonal generators, many at once: over a long time by solves, to several short times by steps.

On the negative real axis e^z is within 2e-14 of a rational function of order 14, found by Caratheodory and Fejer's
method; its poles and residues are those of M. Pusa, "Correction to partial fraction decomposition coefficients for
Chebyshev rational approximation on the negative real axis" (2012). The eigenvalues of a birth-and-death chain are
real and not positive, so that e^(tQ) p is a sum of seven solves of (tQ - pole) x = p, and the integral of e^(uQ) p
over u from 0 to t comes from the same solves with other weights.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import lapack
from scipy.special import gammainc

from reviewkit.methods.erlang.ratios import poisson

POLES = np.array(
    [
        -8.8977731864688888199 + 16.630982619902085304j,
        -3.7032750494234480603 + 13.656371871483268171j,
        -0.2087586382501301251 + 10.991260561901260913j,
        3.9933697105785685194 + 6.0048316422350373178j,
        5.0893450605806245066 + 3.5888240290270065102j,
        5.6231425727459771248 + 1.1940690463439669766j,
        2.2697838292311127097 + 8.4617379730402214019j,
    ]
)
RESIDUES = np.array(
    [
        -7.1542880635890672853e-5 + 1.4361043349541300111e-4j,
        9.4390253107361688779e-3 - 1.7184791958483017511e-2j,
        -3.7636003878226968717e-1 + 3.3518347029450104214e-1j,
        -2.3498232091082701191e1 - 5.8083591297142074004j,
        4.6933274488831293047e1 + 4.5643649768827760791e1j,
        -2.7875161940145646468e1 - 1.0214733999056451434e2j,
        4.8071120988325088907 - 1.3209793837428723881j,
    ]
)
AT_INFINITY = 1.8321743782540412751e-14
TRUSTED = 2e-12
"""Chance that a step may lose or gain by rounding."""

TICKS_AT_ONCE = 64
"""Ticks kept in memory before they are added up: adding each by itself takes twice as long."""


def advance(chance: np.ndarray, *, up: np.ndarray, down: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
    """Move chains of states on by some time, and add up where they were meanwhile.

    Parameters
    ----------
    chance
        Shape (chains, states): how likely each chain is in each state now.
    up, down
        Same shape: rates from a state to the one above (0 in the last) and to the one below (0 in the first), so that
        no chance is lost: by that the solves are checked.
    time
        In the unit of the rates.

    Returns
    -------
    tuple of numpy.ndarray
        The chances after that time, and their integral over it, each of the same shape.

    Examples
    --------
    A call that ends at rate 1 is still there after time 1 with a chance of 1/e, and was there for 1 - 1/e on average.

    >>> still = np.array([[0.0, 1.0]])
    >>> after, meanwhile = advance(still, up=np.zeros((1, 2)), down=np.array([[0.0, 1.0]]), time=1.0)
    >>> after.round(6).tolist(), meanwhile.round(6).tolist()
    ([[0.632121, 0.367879]], [[0.367879, 0.632121]])
    """
    after, meanwhile = _by_solves(chance, up=up, down=down, time=time)
    grows = up[:, -2] > down[:, -1]  # such a chain is far from symmetric, and the solves may be wrong and not show it
    lost = np.abs(np.abs(after).sum(axis=1) - chance.sum(axis=1)) > TRUSTED  # a chance below 0 counts as well
    if (odd := grows | lost).any():
        after[odd], meanwhile[odd] = _by_steps(chance[odd], up=up[odd], down=down[odd], time=time)
    return after, meanwhile


def _by_solves(chance: np.ndarray, *, up: np.ndarray, down: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
    chains, states = chance.shape
    stacked = (chains, POLES.size, states)
    diagonal = -time * (up + down)[:, None, :] - POLES[:, None]
    from_above, from_below = np.zeros(stacked, complex), np.zeros(stacked, complex)
    from_above[..., :-1] = (time * down[:, 1:])[:, None]
    from_below[..., :-1] = (time * up[:, :-1])[:, None]
    right = np.broadcast_to(chance[:, None, :], stacked).astype(complex)
    # every chain and pole stands in one long system: the zeros between them keep them apart
    *_, solved, failed = lapack.zgtsv(
        from_below.ravel()[:-1], diagonal.ravel(), from_above.ravel()[:-1], right.ravel(), 1, 1, 1, 1
    )
    if failed:
        raise ArithmeticError(f"a generator is not one of a chain of states (tridiagonal solve: {failed})")
    solved = solved.reshape(stacked)
    after = AT_INFINITY * chance + 2 * np.einsum("p,cps->cs", RESIDUES, solved).real
    meanwhile = 2 * time * np.einsum("p,cps->cs", RESIDUES / POLES, solved).real
    return after, meanwhile


def moments(chance: np.ndarray, *, up: np.ndarray, down: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Return where chains are at several moments, not far ahead; one block a moment, each as ``chance``.

    By uniformisation: a chain whose states all tick at the highest rate moves or stays at each tick, and the ticks by
    a moment are a Poisson number. The same steps serve every moment.

    Examples
    --------
    >>> still = np.array([[0.0, 1.0]])
    >>> moments(still, up=np.zeros((1, 2)), down=np.array([[0.0, 1.0]]), times=np.array([0.0, 1.0]))[:, 0, 1].round(6)
    array([1.      , 0.367879])
    """
    tick = _tick(up, down)
    ticks = _ticks(tick * times.max())
    mean = np.maximum(tick * times[:, None], np.finfo(float).tiny)
    return _stepped(chance, up=up / tick, down=down / tick, weights=poisson(*np.broadcast_arrays(ticks, mean)))


def _by_steps(chance: np.ndarray, *, up: np.ndarray, down: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
    tick = _tick(up, down)
    ticks = _ticks(tick * time)
    still_to_come = gammainc(ticks + 1, tick * time) / tick  # time spent after so many ticks and before the next
    weights = np.stack([poisson(ticks, np.full(ticks.shape, tick * time)), still_to_come])
    after, meanwhile = _stepped(chance, up=up / tick, down=down / tick, weights=weights)
    return after, meanwhile


def _tick(up: np.ndarray, down: np.ndarray) -> float:
    return max((up + down).max(), 1e-9)  # a chain that hardly moves still needs a clock


def _ticks(mean: float) -> np.ndarray:
    return np.arange(int(mean + 9 * np.sqrt(mean)) + 40.0)


def _stepped(chance: np.ndarray, *, up: np.ndarray, down: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Add up the chances after 0, 1, 2, ... ticks with each row of weights; up and down are chances at a tick."""
    stay, rise, fall = 1 - up - down, up[:, :-1], down[:, 1:]
    found = np.zeros((len(weights), *chance.shape))
    for first in range(0, weights.shape[1], TICKS_AT_ONCE):
        part = weights[:, first : first + TICKS_AT_ONCE]
        passed = np.empty((part.shape[1], *chance.shape))
        for number in range(len(passed)):
            passed[number] = chance
            moved = stay * chance
            moved[:, 1:] += rise * chance[:, :-1]
            moved[:, :-1] += fall * chance[:, 1:]
            chance = moved
        found += np.tensordot(part, passed, axes=1)
    return found
