"""Months, weeks and years over local clocks, and the one rule for a whole period."""

from __future__ import annotations

import pandas as pd
import pytest

from reviewkit.methods.periods import COMPLETE_SHARE, is_complete, period_start, year_earlier


def local(*times):
    return pd.Series(pd.to_datetime(list(times)).tz_localize("Europe/London"))


def test_a_period_is_complete_from_98_in_100_on():
    assert COMPLETE_SHARE == 0.98
    assert is_complete([979, 980, 1000, 0], [1000, 1000, 1000, 0]).tolist() == [False, True, True, False]


def test_a_month_begins_at_local_midnight_in_summer_too():
    assert period_start(local("2024-07-31 23:30"), "month")[0] == pd.Timestamp("2024-07-01", tz="Europe/London")


def test_a_week_begins_on_monday_across_the_clock_change():
    starts = period_start(local("2024-03-31 00:30", "2024-03-31 02:30", "2024-04-01 00:00"), "week")
    assert [str(start)[:16] for start in starts] == ["2024-03-25 00:00", "2024-03-25 00:00", "2024-04-01 00:00"]


def test_an_unknown_period_is_refused():
    with pytest.raises(ValueError, match="month, week"):
        period_start(local("2024-03-31 00:30"), "quarter")


def test_a_year_earlier_is_the_same_date_and_clock_time():
    assert year_earlier(local("2025-01-15 09:30"))[0] == pd.Timestamp("2024-01-15 09:30", tz="Europe/London")


def test_a_leap_day_has_no_partner_a_year_earlier():
    assert year_earlier(local("2024-02-29 09:30", "2024-02-28 09:30")).isna().tolist() == [True, False]


def test_a_week_stays_a_week_a_year_earlier():
    monday = year_earlier(local("2025-03-31"), weekly=True)[0]
    assert (monday.day_of_week, str(monday.date())) == (0, "2024-04-01")


def test_clock_times_that_happen_twice_or_never_have_no_partner():
    # 01:30 on 29 October 2023 happened twice, on 26 March 2023 it did not happen.
    assert year_earlier(local("2024-10-29 01:30", "2024-03-26 01:30")).isna().all()
