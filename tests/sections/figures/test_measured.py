"""The long table: sums before ratios, a reason for every missing figure, and never a 0 in its place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.problems import Withheld
from reviewkit.sections.figures.measured import measure_table
from reviewkit.sections.figures.rules import RULES, Figure

TWO_DAYS = pd.DataFrame(
    {
        "channel": "101",
        "stage": "primary",
        "day": [1, 2],
        "offered": [100.0, 10.0],
        "answered": [90.0, 2.0],
        "answered_60s": [81.0, 1.0],
        "abandoned": [10.0, 8.0],
        "abandoned_5s": [4.0, 1.0],
        "wait_total_s": [900.0, 400.0],
        "longest_wait_s": [60.0, 300.0],
        "abandoned_wait_total_s": [300.0, 60.0],
        "handled_total_s": [27_000.0, 700.0],
        "staffed_total_s": [36_000.0, 7_200.0],
        "paid_total_s": [54_000.0, 9_000.0],
        "transferred": [40.0, 1.0],
        "resolved": [30.0, 0.0],
        "callback": [5.0, 3.0],
        "callback_reached": [4.0, 3.0],
        "callback_wait_total_s": [3_600.0, 500.0],
    }
)


def value(counts, measure, threshold=None, **asked):
    return measure_table(counts, [Figure(measure, threshold)], **asked).iloc[0]


@pytest.mark.parametrize(
    ("measure", "threshold", "worth"),
    [
        ("offered", None, Fraction(110)),
        ("service_level_of_offered", 60, Fraction(82, 110)),
        ("service_level_of_answered", 60, Fraction(82, 92)),
        ("abandonment_crude", None, Fraction(18, 110)),
        ("abandonment_after_threshold", 5, Fraction(13, 110)),
        ("abandonment_threshold_both_sides", 5, Fraction(13, 105)),
        ("mean_wait_s", None, Fraction(1300, 92)),
        ("longest_wait_s", None, Fraction(300)),
        ("mean_wait_to_abandon_s", None, Fraction(360, 18)),
        ("mean_time_in_queue_s", None, Fraction(1660, 110)),
        ("handling_time_s", None, Fraction(27_700, 92)),
        ("occupancy", None, Fraction(27_700, 43_200)),
        ("utilisation", None, Fraction(27_700, 63_000)),
        ("shrinkage", None, Fraction(19_800, 63_000)),
        ("transfer_rate", None, Fraction(41, 92)),
        ("first_contact_resolution", None, Fraction(30, 92)),
        ("abandonment_excluding_callback", None, Fraction(18, 102)),
        ("callback_success", None, Fraction(7, 8)),
        ("mean_wait_for_callback_s", None, Fraction(4_100, 7)),
    ],
)
def test_days_are_added_up_before_anything_is_divided(measure, threshold, worth):
    assert value(TWO_DAYS, measure, threshold)["value"] == float(worth)


@pytest.mark.parametrize("measure", [name for name in RULES if "longest" not in name])
def test_the_numerator_over_the_denominator_is_the_value(measure):
    counts = TWO_DAYS.assign(abandoned_60s=[5.0, 2.0], contained=0.0, forced=0.0, overflow=0.0)
    row = value(counts, measure, 60)
    worth = row["numerator"] if np.isnan(row["denominator"]) else row["numerator"] / row["denominator"]
    assert row["value"] == pytest.approx(worth, rel=1e-12)


def test_a_threshold_the_data_lack_is_refused_and_the_nearest_named():
    row = value(TWO_DAYS, "service_level_of_offered", 10)
    assert np.isnan(row["value"])
    assert (
        row["reason"] == "The data do not give calls answered within 10 seconds; the nearest they give is 60 seconds."
    )


def test_a_column_never_supplied_is_refused_by_name():
    counts = TWO_DAYS.drop(columns=["abandoned_wait_total_s", "transferred"])
    assert value(counts, "mean_wait_to_abandon_s")["reason"] == "The data do not give the waits of people who gave up."
    assert value(counts, "transfer_rate")["reason"] == "The data do not give calls passed on to the next queue."


def test_a_withheld_column_gives_the_reason_it_was_withheld_for():
    withheld = Withheld(
        table="intervals", column="abandoned", file="a.csv", channel="101", stage="primary", start=date(2024, 4, 1),
        end=date(2024, 4, 2), reason="It contradicts offered and answered",
    )  # fmt: skip
    row = value(TWO_DAYS.assign(abandoned=np.nan), "abandonment_crude", withheld=[withheld])
    assert row["reason"] == "It contradicts offered and answered."


def test_a_column_known_for_too_few_intervals_is_refused():
    counts = pd.concat([TWO_DAYS] * 50, ignore_index=True)
    counts.loc[:2, "wait_total_s"] = np.nan
    row = value(counts, "mean_wait_s")
    assert row["reason"] == "The data give the waits of answered calls for 97% of the intervals only."
    counts.loc[0, "wait_total_s"] = 900.0
    assert value(counts, "mean_wait_s")["reason"] == ""


def test_a_part_larger_than_its_whole_is_refused():
    assert "contradict" in value(TWO_DAYS.assign(abandoned=[200.0, 8.0]), "abandonment_crude")["reason"]


def test_no_calls_is_no_figure():
    counts = TWO_DAYS.assign(**dict.fromkeys(("offered", "answered", "abandoned", "answered_60s"), 0.0))
    row = value(counts, "service_level_of_offered", 60)
    assert (np.isnan(row["value"]), row["reason"]) == (True, "No calls to measure.")


def test_an_interval_without_calls_needs_no_waits():
    counts = TWO_DAYS.assign(answered=[90.0, 0.0], answered_60s=[81.0, np.nan], wait_total_s=[900.0, np.nan])
    assert value(counts, "mean_wait_s")["value"] == 10
    assert value(counts, "service_level_of_offered", 60)["value"] == 81 / 110


def test_nobody_to_ring_back_is_nobody_who_waited_for_it():
    counts = TWO_DAYS.assign(
        callback=[5.0, 0.0], callback_reached=[4.0, np.nan], callback_wait_total_s=[3_600.0, np.nan]
    )
    assert value(counts, "callback_success")["value"] == 4 / 5
    assert value(counts, "mean_wait_for_callback_s")["value"] == 900


@st.composite
def half_hours(draw):
    rows = []
    for _ in range(draw(st.integers(1, 12))):
        offered = draw(st.integers(0, 60))
        answered = draw(st.integers(0, offered))
        abandoned = offered - answered
        rows.append(
            {
                "channel": draw(st.sampled_from(["999", "101"])),
                "stage": "primary",
                "offered": offered,
                "answered": answered,
                "abandoned": abandoned,
                "answered_10s": draw(st.integers(0, answered)),
                "abandoned_5s": draw(st.integers(0, abandoned)),
                "wait_total_s": draw(st.integers(0, 900)) if answered else None,
            }
        )
    frame = pd.DataFrame(rows)
    return frame.astype(dict.fromkeys(frame.columns[2:], float))


FIGURES = [
    Figure("answer_rate"),
    Figure("abandonment_crude"),
    Figure("abandonment_after_threshold", 5),
    Figure("abandonment_threshold_both_sides", 5),
    Figure("service_level_of_offered", 10),
    Figure("service_level_of_answered", 10),
    Figure("mean_wait_s"),
]


@given(half_hours())
def test_every_queue_agrees_with_sql_over_the_same_rows(counts):
    table = measure_table(counts, FIGURES)
    with duckdb.connect() as connection:
        connection.register("counts", counts)
        expected = connection.execute(
            """
            select channel, sum(answered) / sum(offered), sum(abandoned) / sum(offered),
                   sum(abandoned - abandoned_5s) / sum(offered),
                   sum(abandoned - abandoned_5s) / sum(offered - abandoned_5s),
                   sum(answered_10s) / sum(offered), sum(answered_10s) / sum(answered),
                   sum(wait_total_s) / sum(answered)
            from counts group by channel
            """
        ).fetchall()
    for channel, *worth in expected:
        got = table[table["channel"] == channel].set_index("measure")["value"]
        for figure, expectation in zip(FIGURES, worth, strict=True):
            if expectation is None or not np.isfinite(expectation):
                assert np.isnan(got[figure.measure]), figure
            else:
                assert got[figure.measure] == pytest.approx(expectation, rel=1e-12), figure


@given(half_hours(), st.sets(st.sampled_from(["abandoned", "answered_10s", "abandoned_5s", "wait_total_s"])))
def test_a_figure_is_there_or_has_a_reason_and_a_share_is_a_share(counts, missing):
    table = measure_table(counts.drop(columns=list(missing)), FIGURES)
    assert (table["value"].isna() == (table["reason"] != "")).all()
    shares = table.loc[(table["unit"] == "share") & table["value"].notna(), "value"]
    assert shares.between(0, 1).all()
    refused = table[table["reason"] != ""]
    assert refused[["value", "numerator", "denominator"]].isna().all(axis=None)


def test_the_longest_of_no_calls_is_nothing_to_measure_and_not_a_gap_in_the_data():
    counts = TWO_DAYS.assign(answered=[90.0, 0.0], longest_wait_s=[60.0, np.nan])
    days = measure_table(counts, [Figure("longest_wait_s")], by=["day"])
    assert days["reason"].tolist() == ["", "No calls to measure."]
    noughts = measure_table(counts.assign(longest_wait_s=[60.0, 0.0]), [Figure("longest_wait_s")], by=["day"])
    assert noughts["reason"].tolist() == ["", "No calls to measure."]
    unknown = measure_table(counts.assign(answered=[90.0, np.nan]), [Figure("longest_wait_s")], by=["day"])
    assert unknown["reason"].tolist()[1] != "No calls to measure."
