"""Steps nobody marked: found where they are, seldom where there are none, at each side of every limit."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import signal

from reviewkit.methods.breaks import EDGE, FALSE_ALARMS, SMALLEST_CHANGE, find_breaks


def weeks(seed, *, count=104, alike=0.0, sd=0.03):
    """Logs of weekly means: a season, a slight trend, and noise of which ``alike`` stays to the next week."""
    noise = np.random.default_rng(seed).normal(0, sd * np.sqrt(1 - alike**2), count + 50)
    time = np.arange(count)
    wandering = signal.lfilter([1.0], [1.0, -alike], noise)[50:]
    return wandering + 0.05 * np.cos(2 * np.pi * time / 52.18) + 0.0005 * time


def facts(count=104):
    time = np.arange(count)
    angle = 2 * np.pi * time / 52.18
    return np.column_stack([time / count, *(wave(k * angle) for k in (1, 2) for wave in (np.sin, np.cos))])


def with_step(values, at, size):
    return values + size * (np.arange(len(values)) >= at)


@pytest.mark.parametrize(("count", "alike", "most"), [(104, 0.0, 0.04), (104, 0.5, 0.04), (156, 0.8, 0.04)])
def test_false_alarms_are_as_rare_as_stated(count, alike, most):
    # Of 100 series: the rate stated is 0.01, and 0.04 is three standard errors above it.
    alarms = [bool(find_breaks(weeks(seed, count=count, alike=alike), facts(count))) for seed in range(100)]
    assert FALSE_ALARMS == 0.01
    assert np.mean(alarms) <= most


@pytest.mark.parametrize(
    ("count", "alike", "size", "least"), [(104, 0.0, 0.10, 0.7), (104, 0.3, 0.20, 0.9), (156, 0.6, 0.20, 0.9)]
)
def test_a_clear_step_is_found_within_three_weeks(count, alike, size, least):
    at = count // 2 + 5
    found = [
        find_breaks(with_step(weeks(seed, count=count, alike=alike), at, size), facts(count)) for seed in range(40)
    ]
    assert np.mean([any(abs(one.at - at) <= 3 for one in some) for some in found]) >= least
    sizes = [one.step for some in found for one in some if abs(one.at - at) <= 3]
    assert np.mean(sizes) == pytest.approx(size, abs=0.025)


def test_the_step_and_its_strength_are_those_of_a_regression_by_statsmodels():
    values, known = with_step(weeks(3, sd=0.02), 60, 0.2), facts()
    one = find_breaks(values, known)[0]
    design = np.column_stack([np.ones(104), known, np.arange(104) >= one.at])
    fit = sm.OLS(values, design).fit()
    assert one.step == pytest.approx(fit.params[-1], rel=0.02)  # far values drawn in make the difference
    rest = fit.resid
    alike = rest[1:] @ rest[:-1] / (rest @ rest)
    alike = max(alike + (design.shape[1] + 3 * alike) / 104, 0)
    assert one.strength == pytest.approx(fit.tvalues[-1] ** 2 * (1 - alike) / (1 + alike), rel=0.1)


@pytest.mark.parametrize(("after", "found"), [(EDGE - 1, 0), (EDGE, 1)])
def test_a_step_needs_eight_weeks_on_each_side(after, found):
    values = weeks(5, sd=0.005)
    at_end = [one for one in find_breaks(with_step(values, 104 - after, 0.4), facts()) if one.at == 104 - after]
    at_start = [one for one in find_breaks(with_step(values, after, 0.4), facts()) if one.at == after]
    assert (len(at_end), len(at_start)) == (found, found)


@pytest.mark.parametrize(("size", "found"), [(SMALLEST_CHANGE - 0.01, 0), (SMALLEST_CHANGE + 0.01, 1), (-0.06, 1)])
def test_a_change_of_less_than_a_twentieth_is_not_reported(size, found):
    assert len(find_breaks(with_step(weeks(6, sd=0.004), 60, size), facts())) == found


def test_a_storm_is_no_break():
    values = weeks(7)
    values[[40, 41]] += 0.8
    assert find_breaks(values, facts()) == []


def test_a_steady_rise_is_no_break():
    assert find_breaks(weeks(8) + 0.004 * np.arange(104), facts()) == []


def test_two_breaks_are_told_in_order_of_time():
    values = with_step(with_step(weeks(9, count=156), 50, 0.3), 110, -0.2)
    assert [one.at for one in find_breaks(values, facts(156))] == [pytest.approx(50, abs=1), pytest.approx(110, abs=1)]


def test_a_marked_break_is_not_reported_again():
    values = with_step(weeks(10), 60, 0.3)
    marked = np.column_stack([facts(), np.arange(104) >= 60])
    assert find_breaks(values, marked, marked=[60]) == []


def test_missing_weeks_are_passed_over():
    values = with_step(weeks(11), 60, 0.3)
    values[20:26] = np.nan
    assert [one.at for one in find_breaks(values, facts())] == [pytest.approx(60, abs=1)]


def test_a_series_too_short_to_tell_has_no_breaks():
    assert find_breaks(with_step(weeks(1, count=3 * EDGE - 1), 12, 1.0), np.zeros((3 * EDGE - 1, 0))) == []
