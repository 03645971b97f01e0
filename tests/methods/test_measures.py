"""What each measure is, on tables small enough to check by eye; then against exact fractions and against SQL."""

from __future__ import annotations

import math
from fractions import Fraction

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.methods import measures
from reviewkit.methods.definitions import MEASURES

# Every term is different and none is 0, so that a formula with two of them swapped gives another figure.
JUNE = {
    "offered": 200,
    "answered": 150,
    "answered_within": 90,
    "abandoned": 30,
    "abandoned_within": 8,
    "callback": 16,
    "wait_total_s": 4_500,
    "abandoned_wait_total_s": 2_700,
}

WORTH = {
    "answer_rate": Fraction(150, 200),
    "not_answered_rate": Fraction(50, 200),
    "abandonment_crude": Fraction(30, 200),
    "abandonment_after_threshold": Fraction(22, 200),
    "abandonment_threshold_both_sides": Fraction(22, 192),
    "abandonment_excluding_callback": Fraction(30, 184),
    "service_level_of_offered": Fraction(90, 200),
    "service_level_of_answered": Fraction(90, 150),
    "service_level_without_short_abandoned": Fraction(90, 192),
    "mean_wait_s": Fraction(4_500, 150),
    "mean_wait_to_abandon_s": Fraction(2_700, 30),
}

IN_SQL = {
    "answer_rate": "sum(answered) / sum(offered)",
    "not_answered_rate": "1 - sum(answered) / sum(offered)",
    "abandonment_crude": "sum(abandoned) / sum(offered)",
    "abandonment_after_threshold": "(sum(abandoned) - sum(abandoned_within)) / sum(offered)",
    "abandonment_threshold_both_sides": "sum(abandoned - abandoned_within) / sum(offered - abandoned_within)",
    "abandonment_excluding_callback": "sum(abandoned) / sum(offered - callback)",
    "service_level_of_offered": "sum(answered_within) / sum(offered)",
    "service_level_of_answered": "sum(answered_within) / sum(answered)",
    "service_level_without_short_abandoned": "sum(answered_within) / sum(offered - abandoned_within)",
    "mean_wait_s": "sum(wait_total_s) / sum(answered)",
    "mean_wait_to_abandon_s": "sum(abandoned_wait_total_s) / sum(abandoned)",
}


def arguments(name, counts):
    function = getattr(measures, name)
    return function, {key: counts[key] for key in function.__code__.co_varnames[: function.__code__.co_argcount]}


@pytest.mark.parametrize("name", WORTH)
def test_each_measure_is_its_formula(name):
    function, terms = arguments(name, JUNE)
    assert function(**terms) == float(WORTH[name])


@pytest.mark.parametrize("name", WORTH)
def test_nothing_over_nothing_is_unknown_and_never_zero(name):
    function, terms = arguments(name, dict.fromkeys(JUNE, 0))
    assert math.isnan(function(**terms))


@pytest.mark.parametrize("name", WORTH)
def test_a_missing_count_makes_the_measure_missing(name):
    function, terms = arguments(name, JUNE)
    for term in terms:
        assert math.isnan(function(**(terms | {term: float("nan")}))), term


@st.composite
def counts_of_a_day(draw):
    offered = draw(st.integers(0, 5_000))
    answered = draw(st.integers(0, offered))
    abandoned = draw(st.integers(0, offered - answered))
    return {
        "offered": offered,
        "answered": answered,
        "answered_within": draw(st.integers(0, answered)),
        "abandoned": abandoned,
        "abandoned_within": draw(st.integers(0, abandoned)),
        "callback": draw(st.integers(0, offered - answered - abandoned)),
        "wait_total_s": draw(st.integers(0, 10**6)),
        "abandoned_wait_total_s": draw(st.integers(0, 10**6)),
    }


@given(st.lists(counts_of_a_day(), min_size=1, max_size=5))
def test_pooled_days_are_sums_first_and_agree_with_sql(days):
    table = pd.DataFrame(days)
    with duckdb.connect() as connection:
        connection.register("days", table)
        for name, formula in IN_SQL.items():
            function, terms = arguments(name, table.sum())
            expected = connection.execute(f"select {formula} from days").fetchone()[0]
            value = function(**terms)
            if expected is None or not math.isfinite(expected):
                assert math.isnan(value), name
            else:
                assert value == pytest.approx(expected, rel=1e-12, abs=1e-12), name


@given(counts_of_a_day())
def test_a_share_lies_between_0_and_1_or_is_unknown(day):
    for name in WORTH:
        if MEASURES[name].unit == "share":
            function, terms = arguments(name, day)
            value = function(**terms)
            assert math.isnan(value) or 0 <= value <= 1, name


@given(counts_of_a_day())
def test_leaving_the_short_ones_out_on_both_sides_never_gives_less_than_on_one(day):
    one, terms = arguments("abandonment_after_threshold", day)
    both, _ = arguments("abandonment_threshold_both_sides", day)
    if day["offered"] > day["abandoned_within"]:
        assert both(**terms) >= one(**terms)


def test_measures_take_whole_columns_at_once():
    shares = measures.abandonment_crude(abandoned=np.array([1, 0, 3]), offered=np.array([4, 0, 3]))
    np.testing.assert_array_equal(shares, [0.25, np.nan, 1.0])


def test_a_quantile_is_a_wait_that_somebody_had():
    waits = [1, 2, 3, 4, 100]
    assert measures.wait_quantile_s(waits, 0.5) == 3
    assert measures.wait_quantile_s(waits, 0.8) == 4
    assert measures.wait_quantile_s(waits, 0.81) == 100
    assert math.isnan(measures.wait_quantile_s([], 0.5))


@pytest.mark.parametrize("share", [0, -0.1, 1.1])
def test_a_quantile_outside_the_calls_is_refused(share):
    with pytest.raises(ValueError, match="share must be above 0"):
        measures.wait_quantile_s([1], share)


def test_the_longest_wait_pools_by_the_largest():
    assert measures.longest_s([3, float("nan"), 9, 4]) == 9
    assert math.isnan(measures.longest_s([float("nan")]))


def test_every_measure_has_a_card_with_every_word_filled_in():
    for name, card in MEASURES.items():
        assert card.label, name
        assert card.formula, name
        assert card.clock, name
        assert card.misleads.endswith("."), name
        assert card.unit in {"calls", "share", "seconds"}, name
        assert bool(card.denominator) == (card.unit != "calls"), name
        assert ("{threshold}" in card.label) == card.needs_threshold, name


def test_every_function_has_a_card():
    assert set(WORTH) <= set(MEASURES)
