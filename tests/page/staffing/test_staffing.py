"""What the staffing page says: of two people by night and four by day where three are needed, and of less than that."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reviewkit.page import staffing as page
from reviewkit.page.display import Chart, Notice
from reviewkit.sections import staffing
from reviewkit.sections.rostering.posts import NO_STAFFED, Assumed
from tests.plain import STATISTICAL
from tests.sections.rostering.drawn import opened, staffed


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    more = {"staffed_total_s": staffed, "paid_total_s": lambda calls: staffed(calls) * 3 // 2, "answered_30s": 8}
    return opened(tmp_path_factory.mktemp("staffing"), **more)


@pytest.fixture(scope="module")
def assumed(review):
    return staffing.assumed(review)


@pytest.fixture(scope="module")
def week(assumed):
    return staffing.needed(assumed)


@pytest.fixture(scope="module")
def plans(assumed, week):
    return staffing.to_expect(assumed, week)


def unstaffed(assumed, week):
    """Return the same without anybody known to be there."""
    (post,) = assumed.posts
    return Assumed((replace(post, there=None),), assumed.refused), week.assign(there=np.nan, short=np.nan)


def text(shown):
    """Return everything that items of a page say."""
    return "\n".join(item._repr_mimebundle_()["text/plain"] for item in shown)


def test_assumptions_come_with_where_they_are_from(review, assumed):
    _, table, told = page.what_is_assumed(review, assumed)
    said = {row[0]: row[1] for row in table.rows}
    assert said["Target"] == "80% within 30 seconds"
    assert said["Calls expected in a week"] == "3,360"
    assert said["Time a call keeps a handler (m:ss)"] == "3:00"
    assert said["People there at one time, mean"] == "3.3"
    assert said["How long callers are willing to wait, mean (m:ss)"] == "Not known"
    assert said["Of paid time, not at the desk"] == "33%"
    assert all(row[-1] for row in table.rows)
    assert "nobody is taken to give up" in told.paragraphs[1]


def test_the_map_says_how_many_hours_are_short_and_which_most(review, assumed, week):
    (chart,) = page.need_against_there(review, assumed, staffing.by_hour(week))
    assert (
        chart.title
        == "101 is short of people in 56 of 168 hours of the week, most of all on Mondays at midnight, by 1 person"
    )
    assert chart.table.rows[0] == ("midnight", *["1.0"] * 7)
    assert chart.table.rows[8][1:] == ("-1.0",) * 7


def test_where_nobody_is_short_the_map_says_so(review, assumed, week):
    hours = staffing.by_hour(week).assign(short=-1.0)
    (chart,) = page.need_against_there(review, assumed, hours)
    assert "as many people as it needs, or more" in chart.title
    (said,) = page.shortest_hours(review, assumed, staffing.shortest(hours))
    assert said.paragraphs == ("In a usual week there is no hour in which people are missing.",)


def test_without_people_counted_the_need_is_shown_and_the_page_says_why(review, assumed, week):
    fewer, need = unstaffed(assumed, week)
    hours = staffing.by_hour(need)
    (chart,) = page.need_against_there(review, fewer, hours)
    assert isinstance(chart, Chart)
    assert (
        chart.title == "101 needs most people on Mondays at midnight: 3 people, against 3 people in its quietest hour"
    )
    assert any(NO_STAFFED in note for note in chart.notes)
    work = page.hours_a_week(review, fewer, staffing.hours_a_week(fewer, need))
    assert work.rows == (("101", "504", "[x]", "[x]", "[x]", "756"),)
    assert page.shortest_hours(review, fewer, staffing.shortest(hours)) == ()
    (notice,) = page.can_it_be_trusted(review, fewer, staffing.checked(fewer))
    assert isinstance(notice, Notice)
    (finding,) = page.what_was_found(
        review, fewer, staffing.hours_a_week(fewer, need), hours, staffing.to_expect(fewer, need)
    )
    assert finding.value == 504
    assert "how many are there is not known" in finding.statement


def test_findings_lead_with_the_hours_missing(review, assumed, week, plans):
    work, hours = staffing.hours_a_week(assumed, week), staffing.by_hour(week)
    short, worst, service = page.what_was_found(review, assumed, work, hours, plans)
    assert short.statement == (
        "101: 56 hours of work a week missing when they are needed, and 112 hours to spare at other times. For 80% "
        "within 30 seconds in every half hour 504 hours a week are needed; 560 hours are there."
    )
    assert (short.value, short.headline, short.display) == (56, True, "56")
    assert (worst.value, worst.headline) == (1, True)
    assert worst.statement == "101: most people are missing on Mondays at midnight: 3 people needed, 2 people there."
    assert service.value == pytest.approx(plans.loc[plans["plan"] == "as now", "share"].iloc[0])
    (told,) = page.in_short(assumed, (short, worst, service))
    assert told.paragraphs[0].startswith("56 hours of work a week missing")


def test_the_check_says_how_far_off_the_calculation_is(review, assumed):
    checked = staffing.checked(assumed)
    told, table = page.can_it_be_trusted(review, assumed, checked)
    assert "too hopeful: take what it says as a direction, not as a figure." in told.paragraphs[1]
    assert "measured were 80.0%" in told.paragraphs[1]
    near = checked.assign(measured=checked["expected"] - 0.01, off=0.01)
    assert "That is near" in page.can_it_be_trusted(review, assumed, near)[0].paragraphs[1]
    unknown = checked.assign(measured=np.nan, off=np.nan, reason="Not counted.")
    shown = page.can_it_be_trusted(review, assumed, unknown)
    assert "how many were is not counted" in shown[0].paragraphs[1]
    assert shown[1].rows[0][-1] == "[x]"
    assert len(table.rows) == 1


def test_moving_hours_is_told_as_enough_or_not(review, assumed, plans):
    told, _ = page.what_to_expect(review, assumed, plans)
    assert "The hours are enough for the target in every half hour (504 hours would do)" in told.paragraphs[0]
    scarce = plans.assign(hours=plans["hours"].where(plans["plan"] == "as needed", 400.0))
    told, _ = page.what_to_expect(review, assumed, scarce)
    assert "Moving alone is not enough" in told.paragraphs[0]


def test_other_assumptions_are_a_row_each_and_paid_hours_follow_time_away(review, assumed, week):
    table = page.if_it_turns_out_otherwise(review, assumed, staffing.if_otherwise(assumed, week))
    said = {row[0]: row[1:] for row in table.rows}
    assert said["All is as expected"] == ("504", "756")
    assert said["10% more calls"] == ("504", "756")
    assert said["5 percentage points more of paid time not at the desk"] == ("504", f"{504 / (2 / 3 - 0.05):.0f}")


def test_words_of_statisticians_stand_in_their_part_alone(review, assumed, week, plans):
    checked, hours = staffing.checked(assumed), staffing.by_hour(week)
    above = [
        *page.what_is_assumed(review, assumed), *page.need_against_there(review, assumed, hours),
        *page.can_it_be_trusted(review, assumed, checked), *page.what_to_expect(review, assumed, plans),
        page.what_the_usual_formula_leaves_out(),
    ]  # fmt: skip
    assert not STATISTICAL.search(text(above))
    below = page.for_statisticians(review, assumed, checked, staffing.by_the_textbook(assumed), week)
    assert "Erlang C" in text(below)


def test_an_unstable_queue_is_named_and_no_figure_printed(review, assumed, week):
    (post,) = assumed.posts
    fewer = Assumed((replace(post, there=np.ones_like(post.there)),), assumed.refused)
    (shown,) = page.what_to_expect(review, fewer, staffing.to_expect(fewer, week))
    assert shown.rows[0][2] == "[x]"
    assert any("Unstable" in note for note in shown.notes)
    assert "Unstable" in page.can_it_be_trusted(review, fewer, staffing.checked(fewer))[0].paragraphs[1]
