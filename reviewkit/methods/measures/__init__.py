"""How well calls were answered: each published measure as one pure function, and its card in :data:`MEASURES`.

Counts go in, shares (0 to 1) or seconds come out. Every argument may be a number or an array and they broadcast
together. Nothing over nothing is unknown, so a denominator of zero, or any argument that is missing, gives NaN
and never 0. Add counts up first and divide last: the mean of monthly shares is not the year's share.
"""

from __future__ import annotations

from reviewkit.methods.definitions import MEASURES, Definition
from reviewkit.methods.measures.answering import (
    answer_rate,
    not_answered_rate,
    service_level_of_answered,
    service_level_of_offered,
    service_level_without_short_abandoned,
)
from reviewkit.methods.measures.giving_up import (
    abandonment_after_threshold,
    abandonment_crude,
    abandonment_excluding_callback,
    abandonment_threshold_both_sides,
)
from reviewkit.methods.measures.outcomes import (
    callback_success,
    first_contact_resolution,
    mean_wait_for_callback_s,
    transfer_rate,
)
from reviewkit.methods.measures.ratios import (
    Result,
    ratio,
)
from reviewkit.methods.measures.staff import (
    handling_time_s,
    occupancy,
    shrinkage,
    utilisation,
)
from reviewkit.methods.measures.waits import (
    calls_in_bands,
    longest_s,
    mean_time_in_queue_s,
    mean_wait_s,
    mean_wait_to_abandon_s,
    median_wait_s,
    p90_wait_s,
    p95_wait_s,
    wait_quantile_s,
)

__all__ = [
    "MEASURES",
    "Definition",
    "Result",
    "abandonment_after_threshold",
    "abandonment_crude",
    "abandonment_excluding_callback",
    "abandonment_threshold_both_sides",
    "answer_rate",
    "callback_success",
    "calls_in_bands",
    "first_contact_resolution",
    "handling_time_s",
    "longest_s",
    "mean_time_in_queue_s",
    "mean_wait_for_callback_s",
    "mean_wait_s",
    "mean_wait_to_abandon_s",
    "median_wait_s",
    "not_answered_rate",
    "occupancy",
    "p90_wait_s",
    "p95_wait_s",
    "ratio",
    "service_level_of_answered",
    "service_level_of_offered",
    "service_level_without_short_abandoned",
    "shrinkage",
    "transfer_rate",
    "utilisation",
    "wait_quantile_s",
]
