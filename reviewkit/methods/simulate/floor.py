"""The floor: calls come, people take them, callers give up, people come and go. One event after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import chain

import numpy as np

from reviewkit.methods.simulate.callers import Callers, Demand, redialled
from reviewkit.methods.simulate.people import Person, Team

NEVER = float("inf")


class Floor:
    """What is going on, and what became of each caller: ``answered_s`` (infinity: never) and ``by`` (which team).

    Whoever waits is found to have given up only when somebody comes free: the same callers give up, with no event for
    each. ``over`` holds the times people worked beyond their own, as (team, from, to).
    """

    def __init__(
        self, callers: Callers, people: Sequence[Person], teams: Sequence[Team], *, lines: int, priority: bool
    ) -> None:
        self.callers = callers
        self.first_attempts = len(callers.rings_s)
        self.priority = priority
        self.waiting: list[deque[int]] = [deque() for _ in range(lines)]
        self.free: list[deque[int]] = [deque() for _ in teams]
        self.team = [person.team for person in people]
        self.people = people
        self.on = [False] * len(people)
        self.busy = [False] * len(people)
        self.listed = [False] * len(people)  # among the free, though they may have gone meanwhile
        self.went_s = [0.0] * len(people)
        answers = [tuple(range(lines)) if team.answers is None else tuple(sorted(team.answers)) for team in teams]
        self.lines_of = answers
        by_skills = sorted(range(len(teams)), key=lambda team: len(answers[team]))
        self.teams_of = [[team for team in by_skills if line in answers[team]] for line in range(lines)]
        self.ends: list[tuple[float, int]] = []  # calls that end (a person), or callers who ring again (below 0)
        self.answered_s = [NEVER] * self.first_attempts
        self.by = [-1] * self.first_attempts
        self.over: list[tuple[int, float, float]] = []

    def run(self, demand: Demand, rng: np.random.Generator, *, until_s: float) -> None:
        """Let everything happen until a time."""
        changes = sorted(
            (at, is_on, number)
            for number, person in enumerate(self.people)
            for at, is_on in chain.from_iterable(((a, True), (b, False)) for a, b in person.spells)
        )
        changes.append((NEVER, False, -1))
        changes_at = iter(changes)
        change_s, is_on, person = next(changes_at)
        rings_s, number, again = self.callers.rings_s, 0, redialled(demand, rng)
        fresh_s = [*rings_s, NEVER]
        ends = self.ends
        while True:
            end_s, ring_s = ends[0][0] if ends else NEVER, fresh_s[number]
            if change_s <= ring_s and change_s <= end_s:
                if change_s >= until_s:
                    break
                self.change(change_s, person, is_on=is_on)
                change_s, is_on, person = next(changes_at)
            elif ring_s <= end_s:
                if ring_s >= until_s:
                    break
                self.ring(number, ring_s)
                number += 1
            elif end_s >= until_s:
                break
            else:
                _, who = heappop(ends)
                if who >= 0:
                    self.end(end_s, who)
                elif self.answered_s[-1 - who] == NEVER:
                    self.ring(self.redial(-1 - who, end_s, demand, next(again)), end_s)

    def ring(self, caller: int, now: float) -> None:
        """A caller rings: somebody free answers, or the caller waits."""
        line = self.callers.line[caller]
        for team in self.teams_of[line]:
            free = self.free[team]
            while free:
                person = free.popleft()
                self.listed[person] = False
                if self.on[person]:
                    self.answer(caller, person, now)
                    return
        self.waiting[line].append(caller)
        again_s = self.callers.again_s[caller]
        if again_s != NEVER:
            heappush(self.ends, (again_s, -1 - caller))

    def answer(self, caller: int, person: int, now: float) -> None:
        """A person takes a call."""
        self.busy[person] = True
        self.answered_s[caller] = now
        self.by[caller] = self.team[person]
        heappush(self.ends, (now + self.callers.handling_s[caller], person))

    def end(self, now: float, person: int) -> None:
        """A call ends; the person goes home, or takes the next."""
        self.busy[person] = False
        if self.on[person]:
            self.next_call(now, person)
        else:
            self.over.append((self.team[person], self.went_s[person], now))

    def change(self, now: float, person: int, *, is_on: bool) -> None:
        """A person comes, or goes as soon as the call in hand has ended."""
        self.on[person] = is_on
        if not is_on:
            self.went_s[person] = now
        elif self.busy[person]:
            self.over.append((self.team[person], self.went_s[person], now))  # the call outlasted the break
        elif not self.listed[person]:
            self.next_call(now, person)

    def next_call(self, now: float, person: int) -> None:
        """Answer the call that is next for a person, if any."""
        team, rings_s, chosen = self.team[person], self.callers.rings_s, -1
        for line in self.lines_of[team]:
            waiting = self.waiting[line]
            while waiting and self.callers.gives_up_s[waiting[0]] <= now:
                waiting.popleft()
            if waiting and (chosen < 0 or rings_s[waiting[0]] < rings_s[self.waiting[chosen][0]]):
                chosen = line
                if self.priority:
                    break
        if chosen >= 0:
            self.answer(self.waiting[chosen].popleft(), person, now)
        else:
            self.free[team].append(person)
            self.listed[person] = True

    def redial(self, caller: int, now: float, demand: Demand, drawn: tuple[float, ...]) -> int:
        """Add the next attempt of a caller who gave up, and return its number."""
        handling, patience, after_s = drawn
        line = self.callers.line[caller]
        place = int(now // demand.interval_s) % demand.calls.shape[1]
        gives_up_s = now + demand.patience_s[line, place] * patience
        attempt = (now, line, demand.aht_s[line, place] * handling, gives_up_s, gives_up_s + after_s)
        for values, value in zip(vars(self.callers).values(), attempt, strict=True):
            values.append(value)
        self.answered_s.append(NEVER)
        self.by.append(-1)
        return len(self.answered_s) - 1
