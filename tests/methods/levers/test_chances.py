"""The chance of a plan against chances that can be worked out exactly."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from reviewkit.methods.levers import Intakes, Lever, Risk, chances, plan

RISK = Risk(least=0.6, likely=1.0, most=1.1)


def near(found, exact):
    """Within four standard errors: by a fixed seed, so it holds or it does not."""
    return abs(found - exact) <= 4 * np.sqrt(exact * (1 - exact) / 10_000) + 1e-12


def one_lever(gap=90.0, **risk):
    return plan([Lever("loan", weekly_hours=120, risk=Risk(**{"least": 0.6, "most": 1.1, **risk}))], gap_hours=[gap])


def test_one_risky_lever_has_the_chance_of_its_distribution():
    """It asks for 100 hours, of which 90 come on average: the chance that the share is 0.9 or more."""
    share = stats.triang((1 - 0.6) / 0.5, 0.6, 0.5)
    found = chances(one_lever()).weeks.iloc[0]
    assert near(found["chance"], share.sf(0.9))
    assert found["standard_error"] == pytest.approx(np.sqrt(found["chance"] * (1 - found["chance"]) / 10_000))


def test_a_certain_lever_and_a_certain_need_are_met_for_sure_or_not_at_all():
    found = chances(plan([Lever("loan", weekly_hours=50)], gap_hours=[50, 51])).weeks
    assert found["chance"].tolist() == [1.0, 0.0]
    assert found["standard_error"].tolist() == [0.0, 0.0]


def test_the_need_has_a_distribution_of_its_own():
    """Evenly from 0 to 200 hours short against 50 certain hours: a chance of a quarter."""
    closes = plan([Lever("loan", weekly_hours=50)], gap_hours=[100])
    found = chances(closes, gap_hours=[[0, 100, 200]], quantiles=[0, 0.5, 1]).weeks
    assert near(found["chance"].item(), 0.25)


def test_beyond_the_outermost_quantiles_the_need_is_held():
    closes = plan([Lever("loan", weekly_hours=200)], gap_hours=[200])
    assert chances(closes, gap_hours=[[0, 200]], quantiles=[0.1, 0.9]).weeks["chance"].item() == 1.0


def test_a_late_lever_misses_its_first_weeks_by_its_chance():
    risk = Risk(late_chance=0.3, late_weeks=1)
    found = chances(plan([Lever("loan", weekly_hours=10, lag_weeks=1, risk=risk)], gap_hours=[0, 10, 10])).weeks
    assert found["chance"].iloc[[0, 2]].tolist() == [1.0, 1.0]
    assert near(found["chance"].iloc[1], 0.7)
    assert found["by"].tolist() == [1.0, 1.0, 1.0]
    assert found["lasting"].tolist() == [found["chance"].iloc[1], found["chance"].iloc[1], 1.0]


def test_the_target_is_first_met_by_a_week_with_the_chance_of_any_week_up_to_it():
    risk = Risk(late_chance=0.5, late_weeks=1)
    early, late = Lever("early", weekly_hours=10, risk=risk), Lever("late", weekly_hours=10, lag_weeks=1, risk=risk)
    found = chances(plan([early, late], gap_hours=[10, 20, 20])).weeks
    assert near(found["by"].iloc[0], 0.5)
    assert near(found["chance"].iloc[1], 0.5)  # the early one is there for sure, the late one if it is not late
    assert near(found["by"].iloc[1], 0.75)
    assert found["by"].iloc[2] == 1.0


def test_recruits_who_join_late_bring_their_hours_later():
    risk = Risk(late_chance=0.4, late_weeks=1)
    school = Intakes("school", people_per_intake=1, hours_per_person=10, training_weeks=1, lag_weeks=0, risk=risk)
    found = chances(plan([school], gap_hours=[0, 10, 10])).weeks
    assert near(found["chance"].iloc[1], 0.6)
    assert found["chance"].iloc[2] == 1.0


def test_a_lever_has_one_share_for_all_weeks():
    weeks = plan([Lever("loan", weekly_hours=120, risk=RISK)], gap_hours=[90, 90, 90])
    found = chances(weeks).weeks
    assert found["by"].tolist() == found["lasting"].tolist() == found["chance"].tolist()


def test_the_same_seed_gives_the_same_chance_and_says_so():
    first, again, other = (chances(one_lever(), draws=500, seed=seed) for seed in (1, 1, 2))
    assert first.weeks.equals(again.weeks)
    assert not first.weeks.equals(other.weeks)
    assert (first.draws, first.seed) == (500, 1)


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"gap_hours": [[1, 2]], "quantiles": [0.5]}, "gap_hours"),
        ({"gap_hours": [[1.0, np.nan]], "quantiles": [0.1, 0.9]}, "gap_hours"),
        ({"gap_hours": [[2, 1]], "quantiles": [0.1, 0.9]}, "gap_hours"),
        ({"gap_hours": [[1, 2]], "quantiles": [0.9, 0.1]}, "quantiles"),
        ({"gap_hours": [[1]], "quantiles": [1.1]}, "quantiles"),
        ({"draws": 0}, "draws"),
    ],
)
def test_what_cannot_be_drawn_is_refused(more, word):
    with pytest.raises(ValueError, match=word):
        chances(one_lever(), **more)
