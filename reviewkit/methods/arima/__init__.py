"""Seasonal ARIMA with regressors: exact maximum likelihood, forecasts, order search, in NumPy and SciPy alone.

docs/methods/arima.md has the formulas, the sources, and how fast it is.
"""

from reviewkit.methods.arima.errors import Errors, standard_errors
from reviewkit.methods.arima.fitting import Fitted, fit, loglike, with_parameters
from reviewkit.methods.arima.forecasting import Forecast, predict
from reviewkit.methods.arima.likelihood import LikelihoodError
from reviewkit.methods.arima.order import Order
from reviewkit.methods.arima.residuals import standardised_residuals
from reviewkit.methods.arima.search import Search, Tried, search

__all__ = [
    "Errors",
    "Fitted",
    "Forecast",
    "LikelihoodError",
    "Order",
    "Search",
    "Tried",
    "fit",
    "loglike",
    "predict",
    "search",
    "standard_errors",
    "standardised_residuals",
    "with_parameters",
]
