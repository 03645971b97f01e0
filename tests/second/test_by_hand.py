"""Every measure worked out by hand from two small files, which go the whole way from the file to the section."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reviewkit.data.review import open_review
from reviewkit.methods.measures import MEASURES
from reviewkit.sections import performance

FORCE = """
name = "Exampleshire Police"
nation = "england"
synthetic = true
short_abandon_s = 5
first_contact_rule = "not passed on, and no second call within 7 days"
[governing_body]
kind = "pcc"
name = "Office of the Commissioner"
title = "Commissioner"
[period]
start = 2024-05-01
end = 2024-05-01

[[files]]
table = "calls"
files = ["calls.csv"]
time_zone = "Europe/London"
[files.columns]
call_id = "call"
leg = "leg"
offered_at = "at"
stage = "stage"
wait_s = "waited"
outcome = "ended"
handled_s = "handled"
[files.constants]
channel = "101"

[[files]]
table = "intervals"
files = ["counts.csv"]
time_zone = "Europe/London"
grain = "30 minutes"
[files.columns]
start = "from"
offered = "offered"
answered = "answered"
handled_total_s = "handled"
staffed_total_s = "staffed"
paid_total_s = "paid"
resolved = "settled"
callback = "booked"
callback_reached = "reached"
callback_wait_total_s = "until reached"
[files.constants]
channel = "999"
stage = "primary"
"""

CALLS = """call,leg,at,stage,waited,ended,handled
1,1,2024-05-01 09:00:00,primary,5,answered,100
2,1,2024-05-01 09:01:00,primary,10,answered,200
3,1,2024-05-01 09:02:00,primary,20,answered,300
4,1,2024-05-01 09:31:00,primary,60,answered,400
5,1,2024-05-01 09:32:00,primary,61,answered,500
6,1,2024-05-01 09:33:00,primary,600,answered,600
7,1,2024-05-01 10:00:00,primary,4,abandoned,
8,1,2024-05-01 10:01:00,primary,6,abandoned,
9,1,2024-05-01 10:02:00,primary,70,abandoned,
10,1,2024-05-01 10:03:00,primary,300,abandoned,
11,1,2024-05-01 10:04:00,primary,0,contained,
12,1,2024-05-01 10:05:00,primary,90,callback,
13,1,2024-05-01 10:06:00,primary,0,forced,
14,1,2024-05-01 10:07:00,primary,120,overflow,
1,2,2024-05-01 10:30:00,secondary,700,answered,50
2,2,2024-05-01 10:31:00,secondary,800,abandoned,
"""

COUNTS = """from,offered,answered,handled,staffed,paid,settled,booked,reached,until reached
2024-05-01 09:00,14,10,3000,7200,10000,4,4,3,1800
2024-05-01 09:30,26,20,6000,7200,8000,8,6,6,9000
"""

OF_CALLS = {
    "offered": 14,
    "answered": 6,
    "abandoned": 4,
    "contained": 1,
    "callback": 1,
    "forced": 1,
    "overflow": 1,
    "answer_rate": Fraction(6, 14),
    "not_answered_rate": Fraction(8, 14),
    "abandonment_crude": Fraction(4, 14),
    "abandonment_after_threshold": Fraction(3, 14),  # not the one after 4 seconds
    "abandonment_threshold_both_sides": Fraction(3, 13),
    "abandonment_excluding_callback": Fraction(4, 13),
    "service_level_of_offered": Fraction(4, 14),  # 5, 10, 20 and 60 seconds
    "service_level_of_answered": Fraction(4, 6),
    "service_level_without_short_abandoned": Fraction(4, 12),  # without those after 4 and 6 seconds
    "mean_wait_s": Fraction(756, 6),
    "median_wait_s": 20,
    "p90_wait_s": 600,
    "p95_wait_s": 600,
    "longest_wait_s": 600,
    "mean_wait_to_abandon_s": Fraction(380, 4),
    "median_wait_to_abandon_s": 6,
    "p90_wait_to_abandon_s": 300,
    "p95_wait_to_abandon_s": 300,
    "longest_abandoned_wait_s": 300,
    "mean_time_in_queue_s": Fraction(1136, 10),
    "median_time_in_queue_s": 20,
    "p90_time_in_queue_s": 300,
    "p95_time_in_queue_s": 600,
    "handling_time_s": Fraction(2100, 6),
    "transfer_rate": Fraction(2, 6),
}
OF_COUNTS = {
    "occupancy": Fraction(9_000, 14_400),
    "utilisation": Fraction(9_000, 18_000),
    "shrinkage": Fraction(18_000 - 14_400, 18_000),
    "first_contact_resolution": Fraction(12, 30),
    "callback_success": Fraction(9, 10),
    "mean_wait_for_callback_s": Fraction(10_800, 9),
}
THRESHOLDS_S = {"abandonment": 5, "service_level": 60}


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    data = tmp_path_factory.mktemp("hand")
    folder = data / "raw" / "exampleshire"
    folder.mkdir(parents=True)
    for name, text in (("force.toml", FORCE), ("calls.csv", CALLS), ("counts.csv", COUNTS)):
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIEWKIT_DATA", str(data))
        return performance.by_stage(open_review("exampleshire"))


def value(table, measure, channel):
    rows = table[(table["channel"] == channel) & (table["stage"] == "primary") & (table["measure"] == measure)]
    if MEASURES[measure].needs_threshold:
        kind = "service_level" if measure.startswith("service_level") else "abandonment"
        rows = rows[rows["threshold_s"] == THRESHOLDS_S[kind]]
    [found] = rows["value"]
    return found


@pytest.mark.parametrize("measure", OF_CALLS)
def test_of_fourteen_calls(table, measure):
    assert value(table, measure, "101") == pytest.approx(float(OF_CALLS[measure]), rel=1e-12)


@pytest.mark.parametrize("measure", OF_COUNTS)
def test_of_two_half_hours(table, measure):
    assert value(table, measure, "999") == pytest.approx(float(OF_COUNTS[measure]), rel=1e-12)


def test_no_measure_is_left_out():
    assert set(OF_CALLS) | set(OF_COUNTS) == set(MEASURES)
