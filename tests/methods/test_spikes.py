"""Which single counts are faults, and which real peaks are none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reviewkit.methods.spikes import ABOVE_ALL, ABOVE_USUAL, LEAST_ABOVE, faults, usual

WEEK = np.array([100.0, 110, 90, 95, 120, 60, 50])


def days(weeks=8):
    return np.tile(WEEK, weeks)


def half_hours(weeks=8, seed=1):
    """Two calls in a half hour of the night, 150 at noon."""
    hour = np.arange(weeks * 336) % 48 / 2
    return np.random.default_rng(seed).poisson(np.where(hour < 7, 2, 150)).astype(float)


@pytest.mark.parametrize(("times", "fault"), [(ABOVE_ALL, False), (ABOVE_ALL + 0.01, True), (100, True)])
def test_a_day_above_five_times_the_highest_other_is_a_fault(times, fault):
    values = days()
    values[30] = times * 120
    assert faults(values, season=7).nonzero()[0].tolist() == ([30] if fault else [])


def test_a_hundred_times_the_calls_of_a_quiet_night_is_a_fault_though_noon_is_nearly_as_busy():
    values = half_hours()
    values[336 * 5 + 6] = 200.0
    assert faults(values, season=336).nonzero()[0].tolist() == [336 * 5 + 6]


@pytest.mark.parametrize(("more", "fault"), [(0, False), (1, True)])
def test_alone_it_is_a_fault_above_thirty_times_what_is_usual(more, fault):
    values = half_hours()
    at = 336 * 5 + 6
    values[at] = ABOVE_USUAL * (usual(values, season=336)[at] + 1) + more
    assert faults(values, season=336)[at] == fault


def test_a_riot_at_night_is_no_fault_since_it_lasts():
    values = half_hours()
    values[336 * 5 + 4 : 336 * 5 + 8] = [30, 120, 200, 60]
    assert not faults(values, season=336).any()


def test_a_place_whose_counts_always_differ_much_is_not_judged_by_its_median_alone():
    values = half_hours()
    values[6::336] = [1, 1, 90, 1, 80, 1, 95, 85]
    assert not faults(values, season=336).any()


def test_a_peak_three_times_as_high_stays():
    values = days()
    values[[14, 15]] = [3 * WEEK[0], 2 * WEEK[1]]
    assert not faults(values, season=7).any()


def test_what_is_usual_is_the_median_of_the_place():
    chance = np.random.default_rng(2)
    values = chance.poisson(50, 70).astype(float)
    values[chance.integers(70, size=20)] = np.nan
    values[3::7] = np.nan
    with pytest.warns(RuntimeWarning, match="All-NaN"):
        medians = np.nanmedian(values.reshape(-1, 7), axis=0)
    np.testing.assert_array_equal(usual(values, season=7), np.tile(medians, 10))


def test_missing_values_and_noughts_are_none():
    values = days()
    values[10:20] = np.nan
    assert not faults(values, season=7).any()
    assert not faults(np.zeros(70), season=7).any()
    assert not faults(np.full(5, np.nan), season=7).any()


def test_several_faults_in_a_long_series_are_all_found():
    values = days(weeks=300)
    values[[100, 900, 2000]] = [10_000, 9_000, 5_000_000]
    assert faults(values, season=7).nonzero()[0].tolist() == [100, 900, 2000]


def test_no_day_of_six_years_of_ambulances_is_a_fault_new_years_day_included(shared_data):
    told = pd.read_csv(shared_data / "swast" / "daily_responses_2014_2019.csv").pivot_table(
        index="Actual_dt", columns="ORA", values="Actual_Value"
    )
    assert not any(faults(told[county].to_numpy(float), season=7).any() for county in told)


@pytest.mark.parametrize(("more", "fault"), [(LEAST_ABOVE, False), (LEAST_ABOVE + 1, True)])
def test_where_two_calls_a_day_are_many_a_bad_day_is_no_fault(more, fault):
    values = np.tile([0.0, 1, 0, 2, 0, 1, 0], 8)
    values[30] = 2 + more
    assert faults(values, season=7)[30] == fault


def test_what_stands_alone_every_other_day_is_no_fault():
    assert not faults(np.tile([0.0, 900.0], 100), season=7).any()
