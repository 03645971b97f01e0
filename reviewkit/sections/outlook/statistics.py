"""For statisticians: what was fitted, how sure it is, what its residuals say, and what statsmodels makes of it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import ndtr
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.stats.stattools import jarque_bera
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.stattools import breakvar_heteroskedasticity_test
from threadpoolctl import threadpool_limits

from reviewkit.methods import arima
from reviewkit.models.calendar import calendar_of
from reviewkit.models.history import HistoryError, ready, without_spikes
from reviewkit.models.sarima import columns_for, fit, order_for
from reviewkit.sections.outlook.lines import Line, lines

if TYPE_CHECKING:
    from reviewkit.data.review import Review

LAGS = {"day": (7, 14, 28), "week": (4, 13), "month": (3, 12)}
NO_ERROR = "At the edge of what is possible: a standard error would mislead."


@dataclass(frozen=True)
class Fit:
    """One line's seasonal ARIMA model.

    Attributes
    ----------
    parameters
        ``channel, stage, name, value, standard_error, z, p, reason``: ar, ma and seasonal parameters, then the
        regressors' coefficients in calls.
    tests
        ``channel, stage, test, lag, statistic, p``: of the standardised residuals.
    summary
        ``channel, stage, order, n, sigma`` (calls)``, loglike, aicc, loglike_statsmodels`` (statsmodels' own
        likelihood at these parameters)``, loglike_own_fit`` (where statsmodels' own search ended)``, largest_gap``
        (largest difference of a parameter)``, settled, gaps`` (missing steps: where there are any, statsmodels sees
        fewer differences, and the likelihoods are of different data)``, reason``.
    """

    parameters: pd.DataFrame
    tests: pd.DataFrame
    summary: pd.DataFrame


def fits(review: Review) -> Fit:
    """Fit the seasonal ARIMA model of each line, test its residuals, and let statsmodels fit it again.

    statsmodels gets the series less the regressors' effects, as fitted here, divided by its standard deviation, and
    differenced beforehand (``simple_differencing``), since its diffuse beginning is otherwise not that of the exact
    likelihood. At the joint maximum both must come to the same parameters.
    """
    with threadpool_limits(limits=1):  # as while models fit: docs/decisions/0011-one-thread.md
        made = [_fit(review, line) for line in lines(review)]
    return Fit(*(pd.concat([getattr(one, name) for one in made], ignore_index=True) for name in Fit.__annotations__))


def _fit(review: Review, line: Line) -> Fit:
    where = {"channel": line.queue.channel, "stage": line.queue.stage}
    try:
        made = without_spikes(ready(line.series))
        history = made.values
        place = {"country": review.force.nation, "events": [vars(event) for event in review.force.events]}
        columns = columns_for(history, calendar_of(history.index, **place))
        fitted = fit(history, columns, order=order_for(history))
    except (HistoryError, ValueError, ArithmeticError) as error:
        return Fit(pd.DataFrame(), pd.DataFrame(), pd.DataFrame([where | {"reason": str(error)}]))
    theirs = _by_statsmodels(history, columns, fitted)
    return Fit(
        parameters=pd.concat([_arma(fitted), _regressors(fitted, columns)], ignore_index=True).assign(**where),
        tests=_tests(theirs.residuals, line.step).assign(**where),
        summary=pd.DataFrame([where | _summary(fitted, theirs) | {"gaps": int(history.isna().sum())}]),
    )


def _arma(fitted: arima.Fitted) -> pd.DataFrame:
    errors = arima.standard_errors(fitted).parameters
    frame = pd.DataFrame({"name": fitted.order.names, "value": fitted.parameters, "standard_error": errors})
    return _with_p(frame).assign(reason=np.where(np.isfinite(errors), "", NO_ERROR))


def _regressors(fitted: arima.Fitted, columns: pd.DataFrame) -> pd.DataFrame:
    """Return the regressors' coefficients with the errors of generalised least squares, the ARMA part as given."""
    frame = pd.DataFrame({"name": columns.columns, "value": fitted.coefficients})
    frame["standard_error"] = arima.standard_errors(fitted).coefficients
    return _with_p(frame).assign(reason=np.where(fitted.prepared.used, "", "Says nothing that the others do not say."))


def _with_p(frame: pd.DataFrame) -> pd.DataFrame:
    z = frame["value"] / frame["standard_error"]
    return frame.assign(z=z, p=2 * (1 - ndtr(z.abs())))


@dataclass(frozen=True)
class _Theirs:
    """What statsmodels makes of the series less the regressors: at our parameters, and at the end of its own search."""

    at_ours: float
    own: float
    gap: float
    residuals: np.ndarray


def _by_statsmodels(history: pd.Series, columns: pd.DataFrame, fitted: arima.Fitted) -> _Theirs:
    order = fitted.order
    scale = fitted.prepared.scale
    left = (history.to_numpy() - columns.to_numpy() @ fitted.coefficients) / scale
    season = order.season if order.season > 1 else 0
    seasonal = (order.seasonal_p, order.seasonal_d, order.seasonal_q, season)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of starting values, and of a search cut short
        look = {"order": (order.p, order.d, order.q), "seasonal_order": seasonal, "simple_differencing": True}
        ours = SARIMAX(left, **look).filter(np.r_[fitted.parameters, fitted.variance / scale**2])
        theirs = SARIMAX(left, concentrate_scale=True, **look).fit(disp=False)  # the same search in half the time
    shift = fitted.counted * np.log(scale)
    gap = float(np.abs(theirs.params[: order.parameters] - fitted.parameters).max(initial=0.0))
    return _Theirs(
        at_ours=float(ours.llf - shift),
        own=float(theirs.llf - shift),
        gap=gap,
        residuals=ours.filter_results.standardized_forecasts_error[0],
    )


def _tests(residuals: np.ndarray, step: str) -> pd.DataFrame:
    known = residuals[np.isfinite(residuals)]
    boxes = acorr_ljungbox(known, lags=[lag for lag in LAGS[step] if lag < len(known) / 2])
    rows = [("Ljung-Box", lag, row.lb_stat, row.lb_pvalue) for lag, row in boxes.iterrows()]
    normal, chance, _, _ = jarque_bera(known)
    uneven, p = breakvar_heteroskedasticity_test(known)
    rows += [("Jarque-Bera", None, normal, chance), ("Variance, last third to first", None, uneven, p)]
    return pd.DataFrame(rows, columns=["test", "lag", "statistic", "p"])


def _summary(fitted: arima.Fitted, theirs: _Theirs) -> dict[str, object]:
    return {
        "order": str(fitted.order),
        "n": fitted.counted,
        "sigma": float(np.sqrt(fitted.variance)),
        "loglike": fitted.loglike,
        "aicc": fitted.aicc,
        "loglike_statsmodels": theirs.at_ours,
        "loglike_own_fit": theirs.own,
        "largest_gap": theirs.gap,
        "settled": fitted.settled,
        "reason": "",
    }
