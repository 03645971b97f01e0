"""The front page's questions: true of the data, in counts of calls, and never read between two answering times."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from reviewkit.page import performance as page
from reviewkit.page.findings import BETTER, GAVE_UP, HOW_LONG, NOT_POSSIBLE, TARGET
from reviewkit.page.performance.better import moved, verdict
from reviewkit.sections import performance
from reviewkit.sections.figures.rules import Figure

TOML = """
name = "Testshire Police"
nation = "england"
[governing_body]
kind = "pcc"
name = "Office"
title = "Commissioner"
[period]
start = 2024-04-01
end = 2024-06-30
{more}
[[files]]
table = "intervals"
files = ["counts.csv"]
grain = "day"
[files.columns]
start = "start"
{columns}
[files.constants]
channel = "101"
stage = "primary"
"""
TARGETS = """
[[targets]]
channel = "101"
stage = "primary"
measure = "service_level_of_offered"
threshold_s = 180
at_least = 0.80
citation = "A promise"
"""
BREAK = """
[[events]]
date = {day}
kind = "x"
label = "New telephones"
breaks_series = true
"""
FULL = {"offered": 100, "answered": 80, "abandoned": 20, "answered_60s": 68, "answered_180s": 76, "wait_total_s": 3_600}


def days(counts, first="2024-04-01", last="2024-06-30"):
    frame = pd.DataFrame({"start": pd.date_range(first, last).strftime("%Y-%m-%d")})
    return frame.assign(**counts)


def toml(columns, more=""):
    return TOML.format(columns="\n".join(f'{name} = "{name}"' for name in columns), more=more)


@pytest.fixture
def found(open_force):
    """All findings of a force whose every day has these counts; ``before`` are those of the same days a year before."""

    def made(counts, *, more="", before=None, text=None):
        frame = days(counts)
        if before is not None:
            frame = pd.concat([days(before, "2023-04-01", "2023-06-30"), frame])
        review = open_force(toml(counts, more), {"counts.csv": text or frame.to_csv(index=False)})
        return findings_of(review)

    return made


def findings_of(review):
    stages, months = performance.by_stage(review), performance.by_month(review)
    before, targets = performance.a_year_earlier(review), performance.against_targets(review)
    return page.what_was_found(review, stages, months, before, targets)


def answer(findings, question):
    [found] = [finding for finding in findings if finding.question == question]
    assert found.statement.startswith(found.display)
    return found


# How long


def test_nine_in_ten_is_said_of_an_answering_time_that_the_data_count_by(found):
    said = answer(found(FULL), HOW_LONG)  # 68 of 80 within a minute are 85 %, 76 of 80 within three are 95 %
    assert said.statement == (
        "All but 1 in 20 calls that got through did so within 3 minutes (95.0%). The average wait was 45 seconds."
    )


@pytest.mark.parametrize(("quick", "time"), [(71, "3 minutes"), (72, "1 minute")])
def test_the_shortest_time_that_holds_nine_in_ten_is_named_and_nothing_between(found, quick, time):
    said = answer(found(FULL | {"answered_60s": quick, "answered_180s": 75}), HOW_LONG)
    assert said.display == f"9 in 10 calls that got through did so within {time}"


def test_where_no_time_holds_nine_in_ten_the_longest_known_is_said_with_its_share(found):
    said = answer(found(FULL | {"answered_60s": 40, "answered_180s": 60, "wait_total_s": 8_000}), HOW_LONG)
    assert said.display == "Three quarters of calls that got through did so within 3 minutes"
    assert "The data do not say within what time 9 in 10 did." in said.statement


def test_without_answering_times_the_average_is_said(found):
    counts = {name: FULL[name] for name in ("offered", "answered", "abandoned", "wait_total_s")}
    said = answer(found(counts), HOW_LONG)
    assert said.display == "Calls that got through waited 45 seconds on average"
    assert "not known" in said.statement


def test_without_waits_the_reason_is_said(found):
    said = answer(found({"offered": 100, "answered": 80}), HOW_LONG)
    assert said.statement.startswith("Not known. The data do not give the waits of answered calls")


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
[files.constants]
channel = "101"
stage = "primary"
"""


def test_single_calls_of_the_whole_period_give_the_exact_wait_of_nine_in_ten(open_force):
    head = TOML.split("[[files]]", maxsplit=1)[0].format(more="")
    at = pd.date_range("2024-04-01 00:10", "2024-06-30 23:50", freq="30min")
    calls = pd.DataFrame({"at": at.strftime("%Y-%m-%d %H:%M:%S"), "outcome": "A"})
    calls["wait"] = [10 * (number % 10) + 7 for number in range(len(at))]  # 7, 17 ... 97: nine in ten wait 87 or less
    said = answer(findings_of(open_force(head + CALLS, {"calls.csv": calls.to_csv(index=False)})), HOW_LONG)
    assert said.display == "9 in 10 calls that got through did so within 1 minute 27 seconds"
    assert said.value == 87


# How many gave up


def test_giving_up_is_a_fraction_and_a_count_of_calls(found):
    said = answer(found(FULL), GAVE_UP)
    assert said.statement == "1 in 5 calls was given up before anybody answered: 1,820 of 9,100 calls (20.0%)."


def test_not_answered_is_never_called_given_up(found):
    said = answer(found({"offered": 100, "answered": 93}), GAVE_UP)
    assert said.display == "1 in 14 calls was not answered"
    assert said.statement.endswith("How many of these were given up is not known.")


# Better or worse


def test_a_year_before_is_said_with_both_figures(found):
    said = answer(found(FULL, before=FULL | {"abandoned": 10, "answered": 90, "wait_total_s": 4_050}), BETTER)
    assert said.display == "Worse than a year before"
    assert "20.0% given up (before: 10.0%)" in said.statement
    assert "average wait 45 seconds (before: 45 seconds)" in said.statement
    assert "The whole period is compared with the same days a year before." in said.statement


def test_without_a_year_before_it_is_not_known_and_why(found):
    said = answer(found(FULL), BETTER)
    assert said.statement == "Not known. No figures from before 1 April 2024 were supplied."


def test_a_break_in_the_series_is_the_reason(found):
    said = answer(found(FULL, more=BREAK.format(day="2024-05-20"), before=FULL), BETTER)
    assert said.display == "About the same as a year before, as far as can be compared"
    assert said.statement.endswith(
        "Only 1 April 2024 to 19 May 2024 can be compared with the same days a year before: New telephones "
        "(20 May 2024) changed what is counted."
    )


def test_a_break_before_the_period_leaves_nothing_to_compare(found):
    said = answer(found(FULL, more=BREAK.format(day="2024-01-10"), before=FULL), BETTER)
    assert said.statement == "Not known. New telephones (10 January 2024) changed what is counted."


@pytest.mark.parametrize(
    ("now", "before", "measure", "said"),
    [
        (0.20, 0.19, "abandonment_crude", "worse"),
        (0.1999, 0.19, "abandonment_crude", "about the same"),
        (0.19, 0.20, "not_answered_rate", "better"),
        (0.80, 0.79, "service_level_of_offered", "better"),
        (105, 100, "mean_wait_s", "worse"),
        (104.9, 100, "mean_wait_s", "about the same"),
        (95, 100, "mean_wait_s", "better"),
        (0, 0, "mean_wait_s", "about the same"),
    ],
)
def test_a_figure_moves_from_one_point_or_a_twentieth_on(now, before, measure, said):
    assert moved(now, before, Figure(measure, 10 if measure.startswith("service") else None)) == said


def test_figures_that_part_are_said_to_part():
    assert verdict(["better", "worse", "about the same"]) == "Better in part, worse in part"


# The target


@pytest.mark.parametrize(("quick", "said"), [(80, "Target met: 80.0%"), (79, "Target missed: 79.0%")])
def test_a_target_is_met_or_missed(found, quick, said):
    answered = FULL | {"answered": 81, "abandoned": 19, "answered_180s": quick}
    assert answer(found(answered, more=TARGETS), TARGET).statement == (
        f"{said} of all calls were answered within 3 minutes; the target is at least 80%."
    )


def test_two_targets_are_counted(found):
    second = TARGETS.replace("0.80", "0.70")
    said = answer(found(FULL, more=TARGETS + second.replace("180", "60")), TARGET)
    assert said.display == "None of 2 targets met"


def test_no_target_is_said_plainly(found):
    assert answer(found(FULL), TARGET).display == "No target"


# What could not be told, and the words


def test_what_could_not_be_told_is_a_finding_with_its_reason(found):
    counts = {"offered": 100, "answered": 80}
    text = days(counts).query("start < '2024-05-20'").to_csv(index=False)
    said = [f.statement for f in found(counts, text=text) if f.id.endswith(f"/{NOT_POSSIBLE}")]
    assert any(s.startswith("101: the average wait. The data do not give the waits") for s in said)
    assert any(s.startswith("101: how many calls were given up.") for s in said)
    assert any("Incomplete months" in s and "May 2024" in s for s in said)


def test_answers_speak_of_calls_and_use_no_words_of_statisticians(found):
    for finding in found(FULL, more=TARGETS, before=FULL):
        if finding.question:
            assert not re.search(r"caller|people|p90|p95|percentile|median|XmR|Erlang|SARIMA", finding.statement)


@pytest.mark.parametrize(("day", "places"), [("2024-05-20", (2,)), ("2024-05-01", (1,)), ("2024-04-01", ())])
def test_the_small_line_of_history_knows_where_counting_changed(found, day, places):
    level = next(finding for finding in found(FULL, more=BREAK.format(day=day)) if finding.headline)
    assert len(level.history) == 3
    assert level.breaks == places
