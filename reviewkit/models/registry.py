"""Every forecasting model by name: one file and one line here add a model."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from reviewkit.models.recent_weekdays import recent_weekdays
from reviewkit.models.seasonal_naive import seasonal_naive
from reviewkit.models.slots import slots

Model = Callable[..., pd.DataFrame]

MODELS: dict[str, Model] = {
    "seasonal_naive": seasonal_naive,
    "recent_weekdays": recent_weekdays,
    "slots": slots,
}
"""Name -> model, ``(history, horizon, *, levels, calendar) -> frame``; simpler ones first."""
