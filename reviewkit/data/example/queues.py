"""Three queues simulated caller by caller: people wait, give up, ring again and ring 999 instead.

Each queue is answered in order of arrival, except that a caller already promised to a colleague stays with that
colleague when somebody starts a shift. Every caller has a patience; who would wait longer hangs up. Times are whole
seconds, so counts made from calls and counts made by half hour agree exactly.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from heapq import heapify, heappop, heappush, heapreplace

from reviewkit.data.example.calendar import SLOT_S
from reviewkit.data.example.draws import Draws, exponential_table, lognormal_table
from reviewkit.data.example.invent import Invented

ANSWERED, ABANDONED, CONTAINED, CALLBACK, FORCED, OVERFLOW = range(6)
EMERGENCY, SWITCHBOARD, ENQUIRIES = range(3)

# Chances as parts of 65,536.
TRANSFERRED = 35_400
SLIPPED = (1_600, 1_300, 500)  # hang up within seconds: pocket calls, wrong numbers
DROPPED = (40, 60, 30)  # cut off by the system
CONTAINED_BEFORE, CONTAINED_AFTER = 4_600, 7_900
TAKES_CALLBACK = 26_000
RINGS_AGAIN = (36_000, 31_000, 29_000)
RINGS_999 = 4_200

OVERFLOW_S = 120  # then another force answers
CALLBACK_FROM_S, CALLBACK_OFFER_S = 300, 70
PATIENCE_S = (260, 170, 1_100)
AGAIN_AFTER_S = (50, 420, 900)
HANDLED_SPREAD = 0.75
RING_S = (2, 1, 2)


@dataclass(frozen=True, slots=True)
class Legs:
    """Every call leg in order of arrival, as columns of whole numbers; ``call`` numbers calls, ``person`` callers."""

    offered: array
    queue: array
    call: array
    person: array
    outcome: array
    wait: array
    handled: array
    transferred: array


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
        self._handled = [lognormal_table(mean * 0.7548, HANDLED_SPREAD) for mean in force.handled_s]
        self._patience = [exponential_table(mean) for mean in PATIENCE_S]
        self._again = [exponential_table(mean) for mean in AGAIN_AFTER_S]
        self._message_s, self._new_phones = force.message_s, new_phones
        self._calls = 0
        self.later: list[tuple[int, int, int, int]] = []
        self.legs = Legs(*(array("q") for _ in range(8)))

    def offer(self, now: int, queue: int, person: int, call: int = 0) -> None:
        """A caller arrives: decide what becomes of them and what they do next."""
        if not call:
            self._calls += 1
            call = self._calls
        chance = next(self._chance)
        desk = self._desks[queue]
        starts = desk.soonest(now)
        handled = self._handled[queue][chance & 0xFFFF]
        outcome, wait = self._fate(now, queue, starts - now, chance)
        transferred = 0
        if outcome == ANSWERED or outcome == CALLBACK:
            desk.take(starts + handled + RING_S[queue])
        if outcome != ANSWERED:
            handled = 0
        elif queue == SWITCHBOARD and (chance * 40_503 >> 20) & 0xFFFF < TRANSFERRED:
            transferred = 1
            heappush(self.later, (now + wait + handled, ENQUIRIES, person, call))
        if outcome == ABANDONED and wait > 8:
            self._ring_again(now + wait, queue, person, chance)
        self._keep(now, queue, call, person, outcome, wait, handled, transferred)

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
            return ABANDONED, 1 + lot % 8
        wait = delay + ring
        patience = 4 + self._patience[queue][chance >> 16 & 0xFFFF]
        if queue == EMERGENCY and min(wait, patience) > OVERFLOW_S:
            return OVERFLOW, OVERFLOW_S
        offered_callback = queue == ENQUIRIES and wait > CALLBACK_FROM_S and now >= self._new_phones
        if offered_callback and patience > CALLBACK_OFFER_S and chance >> 32 & 0xFFFF < TAKES_CALLBACK:
            return CALLBACK, CALLBACK_OFFER_S
        return (ANSWERED, wait) if wait <= patience else (ABANDONED, patience)

    def _ring_again(self, now: int, queue: int, person: int, chance: int) -> None:
        """Some who gave up ring again, a few of them 999; the enquiry centre is reached through the switchboard."""
        lot = chance >> 32 & 0xFFFF
        after = now + 5 + self._again[queue][chance & 0xFFFF]
        if lot < RINGS_AGAIN[queue]:
            heappush(self.later, (after, EMERGENCY if queue == EMERGENCY else SWITCHBOARD, person, 0))
        elif queue != EMERGENCY and lot < RINGS_AGAIN[queue] + RINGS_999:
            heappush(self.later, (now + 20 + after % 300, EMERGENCY, person, 0))

    def _keep(self, *values: int) -> None:
        legs = self.legs
        columns = (
            legs.offered, legs.queue, legs.call, legs.person, legs.outcome, legs.wait, legs.handled, legs.transferred
        )  # fmt: skip
        for column, value in zip(columns, values, strict=True):
            column.append(value)


def simulate(room: Room, first_attempts: list[tuple[int, int]], end: int) -> Legs:
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
    return room.legs
