"""Counts that vary more than chance alone allows: a log-linear mean for each cell, and the negative binomial.

A count ``y`` of row ``t`` in cell ``c`` (say Monday, 09:00) with facts ``x`` (say bank holiday: 1) has

    log(mu_t) = log(e_t) + b_c + x_t' g        E(y_t) = mu_t        Var(y_t) = mu_t + a mu_t^2

with exposure ``e`` (how much of the row was seen; usually 1) and dispersion ``a`` (0: Poisson). The variance is that of
a Poisson count whose rate itself varies from day to day with variance ``a`` about 1: the day-to-day shocks that a
Poisson model leaves out. Sources: Cameron and Trivedi, *Regression Analysis of Count Data*, 2nd ed., 3.3 (dispersion by
moments, after Breslow 1984); McCullagh and Nelder, *Generalized Linear Models*, 2nd ed., 2.5 (iteratively reweighted
least squares) and 9 (quasi-likelihood).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

MOST_STEPS = 50
CLOSE_ENOUGH = 1e-9
"""Fitting ends when no linear predictor moves by more than this: a billionth of the mean."""
LONGEST_STEP = 2.0
"""A step of the fit moves no log mean by more than this (a factor of 7.4), so that it cannot run away."""
ALTERNATIONS = 10
SETTLED_SHARE = 1e-4
"""Mean and dispersion are fitted in turn until the dispersion moves by less than this share of itself."""
SMOOTH_DAY = 1 / 16
"""Reach of the smoothing of dispersions over the day: an hour and a half on each side."""
SLOT_PRIOR = 0.1
SMALLEST_DISPERSION = 1e-9
"""A dispersion that moves by less than a share of this is settled at 0."""


@dataclass(frozen=True)
class Fitted:
    """A fitted log-linear model of counts.

    Attributes
    ----------
    cells
        Log mean of each cell where all facts are 0; minus infinity where a cell has no rows or only zeros.
    slopes
        Change of the log mean for one unit of each fact.
    slopes_variance
        Their covariance under the model (inverse of the weighted information, cells eliminated).
    dispersion
        ``a`` in ``mu + a mu^2``, 0 for Poisson.
    steps
        Steps of the last fit; ``MOST_STEPS`` means that it did not settle.
    """

    cells: np.ndarray
    slopes: np.ndarray
    slopes_variance: np.ndarray
    dispersion: float
    steps: int


def fit(
    counts: ArrayLike,
    *,
    cell: ArrayLike,
    cells: int,
    facts: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    exposure: ArrayLike | None = None,
    dispersion: float | None = None,
    ridge: float = 0.0,
) -> Fitted:
    """Fit a mean for each cell and a slope for each fact, by weighted (quasi-)likelihood.

    Fisher scoring with the cells eliminated in closed form: their block of the information is diagonal, so a step
    solves a system only as large as the number of facts, however many cells there are. Facts that the cells
    determine already get a slope of 0.

    Parameters
    ----------
    counts
        Observed counts, 0 or more, none missing.
    cell
        The cell of each row, from 0 to ``cells - 1``.
    facts
        One column for each fact; centre them, so that a cell's mean is the mean on an ordinary day.
    weights
        How much each row counts, 0 or more; 1 if left out.
    exposure
        Share of each row that was seen, above 0; 1 if left out.
    dispersion
        Fixed dispersion (0 for Poisson), or None: estimated by moments, in turn with the mean.
    ridge
        Penalty: half of this times the sum of squared slopes is taken off the log-likelihood.

    Raises
    ------
    ValueError
        When a count or a weight is negative or not finite.

    Examples
    --------
    With cells alone, the means are the (weighted) means of the cells:

    >>> found = fit([2, 4, 10], cell=[0, 0, 1], cells=2, dispersion=0)
    >>> np.exp(found.cells).round(9).tolist()
    [3.0, 10.0]
    """
    rows = _Rows.of(counts, cell=cell, cells=cells, facts=facts, weights=weights, exposure=exposure)
    with np.errstate(divide="ignore", invalid="ignore"):
        b = np.log(rows.sums(rows.weights * rows.counts) / rows.sums(rows.weights * rows.exposure))
    b[~np.isfinite(b)] = -np.inf
    rows = rows.where((b > -np.inf)[rows.cell])
    found = _settle(rows, b, np.zeros(rows.facts.shape[1]), a=dispersion or 0.0, ridge=ridge)
    before = 0.0
    for _ in range(ALTERNATIONS if dispersion is None else 0):
        a = moment_dispersion(rows.counts, rows.means(found.cells, found.slopes), weights=rows.weights)
        if abs(a - before) <= SETTLED_SHARE * max(a, SMALLEST_DISPERSION):
            break
        found, before = _settle(rows, found.cells, found.slopes, a=a, ridge=ridge), a
    return found


@dataclass(frozen=True)
class _Rows:
    """The rows of a fit, as arrays."""

    counts: np.ndarray
    cell: np.ndarray
    cells: int
    facts: np.ndarray
    weights: np.ndarray
    exposure: np.ndarray

    @classmethod
    def of(cls, counts: ArrayLike, *, cell: ArrayLike, cells: int, **given: ArrayLike | None) -> _Rows:
        y = np.asarray(counts, dtype=float)
        ordinary = {"facts": np.zeros((len(y), 0)), "weights": np.ones(len(y)), "exposure": np.ones(len(y))}
        made = {
            name: np.asarray(usual if given[name] is None else given[name], dtype=float)
            for name, usual in ordinary.items()
        }
        for name, values in {"counts": y, "weights": made["weights"], "exposure": made["exposure"]}.items():
            if not (np.isfinite(values) & (values >= 0)).all():
                raise ValueError(f"{name} must be finite and not negative")
        return cls(y, np.asarray(cell), cells, **made)

    def where(self, kept: np.ndarray) -> _Rows:
        if kept.all():
            return self
        y, c, x, w, e = (part[kept] for part in (self.counts, self.cell, self.facts, self.weights, self.exposure))
        return _Rows(y, c, self.cells, x, w, e)

    def sums(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.cell, values, self.cells)

    def means(self, b: np.ndarray, g: np.ndarray) -> np.ndarray:
        return self.exposure * np.exp(b[self.cell] + self.facts @ g)


def _settle(rows: _Rows, b: np.ndarray, g: np.ndarray, *, a: float, ridge: float) -> Fitted:
    """Step until the linear predictor rests. Cells and slopes step at once, solved by block elimination.

    The information is [D S; S' H] with D diagonal: eliminating the cells leaves H - S' D^-1 S for the slopes.
    """
    used, x, b = b > -np.inf, rows.facts, b.copy()
    penalty = ridge * np.eye(x.shape[1])
    steps, longest = 0, np.inf
    while longest > CLOSE_ENOUGH and steps < MOST_STEPS:
        steps += 1
        mu = rows.means(b, g)
        damp = rows.weights / (1 + a * mu)
        information, score = damp * mu, damp * (rows.counts - mu)
        weighted = information[:, None] * x
        d = np.where(used, rows.sums(information), 1.0)
        s = np.array([rows.sums(column) for column in weighted.T]).reshape(-1, rows.cells).T
        toward = rows.sums(score) / d
        inverse = np.linalg.pinv(x.T @ weighted - s.T @ (s / d[:, None]) + penalty, rcond=1e-10, hermitian=True)
        slope_step = inverse @ (x.T @ score - s.T @ toward - penalty @ g)
        cell_step = toward - (s / d[:, None]) @ slope_step
        longest = np.abs(cell_step[rows.cell] + x @ slope_step).max(initial=0.0)
        share = min(1.0, LONGEST_STEP / max(longest, LONGEST_STEP))
        b[used] += share * cell_step[used]
        g = g + share * slope_step
    return Fitted(b, g, inverse, a, steps)


def mean(fitted: Fitted, *, cell: ArrayLike, facts: ArrayLike | None = None) -> np.ndarray:
    """Return the expected count of each row: exp(b_c + x'g); 0 in a cell with no rows or only zeros."""
    log_mean = fitted.cells[np.asarray(cell)]
    return np.exp(log_mean if facts is None else log_mean + np.asarray(facts, dtype=float) @ fitted.slopes)


def moment_dispersion(counts: ArrayLike, means: ArrayLike, *, weights: ArrayLike | None = None) -> float:
    """Dispersion by moments: the ``a`` from 0 up at which the variances expected add up to the squares seen.

        sum w [(y - mu)^2 - mu] / sum w mu^2

    Rows with large means count most, as they do in the staff that they need. Never negative: counts that vary less
    than Poisson counts are treated as Poisson.

    Examples
    --------
    Squares of 25 + 25 against Poisson variances of 10 + 10, over 2 x 10^2: (50 - 20) / 200.

    >>> moment_dispersion([5, 15], [10, 10])
    0.15
    """
    y, mu = np.asarray(counts, dtype=float), np.asarray(means, dtype=float)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=float)
    below = (w * mu**2).sum()
    return float(max((w * ((y - mu) ** 2 - mu)).sum() / below, 0.0)) if below > 0 else 0.0


def slot_dispersions(
    counts: ArrayLike, means: ArrayLike, *, slot: ArrayLike, slots: int, weights: ArrayLike | None = None
) -> np.ndarray:
    """Dispersion by moments for each slot of the day, smoothed round the clock.

    Sums of squares and of variances (see :func:`moment_dispersion`) are taken over each slot and, with weights that
    fall to 0 over :data:`SMOOTH_DAY` of a day on each side, its neighbours; a tenth of an average slot of the whole
    day is added, so that a slot with few calls is not judged by them alone. 0 where counts vary less than Poisson.

    Examples
    --------
    >>> slot_dispersions([5, 15, 5, 15], [10, 10, 10, 10], slot=[0, 1, 0, 1], slots=2).round(9).tolist()
    [0.15, 0.15]
    """
    y, mu, at = np.asarray(counts, dtype=float), np.asarray(means, dtype=float), np.asarray(slot)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=float)
    sums = [np.bincount(at, w * part, slots) for part in ((y - mu) ** 2 - mu, mu**2)]
    reach = max(1, round(slots * SMOOTH_DAY))
    kernel = {back: 1 - abs(back) / reach for back in range(1 - reach, reach)}
    above, below = (sum(share * np.roll(part, back) for back, share in kernel.items()) for part in sums)
    whole = SLOT_PRIOR * np.array([above.mean(), below.mean()])
    below = below + whole[1]
    return np.maximum(np.divide(above + whole[0], below, out=np.zeros(slots), where=below > 0), 0.0)
