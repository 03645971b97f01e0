"""The performance page of ordinary and odd forces: each part draws, or says plainly why it cannot."""

from __future__ import annotations

import pandas as pd
import pytest

from reviewkit.page import performance as page
from reviewkit.page.display import Chart, Notice, Table
from reviewkit.page.findings import GAVE_UP, QUESTIONS
from reviewkit.sections import performance

HEAD = """
name = "Testshire Police"
nation = "england"
[governing_body]
kind = "pcc"
name = "Office of the Commissioner"
title = "Commissioner"
[period]
start = 2024-04-01
end = 2024-06-30
"""

TARGET = """
[[targets]]
channel = "101"
stage = "primary"
measure = "service_level_of_offered"
threshold_s = 60
at_least = 0.80
citation = "A made-up promise"
"""


def intervals(grain, columns):
    mapped = "\n".join(f'{name} = "{name}"' for name in columns)
    return f"""
[[files]]
table = "intervals"
files = ["counts.csv"]
grain = "{grain}"
[files.columns]
start = "start"
{mapped}
[files.constants]
channel = "101"
stage = "primary"
"""


CALLS = """
[[files]]
table = "calls"
files = ["calls.csv"]
[files.columns]
offered_at = "at"
wait_s = "wait"
outcome = "outcome"
[files.formats]
wait_s = "seconds"
[files.words.outcome]
A = "answered"
B = "abandoned"
[files.constants]
channel = "101"
stage = "primary"
"""


def drawn(freq, columns, *, until="2024-06-30 23:59"):
    """A row for each interval; counts rise and fall so that no two intervals are alike."""
    starts = pd.date_range("2024-04-01", until, freq=freq)
    frame = pd.DataFrame({"start": starts.strftime("%Y-%m-%d %H:%M:%S")})
    turn = pd.Series(range(len(starts))) % 11
    made = {
        "offered": 100 + turn,
        "answered": 80 + turn // 2,
        "abandoned": 20 + turn - turn // 2,
        "answered_60s": 60 + turn // 3,
        "wait_total_s": 4_000 + 37 * turn,
    }
    return frame.assign(**{name: made[name] for name in columns}).to_csv(index=False)


def page_of(review):
    """Everything the notebook shows, in its order."""
    stages, months, weeks = performance.by_stage(review), performance.by_month(review), performance.by_week(review)
    over_time = performance.over_time(review)
    hours, targets = performance.by_hour_of_week(review), performance.against_targets(review)
    before = performance.a_year_earlier(review)
    findings = page.what_was_found(review, stages, months, before, targets)
    return {
        "in_short": page.in_short(review, findings),
        "findings": findings,
        "waits": page.how_long_people_waited(review, over_time),
        "waits_in_full": page.waits_in_full(review, stages),
        "rang": page.how_many_rang(review, over_time),
        "became": page.what_became_of_calls(review, stages),
        "gave_up": page.how_many_gave_up(review, stages, over_time),
        "ways": page.ways_to_count_giving_up(review, stages),
        "in_time": page.how_many_were_answered_in_time(review, stages, weeks),
        "in_time_table": page.answered_in_time(review, stages),
        "targets": page.which_targets_were_met(review, targets),
        "hours": page.when_people_rang(review, hours),
        "worst": page.when_it_is_worst(review, hours, stages),
        "months": page.month_by_month(review, stages, months),
        "published": page.published_beside(review, performance.beside_published(review)),
        "statisticians": page.for_statisticians(review, stages),
        "bands": page.waits_by_length(review, performance.wait_bands(review)),
        "full": page.every_figure_by(review, performance.in_full(review, performance.by_month(review), weeks), before),
        "definitions": page.how_each_figure_is_counted(review, stages),
    }


FULL = ("offered", "answered", "abandoned", "answered_60s", "wait_total_s")


@pytest.fixture
def hourly(open_force):
    return open_force(HEAD + TARGET + intervals("hour", FULL), {"counts.csv": drawn("h", FULL)})


def test_hourly_counts_give_every_chart_but_no_median(hourly):
    shown = page_of(hourly)
    [answered] = shown["in_short"]
    assert [text.split("?")[0] for text in answered.paragraphs] == [question[:-1] for question in QUESTIONS]
    for name in ("waits", "rang", "gave_up", "in_time", "worst"):
        assert isinstance(shown[name], Chart), name
    [heat] = shown["hours"]
    assert heat.id == "calls-in-week-101"
    full = shown["waits_in_full"]
    median = [column.name for column in full.columns].index("Median wait of answered calls")
    assert full.rows[0][median].startswith("[x")
    assert any("needs the wait of every single call" in note for note in full.notes)


def test_people_who_gave_up_are_said_not_to_be_in_the_mean_wait(hourly):
    shown = page_of(hourly)
    for name in ("waits", "waits_in_full"):
        assert any("gave up are not in the mean wait" in note for note in shown[name].notes)


def test_a_target_stands_with_its_citation_and_its_figure(hourly):
    *charts, listed = page_of(hourly)["targets"]
    assert [chart.id for chart in charts] == ["targets-share"]
    [row] = listed.rows
    assert row[-1] == "A made-up promise"
    assert row[3] == "not met"
    assert row[4] == "0 of 3"


def test_findings_have_ids_that_say_what_they_are_about(hourly):
    findings = page_of(hourly)["findings"]
    ids = [finding.id for finding in findings]
    assert ids[0] == "performance/how-long/plain-words/101/primary/answer"
    assert "performance/service-level/of-offered-60s/101/primary/level" in ids
    assert "performance/service-level/of-offered-60s/101/primary/target" in ids
    assert len(ids) == len(set(ids))
    assert sum(finding.headline for finding in findings) == 4
    assert all(finding.statement.endswith(".") for finding in findings)


def test_a_figure_of_part_of_the_period_says_so(hourly, open_force):
    whole = [finding for finding in page_of(hourly)["findings"] if finding.headline]
    assert not any("the data cover" in finding.statement for finding in whole)
    toml = HEAD + intervals("day", FULL)
    review = open_force(toml, {"counts.csv": drawn("D", FULL, until="2024-04-30")}, slug="partshire")
    part = [finding for finding in page_of(review)["findings"] if finding.headline]
    said = "the data cover 33% of the period"  # 30 of 91 days
    assert part
    assert all(said in finding.statement and said in finding.definition for finding in part)


def test_every_anchor_of_a_finding_stands_on_the_page(hourly):
    shown = page_of(hourly)
    parts = [part for value in shown.values() for part in (value if isinstance(value, tuple) else (value,))]
    ids = {part.id for part in parts if isinstance(part, Chart | Table)}
    assert {finding.anchor for finding in shown["findings"] if finding.anchor} <= ids


def test_days_give_weekdays_instead_of_hours(open_force):
    review = open_force(HEAD + intervals("day", FULL), {"counts.csv": drawn("D", FULL)})
    [chart] = page_of(review)["hours"]
    assert isinstance(chart, Chart)
    assert "hours cannot be shown" in chart.notes[0]
    assert [row[0] for row in chart.table.rows][:2] == ["Monday", "Tuesday"]


def test_only_offered_and_answered_are_called_not_answered_and_never_abandoned(open_force):
    few = ("offered", "answered")
    shown = page_of(open_force(HEAD + intervals("day", few), {"counts.csv": drawn("D", few)}))
    assert "not answered" in shown["gave_up"].title
    assert "abandon" not in shown["gave_up"].title + shown["gave_up"].subtitle
    assert "not answered" in next(f.statement for f in shown["findings"] if f.question == GAVE_UP)
    assert isinstance(shown["waits"], Notice)
    assert "do not give the waits of answered calls" in shown["waits"].paragraphs[0]
    assert isinstance(shown["in_time"], Notice)


def test_monthly_counts_have_no_weeks_and_no_hours(open_force):
    shown = page_of(open_force(HEAD + intervals("month", FULL), {"counts.csv": drawn("MS", FULL)}))
    assert isinstance(shown["waits"], Chart)
    assert isinstance(shown["in_time"], Notice)
    assert "cannot be parted into weeks" in shown["in_time"].paragraphs[0]
    assert all(isinstance(item, Notice) for item in shown["hours"])
    assert isinstance(shown["worst"], Notice)


def test_weekly_counts_have_no_months(open_force):
    shown = page_of(
        open_force(HEAD + intervals("week", FULL), {"counts.csv": drawn("W-MON", FULL, until="2024-06-24")})
    )
    assert isinstance(shown["months"], Notice)
    assert isinstance(shown["in_time"], Chart)
    for name in ("waits", "rang", "gave_up"):
        assert "by week" in shown[name].subtitle, name
        assert " in the week of " in shown[name].title, name


def test_a_line_that_stops_short_of_an_incomplete_month_is_named_without_a_figure(open_force):
    short = drawn("h", FULL, until="2024-06-20 23:59")
    rang = page_of(open_force(HEAD + TARGET + intervals("hour", FULL), {"counts.csv": short}))["rang"]
    assert ">Offered<" in rang.svg_wide


def test_published_figures_carry_their_caveats_under_letters(hourly):
    opening, listed = page_of(hourly)["published"]
    assert "are not ranked" in opening.paragraphs[0]
    assert [column.name for column in listed.columns] == ["Figure", "Value", "Period and place", "Where it was printed"]
    assert any(row[-1].endswith("[a] [b]") for row in listed.rows)
    assert listed.notes[0].startswith("[a] ")
    assert "https://" in listed.csv


def test_single_calls_of_four_weeks_give_a_median_and_say_which_days_it_covers(open_force):
    at = pd.date_range("2024-06-03 00:10", "2024-06-30 23:50", freq="40min")
    calls = pd.DataFrame({"at": at.strftime("%Y-%m-%d %H:%M:%S"), "wait": [(7 * n) % 90 for n in range(len(at))]})
    calls["outcome"] = ["B" if n % 9 == 4 else "A" for n in range(len(at))]
    shown = page_of(open_force(HEAD + CALLS, {"calls.csv": calls.to_csv(index=False)}))
    full = shown["waits_in_full"]
    assert any("3 June 2024 to 30 June 2024 only" in note for note in full.notes)
    assert not any(cell.startswith("[x") for cell in full.rows[0])
    [notice] = shown["targets"]
    assert "No targets" in notice.paragraphs[0]


def test_an_incomplete_month_is_marked_and_left_out_of_the_target(open_force):
    short = drawn("h", FULL, until="2024-06-20 23:59")
    shown = page_of(open_force(HEAD + TARGET + intervals("hour", FULL), {"counts.csv": short}))
    months = [row[0] for row in shown["waits"].table.rows]
    assert months == ["April 2024", "May 2024", "June 2024 (incomplete)"]
    *_, listed = shown["targets"]
    assert listed.rows[0][4] == "0 of 2"
    assert any("Left out as incomplete: June 2024" in note for note in listed.notes)
