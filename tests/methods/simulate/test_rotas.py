"""A rota that was found to cover a need, simulated with its own shifts and breaks."""

from __future__ import annotations

import numpy as np
import pytest

from reviewkit.methods import erlang, shifts, simulate

NEED = np.tile(np.repeat([3, 6, 4], [14, 20, 14]), 7)
EIGHT = shifts.Shift("eight", 8, starts_every_min=120, breaks=(shifts.Break(30, 2, 6),))


@pytest.fixture(scope="module")
def rota() -> shifts.Rota:
    return shifts.cover(NEED, [EIGHT], effort=0.5)


def test_people_are_there_as_the_rota_says(rota):
    staff = simulate.shifts_of(rota.shifts, interval_min=30, breaks_min={"eight": [30]})
    found = simulate.day(np.zeros(336), staff, interval_s=1800, aht_s=300, within_s=20, trials=1)
    assert found.staffed_s[0, 0] == pytest.approx(1800 * rota.at_work)


def test_who_does_not_come_is_missing_by_chance(rota):
    staff = simulate.shifts_of(rota.shifts, interval_min=30, breaks_min={"eight": [30]})
    week = {"interval_s": 1800, "aht_s": 300, "within_s": 20}
    found = simulate.day(np.zeros(336), staff, absence=0.25, trials=400, **week).staffed_s.sum(axis=(1, 2))
    assert found.mean() / (1800 * rota.at_work.sum()) == pytest.approx(0.75, abs=0.01)
    assert found.std() > 0
    with pytest.raises(ValueError, match="absence: 1"):
        simulate.day(np.zeros(336), staff, absence=1, **week)


def test_a_plan_for_a_target_holds_it_when_simulated(rota):
    """The rota covers its need in every half hour, so calls that need no more are answered in time."""
    target = {"aht_s": 300, "within_s": 20}
    loads = np.linspace(0.1, 4, 400)
    most = {
        people: loads[erlang.agents_required(loads, service_level=0.8, **target) <= people].max()
        for people in (3, 4, 6)
    }
    calls = np.array([most[people] for people in NEED]) * 1800 / 300
    staff = simulate.shifts_of(rota.shifts, interval_min=30, breaks_min={"eight": [30]})
    found = simulate.day(calls, staff, interval_s=1800, trials=10, **target).service_level(whole=True)
    assert found.value[0] > 0.8


def test_breaks_that_are_not_the_rotas_are_told(rota):
    with pytest.raises(ValueError, match="breaks_min: 0 for eight"):
        simulate.shifts_of(rota.shifts, interval_min=30, breaks_min={})
