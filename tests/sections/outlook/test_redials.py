"""Redials of a force whose single calls reach back a year, and of one where they do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reviewkit.sections import demand
from reviewkit.sections.outlook.lines import lines
from reviewkit.sections.outlook.redialled import attempts
from tests.sections.outlook.drawn import TOP

CALLS = """
[[files]]
table = "calls"
files = ["calls.csv"]
time_zone = "Europe/London"
[files.columns]
offered_at = "at"
wait_s = "wait"
outcome = "outcome"
caller = "caller"
[files.formats]
wait_s = "seconds"
[files.words.outcome]
A = "answered"
B = "abandoned"
[files.constants]
channel = "101"
stage = "primary"
"""


def calls(number_of_days):
    """Ten people a day; on every day two give up, and one of the two rings again a minute later. One withholds."""
    rows = []
    for day, date in enumerate(pd.date_range("2023-01-02", periods=number_of_days)):
        people = [f"07700 90{(day * 10 + n) % 7919:04d}" for n in range(10)]
        for n, person in enumerate(people):
            at = date + pd.Timedelta(hours=8 + n)
            rows.append((at, 30, "B" if n < 2 else "A", person))
        rows.append((date + pd.Timedelta(hours=8, minutes=1), 5, "A", people[0]))
        rows.append((date + pd.Timedelta(hours=20 + day % 3), 5, "A", ""))
    frame = pd.DataFrame(rows, columns=["at", "wait", "outcome", "caller"])
    return frame.sort_values("at").assign(at=lambda f: f["at"].dt.strftime("%Y-%m-%d %H:%M:%S")).to_csv(index=False)


def opened(open_force, number_of_days):
    end = pd.Timestamp("2023-01-02") + pd.Timedelta(days=number_of_days - 1)
    text = TOP.format(start="2023-01-02", end=end.date()) + CALLS
    return open_force(text, {"calls.csv": calls(number_of_days)})


def test_with_a_year_of_known_callers_first_attempts_and_redials_are_forecast_apart(open_force):
    review = opened(open_force, 400)
    seen = demand.redials(review).iloc[0]
    assert (seen["known"], seen["redials"], seen["first"]) == (11 * 400, 400, 4_000)
    assert seen["share"] == pytest.approx(0.5)
    assert seen["apart"]
    first, again = attempts(review, lines(review)[0])
    assert first.tolist() == [11] * 400  # the call without a number is taken to be like the others
    assert again.tolist() == [1] * 400
    outlook = demand.ahead(review, demand.tried(review, "recent_weekdays"))
    row = demand.at_redial_shares(review, outlook, demand.redials(review)).iloc[-1]
    assert (row["measured"], row["apart"]) == (True, True)
    assert [row["first"], row["redials"]] == pytest.approx([11 * 91, 91])


def test_with_less_the_share_measured_is_applied_to_the_forecast(open_force):
    review = opened(open_force, 120)
    assert not demand.redials(review).iloc[0]["apart"]
    outlook = demand.ahead(review, demand.tried(review, "recent_weekdays"))
    shares = demand.at_redial_shares(review, outlook, demand.redials(review))
    assert shares["redial_share"].tolist() == pytest.approx([0, 0.25, 0.5, 0.5])
    last = shares.iloc[-1]
    assert last["redials"] == pytest.approx(last["calls"] * 0.5 * 2 / 12)
    assert not last["apart"]


def test_parts_end_with_the_counts_so_that_all_forecasts_are_of_the_same_days(open_force):
    review = opened(open_force, 60)
    line = lines(review)[0]
    for moved in (5, -5):
        shifted = line.counts.assign(start=line.counts["start"] + pd.Timedelta(days=moved))
        other = replace(line, counts=shifted)
        for part in attempts(review, other):
            assert part.index[-1] == other.series.index[-1] == line.series.index[-1] + pd.Timedelta(days=moved)
            assert part.isna().sum() == max(moved, 0)


def test_a_handful_of_redials_is_not_told(open_force):
    seen = demand.redials(opened(open_force, 9)).iloc[0]  # nine people rang again
    assert seen["withheld"]
    assert np.isnan(seen["share"])
    assert "Fewer than 10" in seen["reason"]
