"""Choosing an order by Akaike's criterion, with guards: what cannot be trusted is not chosen, and why is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reviewkit.methods.arima.fitting import Fitted, fit
from reviewkit.methods.arima.forecasting import predict
from reviewkit.methods.arima.likelihood import LikelihoodError
from reviewkit.methods.arima.order import Order
from reviewkit.methods.arima.stable import nearest_root

UNIT_ROOT = 0.99
"""An autoregressive part whose inverse root is beyond this is a difference in disguise: the order is refused."""

ABSURD = 10.0
"""A forecast further from what was seen than this many times its whole range is refused."""


@dataclass(frozen=True)
class Tried:
    """One order that was tried: its criterion, and why it was refused; empty if it was not."""

    order: Order
    aicc: float
    refused: str


@dataclass(frozen=True)
class Search:
    """The best model that may be trusted, and every order that was tried, best first and refused ones last."""

    best: Fitted
    tried: tuple[Tried, ...]


def search(
    values: np.ndarray, *, orders: Sequence[Order], regressors: np.ndarray | None = None, horizon: int | None = None
) -> Search:
    """Fit several orders and choose the one with the lowest AICc that may be trusted.

    Refused are orders that cannot be fitted, whose autoregressive part is all but a unit root, or whose forecasts are
    not finite or absurd. The orders must have the same differences: criteria of different ones cannot be compared.

    Parameters
    ----------
    values, regressors
        As for `fit`.
    orders
        What to try.
    horizon
        Steps over which forecasts are looked at; four seasons if left out. The noise alone is forecast, the regressors
        staying as they were in the last steps.

    Raises
    ------
    ValueError
        If the differences are not the same, or there is no order to try.
    LikelihoodError
        If every order is refused; the message says why each was.

    Notes
    -----
    Misleads as every choice among many models does: the best of them looks better than it is. A back-test says more.

    References
    ----------
    Hurvich and Tsai (1989), Biometrika 76, for the criterion; Hyndman and Khandakar (2008), Journal of Statistical
    Software 27(3), for such a search.

    Examples
    --------
    >>> steps = np.random.default_rng(1).normal(size=300)
    >>> found = search(steps[1:] + 0.8 * steps[:-1], orders=[Order(), Order(1), Order(0, 0, 1)])
    >>> str(found.best.order), [str(each.order) for each in found.tried]
    ('(0, 0, 1)', ['(0, 0, 1)', '(1, 0, 0)', '(0, 0, 0)'])
    """
    if len({(order.d, order.seasonal_d * order.season) for order in orders}) != 1:
        raise ValueError("the orders of a search must be there, and have the same differences")
    ahead = horizon or 4 * max(order.season for order in orders)
    sound, refused = [], []
    for order in orders:
        try:
            fitted = fit(values, order=order, regressors=regressors, climbs=1)
            reason = reason_to_refuse(fitted, ahead)
        except (LikelihoodError, ValueError) as error:
            refused.append(Tried(order=order, aicc=np.inf, refused=str(error)))
            continue
        if reason:
            refused.append(Tried(order=order, aicc=fitted.aicc, refused=reason))
        else:
            sound.append(fitted)
    if not sound:
        raise LikelihoodError("; ".join(f"{each.order}: {each.refused}" for each in refused))
    sound.sort(key=lambda fitted: fitted.aicc)
    tried = tuple(Tried(order=fitted.order, aicc=fitted.aicc, refused="") for fitted in sound)
    return Search(best=sound[0], tried=(*tried, *sorted(refused, key=lambda each: each.aicc)))


def reason_to_refuse(fitted: Fitted, horizon: int) -> str:
    """Why a fitted model may not be trusted; empty if it may.

    Examples
    --------
    >>> rising = fit(np.cumsum(np.arange(60.0)) + np.tile([0.1, -0.1, 0.2], 20), order=Order(2))
    >>> reason_to_refuse(rising, 12)[:27]
    'an autoregressive root of 1'
    """
    order = fitted.order
    autoregressive = Order(order.p, 0, 0, order.seasonal_p, 0, 0, order.season)
    ar, _, seasonal_ar, _ = order.split(fitted.parameters)
    root = nearest_root(autoregressive, np.concatenate((ar, seasonal_ar)))
    if not np.isfinite(fitted.aicc):
        return "too few values for its parameters"
    if root > UNIT_ROOT:
        return f"an autoregressive root of {root:.3f} is all but one"
    used = fitted.prepared.used
    mean = predict(fitted, horizon, future=np.zeros((horizon, len(used)))).mean
    noise = (fitted.prepared.levels[-1] - fitted.coefficients[used] @ _columns(fitted)) * fitted.prepared.scale
    room = ABSURD * float(np.ptp(noise))
    if not np.isfinite(mean).all() or mean.max() > noise.max() + room or mean.min() < noise.min() - room:
        return f"forecasts from {mean.min():,.0f} to {mean.max():,.0f} are absurd"
    return ""


def _columns(fitted: Fitted) -> np.ndarray:
    """The regressors in use, over the series' scale."""
    prepared = fitted.prepared
    return prepared.levels[prepared.rows.missing : -1] * prepared.sizes[:, None] / prepared.scale
