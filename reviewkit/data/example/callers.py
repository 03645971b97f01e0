"""Who rings: the number each caller shows, who rings back about the same matter, and who turns to 999 after 101.

Nobody is added to the simulation: some of those who ring are made the same person as somebody who rang before, so
that the queues, and with them every count, stay as they are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewkit.data.example import queues
from reviewkit.data.example.calendar import DAY_S
from reviewkit.data.example.draws import LEVELS, Draws
from reviewkit.data.example.invent import Invented

# Numbers that Ofcom keeps free for drama: nobody can be rung on them. One thousand to each beginning.
DRAMA = (
    "01632 960", "07700 900", "0113 4960", "0114 4960", "0115 4960", "0116 4960", "0117 4960", "0118 4960",
    "0121 4960", "0131 4960", "0141 4960", "0151 4960", "0161 4960", "0191 4980", "020 7946 0", "029 2018 0",
    "028 9649 6", "03069 990",
)  # fmt: skip
NUMBERS = len(DRAMA) * 1_000
STRIDE = 7_919  # shares no factor with NUMBERS: a number comes again only when all others have rung, after a fortnight
WITHHELD = "Withheld"
# Chances as parts of 65,536; the emergency line shows most numbers even where they are withheld.
WITHHOLDS, WITHHOLDS_999 = 9_200, 1_300
RINGS_OFTEN = 2_600
OFTEN = 60
BACK_IN_A_DAY, BACK_IN_A_WEEK, TURNS_TO_999 = 2_900, 3_600, 900
SAME_REASON, CHASES = 36_000, 16_000

BACK_AFTER_S = 600
TURNS_AFTER_S, TURNS_WITHIN_S = 300, 3_600
UPDATE = 2  # the number of "update on a case" among the reasons


@dataclass(frozen=True, kw_only=True)
class Callers:
    """For each leg the number shown and what the call is about, as a number of a reason."""

    shown: list[str]
    about: list[int]


def callers(force: Invented, legs: dict[str, NDArray[np.int64]], about: NDArray[np.int64]) -> Callers:
    """Say who rings on each leg, given in order of time, and what about: ``about``, but for those who ring back."""
    people, first, person = np.unique(legs["person"], return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    same, reason = _again(force, legs, people=order, first=first, about=_latest(about, person, len(people)))
    asked = np.where(reason[person] >= 0, reason[person], about)
    return Callers(shown=_numbers(force, people[same][person], legs["queue"]), about=asked.tolist())


def _latest(about: NDArray[np.int64], person: NDArray[np.int64], people: int) -> NDArray[np.int64]:
    """What each person's last leg is about."""
    latest = np.zeros(people, dtype=np.int64)
    latest[person] = about  # of several legs the last one stays
    return latest


class _Past:
    """Moments in order of time, and who they belong to."""

    def __init__(self, moments: Sequence[int] = (), who: Sequence[int] = ()) -> None:
        self._moments, self._who = list(moments), list(who)

    def add(self, moment: int, who: int) -> None:
        """Note somebody at a moment no earlier than the last."""
        self._moments.append(moment)
        self._who.append(who)

    def last(self, until: int, since: int) -> int:
        """Return whose moment was the last until one, or -1 where there is none since the other."""
        found = bisect_right(self._moments, until) - 1
        return self._who[found] if found >= 0 and self._moments[found] > since else -1


def _again(
    force: Invented,
    legs: dict[str, NDArray[np.int64]],
    *,
    people: NDArray[np.int64],
    first: NDArray[np.int64],
    about: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each person, in order of time, who they really are, and what they ring about where that follows from it."""
    same, reason = np.arange(len(people)), np.full(len(people), -1)
    lots, why = (Draws(*force.stream, use).levels(len(people)).tolist() for use in (20, 22))
    ago = Draws(*force.stream, 21).below(7 * DAY_S, len(people)).tolist()
    gave_up = _gave_up(legs, {number: at for at, number in enumerate(legs["person"][first].tolist())})
    rang = {True: _Past(), False: _Past()}
    for at in people.tolist():
        moment, emergency = int(legs["offered"][first[at]]), int(legs["queue"][first[at]]) == queues.EMERGENCY
        before = -1
        if lots[at] < BACK_IN_A_DAY + BACK_IN_A_WEEK:
            span = DAY_S if lots[at] < BACK_IN_A_DAY else 7 * DAY_S
            before = rang[emergency].last(moment - BACK_AFTER_S - ago[at] % span, since=0)
        elif emergency and lots[at] >= LEVELS - TURNS_TO_999:
            spread = TURNS_WITHIN_S - TURNS_AFTER_S
            before = gave_up.last(moment - TURNS_AFTER_S - ago[at] % spread, since=moment - TURNS_WITHIN_S)
        if before >= 0:
            same[at] = same[before]
            earlier = int(reason[before] if reason[before] >= 0 else about[before])
            reason[at] = earlier if why[at] < SAME_REASON else UPDATE if why[at] < SAME_REASON + CHASES else -1
        rang[emergency].add(moment, at)
    return same, reason


def _gave_up(legs: dict[str, NDArray[np.int64]], place: dict[int, int]) -> _Past:
    """When people gave up on 101, and who they were, by their place among the people."""
    chosen = (legs["outcome"] == queues.ABANDONED) & (legs["queue"] != queues.EMERGENCY)
    moments = legs["offered"][chosen] + legs["wait"][chosen]
    order = np.argsort(moments, kind="stable")
    return _Past(moments[order].tolist(), [place[number] for number in legs["person"][chosen][order].tolist()])


def _numbers(force: Invented, person: NDArray[np.int64], queue: NDArray[np.int64]) -> list[str]:
    """The number each leg shows: the same for a person who rings again; a few people ring often, some withhold it."""
    lot = Draws(*force.stream, 6).levels(int(person.max(initial=0)) + 1)[person]
    number = person * STRIDE % NUMBERS
    number = np.where(lot >= LEVELS - RINGS_OFTEN, number % OFTEN * 293, number)
    emergency = queue == queues.EMERGENCY
    withheld = lot < np.where(emergency, WITHHOLDS_999, WITHHOLDS)
    written = [f"{DRAMA[one // 1_000]}{one % 1_000:03d}" for one in number.tolist()]
    return [
        WITHHELD if hidden else _international(text) if line else text
        for text, hidden, line in zip(written, withheld.tolist(), emergency.tolist(), strict=True)
    ]


def _international(number: str) -> str:
    """The emergency line writes numbers with +44 and without blanks."""
    return "+44" + number.replace(" ", "")[1:]
