"""The caller's journey: what is shown, what is withheld, and what the data cannot tell, in words."""

from __future__ import annotations

import pandas as pd
import pytest

from reviewkit.sections import journey

HEAD = """
name = "Testshire Police"
nation = "england"
[governing_body]
kind = "pcc"
name = "Office of the Commissioner"
title = "Commissioner"
[period]
start = 2024-04-01
end = 2024-04-30
[[files]]
table = "calls"
files = ["calls.csv"]
[files.columns]
offered_at = "at"
channel = "line"
stage = "stage"
wait_s = "wait"
outcome = "outcome"
{more}
[files.formats]
wait_s = "seconds"
[files.words.outcome]
A = "answered"
B = "abandoned"
I = "contained"
[files.words.channel]
"999" = "999"
"101" = "101"
[files.words.stage]
P = "primary"
S = "secondary"
"""
COUNTS = """
name = "Testshire Police"
nation = "england"
[governing_body]
kind = "pcc"
name = "Office of the Commissioner"
title = "Commissioner"
[period]
start = 2024-04-01
end = 2024-04-30
[[files]]
table = "intervals"
files = ["counts.csv"]
grain = "day"
[files.columns]
start = "start"
offered = "offered"
answered = "answered"
[files.constants]
channel = "101"
stage = "primary"
"""
NAMED = 'call_id = "id"\nleg = "leg"\nhandled_s = "handled"\ncaller = "caller"\nreason = "reason"'
EVERY = (journey.waits, journey.flow, journey.long_waits, journey.repeats, journey.spill, journey.without_number)
START = pd.Timestamp("2024-04-02 09:00")


def row(call, minutes, **values):
    at = START + pd.Timedelta(minutes=minutes)
    fixed = {"id": call, "leg": 1, "at": f"{at:%Y-%m-%d %H:%M:%S}", "line": "101", "stage": "P", "wait": 5}
    return fixed | {"outcome": "A", "handled": 60, "caller": "", "reason": ""} | values


def number(person):
    return f"07700 900{person:03d}"


@pytest.fixture
def opened(open_force):
    def opened(rows, more=NAMED):
        return open_force(HEAD.format(more=more), {"calls.csv": pd.DataFrame(rows).to_csv(index=False)})

    return opened


def days_of_calls(last_day=10):
    """A call at noon on each day, by nobody known, so that calls before can be followed."""
    return [row(f"D{day}", 180 + 1_440 * day) for day in range(last_day)]


def reasons(review):
    return {question.__name__: set(question(review)["reason"]) for question in EVERY}


# What the data cannot tell


def test_counts_have_no_journeys(open_force):
    days = pd.date_range("2024-04-01", "2024-04-30")
    counts = pd.DataFrame({"start": days.strftime("%Y-%m-%d"), "offered": 10, "answered": 9})
    told = reasons(open_force(COUNTS, {"counts.csv": counts.to_csv(index=False)}))
    assert set(map(frozenset, told.values())) == {frozenset({journey.NO_CALLS.format(grain="day")})}


def test_a_period_for_which_only_counts_are_there_says_so(open_force):
    days = pd.date_range("2024-04-01", "2024-04-30")
    counts = pd.DataFrame({"start": days.strftime("%Y-%m-%d"), "offered": 10, "answered": 9}).to_csv(index=False)
    calls = pd.DataFrame([row("A", 60 * 24 * 40)]).to_csv(index=False)
    both = COUNTS + HEAD[HEAD.index("[[files]]") :].format(more=NAMED)
    told = reasons(open_force(both, {"counts.csv": counts, "calls.csv": calls}))
    assert set(map(frozenset, told.values())) == {frozenset({journey.NONE_IN_PERIOD})}


def test_stages_of_calls_that_are_not_numbered_cannot_be_linked(opened):
    told = reasons(opened([row("", 0), row("", 2, stage="S")], 'caller = "caller"'))
    assert set(map(frozenset, told.values())) == {frozenset({journey.NO_IDS})}


def test_calls_of_one_stage_need_no_numbers_for_their_waits(opened):
    waits = journey.waits(opened([row("", 0), row("", 2, wait=9)], 'caller = "caller"'))
    assert waits.loc[waits["passed"] == "all", "q90_s"].tolist() == [9.0]


def test_without_a_second_leg_nobody_is_known_to_be_passed_on(opened):
    waits = journey.waits(opened([row("A", 0), row("B", 1)])).set_index("passed")
    assert waits.loc["yes", "reason"] == journey.NO_LEGS
    assert pd.isna(waits.loc["yes", "q50_s"])
    assert waits.loc["all", ["calls", "q50_s", "reason"]].tolist() == [2, 5.0, ""]


def test_calls_that_all_ended_otherwise_have_no_waits(opened):
    told = reasons(opened([row("A", 0, outcome="I"), row("B", 1, outcome="I")]))
    assert told["waits"] == {journey.NONE_ENDED}
    assert told["flow"] == {""}


def test_without_callers_numbers_nobody_is_known_again(opened):
    told = reasons(opened([row("A", 0), row("B", 1)], 'call_id = "id"'))
    assert told["repeats"] == told["spill"] == told["without_number"] == {journey.NO_CALLERS}
    assert told["flow"] == {""}


def test_numbers_on_101_alone_cannot_tell_who_rang_999(opened):
    calls = [row("A", 0, caller=number(1)), row("B", 9, line="999"), *days_of_calls()]
    told = reasons(opened(calls))
    assert told["spill"] == {journey.NOT_BOTH}


def test_without_reasons_only_the_same_reason_is_refused(opened):
    calls = [row(f"A{person}", person, caller=number(person)) for person in range(30)]
    again = journey.repeats(opened([*calls, *days_of_calls()]))
    assert set(again.loc[again["by"] == "caller and reason", "reason"]) == {journey.NO_REASONS}


# What is shown


def test_the_waits_of_both_stages_are_added_up(opened):
    calls = [row("A", 0, wait=10), row("A", 2, leg=2, stage="S", wait=600), row("B", 5)]
    waits = journey.waits(opened(calls)).set_index(["passed", "ended"])
    shown = waits.loc[("yes", "answered"), ["calls", "q50_s", "longest_s", "long", "long_share", "before_s"]]
    assert shown.tolist() == [1, 610.0, 610.0, 1.0, 1.0, 60.0]
    assert waits["last_day"].unique() == [pd.Timestamp("2024-04-02")]


def test_half_of_the_waits_unknown_refuses_waits_and_keeps_the_number_of_calls(opened):
    calls = [row(f"A{n}", n, outcome="B", wait="" if n % 2 else 5) for n in range(200)]
    waits = journey.waits(opened(calls)).set_index("passed")
    assert waits.loc["all", ["calls", "reason"]].tolist() == [200, journey.NO_WAITS]
    assert pd.isna(waits.loc["all", "q90_s"])


def test_every_day_has_a_row_and_a_day_without_calls_is_not_nought(opened):
    calls = [row("A", 0, wait=601), row("B", 1, wait=600), row("C", 2 * 1_440)]
    days = journey.long_waits(opened(calls))
    assert days["long"].tolist()[::2] == [1.0, 0.0]
    assert pd.isna(days["long"].iloc[1])
    assert days["reason"].tolist() == ["", journey.NO_DAY, ""]
    assert days["share"].iloc[0] == 0.5


def callers(who_again, of=100):
    """People who ring once, and some of them again an hour later, on days whose calls go on for ten days."""
    once = [row(f"A{person}", person, caller=number(person)) for person in range(of)]
    again = [row(f"B{person}", person + 60, caller=number(person)) for person in range(who_again)]
    return [*once, *again, *days_of_calls()]


@pytest.mark.parametrize(("who_again", "shown"), [(10, True), (9, False), (0, False), (90, True), (91, False)])
def test_fewer_than_ten_people_or_all_but_so_few_are_not_shown(opened, who_again, shown):
    again = journey.repeats(opened(callers(who_again)))
    rows = again[(again["by"] == "caller") & (again["after"] == "all")]
    assert rows["withheld"].tolist() == [not shown] * 2
    if shown:
        assert rows[["callers", "again", "share"]].to_numpy().tolist() == [[100.0, who_again, who_again / 100]] * 2
    else:
        assert rows[["callers", "again", "share"]].isna().all(axis=None)
        assert set(rows["reason"]) == {journey.TOO_FEW}


@pytest.mark.parametrize(("later", "shown"), [(9, False), (10, True), (0, True)])
def test_what_taking_one_span_from_the_other_would_tell_is_not_shown(opened, later, shown):
    two_days = [row(f"C{person}", 2_880, caller=number(person)) for person in range(50, 50 + later)]
    again = journey.repeats(opened([*callers(20), *two_days]))
    rows = again[(again["by"] == "caller") & (again["after"] == "all")].set_index("within_h")
    assert rows["withheld"].to_dict() == {24: False, 168: not shown}


def test_who_gave_up_on_101_and_rang_999_stands_beside_who_was_answered(opened):
    gave_up = [row(f"G{p}", p, caller=number(p), outcome="B", wait=60) for p in range(40)]
    answered = [row(f"H{p}", p, caller=number(p)) for p in range(100, 140)]
    turned = [row(f"N{p}", p + (20 if p < 12 else 45), line="999", caller=number(p)) for p in range(24)]
    spill = journey.spill(opened([*gave_up, *answered, *turned, *days_of_calls()])).set_index(["after", "within_min"])
    assert spill.loc[("abandoned", 30), ["callers", "again", "share"]].tolist() == [40, 12, 0.3]
    assert spill.loc[("abandoned", 60), ["callers", "again", "share"]].tolist() == [40, 24, 0.6]
    assert spill.loc["answered", "withheld"].all()


def test_calls_without_a_usable_number_are_a_share_of_each_channel_and_end(opened):
    calls = [row("A", 0, caller=number(1)), row("B", 1), row("C", 2, outcome="B"), row("D", 3, line="999")]
    without = journey.without_number(opened(calls)).set_index(["channel", "ended"])
    assert without["share"].to_dict() == {("999", "answered"): 1.0, ("101", "answered"): 0.5, ("101", "abandoned"): 1.0}
