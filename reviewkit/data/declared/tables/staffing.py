"""Tables of records about posts and hours: staff, rota, absence and levers. No row is about a person."""

from __future__ import annotations

from reviewkit.data.declared.columns import Column, Schema, count, day, text
from reviewkit.data.declared.tables.common import FORCE

POSTS = "full-time posts"


def _number(name: str, description: str, example: float, *, unit: str, required: bool = False) -> Column:
    return Column(name=name, kind="number", unit=unit, description=description, example=example, required=required)


def _role(description: str) -> Column:
    return text("role", description, "101 call handlers", required=True, prose=True)


STAFF = Schema(
    name="staff",
    title="Posts: establishment, strength, vacancies and training",
    description="One row for each role and date: how many posts there should be and how many are filled. Posts are "
    "counted as full-time posts, so half a post is 0.5. No row is about a person.",
    columns=(
        day("as_of", "The day on which it was so.", "2025-03-31", required=True),
        _role("The role or team, as the rota names it; never a person."),
        _number("establishment", "Posts there should be.", 62.0, unit=POSTS, required=True),
        _number("strength", "Posts that are filled, those in training included.", 55.5, unit=POSTS, required=True),
        _number("vacancies", "Posts that are empty; empty where it is establishment less strength.", 6.5, unit=POSTS),
        _number("in_training", "Of the strength, posts whose holders do not yet answer alone.", 4.0, unit=POSTS),
        _number("joining", "Posts offered and accepted whose holders have not begun yet.", 6.0, unit=POSTS),
        _number("leaving", "Posts given up since the row before, or in the month before.", 1.5, unit=POSTS),
        FORCE,
    ),
    key=("as_of", "role"),
    dated="as_of",
)

ROTA = Schema(
    name="rota",
    title="Rota: people planned by day of the week and time",
    description="One row for each role, day of the week and length of time: a shift, or each hour or half hour. No row "
    "is about a person.",
    columns=(
        day("valid_from", "The first day on which this rota held.", "2024-04-01", required=True),
        day("valid_to", "The last day; empty while it holds.", "2025-03-31"),
        _role("The role or team that is planned; never a person."),
        text(
            "weekday",
            "Day of the week on which it starts: monday, tuesday, wednesday, thursday, friday, saturday or sunday.",
            "monday",
            required=True,
            words=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        ),
        text("starts", "Time of day at which it starts, as 07:00.", "07:00", required=True),
        text(
            "ends", "Time of day at which it ends; one that is not later is on the day after.", "17:00", required=True
        ),
        _number("people", "How many are planned to be there.", 12, unit="people", required=True),
        _number("break_minutes", "Minutes of it in which one of them rests or eats.", 45, unit="minutes"),
        FORCE,
    ),
    key=("valid_from", "role", "weekday", "starts", "ends"),
)

ABSENCE = Schema(
    name="absence",
    title="Absence: hours lost by month and kind",
    description="One row for each role, kind of absence and period, usually a month. No row is about a person; what is "
    "about fewer than ten people is never shown.",
    columns=(
        day("period_start", "First day of the period.", "2025-03-01", required=True),
        day("period_end", "Last day of the period.", "2025-03-31", required=True),
        _role("The role or team; never a person."),
        text(
            "kind",
            "What the hours were lost to: sickness, leave, training, abstraction (lent to other work) or other.",
            "sickness",
            required=True,
            words=("sickness", "leave", "training", "abstraction", "other"),
        ),
        _number("hours_absent", "Hours lost to it.", 540.0, unit="hours", required=True),
        _number("hours_due", "Hours for which the role was paid.", 8900.0, unit="hours", required=True),
        count("people", "How many people held these posts; fewer than ten are never shown.", 58, unit="people"),
        FORCE,
    ),
    key=("period_start", "period_end", "role", "kind"),
    dated="period_start",
)

LEVERS = Schema(
    name="levers",
    title="Levers: what could bring more hours, how soon, how many and at what cost",
    description="One row for each lever. Give weekly_hours for one that is asked for hours each week, or "
    "people_per_intake and hours_per_person for one whose people join in groups and are trained.",
    columns=(
        text("lever", "What it is called.", "Overtime", required=True, prose=True),
        text(
            "kind",
            "overtime, restricted duty, other staff, agency, recruits, rota, call-back, digital desk or other.",
            "overtime",
            required=True,
            words=(
                *("overtime", "restricted duty", "other staff", "agency", "recruits"),
                *("rota", "call-back", "digital desk", "other"),
            ),
        ),
        day("begins", "The first day on which it can be decided; empty if at once.", "2025-04-01"),
        day("ends", "The last day on which it gives hours; empty if it has no end.", "2025-09-30"),
        Column(
            name="lag_weeks", kind="count", unit="weeks", example=2, required=True,
            description="Whole weeks from the decision to its first hour; for an intake, to the day people join.",
        ),
        count("ramp_weeks", "Weeks from its first hour until it gives all of them.", 2, unit="weeks"),
        _number("weekly_hours", "Hours on the telephone a week at most; not used beside intakes.", 120, unit="hours"),
        _number("max_hours", "Hours at most in all.", 2400, unit="hours"),
        count("people_per_intake", "People who can join at once.", 8, unit="people"),
        _number("hours_per_person", "Hours on the telephone a week of one of them.", 26, unit="hours"),
        count("training_weeks", "Weeks in training before the first hour.", 12, unit="weeks"),
        count("every_weeks", "Weeks from one intake to the next.", 8, unit="weeks"),
        count("max_people", "People at most in all.", 24, unit="people"),
        _number("leavers_per_week", "Share of those left that leaves each week, from 0 to 1.", 0.004, unit="share"),
        _number("cost_per_hour", "Pounds for each hour; for an intake, for each hour paid.", 24.5, unit="pounds"),
        _number("start_cost", "Pounds once; for an intake, for each intake that is held.", 4000, unit="pounds"),
        _number("share_least", "Share of the hours that comes at worst, from 0 to 1.", 0.6, unit="share"),
        _number("share_likely", "Share of the hours that most likely comes.", 0.9, unit="share"),
        _number("share_most", "Share of the hours that comes at best.", 1.0, unit="share"),
        _number("late_chance", "Chance from 0 to 1 that it begins late.", 0.2, unit="share"),
        count("late_weeks", "Weeks by which it is then late.", 4, unit="weeks"),
        text("evidence", "How the figures are known: an offer, a contract, last year's hours.", "Offer of March 2025",
             prose=True),
        FORCE,
    ),
    key=("lever",),
)  # fmt: skip

STAFFING = (STAFF, ROTA, ABSENCE, LEVERS)
