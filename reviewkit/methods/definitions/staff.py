"""The cards of handlers' time."""

from __future__ import annotations

from types import MappingProxyType

from reviewkit.methods.definitions.card import Definition, share, wait

HANDLING_CLOCK = (
    "From the moment a person answers to the end of the work after the call: talk, hold and notes. "
    "A force whose file leaves the work after the call out says so."
)
STAFF_CLOCK = (
    "Handling runs from the answer to the end of the work after the call; time available, from logging in to "
    "logging out, without breaks; time paid is what the rota pays for."
)

STAFF: MappingProxyType[str, Definition] = MappingProxyType(
    {
        "handling_time_s": wait(
            "Mean handling time of a call",
            "seconds of talk, hold and work after the call / answered",
            "answered calls only",
            "A longer call may be a better one: careful questions about threat and risk take time.",
            clock=HANDLING_CLOCK,
        ),
        "occupancy": share(
            "Share of handlers' available time spent on calls",
            "seconds handling calls / seconds logged in and available for calls or handling them",
            "time in which handlers could take calls or were on one",
            "High is no thrift: the nearer to 100%, the longer callers wait. Paid time is another denominator.",
            clock=STAFF_CLOCK,
        ),
        "utilisation": share(
            "Share of handlers' paid time spent on calls",
            "seconds handling calls / seconds paid",
            "all paid time, with breaks, training, leave and sickness",
            "Always lower than the share of available time: name which of the two is meant.",
            clock=STAFF_CLOCK,
        ),
        "shrinkage": share(
            "Share of handlers' paid time in which they could take no calls",
            "1 - seconds available for calls or handling them / seconds paid",
            "all paid time",
            "Planned absence (leave, training, breaks) and sickness are together in it.",
            clock=STAFF_CLOCK,
        ),
    }
)
