"""South Western Ambulance: the published protocol, beside the figures published with it.

Three counties; trained to the end of 2018 and then to every seventh day of 2019, 41 times; 7, 28 and 84 days ahead. The
absolute errors are scaled by the seasonal naive of 7 days on the days before 2019. A figure is the mean over the
counties and the folds.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from bench.demand import series
from bench.demand.peers import Peers, asked
from bench.demand.tables import reached, say, table

FOLDS, STEP, HORIZONS, LEVELS = 41, 7, (7, 28, 84), (80, 95)
TRAINED_TO = "2018"
SCORES = ["mase", *(f"coverage_{level}" for level in LEVELS)]
MODELS = ("ensemble", "sarima", "seasonal_naive")
RIVALS = ("published", "prophet", "arima")
SAMPLED = slice(0, FOLDS, 8)
"""The folds on which the peers are run again; ours run on all."""
CPU_SHARE = 0.1


def measured(peers: Peers) -> dict[str, object] | None:
    """Every model's MASE and coverage, and its CPU seconds a forecast; None without the data."""
    days = {name: one for name, one in series.swast().items() if name in series.COUNTIES}
    if not days:
        return None
    found = {name: ours(name, days) for name in MODELS} | {"as published": published()}
    found |= rerun(peers, days)
    return {"models": found, "verdicts": verdicts(found)}


def origins(one: pd.Series) -> list[int]:
    """How many days are known at each fold."""
    known = len(one[:TRAINED_TO])
    return [known + STEP * fold for fold in range(FOLDS)]


def ours(name: str, days: dict[str, pd.Series]) -> dict[str, object]:
    """Back-test one of our models over the folds, each fit from where the last one ended."""
    from reviewkit.models.backtesting import replayed, scored

    rows, longest = [], max(HORIZONS)
    for county, one in days.items():
        say(f"swast: {name}, {county}")
        last = origins(one)[-1] + longest
        replay = replayed(one.iloc[:last], horizon=longest, step=STEP, origins=FOLDS, models=[name], levels=LEVELS)
        by_horizon = {ahead: scored(replay, ahead=ahead) for ahead in HORIZONS}
        rows.append(
            pd.concat([by_horizon[ahead][SCORES].add_suffix(f"_{ahead}") for ahead in HORIZONS], axis=1).assign(
                cpu_s=by_horizon[longest]["cpu_s"], used=by_horizon[longest]["used"] == name
            )
        )
    found = pd.concat(rows)
    return found.drop(columns="used").mean().to_dict() | {"fits": len(found), "failed": int((~found["used"]).sum())}


def rerun(peers: Peers, days: dict[str, pd.Series]) -> dict[str, dict[str, object]]:
    """Forecast a sample of the folds with the peers."""
    say("swast: the published models run again on a sample of folds")
    ask = {"horizon": max(HORIZONS), "levels": LEVELS, "season": [7]}
    tasks = [
        ask | {"model": rival, "series": county, "origins": origins(one)[SAMPLED]}
        for rival in RIVALS
        for county, one in days.items()
    ]
    found: dict[str, tuple[list, list]] = {}
    for task, answer in zip(tasks, asked(peers, days, tasks), strict=True):
        if answer is None:
            continue
        scores, cpu_s = found.setdefault(f"{task['model']}, run again*", ([], []))
        cpu_s += answer["cpu_s"]
        for origin, made in zip(task["origins"], answer["forecasts"], strict=True):
            scores.append(judged(pd.DataFrame(made), days[task["series"]], origin))
    return {rival: summary(*both) for rival, both in found.items()}


def judged(made: pd.DataFrame, one: pd.Series, origin: int) -> dict[str, float]:
    """MASE and coverage of one forecast over each horizon."""
    past = one[:TRAINED_TO].to_numpy()
    scale = np.abs(past[7:] - past[:-7]).mean()
    true = one.to_numpy()[origin : origin + max(HORIZONS)]
    error = np.abs(true - made["mean"].to_numpy()) / scale
    found = {f"mase_{ahead}": error[:ahead].mean() for ahead in HORIZONS}
    for level in LEVELS:
        inside = (made[f"lower_{level}"].to_numpy() <= true) & (true <= made[f"upper_{level}"].to_numpy())
        found |= {f"coverage_{level}_{ahead}": inside[:ahead].mean() for ahead in HORIZONS}
    return found


def summary(scores: list[dict[str, float]], cpu_s: list[float]) -> dict[str, object]:
    """The mean over counties and folds."""
    return pd.DataFrame(scores).mean().to_dict() | {"fits": len(cpu_s), "cpu_s": float(np.mean(cpu_s))}


def published() -> dict[str, object]:
    """The figures published with the data, for every county and fold."""
    folder = series.SHARED / "swast" / "published_benchmark"
    found = {}
    for measure in ("mase", *(f"coverage_{level}" for level in LEVELS)):
        tables = [_of_county(folder / f"{county}-ensemble_{measure}.csv") for county in series.COUNTIES]
        found |= {f"{measure}_{ahead}": float(np.mean([one[str(ahead)] for one in tables])) for ahead in HORIZONS}
    return found


def _of_county(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, index_col=0).iloc[:FOLDS]


def verdicts(found: dict[str, dict]) -> list[dict[str, object]]:
    """Hold the ensemble and the SARIMA to the goals."""
    theirs = found["as published"]
    dearest = found.get("published, run again*") or found.get("arima, run again*")
    rows = []
    for name in ("ensemble", "sarima"):
        mine = found[name]
        for ahead in HORIZONS:
            key = f"mase_{ahead}"
            rows.append(_verdict(name, f"MASE, {ahead} days", mine[key], theirs[key], mine[key] < theirs[key]))
        rows += [_coverage(name, mine, theirs, f"coverage_{level}_{ahead}") for level in LEVELS for ahead in HORIZONS]
        if dearest:
            share = mine["cpu_s"] / dearest["cpu_s"]
            rows.append(_verdict(name, "share of its CPU", share, CPU_SHARE, share <= CPU_SHARE))
    return rows


def covers(mine: dict, theirs: dict, key: str) -> bool:
    """Whether a coverage is within 5 points of its level, or nearer to it than the published."""
    level = int(key.split("_")[1]) / 100
    return abs(mine[key] - level) <= max(0.05, abs(theirs[key] - level))


def _coverage(name: str, mine: dict, theirs: dict, key: str) -> dict[str, object]:
    holds = covers(mine, theirs, key)
    return _verdict(name, key.replace("_", " "), 100 * mine[key], 100 * theirs[key], holds)


def _verdict(name: str, what: str, mine: float, bound: float, holds: bool) -> dict[str, object]:  # noqa: FBT001
    return {"model": name, "goal": what, "ours": mine, "bound": bound, "holds": bool(holds)}


def show(figures: dict[str, object], peers: Peers) -> None:
    """Print the two tables."""
    heads = ["model", *(f"MASE {ahead}" for ahead in HORIZONS)]
    heads += [f"{level} % at {ahead}" for level in LEVELS for ahead in HORIZONS] + ["CPU s a fit", "fits"]
    rows = []
    for name, one in figures["models"].items():
        row = [name, *(one[f"mase_{ahead}"] for ahead in HORIZONS)]
        row += [f"{100 * one[f'coverage_{level}_{ahead}']:.1f}" for level in LEVELS for ahead in HORIZONS]
        rows.append([*row, one.get("cpu_s"), one.get("fits")])
    table("South Western Ambulance, three counties, 41 folds: MASE, and the share covered", heads, rows)
    print(f"* on a sample: every {SAMPLED.step}th fold. {peers.said}")
    rows = [
        [one["model"], one["goal"], one["ours"], one["bound"], reached(one["holds"])] for one in figures["verdicts"]
    ]
    table("against the published ensemble", ["model", "goal", "ours", "published or limit", ""], rows)
