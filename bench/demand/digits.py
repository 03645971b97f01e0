"""The log-likelihood of a seasonal ARIMA model in sixty digits: the referee where rounding decides.

With an autoregressive root close to one the variance of the state is a hundred thousand times that of the noise, and
double precision loses digits: statsmodels' log-likelihood has been seen 0.3 too high there.
"""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import numpy as np

from reviewkit.methods.arima import Order

DIGITS = 60


def loglike(parameters: np.ndarray, variance: float, values: np.ndarray, order: Order) -> float:
    """The exact Gaussian log-likelihood of the differenced values, by the recursion of Levinson and Durbin.

    Examples
    --------
    Three values 2, -1, 1 with a = 1 - 0.5 B and the variance 9.25/3: see `reviewkit.methods.arima.likelihood.weigh`.

    >>> round(loglike(np.array([0.5]), 9.25 / 3, np.array([2.0, -1.0, 1.0]), Order(1)), 4)
    -6.0897
    """
    with localcontext(prec=DIGITS):
        ar, ma = _polynomials(parameters, order)
        noise = [Decimal(float(value)) for value in order.difference(values)]
        covariances = _covariances(ar, ma, Decimal(float(variance)), len(noise))
        spread, weights = covariances[0], []
        squares, logs = noise[0] ** 2 / spread, spread.ln()
        for step in range(1, len(noise)):
            seen = sum(weight * covariances[step - 1 - at] for at, weight in enumerate(weights))
            partial = (covariances[step] - seen) / spread
            weights = [weight - partial * back for weight, back in zip(weights, weights[::-1], strict=True)] + [partial]
            spread *= 1 - partial * partial
            error = noise[step] - sum(weight * noise[step - 1 - at] for at, weight in enumerate(weights))
            squares, logs = squares + error * error / spread, logs + spread.ln()
    return -0.5 * (len(noise) * math.log(2 * math.pi) + float(logs + squares))


def _polynomials(parameters: np.ndarray, order: Order) -> tuple[list[Decimal], list[Decimal]]:
    """The autoregressive and the moving average polynomial, multiplied out, lag 0 first."""
    near_ar, near_ma, far_ar, far_ma = order.split(np.asarray(parameters, dtype=float))
    found = []
    for near, far in ((-near_ar, -far_ar), (near_ma, far_ma)):
        product = [Decimal(0)] * (order.reach + 1)
        for lag, value in enumerate([1.0, *near]):
            for season, other in enumerate([1.0, *far]):
                product[lag + season * order.season] += Decimal(float(value)) * Decimal(float(other))
        found.append(product)
    return found[0], found[1]


def _covariances(ar: list[Decimal], ma: list[Decimal], variance: Decimal, count: int) -> list[Decimal]:
    """The covariances at lags 0 to count - 1, from the equations of Yule and Walker."""
    lags = range(len(ar))
    response: list[Decimal] = []
    for lag in lags:
        response.append(ma[lag] - sum(ar[back] * response[lag - back] for back in range(1, lag + 1)))
    rows = []
    for lag in lags:
        row = [Decimal(0)] * len(ar)
        for back in lags:
            row[abs(lag - back)] += ar[back]
        rows.append([*row, variance * sum(ma[at] * response[at - lag] for at in range(lag, len(ar)))])
    found = _solved(rows)
    while len(found) < count:
        found.append(-sum(ar[back] * found[-back] for back in lags if back))
    return found


def _solved(rows: list[list[Decimal]]) -> list[Decimal]:
    """The solution of linear equations, each row with its right side last, by Gauss and Jordan."""
    for column in range(len(rows)):
        best = max(range(column, len(rows)), key=lambda at: abs(rows[at][column]))
        rows[column], rows[best] = rows[best], rows[column]
        for at, row in enumerate(rows):
            if at != column:
                factor = row[column] / rows[column][column]
                rows[at] = [value - factor * other for value, other in zip(row, rows[column], strict=True)]
    return [row[-1] / row[at] for at, row in enumerate(rows)]
