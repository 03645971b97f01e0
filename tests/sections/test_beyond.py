"""What happened after the call, counted by hand on records of a few lines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.review import open_review
from reviewkit.sections import beyond
from tests.data.drawn import Drawn
from tests.data.drawn_records import entry

BACK = ("reference", "promised_at", "due_at", "made_at", "made_by")
STANDARDS = ("standard", "period_start", "period_end", "due", "kept", "told", "promised_share", "citation")
REPORTS = ("reference", "submitted_at", "reached_analyst_at", "use_stated")
BARRIERS = ("id", "kind", "description", "evidence", "raised", "status")


@pytest.fixture
def review(tmp_path, monkeypatch):
    """Open a review of June 2024 over records drawn line by line."""

    def opened(table: str, columns: tuple[str, ...], *lines: str):
        drawn = Drawn(tmp_path).declare(entry(table, *columns), start="2024-06-01", end="2024-06-30")
        drawn.file(f"{table}.csv", "\n".join((",".join(columns), *lines)))
        monkeypatch.setenv("REVIEWKIT_DATA", str(tmp_path))
        return open_review("exampleshire")

    return opened


def promises(number: int, due: str, made: str, role: str = "", *, first: int = 0) -> list[str]:
    """Draw so many promises alike; the reference keeps them apart."""
    return [f"CB{first + n},,{due},{made},{role}" for n in range(number)]


def counts(row: pd.Series) -> tuple[int, ...]:
    return tuple(int(row[name]) for name in ("due", "in_time", "late", "open", "not_yet_due"))


# Contact back


def test_promises_kept_in_time_late_and_not_yet_are_counted_apart(review):
    lines = [
        *promises(20, "2024-06-10 12:00", "2024-06-10 12:00", "officer", first=100),
        *promises(12, "2024-06-10 12:00", "2024-06-10 12:01", "officer", first=200),
        *promises(10, "2024-06-10 12:00", "", first=300),
    ]
    [row] = beyond.contact_back(review("contact_back", BACK, *lines)).to_dict("records")
    assert counts(row) == (42, 20, 12, 10, 0)
    assert row["share"] == pytest.approx(20 / 42)
    assert (row["withheld"], row["reason"]) == (False, "")


def test_a_promise_belongs_to_the_period_in_which_it_fell_due(review):
    lines = (
        "CB1,2024-05-31 09:00,2024-05-31 23:59,,",  # due before
        "CB2,2024-05-31 09:00,2024-06-01 00:01,,",  # the first of the period
        "CB3,2024-06-29 09:00,2024-06-30 23:59,,",  # the last
        "CB4,2024-06-30 09:00,2024-07-01 09:00,,",  # promised in it, not yet due
        "CB5,2024-07-01 09:00,2024-07-02 09:00,,",  # promised after it
    )
    [row] = beyond.contact_back(review("contact_back", BACK, *lines)).to_dict("records")
    assert counts(row) == (2, 0, 0, 2, 1)


def test_what_falls_due_after_the_records_end_is_not_yet_due(review):
    lines = (
        "CB1,2024-06-09 09:00,2024-06-10 09:00,2024-06-10 08:00,officer",  # the last thing on record
        "CB2,2024-06-09 09:00,2024-06-10 08:00,,",
        "CB3,2024-06-09 09:00,2024-06-10 08:01,,",
    )
    [row] = beyond.contact_back(review("contact_back", BACK, *lines)).to_dict("records")
    assert counts(row) == (1, 0, 0, 1, 2)


def test_without_the_time_of_promises_contacts_that_stop_hide_nothing(review):
    lines = ("CB1,,2024-06-02 09:00,2024-06-02 08:00,officer", "CB2,,2024-06-20 08:00,,")
    [row] = beyond.contact_back(review("contact_back", BACK, *lines)).to_dict("records")
    assert counts(row) == (2, 1, 0, 1, 0)


@pytest.mark.parametrize(
    ("made", "in_time"), [("2024-06-10 00:00", 1), ("2024-06-10 23:59", 1), ("2024-06-11 00:00", 0)]
)
def test_a_day_without_a_time_is_kept_until_the_day_is_over(review, made, in_time):
    [row] = beyond.contact_back(review("contact_back", BACK, f"CB1,,2024-06-10,{made},officer")).to_dict("records")
    assert row["in_time"] == in_time


def test_who_made_contact_is_counted_by_role_most_first(review):
    lines = [
        *promises(15, "2024-06-10 12:00", "2024-06-10 11:00", "officer", first=100),
        *promises(10, "2024-06-10 12:00", "2024-06-11 11:00", "officer", first=200),
        *promises(11, "2024-06-10 12:00", "2024-06-10 11:00", "victim care", first=300),
        *promises(30, "2024-06-10 12:00", "2024-06-10 11:00", first=400),
        *promises(9, "2024-06-10 12:00", "", first=500),
    ]
    frame = beyond.contact_back_by_role(review("contact_back", BACK, *lines))
    assert frame[["made_by", "made", "in_time", "late"]].to_numpy().tolist() == [
        ["not stated", 30, 30, 0],
        ["officer", 25, 15, 10],
        ["victim care", 11, 11, 0],
    ]
    assert frame["share"].tolist() == pytest.approx([1, 0.6, 1])
    assert not frame["withheld"].any()


@pytest.mark.parametrize(("late", "withheld"), [(0, False), (1, True), (9, True), (10, False)])
def test_fewer_than_ten_people_are_not_shown_and_nought_is(review, late, withheld):
    lines = promises(30, "2024-06-10 12:00", "2024-06-10 11:00", "officer")
    lines += promises(late, "2024-06-10 12:00", "2024-06-12 11:00", "officer", first=500)
    assert bool(beyond.contact_back(review("contact_back", BACK, *lines))["withheld"].iloc[0]) is withheld


def test_one_role_alone_is_not_withheld_or_the_whole_would_give_it_away(review):
    lines = [
        *promises(40, "2024-06-10 12:00", "2024-06-10 11:00", "officer", first=100),
        *promises(20, "2024-06-10 12:00", "2024-06-10 11:00", "investigator", first=200),
        *promises(3, "2024-06-10 12:00", "2024-06-10 11:00", "other", first=300),
    ]
    frame = beyond.contact_back_by_role(review("contact_back", BACK, *lines))
    assert dict(zip(frame["made_by"], frame["withheld"], strict=True)) == {
        "officer": False,
        "investigator": True,
        "other": True,
    }


# Service standards


def test_a_standard_is_added_up_before_it_is_a_share(review):
    lines = (
        "Ring back,2024-06-01,2024-06-15,100,50,30,0.6,Charter",
        "Ring back,2024-06-16,2024-06-30,300,210,60,0.6,Charter",
    )
    [row] = beyond.service_standards(review("service_standards", STANDARDS, *lines)).to_dict("records")
    assert (row["due"], row["kept"], row["missed"], row["told"]) == (400, 260, 140, 90)
    assert row["share"] == pytest.approx(0.65)  # the mean of the two shares would be 0.6
    assert row["verdict"] == "met"


@pytest.mark.parametrize(
    ("kept", "promised", "verdict"), [(80, "0.8", "met"), (79, "0.8", "missed"), (80, "", "missed")]
)
def test_a_standard_is_held_against_what_was_promised_and_that_is_always_unless_said(review, kept, promised, verdict):
    line = f"Ring back,2024-06-01,2024-06-30,100,{kept},,{promised},Charter"
    frame = beyond.service_standards(review("service_standards", STANDARDS, line))
    assert frame["verdict"].tolist() == [verdict]


def test_told_is_unknown_where_one_period_does_not_give_it(review):
    lines = (
        "Ring back,2024-06-01,2024-06-15,100,50,30,0.6,Charter",
        "Ring back,2024-06-16,2024-06-30,100,50,,0.6,Charter",
    )
    assert beyond.service_standards(review("service_standards", STANDARDS, *lines))["told"].isna().all()


def test_a_record_that_reaches_beyond_the_period_is_left_out_and_counted(review):
    lines = (
        "Ring back,2024-05-15,2024-06-14,100,50,,0.6,Charter",
        "Ring back,2024-06-15,2024-06-30,100,90,,0.6,Charter",
        "Write back,2023-06-01,2023-06-30,100,90,,0.6,Charter",
    )
    frame = beyond.service_standards(review("service_standards", STANDARDS, *lines)).set_index("standard")
    assert (frame.loc["Ring back", "due"], frame.loc["Ring back", "left_out"]) == (100, 1)
    assert (frame.loc["Write back", "verdict"], frame.loc["Write back", "reason"]) == (
        "cannot be told",
        beyond.NONE_IN_PERIOD,
    )


# Intelligence


def report(number: int, hours: float | None, use: str = "") -> str:
    reached = "" if hours is None else pd.Timestamp("2024-06-10 09:00") + pd.Timedelta(hours=hours)
    return f"I{number},2024-06-10 09:00,{reached},{use}"


def test_half_and_nine_in_ten_count_the_reports_that_reached_nobody(review):
    lines = [report(n, hours) for n, hours in enumerate([1, 2, 3, 4, 5, 6, 7, 8, 9])] + [report(9, None)]
    [row] = beyond.intelligence(review("intelligence", REPORTS, *lines)).to_dict("records")
    assert (row["submitted"], row["reached"], row["waiting"]) == (10, 9, 1)
    assert (row["half_s"], row["nine_in_ten_s"]) == (5 * 3600, 9 * 3600)


def test_where_more_than_one_in_ten_reached_nobody_nine_in_ten_cannot_be_told(review):
    lines = [report(n, 1) for n in range(8)] + [report(n, None) for n in range(8, 10)]
    [row] = beyond.intelligence(review("intelligence", REPORTS, *lines)).to_dict("records")
    assert row["half_s"] == 3600
    assert np.isnan(row["nine_in_ten_s"])
    assert row["nine_in_ten_reason"] == beyond.TOO_FEW_REACHED


def test_the_share_with_a_use_is_of_those_somebody_looked_at(review):
    lines = [report(n, 1, "yes") for n in range(12)] + [report(n, 1, "no") for n in range(12, 30)]
    lines += [report(n, 1) for n in range(30, 50)]
    [row] = beyond.intelligence(review("intelligence", REPORTS, *lines)).to_dict("records")
    assert (row["looked"], row["stated"], row["share"], row["withheld"]) == (30, 12, 0.4, False)


def test_nobody_looked_is_a_reason_and_no_share_of_nought(review):
    lines = [report(n, 1) for n in range(12)]
    [row] = beyond.intelligence(review("intelligence", REPORTS, *lines)).to_dict("records")
    assert np.isnan(row["share"])
    assert row["reason"] == beyond.NOBODY_LOOKED


@given(st.lists(st.one_of(st.none(), st.integers(0, 1000)), min_size=10, max_size=60), st.sampled_from([0.5, 0.9]))
def test_the_time_is_the_first_within_which_so_many_had_reached_an_analyst(hours, share):
    taken = pd.Series(hours, dtype=float)
    found, reason = beyond._reached_by(taken, share)
    # By counting: the same by hand.
    enough = [time for time in sorted(set(taken.dropna())) if (taken <= time).sum() >= share * len(taken) - 1e-9]
    assert (found == enough[0] and reason == "") if enough else (np.isnan(found) and reason)


# Barriers


def test_barriers_that_are_open_come_first_and_later_ones_not_at_all(review):
    lines = (
        "B1,people,Few.,A log.,2024-05-01,removed",
        "B2,people,Few.,A log.,2024-05-01,open",
        "B3,people,Few.,A log.,,in hand",
        "B4,people,Few.,A log.,2024-07-01,open",
    )
    assert beyond.barriers(review("barriers", BARRIERS, *lines))["id"].tolist() == ["B2", "B3", "B1"]


def test_what_was_not_supplied_has_no_rows(review):
    opened = review("barriers", BARRIERS, "B1,people,Few.,A log.,2024-05-01,open")
    for question in (
        beyond.contact_back,
        beyond.contact_back_by_role,
        beyond.service_standards,
        beyond.intelligence,
    ):
        assert question(opened).empty
