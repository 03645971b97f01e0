"""What an invented force keeps a list of beside its calls: contact back, standards, intelligence, barriers, posts.

Drawn from streams of their own, so that no call and no count depends on them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from reviewkit.data.example.draws import Draws, lognormal_table
from reviewkit.data.example.invent import LAST_DAY, Invented
from reviewkit.data.example.posts import posts
from reviewkit.data.example.year import FIRST_DAY, months, written_day

TAKEN = datetime.combine(LAST_DAY, time(23, 59))
"""When the records were taken: what happened later stands in none of them."""
PROMISES, REPORTS = 820, 360
OPENS_H, CLOSES_H = 8, 22
"""Hours in which people are rung and reports written, so that no clock change falls among them."""

# The force's word, ours, its part of a hundred contacts, the usual time it takes in minutes.
ROLES = (
    ("FCR", "control room", 37, 300),
    ("OIC", "investigator", 30, 560),
    ("Response", "officer", 20, 610),
    ("VCU", "victim care", 13, 520),
)
MATTERS = ("BURG", "VEH", "VIOL", "CRIM-DAM", "THEFT", "HATE", "FRAUD")
USES = ("BRIEF", "PATROL", "SAFEG", "WARRANT", "PROBLEM")
# The promise, its document, times due a month, the part of a hundred kept, the share promised.
STANDARDS = (
    ("A crime reported by telephone is given its number within 24 hours", "page 2", 610, 97, "0.95"),
    ("A report sent online is acknowledged within one day", "page 2", 440, 91, "0.90"),
    ("A complaint about a call is acknowledged within five working days", "page 4", 48, 82, "0.90"),
    ("A caller who asks is told within seven days what was done", "page 3", 130, 63, "0.80"),
)
CHARTER = "Public contact charter 2024, {page} (invented for this example)"
BARRIERS = (
    ("B1", "technology", "The history of an address lies in two systems that do not speak to each other.",
     "Timed on 60 enquiry centre calls in May 2024: 55 seconds a call went on looking twice.",
     "Calls to the enquiry centre take nearly a minute longer.", "38", "hours a week", "Head of information technology",
     "2024-05-14", "in hand"),
    ("B2", "technology", "The menu cannot tell callers how long the queue is.",
     "Fault log of the telephone system, June 2024; not in the contract.",
     "Callers cannot judge whether to wait, ring later or report online.", "46000", "pounds",
     "Head of contact management", "2024-06-03", "open"),
    ("B3", "people", "Evening shifts are planned with fewer people than the calls need.",
     "Rota held against calls for October 2024: 11 of 14 evenings short by three people or more.",
     "Waits on the second queue are longest from six to ten in the evening.", "148000", "pounds a year",
     "Head of contact management", "2024-11-11", "open"),
    ("B4", "people", "New call handlers wait for vetting before they can be trained.",
     "Human resources record, January 2025: nine starters, eleven weeks on average.",
     "Posts are paid for and empty.", "21000", "pounds a year", "Head of vetting", "2025-01-20", "in hand"),
    ("B5", "process", "A call passed on to the enquiry centre starts again: what was said is not handed over.",
     "Thirty calls listened to by the scrutiny panel in September 2024: 26 callers had to repeat themselves.",
     "Callers tell their story twice.", "", "", "Head of contact management", "2024-09-30", "open"),
    ("B6", "partner", "The councils' out-of-hours lines close at eight in the evening.",
     "Opening hours published by the four councils, checked in July 2024.",
     "Noise and parking come to 101 at night.", "25", "hours a week", "Partnerships lead", "2024-07-08", "accepted"),
    ("B7", "technology", "A recorded message ran for twelve seconds before any call joined the queue.",
     "Telephone system settings, April 2024.", "Every caller waited twelve seconds more.", "", "",
     "Head of information technology", "2024-04-15", "removed"),
)  # fmt: skip


def records(force: Invented) -> dict[str, bytes]:
    """Return the record files of an invented force, by name: CSV in UTF-8, local times."""
    made = {
        "contact_back.csv": (("Ref", "Promised", "Due", "Contact made", "Contacted by", "Matter"), _promises(force)),
        "service_standards.csv": (
            ("Standard", "From", "To", "Due", "Kept", "Told when missed", "Promised", "Document"),
            _standards(force),
        ),
        "intelligence.csv": (("Report", "Submitted", "Opened by analyst", "Use recorded", "Use"), _reports(force)),
        "barriers.csv": (
            ("No", "Kind", "Barrier", "Evidence", "Effect", "Cost", "Cost in", "Owner", "Raised", "Status"),
            BARRIERS,
        ),
    }
    return {name: _csv(head, rows) for name, (head, rows) in (made | posts(force)).items()}


def _csv(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode()


def _promises(force: Invented) -> Iterator[tuple[str, ...]]:
    when = _moments(Draws(*force.stream, 21), PROMISES)
    chance = Draws(*force.stream, 22)
    who, due, matter = (chance.below(size, PROMISES).tolist() for size in (100, 10, len(MATTERS)))
    lot, never = chance.levels(PROMISES).tolist(), chance.below(100, PROMISES).tolist()
    delays = {word: lognormal_table(usual, 0.95) for word, _, _, usual in ROLES}
    roles = [word for word, _, part, _ in ROLES for _ in range(part)]
    for number, promised in enumerate(when):
        by = promised + timedelta(days=1 if due[number] < 8 else 2)
        role = roles[who[number]]
        made = _in_hours(promised + timedelta(minutes=_slow(force, promised, delays[role][lot[number]])))
        reached = made <= TAKEN and never[number] >= 4
        yield (
            f"CB-{number + 1:05d}",
            _written(force, promised),
            _written(force, by),
            _written(force, made) if reached else "",
            role if reached else "",
            MATTERS[matter[number]],
        )


def _slow(force: Invented, at: datetime, minutes: int) -> int:
    """Contact takes longer in the weeks in which too few people come to work."""
    short = any(spell.first <= at.date() <= spell.last for spell in force.spells)
    return minutes * 2 if short else minutes


def _reports(force: Invented) -> Iterator[tuple[str, ...]]:
    when = _moments(Draws(*force.stream, 23), REPORTS)
    chance = Draws(*force.stream, 24)
    lot, lost = chance.levels(REPORTS).tolist(), chance.below(100, REPORTS).tolist()
    looked, use = chance.below(100, REPORTS).tolist(), chance.below(len(USES), REPORTS).tolist()
    delays = lognormal_table(420, 1.3)
    for number, submitted in enumerate(when):
        opened = _in_hours(submitted + timedelta(minutes=delays[lot[number]]))
        reached = opened <= TAKEN and lost[number] >= 4
        stated = ("Y" if looked[number] < 46 else "N" if looked[number] < 86 else "") if reached else ""
        yield (
            f"INT-{number + 1:05d}",
            _written(force, submitted),
            _written(force, opened) if reached else "",
            stated,
            USES[use[number]] if stated == "Y" else "",
        )


def _standards(force: Invented) -> Iterator[tuple[str, ...]]:
    chance = Draws(*force.stream, 25)
    for first, last in months():
        for promise, page, usual, part, share in STANDARDS:
            more, better, told = chance.below(21, 3).tolist()
            due = usual * (90 + more) // 100
            kept = min(due, due * (10 * part + 3 * better - 30) // 1_000)
            yield (
                promise, written_day(force, first), written_day(force, last), str(due), str(kept),
                str((due - kept) * (40 + told) // 100), share, CHARTER.format(page=page),
            )  # fmt: skip


def _moments(chance: Draws, size: int) -> list[datetime]:
    """Return moments of the year, in order, within the hours of :data:`OPENS_H` and :data:`CLOSES_H`."""
    days = chance.below((LAST_DAY - FIRST_DAY).days + 1, size).tolist()
    minutes = chance.below(60 * (CLOSES_H - OPENS_H), size).tolist()
    opening = time(OPENS_H)
    return sorted(
        datetime.combine(FIRST_DAY + timedelta(days=day), opening) + timedelta(minutes=minute)
        for day, minute in zip(days, minutes, strict=True)
    )


def _in_hours(at: datetime) -> datetime:
    """Return the moment, or the same minute past the opening hour of the morning after where it falls in the night."""
    if OPENS_H <= at.hour < CLOSES_H:
        return at
    morning = at.date() if at.hour < OPENS_H else at.date() + timedelta(days=1)
    return datetime.combine(morning, time(OPENS_H, at.minute))


def _written(force: Invented, at: datetime) -> str:
    return f"{written_day(force, at.date())} {at:%H:%M}"
