"""The national job: 86 daily series of three years, an order chosen among 18, a back-test of 12 origins, a final fit.

Half of the series are invented, half are windows of South Western Ambulance's. The order is chosen by AICc on the days
before the first origin; at each origin the model is fitted again, 28 days are forecast, and the absolute errors are
scaled by the seasonal naive of 7 days before the first origin. Ours and statsmodels' do it twice: without regressors,
and with holidays and waves over the year. statsforecast's AutoARIMA chooses once and carries its parameters forward.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd

from bench.demand import kalman, series
from bench.demand.peers import Peers, asked
from bench.demand.tables import reached, say, table
from reviewkit.methods import arima
from reviewkit.models.calendar import calendar_of
from reviewkit.models.regressors import regressors

SERIES, ORIGINS, HORIZON, YEAR_PAIRS = 86, 12, 28, 3
ORDERS = [arima.Order(p, 1, q, seasonal_p, 1, 1, 7) for p in (0, 1, 2) for q in (0, 1, 2) for seasonal_p in (0, 1)]
SAMPLES = {"statsmodels": 29, "statsmodels, regressors": 43, "AutoARIMA, chosen once": 17}
"""A peer does every so many-th series (odd: real and invented ones in turn): all would take half an hour."""
COMPARED = (
    ("statsmodels", "ours", 25.0),
    ("statsmodels", "ours, regressors", 25.0),
    ("statsmodels, regressors", "ours, regressors", 25.0),
    ("AutoARIMA, chosen once", "ours", 6.0),
    ("AutoARIMA, chosen once", "ours, regressors", 6.0),
)
"""Theirs, ours, and how many times our CPU theirs has to be."""

Job = Callable[[np.ndarray, np.ndarray | None, list[int]], list[np.ndarray]]


def measured(peers: Peers) -> dict[str, object]:
    """CPU seconds a series and back-test MASE, each peer beside ours on the series it did."""
    found = at_hand()
    say(f"national: {len(found)} series")
    results = {
        "ours": each(found, ours, every=1, informed=False),
        "ours, regressors": each(found, ours, every=1, informed=True),
    }
    for name in ("statsmodels", "statsmodels, regressors"):
        say(f"national: {name}, every {SAMPLES[name]}th series")
        results[name] = each(found, theirs, every=SAMPLES[name], informed=name.endswith("regressors"))
    say("national: AutoARIMA")
    results |= auto_arima(peers, found)
    return {
        "models": {
            name: rows[["cpu_s", "mase"]].mean().to_dict() | {"series": len(rows)} for name, rows in results.items()
        },
        "verdicts": [verdict(*pair, results) for pair in COMPARED if pair[0] in results],
    }


def at_hand() -> dict[str, pd.Series]:
    """Invented series and real windows in turn, so that a sample holds both; invented ones alone without the others."""
    real = series.windows(series.swast(), SERIES // 2)
    invented = series.invented_days(SERIES - len(real))
    if not real:
        return invented
    pairs = zip(real.items(), invented.items(), strict=True)
    return dict(item for pair in pairs for item in pair)


def origins(one: pd.Series) -> list[int]:
    """How many days are known at each origin; the last forecast ends with the series."""
    return [len(one) - HORIZON * back for back in range(ORIGINS, 0, -1)]


def each(found: dict[str, pd.Series], job: Job, *, every: int, informed: bool) -> pd.DataFrame:
    """Do the job for every so many-th series."""
    rows = {}
    for name in list(found)[::every]:
        one = found[name]
        before = time.process_time()
        columns = known_beforehand(one) if informed else None
        means = job(one.to_numpy(), columns, origins(one))
        rows[name] = {"cpu_s": time.process_time() - before, "mase": mase(one, means)}
    return pd.DataFrame.from_dict(rows, orient="index")


def known_beforehand(one: pd.Series) -> np.ndarray:
    """Holidays and waves, as our own model takes them; only what was seen before the first origin."""
    ahead = len(one) - origins(one)[0]
    return regressors(calendar_of(one.index, horizon=ahead), fourier=YEAR_PAIRS).to_numpy()


def ours(values: np.ndarray, columns: np.ndarray | None, known: list[int]) -> list[np.ndarray]:
    """Choose, fit at each origin from where the last fit ended, forecast, and fit all of it."""
    best = arima.search(values[: known[0]], orders=ORDERS, regressors=_rows(columns, 0, known[0])).best
    means, start = [], best.parameters
    for origin in known:
        fitted = arima.fit(values[:origin], order=best.order, regressors=_rows(columns, 0, origin), start=start)
        start = fitted.parameters
        future = _rows(columns, origin, origin + HORIZON)
        means.append(arima.predict(fitted, HORIZON, future=future).mean)
    arima.fit(values, order=best.order, regressors=columns, start=start)
    return means


def theirs(values: np.ndarray, columns: np.ndarray | None, known: list[int]) -> list[np.ndarray]:
    """Do the same with statsmodels, on the series over its standard deviation, from where its last fit ended."""
    scale = values[: known[0]].std()
    values = values / scale
    first = values[: known[0]], _rows(columns, 0, known[0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tried = [(kalman.model(first[0], order, first[1]).fit(disp=False), order) for order in ORDERS]
        best, order = min(tried, key=lambda one: one[0].aicc)
        means, start = [], best.params
        for origin in known:
            model = kalman.model(values[:origin], order, _rows(columns, 0, origin))
            fitted = model.fit(start_params=start, disp=False)
            start = fitted.params
            means.append(scale * fitted.forecast(HORIZON, exog=_rows(columns, origin, origin + HORIZON)))
        kalman.model(values, order, columns).fit(start_params=start, disp=False)
    return means


def auto_arima(peers: Peers, found: dict[str, pd.Series]) -> dict[str, pd.DataFrame]:
    """AutoARIMA on its sample of the series, the whole series forecast last."""
    name = "AutoARIMA, chosen once"
    sample = {key: found[key] for key in list(found)[:: SAMPLES[name]]}
    ask = {"model": "auto_arima_once", "horizon": HORIZON, "levels": [80, 95], "season": [7]}
    tasks = [ask | {"series": key, "origins": [*origins(one), len(one)]} for key, one in sample.items()]
    answers = asked(peers, sample, tasks)
    rows = {
        key: {
            "cpu_s": sum(answer["cpu_s"]),
            "mase": mase(one, [np.array(made["mean"]) for made in answer["forecasts"][:ORIGINS]]),
        }
        for (key, one), answer in zip(sample.items(), answers, strict=True)
        if answer is not None
    }
    return {name: pd.DataFrame.from_dict(rows, orient="index")} if rows else {}


def mase(one: pd.Series, means: list[np.ndarray]) -> float:
    """Mean absolute error of the forecasts over that of the seasonal naive before the first origin."""
    values, first = one.to_numpy(), origins(one)[0]
    scale = np.abs(values[7:first] - values[: first - 7]).mean()
    errors = [np.abs(values[at : at + HORIZON] - mean) for at, mean in zip(origins(one), means, strict=True)]
    return float(np.mean(errors) / scale)


def verdict(peer: str, mine: str, goal: float, results: dict[str, pd.DataFrame]) -> dict[str, object]:
    """A peer beside ours on the same series: its CPU over ours, and the errors of both.

    Ours without regressors and statsmodels' without are the same models: their CPU alone is compared.
    """
    rows = results[peer]
    same = results[mine].loc[rows.index]
    found = {"peer": peer, "beside": mine, "ratio": float(rows["cpu_s"].sum() / same["cpu_s"].sum()), "goal": goal}
    found |= {"mase": float(rows["mase"].mean()), "our_mase": float(same["mase"].mean())}
    lower = found["our_mase"] < found["mase"] or peer.removeprefix("statsmodels") == mine.removeprefix("ours")
    return found | {"holds": bool(found["ratio"] >= goal and lower)}


def show(figures: dict[str, object], peers: Peers) -> None:
    """Print the two tables."""
    rows = [[name, one["series"], one["cpu_s"], one["mase"]] for name, one in figures["models"].items()]
    title = f"{SERIES} daily series of three years: search of {len(ORDERS)} orders, {ORIGINS} origins, final fit"
    table(title, ["", "series", "CPU s a series", "back-test MASE"], rows)
    print(f"The peers did a sample of the series. {peers.said}")
    keys = ("peer", "beside", "ratio", "goal", "mase", "our_mase")
    rows = [[*(one[key] for key in keys), reached(one["holds"])] for one in figures["verdicts"]]
    table("each peer beside ours on the series it did", ["", "ours", "CPU ratio", "goal", "its MASE", "ours", ""], rows)


def _rows(columns: np.ndarray | None, start: int, stop: int) -> np.ndarray | None:
    return None if columns is None else columns[start:stop]
