"""From an invented force to its call legs and half-hourly counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from reviewkit.data.example import queues
from reviewkit.data.example.calendar import SLOT_S, london_midnight
from reviewkit.data.example.demand import Span, arrivals, rates, span
from reviewkit.data.example.desk_time import desk_time
from reviewkit.data.example.draws import Draws
from reviewkit.data.example.invent import LAST_DAY, Invented
from reviewkit.data.example.staff import staff

BANDS_S = (10, 30, 60, 180, 300, 600, 1_200)
SHORT_S = (5, *BANDS_S)
PIECE = 100_000


@dataclass(frozen=True, kw_only=True)
class Made:
    """What an invented force's telephone system recorded.

    Attributes
    ----------
    when
        The half hours.
    legs
        Column name -> one number for each call leg, in order of arrival.
    counts
        Column name -> counts by half hour (rows) and queue (columns).
    """

    when: Span
    legs: dict[str, NDArray[np.int64]]
    counts: dict[str, NDArray[np.int64]]


def make(force: Invented, *, years: int) -> Made:
    """Simulate the years to the last day, call by call, and count by half hour."""
    first = date(LAST_DAY.year - years, LAST_DAY.month, LAST_DAY.day) + timedelta(days=1)
    when = span(first, LAST_DAY)
    end = when.start + len(when.clock) * SLOT_S
    new_phones = london_midnight(force.new_phones) if force.new_phones else end
    people = staff(force, when)
    room = queues.Room(force, people, when.start, new_phones)
    legs = queues.unpack(queues.simulate(room, _first_attempts(force, when), end))
    return Made(when=when, legs=legs, counts=count(legs, when) | desk_time(force, when, legs, people))


def _first_attempts(force: Invented, when: Span) -> Iterator[tuple[int, int]]:
    """When each person first rings, and at which queue, in order of time."""
    moments = [
        arrivals(rates(force, when, channel), when.start, Draws(*force.stream, 5, channel)) for channel in (0, 1)
    ]
    both = np.concatenate(moments)
    queue = np.repeat(np.array([queues.EMERGENCY, queues.SWITCHBOARD]), [len(part) for part in moments])
    order = np.argsort(both, kind="stable")
    # In pieces: as Python numbers a large force's calls would fill a small computer.
    for piece in np.array_split(order, len(order) // PIECE + 1):
        yield from zip(both[piece].tolist(), queue[piece].tolist(), strict=True)


def count(legs: dict[str, NDArray[np.int64]], when: Span) -> dict[str, NDArray[np.int64]]:
    """Counts, waits and times by half hour and queue; a leg belongs to the half hour in which it was offered."""
    cell = (legs["offered"] - when.start) // SLOT_S * 3 + legs["queue"]
    outcome, wait = legs["outcome"], legs["wait"]

    def total(chosen: NDArray[np.bool_], amount: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        # bincount adds float64, exact for whole numbers below 2**53.
        weights = None if amount is None else amount[chosen]
        return np.bincount(cell[chosen], weights, len(when.clock) * 3).astype(np.int64).reshape(-1, 3)

    def longest(chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        most = np.zeros(len(when.clock) * 3, dtype=np.int64)
        np.maximum.at(most, cell[chosen], wait[chosen])
        return most.reshape(-1, 3)

    answered, abandoned = outcome == queues.ANSWERED, outcome == queues.ABANDONED
    counts = {"offered": total(outcome >= 0), "answered": total(answered), "abandoned": total(abandoned)}
    for name, number in (("contained", 2), ("callback", 3), ("forced", 4), ("overflow", 5)):
        counts[name] = total(outcome == number)
    counts["transferred"] = total(legs["transferred"] == 1)
    counts |= {f"answered_{seconds}s": total(answered & (wait <= seconds)) for seconds in BANDS_S}
    counts |= {f"abandoned_{seconds}s": total(abandoned & (wait <= seconds)) for seconds in SHORT_S}
    counts["wait_total_s"] = total(answered, wait)
    counts["abandoned_wait_total_s"] = total(abandoned, wait)
    counts["handled_total_s"] = total(answered, legs["handled"])
    counts["longest_wait_s"] = longest(answered)
    counts["longest_abandoned_wait_s"] = longest(abandoned)
    return counts
