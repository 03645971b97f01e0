"""Every figure of Exampleshire's year, from half-hour counts, is what its query says of the files as received."""

from __future__ import annotations

from functools import partial

import pytest

from reviewkit.sections import performance
from tests.second.asked import at, every_figure
from tests.second.compare import differences, hour_differences, in_full, refused
from tests.second.definitions import OF_COUNTS, query
from tests.second.received import columns

SECTIONS = {
    "period": performance.by_stage,
    "month": performance.by_month,
    "week": performance.by_week,
    "day": performance.by_day,
}
THRESHOLDS_S = (5, 10, 30, 60, 180, 300, 600, 1200)
NEAREST = "; the nearest they give is "


def second(twice, by):
    return partial(query, "counts", by=by, first=twice.review.start, last=twice.review.end)


def from_counts(table):
    """Leave out what is worked out from single calls."""
    return table[table["measure"].isin(set(OF_COUNTS))]


def figures(twice, *, supplied):
    """Return the figures whose every column is supplied, or those of which one is not."""
    there = columns(twice.raw, "counts")
    return [figure for figure in at(OF_COUNTS, THRESHOLDS_S) if there.issuperset(figure.columns) == supplied]


@pytest.mark.parametrize("by", SECTIONS)
def test_each_figure_of_the_page_is_that_of_its_query(exampleshire, by):
    table = from_counts(SECTIONS[by](exampleshire.review))
    assert differences(table, second(exampleshire, by), exampleshire.raw) == []
    assert refused(table) == set()


@pytest.mark.parametrize("by", SECTIONS)
def test_each_measure_at_each_threshold_of_the_file_is_that_of_its_query(exampleshire, by):
    table = every_figure(exampleshire.review, figures(exampleshire, supplied=True), by=by)
    assert differences(table, second(exampleshire, by), exampleshire.raw) == []
    assert refused(table) == set()


def test_what_is_not_in_the_file_is_refused_and_of_a_threshold_the_nearest_named(exampleshire):
    table = every_figure(exampleshire.review, figures(exampleshire, supplied=False), by="period")
    assert len(table) > 0
    assert table["value"].isna().all()
    assert table["reason"].str.startswith("The data do not give ").all()
    assert table.loc[table["threshold_s"].notna(), "reason"].str.contains(NEAREST).all()


def test_each_hour_of_the_week_is_that_of_its_query(exampleshire):
    table = performance.by_hour_of_week(exampleshire.review)
    assert hour_differences(table, second(exampleshire, "hour"), exampleshire.raw) == []


def test_each_figure_of_each_hour_of_the_week_is_that_of_its_query(exampleshire):
    table = from_counts(in_full(performance.hour_of_week_in_full(exampleshire.review)))
    assert differences(table, second(exampleshire, "hour"), exampleshire.raw) == []
    assert refused(table) == set()
