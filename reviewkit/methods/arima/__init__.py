"""Seasonal ARIMA with regressors: exact maximum likelihood, forecasts, order search, in NumPy and SciPy alone."""

from reviewkit.methods.arima.fitting import Fitted, fit, loglike, with_parameters
from reviewkit.methods.arima.forecasting import Forecast, predict
from reviewkit.methods.arima.likelihood import LikelihoodError
from reviewkit.methods.arima.order import Order

__all__ = ["Fitted", "Forecast", "LikelihoodError", "Order", "fit", "loglike", "predict", "with_parameters"]
