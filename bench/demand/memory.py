"""The memory of one force's forecasts: days and half hours of one line, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from bench.demand import ONE_THREAD
from bench.demand.tables import reached, say, table
from bench.routes import resource

LIMIT_MIB = 300.0
HERE = Path(__file__).resolve().parents[2]
DAYS, HORIZON_DAYS = 1_096, 84


def measured(_: object = None) -> dict[str, object] | None:
    """Peak memory of a process that forecasts days and half hours; None on Windows, which does not tell."""
    if resource is None:
        return None
    say("memory: one force")
    command = [sys.executable, "-m", "bench.demand.memory"]
    done = subprocess.run(command, check=True, cwd=HERE, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE, text=True)
    peaks = json.loads(done.stdout)
    return peaks | {"limit_mib": LIMIT_MIB, "holds": max(peaks.values()) < LIMIT_MIB}


def force() -> None:
    """Forecast three years of days with every model for days, and the half hours of as long with those for them."""
    peaks = {"the interpreter": _peak_mib()}
    from reviewkit.models import MODELS, forecast

    peaks["with the models imported"] = _peak_mib()
    chance = np.random.default_rng(1)
    index = pd.date_range("2022-04-01", periods=48 * DAYS, freq="30min", tz="UTC")
    usual = 15 + 12 * np.sin(2 * np.pi * (index.hour.to_numpy() - 8) / 24)
    halves = pd.Series(chance.poisson(usual).astype(float), index)
    days = halves.tz_localize(None).resample("D").sum()
    for name in MODELS:
        if name not in {"slots", "top_down"}:
            forecast(days, HORIZON_DAYS, model=name)
    peaks["after its days"] = _peak_mib()
    for name in ("seasonal_naive", "recent_weekdays", "slots", "top_down"):
        if name in MODELS:
            forecast(halves, 4 * 336, model=name)
    peaks["after its half hours"] = _peak_mib()
    print(json.dumps(peaks))


def show(figures: dict[str, object], _: object = None) -> None:
    """Print the peaks."""
    stages = [[name, peak] for name, peak in figures.items() if name not in {"limit_mib", "holds"}]
    table("Peak memory of one force's forecasts, MiB", ["stage", "MiB"], stages)
    print(f"limit {LIMIT_MIB:.0f} MiB: {reached(figures['holds'])}")


def _peak_mib() -> float:
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    force()
