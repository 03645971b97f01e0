"""What the force.toml of an invented force says about its posts and hours."""

from __future__ import annotations

from reviewkit.data.example.styles import Style

TEXT = """
# Posts and hours, never people: establishment and strength by role, month by month.
[[files]]
table = "staff"
files = ["staff.csv"]

[files.columns]
as_of = "Date"
role = "Role"
establishment = "Establishment"    # full-time posts there should be
strength = "In post"
vacancies = "Vacant"
in_training = "In training"
joining = "Accepted"
leaving = "Left"

[files.formats]
as_of = "{day}"

# The rota of a usual week: people planned by day of the week and time.
[[files]]
table = "rota"
files = ["rota.csv"]

[files.columns]
valid_from = "From"
role = "Role"
weekday = "Day"
starts = "Start"
ends = "End"
people = "People"

[files.formats]
valid_from = "{day}"

# Hours lost by month and kind. Rows about fewer than ten people are never shown.
[[files]]
table = "absence"
files = ["absence.csv"]

[files.columns]
period_start = "From"
period_end = "To"
role = "Role"
kind = "Reason"
hours_absent = "Hours lost"
hours_due = "Hours paid"
people = "People"

[files.formats]
period_start = "{day}"
period_end = "{day}"

# What could bring more hours, how soon, how many, at what cost and how surely.
[[files]]
table = "levers"
files = ["levers.csv"]

[files.columns]
lever = "Lever"
kind = "Kind"
begins = "From"
lag_weeks = "Weeks to first hour"
ramp_weeks = "Weeks to full"
weekly_hours = "Hours a week"
max_hours = "Hours in all"
people_per_intake = "People an intake"
hours_per_person = "Hours a person"
training_weeks = "Weeks in training"
every_weeks = "Weeks between intakes"
max_people = "People in all"
leavers_per_week = "Leavers a week"
cost_per_hour = "Pounds an hour"
start_cost = "Pounds to start"
share_least = "At worst"
share_likely = "Most likely"
share_most = "At best"
late_chance = "Chance of delay"
late_weeks = "Weeks of delay"
evidence = "Evidence"

[files.formats]
begins = "{day}"
"""


def declare_posts(style: Style) -> str:
    """The [[files]] entries of posts and hours, in the force's way of writing dates."""
    return TEXT.format(day="%d/%m/%Y" if style.day_first else "%Y-%m-%d")
