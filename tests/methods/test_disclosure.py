"""Counts of so few people that they are not shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.methods.disclosure import FEWEST_PEOPLE, too_few


@pytest.mark.parametrize(
    ("part", "whole", "hidden"),
    [
        (9, 100, True),
        (10, 100, False),
        (90, 100, False),
        (91, 100, True),
        (0, 100, True),
        (10, 19, True),
        (10, 20, False),
    ],
)
def test_a_count_and_the_rest_of_its_group_are_each_ten_people_or_more(part, whole, hidden):
    assert too_few(part, whole) is hidden


@given(part=st.integers(0, 500), rest=st.integers(0, 500))
def test_a_group_and_its_rest_are_hidden_together(part, rest):
    """Who knows the whole knows one from the other."""
    assert too_few(part, part + rest) == too_few(rest, part + rest) == (min(part, rest) < FEWEST_PEOPLE)
