"""Callers' journeys: small tables worked out by hand, and everything again by a second route."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.data.journeys import read_journeys
from reviewkit.data.prepare import prepare
from tests.second import journeys as second

DAYS = {"start": date(2024, 1, 1), "end": date(2024, 1, 31)}
NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
TEXTS = ("call_id", "channel", "stage", "outcome", "reason", "caller", "file")


def leg(call, after_s=0, **values):
    """A leg of a call to the 101 switchboard, answered after 5 s, so many seconds after noon of 1 January."""
    fixed = {"leg": 1, "channel": "101", "stage": "primary", "wait_s": 5.0, "outcome": "answered", "handled_s": 60.0}
    empty = {"reason": None, "agency": None, "caller": None, "file": "calls.csv", "line": 2}
    return fixed | empty | {"call_id": call, "offered_at": NOON + timedelta(seconds=after_s)} | values


def second_leg(call, after_s, **values):
    return leg(call, after_s, **({"leg": 2, "stage": "secondary"} | values))


def written(folder, legs):
    frame = pd.DataFrame(legs)
    for name in TEXTS:
        frame[name] = frame[name].astype("str" if frame[name].notna().any() else "string")
    for name in ("wait_s", "handled_s"):
        frame[name] = frame[name].astype("float64")
    path = folder / "calls.parquet"
    frame.sort_values("offered_at", kind="stable").to_parquet(path)
    return path


@pytest.fixture
def read(tmp_path):
    return lambda *legs, **period: read_journeys(written(tmp_path, legs), **(DAYS | period))


def rows(frame, *keys):
    """Return a frame as {keys: the other values}."""
    rest = [name for name in frame.columns if name not in keys]
    return {row[: len(keys)]: row[len(keys) :] for row in frame[[*keys, *rest]].itertuples(index=False, name=None)}


# Waits from end to end


def test_the_waits_of_all_legs_are_added_up_and_talking_to_the_first_handler_is_not_waiting(read):
    found = read(leg("A", wait_s=5.0, handled_s=60.0), second_leg("A", 65, wait_s=300.0, handled_s=900.0))
    assert (found.calls, found.passed_on, found.cut) == (1, 1, 0)
    waits = rows(found.waits, "channel", "passed", "ended")
    assert waits["101", "yes", "answered"] == (1, 1, 305.0, 305.0, 305.0, 305.0, 0, 60.0)
    assert waits["101", "all", "answered"] == waits["101", "yes", "answered"]


def test_those_who_gave_up_at_the_second_stage_stand_apart_from_those_answered_there(read):
    found = read(
        leg("A"), second_leg("A", 65, wait_s=595.0),
        leg("B", 10), second_leg("B", 80, wait_s=596.0, outcome="abandoned"),
        leg("C", 20, wait_s=7.0),
    )  # fmt: skip
    waits = rows(found.waits, "channel", "passed", "ended")
    assert waits["101", "yes", "answered"][:7] == (1, 1, 600.0, 600.0, 600.0, 600.0, 0)
    assert waits["101", "yes", "abandoned"][:7] == (1, 1, 601.0, 601.0, 601.0, 601.0, 1)
    assert waits["101", "no", "answered"][:4] == (1, 1, 7.0, 7.0)
    assert waits["101", "all", "answered"][:6] == (2, 2, 7.0, 600.0, 303.5, 600.0)


def test_the_order_of_legs_is_that_of_time_not_of_their_numbers(read):
    found = read(leg("A", 60, leg=1, stage="secondary"), leg("A", 0, leg=2, stage="primary"))
    assert rows(found.steps, "visit")[1,][1:3] == ("primary", False)


def test_a_wait_that_is_not_known_makes_the_whole_wait_unknown(read):
    found = read(leg("A", wait_s=None), second_leg("A", 65), leg("B", 9))
    assert rows(found.waits, "channel", "passed", "ended")["101", "all", "answered"][:3] == (2, 1, 5.0)


@pytest.mark.parametrize(
    ("stage", "outcome", "wait", "whole"),
    [("ivr", "contained", None, 0), ("callback", "answered", 4_000.0, 70), ("secondary", "answered", 8.0, 78)],
)
def test_a_message_is_no_wait_and_who_is_rung_back_does_not_hold_the_line(read, stage, outcome, wait, whole):
    if outcome == "contained":
        found = read(leg("A", stage=stage, outcome=outcome, wait_s=wait))
    else:
        found = read(
            leg("A", wait_s=70.0, outcome="callback"), second_leg("A", 90, stage=stage, outcome=outcome, wait_s=wait)
        )
        assert rows(found.waits, "channel", "passed", "ended")["101", "no", outcome][2] == whole
    assert found.days[["calls", "known", "long"]].to_numpy().tolist() == [[1, 1, 0]]


def test_a_call_whose_first_leg_is_not_there_is_counted_apart(read):
    found = read(leg("A"), second_leg("B", 65, wait_s=900.0))
    assert (found.calls, found.cut, found.passed_on) == (2, 1, 0)
    assert found.waits["calls"].tolist() == [1, 1]
    assert found.days["long"].sum() == 0


def test_a_call_belongs_to_the_day_on_which_it_began_and_keeps_its_legs_after_midnight(read):
    midnight = 12 * 3_600
    found = read(
        leg("A", midnight - 100), second_leg("A", midnight - 30, wait_s=700.0),
        start=date(2024, 1, 1), end=date(2024, 1, 1),
    )  # fmt: skip
    assert rows(found.days, "channel", "day")["101", pd.Timestamp("2024-01-01")] == (1, 1, 1)
    tomorrow = {"start": date(2024, 1, 2), "end": date(2024, 1, 2)}
    assert read(leg("A", midnight - 100), second_leg("A", midnight + 30), **tomorrow).calls == 0


def test_the_day_is_londons_in_summer_too(read):
    at = datetime(2024, 6, 1, 23, 30, tzinfo=UTC)
    found = read(leg("A") | {"offered_at": at}, start=date(2024, 6, 1), end=date(2024, 6, 30))
    assert (found.first_day, found.last_day) == (date(2024, 6, 2), date(2024, 6, 2))


# The ways calls took


def test_each_step_leads_to_the_next_stage_or_to_the_outcome(read):
    found = read(
        leg("A", stage="ivr", outcome="answered"), second_leg("A", 9, stage="primary"),
        leg("A", 99, leg=3, stage="secondary", outcome="abandoned"),
        leg("B", 5, stage="ivr", outcome="contained"), leg("C", 6, channel="999"),
    )  # fmt: skip
    assert set(found.steps.itertuples(index=False, name=None)) == {
        ("101", 1, "ivr", False, "primary", 1, 1),
        ("101", 1, "ivr", True, "contained", 1, 0),
        ("101", 2, "primary", False, "secondary", 1, 1),
        ("101", 3, "secondary", True, "abandoned", 1, 0),
        ("999", 1, "primary", True, "answered", 1, 1),
    }


# The same caller again


def counts(frame, *keys):
    return {row[:-2]: row[-2:] for row in frame[[*keys, "callers", "again"]].itertuples(index=False, name=None)}


DAY, HOUR = 86_400, 3_600
END = leg("END", 30 * DAY)


@pytest.mark.parametrize(
    ("after", "a_day", "a_week"), [(DAY, 1, 1), (DAY + 1, 0, 1), (7 * DAY, 0, 1), (7 * DAY + 1, 0, 0)]
)
def test_a_caller_who_rings_within_a_day_or_a_week_rang_again(read, after, a_day, a_week):
    each_day = [leg(f"D{day}", day * DAY) for day in range(31)]
    found = counts(
        read(leg("A", caller="x"), leg("B", after, caller="x"), *each_day).repeats, "by", "after", "within_h"
    )
    assert found["caller", "all", 24] == (1, a_day)
    assert found["caller", "all", 168] == (1, a_week)


def test_a_call_that_cannot_be_followed_to_the_end_of_its_day_does_not_count(read):
    """The data end 23 hours after the second call, and 25 hours after the first."""
    found = read(leg("A", 0, caller="x"), leg("B", 2 * HOUR, caller="y"), leg("C", 25 * HOUR))
    assert counts(found.repeats, "by", "after", "within_h")["caller", "all", 24] == (1, 0)


def test_a_call_before_a_day_without_data_cannot_be_followed_over_it(read):
    found = read(leg("A", 0, caller="x"), leg("B", 2 * DAY, caller="y"), leg("C", 3 * DAY + 1))
    assert counts(found.repeats, "by", "after", "within_h")["caller", "all", 24] == (1, 0)


def test_a_caller_counts_once_however_often_and_by_reason_only_where_it_is_the_same(read):
    found = read(
        leg("A", 0, caller="x", reason="crime"), leg("B", 60, caller="x", reason="crime"),
        leg("C", 120, caller="x", reason="advice"), leg("D", 130, caller="y", reason="crime"),
        leg("E", 140, caller="y"),
        leg("F", 2 * HOUR, caller=None, reason="crime"), leg("G", DAY + HOUR),
    )  # fmt: skip
    told = counts(found.repeats, "by", "after", "within_h")
    assert told["caller", "all", 24] == (2, 2)
    assert told["caller and reason", "all", 24] == (3, 1)


def test_two_legs_of_one_call_are_one_contact(read):
    found = read(leg("A", caller="x"), second_leg("A", 65, caller="x"), leg("Z", DAY + HOUR))
    assert counts(found.repeats, "by", "after", "within_h")["caller", "all", 24] == (1, 0)


@pytest.mark.parametrize(("minutes", "half", "hour"), [(30, 1, 1), (31, 0, 1), (60, 0, 1), (61, 0, 0)])
def test_who_gave_up_on_101_and_rang_999_is_counted_from_the_end_of_the_wait(read, minutes, half, hour):
    given_up = leg("A", wait_s=100.0, outcome="abandoned", caller="x")
    emergency = leg("B", 100 + 60 * minutes, channel="999", caller="x")
    told = counts(read(given_up, emergency, leg("Z", DAY)).spill, "after", "within_min")
    assert (told["abandoned", 30], told["abandoned", 60]) == ((1, half), (1, hour))
    assert told["answered", 30] == (0, 0)


def test_a_call_to_999_before_the_wait_on_101_ended_is_no_spill(read):
    found = read(leg("A", wait_s=100.0, outcome="abandoned", caller="x"), leg("B", 50, channel="999", caller="x"),
                 leg("Z", DAY))  # fmt: skip
    assert counts(found.spill, "after", "within_min")["abandoned", 60] == (1, 0)


def test_calls_without_a_usable_number_are_counted_by_channel_and_end(read):
    found = read(leg("A", caller="x"), leg("B", 1), leg("C", 2, outcome="abandoned"), leg("D", 3, outcome="forced"),
                 leg("E", 4, file="other.csv"))  # fmt: skip
    assert rows(found.numbers, "channel", "ended") == {
        ("101", "answered"): (2, 1), ("101", "abandoned"): (1, 1), ("101", "other"): (1, 1),
    }  # fmt: skip


def test_without_calls_there_is_nothing_to_follow(tmp_path, read):
    assert read_journeys(tmp_path / "none.parquet", **DAYS) is None
    found = read(leg("A"), start=date(2023, 1, 1), end=date(2023, 1, 31))
    assert (found.calls, found.first_day, len(found.waits), len(found.numbers)) == (0, None, 0, 0)


# Everything by a second route


def hold(found, legs, start, end):
    """Compare every figure with the second route's."""
    everyone = second.calls_of(legs)
    reviewed = second.within(everyone, start, end)
    spans = second.runs(legs)
    assert found.calls == len(reviewed)
    assert found.cut == sum(call.cut for call in reviewed)
    ours = rows(found.waits.astype(object).where(found.waits.notna(), None), "channel", "passed", "ended")
    assert ours.keys() == second.waits(reviewed).keys()
    for key, figures in second.waits(reviewed).items():
        assert ours[key] == pytest.approx(figures), key
    columns = ["channel", "visit", "stage", "next", "last", "calls"]
    assert dict(second.steps(reviewed)) == {
        tuple(row[:-1]): row[-1] for row in found.steps[columns].itertuples(index=False, name=None)
    }
    assert {(channel, day.date()): row for (channel, day), row in rows(found.days, "channel", "day").items()} == (
        second.days(reviewed)
    )
    for row in found.repeats.itertuples():
        kind = {"ended": "" if row.after == "all" else row.after, "by_reason": row.by != "caller"}
        told = second.again(everyone, reviewed, spans, hours=row.within_h, **kind)
        assert (row.callers, row.again) == told, row
    for row in found.spill.itertuples():
        told = second.turned(everyone, reviewed, spans, minutes=row.within_min, ended=row.after)
        assert (row.callers, row.again) == told, row


@st.composite
def drawn_legs(draw):
    """Calls of one to three legs over some days, by few callers, with holes of every kind."""
    legs = []
    for number in range(draw(st.integers(1, 14))):
        at = draw(st.integers(0, 12)) * DAY // 2 + draw(st.integers(0, 40)) * 120
        shared = {"channel": draw(st.sampled_from(["101", "999"])), "caller": draw(st.sampled_from(["x", "y", None]))}
        first = draw(st.sampled_from([1, 1, 1, 2]))
        for place in range(draw(st.integers(1, 3))):
            legs.append(
                leg(
                    f"C{number}",
                    at,
                    **shared,
                    leg=first + place,
                    stage=draw(st.sampled_from(["primary", "secondary", "callback"])),
                    wait_s=draw(st.sampled_from([None, 0.0, 5.0, 595.0, 601.0])),
                    outcome=draw(st.sampled_from(["answered", "abandoned", "contained", "callback", "forced"])),
                    handled_s=draw(st.sampled_from([None, 0.0, 60.0])),
                    reason=draw(st.sampled_from([None, "crime", "advice"])),
                )
            )
            at += draw(st.integers(-60, 900))
    return legs


@settings(max_examples=60)
@given(legs=drawn_legs())
def test_any_calls_give_the_same_by_a_second_route(tmp_path_factory, legs):
    days = {"start": date(2024, 1, 1), "end": date(2024, 1, 5)}
    hold(read_journeys(written(tmp_path_factory.mktemp("legs"), legs), **days), legs, **days)


def test_exampleshires_calls_give_the_same_by_a_second_route(exampleshire_data):
    prepared = prepare("exampleshire", data=exampleshire_data)
    table = prepared.table("calls")
    frame = pd.read_parquet(table)
    legs = frame.astype(object).where(frame.notna(), None).to_dict("records")
    days = {"start": prepared.force.start, "end": prepared.force.end}
    hold(read_journeys(table, **days), legs, **days)
