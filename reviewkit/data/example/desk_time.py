"""What a telephone system's agent reports add: handlers' time, calls settled at once, callers rung back.

Drawn beside the simulation and after it, so that no call and no count of calls depends on them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reviewkit.data.example import queues
from reviewkit.data.example.calendar import SLOT_S
from reviewkit.data.example.demand import Span
from reviewkit.data.example.draws import Draws, exponential_table
from reviewkit.data.example.invent import Invented
from reviewkit.data.example.staff import planned

PAID_PER_HUNDRED = 135  # seconds paid for every hundred on the rota: leave, training and breaks come on top
SETTLED = (30_000, 47_000, 40_000)  # answered calls settled at once, as parts of 65,536, unless passed on
REACHED = 62_000
RUNG_AFTER_S = 300
RUNG_MEAN_S = 1_500
FIRST_CONTACT_RULE = "not passed on, no second call about it within 7 days, nothing left to do"


def desk_time(
    force: Invented, when: Span, legs: dict[str, NDArray[np.int64]], people: tuple[list[int], ...]
) -> dict[str, NDArray[np.int64]]:
    """Columns by half hour and queue: ``resolved``, call backs that reached the caller, time staffed and paid.

    Parameters
    ----------
    legs
        Column name -> one number for each call leg.
    people
        Who answered each queue in each half hour.
    """
    slot = (legs["offered"] - when.start) // SLOT_S * 3 + legs["queue"]
    size = len(when.clock) * 3

    def total(chosen: NDArray[np.bool_], amount: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        weights = None if amount is None else amount[chosen]
        return np.bincount(slot[chosen], weights, size).astype(np.int64).reshape(-1, 3)

    lots = Draws(*force.stream, 30).levels(len(slot))
    answered = (legs["outcome"] == queues.ANSWERED) & (legs["transferred"] == 0)
    booked = legs["outcome"] == queues.CALLBACK
    reached = booked & (lots < REACHED)
    waited = RUNG_AFTER_S + np.array(exponential_table(RUNG_MEAN_S))[Draws(*force.stream, 31).levels(len(slot))]
    came = np.array(people, dtype=np.int64).T
    rostered = np.maximum(np.rint(planned(force, when)).astype(np.int64), came)
    return {
        "resolved": total(answered & (lots < np.array(SETTLED)[legs["queue"]])),
        "callback_reached": total(reached),
        "callback_wait_total_s": total(reached, waited),
        "staffed_total_s": came * SLOT_S,
        "paid_total_s": rostered * SLOT_S * PAID_PER_HUNDRED // 100,
    }
