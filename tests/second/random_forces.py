"""Random forces: the same drawn calls as a file of calls, and as half-hour, daily and monthly counts made here.

One force has them all, each as a channel of its own (``101 by day``), so that one preparation reads the four of them.

The counts are made call by call in plain Python, without a line of the package: a call belongs to the half hour, day
and month of the clock on the wall in which it was offered, and a band holds the calls up to and including its seconds.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
HALF_HOUR = timedelta(minutes=30)
OUTCOMES = ("answered", "abandoned", "contained", "callback", "forced", "overflow")
BANDS_S = (5, 10, 30, 60, 180, 300, 600, 1200)
EDGES_S = [0, *(seconds + step for seconds in BANDS_S for step in (0, 1))]
QUEUES = (("999", "primary"), ("101", "primary"), ("101", "secondary"))
SIZES = (200, 60, 120, 1, 12)
NIGHTS = ((date(2024, 3, 29), date(2024, 4, 2)), (date(2024, 10, 25), date(2024, 11, 1)))
"""First and last day of calls: over the end of a month, and over the night when the clocks go forward, or back."""


@dataclass(frozen=True)
class Call:
    """One call at one stage; ``at`` is UTC. ``then`` is the leg that came after it was answered and passed on."""

    queue: tuple[str, str]
    at: datetime
    wait: int
    outcome: str
    handled: int
    then: Call | None = None


@dataclass(frozen=True)
class Calls:
    """What a force received from its first to its last day; ``blank``: its counts leave the parts of nothing empty."""

    calls: tuple[Call, ...]
    first: date
    last: date
    blank: bool

    @property
    def legs(self) -> list[Call]:
        """Every call at every stage, as the queues see them."""
        return [leg for call in self.calls for leg in (call, call.then) if leg]

    @property
    def queues(self) -> list[tuple[str, str]]:
        return sorted({leg.queue for leg in self.legs})


def force(seed: int) -> Calls:
    """Draw one to two hundred calls to one or more queues, half of them waiting to the very second of a band's edge.

    The sizes and the nights take turns, so that a few seeds have them all.
    """
    draw = Random(seed)  # noqa: S311 - to draw calls, not secrets
    first, last = NIGHTS[seed % 2]
    queues = draw.sample(QUEUES, draw.randint(1, 3)) if seed % 3 else list(QUEUES)
    calls = [_call(draw, draw.choice(queues), first, last) for _ in range(SIZES[seed % len(SIZES)])]
    drawn = [_passed_on(call, _call(draw, QUEUES[2], call.at.astimezone(LONDON).date(), last)) for call in calls]
    return Calls(tuple(drawn), first, last, blank=draw.random() < 0.5)


def _call(draw: Random, queue: tuple[str, str], first: date, last: date) -> Call:
    span = (midnight(last + timedelta(days=1)) - midnight(first)).total_seconds()
    return Call(
        queue=queue,
        at=midnight(first) + timedelta(seconds=draw.randrange(int(span))),
        wait=draw.choice(EDGES_S) if draw.random() < 0.5 else draw.randint(0, 4000),
        outcome=draw.choice(OUTCOMES if draw.random() < 0.5 else OUTCOMES[:2]),
        handled=draw.randint(0, 3000),
    )


def _passed_on(call: Call, then: Call) -> Call:
    """Pass an answered call of the switchboard on to the next leg, where that comes later."""
    fits = call.queue == QUEUES[1] and call.outcome == "answered" and then.at > call.at
    return replace(call, then=then if fits else None)


def midnight(day: date) -> datetime:
    """Return the beginning of a day on the wall, in UTC."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def local(moment: datetime) -> datetime:
    """Return the clock on the wall, without its zone."""
    return moment.astimezone(LONDON).replace(tzinfo=None)


def half_hours(drawn: Calls) -> list[datetime]:
    """Return every half hour of the days, in UTC: 46 in the day that loses an hour, 50 in the one that gains one."""
    first, after = midnight(drawn.first), midnight(drawn.last + timedelta(days=1))
    return [first + n * HALF_HOUR for n in range((after - first) // HALF_HOUR)]


def rows_of(drawn: Calls, grain: str) -> list[dict[str, object]]:
    """Return a row of counts for each interval of each queue, the empty ones too."""
    inside = defaultdict(list)
    for call in drawn.legs:
        slot = call.at - (call.at - midnight(drawn.first)) % HALF_HOUR
        inside[call.queue, _began(slot, grain)].append(call)
    slots = dict.fromkeys(_began(slot, grain) for slot in half_hours(drawn))
    return [
        {
            "start": told,
            "channel": queue[0],
            "stage": queue[1],
            **counted(inside[queue, (told, which)], blank=drawn.blank),
        }
        for told, which in slots
        for queue in drawn.queues
    ]


def _began(slot: datetime, grain: str) -> tuple[str, datetime | None]:
    """Return what a file says of when an interval began, and which of two half hours that say the same it is."""
    wall = local(slot)
    if grain == "30 minutes":
        return f"{wall:%Y-%m-%d %H:%M}", slot
    return f"{wall if grain == 'day' else wall.replace(day=1):%Y-%m-%d}", None


def counted(calls: Iterable[Call], *, blank: bool) -> dict[str, object]:
    """Return the counts of one interval; ``blank`` leaves the parts of nothing empty, else they are 0."""
    calls = list(calls)
    if not calls and blank:
        return {"offered": 0}
    waits = {outcome: [call.wait for call in calls if call.outcome == outcome] for outcome in OUTCOMES}
    answered, abandoned = waits["answered"], waits["abandoned"]
    return {
        "offered": len(calls),
        **{outcome: len(found) for outcome, found in waits.items()},
        **{f"answered_{limit}s": sum(wait <= limit for wait in answered) for limit in BANDS_S},
        **{f"abandoned_{limit}s": sum(wait <= limit for wait in abandoned) for limit in BANDS_S},
        "wait_total_s": sum(answered),
        "abandoned_wait_total_s": sum(abandoned),
        "transferred": sum(call.then is not None for call in calls),
        "handled_total_s": sum(call.handled for call in calls if call.outcome == "answered"),
        "longest_wait_s": max(answered, default="" if blank else 0),
        "longest_abandoned_wait_s": max(abandoned, default="" if blank else 0),
    }


def call_rows(drawn: Calls) -> list[dict[str, object]]:
    """Return a row for each leg of a call, in order of time, its clock that of UTC."""
    numbered = [
        (number, place, leg)
        for number, call in enumerate(drawn.calls, 1)
        for place, leg in enumerate((call, call.then), 1)
        if leg
    ]
    return [
        {
            "call_id": number,
            "leg": place,
            "offered_at": f"{leg.at:%Y-%m-%d %H:%M:%S}",
            "channel": leg.queue[0],
            "stage": leg.queue[1],
            "wait_s": leg.wait,
            "outcome": leg.outcome,
            "handled_s": leg.handled if leg.outcome == "answered" else "",
        }
        for number, place, leg in sorted(numbered, key=lambda row: row[2].at)
    ]


ROUTES = ("calls", "30 minutes", "day", "month")

TOP = """
name = "Drawnshire Police"
nation = "england"
synthetic = true
short_abandon_s = 5
[governing_body]
kind = "pcc"
name = "Office of the Commissioner"
title = "Commissioner"
[period]
start = {first}
end = {last}
"""
ENTRY = """
[[files]]
table = "{table}"
files = ["{route}.csv"]
time_zone = "{zone}"
{grain}
[files.columns]
{columns}
"""


def write(drawn: Calls, data: Path, slug: str) -> None:
    """Write a force to a data folder, its calls told in four ways."""
    folder = data / "raw" / slug
    folder.mkdir(parents=True)
    first, last = whole_months(drawn)
    entries = [
        _entry(folder, route, call_rows(drawn) if route == "calls" else rows_of(drawn, route)) for route in ROUTES
    ]
    text = TOP.format(first=first, last=last) + "".join(entries)
    (folder / "force.toml").write_text(text, encoding="utf-8")


def _entry(folder: Path, route: str, rows: list[dict[str, object]]) -> str:
    heads = list(dict.fromkeys(name for row in rows for name in row))
    with (folder / f"{route}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows(row | {"channel": f"{row['channel']} by {route}"} for row in rows)
    calls = route == "calls"
    return ENTRY.format(
        table="calls" if calls else "intervals",
        route=route,
        zone="UTC" if calls else "Europe/London",
        grain="" if calls else f'grain = "{route}"',
        columns="\n".join(f'{name} = "{name}"' for name in heads),
    )


def whole_months(drawn: Calls) -> tuple[date, date]:
    """Return the first day of the first month and the last day of the second."""
    after = drawn.last.replace(day=28) + timedelta(days=4)
    return drawn.first.replace(day=1), after.replace(day=1) - timedelta(days=1)
