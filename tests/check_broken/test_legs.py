"""Calls that were passed on: legs lost, out of order, at once, or on a clock of their own."""

from __future__ import annotations

from datetime import datetime, timedelta

from reviewkit.data.check import check

CALLS = "calls_2025-03-04_2025-03-31.csv.gz"


def _second_leg(row, place):
    return row[place["Leg"]] == "2"


def _lines(copy, wanted):
    """Lines of the first calls of two legs, both answered: of the first leg and of the second."""
    head, *rows = copy.rows(CALLS)
    place = {column: at for at, column in enumerate(head)}
    first = {row[place["Call ID"]]: line for line, row in enumerate(rows, 2) if row[place["Leg"]] == "1"}
    found = []
    for line, row in enumerate(rows, 2):
        if _second_leg(row, place) and row[place["Outcome"]] == "ANS" and row[place["Time"]] > "12:00":
            found.append((first[row[place["Call ID"]]], line))
    return found[:wanted]


def _moved(row, place, seconds):
    """Write another date and time into a row."""
    stamp = datetime.strptime(f"{row[place['Date']]} {row[place['Time']]}", "%d/%m/%Y %H:%M:%S")  # noqa: DTZ007
    moved = stamp + timedelta(seconds=seconds)
    row[place["Date"]], row[place["Time"]] = f"{moved:%d/%m/%Y}", f"{moved:%H:%M:%S}"
    return row


def test_a_transfer_without_its_first_leg(copy, says):
    [(first, second)] = _lines(copy, 1)
    rows = copy.rows(CALLS)
    del rows[first - 1]
    copy.write(CALLS, rows)
    says("leg-without-first", CALLS, column="Leg", line=second - 1, severity="warning")


def test_legs_out_of_order(copy, says):
    [(first, second)] = _lines(copy, 1)
    rows = copy.rows(CALLS)
    at = rows[0].index("Leg")
    rows[first - 1][at], rows[second - 1][at] = "2", "1"
    copy.write(CALLS, rows)
    says("legs-out-of-order", CALLS, column="Leg", line=first, severity="warning")


def test_two_legs_answered_at_once(copy, says):
    [(first, _)] = _lines(copy, 1)
    copy.set(CALLS, first, "Handled", "4000")
    says("legs-at-once", CALLS, column="Handled", severity="warning")


def test_an_enquiry_centre_whose_clock_is_an_hour_slow(copy, says):
    copy.change(CALLS, lambda row, place: _moved(row, place, -3_600) if _second_leg(row, place) else row)
    says("legs-clock-jump", CALLS, column="Date + Time")


def test_sound_legs_are_not_named(copy, tmp_path):
    assert not [problem.code for problem in check("exampleshire", data=tmp_path) if problem.code.startswith("leg")]
