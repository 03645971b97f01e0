"""Callers' journeys a second time: plain Python, call by call, from the definitions; nothing of the package is used.

A call is the legs with one call_id in order of time; a leg without one is a call. Its wait is the sum of the waits of
its legs, being rung back not counted. A caller rang again when any later call begins within the span of an earlier one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LONG_S = 600


@dataclass(frozen=True)
class Call:
    channel: str
    started: datetime
    stages: tuple[str, ...]
    ended: str
    wait: float | None
    until: datetime | None
    before: float | None
    passed: bool
    cut: bool
    reason: str | None
    caller: str | None

    @property
    def day(self) -> date:
        return self.started.astimezone(LONDON).date()


def calls_of(legs: list[dict]) -> list[Call]:
    """Put legs together: dictionaries with the columns of the tidy table, None where nothing was supplied."""
    groups = defaultdict(list)
    for number, leg in enumerate(legs):
        groups[leg["call_id"] or number].append(leg)
    return [_call(sorted(group, key=lambda leg: (leg["offered_at"], leg["leg"]))) for group in groups.values()]


def _call(legs: list[dict]) -> Call:
    waits = [
        0 if leg["stage"] == "callback" or (leg["wait_s"] is None and leg["outcome"] in ("contained", "forced"))
        else leg["wait_s"] for leg in legs
    ]  # fmt: skip
    answered = [leg for leg in legs[:-1] if leg["outcome"] == "answered" and leg["stage"] != "callback"]
    talks = [leg["handled_s"] for leg in answered]
    last = legs[-1]
    spoken = [leg for leg in legs if leg["outcome"] == "answered" and leg["stage"] != "callback"]
    told = answered and None not in [leg["handled_s"] for leg in spoken]
    return Call(
        channel=legs[0]["channel"],
        started=legs[0]["offered_at"],
        stages=tuple(leg["stage"] for leg in legs),
        ended=last["outcome"],
        wait=None if None in waits else sum(waits),
        until=None if last["wait_s"] is None else last["offered_at"] + timedelta(seconds=last["wait_s"]),
        before=sum(talks) if told else None,
        passed=bool(answered),
        cut=min(leg["leg"] for leg in legs) > 1,
        reason=next((leg["reason"] for leg in reversed(legs) if leg["reason"]), None),
        caller=next((leg["caller"] for leg in legs if leg["caller"]), None),
    )


def within(calls: list[Call], start: date, end: date) -> list[Call]:
    return [call for call in calls if start <= call.day <= end]


def waits(calls: list[Call]) -> dict[tuple[str, str, str], tuple]:
    """Number, half, nine in ten, mean, longest, long and mean time with earlier handlers of each kind of call."""
    groups = defaultdict(list)
    for call in calls:
        if call.ended in ("answered", "abandoned") and not call.cut:
            for passed in ("all", "yes" if call.passed else "no"):
                groups[call.channel, passed, call.ended].append(call)
    return {key: _figures(group) for key, group in groups.items()}


def _figures(calls: list[Call]) -> tuple:
    known = sorted(call.wait for call in calls if call.wait is not None)
    before = [call.before for call in calls if call.before is not None]
    order = [known[math.ceil(len(known) * tenths / 10) - 1] if known else None for tenths in (5, 9)]
    mean = sum(known) / len(known) if known else None
    long = sum(wait > LONG_S for wait in known)
    talk = sum(before) / len(before) if before else None
    return (len(calls), len(known), *order, mean, max(known, default=None), long, talk)


def steps(calls: list[Call]) -> Counter:
    """How often each stage was followed by each stage or outcome."""
    found = Counter()
    for call in (call for call in calls if not call.cut):
        ways = [*call.stages, call.ended]
        for visit, stage in enumerate(call.stages, 1):
            found[call.channel, visit, stage, ways[visit], visit == len(call.stages)] += 1
    return found


def days(calls: list[Call]) -> dict[tuple[str, date], tuple[int, int, int]]:
    """Calls, calls with a known wait and long waits of each channel and day."""
    found = defaultdict(lambda: [0, 0, 0])
    for call in (call for call in calls if not call.cut):
        row = found[call.channel, call.day]
        row[0] += 1
        row[1] += call.wait is not None
        row[2] += call.wait is not None and call.wait > LONG_S
    return {key: tuple(row) for key, row in found.items()}


def runs(legs: list[dict]) -> list[tuple[datetime, datetime]]:
    """First and last moment of each run of days on which calls came."""
    by_day = defaultdict(list)
    for leg in legs:
        by_day[leg["offered_at"].astimezone(LONDON).date()].append(leg["offered_at"])
    found = []
    for day in sorted(by_day):
        if day - timedelta(days=1) in by_day:
            found[-1] = (found[-1][0], max(by_day[day]))
        else:
            found.append((min(by_day[day]), max(by_day[day])))
    return found


def followed(moment: datetime, started: datetime, spans: list[tuple[datetime, datetime]]) -> bool:
    """Whether the data go on, from when a call began, until a moment."""
    return any(first <= started <= last and moment <= last for first, last in spans)


def again(everyone: list[Call], reviewed: list[Call], spans, *, hours: int, ended: str = "", by_reason: bool = False):
    """How many callers could be followed for so many hours, and how many of them rang again."""
    later = defaultdict(list)
    for call in everyone:
        later[call.caller, call.reason if by_reason else None].append(call)
    could, did = set(), set()
    for call in reviewed:
        who = (call.caller, call.reason if by_reason else None)
        limit = call.started + timedelta(hours=hours)
        fits = (not ended or call.ended == ended) and (call.reason or not by_reason)
        if call.caller and fits and followed(limit, call.started, spans):
            could.add(who)
            if any(other is not call and call.started <= other.started <= limit for other in later[who]):
                did.add(who)
    return len(could), len(did)


def turned(everyone: list[Call], reviewed: list[Call], spans, *, minutes: int, ended: str):
    """How many whose wait on 101 ended so could be followed for so many minutes, and how many rang 999."""
    emergencies = defaultdict(list)
    for call in everyone:
        if call.channel == "999":
            emergencies[call.caller].append(call.started)
    could, did = set(), set()
    for call in reviewed:
        if call.channel == "101" and call.ended == ended and call.caller and call.until:
            limit = call.until + timedelta(minutes=minutes)
            if followed(limit, call.started, spans):
                could.add(call.caller)
                if any(call.until <= moment <= limit for moment in emergencies[call.caller]):
                    did.add(call.caller)
    return len(could), len(did)
