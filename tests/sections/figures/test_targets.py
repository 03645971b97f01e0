"""Promises kept or not, and a year ago: over what is complete and alike, nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reviewkit.data.declared.force import Target
from reviewkit.sections import performance
from reviewkit.sections.figures.published import chosen, is_national
from reviewkit.sections.figures.targets import kept

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
[[targets]]
channel = "101"
stage = "primary"
measure = "abandonment_crude"
at_most = 0.10
citation = "A promise"
[[targets]]
channel = "101"
stage = "primary"
measure = "median_wait_s"
at_most = 30
citation = "A promise"
[[targets]]
channel = "999"
stage = "primary"
measure = "answer_rate"
at_least = 0.99
citation = "A promise"
{event}
[[files]]
table = "intervals"
files = ["counts.csv"]
grain = "day"
[files.columns]
start = "start"
offered = "offered"
answered = "answered"
abandoned = "abandoned"
[files.constants]
channel = "101"
stage = "primary"
"""
EVENT = """
[[events]]
date = 2024-05-01
kind = "phone system"
label = "New telephones"
breaks_series = true
"""


def target(**level):
    return Target(channel="101", stage="primary", measure="answer_rate", citation="A promise", **level)


@pytest.mark.parametrize(
    ("value", "level", "verdict"),
    [
        (0.8999, {"at_least": 0.9}, "not met"),
        (0.9, {"at_least": 0.9}, "met"),
        (9 / 10 - 1e-16, {"at_least": 0.9}, "met"),
        (0.0501, {"at_most": 0.05}, "not met"),
        (0.05, {"at_most": 0.05}, "met"),
        (float("nan"), {"at_most": 0.05}, "cannot be told"),
    ],
)
def test_a_target_is_met_at_its_edge(value, level, verdict):
    assert kept(value, target(**level)) == verdict


def days(first, last, *, abandoned):
    at = pd.date_range(first, last, freq="D")
    return pd.DataFrame({"start": at.strftime("%Y-%m-%d"), "offered": 100, "answered": 100 - abandoned(at),
                         "abandoned": abandoned(at)})  # fmt: skip


def by_month(may):
    return lambda at: np.where(at.month == 5, may, 8)


@pytest.fixture
def three_months(open_force):
    # May is bad but ten days of it are missing, so it is not judged.
    frame = days("2024-04-01", "2024-06-30", abandoned=by_month(40))
    frame = frame[~frame["start"].between("2024-05-11", "2024-05-20")]
    return open_force(TOML.format(event=""), {"counts.csv": frame.to_csv(index=False)})


def test_a_month_with_gaps_is_not_held_against_the_target(three_months):
    row = performance.against_targets(three_months).iloc[0]
    assert (row["value"], row["verdict"], row["met"], row["judged"]) == (0.08, "met", 2, 2)
    assert row["left_out"] == (pd.Timestamp("2024-05-01"),)


def test_a_target_no_data_can_answer_cannot_be_told(three_months):
    _, median, emergency = performance.against_targets(three_months).to_dict("records")
    assert (median["verdict"], emergency["verdict"]) == ("cannot be told", "cannot be told")
    assert "needs the wait of every single call" in median["reason"]
    assert emergency["reason"] == "No data were supplied for this queue."


def test_the_incomplete_month_is_marked_with_its_share(three_months):
    months = performance.by_month(three_months)
    may = months[months["period_start"] == "2024-05-01"].iloc[0]
    assert (bool(may["complete"]), round(may["share"], 3)) == (False, round(21 / 31, 3))


def test_a_year_earlier_is_compared_over_the_days_both_years_have(open_force):
    now = days("2024-04-01", "2024-06-30", abandoned=by_month(8))
    then = days("2023-04-11", "2023-06-30", abandoned=lambda at: np.full(len(at), 4))
    review = open_force(TOML.format(event=""), {"counts.csv": pd.concat([then, now]).to_csv(index=False)})
    table = performance.a_year_earlier(review).set_index("measure")
    row = table.loc["abandonment_crude"]
    assert (row["now"], row["before"], row["days"], bool(row["whole"])) == (0.08, 0.04, 81, False)
    assert (str(row["first_day"].date()), str(row["last_day"].date())) == ("2024-04-11", "2024-06-30")
    assert table.loc["offered", "now"] == table.loc["offered", "before"] == 8_100


def test_a_break_in_the_series_ends_the_comparison(open_force):
    frame = days("2023-04-01", "2024-06-30", abandoned=lambda at: np.full(len(at), 4))
    review = open_force(TOML.format(event=EVENT), {"counts.csv": frame.to_csv(index=False)})
    row = performance.a_year_earlier(review).iloc[0]
    assert (row["days"], str(row["last_day"].date())) == (30, "2024-04-30")


def test_a_year_without_history_is_not_compared(three_months):
    assert performance.a_year_earlier(three_months).empty


PUBLISHED = pd.DataFrame(
    {
        "force": ["uk", "devon-and-cornwall", "north-wales", "uk", "devon-and-cornwall"],
        "channel": ["999", "101", "999", "webchat", "999"],
        "metric": ["mean_wait_s", "offered", "offered", "offered", "rank"],
        "period_end": ["2024-03-31"] * 5,
    }
)


def test_published_figures_are_of_the_force_and_national_and_never_a_rank(three_months):
    force = three_months.force
    table = chosen(PUBLISHED, force, {"999", "101"})
    assert table["force"].tolist() == ["uk"]


def test_a_real_force_has_its_own_figures_first_however_its_name_is_spelt(three_months):
    named = replace(three_months.force, synthetic=False, name="Devon & Cornwall Police")
    table = chosen(PUBLISHED, named, {"999", "101"})
    assert table["force"].tolist() == ["devon-and-cornwall", "uk"]


def test_a_force_named_north_wales_is_not_a_country():
    assert [is_national(name) for name in ("uk", "wales", "north-wales", "uk-33-forces")] == [True, True, False, True]
