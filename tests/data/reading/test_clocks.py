"""Clock changes, held against Python's own time zones."""

# ruff: noqa: DTZ001 - a clock on the wall has no zone

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.reading.clocks import utc, within
from reviewkit.data.reading.duck import connect


@pytest.fixture(scope="module")
def con():
    with connect() as connection:
        yield connection


ZONES = ["Europe/London", "America/New_York", "Asia/Jerusalem", "UTC"]


def by_python(local, zone):
    """Say whether a clock time came twice or never: its two folds differ, and it comes back from UTC or not."""
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return False, False
    back = first.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return back == local, back != local


def by_duckdb(con, local, zone):
    twice, never = (within("t", zone, repeated=repeated) for repeated in (True, False))
    return con.execute(f"SELECT {twice}, {never} FROM (SELECT ?::TIMESTAMP AS t)", [local]).fetchone()


@pytest.mark.parametrize("zone", ZONES)
@given(local=st.datetimes(datetime(1985, 1, 1), datetime(2030, 1, 1)))
def test_any_moment_is_judged_as_python_judges_it(con, zone, local):
    assert by_duckdb(con, local, zone) == by_python(local, zone)


@pytest.mark.parametrize("day", [datetime(2024, 3, 31), datetime(2024, 10, 27), datetime(1985, 3, 31)])
@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Jerusalem"])
def test_both_clock_change_days_minute_by_minute(con, day, zone):
    for minute in range(0, 4 * 60, 10):
        local = day + timedelta(minutes=minute)
        assert by_duckdb(con, local, zone) == by_python(local, zone), local


def test_in_a_repeated_hour_the_second_time_round_is_meant(con):
    query = f"SELECT epoch({utc('TIMESTAMP ' + repr('2024-10-27 01:30:00'), 'Europe/London')})"
    second = datetime(2024, 10, 27, 1, 30, tzinfo=ZoneInfo("Europe/London"), fold=1)
    assert con.execute(query).fetchone()[0] == second.timestamp()


@pytest.mark.parametrize("zone", [*ZONES, "Asia/Kathmandu", "Australia/Lord_Howe"])
def test_the_months_without_a_change_are_reckoned_as_the_calendar_has_them(con, zone):
    """Every half hour from 1979 to 2062: the short way of months with one offset, and the years it does not know."""
    halves = "unnest(generate_series(TIMESTAMP '1979-01-01', TIMESTAMP '2062-01-01', INTERVAL 30 MINUTE)) AS t"
    differ = f"SELECT count(*) FROM (SELECT {halves}) WHERE {utc('t', zone)} IS DISTINCT FROM timezone('{zone}', t)"
    assert con.execute(differ).fetchone() == (0,)
