"""The short way to read a date and a time in two cells gives what the careful way gives, or leaves it to that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.declared.schemas import TABLES
from reviewkit.data.reading import quick, sql
from reviewkit.data.reading.duck import connect

STYLE = "%d/%m/%Y %H:%M:%S"
DAYS = st.sampled_from(["01/02/2024", "29/02/2023", " 1/2/2024", "31/12/1999", "2024-02-01", "01/02/24", ""])
CLOCKS = st.sampled_from(["08:00:09", "8:00:09", "24:00:00", "23:59:60", "08:00", " 08:00:09 ", "8:00:0.5", "", "x"])


@pytest.fixture(scope="module")
def con():
    with connect() as connection:
        yield connection


def both(con, day, clock):
    column = TABLES["calls"].column("offered_at")
    short = quick.value(column, ["a", "b"], style=STYLE, words={})
    careful = sql.time("trim(a) || ' ' || trim(b)", STYLE)
    return con.execute(
        f"SELECT {short}, {careful} FROM (SELECT ?::VARCHAR AS a, ?::VARCHAR AS b)", [day, clock]
    ).fetchone()


@given(DAYS, CLOCKS)
def test_a_date_and_a_time_apart_are_what_they_are_together(con, day, clock):
    short, careful = both(con, day, clock)
    assert short is None or short == careful


def test_the_usual_spelling_takes_the_short_way(con):
    short, careful = both(con, "31/12/2024", "23:59:58")
    assert short is not None
    assert short == careful
