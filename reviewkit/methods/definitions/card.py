"""The card of a measure: what it is called, how it is counted, and when it misleads."""

from __future__ import annotations

from dataclasses import dataclass

QUEUE_CLOCK = (
    "From the moment the call joins the queue of that stage to the moment a person answers. "
    "A recorded message played before the queue, and the connection by the BT operator, are not in it "
    "unless the force's file counts them."
)
GAVE_UP_CLOCK = "From the moment the call joins the queue of that stage to the moment the caller hangs up."
EITHER_CLOCK = (
    "From the moment the call joins the queue of that stage to the moment a person answers or the caller hangs up."
)
NO_CLOCK = "No clock: calls are counted, not timed."


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One measure's card.

    Attributes
    ----------
    label
        What the measure is called on a page; ``{threshold}`` stands for a length of time such as "10 seconds".
    unit
        ``calls``, ``share`` (0 to 1) or ``seconds``.
    formula
        Numerator over denominator, in words.
    denominator
        The calls it is a share or a mean of; empty for a count.
    clock
        When the clock starts and stops.
    misleads
        When a reader would draw the wrong conclusion from it.
    needs_threshold
        True when the measure says nothing until a number of seconds is named.
    """

    label: str
    unit: str
    formula: str
    denominator: str
    clock: str
    misleads: str
    needs_threshold: bool = False


def count(label: str, formula: str, misleads: str) -> Definition:
    """Return the card of a number of calls."""
    return Definition(
        label=label,
        unit="calls",
        formula=formula,
        denominator="",
        clock=NO_CLOCK,
        misleads=misleads,
    )


def share(
    label: str,
    formula: str,
    denominator: str,
    misleads: str,
    *,
    threshold: bool = False,
    clock: str = "",
) -> Definition:
    """Return the card of a share from 0 to 1; one that needs a threshold is timed from joining the queue."""
    return Definition(
        label=label,
        unit="share",
        formula=formula,
        denominator=denominator,
        clock=clock or (QUEUE_CLOCK if threshold else NO_CLOCK),
        misleads=misleads,
        needs_threshold=threshold,
    )


def wait(label: str, formula: str, denominator: str, misleads: str, *, clock: str) -> Definition:
    """Return the card of a length of time in seconds."""
    return Definition(
        label=label,
        unit="seconds",
        formula=formula,
        denominator=denominator,
        clock=clock,
        misleads=misleads,
    )
