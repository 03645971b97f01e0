"""Rules about single calls."""

from __future__ import annotations

import pytest

DAY = 86_400


def _many(queue, number=100, **values):
    for at in range(number):
        queue.call(at * 60, **values)
    return queue


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"wait_s": 0.0}, set()),
        ({"wait_s": -1.0}, {"negative-value"}),
        ({"wait_s": float(DAY)}, set()),
        ({"wait_s": DAY + 1.0}, {"wait-over-a-day"}),
        ({"handled_s": -1.0}, {"negative-value"}),
        ({"outcome": "abandoned", "handled_s": 9.0}, {"handled-not-answered"}),
        ({"call_id": "C2"}, {"duplicate-call"}),
        ({"call_id": "C2", "leg": 2}, {"legs-at-once"}),  # no duplicate, but answered while the first leg still was
    ],
)
def test_one_call(queue, values, codes):
    queue.call(handled_s=60.0).call(5, **({"handled_s": 60.0} | values))
    if values.get("outcome") != "abandoned":
        queue.calls[-1].setdefault("handled_s", 60.0)
    assert queue.codes() == codes


@pytest.mark.parametrize(("missing", "severity"), [(0, None), (1, "warning"), (2, "error")])
def test_a_wait_missing_from_more_than_one_in_a_hundred_is_an_error(queue, missing, severity):
    _many(queue)
    for call in queue.calls[10 : 10 + missing]:
        call["wait_s"] = None
    found = {p.severity: p.line for p in queue.check().problems if p.code == "wait-missing"}
    assert found == ({severity: 12} if severity else {})


def test_waits_that_are_not_supplied_at_all_are_not_missing(queue):
    assert _many(queue, wait_s=None).codes() == set()


@pytest.mark.parametrize(("missing", "found"), [(5, False), (6, True)])
def test_handling_times_missing_from_one_call_in_twenty(queue, missing, found):
    _many(queue, handled_s=60.0)
    for call in queue.calls[:missing]:
        call["handled_s"] = None
    assert ("handled-missing" in queue.codes()) is found


@pytest.mark.parametrize(("odd", "found"), [(5, True), (6, False)])
def test_whole_minutes_are_minutes_and_seconds_misread(queue, odd, found):
    _many(queue, wait_s=480.0)
    for call in queue.calls[:odd]:
        call["wait_s"] = 481.0
    assert ("wait-whole-minutes" in queue.codes()) is found


@pytest.mark.parametrize(("days", "found"), [(60, False), (61, True)])
def test_a_call_far_from_all_others_has_a_wrong_date(queue, days, found):
    _many(queue, 1200)
    queue.calls = [call | {"offered_at": queue.calls[0]["offered_at"]} for call in queue.calls]
    queue.call(days * DAY)
    assert ("date-outlier" in queue.codes()) is found


@pytest.mark.parametrize(
    ("file", "found"),
    [("calls_2024-01.csv", False), ("calls_2024-02.csv", True), ("calls_202402.csv", True), ("2024-02-01.csv", False)],
)
def test_a_month_in_the_file_s_name_is_held_to(queue, file, found):
    assert ("outside-file-month" in queue.call(file=file).codes()) is found


@pytest.mark.parametrize(("calls", "found"), [(98, False), (97, True), (103, True)])
def test_calls_and_counts_may_differ_by_two_in_a_hundred(queue, calls, found):
    for day in range(9):
        queue.day(day, offered=100)
        for at in range(calls if day == 4 else 100):
            queue.call(day * DAY + at * 60)
    assert ("calls-differ-from-intervals" in queue.codes()) is found


def test_counts_a_day_late_are_told_from_counts_that_differ(queue):
    for day in range(12):
        queue.day(day, offered=100 + 10 * ((day - 1) % 5))
        for at in range(100 + 10 * (day % 5)):
            queue.call(day * DAY + at * 60)
    assert queue.codes() == {"day-shifted"}


def test_counts_an_hour_late(queue):
    for hour in range(24 * 9):
        queue.slot(2 * hour, minutes=60, offered=2 + (hour - 1) % 24)
        for at in range(2 + hour % 24):
            queue.call(hour * 3600 + at)
    assert "hour-shifted" in queue.codes()


@pytest.mark.parametrize(
    ("text", "found"), [("noise", False), ("John Smith", True), ("ring 07700 900123", True), ("a@example.org", True)]
)
def test_personal_data_among_the_reasons_is_an_error_that_quotes_nothing(queue, text, found):
    problems = queue.call(reason="noise").call(60, reason=text).check().problems
    hits = [p for p in problems if p.code == "personal-data"]
    assert bool(hits) is found
    assert all((p.severity, p.line, p.column) == ("error", 3, "reason") for p in hits)
    assert all(text not in str(p) for p in hits)
