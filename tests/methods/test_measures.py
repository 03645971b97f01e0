"""What each measure is, on tables small enough to check by eye; then against exact fractions and against SQL."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

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
    "handled_total_s": 45_000,
    "staffed_total_s": 60_000,
    "paid_total_s": 100_000,
    "transferred": 45,
    "resolved": 60,
    "callback_reached": 14,
    "callback_wait_total_s": 12_600,
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
    "mean_time_in_queue_s": Fraction(7_200, 180),
    "handling_time_s": Fraction(45_000, 150),
    "occupancy": Fraction(45_000, 60_000),
    "utilisation": Fraction(45_000, 100_000),
    "shrinkage": Fraction(40_000, 100_000),
    "transfer_rate": Fraction(45, 150),
    "first_contact_resolution": Fraction(60, 150),
    "callback_success": Fraction(14, 16),
    "mean_wait_for_callback_s": Fraction(12_600, 14),
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
    "mean_time_in_queue_s": "sum(wait_total_s + abandoned_wait_total_s) / sum(answered + abandoned)",
    "handling_time_s": "sum(handled_total_s) / sum(answered)",
    "occupancy": "sum(handled_total_s) / sum(staffed_total_s)",
    "utilisation": "sum(handled_total_s) / sum(paid_total_s)",
    "shrinkage": "1 - sum(staffed_total_s) / sum(paid_total_s)",
    "transfer_rate": "sum(transferred) / sum(answered)",
    "first_contact_resolution": "sum(resolved) / sum(answered)",
    "callback_success": "sum(callback_reached) / sum(callback)",
    "mean_wait_for_callback_s": "sum(callback_wait_total_s) / sum(callback_reached)",
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
    callback = draw(st.integers(0, offered - answered - abandoned))
    paid_s = draw(st.integers(0, 10**6))
    staffed_s = draw(st.integers(0, paid_s))
    return {
        "offered": offered,
        "answered": answered,
        "answered_within": draw(st.integers(0, answered)),
        "abandoned": abandoned,
        "abandoned_within": draw(st.integers(0, abandoned)),
        "callback": callback,
        "wait_total_s": draw(st.integers(0, 10**6)),
        "abandoned_wait_total_s": draw(st.integers(0, 10**6)),
        "handled_total_s": draw(st.integers(0, staffed_s)),
        "staffed_total_s": staffed_s,
        "paid_total_s": paid_s,
        "transferred": draw(st.integers(0, answered)),
        "resolved": draw(st.integers(0, answered)),
        "callback_reached": draw(st.integers(0, callback)),
        "callback_wait_total_s": draw(st.integers(0, 10**6)),
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


@given(counts_of_a_day())
def test_paid_time_never_looks_busier_than_available_time(day):
    paid, terms = arguments("utilisation", day)
    available, others = arguments("occupancy", day)
    if day["staffed_total_s"]:
        assert paid(**terms) <= available(**others)


def test_measures_take_whole_columns_at_once():
    shares = measures.abandonment_crude(abandoned=np.array([1, 0, 3]), offered=np.array([4, 0, 3]))
    np.testing.assert_array_equal(shares, [0.25, np.nan, 1.0])


def test_a_quantile_is_a_wait_that_somebody_had():
    waits = [1, 2, 3, 4, 100]
    assert measures.wait_quantile_s(waits, 0.5) == 3
    assert measures.wait_quantile_s(waits, 0.8) == 4
    assert measures.wait_quantile_s(waits, 0.81) == 100
    assert math.isnan(measures.wait_quantile_s([], 0.5))


@given(st.lists(st.integers(0, 4_000), min_size=1, max_size=60))
def test_the_order_statistics_are_in_order_and_numpys(waits):
    found = [measures.median_wait_s(waits), measures.p90_wait_s(waits), measures.p95_wait_s(waits)]
    assert found == np.quantile(waits, [0.5, 0.9, 0.95], method="inverted_cdf").tolist()
    assert [*found, measures.longest_s(waits)] == sorted([*found, measures.longest_s(waits)])


@given(st.lists(st.integers(0, 2_000), max_size=60), st.sets(st.integers(1, 1_500), min_size=1, max_size=8))
def test_bands_part_the_calls_as_a_histogram_does(waits, times):
    edges = sorted(times)
    within = [sum(wait <= edge for wait in waits) for edge in edges]
    expected = [sum(low < wait <= high for wait in waits) for low, high in pairwise([-1, *edges, math.inf])]
    assert [float(calls) for calls in measures.calls_in_bands(within, len(waits))] == expected


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
