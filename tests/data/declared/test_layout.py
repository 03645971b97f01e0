"""Patterns of a report's lines, headings, sheets and queues."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.declared.layout import compiled, fits

PLAIN = st.text(st.characters(exclude_characters="*?", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("Total*", "TOTALS (all)", True),
        ("Total*", "Grand total", False),
        ("*total", "Grand Total", True),
        ("Total", "Total 2", False),
        ("P?", "P1", True),
        ("P?", "P", False),
        ("Queue:  *", "Queue: ENQ", True),
        ("Staff [IT]", "staff [it]", True),
        ("Staff [IT]", "Staff I", False),
        ("a.c", "abc", False),
        ("(x|y)", "x", False),
        ("HH:MM", "08:00", False),
        ("DATE", "date", True),
    ],
)
def test_stars_and_question_marks_have_a_meaning_and_nothing_else_has(pattern, text, expected):
    assert fits(text, (pattern,)) is expected


@given(PLAIN)
def test_a_text_fits_itself(text):
    assert fits(text, (text,))


@given(st.text(string.printable.replace("*", "").replace("?", "").strip(), min_size=1))
def test_capitals_make_no_difference(text):
    assert fits(text.upper(), (text,))
    assert fits(text.lower(), (text,))


@given(PLAIN, PLAIN, PLAIN)
def test_the_first_star_is_what_stands_between(before, inside, after):
    found = compiled(f"{before} * {after}").fullmatch(f"{before} {inside} {after}")
    assert found["some"] == inside


@pytest.mark.parametrize(
    ("pattern", "text", "some"),
    [("Queue: * Page *", "Queue: ENQ Crime Page 2", "ENQ Crime"), ("*", "ENQ", "ENQ"), ("* (*)", "ENQ (1) (2)", "ENQ")],
)
def test_other_stars_stand_for_any_text(pattern, text, some):
    assert compiled(pattern).fullmatch(text)["some"] == some
