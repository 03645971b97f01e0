"""Three queues simulated caller by caller: people wait, give up, ring again and ring 999 instead.

Each queue is answered in order of arrival, except that a caller already promised to a colleague stays with that
colleague when somebody starts a shift. Every caller has a patience; who would wait longer hangs up. Times are whole
seconds, so counts made from calls and counts made by half hour agree exactly.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush, heapreplace

import numpy as np
from numpy.typing import NDArray

from reviewkit.data.example.calendar import SLOT_S
from reviewkit.data.example.draws import Draws, exponential_table, lognormal_table
from reviewkit.data.example.invent import Invented

ANSWERED, ABANDONED, CONTAINED, CALLBACK, FORCED, OVERFLOW = range(6)
SERVED = (ANSWERED, CALLBACK)
EMERGENCY, SWITCHBOARD, ENQUIRIES = range(3)

# Chances as parts of 65,536.
TRANSFERRED = 35_400
SLIPPED = (1_600, 1_300, 500)  # hang up within seconds: pocket calls, wrong numbers
DROPPED = (40, 60, 30)  # cut off by the system
CONTAINED_BEFORE, CONTAINED_AFTER = 4_600, 7_900
TAKES_CALLBACK = 26_000
RINGS_AGAIN = (36_000, 31_000, 29_000)
RINGS_999 = 4_200

SLIPPED_S = 8
OVERFLOW_S = 120  # then another force answers
CALLBACK_FROM_S, CALLBACK_OFFER_S = 300, 70
PATIENCE_S = (260, 170, 1_100)
AGAIN_AFTER_S = (50, 420, 900)
HANDLED_SPREAD, MEDIAN_TO_MEAN = 0.75, 0.7548  # of a log-normal: exp(-0.75**2 / 2)
RING_S = (2, 1, 2)


@dataclass(frozen=True)
class Record:
    """Every call leg in order of arrival, in three columns of whole numbers, which :func:`unpack` opens."""

    offered: array = field(default_factory=lambda: array("q"))
    who: array = field(default_factory=lambda: array("q"))
    what: array = field(default_factory=lambda: array("q"))


class Desk:
    """The people who answer one queue, each known by when they are next free."""

    __slots__ = ("_free", "_slot", "_staff", "_start")

    def __init__(self, staff: list[int], start: int) -> None:
        self._staff, self._start, self._slot = staff, start, 0
        self._free = [start] * staff[0]

    def soonest(self, now: int) -> int:
        """When somebody can take a caller who arrives now."""
        slot = (now - self._start) // SLOT_S
        if slot != self._slot:
            self._change_shift(slot)
        return max(now, self._free[0])

    def take(self, free_again: int) -> None:
        """The person free soonest takes the caller."""
        heapreplace(self._free, free_again)

    def _change_shift(self, slot: int) -> None:
        people = self._staff[min(slot, len(self._staff) - 1)]
        while len(self._free) > people:
            heappop(self._free)
        began = self._start + slot * SLOT_S
        self._free.extend([began] * (people - len(self._free)))
        heapify(self._free)
        self._slot = slot


class Room:
    """A force's three queues and the callers still to come."""

    def __init__(self, force: Invented, staff: tuple[list[int], ...], start: int, new_phones: int) -> None:
        self._desks = [Desk(people, start) for people in staff]
        self._chance = Draws(*force.stream, 4).endless()
        self._handled = [lognormal_table(mean * MEDIAN_TO_MEAN, HANDLED_SPREAD) for mean in force.handled_s]
        self._patience = [exponential_table(mean) for mean in PATIENCE_S]
        self._again = [exponential_table(mean) for mean in AGAIN_AFTER_S]
        self._message_s, self._new_phones = force.message_s, new_phones
        self._calls = 0
        self.later: list[tuple[int, int, int, int]] = []
        self.record = Record()

    def offer(self, now: int, queue: int, person: int, call: int = 0) -> None:
        """A caller arrives: decide what becomes of them and what they do next."""
        if not call:
            self._calls += 1
            call = self._calls
        chance = next(self._chance)
        desk = self._desks[queue]
        starts = desk.soonest(now)
        outcome, wait = self._fate(now, queue, starts - now, chance)
        handled = transferred = 0
        if outcome in SERVED:
            handled = self._handled[queue][chance & 0xFFFF]
            desk.take(starts + handled + RING_S[queue])
            if outcome == CALLBACK:
                handled = 0
            elif queue == SWITCHBOARD and chance >> 32 & 0xFFFF < TRANSFERRED:
                transferred = 1
                heappush(self.later, (now + wait + handled, ENQUIRIES, person, call))
        elif outcome == ABANDONED and wait > SLIPPED_S:
            self._ring_again(now + wait, queue, person)
        self.record.offered.append(now)
        self.record.who.append(call << 31 | person)
        self.record.what.append((wait << 16 | handled) << 6 | outcome << 3 | queue << 1 | transferred)

    def _fate(self, now: int, queue: int, delay: int, chance: int) -> tuple[int, int]:
        """What becomes of a caller whom somebody could take after a delay, and how long the caller waits."""
        lot = chance >> 48
        ring = RING_S[queue] + (chance & 7) % 4
        if queue == SWITCHBOARD:
            after = now >= self._new_phones
            contained = CONTAINED_AFTER if after else CONTAINED_BEFORE
            if lot >= 65_536 - contained:
                return CONTAINED, 0
            ring += 0 if after else self._message_s
        if lot < DROPPED[queue]:
            return FORCED, 0
        if lot < DROPPED[queue] + SLIPPED[queue]:
            return ABANDONED, 1 + lot % SLIPPED_S
        wait = delay + ring
        patience = 4 + self._patience[queue][chance >> 16 & 0xFFFF]
        if queue == EMERGENCY and min(wait, patience) > OVERFLOW_S:
            return OVERFLOW, OVERFLOW_S
        offered_callback = queue == ENQUIRIES and wait > CALLBACK_FROM_S and now >= self._new_phones
        if offered_callback and patience > CALLBACK_OFFER_S and chance >> 32 & 0xFFFF < TAKES_CALLBACK:
            return CALLBACK, CALLBACK_OFFER_S
        return (ANSWERED, wait) if wait <= patience else (ABANDONED, patience)

    def _ring_again(self, now: int, queue: int, person: int) -> None:
        """Some who gave up ring again, a few of them 999; the enquiry centre is reached through the switchboard."""
        chance = next(self._chance)
        lot = chance >> 48
        after = now + 5 + self._again[queue][chance & 0xFFFF]
        if lot < RINGS_AGAIN[queue]:
            heappush(self.later, (after, EMERGENCY if queue == EMERGENCY else SWITCHBOARD, person, 0))
        elif queue != EMERGENCY and lot < RINGS_AGAIN[queue] + RINGS_999:
            heappush(self.later, (now + 20 + after % 300, EMERGENCY, person, 0))


def simulate(room: Room, first_attempts: Iterable[tuple[int, int]], end: int) -> Record:
    """Let callers arrive in order of time until the end.

    Parameters
    ----------
    first_attempts
        When and at which queue each person rings first, in order of time.
    end
        Unix second at which the record stops.
    """
    later = room.later
    for person, (moment, queue) in enumerate(first_attempts):
        while later and later[0][0] < moment:
            room.offer(*heappop(later))
        room.offer(moment, queue, person)
    while later and later[0][0] < end:
        room.offer(*heappop(later))
    return room.record


def unpack(record: Record) -> dict[str, NDArray[np.int64]]:
    """The columns of a record by name.

    ``offered`` is in Unix seconds, ``wait`` and ``handled`` are in seconds, ``call`` and ``person`` are numbers,
    ``outcome`` and ``queue`` are the numbers above, ``transferred`` is 0 or 1.
    """
    offered, who, what = (np.frombuffer(column, dtype=np.int64) for column in (record.offered, record.who, record.what))
    return {
        "offered": offered,
        "call": who >> 31,
        "person": who & (1 << 31) - 1,
        "wait": what >> 22,
        "handled": what >> 6 & 0xFFFF,
        "outcome": what >> 3 & 7,
        "queue": what >> 1 & 3,
        "transferred": what & 1,
    }
