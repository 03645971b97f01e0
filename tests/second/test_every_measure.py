"""No measure without a second implementation, held against real or invented data in which it has a value."""

from __future__ import annotations

import pytest

from reviewkit.methods.measures import MEASURES
from reviewkit.sections import performance
from tests.second.compare import valued
from tests.second.definitions import NOT_IN_CALLS, OF_CALLS, OF_COUNTS, ORDERED


def test_every_measure_has_a_query_over_calls_or_can_be_in_none():
    assert set(MEASURES) == set(OF_CALLS) | NOT_IN_CALLS
    assert not set(OF_CALLS) & NOT_IN_CALLS


def test_every_measure_has_a_query_over_counts_or_needs_single_calls():
    assert set(MEASURES) == set(OF_COUNTS) | ORDERED
    assert not set(OF_COUNTS) & ORDERED


NEVER_AT_THE_BANK = {"contained", "callback", "forced", "overflow", "abandonment_excluding_callback", "transfer_rate"}
"""A call there is answered or given up, at one stage."""


@pytest.mark.parametrize(
    ("source", "without"),
    [
        ("bank", NOT_IN_CALLS | NEVER_AT_THE_BANK),
        ("exampleshire_calls", NOT_IN_CALLS),
        ("exampleshire", set()),
    ],
)
def test_every_measure_has_a_value_in_the_data_that_it_is_held_against(request, source, without):
    table = performance.by_stage(request.getfixturevalue(source).review)
    assert valued(table) == set(MEASURES) - without
