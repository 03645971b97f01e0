"""Figures in full: by day and hour, waits in bands, order statistics, call backs and transfers, from small files."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reviewkit.sections import performance
from reviewkit.sections.figures.after_answer import NO_RULE

HEAD = """
name = "Testshire Police"
nation = "england"
{top}
[governing_body]
kind = "pcc"
name = "Office"
title = "Commissioner"
[period]
start = 2024-04-01
end = 2024-04-02
"""
COUNTS = """
[[files]]
table = "intervals"
files = ["counts.csv"]
grain = "hour"
[files.columns]
start = "start"
{columns}
[files.constants]
channel = "101"
stage = "primary"
"""
CALLS = """
[[files]]
table = "calls"
files = ["calls.csv"]
[files.columns]
call_id = "id"
leg = "leg"
stage = "stage"
offered_at = "at"
wait_s = "wait"
outcome = "outcome"
[files.words.stage]
primary = "primary"
secondary = "secondary"
callback = "callback"
[files.words.outcome]
answered = "answered"
abandoned = "abandoned"
callback = "callback"
[files.constants]
channel = "101"
"""
LEGS = """id,leg,stage,at,wait,outcome
1,1,primary,2024-04-01 09:00:00,5,answered
1,2,secondary,2024-04-01 09:02:00,300,answered
2,1,primary,2024-04-01 09:10:00,10,answered
3,1,primary,2024-04-01 10:00:00,60,abandoned
4,1,primary,2024-04-02 09:00:00,20,answered
4,2,secondary,2024-04-02 09:03:00,90,callback
4,3,callback,2024-04-02 09:05:00,1500,answered
5,1,primary,2024-04-02 09:30:00,40,answered
6,1,callback,2024-04-02 10:00:00,700,abandoned
"""


def hours(**columns: object) -> str:
    """Two days of hourly counts, every hour alike."""
    starts = pd.date_range("2024-04-01", "2024-04-02 23:00", freq="h")
    return pd.DataFrame({"start": starts.strftime("%Y-%m-%d %H:%M:%S")} | columns).to_csv(index=False)


def declared(columns: dict, top: str = "") -> str:
    return HEAD.format(top=top) + COUNTS.format(columns="\n".join(f'{name} = "{name}"' for name in columns))


def of(table, measure, stage="primary"):
    return table[(table["measure"] == measure) & (table["stage"] == stage)]


@pytest.fixture
def called(open_force):
    return open_force(HEAD.format(top="") + CALLS, {"calls.csv": LEGS})


# From single calls


def test_order_statistics_of_those_answered_of_those_who_gave_up_and_of_both(called):
    stages = performance.by_stage(called).set_index(["stage", "measure"])["value"]["primary"]
    # Answered waited 5, 10, 20 and 40 seconds; one gave up after 60.
    assert stages[["median_wait_s", "p90_wait_s", "p95_wait_s"]].tolist() == [10, 40, 40]
    assert stages[["median_wait_to_abandon_s", "p95_wait_to_abandon_s"]].tolist() == [60, 60]
    assert stages[["median_time_in_queue_s", "p90_time_in_queue_s", "mean_time_in_queue_s"]].tolist() == [20, 60, 27]


def test_passing_on_is_seen_in_the_legs_of_single_calls(called):
    row = of(performance.by_stage(called), "transfer_rate").iloc[0]
    assert (row["numerator"], row["denominator"], row["value"]) == (2, 4, 0.5)


def test_a_caller_sent_on_before_anybody_answered_was_not_passed_on(open_force):
    sent_on = LEGS + "7,1,primary,2024-04-02 11:00:00,30,overflow\n7,2,secondary,2024-04-02 11:01:00,9,answered\n"
    words = CALLS.replace(
        'callback = "callback"\n[files.const', 'callback = "callback"\noverflow = "overflow"\n[files.const'
    )
    row = of(performance.by_stage(open_force(HEAD.format(top="") + words, {"calls.csv": sent_on})), "transfer_rate")
    assert (row["numerator"].item(), row["denominator"].item()) == (2, 4)


def test_call_backs_recorded_as_calls_say_who_was_reached_and_after_how_long(called):
    stages = performance.by_stage(called)
    assert of(stages, "callback_success", "callback")["value"].item() == 1 / 2
    assert of(stages, "mean_wait_for_callback_s", "callback")["value"].item() == 1500


def test_each_day_and_each_hour_of_the_week_has_its_own_order_statistics(called):
    days = of(performance.by_day(called), "median_wait_s").set_index("period_start")["value"]
    assert days.to_dict() == {pd.Timestamp("2024-04-01"): 5, pd.Timestamp("2024-04-02"): 20}
    full = of(performance.hour_of_week_in_full(called), "p95_wait_s")
    known = full[full["value"].notna()].set_index(["weekday", "hour"])["value"]
    assert known.to_dict() == {(0, 9): 10, (1, 9): 40}


def test_a_day_on_which_nobody_gave_up_has_nothing_to_measure(called):
    days = of(performance.by_day(called), "median_wait_to_abandon_s").set_index("period_start")
    assert days["reason"].tolist() == ["", "No calls to measure."]


# From counts


def test_a_day_is_the_sum_of_its_hours(open_force):
    columns = {"offered": 10, "answered": 8, "wait_total_s": 80, "handled_total_s": 2_400, "staffed_total_s": 7_200}
    days = performance.by_day(open_force(declared(columns), {"counts.csv": hours(**columns)}))
    assert of(days, "offered")["value"].tolist() == [240, 240]
    assert of(days, "occupancy")["value"].tolist() == [1 / 3, 1 / 3]
    assert of(days, "p90_wait_s")["reason"].str.contains("needs the wait of every single call").all()


def test_an_hour_of_the_week_is_the_sum_of_its_weeks(open_force):
    columns = {"offered": 10, "answered": 8}
    full = performance.hour_of_week_in_full(open_force(declared(columns), {"counts.csv": hours(**columns)}))
    rates = of(full, "answer_rate")
    assert (len(rates), set(rates["value"]), set(rates["weekday"])) == (48, {0.8}, {0, 1})


def test_first_contact_resolution_needs_the_rule_it_was_counted_by(open_force):
    columns = {"offered": 10, "answered": 8, "resolved": 4}
    row = of(
        performance.by_stage(open_force(declared(columns), {"counts.csv": hours(**columns)})),
        "first_contact_resolution",
    )
    assert (np.isnan(row["value"].item()), row["reason"].item()) == (True, NO_RULE)
    ruled = declared(columns, 'first_contact_rule = "no second call within 7 days"')
    review = open_force(ruled, {"counts.csv": hours(**columns)}, slug="ruled")
    assert of(performance.by_stage(review), "first_contact_resolution")["value"].item() == 0.5


def test_a_threshold_the_data_lack_is_refused_and_the_nearest_shown_under_its_own_name(open_force):
    columns = {"offered": 10, "answered": 8, "answered_20s": 6, "answered_90s": 7}
    target = """
[[targets]]
channel = "101"
stage = "primary"
measure = "service_level_of_offered"
threshold_s = 30
at_least = 0.80
citation = "A promise"
"""
    review = open_force(declared(columns) + target, {"counts.csv": hours(**columns)})
    levels = of(performance.by_stage(review), "service_level_of_offered").set_index("threshold_s")
    assert levels["value"].to_dict() == {20: 0.6, 30: pytest.approx(np.nan, nan_ok=True)}
    assert "the nearest they give is 20 seconds" in levels.loc[30, "reason"]


# Bands


def test_bands_part_the_answered_only_at_times_that_the_data_count(open_force):
    columns = {"offered": 10, "answered": 8, "answered_10s": 3, "answered_180s": 7, "abandoned": 2}
    bands = performance.wait_bands(open_force(declared(columns), {"counts.csv": hours(**columns)}))
    answered = bands[bands["ended"] == "answered"]
    assert answered[["over_s", "calls"]].to_numpy().tolist() == [[0, 144], [10, 192], [180, 48]]
    assert answered["share"].sum() == 1
    assert bands.loc[bands["ended"] == "abandoned", "reason"].tolist() == [
        "The data do not count callers who gave up by how long they waited."
    ]


def test_bands_from_single_calls_hold_those_answered_beside_those_who_gave_up(called):
    bands = performance.wait_bands(called)
    primary = bands[(bands["stage"] == "primary") & (bands["calls"] > 0)]
    assert primary[["ended", "up_to_s", "calls"]].to_numpy().tolist() == [
        ["answered", 10, 2], ["answered", 30, 1], ["answered", 60, 1], ["abandoned", 60, 1],
    ]  # fmt: skip
