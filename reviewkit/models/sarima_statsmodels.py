"""The same model as `sarima`, fitted by statsmodels: the cross-check a statistician can choose."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd

from reviewkit.models.calendar import Calendar
from reviewkit.models.frames import from_normal
from reviewkit.models.sarima import columns_for, order_for


def sarima_statsmodels(
    history: pd.Series, horizon: int, *, levels: tuple[float, ...], calendar: Calendar
) -> pd.DataFrame:
    """Forecast by the model of :func:`reviewkit.models.sarima.sarima`, fitted by statsmodels' SARIMAX.

    The series is divided by its standard deviation first: the diffuse beginning of SARIMAX has a fixed variance, which
    at thousands of calls a day is not diffuse. Takes about a hundred times as long as `sarima`; its search may end
    below the highest likelihood, and its bands take the regressors' effects as known.

    Parameters
    ----------
    history, horizon, levels, calendar
        As every model's: see :func:`reviewkit.models.forecast`.

    Raises
    ------
    HistoryError
        When the history is too short, or of steps shorter than a day.
    """
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    order, columns = order_for(history), columns_for(history, calendar)
    scale = float(history.std())
    past, coming = columns.iloc[: len(history)].to_numpy(), columns.iloc[len(history) :].to_numpy()
    # Columns differ in length from waves that are always there to a day that comes once a year.
    sizes = np.sqrt((past**2).mean(axis=0))
    season = order.season if order.season > 1 else 0
    model = SARIMAX(
        history.to_numpy() / scale,
        exog=past / sizes if columns.shape[1] else None,
        order=(order.p, order.d, order.q),
        seasonal_order=(order.seasonal_p, order.seasonal_d, order.seasonal_q, season),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of starting values and of a search cut short: the latter is a note below
        result = model.fit(disp=False)
    made = result.get_forecast(horizon, exog=coming / sizes if columns.shape[1] else None)
    mean, sd = made.predicted_mean * scale, np.sqrt(made.var_pred_mean) * scale
    frame = from_normal(calendar.future, mean, sd, levels)
    settled = bool(result.mle_retvals["converged"])
    frame.attrs = {
        "details": _details(result, columns, order=order, scale=scale, sizes=sizes) | {"settled": settled},
        "notes": [] if settled else ["The search of statsmodels for the best parameters was cut short."],
    }
    return frame


def _details(result, columns: pd.DataFrame, *, order, scale: float, sizes: np.ndarray) -> dict[str, object]:
    count = columns.shape[1]
    coefficients, parameters, variance = np.split(result.params, [count, count + order.parameters])
    return {
        "order": str(order),
        "parameters": dict(zip(order.names, parameters.tolist(), strict=True)),
        "coefficients": dict(zip(columns.columns, (coefficients * scale / sizes).tolist(), strict=True)),
        "sigma2": float(variance[0]) * scale**2,
        "loglike": float(result.llf - result.nobs_effective * np.log(scale)),
        "n": int(result.nobs_effective),
    }
