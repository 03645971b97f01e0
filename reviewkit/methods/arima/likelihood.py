"""The exact Gaussian likelihood of an ARMA series with regressors and missing values.

Let w be the differenced series, a(B) w_t = m(B) e_t with the polynomials multiplied out and e independent with
variance s^2. Filtering w with nothing before its first value gives e0 = a(B)/m(B) w. What was before enters through a
state z of as many numbers as the largest lag, e = e0 + G z, where column j of G is the impulse response of 1/m(B)
begun at step j. The state is independent of e, with variance s^2 V, so

    e0 ~ N(0, s^2 (I + G V G')),

and since w -> e0 has determinant 1 this is the likelihood of w. With S = G'G = C C' and M = I + C'V C,

    log |I + G V G'| = log |M|,
    x'(I + G V G')^-1 y = x'y - (C^-1 G'x)'(C^-1 G'y) + (C^-1 G'x)' M^-1 (C^-1 G'y).

Regressors are filtered as the series is and their coefficients solved for by generalised least squares. A missing value
is a number with nothing known of it: a column that is one at its place, differenced and filtered too. With L the
information these columns hold together, integrating over the numbers leaves a factor |L|^-1/2 and one value less.

References
----------
Ansley (1979), Biometrika 66; Ljung and Box (1979), Biometrika 66; Harvey (1989), Forecasting, Structural Time Series
Models and the Kalman Filter, chapter 3; Gomez and Maravall (1994), JASA 89, for missing values.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.linalg.lapack import dpotrf, dtbtrs, dtrtrs

_LOG_2PI = math.log(2.0 * math.pi)
_DOUBLINGS = 40  # powers of two: enough for a root within 1e-10 of one


class LikelihoodError(ArithmeticError):
    """The likelihood cannot be worked out: the model is not stationary, or its columns depend on each other."""


@dataclass(frozen=True)
class Rows:
    """What is filtered, one row each, differenced: a row for each missing value, each regressor, and the series last.

    Attributes
    ----------
    values
        The rows, as C-ordered floats.
    missing
        How many of the first rows stand for missing values.
    """

    values: np.ndarray
    missing: int = 0

    @property
    def counted(self) -> int:
        """The values that are known."""
        return self.values.shape[1] - self.missing


class Weighed(NamedTuple):
    """All that one likelihood was made of.

    Attributes
    ----------
    loglike
        The log-likelihood with the variance and the regressors' coefficients at their best.
    variance
        The variance of the noise.
    filtered, shifts
        The rows after the filter, a(B)/m(B); the columns of G, as rows.
    coefficients
        Of the missing values' and the regressors' rows: series = coefficients x rows + noise.
    factor
        Lower Cholesky factor of the rows' information, series last.
    ar, ma, band
        The polynomials, and m as a band.
    transition, covariance
        The powers 1, 2, 4, ... of the state's transition, and V.
    shift_factor, state_factor, first, second
        C, the factor of M, and C^-1 G' and the factor's inverse times C^-1 G' for each row, as columns.
    """

    loglike: float
    variance: float
    filtered: np.ndarray
    shifts: np.ndarray
    coefficients: np.ndarray
    factor: np.ndarray
    ar: np.ndarray
    ma: np.ndarray
    band: np.ndarray
    transition: list[np.ndarray]
    covariance: np.ndarray
    shift_factor: np.ndarray
    state_factor: np.ndarray
    first: np.ndarray
    second: np.ndarray


def weigh(rows: Rows, ar: np.ndarray, ma: np.ndarray) -> Weighed:
    """The exact likelihood of rows at the given polynomials.

    Parameters
    ----------
    rows
        The differenced series with its regressors and missing values.
    ar, ma
        The polynomials a and m, lag 0 first, of one length (the largest lag + 1). Shorter than the series.

    Raises
    ------
    LikelihoodError
        If a has a root on or inside the unit circle, or a row is made of others.

    Examples
    --------
    Three values 2, -1, 1 with a = 1 - 0.5 B. The first has variance s^2/(1 - 0.25); the steps e are -1 - 1 = -2 and
    1 + 0.5 = 1.5. So the sum of squares is 0.75 x 4 + 4 + 2.25 = 9.25, s^2 = 9.25/3, and the log-likelihood is
    -3/2 (log(2 pi x 9.25/3) + 1) + 1/2 log 0.75 = -6.0897:

    >>> weighed = weigh(Rows(np.array([[2.0, -1.0, 1.0]])), np.array([1.0, -0.5]), np.array([1.0, 0.0]))
    >>> round(3 * weighed.variance, 12), round(weighed.loglike, 4)
    (9.25, -6.0897)
    """
    reach = len(ar) - 1
    filtered, shifts, band = _filtered(rows.values, ar, ma)
    transition, covariance = _stationary(ar, ma)
    everything = np.concatenate((shifts, filtered))
    shifts = everything[:reach]  # side by side in memory: quicker to multiply
    gram = everything @ everything.T
    shift_factor = _cholesky(gram[:reach, :reach])
    middle = shift_factor.T @ covariance @ shift_factor
    middle.flat[:: reach + 1] += 1.0
    state_factor = _cholesky(middle)
    first = dtrtrs(shift_factor, gram[:reach, reach:], lower=1)[0]
    second = dtrtrs(state_factor, first, lower=1)[0]
    factor = _cholesky(gram[reach:, reach:] - first.T @ first + second.T @ second)
    last = len(factor) - 1
    diagonal = factor.diagonal()
    squares = float(diagonal[last]) ** 2
    if not squares > 0.0:
        raise LikelihoodError("nothing is left of the series when the regressors are taken out")
    counted = rows.counted
    half_determinant = float(np.log(state_factor.diagonal()).sum() + np.log(diagonal[: rows.missing]).sum())
    loglike = -0.5 * counted * (_LOG_2PI + math.log(squares / counted) + 1.0) - half_determinant
    return Weighed(
        loglike=loglike,
        variance=squares / counted,
        filtered=filtered,
        shifts=shifts,
        coefficients=dtrtrs(factor[:last, :last], factor[last, :last], lower=1, trans=1)[0] if last else np.empty(0),
        factor=factor,
        ar=ar,
        ma=ma,
        band=band,
        transition=transition,
        covariance=covariance,
        shift_factor=shift_factor,
        state_factor=state_factor,
        first=first,
        second=second,
    )


def recursion(band: np.ndarray, columns: np.ndarray, *, backward: bool = False) -> np.ndarray:
    """Rows divided by m(B), forward in time, or backward in time by m(1/B): a banded triangular solve."""
    if backward:  # turned round, since solving forward is twice as fast
        return recursion(band, np.ascontiguousarray(columns[:, ::-1]))[:, ::-1]
    return dtbtrs(band.T, columns.T, uplo="L", trans="N", diag="U", overwrite_b=1)[0].T


def _filtered(values: np.ndarray, ar: np.ndarray, ma: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows after a(B)/m(B); impulse responses of 1/m(B) begun at steps 0, 1, ...; m as a band."""
    count, length = values.shape
    reach = len(ar) - 1
    stacked = np.empty((count + 1, length))
    stacked[:count] = values
    for lag in np.flatnonzero(ar[1:]) + 1:
        stacked[:count, lag:] += ar[lag] * values[:, :-lag]
    stacked[count] = 0.0
    stacked[count, 0] = 1.0
    band = np.empty((length, reach + 1))
    band[:] = ma
    if ma[1:].any():
        stacked = recursion(band, stacked)
    padded = np.zeros(reach - 1 + length)
    padded[reach - 1 :] = stacked[count]
    step = padded.strides[0]
    shifts = np.ndarray((reach, length), float, padded, offset=step * (reach - 1), strides=(-step, step))
    return stacked[:count], shifts, band


def _stationary(ar: np.ndarray, ma: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """The powers 1, 2, 4, ... of the state's transition T, and V = T V T' + R R', summed by doubling.

    The state of the filter a/m moves by z'_i = z_{i+1} - a_{i+1} z_0 + (a_{i+1} - m_{i+1}) e.
    """
    reach = len(ar) - 1
    power = np.zeros((reach, reach))
    power[:, 0] = -ar[1:]
    power.flat[1 :: reach + 1] += 1.0
    shock = ar[1:] - ma[1:]
    covariance = np.outer(shock, shock)
    powers = [power]
    for _ in range(_DOUBLINGS):
        covariance = covariance + np.dot(np.dot(power, covariance), power.T)
        power = np.dot(power, power)
        size = np.vdot(power, power)
        if size < 1e-16:
            return powers, covariance
        powers.append(power)
        if not size < 1e18:
            break
    raise LikelihoodError("the autoregressive part is not stationary")


def _cholesky(matrix: np.ndarray) -> np.ndarray:
    factor, failed = dpotrf(matrix, lower=1)
    if failed:
        raise LikelihoodError("the columns depend on each other")
    return factor
