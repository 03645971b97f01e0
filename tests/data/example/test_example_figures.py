"""Exampleshire's figures: they hold together, agree with its calls, and look like a real force's.

Everything is read with the csv module from the files as committed, by no route of the generator's own.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

COMMITTED = Path(__file__).resolve().parents[3] / "data" / "raw" / "exampleshire"
OUTCOMES = ("Answered", "Abandoned", "Self-served", "Call-backs booked", "Disconnected", "Overflowed")
BANDS = (10, 30, 60, 180, 300, 600, 1_200)
IN_CALLS = dict(zip(OUTCOMES, ("ANS", "ABN", "IVR", "CBK", "DSC", "OVF"), strict=True))


@pytest.fixture(scope="module")
def intervals() -> list[dict[str, str]]:
    return [row for path in sorted(COMMITTED.glob("intervals_*.csv.gz")) for row in rows_of(path)]


@pytest.fixture(scope="module")
def calls() -> list[dict[str, str]]:
    (path,) = COMMITTED.glob("calls_*.csv.gz")
    return rows_of(path)


def rows_of(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def seconds(text: str) -> int:
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


# The figures hold together


def test_every_call_offered_has_one_end_in_every_half_hour(intervals):
    assert [row for row in intervals if int(row["Offered"]) != sum(int(row[name]) for name in OUTCOMES)] == []


def test_bands_waits_and_counts_do_not_contradict_each_other(intervals):
    for row in intervals:
        answered = [int(row[f"Answered within {band}"]) for band in BANDS] + [int(row["Answered"])]
        abandoned = [int(row[f"Abandoned within {band}"]) for band in (5, *BANDS)] + [int(row["Abandoned"])]
        assert answered == sorted(answered)
        assert abandoned == sorted(abandoned)
        assert int(row["Transferred"]) + int(row["Settled at first contact"]) <= int(row["Answered"])
        assert int(row["Call-backs reached"]) <= int(row["Call-backs booked"])
        assert 0 < seconds(row["Total staffed"]) < seconds(row["Total paid"])
        longest = seconds(row["Longest wait"] or "0:00:00")
        assert longest <= seconds(row["Total wait"]) <= longest * int(row["Answered"])
        assert bool(row["Longest wait"]) == (row["Answered"] != "0")
        assert bool(row["Longest wait abandoned"]) == (row["Abandoned"] != "0")


def test_every_half_hour_of_two_years_is_there_and_clock_change_days_have_46_and_50(intervals):
    days = Counter(row["Date"] for row in intervals)
    lengths = {"31/03/2024": 46, "30/03/2025": 46, "29/10/2023": 50, "27/10/2024": 50}
    assert len(days) == 731
    assert {day: rows for day, rows in days.items() if rows != 48 * 3} == {
        day: 3 * length for day, length in lengths.items()
    }


def test_the_hour_that_comes_twice_is_written_twice_in_order_and_the_missing_one_not_at_all(intervals):
    def times(day):
        return [row["Time"] for row in intervals if row["Date"] == day and row["Desk"] == "ECR"][:8]

    assert times("27/10/2024") == ["00:00", "00:30", "01:00", "01:30", "01:00", "01:30", "02:00", "02:30"]
    assert times("30/03/2025") == ["00:00", "00:30", "02:00", "02:30", "03:00", "03:30", "04:00", "04:30"]


def test_calls_of_the_last_28_days_agree_exactly_with_their_half_hours(calls, intervals):
    """An independent count: plain dictionaries over the two files as written."""
    cells = defaultdict(list)
    for row in calls:
        half = f"{row['Time'][:3]}{'00' if row['Time'][3:5] < '30' else '30'}"
        cells[row["Date"], half, row["Line"], row["Desk"]].append(row)
    first = datetime(2025, 3, 4)  # noqa: DTZ001, a date as the file writes it
    wanted = [row for row in intervals if datetime.strptime(row["Date"], "%d/%m/%Y") >= first]  # noqa: DTZ007
    assert len(wanted) == (28 * 48 - 2) * 3
    for row in wanted:
        legs = cells.pop((row["Date"], row["Time"], row["Line"], row["Desk"]), [])
        waits = {name: [int(leg["Wait"]) for leg in legs if leg["Outcome"] == word] for name, word in IN_CALLS.items()}
        assert int(row["Offered"]) == len(legs)
        assert [int(row[name]) for name in OUTCOMES] == [len(waits[name]) for name in OUTCOMES]
        for name, bands in (("Answered", BANDS), ("Abandoned", (5, *BANDS))):
            for band in bands:
                assert int(row[f"{name} within {band}"]) == sum(wait <= band for wait in waits[name])
        assert seconds(row["Total wait"]) == sum(waits["Answered"])
        assert seconds(row["Total wait abandoned"]) == sum(waits["Abandoned"])
        assert seconds(row["Total handled"]) == sum(int(leg["Handled"] or 0) for leg in legs)
        assert seconds(row["Longest wait"] or "0:00:00") == max(waits["Answered"], default=0)
        assert seconds(row["Longest wait abandoned"] or "0:00:00") == max(waits["Abandoned"], default=0)
    assert not cells


def test_a_call_passed_on_has_two_legs_in_order_by_the_same_caller(calls):
    by_call = defaultdict(list)
    for row in calls:
        by_call[row["Call ID"]].append(row)
    two = [legs for legs in by_call.values() if len(legs) == 2]
    # A call passed on over the midnight at which the record begins shows its second leg only.
    assert sum(len(legs) == 1 and legs[0]["Leg"] == "2" for legs in by_call.values()) <= 2
    assert len(two) > 10_000
    for one, other in two:
        assert (one["Leg"], one["Desk"], one["Outcome"]) == ("1", "SWB", "ANS")
        assert (other["Leg"], other["Desk"], other["Caller"]) == ("2", "FEC", one["Caller"])


def test_calls_never_queued_waited_0_and_only_answered_calls_took_time(calls):
    assert {row["Wait"] for row in calls if row["Outcome"] in ("IVR", "DSC")} == {"0"}
    assert all((row["Handled"] != "") == (row["Outcome"] == "ANS") for row in calls)


# The figures look like a force's


def total(rows, column, *, desk, months=("",)):
    return sum(int(row[column]) for row in rows if row["Desk"] == desk and row["Date"][3:].startswith(tuple(months)))


def test_the_volumes_are_those_of_a_middling_force(intervals):
    assert 330 < total(intervals, "Offered", desk="ECR") / 731 < 400
    assert 850 < total(intervals, "Offered", desk="SWB") / 731 < 1_000
    assert 350 < total(intervals, "Offered", desk="FEC") / 731 < 500


def share(rows, column, desk, month):
    return total(rows, column, desk=desk, months=(month,)) / total(rows, "Offered", desk=desk, months=(month,))


def test_short_staffed_months_are_bad_and_early_2025_gets_better(intervals):
    months = {
        month: share(intervals, "Answered within 10", "ECR", month) for month in ("06/2024", "08/2024", "12/2024")
    }
    assert months["08/2024"] < months["06/2024"]
    assert months["12/2024"] < months["06/2024"]
    assert share(intervals, "Answered within 10", "ECR", "03/2025") > 0.92
    assert share(intervals, "Abandoned", "FEC", "08/2024") > 1.5 * share(intervals, "Abandoned", "FEC", "03/2025")


def test_the_new_telephones_of_17_september_2024_break_the_series(intervals):
    before = [row for row in intervals if row["Date"] in ("16/09/2024", "09/09/2024")]
    after = [row for row in intervals if row["Date"] in ("17/09/2024", "18/09/2024")]
    assert total(before, "Answered within 10", desk="SWB") == 0 < total(after, "Answered within 10", desk="SWB")
    assert total(before, "Call-backs booked", desk="FEC") == 0 < total(after, "Call-backs booked", desk="FEC")


def test_the_week_the_day_and_the_holidays_have_their_shape(intervals):
    by_hour = Counter()
    by_day = Counter()
    for row in intervals:
        if row["Desk"] == "SWB":
            by_hour[row["Time"][:2]] += int(row["Offered"])
            by_day[row["Date"]] += int(row["Offered"])
    assert by_hour["10"] > 8 * by_hour["03"]
    assert by_day["25/12/2024"] < 0.65 * by_day["18/12/2024"]
    night = [row for row in intervals if row["Desk"] == "ECR" and row["Time"] in ("00:30", "01:00", "01:30")]
    party, usual = (
        sum(int(row["Offered"]) for row in night if row["Date"] == day) for day in ("01/01/2025", "08/01/2025")
    )
    assert party > 1.5 * usual


def test_some_who_gave_up_ring_again_and_some_ring_999_instead(calls):
    gave_up = {row["Caller"] for row in calls if row["Outcome"] == "ABN" and row["Line"] == "101"} - {"Withheld"}
    emergencies = {"0" + row["Caller"][3:] for row in calls if row["Line"] == "999"}
    assert gave_up & {row["Caller"] for row in calls if row["Outcome"] == "ANS" and row["Line"] == "101"}
    assert {number.replace(" ", "") for number in gave_up} & emergencies


def moment(row):
    return datetime.strptime(f"{row['Date']} {row['Time']}", "%d/%m/%Y %H:%M:%S")  # noqa: DTZ007, as the file writes it


def contacts(calls):
    """The moments of each number's calls, and of those about each reason."""
    by_caller, by_reason = defaultdict(list), defaultdict(list)
    for row in calls:
        number = re.sub(r"^\+44", "0", row["Caller"]).replace(" ", "")
        if row["Leg"] == "1" and number != "Withheld":
            by_caller[number].append(moment(row))
        if row["Code"] and number != "Withheld":
            by_reason[number, row["Code"]].append(moment(row))
    return by_caller, by_reason


def again(groups, *, days):
    """The share of groups with two calls no more than so many days apart."""
    near = [any(b - a <= timedelta(days=days) for a, b in pairwise(sorted(times))) for times in groups.values()]
    return sum(near) / len(near)


def test_a_credible_share_of_callers_ring_again_within_a_day_and_more_within_a_week(calls):
    by_caller, by_reason = contacts(calls)
    assert 0.05 < again(by_caller, days=1) < 0.2
    assert again(by_caller, days=1) + 0.02 < again(by_caller, days=7) < 0.4
    assert 0.01 < again(by_reason, days=1) < again(by_reason, days=7) < 0.15


def test_a_number_is_not_given_to_two_people_within_a_week_but_to_those_who_ring_often(calls):
    by_caller, _ = contacts(calls)
    often = sum(len(times) > 12 for times in by_caller.values())
    assert 30 <= often <= 70
    assert Counter(len(times) for times in by_caller.values()).most_common(1)[0][0] <= 2


def test_some_turn_to_999_within_half_an_hour_of_giving_up_on_101_and_more_within_an_hour(calls):
    emergencies = defaultdict(list)
    for row in calls:
        if row["Line"] == "999":
            emergencies["0" + row["Caller"][3:]].append(moment(row))
    turned = Counter()
    for row in calls:
        if row["Outcome"] == "ABN" and row["Line"] == "101" and row["Caller"] != "Withheld":
            end = moment(row) + timedelta(seconds=int(row["Wait"]))
            later = [(at - end).total_seconds() for at in emergencies[row["Caller"].replace(" ", "")] if at >= end]
            turned["all"] += 1
            turned["half an hour"] += min(later, default=9_999) <= 1_800
            turned["an hour"] += min(later, default=9_999) <= 3_600
    assert 0.02 < turned["half an hour"] / turned["all"] < 0.1
    assert turned["half an hour"] + 20 < turned["an hour"]


def test_callers_have_numbers_that_nobody_can_be_rung_on(calls):
    # Ofcom, telephone numbers for use in TV and radio drama programmes.
    drama = re.compile(
        r"01632960\d{3}|07700900\d{3}|011[3-8]4960\d{3}|01[2-6]14960\d{3}|01914980\d{3}|02079460\d{3}|"
        r"02920180\d{3}|02896496\d{3}|03069990\d{3}"
    )
    shown = {row["Caller"] for row in calls} - {"Withheld"}
    assert all(drama.fullmatch(re.sub(r"^\+44", "0", number).replace(" ", "")) for number in shown)


def test_more_withhold_their_number_on_101_than_on_999(calls):
    withheld = {
        line: sum(row["Caller"] == "Withheld" for row in rows) / len(rows)
        for line in ("999", "101")
        if (rows := [row for row in calls if row["Line"] == line])
    }
    assert withheld["999"] < 0.05
    assert 0.1 < withheld["101"] < 0.2
