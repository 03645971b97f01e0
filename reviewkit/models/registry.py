"""Every forecasting model by name: one file and one line here add a model."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from reviewkit.models.ensemble import ensemble
from reviewkit.models.recent_weekdays import recent_weekdays
from reviewkit.models.regression_arima import regression_arima
from reviewkit.models.ridge import ridge
from reviewkit.models.sarima import sarima
from reviewkit.models.sarima_statsmodels import sarima_statsmodels
from reviewkit.models.seasonal_naive import seasonal_naive
from reviewkit.models.slots import slots
from reviewkit.models.top_down import top_down

Model = Callable[..., pd.DataFrame]

MODELS: dict[str, Model] = {
    "seasonal_naive": seasonal_naive,
    "recent_weekdays": recent_weekdays,
    "ridge": ridge,
    "sarima": sarima,
    "regression_arima": regression_arima,
    "sarima_statsmodels": sarima_statsmodels,
    "slots": slots,
    "top_down": top_down,
    "ensemble": ensemble,
}
"""Name -> model, ``(history, horizon, *, levels, calendar) -> frame``; simpler ones first."""
