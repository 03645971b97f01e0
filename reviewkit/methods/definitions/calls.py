"""The cards of calls counted, and of how many were answered, at all and in time."""

from __future__ import annotations

from types import MappingProxyType

from reviewkit.methods.definitions.card import Definition, count, share

CALLS: MappingProxyType[str, Definition] = MappingProxyType(
    {
        "offered": count(
            "Calls offered",
            "calls presented to the stage's queue",
            "One person who rings three times is three calls.",
        ),
        "answered": count(
            "Calls answered",
            "calls connected to a person at that stage",
            "Answered at the switchboard does not mean the caller reached somebody able to help.",
        ),
        "abandoned": count(
            "Calls abandoned",
            "calls in which the caller hung up before anybody answered",
            "Why a caller gave up is unknown: a lost signal and a wrong number count as well.",
        ),
        "contained": count(
            "Calls ended by a recorded message",
            "calls that took a message or were sent to a web page, and ended",
            "Neither answered nor abandoned: whether the message helped is unknown.",
        ),
        "callback": count(
            "Calls that accepted a call back",
            "callers who left the queue by choosing to be rung back",
            "Neither answered nor abandoned: whether they were rung back is not counted here.",
        ),
        "forced": count(
            "Calls cut off",
            "calls that the system ended: engaged tone, queue full, a fault",
            "The caller did not choose to leave; many forces do not count these at all.",
        ),
        "overflow": count(
            "Calls answered by another force",
            "calls passed to another force because nobody here answered in time",
            "Served, but not by this force.",
        ),
        "answer_rate": share(
            "Share answered",
            "answered / offered",
            "all calls offered",
            "An answer after an hour counts the same as an answer at once.",
        ),
        "not_answered_rate": share(
            "Share not answered",
            "(offered - answered) / offered",
            "all calls offered",
            "An upper limit for giving up: calls that a recorded message dealt with and calls back are in it.",
        ),
    }
)
