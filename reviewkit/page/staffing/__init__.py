"""The staffing page: its charts, tables, sentences and findings, in the order in which the page shows them."""

from __future__ import annotations

from reviewkit.page.display import show
from reviewkit.page.staffing.assumptions import what_is_assumed
from reviewkit.page.staffing.charts import need_against_there
from reviewkit.page.staffing.findings import in_short, what_was_found
from reviewkit.page.staffing.service import can_it_be_trusted, what_to_expect
from reviewkit.page.staffing.statisticians import for_statisticians, what_the_usual_formula_leaves_out
from reviewkit.page.staffing.tables import hours_a_week, if_it_turns_out_otherwise, shortest_hours

__all__ = [
    "can_it_be_trusted",
    "for_statisticians",
    "hours_a_week",
    "if_it_turns_out_otherwise",
    "in_short",
    "need_against_there",
    "shortest_hours",
    "show",
    "what_is_assumed",
    "what_the_usual_formula_leaves_out",
    "what_to_expect",
    "what_was_found",
]
