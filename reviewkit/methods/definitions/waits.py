"""The cards of waits: of those answered, of those who gave up, and of both as time in the queue."""

from __future__ import annotations

from types import MappingProxyType

from reviewkit.methods.definitions.card import EITHER_CLOCK, GAVE_UP_CLOCK, QUEUE_CLOCK, Definition, wait

NOT_IN_IT = "People who gave up are not in it."
CUT_SHORT = "How long people were willing to wait, not how long they would have had to."
MIXED = "Who gave up after a minute might have had to wait for ten: it is time spent, not the wait for an answer."


def _of_answered(label: str, formula: str, misleads: str) -> Definition:
    return wait(label, formula, "answered calls only", misleads, clock=QUEUE_CLOCK)


def _of_gave_up(label: str, formula: str, misleads: str = CUT_SHORT) -> Definition:
    return wait(label, formula, "abandoned calls only", misleads, clock=GAVE_UP_CLOCK)


def _of_either(label: str, formula: str) -> Definition:
    return wait(label, formula, "answered and abandoned calls together", MIXED, clock=EITHER_CLOCK)


WAITS: MappingProxyType[str, Definition] = MappingProxyType(
    {
        "mean_wait_s": _of_answered(
            "Mean wait of answered calls",
            "seconds waited by answered calls / answered",
            "People who gave up are not in it, and a few very long waits pull it up.",
        ),
        "median_wait_s": _of_answered(
            "Median wait of answered calls",
            "half the answered calls waited no longer",
            "People who gave up are not in it; it says nothing about the longest waits.",
        ),
        "p90_wait_s": _of_answered(
            "Wait that 9 in 10 answered calls did not exceed",
            "90th percentile of the waits of answered calls",
            NOT_IN_IT,
        ),
        "p95_wait_s": _of_answered(
            "Wait that 19 in 20 answered calls did not exceed",
            "95th percentile of the waits of answered calls",
            NOT_IN_IT,
        ),
        "longest_wait_s": _of_answered(
            "Longest wait of an answered call",
            "the largest wait among answered calls",
            "One call: it says how bad it can get, not how it usually is.",
        ),
        "mean_wait_to_abandon_s": _of_gave_up(
            "Mean wait before giving up", "seconds waited by abandoned calls / abandoned"
        ),
        "median_wait_to_abandon_s": _of_gave_up(
            "Median wait before giving up", "half of those who gave up did so no later"
        ),
        "p90_wait_to_abandon_s": _of_gave_up(
            "Wait within which 9 in 10 of those who gave up had done so",
            "90th percentile of the waits of abandoned calls",
        ),
        "p95_wait_to_abandon_s": _of_gave_up(
            "Wait within which 19 in 20 of those who gave up had done so",
            "95th percentile of the waits of abandoned calls",
        ),
        "longest_abandoned_wait_s": _of_gave_up(
            "Longest wait before giving up",
            "the largest wait among abandoned calls",
            "One call: it says how bad it can get, not how it usually is.",
        ),
        "mean_time_in_queue_s": _of_either(
            "Mean time in the queue, of those answered and those who gave up",
            "seconds waited by answered and by abandoned calls / (answered + abandoned)",
        ),
        "median_time_in_queue_s": _of_either(
            "Median time in the queue, of those answered and those who gave up",
            "half the answered and abandoned calls were in the queue no longer",
        ),
        "p90_time_in_queue_s": _of_either(
            "Time in the queue that 9 in 10 did not exceed, answered or given up",
            "90th percentile of the waits of answered and abandoned calls",
        ),
        "p95_time_in_queue_s": _of_either(
            "Time in the queue that 19 in 20 did not exceed, answered or given up",
            "95th percentile of the waits of answered and abandoned calls",
        ),
    }
)
