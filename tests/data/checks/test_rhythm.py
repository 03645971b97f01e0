"""Jumps, displaced hours, columns that are not what their name says: found where they are, and nowhere else."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.checks.levels import jumps
from reviewkit.data.checks.shifts import displaced
from reviewkit.data.declared.force import Event

WEEK = np.concatenate([np.sin((np.arange(24) - 9) / 24 * 2 * np.pi) + 1.3 + (day > 4) * 0.3 for day in range(7)])


@pytest.mark.parametrize(("times", "found"), [(1.40, True), (1.30, False), (0.55, True)])
def test_a_jump_of_a_third_from_one_day_to_the_next(weeks, times, found):
    queue = weeks(140, times=lambda day: times if day >= 70 else 1.0)
    assert ("level-jump" in queue.codes()) is found


@pytest.mark.parametrize(("file", "found"), [("counts.csv", False), ("later.csv", True)])
def test_a_smaller_jump_counts_where_a_file_ends(weeks, file, found):
    queue = weeks(140, times=lambda day: 1.25 if day >= 70 else 1.0)
    for row in queue.rows[70:]:
        row["file"] = file
    assert ("level-jump" in queue.codes()) is found


@pytest.mark.parametrize(("day", "found"), [(11, False), (18, False), (19, True)])
def test_an_event_within_a_week_explains_a_jump(weeks, day, found):
    queue = weeks(140, times=lambda day: 1.5 if day >= 70 else 1.0)  # 11 March
    queue.events = (Event(date=date(2024, 3, day), kind="phone system", label="New"),)
    assert ("level-jump" in queue.codes()) is found


def test_a_season_and_a_bad_week_are_no_jumps(weeks):
    season = lambda day: 1 + 0.4 * np.sin(day / 365 * 2 * np.pi) + (0.5 if 100 <= day < 107 else 0)  # noqa: E731
    assert weeks(365, times=season).codes() == set()


@given(seed=st.integers(0, 10_000), level=st.integers(30, 3000))
def test_chance_alone_makes_no_jump(seed, level):
    assert jumps(np.random.default_rng(seed).poisson(level, 200).astype(float), boundaries={60, 120}) == []


@given(seed=st.integers(0, 10_000), at=st.integers(30, 170))
def test_the_day_of_a_doubling_is_found(seed, at):
    series = np.random.default_rng(seed).poisson(200, 200).astype(float)
    series[at:] *= 2
    assert [abs(day - at) <= 1 for day, _ in jumps(series, boundaries=set())] == [True]


@given(seed=st.integers(0, 10_000), shift=st.sampled_from([-1, 0, 1]), at=st.integers(0, 7))
def test_the_week_whose_hours_are_displaced_is_found_and_no_other(seed, shift, at):
    usual = np.array([np.roll(WEEK, shift if week == at else 0) for week in range(8)])
    found = displaced(np.random.default_rng(seed).poisson(usual * 40), shifts=(-1, 1))
    assert found == [shift if week == at else 0 for week in range(8)]


def test_columns_that_copy_each_other(queue):
    for day in range(20):
        queue.day(day, offered=100 + day, answered=80 + day, abandoned=10, contained=10)
    assert "column-equal" in queue.codes()


@pytest.mark.parametrize(("other", "found"), [(1, True), (2, False)])
def test_copies_agree_in_nineteen_rows_of_twenty(queue, other, found):
    for day in range(20 + other):
        contained = 10 if day >= other else 9
        queue.day(day, offered=110 + contained, answered=100, abandoned=10, contained=contained)
    assert ("column-equal" in queue.codes()) is found


@pytest.mark.parametrize("value", [0.87, 87.5])
def test_a_share_in_a_column_of_counts(queue, value):
    for day in range(9):
        queue.day(day, offered=200, answered=190, abandoned=10, answered_10s=value + day / 1000)
    assert queue.codes() == {"count-is-share"}


@pytest.mark.parametrize(("total", "found"), [("exact", True), ("other", False)])
def test_a_total_among_its_parts(queue, total, found):
    for day in range(20):
        queue.day(day, offered=20 + day, channel="999").day(day, offered=50 + day, channel="101")
        queue.day(day, offered=70 + 2 * day + (total == "other"), channel="all")
    problems = [p for p in queue.check().problems if p.code == "total-among-parts"]
    assert [p.found.split(" is ")[0] for p in problems] == (["channel all"] if found else [])
