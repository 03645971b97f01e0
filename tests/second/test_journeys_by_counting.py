"""The caller's journey through Exampleshire, counted along the rows of its file by plain Python."""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reviewkit.sections import journey

LONDON = ZoneInfo("Europe/London")
ENDS = {"ANS": "answered", "ABN": "abandoned"}


@dataclass(frozen=True)
class Journey:
    """One call from its first leg to its last, and who rang: an empty text where no number came with it."""

    channel: str
    start: datetime
    waited_until: datetime
    wait: int
    ended: str
    passed: bool
    reason: str
    caller: str


@pytest.fixture(scope="module")
def rows(exampleshire_data):
    [path] = (exampleshire_data / "raw" / "exampleshire").glob("calls_*.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def journeys(rows):
    legs = defaultdict(list)
    for row in rows:
        legs[row["Call ID"]].append(row)
    return [followed(sorted(those, key=lambda row: int(row["Leg"]))) for those in legs.values()]


def followed(legs):
    last = legs[-1]
    return Journey(
        channel=legs[0]["Line"],
        start=moment(legs[0]),
        waited_until=moment(last) + timedelta(seconds=int(last["Wait"])),
        wait=sum(int(leg["Wait"]) for leg in legs),
        ended=ENDS.get(last["Outcome"], "other"),
        passed=len(legs) > 1,
        reason=last["Code"],
        caller=number(legs[0]["Caller"]),
    )


def moment(row):
    text = f"{row['Date']} {row['Time']}"
    return datetime.strptime(text, "%d/%m/%Y %H:%M:%S").replace(tzinfo=LONDON).astimezone(ZoneInfo("UTC"))


def number(text):
    """Return the digits of a telephone number, +44 and its nought being the same; of words none."""
    digits = "".join(letter for letter in text if letter.isdigit())
    return f"0{digits[2:]}" if digits.startswith("44") else digits


def rank(waits, percent):
    return sorted(waits)[(percent * len(waits) + 99) // 100 - 1]


def test_waits_from_end_to_end_are_the_waits_of_all_legs_added_up(exampleshire_calls, journeys):
    table = journey.waits(exampleshire_calls.review)
    assert len(table) >= 6
    for row in table.itertuples():
        waits = [
            one.wait
            for one in journeys
            if (one.channel, one.ended) == (row.channel, row.ended)
            and row.passed in {"all", "yes" if one.passed else "no"}
        ]
        if row.reason:
            assert not waits
            continue
        assert (row.calls, row.q50_s, row.q90_s) == (len(waits), rank(waits, 50), rank(waits, 90))
        assert row.mean_s == pytest.approx(sum(waits) / len(waits), rel=1e-12)
        assert (row.longest_s, row.long) == (max(waits), sum(wait > 600 for wait in waits))


def test_long_waits_are_counted_on_the_day_on_which_the_call_began(exampleshire_calls, journeys):
    table = journey.long_waits(exampleshire_calls.review)
    calls, long = Counter(), Counter()
    for one in journeys:
        place = (one.channel, one.start.astimezone(LONDON).date())
        calls[place] += 1
        long[place] += one.wait > 600
    assert {(row.channel, row.day.date()): row.calls for row in table.itertuples()} == calls
    assert {(row.channel, row.day.date()): row.long for row in table.itertuples()} == long


def test_the_flow_takes_each_call_from_its_first_stage_to_its_last(exampleshire_calls, rows):
    table = journey.flow(exampleshire_calls.review)
    stage = {"ECR": "primary", "SWB": "primary", "FEC": "secondary"}
    firsts = Counter((row["Line"], stage[row["Desk"]]) for row in rows if row["Leg"] == "1")
    seconds = Counter((row["Line"], stage[row["Desk"]]) for row in rows if row["Leg"] == "2")
    for visit, expected in ((1, firsts), (2, seconds)):
        steps = table[table["visit"] == visit].groupby(["channel", "stage"])["calls"].sum()
        assert steps.to_dict() == expected
    on = table[(table["visit"] == 1) & ~table["last"]].groupby("channel")["calls"].sum()
    assert on.to_dict() == {"101": sum(seconds.values())}


def test_who_rang_again_is_counted_by_caller_among_those_who_could_be_followed(exampleshire_calls, journeys, rows):
    table = journey.repeats(exampleshire_calls.review)
    end = max(moment(row) for row in rows)
    shown = table[~table["withheld"] & table["reason"].eq("")]
    assert set(shown["by"]) == {"caller", "caller and reason"}
    for row in shown.itertuples():
        span = timedelta(hours=row.within_h)
        people = defaultdict(list)
        for one in sorted(journeys, key=lambda one: one.start):
            if one.caller and (row.by == "caller" or one.reason):
                people[one.caller, one.reason if row.by != "caller" else ""].append(one)
        callers = again = 0
        for calls in people.values():
            seen = [
                (one, following)
                for one, following in zip(calls, [*calls[1:], None], strict=True)
                if row.after in {"all", one.ended} and one.start + span <= end
            ]
            callers += bool(seen)
            again += any(following and following.start <= one.start + span for one, following in seen)
        assert (row.callers, row.again) == (callers, again), row


def test_who_gave_up_on_101_and_rang_999_is_counted_from_the_end_of_the_wait(exampleshire_calls, journeys, rows):
    table = journey.spill(exampleshire_calls.review)
    end = max(moment(row) for row in rows)
    emergencies = defaultdict(list)
    for one in journeys:
        if one.caller and one.channel == "999":
            emergencies[one.caller].append(one.start)
    shown = table[~table["withheld"] & table["reason"].eq("")]
    assert {"abandoned", "answered"} == set(shown["after"])
    for row in shown.itertuples():
        span = timedelta(minutes=row.within_min)
        people = defaultdict(list)
        for one in journeys:
            if one.caller and one.channel == "101" and one.ended == row.after and one.waited_until + span <= end:
                soon = (timedelta() <= start - one.waited_until <= span for start in emergencies[one.caller])
                people[one.caller].append(any(soon))
        assert (row.callers, row.again) == (len(people), sum(any(rang) for rang in people.values())), row


def test_how_many_calls_came_without_a_number(exampleshire_calls, journeys):
    table = journey.without_number(exampleshire_calls.review)
    calls = Counter((one.channel, one.ended) for one in journeys)
    without = Counter((one.channel, one.ended) for one in journeys if not one.caller)
    assert {(row.channel, row.ended): row.calls for row in table.itertuples()} == calls
    assert {(row.channel, row.ended): row.without for row in table.itertuples()} == without
