"""A rota's table made into shifts that can be simulated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from reviewkit.methods.simulate.people import Shift

DAY_S = 24 * 3600


def shifts_of(rota: pd.DataFrame, *, interval_min: int, breaks_min: Mapping[str, Sequence[float]]) -> list[Shift]:
    """Return the shifts of a rota, as :func:`reviewkit.methods.shifts.cover` sets it out.

    Parameters
    ----------
    rota
        A row for each shift: ``shift`` (its name), ``interval`` of its start, ``hours``, ``breaks`` (clock times at
        which each begins, apart by commas) and ``people``.
    interval_min
        Minutes of an interval.
    breaks_min
        For each name, the minutes of its breaks in their order; a name without breaks may be left out.

    Raises
    ------
    ValueError
        A shift with other breaks than ``breaks_min`` has for its name.

    Examples
    --------
    Two people from ten at night, eight hours, with half an hour at two.

    >>> rota = pd.DataFrame(
    ...     {"shift": ["late"], "interval": [44], "hours": [8], "breaks": ["02:00"], "people": [2]}
    ... )
    >>> shifts_of(rota, interval_min=30, breaks_min={"late": [30]})
    [Shift(start_s=79200, length_s=28800, people=2, breaks=((14400, 1800),))]
    """
    found = []
    for name, interval, hours, clocks, people in rota[["shift", "interval", "hours", "breaks", "people"]].itertuples(
        index=False
    ):
        start_s = int(interval) * interval_min * 60
        begins_s = [(_second(clock) - start_s) % DAY_S for clock in clocks.split(", ") if clock]
        minutes = breaks_min.get(name, ())
        if len(begins_s) != len(minutes):
            raise ValueError(f"breaks_min: {len(minutes)} for {name}, whose breaks in the rota are {clocks or 'none'}")
        breaks = tuple((begin_s, int(long * 60)) for begin_s, long in zip(begins_s, minutes, strict=True))
        found.append(Shift(start_s=start_s, length_s=int(hours * 3600), people=int(people), breaks=breaks))
    return found


def _second(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 3600 + int(minute) * 60
