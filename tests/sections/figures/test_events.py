"""Before and after an event: whole like weeks on both sides, next to it, never across another break."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.page.display import Notice, Prose, Table
from reviewkit.page.performance.events import NOT_ALIKE, NOT_YET_AN_EFFECT, before_and_after_events
from reviewkit.sections import performance
from reviewkit.sections.figures.events import LEAST_WEEKS, MOST_WEEKS, like_weeks

TOML = """
name = "Testshire Police"
nation = "england"
[governing_body]
kind = "pcc"
name = "Office"
title = "Commissioner"
[period]
start = 2024-04-01
end = 2024-12-31
{events}
[[files]]
table = "intervals"
files = ["counts.csv"]
grain = "{grain}"
[files.columns]
start = "start"
offered = "offered"
answered = "answered"
abandoned = "abandoned"
wait_total_s = "waited"
answered_60s = "quick"
[files.constants]
channel = "101"
stage = "primary"
"""
CHANGED = date(2024, 9, 17)  # a Tuesday


def event(day: str, label: str = "New telephones", *, breaks: bool = True) -> str:
    flag = "breaks_series = true" if breaks else ""
    return f'[[events]]\ndate = {day}\nkind = "x"\nlabel = "{label}"\n{flag}\n'


def counts(first="2024-01-01", last="2024-12-31", *, freq="D", without=()):
    """100 calls a day: before the change 10 are given up and answered calls wait 60 s, from it on 4 and 30 s."""
    at = pd.date_range(first, last, freq=freq)
    new = at >= pd.Timestamp(CHANGED)
    frame = pd.DataFrame({"start": at.strftime("%Y-%m-%d"), "offered": 100, "abandoned": np.where(new, 4, 10)})
    frame["answered"] = 100 - frame["abandoned"]
    frame["waited"] = frame["answered"] * np.where(new, 30, 60)
    frame["quick"] = np.where(new, 90, 45)
    return frame[~frame["start"].isin(without)].to_csv(index=False)


def compared(open_force, events, text=None, grain="day", **period):
    review = open_force(TOML.format(events=events, grain=grain), {"counts.csv": text or counts()}, **period)
    return review, performance.before_and_after(review, performance.by_stage(review))


def test_thirteen_weeks_stand_on_each_side_with_sums_before_ratios(open_force):
    _, table = compared(open_force, event("2024-09-17"))
    rows = table.set_index("measure")
    assert set(rows["weeks"]) == {13}
    assert rows.loc["offered", ["before", "after"]].tolist() == [9_100, 9_100]
    assert rows.loc["answered", ["before", "after"]].tolist() == [8_190, 8_736]
    assert rows.loc["abandonment_crude", ["before", "after"]].tolist() == [0.10, 0.04]
    assert rows.loc["mean_wait_s", ["before", "after"]].tolist() == [60, 30]
    assert rows.loc["service_level_of_offered", ["before", "after"]].tolist() == [0.45, 0.90]
    first = rows.iloc[0]
    assert (first["first_day"], first["change_day"], first["last_day"]) == (
        date(2024, 6, 18), CHANGED, date(2024, 12, 16),
    )  # fmt: skip


def test_a_gap_ends_the_weeks_on_both_sides(open_force):
    # 1 November is in the seventh week after the change, so six whole weeks are left on each side.
    _, table = compared(open_force, event("2024-09-17"), counts(without=["2024-11-01"]))
    assert set(table["weeks"]) == {6}


def test_weeks_never_cross_another_break(open_force):
    # 20 October is 33 days after: four whole weeks lie before it.
    both = event("2024-09-17") + event("2024-10-20", "New counting")
    _, table = compared(open_force, both)
    assert table.groupby("date")["weeks"].first().to_dict() == {CHANGED: 4, date(2024, 10, 20): 4}


def test_a_week_that_begins_with_the_other_break_is_whole_before_the_event(open_force):
    both = event("2024-09-17") + event("2024-08-13", "New counting")  # exactly five weeks before
    _, table = compared(open_force, both)
    assert table.groupby("date")["weeks"].first()[CHANGED] == 5


def test_an_event_that_breaks_nothing_bars_nothing(open_force):
    _, table = compared(open_force, event("2024-09-17") + event("2024-10-20", "New message", breaks=False))
    assert table.groupby("date")["weeks"].first()[CHANGED] == 13


def test_too_few_weeks_are_refused_with_the_number(open_force):
    review, table = compared(open_force, event("2024-12-10"))
    assert table["before"].isna().all()
    assert set(table["reason"]) == {
        f"Only 3 whole weeks are known on both sides of the event; at least {LEAST_WEEKS} are needed."
    }
    _, notice = before_and_after_events(review, table)
    assert isinstance(notice, Notice)
    assert "cannot be compared" in notice.title


def test_of_weekly_counts_the_week_of_the_event_is_on_neither_side(open_force):
    _, table = compared(open_force, event("2024-09-18"), counts(freq="W-MON"), grain="week")
    row = table.iloc[0]
    assert (row["until_day"], row["change_day"], row["weeks"]) == (date(2024, 9, 15), date(2024, 9, 23), 13)
    assert table.set_index("measure").loc["abandonment_crude", ["before", "after"]].tolist() == [0.10, 0.04]


def test_monthly_counts_are_refused(open_force):
    _, table = compared(open_force, event("2024-09-17"), counts(freq="MS", last="2024-12-01"), grain="month")
    assert table["reason"].str.contains("count calls by month").all()


def test_events_outside_the_period_have_no_table(open_force):
    review, table = compared(open_force, event("2024-03-31") + event("2025-01-01"))
    assert table.empty
    [notice] = before_and_after_events(review, table)
    assert "knows of no event" in notice.paragraphs[0]


def test_two_events_on_one_day_share_a_table_that_names_both(open_force):
    review, table = compared(open_force, event("2024-09-17") + event("2024-09-17", "New message", breaks=False))
    caution, listed = before_and_after_events(review, table)
    assert isinstance(caution, Prose)
    assert isinstance(listed, Table)
    assert listed.title == "New telephones; New message, 17 September 2024: before and after"
    assert [row[0] for row in listed.rows] == ["101, before (13 weeks)", "101, after (13 weeks)"]
    assert [row[-1] for row in listed.rows] == ["1:00", "0:30"]
    assert listed.notes[0] == NOT_ALIKE
    assert "18 June 2024 to 16 September 2024, and 17 September 2024 to 16 December 2024" in listed.notes[1]


def test_a_difference_is_said_not_to_be_an_effect(open_force):
    review, table = compared(open_force, event("2024-09-17", breaks=False))
    caution, listed = before_and_after_events(review, table)
    assert caution.paragraphs == (NOT_YET_AN_EFFECT,)
    assert NOT_ALIKE not in listed.notes


@given(st.lists(st.booleans(), max_size=40), st.integers(0, 40), st.lists(st.integers(-5, 45), max_size=3))
def test_like_weeks_are_the_most_that_are_whole_on_both_sides(received, centre, breaks):
    weeks = like_weeks(received, centre=centre, breaks=breaks)

    def whole(number):
        places = range(centre - number, centre + number)
        return all(0 <= at < len(received) and received[at] and at not in breaks for at in places)

    assert 0 <= weeks <= MOST_WEEKS
    assert whole(weeks)
    assert weeks == MOST_WEEKS or not whole(weeks + 1)


@pytest.mark.parametrize("last", ["2024-10-14", "2024-10-15"])
def test_four_whole_weeks_are_just_enough(open_force, last):
    review, table = compared(open_force, event("2024-09-17"), end=last)
    assert set(table["weeks"]) == {4}
    assert review.end.isoformat() == last


def test_one_day_short_of_four_weeks_is_too_few(open_force):
    _, table = compared(open_force, event("2024-09-17"), end="2024-10-13")
    assert set(table["weeks"]) == {0}
