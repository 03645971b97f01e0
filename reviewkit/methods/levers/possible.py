"""What cannot be said of a lever: refused with its name and the argument's."""

from __future__ import annotations

import numpy as np


def has_capacity(lever: str, **given: float | None) -> None:
    """Raise a ValueError for the first that is not above 0; None is no limit.

    Examples
    --------
    >>> has_capacity("agency", weekly_hours=0)
    Traceback (most recent call last):
    ValueError: agency: weekly_hours 0 is no capacity; it must be above 0
    """
    for argument, value in given.items():
        if value is not None and not 0 < value < np.inf:
            raise ValueError(f"{lever}: {argument} {value} is no capacity; it must be above 0")


def whole(lever: str, **given: tuple[float, int]) -> None:
    """Raise a ValueError for the first value that is not a whole number from its least on."""
    for argument, (value, least) in given.items():
        if not least <= value < np.inf or value != int(value):
            raise ValueError(f"{lever}: {argument} {value} is not possible; it must be a whole number from {least} on")


def rates(lever: str, leavers: float, **costs: float) -> None:
    """Raise a ValueError for a share of leavers that is not from 0 to below 1, or a cost below 0."""
    if not 0 <= leavers < 1:
        raise ValueError(f"{lever}: leavers_per_week {leavers} is not possible; it must be from 0 to below 1")
    for argument, value in costs.items():
        if not 0 <= value < np.inf:
            raise ValueError(f"{lever}: {argument} {value} is not possible; it must be 0 or more")


def end(lever: str, last_week: int | None, first_week: int) -> None:
    """Raise a ValueError for a last week before the first; None is no end."""
    if last_week is None:
        return
    whole(lever, last_week=(last_week, 1))
    if last_week < first_week:
        raise ValueError(f"{lever}: last_week {last_week} is before its first week with hours, {first_week}")
