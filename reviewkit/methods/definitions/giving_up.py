"""The cards of giving up."""

from __future__ import annotations

from types import MappingProxyType

from reviewkit.methods.definitions.card import GAVE_UP_CLOCK, Definition, share

GIVING_UP: MappingProxyType[str, Definition] = MappingProxyType(
    {
        "abandonment_crude": share(
            "Share abandoned",
            "abandoned / offered",
            "all calls offered",
            "It includes people who hung up within seconds, some of whom dialled by mistake.",
        ),
        "abandonment_after_threshold": share(
            "Share abandoned after more than {threshold}",
            "abandoned after more than the threshold / offered",
            "all calls offered",
            "The longer the threshold, the lower the figure: forces that choose different ones cannot be compared.",
            threshold=True,
            clock=GAVE_UP_CLOCK,
        ),
        "abandonment_threshold_both_sides": share(
            "Share abandoned, leaving out calls given up within {threshold} from both sides",
            "abandoned after more than the threshold / (offered - abandoned within the threshold)",
            "calls offered, without those abandoned within the threshold",
            "Always at least the figure with all calls offered beneath it: name which of the two is meant.",
            threshold=True,
            clock=GAVE_UP_CLOCK,
        ),
        "abandonment_excluding_callback": share(
            "Share abandoned, leaving out calls that accepted a call back",
            "abandoned / (offered - call back accepted)",
            "calls offered, without those that accepted a call back",
            "The more calls are moved to call back, the less it says about the service.",
        ),
    }
)
