"""How much of each period the data cover."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from reviewkit.data.coverage import cover

LONDON = "Europe/London"


def counts(first, after, *, freq="30min", minutes=30, without=(), unknown=()):
    """Counts of 101 from one local moment up to another, without some intervals, and some not known."""
    starts = pd.date_range(first, after, freq=freq, tz=LONDON, inclusive="left")
    frame = pd.DataFrame({"start": starts, "minutes": minutes, "channel": "101", "stage": "primary", "offered": 1.0})
    frame["answered"] = np.nan
    frame.loc[frame["start"].isin(pd.DatetimeIndex(unknown, tz=LONDON)), "offered"] = np.nan
    return frame[~frame["start"].isin(pd.DatetimeIndex(without, tz=LONDON))]


def covered(frame, start, end, by="month"):
    found = cover(frame, start=date.fromisoformat(start), end=date.fromisoformat(end), by=by)
    rows = found[["period_start", "expected", "received", "share", "complete"]].itertuples(index=False)
    return [(f"{row[0]:%d %b}", row[1], row[2], round(row[3], 3), row[4]) for row in rows]


def test_a_month_expects_every_half_hour_of_its_local_days():
    assert covered(counts("2024-10-01", "2024-12-01"), "2024-10-01", "2024-11-30") == [
        ("01 Oct", 1490, 1490, 1.0, True),
        ("01 Nov", 1440, 1440, 1.0, True),
    ]


@pytest.mark.parametrize(("gaps", "complete"), [(28, True), (29, False)])
def test_a_period_is_complete_from_98_in_100_on(gaps, complete):
    without = pd.date_range("2024-11-05", periods=gaps, freq="30min")
    [(_, expected, received, _, found)] = covered(
        counts("2024-11-01", "2024-12-01", without=without), "2024-11-01", "2024-11-30"
    )
    assert (expected, received, found) == (1440, 1440 - gaps, complete)


def test_what_is_not_known_is_not_received():
    frame = counts("2024-11-01", "2024-12-01", unknown=pd.date_range("2024-11-05", periods=48, freq="30min"))
    assert covered(frame, "2024-11-01", "2024-11-30")[0][2] == 1392


def test_a_period_cut_by_the_reviewed_days_is_not_complete():
    found = covered(counts("2024-11-01", "2025-01-01"), "2024-11-15", "2024-12-31")
    assert found == [("01 Nov", 768, 768, 1.0, False), ("01 Dec", 1488, 1488, 1.0, True)]


def test_a_period_still_open_when_the_data_end_is_not_complete():
    [(_, _, _, share, complete)] = covered(counts("2024-11-01", "2024-11-30 23:30"), "2024-11-01", "2024-11-30")
    assert (share > 0.98, complete) == (True, False)


def test_an_interval_over_two_months_counts_in_each_by_its_minutes():
    weeks = counts("2024-10-28", "2024-12-09", freq="7D", minutes=10_080)
    assert covered(weeks, "2024-11-01", "2024-11-30") == [("01 Nov", 4, 4, 1.0, True)]


def test_a_period_without_any_data_stands_with_nothing():
    found = covered(counts("2024-11-01", "2024-12-01"), "2024-10-01", "2024-11-30")
    assert found[0] == ("01 Oct", 1490, 0, 0.0, False)


def test_weeks_run_from_monday_and_the_whole_period_is_one_row():
    frame = counts("2024-11-04", "2024-11-18")
    assert [row[0] for row in covered(frame, "2024-11-04", "2024-11-17", by="week")] == ["04 Nov", "11 Nov"]
    assert covered(frame, "2024-11-04", "2024-11-17", by="period") == [("04 Nov", 672, 672, 1.0, True)]


def test_the_order_of_the_rows_does_not_matter():
    frame = counts("2024-11-01", "2024-12-01")
    shuffled = frame.sample(frac=1, random_state=1)
    assert covered(shuffled, "2024-11-01", "2024-11-30") == covered(frame, "2024-11-01", "2024-11-30")
