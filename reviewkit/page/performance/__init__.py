"""The performance page: its charts, tables, sentences and findings, in the order in which the page shows them."""

from __future__ import annotations

from reviewkit.page.display import show
from reviewkit.page.performance.bands import waits_by_length
from reviewkit.page.performance.beyond import (
    barriers,
    contact_back,
    intelligence,
    records_not_supplied,
    service_standards,
)
from reviewkit.page.performance.beyond_found import found_after_the_call
from reviewkit.page.performance.charts import (
    how_long_people_waited,
    how_many_gave_up,
    how_many_rang,
    how_many_were_answered_in_time,
)
from reviewkit.page.performance.clocks import own_and_bt
from reviewkit.page.performance.definitions import how_each_figure_is_counted
from reviewkit.page.performance.events import before_and_after_events
from reviewkit.page.performance.findings import in_short, what_was_found
from reviewkit.page.performance.journey import from_end_to_end
from reviewkit.page.performance.journey_callers import the_same_caller
from reviewkit.page.performance.journey_found import found_on_the_journey
from reviewkit.page.performance.published import published_beside
from reviewkit.page.performance.statisticians import every_figure_by, for_statisticians
from reviewkit.page.performance.tables import (
    answered_in_time,
    month_by_month,
    waits_in_full,
    ways_to_count_giving_up,
    what_became_of_calls,
)
from reviewkit.page.performance.targets import which_targets_were_met
from reviewkit.page.performance.week import when_it_is_worst, when_people_rang

__all__ = [
    "answered_in_time",
    "barriers",
    "before_and_after_events",
    "contact_back",
    "every_figure_by",
    "for_statisticians",
    "found_after_the_call",
    "found_on_the_journey",
    "from_end_to_end",
    "how_each_figure_is_counted",
    "how_long_people_waited",
    "how_many_gave_up",
    "how_many_rang",
    "how_many_were_answered_in_time",
    "in_short",
    "intelligence",
    "month_by_month",
    "own_and_bt",
    "published_beside",
    "records_not_supplied",
    "service_standards",
    "show",
    "the_same_caller",
    "waits_by_length",
    "waits_in_full",
    "ways_to_count_giving_up",
    "what_became_of_calls",
    "what_was_found",
    "when_it_is_worst",
    "when_people_rang",
    "which_targets_were_met",
]
