"""The days and the chance that invented forces are made of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.example.calendar import bank_holidays, easter, london_midnight, london_offset_s
from reviewkit.data.example.draws import exponential_table, normal_table


@pytest.mark.parametrize(
    ("year", "published"),
    [
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
    ],
)
def test_bank_holidays_are_those_published_for_england_and_wales(year, published):
    assert " ".join(f"{day:%m-%d}" for day in sorted(bank_holidays(year))) == published


@given(st.integers(1900, 2099))
def test_easter_is_a_sunday_from_22_march_to_25_april(year):
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@given(st.lists(st.integers(946_684_800, 2_114_380_800), min_size=1, max_size=5))
def test_clocks_change_when_the_time_zone_database_says(moments):
    offsets = london_offset_s(np.array(moments, dtype=np.int64)).tolist()
    database = [datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo("Europe/London")) for moment in moments]
    assert offsets == [moment.utcoffset().total_seconds() for moment in database]


@given(st.dates(date(2000, 1, 1), date(2036, 12, 31)))
def test_a_day_begins_at_midnight_in_london(day):
    begins = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/London"))
    assert london_midnight(day) == begins.timestamp()


def test_tables_of_chance_have_the_mean_they_are_asked_for():
    assert np.mean(exponential_table(800)) == pytest.approx(800, rel=1e-3)
    assert np.mean(normal_table(1_000)) == pytest.approx(0, abs=0.5)
    assert np.std(normal_table(1_000)) == pytest.approx(1_000, rel=1e-3)
