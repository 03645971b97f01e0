"""The cards of what happened to a call once answered, and of callers who were to be rung back."""

from __future__ import annotations

from types import MappingProxyType

from reviewkit.methods.definitions.card import NO_CLOCK, Definition, share, wait

AFTER: MappingProxyType[str, Definition] = MappingProxyType(
    {
        "transfer_rate": share(
            "Share of answered calls passed on to the next queue",
            "calls that reached the next stage / answered at this one",
            "calls answered at this stage",
            "Not a fault by itself, since a switchboard is there to pass calls on; but who is passed on waits twice.",
        ),
        "first_contact_resolution": share(
            "Share of answered calls settled at first contact",
            "settled at first contact, by the force's own rule / answered",
            "calls answered at this stage",
            "Forces mean different things by settled: compare only figures under the same rule.",
            clock=f"{NO_CLOCK} The force's rule may set days within which no second call may come.",
        ),
        "callback_success": share(
            "Share of callers reached when rung back",
            "reached / call back accepted",
            "callers who accepted a call back",
            "It does not say how long they waited to be rung, nor how often it was tried.",
        ),
        "mean_wait_for_callback_s": wait(
            "Mean time until a caller was rung back",
            "seconds from accepting a call back to being reached / reached",
            "callers who were reached",
            "Callers never reached are not in it, and the wait before the call back was accepted comes on top.",
            clock="From the moment the caller accepts a call back to the moment the caller is reached.",
        ),
    }
)
