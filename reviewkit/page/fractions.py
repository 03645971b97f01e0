"""Shares as fractions a person knows: 1 in 8, 9 in 10, about two thirds; each with how far it may be rounded."""

from __future__ import annotations

from dataclasses import dataclass

from reviewkit.page.formats import count, is_missing

ROUNDING = 1 / 30
"""How far a named fraction may be from the share it stands for, between a tenth and nine tenths."""

ROUNDING_OF_ONE_IN = 0.05
"""How far ``1 in N`` may be from the share, as a part of it, nearer to none or to all than a tenth."""

ABOUT = 0.005
"""From this distance on the word *about* stands before a named fraction."""

ABOUT_ONE_IN = 0.02
"""From this distance on, as a part of the share, *about* stands before ``1 in N``."""

SMALLEST = 1e-6
"""A smaller share is *fewer than 1 in 1,000,000*; so is the rest of one that is nearly all."""

_NEAR_AN_END = 0.1
_KNOWN = {
    "1 in 10": 1 / 10, "1 in 9": 1 / 9, "1 in 8": 1 / 8, "1 in 7": 1 / 7, "1 in 6": 1 / 6, "1 in 5": 1 / 5,
    "a quarter of": 1 / 4, "3 in 10": 3 / 10, "a third of": 1 / 3, "4 in 10": 4 / 10, "9 in 20": 9 / 20,
    "half of": 1 / 2, "11 in 20": 11 / 20, "6 in 10": 6 / 10, "two thirds of": 2 / 3, "7 in 10": 7 / 10,
    "three quarters of": 3 / 4, "4 in 5": 4 / 5, "5 in 6": 5 / 6, "7 in 8": 7 / 8, "9 in 10": 9 / 10,
}  # fmt: skip


@dataclass(frozen=True)
class Fraction:
    """A share as it is said.

    Attributes
    ----------
    words
        ``1 in 8``, ``about two thirds of``, ``all but 1 in 30``: a noun in the plural follows.
    value
        What the words say, from 0 to 1.
    """

    words: str
    value: float

    def of(self, things: str) -> str:
        """Return the words with their noun.

        Examples
        --------
        >>> fraction(0.126).of("calls"), fraction(0.64).of("calls"), fraction(0.97).of("calls"), fraction(0).of("calls")
        ('1 in 8 calls', 'about two thirds of calls', 'all but 1 in 33 calls', 'no calls')
        """
        return f"{self.words} {things}"

    @property
    def was(self) -> str:
        """The verb that follows: one call *was*, several *were*."""
        return "was" if self.words.removeprefix("about ").startswith("1 in") else "were"


def fraction(share: float) -> Fraction:
    """Return a share as a fraction a person knows, the nearest there is.

    Between a tenth and nine tenths it is within :data:`ROUNDING` of the share; nearer to none or all it is ``1 in N``
    or ``all but 1 in N``, within :data:`ROUNDING_OF_ONE_IN` of the smaller part. Print the exact per cent beside it.

    Raises
    ------
    ValueError
        A share that is missing or not between 0 and 1.

    Examples
    --------
    >>> fraction(0.9).words, fraction(0.046).words, fraction(0.0007).words
    ('9 in 10', '1 in 22', 'about 1 in 1,400')
    """
    if is_missing(share) or not 0 <= share <= 1:
        msg = f"{share} is no share from 0 to 1"
        raise ValueError(msg)
    if share in {0, 1}:
        return Fraction("all" if share else "no", float(share))
    if share < _NEAR_AN_END:
        return _one_in(share)
    if share > 1 - _NEAR_AN_END:
        rest = _one_in(1 - share)
        return Fraction(f"all but {rest.words}", 1 - rest.value)
    words, value = min(_KNOWN.items(), key=lambda item: abs(item[1] - share))
    return Fraction(words if abs(value - share) <= ABOUT else f"about {words}", value)


def _one_in(share: float) -> Fraction:
    if share < SMALLEST:
        return Fraction(f"fewer than 1 in {count(1 / SMALLEST)}", SMALLEST)
    whole = 1 / share
    size = 10 ** max(len(str(int(whole))) - 2, 0)  # two figures: 1 in 140, not 1 in 137
    number = size * round(whole / size)
    words = f"1 in {count(number)}"
    return Fraction(words if abs(number * share - 1) <= ABOUT_ONE_IN else f"about {words}", 1 / number)
