"""Queues when calls and staff change through the day: exact service levels, and the staff curve that keeps a target.

``calls`` and ``agents`` are arrays over the intervals (last axis); one value an interval comes out.
"""

from __future__ import annotations

from reviewkit.methods.transient.levels import abandonment, mean_wait_s, service_level
from reviewkit.methods.transient.required import agents_required

__all__ = ["abandonment", "agents_required", "mean_wait_s", "service_level"]
