"""What it takes to answer together, or apart: rooms, lines and steps of a call.

Nobody stands in two teams: people of several skills are counted once, in the team that has these skills.

Bigger rooms need fewer people for the same service because fewer stand idle in one while callers wait in the other.
That holds for people who can take every call as quickly. It misleads where calls take longer in the joint room (no
local knowledge, more systems to look up), where rooms are busy at other hours than the loads given, and where one bad
half hour then reaches everybody. Loads are steady here; for a day ask :mod:`reviewkit.methods.transient`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reviewkit.methods import erlang, simulate
from reviewkit.methods.simulate import Estimate, Team

STEADY_S, STEADY = 7200.0, 12
"""A steady load is simulated as a day of so many intervals of such a length, in seconds."""


@dataclass(frozen=True)
class Pooled:
    """People needed for one target: in each room apart, and together. Each person is counted once."""

    apart: tuple[int, ...]
    together: int

    @property
    def saved(self) -> int:
        """How many fewer do together what it takes apart."""
        return sum(self.apart) - self.together


@dataclass(frozen=True)
class Steps:
    """People needed by a switchboard and those it passes calls to, and by one team that does both."""

    switchboard: int
    secondary: int
    one_team: int
    answered_twice: float

    @property
    def in_two_steps(self) -> int:
        """People of both teams."""
        return self.switchboard + self.secondary


@dataclass(frozen=True)
class Shared:
    """What callers of each line meet with so many people in each team; a person stands in one team only."""

    teams: tuple[int, ...]
    service_level: Estimate
    mean_wait_s: Estimate

    @property
    def people(self) -> int:
        """People in all teams, each counted once."""
        return sum(self.teams)


def rooms(loads: Sequence[float], **target: float) -> Pooled:
    """Return the people whom rooms need apart and together for the same target.

    Parameters
    ----------
    loads
        Offered erlangs of each room.
    target
        Handling time, patience and targets, as in :func:`reviewkit.methods.erlang.agents_required`.

    Raises
    ------
    ValueError
        No room, or arguments that :func:`reviewkit.methods.erlang.agents_required` refuses.

    Examples
    --------
    Two rooms of 20 erlangs, 90 % within 10 seconds.

    >>> found = rooms([20, 20], aht_s=330, within_s=10, service_level=0.9)
    >>> found.apart, found.together, found.saved
    ((27, 27), 49, 5)
    """
    if not len(loads):
        raise ValueError("loads: none; give the erlangs of at least one room")
    apart = erlang.agents_required(np.asarray(loads, dtype=float), **target)
    together = erlang.agents_required(float(np.sum(loads)), **target)
    return Pooled(tuple(int(people) for people in apart), int(together))


def switchboard(
    calls_an_hour: float,
    *,
    switchboard_s: float,
    secondary_s: float,
    passed_on: float,
    within_s: float,
    service_level: float,
    patience_s: float | None = None,
    known_already_s: float = 0.0,
) -> Steps:
    """Return the people for a switchboard with specialists behind it, and for one team that answers and settles calls.

    Both answers of a caller meet the target apart; who is passed on waits twice, and is answered twice in time with the
    chance ``answered_twice`` only. In one team a call is passed to nobody, and what a caller need not say twice is
    saved. The calls passed on are taken to come at random, as they do from a large switchboard.

    Parameters
    ----------
    calls_an_hour
        All calls.
    switchboard_s, secondary_s
        Mean seconds a call takes in each step.
    passed_on
        Share of calls that go on to the second step, from 0 to 1.
    within_s, service_level
        Target of each answer: this share within so many seconds.
    patience_s
        Mean patience; None: nobody gives up.
    known_already_s
        Seconds by which a call that is passed on is shorter where one person does both.

    Examples
    --------
    400 calls an hour, 60 seconds at the switchboard, half of them passed on for 300 more: 6.7 and 16.7 erlangs.

    >>> found = switchboard(
    ...     400, switchboard_s=60, secondary_s=300, passed_on=0.5, within_s=20, service_level=0.9, known_already_s=20
    ... )
    >>> found.switchboard, found.secondary, found.one_team, round(found.answered_twice, 2)
    (10, 23, 28, 0.88)
    """
    if not 0 <= passed_on <= 1:
        raise ValueError(f"passed_on: {passed_on} is not possible; it must be from 0 to 1")
    if not 0 <= known_already_s <= switchboard_s + secondary_s:
        raise ValueError(f"known_already_s: {known_already_s} is not possible; it must be part of the call's time")
    target = {"within_s": within_s, "service_level": service_level, "patience_s": patience_s}
    a_second = calls_an_hour / 3600
    first = {"load": a_second * switchboard_s, "aht_s": switchboard_s}
    second = {"load": a_second * passed_on * secondary_s, "aht_s": secondary_s}
    both_s = switchboard_s + passed_on * (secondary_s - known_already_s)
    people = [int(erlang.agents_required(**step, **target)) for step in (first, second)]
    met = [
        float(erlang.service_level(**step, agents=number, within_s=within_s, patience_s=patience_s)) if number else 1.0
        for step, number in zip((first, second), people, strict=True)
    ]
    one_team = int(erlang.agents_required(a_second * both_s, aht_s=both_s, **target))
    return Steps(people[0], people[1], one_team, met[0] * met[1])


def shared(
    loads: tuple[float, float],
    teams: tuple[int, int, int],
    *,
    aht_s: ArrayLike,
    within_s: ArrayLike,
    overflow: bool = False,
    priority: bool = True,
    **callers: object,
) -> Shared:
    """Return what two lines or rooms meet, with so many people for the first, for the second, and for both: simulated.

    (15, 25, 0) are teams apart, (0, 0, 40) one team; between them lies a room in which some are trained for both.
    A call goes to a free person of its own before one who can do both.

    Parameters
    ----------
    loads
        Offered erlangs of each line.
    teams
        People who answer the first line only, the second only, and both; each stands in one of the three.
    aht_s, within_s
        Mean handling time and target in seconds: one, or one for each line.
    overflow
        Whether those of the second line take the first line's calls too, when none of its own is free.
    priority
        Whether the first line goes first; else, as with two rooms, who has waited longest.
    callers
        Patience, redials, spread of handling times, trials and seed, as in :func:`reviewkit.methods.simulate.day`.

    Raises
    ------
    ValueError
        Arguments that :func:`reviewkit.methods.simulate.day` refuses.

    Examples
    --------
    49 people are enough for two rooms of 20 erlangs, 90 % within 10 seconds, where all are trained for both; moved
    together with nobody trained, they are still two rooms.

    >>> untrained, trained = (
    ...     shared((20, 20), teams, aht_s=330, within_s=10, priority=False, trials=8).service_level.value.mean()
    ...     for teams in ((25, 24, 0), (0, 0, 49))
    ... )
    >>> bool(untrained < 0.82), bool(trained > 0.88)
    (True, True)
    """
    aht = np.broadcast_to(np.asarray(aht_s, dtype=float), (2,))
    calls = np.repeat((np.asarray(loads, dtype=float) / aht * STEADY_S)[:, None], STEADY, axis=1)
    answers = ((0,), (0, 1) if overflow else (1,), (0, 1))
    staff = [Team(staff=people, answers=lines) for people, lines in zip(teams, answers, strict=True)]
    found = simulate.day(
        calls, staff, interval_s=STEADY_S, aht_s=aht_s, within_s=within_s, priority=priority, **callers
    )
    return Shared(tuple(teams), found.service_level(whole=True), found.mean_wait_s(whole=True))
