"""What each measure means, in words a reader can check: the cards behind :mod:`reviewkit.methods.measures`."""

from __future__ import annotations

from types import MappingProxyType

from reviewkit.methods.definitions.after import AFTER
from reviewkit.methods.definitions.calls import CALLS
from reviewkit.methods.definitions.card import Definition
from reviewkit.methods.definitions.giving_up import GIVING_UP
from reviewkit.methods.definitions.in_time import IN_TIME
from reviewkit.methods.definitions.staff import STAFF
from reviewkit.methods.definitions.waits import WAITS

__all__ = ["MEASURES", "Definition"]

MEASURES: MappingProxyType[str, Definition] = MappingProxyType(
    {**CALLS, **GIVING_UP, **IN_TIME, **WAITS, **STAFF, **AFTER}
)
"""Every measure by name, in the order of the page."""
