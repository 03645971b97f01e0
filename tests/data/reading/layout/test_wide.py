"""Half hours, days and measures as columns become rows, and lose nothing on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.declared.layout import Wide
from reviewkit.data.reading.layout.rows import Row
from reviewkit.data.reading.layout.wide import melted, spread


def turned(headings, lines, *, wanted=("Queue",), **keys):
    numbered = [Row(line=line, cells=cells) for line, cells in enumerate(lines, 2)]
    names, made = melted(headings, numbered, Wide(**keys), wanted=set(wanted))
    return names, [(row.line, *row.cells) for row in made]


@pytest.mark.parametrize(
    ("pattern", "heading", "name"),
    [
        ("HH:MM", "08:00", "08:00"),
        ("HH:MM", "8:00:00", "8:00:00"),
        ("HH:MM", "8:30 AM", "8:30 AM"),
        ("HH:MM", "08:00-08:30", "08:00-08:30"),
        ("HH:MM", "08:00 to 08:30", "08:00 to 08:30"),
        ("HH:MM", "Total", None),
        ("HH:MM", "8", None),
        ("HH:MM", "8am", "8am"),
        ("DATE", "31/03/2025", "31/03/2025"),
        ("DATE", "2025-03-31", "2025-03-31"),
        ("DATE", "2025-03-31 00:00:00", "2025-03-31"),
        ("DATE", "Mon 31/03/2025", "31/03/2025"),
        ("DATE", "31 Mar 2025", "31 Mar 2025"),
        ("DATE", "31-Mar-25", "31-Mar-25"),
        ("DATE", "Week 13", None),
        ("ENQ *", "Enq Crime", "Enq Crime"),
        ("UPDATE *", "Update 1", "Update 1"),
    ],
)
def test_headings_that_are_values_are_known_by_a_pattern(pattern, heading, name):
    found = [one.name for one in spread([heading], Wide(columns=(pattern,), name="x", value="y"))]
    assert found == ([] if name is None else [name])


@pytest.mark.parametrize(
    ("pattern", "heading", "parts"),
    [
        ("HH:MM *", "08:00 Offered", ("08:00", "Offered")),
        ("DATE *", "31/03/2025 Calls in", ("31/03/2025", "Calls in")),
        ("* (DATE)", "Offered (31/03/2025)", ("31/03/2025", "Offered")),
    ],
)
def test_a_heading_may_say_the_measure_beside_its_time(pattern, heading, parts):
    [one] = spread([heading], Wide(columns=(pattern,), name="x"))
    assert (one.name, one.measure) == parts


def test_each_half_hour_becomes_a_row_with_the_line_it_came_from():
    columns, rows = ("Queue", "08:00", "08:30", "Total"), [("A", "1", "2", "3"), ("B", "4", "5", "9")]
    assert turned(columns, rows, columns=("HH:MM",), name="Time", value="Calls") == (
        ("Queue", "Time", "Calls"),
        [(2, "A", "08:00", "1"), (2, "A", "08:30", "2"), (3, "B", "08:00", "4"), (3, "B", "08:30", "5")],
    )


def test_words_of_a_column_become_columns_and_an_empty_interval_goes():
    columns = ("Queue", "Metric", "08:00", "08:30")
    rows = [("A", "In", "5", ""), ("A", "Out", "4", ""), ("B", "In", "7", "1")]
    assert turned(columns, rows, columns=("HH:MM",), name="Time", rows="Metric") == (
        ("Queue", "Time", "In", "Out"),
        [(2, "A", "08:00", "5", "4"), (4, "B", "08:00", "7", ""), (4, "B", "08:30", "1", "")],
    )


def test_a_measure_that_comes_again_begins_another_row():
    rows = [("A", "In", "5"), ("A", "In", "6")]
    _, made = turned(("Queue", "Metric", "08:00"), rows, columns=("HH:MM",), name="Time", rows="Metric")
    assert made == [(2, "A", "08:00", "5"), (3, "A", "08:00", "6")]


def test_an_hour_that_comes_twice_keeps_both_its_columns():
    columns, rows = ("Queue", "01:00", "01:30", "01:00", "01:30"), [("A", "1", "2", "3", "4")]
    _, made = turned(columns, rows, columns=("HH:MM",), name="Time", value="Calls")
    assert [row[2:] for row in made] == [("01:00", "1"), ("01:30", "2"), ("01:00", "3"), ("01:30", "4")]


def test_measures_beside_a_date_become_columns():
    columns = ("Queue", "01/04/2025 In", "01/04/2025 Out", "02/04/2025 In", "02/04/2025 Out")
    assert turned(columns, [("A", "5", "4", "6", "3")], columns=("DATE *",), name="Day") == (
        ("Queue", "Day", "In", "Out"),
        [(2, "A", "01/04/2025", "5", "4"), (2, "A", "02/04/2025", "6", "3")],
    )


@given(st.lists(st.lists(st.integers(0, 999), min_size=48, max_size=48), min_size=1, max_size=5))
def test_every_cell_comes_back_once(table):
    clock = [f"{half // 2:02}:{half % 2 * 30:02}" for half in range(48)]
    rows = [(f"Q{number}", *map(str, figures)) for number, figures in enumerate(table)]
    _, made = turned(("Queue", *clock), rows, columns=("HH:MM",), name="Time", value="Calls")
    found = {(queue, time): int(calls) for _, queue, time, calls in made}
    assert len(made) == 48 * len(table)
    assert found == {
        (f"Q{number}", time): calls
        for number, figures in enumerate(table)
        for time, calls in zip(clock, figures, strict=True)
    }
