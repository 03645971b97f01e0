"""Whether a series has jumped at a time nobody marked: the strongest step that its regressors leave, against chance.

For each week ``k`` that may be the first of a new level, a step is added to the regression of the series on what is
known (season, trend, holidays, marked events). With ``M`` the residual maker of that regression and ``d_k`` the step,

    F_k = (d_k' M y)^2 / (d_k' M d_k) / w^2,   w^2 = s^2 (1 + r) / (1 - r),   sup-F = max over k of F_k

``s^2`` and ``r`` being variance and first autocorrelation of the residuals after the strongest step. Andrews (1993),
"Tests for parameter instability and structural change with unknown change point", *Econometrica* 61, gives the limit of
sup-F; with some hundred weeks that are alike from one to the next it is far off, so how strong a step comes by chance
is simulated: series of as many weeks, with the same regressors and autocorrelation and no step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import signal

FALSE_ALARMS = 0.01
"""A break is reported where so strong a step comes by chance in fewer than this share of series without one."""
SMALLEST_CHANGE = 0.05
"""A smaller change of level is not reported, however certain."""
EDGE = 8
"""Values needed on each side of a break, and between two: fewer may be a bad spell."""
MOST = 3
"""Breaks looked for, the strongest first."""
DRAWS = 999
SEED = 20_240_917
MOST_ALIKE = 0.95
"""Autocorrelation is taken to be at most this: a series closer to a random walk has no level to break."""
OUTLYING, AROUND = 4.0, 13
"""A value further than so many robust standard deviations from the median of the 13 around it counts as so far."""
ROBUST_SD = 1.4826


@dataclass(frozen=True)
class Break:
    """A step found in a series.

    Attributes
    ----------
    at
        Number of the first value at the new level, from 0.
    step
        By how much the level changed; of logs, ``exp(step) - 1`` is the relative change.
    strength
        sup-F.
    chance
        Share of simulated series without a break whose strongest step is as strong.
    """

    at: int
    step: float
    strength: float
    chance: float


def find_breaks(
    values: np.ndarray, known: np.ndarray, *, marked: Sequence[int] = (), false_alarms: float = FALSE_ALARMS
) -> list[Break]:
    """Return the steps of a series that its regressors do not explain and chance hardly can, in order of time.

    Parameters
    ----------
    values
        Logs of weekly means, say; NaN where missing.
    known
        Regressors, a column each, without missing values; a constant is added.
    marked
        First values after breaks that are already among the regressors: none is looked for within :data:`EDGE`
        known values of them.
    false_alarms
        Share of series without a break for which one may be reported.

    Notes
    -----
    Finds one break, adds it to the regressors and looks again. Misleads where the level wanders: then the
    autocorrelation is high, and only steps far beyond the wandering are found. A gap in the series is passed over as
    if the values beside it were neighbours.

    Examples
    --------
    >>> weeks = np.random.default_rng(1).normal(0, 0.03, 104) + 0.2 * (np.arange(104) >= 60)
    >>> [(found.at, round(found.step, 1)) for found in find_breaks(weeks, np.zeros((104, 0)))]
    [(60, 0.2)]
    """
    rows = np.flatnonzero(np.isfinite(values))
    if len(rows) < 3 * EDGE:
        return []
    y = _without_outliers(values[rows])
    x = np.column_stack([np.ones(len(rows)), known[rows]])
    taken = [int(np.searchsorted(rows, first)) for first in marked]
    found: list[Break] = []
    while len(found) < MOST:
        one = _strongest(y, x, taken)
        if one is None or one.chance >= false_alarms or abs(one.step) < SMALLEST_CHANGE:
            break
        x = np.column_stack([x, np.arange(len(rows)) >= one.at])
        taken.append(one.at)
        found.append(Break(int(rows[one.at]), one.step, one.strength, one.chance))
    return sorted(found, key=lambda one: one.at)


def _without_outliers(y: np.ndarray) -> np.ndarray:
    """Draw single far values in towards the median of the values around them."""
    reach = AROUND // 2
    near = np.lib.stride_tricks.sliding_window_view(np.pad(y, reach, mode="reflect"), AROUND)
    middle = np.median(near, axis=1)
    far = OUTLYING * ROBUST_SD * np.median(np.abs(y - middle))
    return np.clip(y, middle - far, middle + far)


def _strongest(y: np.ndarray, x: np.ndarray, taken: Sequence[int]) -> Break | None:
    """Return the strongest step and how often chance alone gives one as strong; None where none can be told."""
    n = len(y)
    free = [at for at in range(EDGE, n - EDGE + 1) if all(abs(at - other) >= EDGE for other in taken)]
    basis = np.linalg.svd(x, full_matrices=False)
    basis = basis[0][:, basis[1] > 1e-9 * basis[1][0]]
    if not free or n - basis.shape[1] < EDGE:
        return None
    steps = (np.arange(n)[:, None] >= np.array(free)).astype(float)
    steps -= basis @ (basis.T @ steps)
    lengths = np.linalg.norm(steps, axis=0)
    clear = lengths > LEAST_LEFT * np.sqrt(EDGE)
    if not clear.any():
        return None
    steps = steps[:, clear] / lengths[clear]
    strength, best, alike = _sup_f(y[None, :], basis, steps)
    at = int(np.array(free)[clear][best[0]])
    size = float(steps[:, best[0]] @ y / lengths[clear][best[0]])
    likely = min(alike[0] + np.sqrt((1 - alike[0] ** 2) / n), MOST_ALIKE)  # by a standard error more, to be careful
    noise = np.random.default_rng(SEED).normal(size=(DRAWS, n + WARM_UP))
    drawn = signal.lfilter([1.0], [1.0, -likely], noise, axis=1)[:, WARM_UP:]
    chance = (1 + np.sum(_sup_f(drawn, basis, steps)[0] >= strength[0])) / (1 + DRAWS)
    return Break(at, size, float(strength[0]), float(chance))


LEAST_LEFT = 0.25
"""A step counts only where the regressors leave this share of what a step of :data:`EDGE` values has."""
WARM_UP = 60


def _sup_f(y: np.ndarray, basis: np.ndarray, steps: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return sup-F, the number of its step, and the autocorrelation after it, for each row of ``y``."""
    left = y - (y @ basis) @ basis.T
    fit = left @ steps
    best = np.argmax(fit**2, axis=1)
    most = fit[np.arange(len(y)), best]
    rest = left - most[:, None] * steps[:, best].T
    n, used = y.shape[1], basis.shape[1] + 1
    alike = (rest[:, 1:] * rest[:, :-1]).sum(axis=1) / (rest**2).sum(axis=1)
    alike = np.clip(alike + (used + 3 * alike) / n, 0.0, MOST_ALIKE)  # regressors draw it towards less: made good
    variance = (rest**2).sum(axis=1) / (n - used) * (1 + alike) / (1 - alike)
    return most**2 / variance, best, alike
