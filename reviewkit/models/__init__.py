"""Forecasts of demand: models with one signature, and what tries them on the past.

A model is a function ``(history, horizon, *, levels, calendar) -> frame`` in a file of its own and a line in
:mod:`reviewkit.models.registry`; docs/statistician.md shows how to add one.
"""

from __future__ import annotations

from reviewkit.models.backtesting import backtest
from reviewkit.models.forecasting import forecast
from reviewkit.models.history import HistoryError
from reviewkit.models.registry import MODELS

__all__ = ["MODELS", "HistoryError", "backtest", "forecast"]
