"""What cannot be in the tables of posts and hours: staff, rota, absence and levers."""

from __future__ import annotations

from reviewkit.data.checks.rule import ASK, Rule
from reviewkit.data.declared.tables.staffing import STAFFING
from reviewkit.methods.disclosure import FEWEST_PEOPLE

ROUNDING = 0.55
"""Vacancies may differ by so many posts from establishment less strength, each rounded to half a post."""
CLOCK = "([01]?[0-9]|2[0-3]):[0-5][0-9](:00)?"
_CAPACITY = "coalesce(weekly_hours, 0) + coalesce(people_per_intake * hours_per_person, 0)"


def _share(column: str) -> Rule:
    return Rule(
        table="levers", code="share-is-percent", column=column, when=f"{column} NOT BETWEEN 0 AND 1",
        found="a share above 1 or below 0", expected="a share from 0 to 1",
        action="Divide percentages by 100 at the source.",
    )  # fmt: skip


def _clock(column: str, pattern: str) -> Rule:
    return Rule(
        table="rota", code="not-a-time", column=column, when=f"NOT regexp_full_match({column}, '{pattern}')",
        found="a time of day that cannot be read", expected="hours and minutes, such as 07:00",
        action="Write it as hours and minutes. Where the file has both ends in one cell, part them.",
    )  # fmt: skip


def _negative(table: str, column: str) -> Rule:
    return Rule(
        table=table, code="negative-value", column=column, when=f"{column} < 0",
        found="a number below 0", expected="0 or more",
        action="Ask the force what the negative value means; leave the cell empty where it is not known.",
    )  # fmt: skip


SHARES = ("leavers_per_week", "share_least", "share_likely", "share_most", "late_chance")
STAFFING_RULES = (
    Rule(
        table="staff", code="part-exceeds-whole", column="in_training", when="in_training > strength",
        found="more posts in training than filled", expected="no more in training than filled", action=ASK,
    ),
    Rule(
        table="staff", code="row-contradicts", column="vacancies",
        when=f"abs(vacancies - greatest(establishment - strength, 0)) > {ROUNDING}",
        found="vacancies that are not establishment less strength", expected="establishment less strength",
        action="Ask the force what it counts as a vacancy. Until then establishment less strength is shown.",
        severity="warning",
    ),
    _clock("starts", CLOCK),
    _clock("ends", f"{CLOCK}|24:00(:00)?"),
    Rule(
        table="rota", code="order-of-times", column="valid_to", when="valid_to < valid_from",
        found="a rota that ends before it begins", expected="a first day, and then a last", action=ASK,
    ),
    Rule(
        table="absence", code="order-of-times", column="period_end", when="period_end < period_start",
        found="a period that ends before it begins", expected="a first day, and then a last", action=ASK,
    ),
    Rule(
        table="absence", code="part-exceeds-whole", column="hours_absent", when="hours_absent > hours_due",
        found="more hours absent than paid for", expected="no more hours absent than paid for", action=ASK,
    ),
    Rule(
        table="absence", code="few-people", column="people", when=f"people < {FEWEST_PEOPLE}",
        found=f"a row about fewer than {FEWEST_PEOPLE} people", expected=f"rows about {FEWEST_PEOPLE} people or more",
        action="Put teams together at the source. The row counts in totals and is not shown by itself.",
        severity="warning",
    ),
    Rule(
        table="levers", code="no-capacity", column="lever", when=f"{_CAPACITY} = 0",
        found="a lever without any hours", expected="weekly_hours, or people_per_intake and hours_per_person, above 0",
        action="Ask how many hours a week it can bring, or leave it out.",
    ),
    Rule(
        table="levers", code="order-of-times", column="ends", when="ends < begins",
        found="a lever that ends before it can begin", expected="a first day, and then a last", action=ASK,
    ),
    Rule(
        table="levers", code="row-contradicts", column="share_likely",
        when="coalesce(share_least, 0) > coalesce(share_likely, share_most, 1) OR share_likely > share_most",
        found="shares out of order", expected="share_least, share_likely and share_most, rising", action=ASK,
    ),
    *(_share(column) for column in SHARES),
    *(
        _negative(schema.name, column.name)
        for schema in STAFFING
        for column in schema.columns
        if column.kind == "number" and column.name not in SHARES
    ),
)  # fmt: skip
