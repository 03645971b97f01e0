"""Half hours, one week ahead: pinball loss over the quantiles 0.05 to 0.95, and the CPU of a fit.

The bank of the Rdatasets collection is shut at night and at weekends. We are given every half hour, zero while it is
shut and missing on the days that are missing; MSTL is given the open half hours alone, the missing days filled with
those of the week before, which is kinder to it. Only open half hours with a true figure are scored.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bench.demand import series
from bench.demand.peers import Peers, asked
from bench.demand.tables import reached, say, table

LEVELS = tuple(range(0, 100, 10))
WEEK = 336
OURS = ("slots", "top_down", "seasonal_naive")
BETTER, CPU_SHARE = 0.9, 0.01


@dataclass(frozen=True, kw_only=True)
class Case:
    """A history, the half hours that count in it, and where forecasts begin (in half hours known)."""

    name: str
    calls: pd.Series
    counts: np.ndarray
    origins: list[int]
    seasons: list[int]


def cases() -> list[Case]:
    """The banks whose data are at hand."""
    found = []
    if (bank := series.bank()) is not None:
        kept = list(range(WEEK, len(bank), WEEK))[-12:]
        found.append(
            Case(name="bank", calls=bank, counts=series.open_hours(bank.index), origins=kept, seasons=[28, 140])
        )
    if (anonymous := series.anonymous_bank()) is not None:
        always, days = np.ones(len(anonymous), dtype=bool), range(21, 25)
        found.append(
            Case(
                name="Anonymous Bank",
                calls=anonymous,
                counts=always,
                origins=[48 * d for d in days],
                seasons=[48, WEEK],
            )
        )
    return found


def measured(peers: Peers) -> dict[str, object] | None:
    """For each bank each model's pinball loss and CPU seconds a forecast; None without the data."""
    found = {case.name: all_of_ours(case) | theirs(peers, case) for case in cases()}
    if not found:
        return None
    return {"banks": found, "verdicts": [row for name, one in found.items() for row in verdicts(name, one)]}


def all_of_ours(case: Case) -> dict[str, dict[str, float]]:
    """Forecast with each of our models but those that need a longer history: a month holds too few days for SARIMA."""
    from reviewkit.models import HistoryError, forecast

    found = {}
    for name in OURS:
        try:
            forecast(case.calls.iloc[: case.origins[0]], 1, model=name)  # what is loaded once is not part of a fit
        except HistoryError as refusal:
            say(f"intraday: {name} left out for {case.name}. {refusal}")
            continue
        found[name] = ours(name, case)
    return found


def ours(name: str, case: Case) -> dict[str, float]:
    """Forecast from each origin with one of our models."""
    from reviewkit.models import forecast

    losses, cpu_s = [], []
    say(f"intraday: {name}, {case.name}")
    for origin in case.origins:
        horizon = min(WEEK, len(case.calls) - origin)
        before = time.process_time()
        made = forecast(case.calls.iloc[:origin], horizon, model=name, levels=LEVELS)
        cpu_s.append(time.process_time() - before)
        future = slice(origin, origin + horizon)
        losses.append(loss(made[case.counts[future]], case.calls.to_numpy()[future][case.counts[future]]))
    return {"pinball": float(np.mean(losses)), "cpu_s": float(np.mean(cpu_s)), "fits": len(cpu_s)}


def theirs(peers: Peers, case: Case) -> dict[str, dict[str, float]]:
    """Forecast the half hours that count with MSTL and AutoARIMA."""
    say(f"intraday: MSTL, {case.name}")
    kept = case.calls.to_numpy()[case.counts]
    filled = kept.copy()
    for at in np.flatnonzero(np.isnan(filled)):
        filled[at] = filled[at - case.seasons[-1]]
    origins = [int(case.counts[:origin].sum()) for origin in case.origins]
    task = {"model": "mstl", "series": case.name, "origins": origins, "horizon": case.seasons[-1], "levels": LEVELS}
    named = pd.Series(filled, pd.date_range("2000-01-01", periods=len(filled), freq="30min"))
    (answer,) = asked(peers, {case.name: named}, [task | {"season": case.seasons}])
    if answer is None:
        return {}
    losses = []
    for origin, made in zip(origins, answer["forecasts"], strict=True):
        true = kept[origin : origin + case.seasons[-1]]
        losses.append(loss(pd.DataFrame(made).iloc[: len(true)], true))
    cpu_s = float(np.mean(answer["cpu_s"]))
    return {"MSTL + AutoARIMA": {"pinball": float(np.mean(losses)), "cpu_s": cpu_s, "fits": len(losses)}}


def loss(made: pd.DataFrame, true: np.ndarray) -> float:
    """Mean pinball loss over the quantiles 0.05 to 0.95, in calls a half hour."""
    known = np.isfinite(true)
    losses = [np.abs(true - made["lower_0"].to_numpy())[known] / 2]
    for level in LEVELS[1:]:
        for side, chance in (("lower", 0.5 - level / 200), ("upper", 0.5 + level / 200)):
            gap = (true - made[f"{side}_{level}"].to_numpy())[known]
            losses.append(np.maximum(chance * gap, (chance - 1) * gap))
    return float(np.mean(losses))


def verdicts(bank: str, found: dict[str, dict]) -> list[dict[str, object]]:
    """Hold the slots to the goals."""
    mine, rows = found["slots"], []
    for rival in ("MSTL + AutoARIMA", "seasonal_naive"):
        if rival in found:
            ratio = mine["pinball"] / found[rival]["pinball"]
            rows.append({"bank": bank, "goal": f"pinball beside {rival}", "ours": ratio, "bound": BETTER})
    if "MSTL + AutoARIMA" in found:
        share = mine["cpu_s"] / found["MSTL + AutoARIMA"]["cpu_s"]
        rows.append({"bank": bank, "goal": "share of MSTL's CPU", "ours": share, "bound": CPU_SHARE})
    return [row | {"holds": row["ours"] <= row["bound"]} for row in rows]


def show(figures: dict[str, object], peers: Peers) -> None:
    """Print the two tables."""
    for bank, found in figures["banks"].items():
        rows = [[name, one["pinball"], one["cpu_s"], one["fits"]] for name, one in found.items()]
        title = f"{bank}, half hours, one week ahead (pinball loss in calls). {peers.said}"
        table(title, ["model", "pinball", "CPU s a fit", "fits"], rows)
    rows = [[one["bank"], one["goal"], one["ours"], one["bound"], reached(one["holds"])] for one in figures["verdicts"]]
    table("slots against the goals", ["bank", "goal", "ours", "at most", ""], rows)
