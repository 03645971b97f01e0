"""Every figure from single calls, of a bank's real month and of Exampleshire's four weeks, is what its query says."""

from __future__ import annotations

from functools import partial

import pytest

from reviewkit.sections import performance
from tests.second.asked import at, every_figure
from tests.second.compare import differences, hour_differences, in_full, refused
from tests.second.definitions import NOT_IN_CALLS, OF_CALLS, ORDERED, query

SECTIONS = {
    "period": performance.by_stage,
    "month": performance.by_month,
    "week": performance.by_week,
    "day": performance.by_day,
}
THRESHOLDS_S = (5, 10, 30, 60, 180, 300, 600, 1200)
LINKED = "transfer_rate"
"""Needs the legs of calls to be linked: given for the period only, and where calls have several legs."""


@pytest.fixture(params=["bank", "exampleshire_calls"])
def twice(request):
    return request.getfixturevalue(request.param)


def second(twice, by):
    return partial(query, "calls", by=by, first=twice.review.start, last=twice.review.end)


@pytest.mark.parametrize("by", SECTIONS)
def test_each_figure_of_the_page_is_that_of_its_query(twice, by):
    table = SECTIONS[by](twice.review)
    assert differences(table, second(twice, by), twice.raw) == []
    partly = table["measure"].isin(ORDERED) & table["reason"].str.contains(f"only part of this {by}")
    assert refused(table[~partly]) - {LINKED} == NOT_IN_CALLS
    assert by in {"month", "week"} or not partly.any()


def test_passing_on_is_seen_in_the_legs_of_calls(exampleshire_calls):
    table = performance.by_stage(exampleshire_calls.review)
    passed_on = table[table["measure"] == LINKED].set_index(["channel", "stage"])["value"]
    assert passed_on.notna().to_dict() == {
        ("999", "primary"): False,
        ("101", "primary"): True,
        ("101", "secondary"): True,
    }
    assert passed_on["101", "secondary"] == 0


@pytest.mark.parametrize("by", SECTIONS)
def test_each_measure_at_each_threshold_is_that_of_its_query(twice, by):
    table = every_figure(twice.review, at(set(OF_CALLS) - {LINKED}, THRESHOLDS_S), by=by)
    assert differences(table, second(twice, by), twice.raw) == []
    assert refused(table) == set()


def test_each_hour_of_the_week_is_that_of_its_query(twice):
    table = performance.by_hour_of_week(twice.review)
    assert hour_differences(table, second(twice, "hour"), twice.raw) == []


def test_each_figure_of_each_hour_of_the_week_is_that_of_its_query(twice):
    table = in_full(performance.hour_of_week_in_full(twice.review))
    assert differences(table, second(twice, "hour"), twice.raw) == []
    assert refused(table) - {LINKED} == NOT_IN_CALLS
