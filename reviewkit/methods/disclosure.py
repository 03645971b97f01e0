"""When a figure is about so few people that it could tell who they are."""

from __future__ import annotations

FEWEST_PEOPLE = 10
"""Counts of fewer people are not shown: the 10-5 rule of the Office for National Statistics for tables of counts."""


def too_few(part: float, whole: float) -> bool:
    """Say whether a count of people, or of all others of the same group, is too small to be shown.

    Nought is too few as well: that nobody of a small group did something is known of each of them.

    Parameters
    ----------
    part, whole
        People counted, and people in the group; whole numbers from 0 up, ``part`` at most ``whole``.

    Examples
    --------
    >>> too_few(9, 200), too_few(10, 200), too_few(195, 200), too_few(0, 200)
    (True, False, True, True)
    """
    return part < FEWEST_PEOPLE or whole - part < FEWEST_PEOPLE
