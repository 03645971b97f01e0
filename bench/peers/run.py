"""Forecast with the peers, in the peers' own environment: ``python run.py JOB.json SERIES.csv ANSWER.json``.

The job is a list of tasks: model, series, origins (how many values are known), horizon, levels (per cent) and season.
The series are columns series, ds and y. The answer holds for each task its forecasts by origin, and the CPU seconds of
each (user and system, of this process and of those it started; imports and a first small fit are not counted).
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

try:
    from prophet import Prophet
except ImportError:
    Prophet = None
from statsforecast.models import MSTL, AutoARIMA
from statsmodels.tsa.arima.model import ARIMA

PUBLISHED_ORDER = {"order": (1, 1, 3), "seasonal_order": (1, 0, 1, 7), "enforce_stationarity": False}


def prophet(history: pd.Series, horizon: int, levels: list[int], _: list[int]) -> dict[str, list[float]]:
    """Prophet as published for South Western Ambulance: its defaults, and New Year's Day."""
    days = _days(history, horizon)
    new_years = pd.DataFrame({"holiday": "new year", "ds": days[(days.month == 1) & (days.day == 1)]})
    model = Prophet(holidays=new_years, daily_seasonality=False, uncertainty_samples=1000)
    model.fit(pd.DataFrame({"ds": history.index, "y": history.to_numpy()}))
    future = pd.DataFrame({"ds": days[len(history) :]})
    means = model.predict(future)["yhat"].to_numpy()
    draws = model.predictive_samples(future)["yhat"]
    return _answer(means, {level: np.quantile(draws, _ends(level), axis=1) for level in levels})


def arima(history: pd.Series, horizon: int, levels: list[int], _: list[int]) -> dict[str, list[float]]:
    """Regression on New Year's Day with the published errors, ARIMA(1,1,3)(1,0,1)7, by statsmodels."""
    days = _days(history, horizon)
    new_year = ((days.month == 1) & (days.day == 1)).astype(float)[:, None]
    fit = ARIMA(history.to_numpy(), exog=new_year[: len(history)], **PUBLISHED_ORDER).fit()
    future = fit.get_forecast(horizon, exog=new_year[len(history) :])
    ends = {level: future.conf_int(alpha=1 - level / 100).T for level in levels}
    return _answer(future.predicted_mean, ends)


def published(history: pd.Series, horizon: int, levels: list[int], season: list[int]) -> dict[str, list[float]]:
    """Average the two, means and ends alike, as published."""
    both = [model(history, horizon, levels, season) for model in (prophet, arima)]
    return {name: np.mean([one[name] for one in both], axis=0).tolist() for name in both[0]}


def auto_arima(history: pd.Series, horizon: int, levels: list[int], season: list[int]) -> dict[str, list[float]]:
    model = AutoARIMA(season_length=season[0])
    return _of_statsforecast(model.forecast(history.to_numpy(), horizon, level=levels), levels)


def mstl(history: pd.Series, horizon: int, levels: list[int], season: list[int]) -> dict[str, list[float]]:
    model = MSTL(season_length=season, trend_forecaster=AutoARIMA())
    return _of_statsforecast(model.forecast(history.to_numpy(), horizon, level=levels), levels)


class AutoArimaOnce:
    """AutoARIMA that chooses its orders and parameters at the first origin, and carries them forward."""

    def __init__(self) -> None:
        self.model = None

    def __call__(
        self, history: pd.Series, horizon: int, levels: list[int], season: list[int]
    ) -> dict[str, list[float]]:
        """Forecast from the first history given, or from a longer one."""
        values = history.to_numpy()
        if self.model is None:
            self.model = AutoARIMA(season_length=season[0]).fit(values)
            return _of_statsforecast(self.model.predict(horizon, level=levels), levels)
        return _of_statsforecast(self.model.forward(values, horizon, level=levels), levels)


MODELS = {"arima": arima, "auto_arima": auto_arima, "mstl": mstl}
if Prophet is not None:
    MODELS |= {"prophet": prophet, "published": published}


def done(task: dict, series: pd.Series) -> dict[str, list] | None:
    """Forecast from each origin of a task; nothing where the model is not installed."""
    model = AutoArimaOnce() if task["model"] == "auto_arima_once" else MODELS.get(task["model"])
    if model is None:
        return None
    forecasts, cpu_s = [], []
    for origin in task["origins"]:
        before = used_s()
        forecasts.append(model(series.iloc[:origin], task["horizon"], task["levels"], task["season"]))
        cpu_s.append(used_s() - before)
    return {"forecasts": forecasts, "cpu_s": cpu_s}


def used_s() -> float:
    """CPU seconds of this process and of the processes it waited for."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _days(history: pd.Series, horizon: int) -> pd.DatetimeIndex:
    return pd.date_range(history.index[0], periods=len(history) + horizon, freq="D")


def _ends(level: int) -> list[float]:
    return [0.5 - level / 200, 0.5 + level / 200]


def _answer(mean: np.ndarray, ends: dict[int, np.ndarray]) -> dict[str, list[float]]:
    named = {"mean": list(map(float, mean))}
    for level, (lower, upper) in ends.items():
        named |= {f"lower_{level}": list(map(float, lower)), f"upper_{level}": list(map(float, upper))}
    return named


def _of_statsforecast(found: dict[str, np.ndarray], levels: list[int]) -> dict[str, list[float]]:
    return _answer(found["mean"], {level: (found[f"lo-{level}"], found[f"hi-{level}"]) for level in levels})


def _warm() -> None:
    """Let everything that is compiled or loaded at a first fit be so before any time is taken."""
    values = np.random.default_rng(1).normal(100, 10, 140)
    small = pd.Series(values, index=pd.date_range("2020-01-01", periods=140))
    for model in MODELS.values():
        model(small, 7, [80], [7])


def main(job: Path, table: Path, answer: Path) -> None:
    """Do every task of a job, and write the answer."""
    logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
    warnings.simplefilter("ignore")
    frame = pd.read_csv(table, parse_dates=["ds"])
    series = {name: part.set_index("ds")["y"] for name, part in frame.groupby("series")}
    _warm()
    tasks = json.loads(job.read_text(encoding="utf-8"))
    results = [done(task, series[task["series"]]) for task in tasks]
    answer.write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
