"""The cards of calls answered in time."""

from __future__ import annotations

from types import MappingProxyType

from reviewkit.methods.definitions.card import EITHER_CLOCK, Definition, share

IN_TIME: MappingProxyType[str, Definition] = MappingProxyType(
    {
        "service_level_of_offered": share(
            "Share of all calls answered within {threshold}",
            "answered within the threshold / offered",
            "all calls offered; those given up count as failures",
            "It does not say how long the others waited.",
            threshold=True,
        ),
        "service_level_of_answered": share(
            "Share of answered calls answered within {threshold}",
            "answered within the threshold / answered",
            "answered calls only",
            "People who gave up are not in it: it rises when those who wait longest hang up.",
            threshold=True,
        ),
        "service_level_without_short_abandoned": share(
            "Share answered within {threshold}, leaving out calls given up within {threshold} (industry mix)",
            "answered within the threshold / (offered - abandoned within the threshold)",
            "calls offered, without those abandoned within the threshold",
            "It lies between the shares of all calls and of answered calls: name it when it is used.",
            threshold=True,
            clock=EITHER_CLOCK,
        ),
    }
)
