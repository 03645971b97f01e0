"""The series that are forecast: real ones from ``../shared/data``, and the days that ``reviewkit example`` invents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from reviewkit.data.example.demand import arrivals, rates, span
from reviewkit.data.example.draws import Draws
from reviewkit.data.example.invent import invented

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
COUNTIES = ("BNSSG", "Cornwall", "Gloucestershire")
LONDON = "Europe/London"
YEARS_DAYS = 1_096
"""Three years, one of them a leap year."""


def swast() -> dict[str, pd.Series]:
    """Responses a day of the South Western Ambulance service: three counties, and the trust, 2014 to 2019."""
    path = SHARED / "swast" / "daily_responses_2014_2019.csv"
    if not path.is_file():
        return {}
    table = pd.read_csv(path, parse_dates=["Actual_dt"])
    return {
        name: one.set_index("Actual_dt")["Actual_Value"].astype(float).asfreq("D") for name, one in table.groupby("ORA")
    }


def nhs111() -> dict[str, pd.Series]:
    """Calls received a day by provider of NHS 111; the zeros of the last week are days not yet published."""
    path = SHARED / "nhs111_daily" / "nhs111_daily.csv"
    if not path.is_file():
        return {}
    table = pd.read_csv(path, parse_dates=["date"])
    days = table.pivot_table(index="date", columns="contract_name", values="calls_received", aggfunc="sum").asfreq("D")
    days = days[: days.index[days.sum(axis=1) > 0][-1]]
    return {name: days[name] for name in days if (days[name] > 0).all()}


def invented_days(forces: int) -> dict[str, pd.Series]:
    """First attempts a day over three years: the demand that ``reviewkit example`` invents, before it meets a queue."""
    when = span(date(2022, 4, 1), date(2025, 3, 31))
    index = pd.date_range(when.days[0], periods=len(when.days), freq="D")
    found = {}
    for number in range(forces):
        force, channel = invented(number, seed=1), number % 2
        moments = arrivals(rates(force, when, channel), when.start, Draws(*force.stream, 5, channel))
        slots = (moments - when.start) // 1_800
        counts = np.bincount(when.day_of[slots], minlength=len(when.days))
        found[f"{force.slug} {('999', '101')[channel]}"] = pd.Series(counts.astype(float), index)
    return found


def windows(series: dict[str, pd.Series], count: int, *, days: int = YEARS_DAYS) -> dict[str, pd.Series]:
    """So many windows of some days, shared evenly among the series and spread evenly over each."""
    found = {}
    for number, (name, one) in enumerate(series.items()):
        mine = count // len(series) + (number < count % len(series))
        starts = np.linspace(0, len(one) - days, mine).round().astype(int)
        found |= {f"{name} {one.index[start]:%Y-%m-%d}": one.iloc[start : start + days] for start in starts}
    return found


def bank() -> pd.Series | None:
    """Half-hourly calls to a bank open on weekdays from 07:00 to 21:00; zero while shut, missing on six weekdays.

    The stamps say Z and are local times; the clock of London stands in for the bank's own.
    """
    path = SHARED / "bank_calls" / "bank_calls.csv"
    if not path.is_file():
        return None
    table = pd.read_csv(path)
    moments = pd.to_datetime(table["DateTime"].str.removesuffix("Z"))
    calls = pd.Series(table["Calls"].to_numpy(dtype=float), moments)
    halves = calls[calls.index.hour < 21].resample("30min").sum()
    index = pd.date_range("2003-03-03", "2003-10-24 23:30", freq="30min", tz=LONDON)
    clock = index.tz_localize(None)
    counts = pd.Series(halves.reindex(clock, fill_value=0.0).to_numpy(), index)
    counts[open_hours(index) & ~clock.normalize().isin(moments.dt.normalize().unique())] = np.nan
    return counts


def open_hours(index: pd.DatetimeIndex) -> np.ndarray:
    """Whether the bank is open in each half hour."""
    return (index.dayofweek < 5) & (index.hour >= 7) & (index.hour < 21)


def anonymous_bank() -> pd.Series | None:
    """Half-hourly calls to the Anonymous Bank in January 1999; zero while shut."""
    path = SHARED / "anonbank" / "january_1999.txt.gz"
    if not path.is_file():
        return None
    table = pd.read_csv(path, sep="\t", usecols=["date", "vru_entry"], dtype=str)
    moments = pd.to_datetime("19" + table["date"].str.strip() + " " + table["vru_entry"].str.strip(), errors="coerce")
    index = pd.date_range("1999-01-01", "1999-01-31 23:30", freq="30min")
    counts = moments.dropna().dt.floor("30min").value_counts().reindex(index, fill_value=0)
    return counts.astype(float).tz_localize(LONDON)
