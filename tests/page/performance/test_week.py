"""When in the week it is worst: an hour in which hardly anybody rang is never called the worst."""

from __future__ import annotations

import pytest

from reviewkit.page import performance as page
from reviewkit.page.display import Chart
from reviewkit.sections import performance
from tests.page.test_performance import CALLS, HEAD


@pytest.mark.parametrize(("at_night", "said"), [(9, "Mondays at 9am"), (10, "Tuesdays at 5am")])
def test_an_hour_with_fewer_than_ten_calls_is_not_the_worst(open_force, at_night, said):
    by_day = [f"2024-04-01 09:{minute:02}:00,20,A" for minute in range(30)]
    night = [f"2024-04-02 05:{minute:02}:00,300,A" for minute in range(at_night)]
    review = open_force(HEAD + CALLS, {"calls.csv": "\n".join(["at,wait,outcome", *by_day, *night])})
    hours, stages = performance.by_hour_of_week(review), performance.by_stage(review)
    shown = page.when_it_is_worst(review, hours, stages)
    assert isinstance(shown, Chart)
    assert shown.title.startswith(f"101 waits are longest on {said}")
    assert any("fewer than 10 calls" in note for note in shown.notes) is (at_night == 9)
