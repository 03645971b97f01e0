"""Patience: what was put in comes out again, though most callers are answered before they lose it."""

from __future__ import annotations

import numpy as np
import pytest

from reviewkit.methods import erlang, patience


def queue(seed: int, *, callers: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Callers with a mean patience of 200 seconds who are answered after 0 to 120 seconds."""
    rng = np.random.default_rng(seed)
    patient_s, answered_s = rng.exponential(200, callers), rng.uniform(0, 120, callers)
    return np.minimum(patient_s, answered_s), patient_s < answered_s


def test_patience_is_found_where_the_waits_of_those_who_gave_up_are_far_too_short():
    waits_s, gave_up = queue(1, callers=40_000)
    found = patience.from_waits(waits_s, gave_up)
    assert found.mean_s == pytest.approx(200, rel=0.03)
    assert waits_s[gave_up].mean() < 60


def test_95_of_100_intervals_hold_the_truth():
    found = [patience.from_waits(*queue(seed)) for seed in range(400)]
    held = np.mean([one.lower_s < 200 < one.upper_s for one in found])
    assert 0.925 < held < 0.985


def test_it_is_erlang_as_own_patience():
    """In the long run, mean wait over the share given up is the patience that Erlang A was given."""
    given = {"aht_s": 300, "patience_s": 180}
    waited_s = erlang.mean_wait_s(20, 19, **given) * 10_000
    gave_up = round(float(erlang.abandonment(20, 19, **given) * 10_000))
    assert patience.from_totals(float(waited_s), gave_up).mean_s == pytest.approx(180, rel=1e-3)


def test_callers_who_leave_at_once_do_not_count_as_impatient():
    waits_s, gave_up = queue(2, callers=40_000)
    waits_s, gave_up = np.append(waits_s, np.full(8000, 3.0)), np.append(gave_up, np.ones(8000, dtype=bool))
    assert patience.from_waits(waits_s, gave_up).mean_s < 120
    assert patience.from_waits(waits_s, gave_up, at_once_s=5).mean_s == pytest.approx(200, rel=0.04)


def test_nobody_gave_up_says_at_least_how_long():
    found = patience.from_totals(1000, 0)
    assert (found.mean_s, found.upper_s, found.gave_up) == (np.inf, np.inf, 0)
    assert np.exp(-1000 / found.lower_s) == pytest.approx(0.05)  # with less, nobody leaving is rarer than 1 in 20


@pytest.mark.parametrize(
    ("waits_s", "gave_up", "told"),
    [
        ([], [], "without waiting"),
        ([0.0, 0.0], [True, False], "without waiting"),
        ([1.0, -2.0], [True, False], "waits_s: -2.0"),
        ([1.0, np.nan], [True, False], "waits_s: nan"),
        ([1.0], [True, False], "do not fit together"),
    ],
)
def test_waits_that_cannot_be_are_told(waits_s, gave_up, told):
    with pytest.raises(ValueError, match=told):
        patience.from_waits(waits_s, gave_up)


@pytest.mark.parametrize(("change", "told"), [({"gave_up": 1.5}, "gave_up: 1.5"), ({"level": 100}, "level: 100")])
def test_totals_that_cannot_be_are_told(change, told):
    with pytest.raises(ValueError, match=told):
        patience.from_totals(**({"waited_s": 10.0, "gave_up": 1} | change))
