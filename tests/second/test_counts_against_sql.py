"""Every figure of Exampleshire's year, from half-hour counts, is what its query says of the files as received."""

from __future__ import annotations

from functools import partial

import pytest

from reviewkit.sections import performance
from tests.second.asked import at, every_figure
from tests.second.compare import differences, hour_differences, refusals
from tests.second.definitions import OF_COUNTS, query
from tests.second.received import COUNTS, TIMES

SECTIONS = {"period": performance.by_stage, "month": performance.by_month, "week": performance.by_week}
IN_THE_FILE = {*COUNTS.values(), *TIMES.values()}
ANY_OF_THEM_S = (5, 10, 30, 60, 180, 600)
NEAREST = "; the nearest they give is "


def second(twice, by):
    return partial(query, "counts", by=by, first=twice.review.start, last=twice.review.end)


def from_counts(table):
    """Leave out what is worked out from single calls."""
    return table[table["measure"].isin(set(OF_COUNTS))]


@pytest.mark.parametrize("by", SECTIONS)
def test_each_figure_of_the_page_is_that_of_its_query(exampleshire, by):
    table = from_counts(SECTIONS[by](exampleshire.review))
    assert differences(table, second(exampleshire, by), exampleshire.raw) == []
    assert refusals(table) == set()


@pytest.mark.parametrize("by", ["period", "month", "week", "day"])
def test_each_measure_at_each_threshold_of_the_file_is_that_of_its_query(exampleshire, by):
    figures = [figure for figure in at(OF_COUNTS, ANY_OF_THEM_S) if IN_THE_FILE.issuperset(figure.columns)]
    table = every_figure(exampleshire.review, figures, by=by)
    assert differences(table, second(exampleshire, by), exampleshire.raw) == []
    assert refusals(table) == set()


def test_what_is_not_in_the_file_is_refused_and_of_a_threshold_the_nearest_named(exampleshire):
    figures = [figure for figure in at(OF_COUNTS, ANY_OF_THEM_S) if not IN_THE_FILE.issuperset(figure.columns)]
    table = every_figure(exampleshire.review, figures, by="period")
    assert len(figures) > 0
    assert table["value"].isna().all()
    assert table["reason"].str.startswith("The data do not give ").all()
    assert table.loc[table["threshold_s"].notna(), "reason"].str.contains(NEAREST).all()


def test_each_hour_of_the_week_is_that_of_its_query(exampleshire):
    table = performance.by_hour_of_week(exampleshire.review)
    assert hour_differences(table, second(exampleshire, "hour"), exampleshire.raw) == []
