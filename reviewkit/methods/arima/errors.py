"""How sure the parameters are: standard errors from the curvature of the exact likelihood at its top."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reviewkit.methods.arima.fitting import Fitted
from reviewkit.methods.arima.gradient import gradient
from reviewkit.methods.arima.likelihood import LikelihoodError, weigh
from reviewkit.methods.arima.stable import partials

_EDGE = 0.995  # of a partial autocorrelation
_STEP = 1e-5


@dataclass(frozen=True)
class Errors:
    """Standard errors, in the order of the parameters and of the regressors; NaN where there is none.

    A parameter at the edge of what is stationary or invertible has none: the likelihood is not that of a normal
    distribution there, and the parameter is taken as known for the others. A regressor that is not in use has none.
    """

    parameters: np.ndarray
    coefficients: np.ndarray


def standard_errors(fitted: Fitted) -> Errors:
    """Standard errors of a fit's parameters and coefficients.

    Those of the parameters are the roots of the diagonal of the inverse of minus the second derivatives of the
    log-likelihood, the variance and the coefficients at their best; those of the coefficients are those of generalised
    least squares at the fitted parameters. The two do not depend on each other in long series.

    Misleads in short series, and near the edges, where the likelihood is not like a parabola.

    References
    ----------
    Harvey (1989), section 3.4; Box, Jenkins, Reinsel and Ljung (2015), section 7.2.

    Examples
    --------
    An autoregressive parameter x of n values has about the error sqrt((1 - x^2)/n), here sqrt(0.75/2000) = 0.0194:

    >>> from reviewkit.methods.arima import Order, fit
    >>> noise, series = np.random.default_rng(1).normal(size=2000), np.zeros(2000)
    >>> for t in range(1, 2000):
    ...     series[t] = 0.5 * series[t - 1] + noise[t]
    >>> standard_errors(fit(series, order=Order(1))).parameters.round(3).tolist()
    [0.019]
    """
    return Errors(parameters=_parameter_errors(fitted), coefficients=_coefficient_errors(fitted))


def _parameter_errors(fitted: Fitted) -> np.ndarray:
    rows, order, top = fitted.prepared.rows, fitted.order, fitted.parameters
    errors = np.full(order.parameters, np.nan)
    inside = np.abs(np.concatenate([partials(part) for part in order.split(order.signs * top)])) < _EDGE

    def slope(at: np.ndarray) -> np.ndarray:
        return gradient(rows, weigh(rows, *order.polynomials(at)), order, at)[inside]

    try:
        bends = [(slope(top - step) - slope(top + step)) / (2 * _STEP) for step in _STEP * np.eye(len(top))[inside]]
    except LikelihoodError:  # one step further there is no model
        return errors
    if bends:
        errors[inside] = _roots(0.5 * (np.array(bends) + np.array(bends).T))
    return errors


def _roots(information: np.ndarray) -> np.ndarray:
    """The roots of the diagonal of the inverse; NaN where the likelihood does not fall on every side."""
    bends, axes = np.linalg.eigh(information)
    if bends[0] <= 0.0:
        return np.full(len(bends), np.nan)
    return np.sqrt((axes**2 / bends).sum(axis=1))


def _coefficient_errors(fitted: Fitted) -> np.ndarray:
    prepared, weighed = fitted.prepared, fitted.weighed()
    count = len(weighed.coefficients)
    inverse = np.linalg.inv(weighed.factor[:count, :count])
    errors = np.sqrt(weighed.variance * (inverse**2).sum(axis=0))
    out = prepared.in_units(errors[prepared.rows.missing :])
    out[~prepared.used] = np.nan
    return out
