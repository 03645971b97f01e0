"""Personal data is noticed by kind, and never shown in a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.checks.personal import FREE_TEXT_WORDS, kinds_of, mask

PERSONAL = [
    # text, kind
    ("07700 900123", "phone number"),
    ("07700900123", "phone number"),
    ("7700900123", "phone number"),
    ("+44 7700 900123", "phone number"),
    ("+44 (0)1632 960123", "phone number"),
    ("447700900123", "phone number"),
    ("(01632) 960 123", "phone number"),
    ("0114-496-0123", "phone number"),
    ("caller 020 7946 0123, withheld", "phone number"),
    ("jo.bloggs@example.org", "e-mail address"),
    ("ring back: a+b@mail.example.co.uk", "e-mail address"),
    ("SW1A 1AA", "postcode"),
    ("lives at m1 1ae", "postcode"),
    ("12 High St, B338TH", "postcode"),
    ("Mr Quirke", "name"),
    ("Mrs. O'Dwyer", "name"),
    ("PC Plod", "name"),
    ("PC 1234 Quirke says", "name"),
    ("John Smith", "name"),
    ("JOHN SMITH", "name"),
    ("Smith, John", "name"),
    ("neighbour Sarah McDonald again", "name"),
    ("Sarah J. Jones", "name"),
    (" ".join(["word"] * FREE_TEXT_WORDS), "free text"),
]

HARMLESS = [
    "noise",
    "ASB - nuisance",
    "Anti-Social Behaviour",
    "Road Traffic Collision",
    "St John Ambulance",
    "Victoria Road Police Station",
    "Adult Social Care",
    "Missing person (child)",
    "101",
    "999",
    "0",
    "-5",
    "12",
    "0:00:31",
    "00:00:31.5",
    "2024-02-30 10:00:00",
    "31/02/2024 10:00",
    "31.02.2024 10:00:00",
    "20240401 123000",
    "1711929600",
    "CAD-000123456",
    "45382.5",
    "16,771",
    "5%",
    "",
    " ".join(["word"] * (FREE_TEXT_WORDS - 1)),
]


@pytest.mark.parametrize(("text", "kind"), PERSONAL)
def test_each_kind_is_noticed(text, kind):
    assert kind in kinds_of(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_codes_clocks_and_numbers_are_not_personal(text):
    assert kinds_of(text) == ()


@pytest.mark.parametrize(("text", "kind"), PERSONAL)
def test_nothing_personal_is_left_after_masking(text, kind):
    masked = mask(text)
    assert kinds_of(masked) == ()
    assert kind in masked


@pytest.mark.parametrize("text", ["-5", "abc", "2024-02-30 10:00:00", "0:00:31", "31/02/2024 10:00", "n/a"])
def test_what_an_officer_must_see_is_not_masked(text):
    assert mask(text) == text


def test_two_capitalised_words_may_be_a_name_nobody_listed():
    assert mask("ask for Siobhán Quirke") == "ask for [possible name]"


def test_a_mask_is_one_line_without_control_characters():
    assert mask("a\x1b[31m\nb") == r"a\x1b[31m\nb"


@given(
    before=st.text(alphabet="abc ,.()-", max_size=12),
    digits=st.text(alphabet="0123456789", min_size=9, max_size=9),
    gaps=st.lists(st.sampled_from(["", " ", "-"]), min_size=9, max_size=9),
    area=st.sampled_from(["01", "02", "03", "07", "08", "+441", "+447", "00447"]),
)
def test_no_uk_number_survives_however_it_is_spaced(before, digits, gaps, area):
    number = area + "".join(gap + digit for gap, digit in zip(gaps, digits, strict=True))
    assert digits[-4:] not in mask(before + number).replace(" ", "").replace("-", "")
