"""What each measure means, in words a reader can check: the cards behind :mod:`reviewkit.methods.measures`."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

QUEUE_CLOCK = (
    "From the moment the call joins the queue of that stage to the moment a person answers. "
    "A recorded message played before the queue, and the connection by the BT operator, are not in it "
    "unless the force's file counts them."
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


def _count(label: str, formula: str, misleads: str) -> Definition:
    return Definition(
        label=label,
        unit="calls",
        formula=formula,
        denominator="",
        clock=NO_CLOCK,
        misleads=misleads,
    )


def _share(
    label: str,
    formula: str,
    denominator: str,
    misleads: str,
    *,
    threshold: bool = False,
) -> Definition:
    return Definition(
        label=label,
        unit="share",
        formula=formula,
        denominator=denominator,
        clock=QUEUE_CLOCK if threshold else NO_CLOCK,
        misleads=misleads,
        needs_threshold=threshold,
    )


def _wait(label: str, formula: str, denominator: str, misleads: str) -> Definition:
    return Definition(
        label=label,
        unit="seconds",
        formula=formula,
        denominator=denominator,
        clock=QUEUE_CLOCK,
        misleads=misleads,
    )


MEASURES: MappingProxyType[str, Definition] = MappingProxyType(
    {
        "offered": _count(
            "Calls offered",
            "calls presented to the stage's queue",
            "One person who rings three times is three calls.",
        ),
        "answered": _count(
            "Calls answered",
            "calls connected to a person at that stage",
            "Answered at the switchboard does not mean the caller reached somebody able to help.",
        ),
        "abandoned": _count(
            "Calls abandoned",
            "calls in which the caller hung up before anybody answered",
            "Why a caller gave up is unknown: a lost signal and a wrong number count as well.",
        ),
        "contained": _count(
            "Calls ended by a recorded message",
            "calls that took a message or were sent to a web page, and ended",
            "Neither answered nor abandoned: whether the message helped is unknown.",
        ),
        "callback": _count(
            "Calls that accepted a call back",
            "callers who left the queue by choosing to be rung back",
            "Neither answered nor abandoned: whether they were rung back is not counted here.",
        ),
        "forced": _count(
            "Calls cut off",
            "calls that the system ended: engaged tone, queue full, a fault",
            "The caller did not choose to leave; many forces do not count these at all.",
        ),
        "overflow": _count(
            "Calls answered by another force",
            "calls passed to another force because nobody here answered in time",
            "Served, but not by this force.",
        ),
        "answer_rate": _share(
            "Share answered",
            "answered / offered",
            "all calls offered",
            "An answer after an hour counts the same as an answer at once.",
        ),
        "not_answered_rate": _share(
            "Share not answered",
            "(offered - answered) / offered",
            "all calls offered",
            "An upper limit for giving up: calls that a recorded message dealt with and calls back are in it.",
        ),
        "abandonment_crude": _share(
            "Share abandoned",
            "abandoned / offered",
            "all calls offered",
            "It includes people who hung up within seconds, some of whom dialled by mistake.",
        ),
        "abandonment_after_threshold": _share(
            "Share abandoned after more than {threshold}",
            "abandoned after more than the threshold / offered",
            "all calls offered",
            "The longer the threshold, the lower the figure: forces that choose different ones cannot be compared.",
            threshold=True,
        ),
        "abandonment_threshold_both_sides": _share(
            "Share abandoned, leaving out calls given up within {threshold}",
            "abandoned after more than the threshold / (offered - abandoned within the threshold)",
            "calls offered, without those abandoned within the threshold",
            "Always at least the figure with all calls offered beneath it: name which of the two is meant.",
            threshold=True,
        ),
        "abandonment_excluding_callback": _share(
            "Share abandoned, leaving out calls that accepted a call back",
            "abandoned / (offered - call back accepted)",
            "calls offered, without those that accepted a call back",
            "The more calls are moved to call back, the less it says about the service.",
        ),
        "service_level_of_offered": _share(
            "Share of all calls answered within {threshold}",
            "answered within the threshold / offered",
            "all calls offered; those given up count as failures",
            "It does not say how long the others waited.",
            threshold=True,
        ),
        "service_level_of_answered": _share(
            "Share of answered calls answered within {threshold}",
            "answered within the threshold / answered",
            "answered calls only",
            "People who gave up are not in it: it rises when those who wait longest hang up.",
            threshold=True,
        ),
        "service_level_without_short_abandoned": _share(
            "Share answered within {threshold}, leaving out calls given up within {threshold}",
            "answered within the threshold / (offered - abandoned within the threshold)",
            "calls offered, without those abandoned within the threshold",
            "It lies between the shares of all calls and of answered calls: name it when it is used.",
            threshold=True,
        ),
        "mean_wait_s": _wait(
            "Mean wait of answered calls",
            "seconds waited by answered calls / answered",
            "answered calls only",
            "People who gave up are not in it, and a few very long waits pull it up.",
        ),
        "median_wait_s": _wait(
            "Median wait of answered calls",
            "half the answered calls waited no longer",
            "answered calls only",
            "People who gave up are not in it; it says nothing about the longest waits.",
        ),
        "p90_wait_s": _wait(
            "Wait that 9 in 10 answered calls did not exceed",
            "90th percentile of the waits of answered calls",
            "answered calls only",
            "People who gave up are not in it.",
        ),
        "longest_wait_s": _wait(
            "Longest wait of an answered call",
            "the largest wait among answered calls",
            "answered calls only",
            "One call: it says how bad it can get, not how it usually is.",
        ),
        "longest_abandoned_wait_s": _wait(
            "Longest wait before giving up",
            "the largest wait among abandoned calls",
            "abandoned calls only",
            "One call: it says how bad it can get, not how it usually is.",
        ),
        "mean_wait_to_abandon_s": _wait(
            "Mean wait before giving up",
            "seconds waited by abandoned calls / abandoned",
            "abandoned calls only",
            "How long people were willing to wait, not how long they would have had to.",
        ),
    }
)
