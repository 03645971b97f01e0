"""Exact SARIMA beside statsmodels: the log-likelihood reached, and the CPU of a fit.

Each series is divided by its standard deviation, since statsmodels' own fit depends on the unit. Both answers are
judged by statsmodels' log-likelihood of the differenced series; its answer is the best of its default fit, a longer one
of the differenced series, and a longer one that begins where we ended. Where it calls us behind, sixty digits decide:
its own figure can be off by 0.3 where an autoregressive root is close to one.
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from bench.demand import digits, kalman, series
from bench.demand.tables import reached, say, table
from reviewkit.methods.arima import Order, fit

USUAL = Order(1, 0, 1, 0, 1, 1, 7)
ORDERS = (
    USUAL,
    Order(0, 1, 1, 0, 1, 1, 7),
    Order(1, 1, 2, 0, 1, 1, 7),
    Order(1, 1, 2, 1, 0, 1, 7),
    Order(1, 1, 3, 1, 0, 1, 7),
    Order(2, 0, 1, 1, 1, 1, 7),
)
TWELVE_ON = 8
"""Series fitted with twelve regressors as well, and every second of them by other orders; statsmodels takes seconds."""
AGAIN = 5
"""Our fit is timed over so many, being short."""
KEYS = ("fits", "cpu_s", "default_cpu_s", "ratio", "median_ratio", "goal")
GAP, GOALS = 0.001, {"no regressors": 30.0, "twelve regressors": 80.0}


def measured(_: object = None) -> dict[str, object]:
    """Fit every series at hand by both, and compare."""
    found = at_hand()
    say(f"exact: {len(found)} series, {USUAL}")
    plain = pd.DataFrame([compared(name, one, USUAL) for name, one in found.items()])
    few = {name: found[name] for name in list(found)[:: max(1, len(found) // TWELVE_ON)][:TWELVE_ON]}
    say("exact: other orders")
    others = [compared(name, few[name], order) for order in ORDERS[1:] for name in list(few)[::2]]
    say(f"exact: {len(few)} series, twelve regressors")
    with_twelve = [compared(name, one, USUAL, twelve(one.index)) for name, one in few.items()]
    groups = {"no regressors": plain, "other orders": pd.DataFrame(others)}
    groups["twelve regressors"] = pd.DataFrame(with_twelve)
    return {name: told(name, rows) for name, rows in groups.items()}


def at_hand() -> dict[str, pd.Series]:
    """Real days, windows of them, and invented days."""
    real = series.swast()
    return real | series.windows(real, 43) | series.nhs111() | series.invented_days(43)


def compared(name: str, one: pd.Series, order: Order, regressors: np.ndarray | None = None) -> dict[str, object]:
    """How far our log-likelihood is below the best that statsmodels reaches, and the CPU of both."""
    values = one.to_numpy() / one.std()
    before = time.process_time()
    for _ in range(AGAIN):
        mine = fit(values, order=order, regressors=regressors)
    cpu_s = (time.process_time() - before) / AGAIN
    parameters = np.concatenate([mine.coefficients, mine.parameters, [mine.variance]])
    default = kalman.fitted(values, order, regressors)
    differenced = {"simple_differencing": True, "steps": 300}
    tries = [default, kalman.fitted(values, order, regressors, **differenced)]
    tries.append(kalman.fitted(values, order, regressors, start=parameters, **differenced))
    ours, *theirs = (
        kalman.loglike(each, values, order, regressors) for each in (parameters, *(one.parameters for one in tries))
    )
    behind = max(theirs) - ours
    best = tries[int(np.argmax(theirs))].parameters
    return {
        "series": name,
        "order": str(order),
        "behind": behind,
        "behind_in_60_digits": refereed(parameters, best, values, order, regressors) if behind > GAP else behind,
        "default_behind": ours - theirs[0],
        "cpu_s": cpu_s,
        "default_cpu_s": default.cpu_s,
    }


def refereed(
    ours: np.ndarray, theirs: np.ndarray, values: np.ndarray, order: Order, regressors: np.ndarray | None
) -> float:
    """How far we are behind by a likelihood that knows no rounding."""
    found = []
    for each in (ours, theirs):
        coefficients, parameters, variance = np.split(each, [len(each) - order.parameters - 1, len(each) - 1])
        left = values if regressors is None else values - regressors @ coefficients
        found.append(digits.loglike(parameters, float(variance[0]), left, order))
    return found[1] - found[0]


def twelve(index: pd.DatetimeIndex) -> np.ndarray:
    """Four pairs of waves over the year, New Year's Day, Christmas Day, and two spells of a month: twelve columns."""
    days = index.dayofyear.to_numpy()
    waves = [wave(2 * np.pi * pair * days / 365.25) for pair in range(1, 5) for wave in (np.sin, np.cos)]
    marked = [(index.month == month) & (index.day == day) for month, day in ((1, 1), (12, 25))]
    spells = [np.arange(len(index)) // 30 == len(index) // 30 // part for part in (2, 4)]
    return np.column_stack([*waves, *marked, *spells]).astype(float)


def told(name: str, rows: pd.DataFrame) -> dict[str, object]:
    """The figures of one group of fits."""
    ratio = rows["default_cpu_s"].sum() / rows["cpu_s"].sum()
    worst = rows.loc[rows["behind"].idxmax()]
    goal = GOALS.get(name)
    return {
        "fits": len(rows),
        "most_behind": float(worst["behind"]),
        "most_behind_in_60_digits": float(rows["behind_in_60_digits"].max()),
        "where": f"{worst['series']} {worst['order']}",
        "default_most_behind": float(rows["default_behind"].max()),
        "cpu_s": float(rows["cpu_s"].mean()),
        "default_cpu_s": float(rows["default_cpu_s"].mean()),
        "ratio": float(ratio),
        "median_ratio": float((rows["default_cpu_s"] / rows["cpu_s"]).median()),
        "goal": goal,
        "holds": bool(worst["behind"] <= GAP and (goal is None or ratio >= goal)),
        "rows": rows.to_dict("records"),
    }


def show(figures: dict[str, dict], _: object = None) -> None:
    """Print a line for each group of fits."""
    heads = ["", "fits", "ours CPU s", "statsmodels' default", "ratio", "median", "goal", "we are behind by at most"]
    heads += ["its default, behind us by up to", ""]
    rows = [
        [
            name,
            *(one[key] for key in KEYS),
            f"{one['most_behind']:.5f}",
            one["default_most_behind"],
            reached(one["holds"]),
        ]
        for name, one in figures.items()
    ]
    table(f"Exact SARIMA {USUAL} beside statsmodels: log-likelihood (limit {GAP}) and CPU of a fit", heads, rows)
    for name, one in figures.items():
        if one["most_behind"] > GAP:
            exactly = one["most_behind_in_60_digits"]
            print(f"{name}, furthest behind: {one['where']}; in 60 digits no fit is behind by more than {exactly:.5f}")
