"""Tables of records: what a force keeps a list of beside its calls, one row for each thing."""

from __future__ import annotations

from reviewkit.data.declared.columns import Column, Schema, count, day, moment, text
from reviewkit.data.declared.tables.common import FORCE
from reviewkit.data.declared.tables.staffing import STAFFING

CONTACT_BACK = Schema(
    name="contact_back",
    title="Promises to contact a victim back",
    description="One row for each promise to a victim that somebody would make contact. Nothing in "
    "the table may say who the person is.",
    columns=(
        text(
            "reference",
            "The force's own number for the promise; never a name, a telephone number or an address.",
            "CB-000123",
            required=True,
        ),
        moment("promised_at", "When the victim was told that somebody would make contact.", "2025-03-01 14:05:00"),
        moment(
            "due_at",
            "By when contact was promised; a date alone means by the end of that day.",
            "2025-03-02 14:05:00",
            required=True,
        ),
        moment("made_at", "When the victim was reached; empty while nobody has reached them.", "2025-03-02 10:30:00"),
        text(
            "made_by",
            "Who reached them, by role: officer, investigator, control room, victim care or other.",
            "investigator",
            words=("officer", "investigator", "control room", "victim care", "other"),
        ),
        text("about", "What it was about, as the force codes it.", "burglary"),
        FORCE,
    ),
    key=("reference",),
    dated="due_at",
)

SERVICE_STANDARDS = Schema(
    name="service_standards",
    title="Service standards, and how often each was kept",
    description="One row for each standard and period: how often it fell due and how often it was kept.",
    columns=(
        text(
            "standard",
            "The promise, in the words in which the public was given it.",
            "A crime reported online is acknowledged within 24 hours",
            required=True,
            prose=True,
        ),
        day("period_start", "First day of the period.", "2025-03-01", required=True),
        day("period_end", "Last day of the period.", "2025-03-31", required=True),
        Column(
            name="due",
            kind="count",
            unit="times",
            description="How often the standard fell due in the period.",
            example=412,
            required=True,
        ),
        Column(
            name="kept",
            kind="count",
            unit="times",
            description="How often it was kept, of the times it fell due.",
            example=371,
            required=True,
        ),
        count("told", "How many of those for whom it was missed were told so by the force.", 30, unit="people"),
        Column(
            name="promised_share",
            kind="number",
            unit="share",
            description="The share of times that was promised, from 0 to 1; empty where every time was promised.",
            example=0.9,
        ),
        text(
            "citation",
            "Where the promise is written down: document, page, date.",
            "Public contact charter 2024, page 3",
            required=True,
            prose=True,
        ),
        FORCE,
    ),
    key=("standard", "period_start", "period_end"),
    dated="period_start",
)

INTELLIGENCE = Schema(
    name="intelligence",
    title="Intelligence submitted from calls",
    description="One row for each intelligence report that was written from a call, and what became of it.",
    columns=(
        text(
            "reference",
            "The force's own number for the submission; never a name, a telephone number or an address.",
            "INT-000123",
            required=True,
        ),
        moment("submitted_at", "When it was submitted.", "2025-03-01 14:05:00", required=True),
        moment("reached_analyst_at", "When an analyst first opened it; empty while none has.", "2025-03-01 18:20:00"),
        Column(
            name="use_stated",
            kind="yes or no",
            unit="",
            description="Whether it is written down what the submission was used for; empty where nobody has looked.",
            example="yes",
        ),
        text("used_for", "What it was used for, as the force codes it.", "patrol briefing"),
        FORCE,
    ),
    key=("reference",),
    dated="submitted_at",
)

BARRIERS = Schema(
    name="barriers",
    title="What stands in the way of answering well: technology and other barriers",
    description="One row for each barrier, with its evidence, its cost and who is to see to it. It is printed on the "
    "page as it stands here: write for the public, and name roles, not people.",
    columns=(
        text("id", "A short number for it, such as B1, that does not change.", "B1", required=True),
        text(
            "kind",
            "What it lies in: technology, people, process, partner or other.",
            "technology",
            required=True,
            words=("technology", "people", "process", "partner", "other"),
        ),
        text(
            "description",
            "What the barrier is, in a sentence.",
            "Two systems hold the history of an address and do not speak to each other.",
            required=True,
            prose=True,
        ),
        text(
            "evidence",
            "How it is known: a measurement, a log, an audit, with its date.",
            "Timed on 40 calls in March 2025: 55 seconds of each.",
            prose=True,
        ),
        text(
            "effect",
            "What it does to callers or to those who answer them.",
            "Every call takes about a minute longer.",
            prose=True,
        ),
        Column(
            name="cost",
            kind="number",
            unit="as cost_unit says",
            description="What it costs, or what removing it would.",
            example=85000,
        ),
        text("cost_unit", "What the cost is counted in: pounds, pounds a year, hours a week.", "pounds a year"),
        text("owner", "The role that is to see to it; never a name.", "Head of contact management", prose=True),
        day("raised", "When it was first written down.", "2025-03-01"),
        text(
            "status",
            "How it stands: open, in hand, accepted (it has to stay) or removed.",
            "in hand",
            required=True,
            words=("open", "in hand", "accepted", "removed"),
        ),
        FORCE,
    ),
    key=("id",),
)

RECORDS = (CONTACT_BACK, SERVICE_STANDARDS, INTELLIGENCE, BARRIERS, *STAFFING)
