"""What models know beforehand of each day: holidays by nation, and events."""

from __future__ import annotations

from datetime import date

import holidays
import pandas as pd
import pytest

from reviewkit.data.declared.force import Event
from reviewkit.models.calendar import calendar_of
from reviewkit.models.days import NATIONS, days_of_year
from reviewkit.models.regressors import regressors
from reviewkit.models.times import local_times


@pytest.mark.parametrize("country", NATIONS)
def test_bank_holidays_are_those_of_the_package_for_each_nation(country) -> None:
    by_its_own_way = holidays.country_holidays("GB", subdiv=NATIONS[country], years=range(2019, 2028))
    for year in range(2019, 2028):
        ours = {day for day, kind in days_of_year(year, country).items() if kind == "bank_holiday"}
        fixed = {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26), date(year, 1, 2)}
        theirs = {day for day in by_its_own_way if day.year == year}
        assert {day for day in theirs - fixed if (day.month, day.day) < (12, 26)} == ours


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        ("2022-09-19", ["bank_holiday"] * 4),  # the state funeral
        ("2025-04-21", ["bank_holiday", "bank_holiday", None, "bank_holiday"]),  # Easter Monday
        ("2025-11-30", [None, None, "bank_holiday", None]),  # Saint Andrew's Day
        ("2026-06-15", [None, None, "bank_holiday", None]),  # the World Cup
        ("2025-08-24", ["beside_bank_holiday", "beside_bank_holiday", None, "beside_bank_holiday"]),
        ("2025-12-31", ["christmas_week"] * 4),
        ("2025-01-01", ["new_years_day"] * 4),
        ("2025-06-10", [None] * 4),
    ],
)
def test_days_that_matter(day, kinds) -> None:
    when = date.fromisoformat(day)
    assert [days_of_year(when.year, country).get(when) for country in NATIONS] == kinds


def test_a_week_and_a_month_have_their_share_of_holidays() -> None:
    weeks = calendar_of(pd.date_range("2024-12-22", periods=3, freq="W-SUN"))  # named by their last day
    assert weeks.holidays["christmas_day"].round(3).tolist() == [0, 0.143, 0]
    assert weeks.holidays["christmas_week"].round(3).tolist() == [0, 0.571, 0.429]
    for freq in ("7D", "W-MON"):  # named by their first day
        mondays = calendar_of(pd.date_range("2024-12-16", periods=3, freq=freq))
        assert mondays.holidays.equals(weeks.holidays.set_axis(mondays.index))
    months = calendar_of(pd.date_range("2024-11-01", periods=3, freq="MS"))
    assert months.holidays["christmas_week"].round(3).tolist() == [0, round(6 / 31, 3), round(1 / 31, 3)]


def test_half_hours_have_the_holidays_of_the_day_in_london() -> None:
    times = pd.date_range("2024-12-31 22:00", periods=8, freq="30min", tz="UTC")
    assert calendar_of(times).holidays["new_years_day"].tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    summer = pd.date_range("2025-05-04 22:00", periods=6, freq="30min")  # without a zone: UTC, an hour behind London
    assert calendar_of(summer).holidays["bank_holiday"].tolist() == [0, 0, 1, 1, 1, 1]
    assert local_times(summer)[2] == pd.Timestamp("2025-05-05")


def test_a_break_is_a_step_and_a_spell_is_its_days() -> None:
    days = pd.date_range("2020-03-20", periods=6, freq="D")
    events = pd.DataFrame(
        [
            {"date": "2020-03-23", "label": "Stay at home", "breaks_series": True, "end": None},
            {"date": "2020-03-21", "label": "Storm", "breaks_series": False, "end": "2020-03-22"},
            {"date": "2020-03-22", "label": "New chief", "breaks_series": False, "end": None},
        ]
    )
    made = calendar_of(days, events=events).events
    assert made["Stay at home (2020-03-23)"].tolist() == [0, 0, 0, 1, 1, 1]
    assert made["Storm (2020-03-21)"].tolist() == [0, 1, 1, 0, 0, 0]
    assert made.shape[1] == 2


def test_the_events_of_a_force_are_taken_as_they_are() -> None:
    event = Event(date=date(2020, 3, 23), kind="other", label="Stay at home", breaks_series=True)
    days = pd.date_range("2020-03-20", periods=6, freq="D")
    assert calendar_of(days, events=[event]).events.sum().tolist() == [3]


def test_nothing_is_learnt_of_days_not_yet_seen() -> None:
    days = pd.date_range("2024-12-01", periods=40, freq="D")
    later = [{"date": "2024-12-28", "label": "New phones", "breaks_series": True}]
    made = calendar_of(days, horizon=15, events=later)  # known until Christmas Day
    assert made.holidays.columns.tolist() == ["beside_bank_holiday", "christmas_day"]
    assert made.events.empty
    assert calendar_of(days, events=later).between(0, 40, horizon=15).holidays.equals(made.holidays)


def test_columns_that_say_the_same_are_left_out() -> None:
    days = pd.date_range("2023-01-01", periods=500, freq="D")
    twice = [{"date": "2024-01-01", "label": label, "breaks_series": True} for label in ("New phones", "New menu")]
    made = calendar_of(days, horizon=30, events=twice)
    assert made.events.shape[1] == 2
    assert [name for name in regressors(made) if "2024-01-01" in name] == ["New phones (2024-01-01)"]


def test_a_day_missing_every_year_teaches_nothing() -> None:
    days = pd.date_range("2023-01-01", periods=500, freq="D")
    made = calendar_of(days, horizon=30)
    known = pd.Series(made.holidays["christmas_day"].iloc[:470] == 0)
    assert "christmas_day" in regressors(made)
    assert "christmas_day" not in regressors(made, known=known)


def test_waves_of_the_year_need_a_year() -> None:
    short, long = (pd.date_range("2023-01-01", periods=count, freq="D") for count in (300, 500))
    assert not [name for name in regressors(calendar_of(short, horizon=7), fourier=2) if name.startswith("year")]
    assert len([name for name in regressors(calendar_of(long, horizon=7), fourier=2) if name.startswith("year")]) == 4
