"""Bands, percentiles, handlers' time and definitions on the page, at full data and at next to none."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from reviewkit.page import performance as page
from reviewkit.page.cards import Cards
from reviewkit.page.display import Notice, Table
from reviewkit.page.performance import frames
from reviewkit.sections import performance
from reviewkit.sections.figures.queues import queues

HEAD = """
name = "Testshire Police"
nation = "england"
first_contact_rule = "no second call within 7 days"
[governing_body]
kind = "pcc"
name = "Office"
title = "Commissioner"
[period]
start = 2024-04-01
end = 2024-04-30
"""
COUNTS = """
[[files]]
table = "intervals"
files = ["{file}"]
grain = "{grain}"
[files.columns]
start = "start"
{columns}
[files.constants]
channel = "{channel}"
stage = "primary"
"""
FULL = {
    "offered": 100, "answered": 80, "abandoned": 20, "answered_10s": 40, "answered_60s": 70, "abandoned_10s": 5,
    "abandoned_60s": 15, "wait_total_s": 2_000, "handled_total_s": 24_000, "staffed_total_s": 40_000,
    "paid_total_s": 60_000, "transferred": 20, "resolved": 32, "callback": 0, "callback_reached": 0,
}  # fmt: skip
ONLY = {"offered": 100, "answered": 80}


def table_of(columns: dict, freq: str = "D") -> str:
    starts = pd.date_range("2024-04-01", "2024-04-30", freq=freq)
    return pd.DataFrame({"start": starts.strftime("%Y-%m-%d %H:%M:%S")} | columns).to_csv(index=False)


def source(columns: dict, *, file="counts.csv", grain="day", channel="101") -> str:
    mapped = "\n".join(f'{name} = "{name}"' for name in columns)
    return COUNTS.format(file=file, grain=grain, channel=channel, columns=mapped)


@pytest.fixture
def full(open_force):
    return open_force(HEAD + source(FULL), {"counts.csv": table_of(FULL)})


@pytest.fixture
def only(open_force):
    return open_force(HEAD + source(ONLY), {"counts.csv": table_of(ONLY)})


def rows_of(item: Table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(item.csv)))


def test_bands_stand_side_by_side(full):
    shown = page.waits_by_length(full, performance.wait_bands(full))
    assert shown.rows == (
        ("10 seconds or less", "50.0", "25.0"),
        ("10 to 60 seconds", "37.5", "50.0"),
        ("more than 1 minute", "12.5", "25.0"),
    )
    assert rows_of(shown)[0]["101_primary_answered_calls"] == "1200.0"


def test_where_no_waits_are_counted_the_bands_are_refused(only):
    assert isinstance(page.waits_by_length(only, performance.wait_bands(only)), Notice)


def test_handlers_time_and_what_followed_are_in_percent_and_minutes(full):
    _, handling, followed = page.for_statisticians(full, performance.by_stage(full))
    assert handling.rows == (("101", "5:00", "60.0", "40.0", "33.3"),)
    assert followed.rows[0][:3] == ("101", "25.0", "40.0")
    assert followed.rows[0][3].startswith("[x")
    assert "Settled at first contact means here: no second call within 7 days." in followed.notes


@pytest.mark.parametrize(("passed_on", "shown"), [(0, "[z]"), (20, "25.0")])
def test_passing_on_from_the_last_queue_does_not_apply_where_none_was_counted(open_force, passed_on, shown):
    columns = FULL | {"transferred": passed_on}
    review = open_force(HEAD + source(columns), {"counts.csv": table_of(columns)})
    followed = page.for_statisticians(review, performance.by_stage(review))[-1]
    assert followed.rows[0][1] == shown
    assert any(note.startswith("[z] not applicable: No later queue") for note in followed.notes) is (shown == "[z]")


def test_a_queue_without_call_backs_has_no_share_without_them(open_force):
    other = source(FULL, file="other.csv", channel="999")
    backs = FULL | {"answered": 70, "callback": 10}
    files = {"counts.csv": table_of(backs), "other.csv": table_of(FULL)}
    review = open_force(HEAD + source(backs) + other, files)
    shown = page.ways_to_count_giving_up(review, performance.by_stage(review))
    assert [row[-1] for row in shown.rows] == ["[z]", "22.2"]
    assert shown.notes[-1] == "[z] not applicable: No call of this queue accepted a call back."


def test_without_single_calls_percentiles_are_refused_with_the_reason(only):
    shown = page.for_statisticians(only, performance.by_stage(only))
    assert all(isinstance(item, Notice) for item in shown)
    assert "needs the wait of every single call" in shown[0].paragraphs[0]


def test_every_figure_stands_beside_the_same_a_year_before(open_force):
    last_year = table_of(FULL | {"answered": 70, "abandoned": 30}).replace("2024-", "2023-")
    files = {"counts.csv": last_year + table_of(FULL).split("\n", 1)[1]}
    review = open_force(HEAD + source(FULL), files)
    shown = page.every_figure_by(review, {}, performance.a_year_earlier(review))[-1]
    row = next(row for row in rows_of(shown) if row["name"] == "answer_rate")
    assert (float(row["now"]), float(row["before"]), int(row["days"])) == (0.8, 0.7, 30)


def test_every_figure_is_there_to_download_by_day_and_refused_by_hour(full):
    months, weeks = performance.by_month(full), performance.by_week(full)
    said, before, *tables, hours = page.every_figure_by(
        full, performance.in_full(full, months, weeks), performance.a_year_earlier(full)
    )
    assert "shares run from 0 to 1" in said.paragraphs[0]
    assert isinstance(before, Notice)
    assert [item.csv_only for item in tables] == [True, True, True]
    days = rows_of(tables[2])
    assert (len(days), days[0]["period_start"], float(days[0]["occupancy"])) == (30, "2024-04-01", 0.6)
    assert isinstance(hours, Notice)


def test_each_figure_has_a_card_and_one_refused_says_why(full):
    stages = performance.by_stage(full)
    made = page.how_each_figure_is_counted(full, stages)
    assert isinstance(made, Cards)
    facts = {card.name: dict(card.facts) for card in made.cards}
    assert facts["Share of handlers' available time spent on calls"]["Of what"].startswith("Time in which")
    assert (
        facts["Share of answered calls settled at first contact"]["The force's rule"] == "No second call within 7 days."
    )
    median = facts["Median wait of answered calls"]
    assert "needs the wait of every single call" in median["Why it is not shown"]
    for card in facts.values():
        assert {"How it is counted", "When the clock runs", "When it misleads"} <= set(card)
    assert len(made.cards) == stages["measure"].nunique()


def test_the_source_names_only_what_was_supplied_of_the_queues_and_days_shown(open_force):
    monthly = source(ONLY, file="months.csv", grain="month", channel="999")
    files = {"counts.csv": table_of(ONLY), "months.csv": table_of(ONLY, "MS")}
    review = open_force(HEAD + source(ONLY) + monthly, files)
    emergency, other = queues(review)
    assert "monthly counts." in frames.source_of(review, [emergency])
    assert "daily counts." in frames.source_of(review, [other])
    assert "and" in frames.source_of(review)
