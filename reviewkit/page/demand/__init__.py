"""The demand page: its charts, tables, sentences and findings, in the order in which the page shows them."""

from __future__ import annotations

from reviewkit.page.demand.charts import calls_so_far, day_by_day, hours_to_come, what_to_expect
from reviewkit.page.demand.findings import in_short, what_was_found
from reviewkit.page.demand.statisticians import for_statisticians
from reviewkit.page.demand.tables import (
    busiest_hours,
    how_long_calls_take,
    if_more_people_rang,
    people_who_rang_again,
    what_a_day_is_made_of,
)
from reviewkit.page.demand.trust import how_far_to_trust_it, what_was_repaired
from reviewkit.page.display import show

__all__ = [
    "busiest_hours",
    "calls_so_far",
    "day_by_day",
    "for_statisticians",
    "hours_to_come",
    "how_far_to_trust_it",
    "how_long_calls_take",
    "if_more_people_rang",
    "in_short",
    "people_who_rang_again",
    "show",
    "what_a_day_is_made_of",
    "what_to_expect",
    "what_was_found",
    "what_was_repaired",
]
