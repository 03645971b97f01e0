"""Jumps of daily counts that no event explains, on invented counts and on Exampleshire's with a jump put in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reviewkit.models.breaks import unmarked_breaks
from reviewkit.models.history import NotForThisGrain

EXAMPLESHIRE = Path(__file__).resolve().parents[2] / "data" / "raw" / "exampleshire"
NEW_TELEPHONES = pd.Timestamp("2024-09-17")
EVENT = {"date": "2024-09-17", "label": "New telephone system", "breaks_series": True}


@pytest.fixture(scope="module")
def exampleshire():
    """Calls offered on the 101 line on each local day of two years."""
    rows = pd.concat([pd.read_csv(path) for path in sorted(EXAMPLESHIRE.glob("intervals_*.csv.gz"))])
    line = rows[rows["Line"] == 101]
    days = pd.to_datetime(line["Date"], dayfirst=True)
    return line.groupby(days)["Offered"].sum().asfreq("D").astype(float)


def test_exampleshires_calls_have_no_jump_where_only_the_telephones_changed(exampleshire):
    assert unmarked_breaks(exampleshire).empty
    assert unmarked_breaks(exampleshire, events=[EVENT]).empty


@pytest.mark.parametrize("change", [0.8, 1.2])
def test_a_jump_with_the_new_telephones_is_found_unless_it_is_marked(exampleshire, change):
    jumped = exampleshire.where(exampleshire.index < NEW_TELEPHONES, (exampleshire * change).round())
    found = unmarked_breaks(jumped)
    assert len(found) == 1
    assert abs(found["date"][0] - NEW_TELEPHONES) <= pd.Timedelta(days=14)
    assert found["change"][0] == pytest.approx(change - 1, abs=0.06)
    assert found["chance"][0] < 0.01
    assert unmarked_breaks(jumped, events=[EVENT]).empty


def test_weekends_shut_and_days_missing_are_no_breaks():
    days = pd.date_range("2023-01-02", periods=728, freq="D")
    calls = pd.Series(np.random.default_rng(2).poisson(200, 728).astype(float), index=days)
    calls[days.day_of_week > 4] = 0.0
    calls.iloc[300:320] = np.nan
    assert unmarked_breaks(calls).empty


def test_a_week_begun_does_not_pass_for_a_drop():
    days = pd.date_range("2023-01-05", periods=730, freq="D")  # from a Thursday to a Thursday
    calls = pd.Series(np.where(days.day_of_week > 4, 100.0, 200.0), index=days)
    calls += np.random.default_rng(3).poisson(20, 730)
    assert unmarked_breaks(calls).empty


def test_shorter_steps_are_refused():
    hours = pd.Series(5.0, index=pd.date_range("2025-01-01", periods=2000, freq="h", tz="UTC"))
    with pytest.raises(NotForThisGrain, match="add up shorter steps to days"):
        unmarked_breaks(hours)
