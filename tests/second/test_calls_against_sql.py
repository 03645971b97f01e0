"""Every figure from single calls, of a bank's real month and of Exampleshire's four weeks, is what its query says."""

from __future__ import annotations

from functools import partial

import pytest

from reviewkit.sections import performance
from tests.second.asked import at, every_figure
from tests.second.compare import differences, hour_differences, refusals
from tests.second.definitions import OF_CALLS, query

SECTIONS = {"period": performance.by_stage, "month": performance.by_month, "week": performance.by_week}
SOURCES = ["bank", "exampleshire_calls"]
THRESHOLDS_S = (5, 10, 30, 60, 180, 300, 600, 1200)


@pytest.fixture(params=SOURCES)
def twice(request):
    return request.getfixturevalue(request.param)


def second(twice, by):
    return partial(query, "calls", by=by, first=twice.review.start, last=twice.review.end)


@pytest.mark.parametrize("by", SECTIONS)
def test_each_figure_of_the_page_is_that_of_its_query(twice, by):
    table = SECTIONS[by](twice.review)
    assert differences(table, second(twice, by), twice.raw) == []
    assert refusals(table) <= {f"Single calls were supplied for only part of this {by}."}


@pytest.mark.parametrize("by", ["period", "month", "week", "day"])
def test_each_measure_at_each_threshold_is_that_of_its_query(twice, by):
    table = every_figure(twice.review, at(OF_CALLS, THRESHOLDS_S), by=by)
    assert differences(table, second(twice, by), twice.raw) == []
    assert refusals(table) == set()


def test_each_hour_of_the_week_is_that_of_its_query(twice):
    table = performance.by_hour_of_week(twice.review)
    assert hour_differences(table, second(twice, "hour"), twice.raw) == []
