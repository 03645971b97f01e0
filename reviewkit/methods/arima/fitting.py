"""Fitting: the parameters at which the exact likelihood is highest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from reviewkit.methods.arima.gradient import gradient
from reviewkit.methods.arima.information import expected_information
from reviewkit.methods.arima.likelihood import LikelihoodError, Rows, Weighed, weigh
from reviewkit.methods.arima.maximise import Rise, Top, maximise
from reviewkit.methods.arima.order import Order
from reviewkit.methods.arima.prepared import Prepared, prepare
from reviewkit.methods.arima.stable import constrained, unconstrained
from reviewkit.methods.arima.starts import starting_points

_FARTHEST = float(np.arcsin(0.98))  # a climb that ends beyond may have stopped on the edge

_AGAIN, _WORTH = 6, 1e-4  # climbs on along a ridge, and what one has to add to the log-likelihood


@dataclass(frozen=True)
class Fitted:
    """A fitted model.

    Attributes
    ----------
    order
        Its order.
    parameters
        ar, ma, seasonal ar, seasonal ma; named by `order.names`.
    coefficients
        Of the regressors, in units of the series; 0 where a regressor says nothing that others, missing values and
        differencing leave to be said.
    variance
        Of the noise, in squared units of the series: squares over values (maximum likelihood).
    loglike
        The log-likelihood of the values that remain after differencing, missing ones left out.
    counted
        How many values those are.
    aicc
        Akaike's criterion, corrected for short series: -2 loglike + 2 k n/(n - k - 1), k counting parameters,
        coefficients and the variance. Compares models of the same differences only.
    settled
        Whether the search came to rest.
    evaluations
        Likelihoods worked out on the way.
    prepared
        What was fitted, for `predict` and the other functions.
    """

    order: Order
    parameters: np.ndarray
    coefficients: np.ndarray
    variance: float
    loglike: float
    counted: int
    aicc: float
    settled: bool
    evaluations: int
    prepared: Prepared

    def weighed(self) -> Weighed:
        """The likelihood at the parameters, with all it was made of."""
        return weigh(self.prepared.rows, *self.order.polynomials(self.parameters))


def fit(
    values: np.ndarray,
    *,
    order: Order,
    regressors: np.ndarray | None = None,
    start: Sequence[float] | None = None,
    climbs: int | None = None,
) -> Fitted:
    """Fit a seasonal ARIMA model, with regressors, by exact maximum likelihood.

    Parameters
    ----------
    values
        The series; NaN where a value is missing. Missing values are integrated out exactly.
    order
        The model's order.
    regressors
        One row a step, one column a regressor. Without differences, a column of ones is the mean.
    start
        Parameters to begin from, such as those of the same series a week ago: the search is then shorter.
    climbs
        How many of the most promising starting points to climb from; left out, as many as `starts.usual_climbs` says.

    Raises
    ------
    ValueError
        If the series is too short, does not vary, or is not finite, or the regressors do not match it.

    Notes
    -----
    The series is divided by its standard deviation first and every figure put back afterwards, so that a series in
    thousands gets the same parameters.

    Examples
    --------
    Three values 2, -1, 1 of a first-order autoregression with the parameter x have the sum of squares
    4 (1 - x^2) + (-1 - 2 x)^2 + (1 + x)^2 = 6 + 6 x + x^2, so the log-likelihood is highest where
    -3/2 (6 + 2 x)/(6 + 6 x + x^2) = x/(1 - x^2), at -0.892, with the variance (6 - 5.352 + 0.796)/3 = 0.481.

    >>> fitted = fit(np.array([2.0, -1.0, 1.0]), order=Order(1))
    >>> fitted.parameters.round(3).tolist(), round(fitted.variance, 3)
    ([-0.892], 0.481)
    """
    prepared = prepare(values, order=order, regressors=regressors)
    rise = _rise(prepared.rows, order)
    if start is not None:
        points = [unconstrained(order, np.asarray(start, dtype=float))]
    else:
        points = starting_points(order, rise, climbs=climbs)
    tops = [_climb(rise, point, order=order, length=prepared.rows.counted) for point in points]
    top = max(tops, key=lambda each: each.value)
    while order.ridged and len(tops) < len(points) + _AGAIN:
        tops.append(_climb(rise, top.point, order=order, length=prepared.rows.counted))
        higher, top = tops[-1].value - top.value, max(top, tops[-1], key=lambda each: each.value)
        if not higher > _WORTH:
            break
    if not np.isfinite(top.value):
        raise LikelihoodError(f"no likelihood could be worked out for order {order}")
    parameters = constrained(order, top.point)[0]
    evaluations = sum(each.evaluations for each in tops)
    return _finished(prepared, order, parameters, settled=top.settled, evaluations=evaluations)


def _finished(prepared: Prepared, order: Order, parameters: np.ndarray, *, settled: bool, evaluations: int) -> Fitted:
    """The model at given parameters, in the units of the series."""
    weighed = weigh(prepared.rows, *order.polynomials(parameters))
    counted = prepared.rows.counted
    loglike = weighed.loglike - counted * float(np.log(prepared.scale))
    count = order.parameters + int(prepared.used.sum()) + 1
    spare = counted - count - 1
    return Fitted(
        order=order,
        parameters=parameters,
        coefficients=prepared.in_units(weighed.coefficients[prepared.rows.missing :]),
        variance=weighed.variance * prepared.scale**2,
        loglike=loglike,
        counted=counted,
        aicc=-2.0 * loglike + 2.0 * count * counted / spare if spare > 0 else np.inf,
        settled=settled,
        evaluations=evaluations,
        prepared=prepared,
    )


def with_parameters(
    parameters: Sequence[float], values: np.ndarray, *, order: Order, regressors: np.ndarray | None = None
) -> Fitted:
    """The model with parameters given instead of fitted; the variance and the coefficients are at their best.

    Examples
    --------
    >>> round(3 * with_parameters([0.5], np.array([2.0, -1.0, 1.0]), order=Order(1)).variance, 12)
    9.25
    """
    prepared = prepare(values, order=order, regressors=regressors)
    return _finished(prepared, order, np.asarray(parameters, dtype=float), settled=True, evaluations=1)


def loglike(
    parameters: Sequence[float], values: np.ndarray, *, order: Order, regressors: np.ndarray | None = None
) -> float:
    """The exact log-likelihood at given parameters, the variance and the coefficients at their best.

    Examples
    --------
    The three values worked out by hand in `likelihood.weigh`:

    >>> round(loglike([0.5], np.array([2.0, -1.0, 1.0]), order=Order(1)), 4)
    -6.0897
    """
    return with_parameters(parameters, values, order=order, regressors=regressors).loglike


def _rise(rows: Rows, order: Order) -> Rise:
    def rise(point: np.ndarray) -> tuple[float, Callable[[], np.ndarray] | None]:
        parameters, derivative = constrained(order, point)
        try:
            weighed = weigh(rows, *order.polynomials(parameters))
        except LikelihoodError:
            return -np.inf, None
        return weighed.loglike, lambda: gradient(rows, weighed, order, parameters) @ derivative

    return rise


def _climb(rise: Rise, point: np.ndarray, *, order: Order, length: int) -> Top:
    """From a starting point to its top, the expected information there being the first guess of the curvature.

    On the edge, the sine is level whichever way the likelihood goes: whether it rises inwards is tried.
    """
    if not order.parameters:
        value, _ = rise(point)
        return Top(point=point, value=value, evaluations=1, settled=True)
    parameters, derivative = constrained(order, point)
    curvature = derivative.T @ expected_information(order, parameters, length) @ derivative
    curvature.flat[:: order.parameters + 1] += 1e-3 * length
    top = maximise(rise, point, curvature=curvature)
    inside = np.where(order.signs < 0, np.clip(top.point, -_FARTHEST, _FARTHEST), top.point)
    if (inside == top.point).all() or not rise(inside)[0] > top.value:
        return top
    return maximise(rise, inside, curvature=curvature)
