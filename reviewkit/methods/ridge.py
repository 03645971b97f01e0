"""Regression with a bound on each coefficient, and a trend that may bend: how Prophet's mean function is solved here.

Taylor and Letham (2018), "Forecasting at scale", *The American Statistician* 72, model a series as a piecewise linear
trend, Fourier series and holidays with independent priors, and find the most likely values by general optimisation.
With normal priors in place of their Laplace priors on the bends, the same mean function is one linear system:

    y = X b + e,   e ~ N(0, s^2),   b_j ~ N(0, d_j^2)
    b^ = (X'X + s^2 D^-2)^-1 X'y,   Var(b) = s^2 (X'X + s^2 D^-2)^-1

(ridge regression: Hoerl and Kennard, 1970; as a posterior: Lindley and Smith, 1972).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

ROUNDS = 10
SETTLED = 1e-4
"""The noise is worked out anew until it moves by less than this share of itself."""
LEAST_NOISE = 1e-10
"""As a share of the mean square: below it a fit is perfect, and the bounds could no longer tell like columns apart."""


@dataclass(frozen=True)
class Ridge:
    """A fitted regression.

    Attributes
    ----------
    coefficients, covariance
        Posterior mean and covariance.
    noise
        Variance about the regression, over the degrees of freedom left.
    freedom
        Degrees of freedom that the coefficients use up: the trace of the matrix that turns ``y`` into its fit.
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    noise: float
    freedom: float

    def variance(self, rows: np.ndarray) -> np.ndarray:
        """Variance of the regression at new rows, for not knowing the coefficients; the noise comes on top."""
        return np.einsum("ij,jk,ik->i", rows, self.covariance, rows)


def solve(rows: np.ndarray, y: np.ndarray, prior_sd: np.ndarray) -> Ridge:
    """Fit a regression whose coefficients are expected within about two prior standard deviations of 0.

    Parameters
    ----------
    rows
        One row for each observation, one column for each coefficient.
    y
        Observations, none missing; in the units of which ``prior_sd`` speaks.
    prior_sd
        One for each column, above 0; infinity leaves a coefficient free.

    Examples
    --------
    One column of ones and no bound: the mean, with the variance of the mean (2 / 2).

    >>> fitted = solve(np.ones((2, 1)), np.array([4.0, 6.0]), np.array([np.inf]))
    >>> fitted.coefficients.round(9).tolist(), fitted.covariance.round(9).tolist()
    ([5.0], [[1.0]])
    """
    gram, toward = rows.T @ rows, rows.T @ y
    square, penalty = y @ y, np.diag(1 / np.asarray(prior_sd, dtype=float) ** 2)
    least = LEAST_NOISE * square / len(y)
    noise = max(float(np.var(y)), least)
    for _ in range(ROUNDS):
        inverse = linalg.inv(gram + noise * penalty, assume_a="pos")
        b = inverse @ toward
        freedom, before = float(np.sum(inverse * gram)), noise
        left = square - 2 * b @ toward + b @ gram @ b
        noise = max(float(left / max(len(y) - freedom, 1.0)), least)
        if abs(noise - before) <= SETTLED * before:
            break
    return Ridge(b, noise * inverse, noise, freedom)


def bends(times: np.ndarray, knots: np.ndarray, *, end: float) -> np.ndarray:
    """Return columns of a trend that may bend at each knot: level at ``end``, slope, and a change of slope a knot.

    Columns are 0 at ``end`` but for the level's, so that the level is that of the end and its uncertainty is not mixed
    with the slopes'.

    Examples
    --------
    >>> bends(np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0]), end=2.0).tolist()
    [[1.0, -2.0, -1.0], [1.0, -1.0, -1.0], [1.0, 0.0, 0.0], [1.0, 1.0, 1.0]]
    """
    after = np.maximum(times[:, None] - knots, 0.0) - np.maximum(end - knots, 0.0)
    return np.column_stack([np.ones(len(times)), times - end, after])
