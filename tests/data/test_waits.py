"""Order statistics of single waits: each is a wait that some call had."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.waits import wait_quantiles, wait_spreads

YEAR = {"start": date(2024, 1, 1), "end": date(2024, 12, 31)}


def written(folder, rows):
    """Write (local time, wait, outcome) of calls to 101 as tidy Parquet."""
    frame = pd.DataFrame(rows, columns=["offered_at", "wait_s", "outcome"]).assign(channel="101", stage="primary")
    frame["offered_at"] = pd.to_datetime(frame["offered_at"]).dt.tz_localize("Europe/London").dt.tz_convert("UTC")
    frame["wait_s"] = frame["wait_s"].astype("float64")
    path = folder / "calls.parquet"
    frame.to_parquet(path)
    return path


def answered(*waits, at="2024-06-01 10:00"):
    return [(at, wait, "answered") for wait in waits]


def test_nine_in_ten_waited_no_longer_than_q90(tmp_path):
    path = written(tmp_path, answered(*range(1, 11)))
    [row] = wait_quantiles(path, [0.5, 0.9], **YEAR).to_dict("records")
    assert (row["calls"], row["q50"], row["q90"], row["mean_s"], row["longest_s"]) == (10, 5, 9, 5.5, 10)


@pytest.mark.parametrize(("waits", "q90"), [((7,), 7), ((1, 100), 100), ((3, 3, 3), 3)])
def test_few_calls_give_a_wait_that_one_of_them_had(tmp_path, waits, q90):
    assert wait_quantiles(written(tmp_path, answered(*waits)), [0.9], **YEAR)["q90"].tolist() == [q90]


@given(waits=st.lists(st.integers(0, 4000), min_size=1, max_size=60), share=st.sampled_from([0.1, 0.5, 0.9, 0.95, 1]))
def test_a_quantile_is_the_shortest_wait_that_so_many_did_not_exceed(tmp_path_factory, waits, share):
    path = written(tmp_path_factory.mktemp("waits"), answered(*waits))
    found = wait_quantiles(path, [share], **YEAR).iloc[0][f"q{share * 100:g}"]
    assert found == np.quantile(waits, share, method="inverted_cdf")
    assert np.mean(np.array(waits) <= found) >= share > np.mean(np.array(waits) < found)


def test_each_period_is_worked_out_from_its_own_calls(tmp_path):
    rows = answered(1, 2, 3, at="2024-06-30 23:30") + answered(10, 20, 30, at="2024-07-01 00:10")
    found = wait_quantiles(written(tmp_path, rows), [0.5], by="month", **YEAR)
    assert found["period_start"].dt.strftime("%d/%m").tolist() == ["01/06", "01/07"]
    assert found["q50"].tolist() == [2, 20]


def test_only_calls_of_the_period_and_the_outcome_count(tmp_path):
    rows = [
        ("2023-12-31 23:59", 1, "answered"),
        ("2024-01-01 00:00", 2, "answered"),
        ("2024-12-31 23:59", 4, "abandoned"),
        ("2024-12-31 23:59", 9, "contained"),
        ("2025-01-01 00:00", 8, "answered"),
        ("2024-05-01 12:00", None, "answered"),
    ]
    path = written(tmp_path, rows)
    calls = {
        outcome: wait_quantiles(path, [1], outcome=outcome, **YEAR) for outcome in ("answered", "abandoned", "queued")
    }
    assert {outcome: (frame["calls"].tolist(), frame["q100"].tolist()) for outcome, frame in calls.items()} == {
        "answered": ([1], [2]),
        "abandoned": ([1], [4]),
        "queued": ([2], [4]),
    }


def test_calls_without_a_wait_are_counted_but_not_ordered(tmp_path):
    rows = [*answered(3, 9), ("2024-06-01 10:00", None, "answered"), ("2024-06-02 10:00", 5, "abandoned")]
    found = wait_spreads(written(tmp_path, rows), [0.5], **YEAR).set_index("ended")
    assert found[["of", "calls", "q50"]].to_numpy().tolist() == [[1, 1, 5], [3, 2, 3], [4, 3, 5]]


def test_each_hour_of_the_week_is_local(tmp_path):
    path = written(tmp_path, answered(7, at="2024-06-03 00:30") + answered(8, at="2024-06-09 23:30"))
    found = wait_spreads(path, [0.5], by="hour of week", outcomes=("answered",), **YEAR)
    assert found[["weekday", "hour", "q50"]].to_numpy().tolist() == [[0, 0, 7], [6, 23, 8]]


def test_only_the_days_asked_for_count(tmp_path):
    path = written(tmp_path, answered(1, at="2024-06-03 10:00") + answered(9, at="2024-06-04 10:00"))
    days = pd.DataFrame({"channel": ["101"], "stage": ["primary"], "day": pd.to_datetime(["2024-06-04"])})
    assert wait_spreads(path, [0.5], days=days, outcomes=("answered",), **YEAR)["q50"].tolist() == [9]


def test_without_calls_there_are_no_rows(tmp_path):
    found = wait_quantiles(tmp_path / "none.parquet", [0.5], **YEAR)
    assert found.empty
    assert "q50" in found


@pytest.mark.parametrize("wrong", [{"quantiles": [1.1]}, {"by": "hour"}, {"outcome": "contained"}])
def test_what_cannot_be_asked_is_refused(tmp_path, wrong):
    asked = {"quantiles": [0.5], **YEAR} | wrong
    with pytest.raises(ValueError, match="cannot be used"):
        wait_quantiles(tmp_path / "none.parquet", asked.pop("quantiles"), **asked)
