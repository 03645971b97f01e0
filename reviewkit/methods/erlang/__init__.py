"""How many people answer how well: Erlang B, C and A in one family, and the fewest people for a target.

``load`` is offered erlangs (calls an hour x handling time in hours), ``agents`` the people who answer at one time.
Shares run from 0 to 1, times are seconds and say so in their names. All arguments broadcast as numpy arrays do.
"""

from __future__ import annotations

from reviewkit.methods.erlang.arguments import UnstableQueueWarning
from reviewkit.methods.erlang.required import agents_required
from reviewkit.methods.erlang.waits import (
    abandonment,
    erlang_b,
    erlang_c,
    mean_wait_s,
    occupancy,
    service_level,
    wait_percentile_s,
    wait_probability,
)

__all__ = [
    "UnstableQueueWarning",
    "abandonment",
    "agents_required",
    "erlang_b",
    "erlang_c",
    "mean_wait_s",
    "occupancy",
    "service_level",
    "wait_percentile_s",
    "wait_probability",
]
