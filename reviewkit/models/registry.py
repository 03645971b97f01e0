"""Every forecasting model by name: one file and one line here add a model."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from reviewkit.models.seasonal_naive import seasonal_naive

Model = Callable[..., pd.DataFrame]

MODELS: dict[str, Model] = {
    "seasonal_naive": seasonal_naive,
}
"""Name -> model, ``(history, horizon, *, levels, calendar) -> frame``; simpler ones first."""
