"""Shares in words: within the stated rounding, whatever the share, and grammatical."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewkit.page.fractions import ROUNDING, ROUNDING_OF_ONE_IN, SMALLEST, fraction

SHARES = st.floats(min_value=0, max_value=1, allow_nan=False)
NAMED = {"half of": 1 / 2, "a third of": 1 / 3, "two thirds of": 2 / 3, "a quarter of": 1 / 4,
         "three quarters of": 3 / 4, "no": 0, "all": 1}  # fmt: skip


def meant(words: str) -> float:
    """What a reader takes the words to mean, read from the words alone."""
    words = words.replace("about ", "").replace("fewer than ", "")
    if words in NAMED:
        return NAMED[words]
    some, number = re.fullmatch(r"(?:all but )?(\d+) in ([\d,]+)", words).groups()
    share = int(some) / int(number.replace(",", ""))
    return 1 - share if words.startswith("all but") else share


@given(SHARES)
@example(0.0999999)
@example(0.9000001)
@example(1e-12)
@example(1 - 1e-12)
def test_what_is_said_is_within_its_stated_rounding(share):
    said = meant(fraction(share).words)
    smaller = min(share, 1 - share)
    allowed = ROUNDING if smaller >= 0.1 else max(ROUNDING_OF_ONE_IN * smaller, SMALLEST)
    assert abs(said - share) <= allowed + 1e-9 * smaller
    assert fraction(share).value == pytest.approx(said, abs=1e-15)


@given(SHARES.filter(lambda share: 0 < share < 1))
def test_some_are_never_said_to_be_none_or_all(share):
    assert fraction(share).words not in {"no", "all"}


@given(SHARES)
def test_without_about_the_words_are_nearly_exact(share):
    said = fraction(share)
    if "about" not in said.words and "fewer" not in said.words:
        smaller = min(share, 1 - share)
        assert abs(said.value - share) <= (0.005 if smaller >= 0.1 else 0.0205 * smaller) + 1e-12


@pytest.mark.parametrize(
    ("share", "words", "verb"),
    [
        (0.9, "9 in 10 calls", "were"),
        (0.125, "1 in 8 calls", "was"),
        (0.154, "about 1 in 7 calls", "was"),
        (0.664, "two thirds of calls", "were"),
        (0.5, "half of calls", "were"),
        (0.0445, "about 1 in 22 calls", "was"),
        (0.98, "all but 1 in 50 calls", "were"),
        (0, "no calls", "were"),
        (1, "all calls", "were"),
    ],
)
def test_words_and_verb(share, words, verb):
    said = fraction(share)
    assert (said.of("calls"), said.was) == (words, verb)


@pytest.mark.parametrize("share", [None, float("nan"), -0.1, 1.01])
def test_what_is_no_share_is_refused(share):
    with pytest.raises(ValueError, match="no share"):
        fraction(share)
