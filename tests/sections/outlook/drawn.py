"""Forces drawn for the tests of demand: days or half hours of known level, week and special days."""

from __future__ import annotations

import numpy as np
import pandas as pd

TOP = """
name = "Testshire Police"
nation = "england"
[governing_body]
kind = "pcc"
name = "Office of the Commissioner"
title = "Commissioner"
[period]
start = {start}
end = {end}
"""
COUNTS = """
[[files]]
table = "intervals"
files = ["counts.csv"]
grain = "{grain}"
time_zone = "Europe/London"
[files.columns]
start = "start"
channel = "line"
stage = "stage"
{columns}
[files.formats]
start = "{format}"
{formats}
[files.words.channel]
"999" = "999"
"101" = "101"
[files.words.stage]
I = "ivr"
P = "primary"
S = "secondary"
"""
FORMATS = {"day": "%Y-%m-%d", "week": "%Y-%m-%d", "month": "%Y-%m-%d", "30 minutes": "%Y-%m-%d %H:%M"}
WEEK = np.array([1.2, 1.1, 1.0, 1.0, 1.0, 0.9, 0.8])


def toml(columns, *, start, end, grain="day", more=""):
    """Return a force.toml for counts.csv with these columns of counts."""
    mapped = "\n".join(f'{name} = "{name}"' for name in columns)
    formats = 'handled_total_s = "seconds"' if "handled_total_s" in columns else ""
    entry = COUNTS.format(grain=grain, columns=mapped, format=FORMATS[grain], formats=formats)
    return TOP.format(start=start, end=end) + entry + more


def days(first="2022-01-03", *, number=728, level=200.0, noise=4.0, seed=1, growth=0.0):
    """Return whole calls of days: a level, a week, chance, and growth as a share a year."""
    index = pd.date_range(first, periods=number, freq="D")
    usual = level * WEEK[index.day_of_week] * (1 + growth) ** (np.arange(number) / 365.25)
    calls = usual + np.random.default_rng(seed).normal(0, noise, number)
    return pd.Series(np.maximum(np.rint(calls), 0).astype(int), index=index)


def half_hours(first="2024-01-01", *, weeks=12, level=10.0, seed=1):
    """Return Poisson calls of half hours in London time: nights at a third, Mondays busiest."""
    end = pd.Timestamp(first) + pd.Timedelta(weeks=weeks)
    index = pd.date_range(first, end, freq="30min", inclusive="left", tz="Europe/London")
    night = np.where((index.hour < 7) | (index.hour >= 23), 1 / 3, 1.0)
    calls = np.random.default_rng(seed).poisson(level * night * WEEK[index.day_of_week])
    return pd.Series(calls, index=index)


def rows(calls, *, line="101", stage="P", **more):
    """Return counts as rows of counts.csv; ``more`` are columns, or functions of the calls."""
    local = calls.index.tz_localize(None) if calls.index.tz is not None else calls.index
    form = "%Y-%m-%d %H:%M" if (local != local.normalize()).any() else "%Y-%m-%d"
    frame = pd.DataFrame({"start": local.strftime(form), "line": line, "stage": stage, "offered": calls.to_numpy()})
    for name, value in more.items():
        frame[name] = value(calls).to_numpy() if callable(value) else value
    return frame


def files(*parts):
    """Return the files of a force: counts.csv of the rows given."""
    return {"counts.csv": pd.concat(parts, ignore_index=True).to_csv(index=False)}
