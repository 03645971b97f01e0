"""A simulated day or week: arguments in, trials run one after the other, sums out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from reviewkit.methods.simulate.callers import Demand, fresh
from reviewkit.methods.simulate.floor import Floor
from reviewkit.methods.simulate.outcome import Simulated
from reviewkit.methods.simulate.people import Person, Shift, Team, is_shifts, people_of

ROUNDING_S = 1e-9


def day(
    calls: ArrayLike,
    staff: ArrayLike | Sequence[Shift] | Sequence[Team],
    *,
    interval_s: float,
    aht_s: ArrayLike,
    within_s: ArrayLike,
    patience_s: ArrayLike | None = None,
    handling_cv: float | None = None,
    patience_cv: float | None = None,
    redial_share: float = 0.0,
    redial_after_s: float = 300.0,
    priority: bool = True,
    absence: float = 0.0,
    trials: int = 20,
    seed: int = 0,
    run_in_s: float = 4 * 3600,
) -> Simulated:
    """Return what becomes of a day or week of calls, drawn and followed call by call, several times over.

    Calls come at random (Poisson) at a rate that is steady within an interval. The period comes round: each trial
    begins ``run_in_s`` before it, with the end of the day before, and goes on as long after it. People whose time is
    over end the call in hand; of those free, who has been free longest takes the call.

    Parameters
    ----------
    calls
        First attempts expected in each interval, of shape (intervals,), or (lines, intervals), the first line ahead
        of the next; or (trials, lines, intervals): each trial with a demand of its own.
    staff
        People in each interval, or a list of :class:`Shift`, as one team that answers every line; or a list of
        :class:`Team`. People of several skills are a team of their own, and stand in no other.
    interval_s
        Length of an interval in seconds.
    aht_s, within_s, patience_s
        Mean handling time, target and mean patience in seconds: one, one for each line, or (but for ``within_s``) of
        shape (lines, intervals). No patience, or infinity: nobody gives up.
    handling_cv, patience_cv
        Coefficient of variation of lognormal times, 0 or more; None: exponential.
    redial_share, redial_after_s
        Share of those who give up that rings again, from 0 to 1, each time after an exponential time of this mean.
    priority
        Whether a lower line goes first (no call is broken off for it); else who has waited longest.
    absence
        Share of people, from 0 to below 1, who do not come: chance decides in each trial, for each person of a shift,
        and for each place of a staff curve all day.
    trials, seed
        How often, and from which random numbers. The same seed draws the same callers whatever the staff, which makes
        differences between plans more certain than either plan.

    Raises
    ------
    ValueError
        An argument out of its range, or shapes that do not fit.

    Examples
    --------
    Erlang C says 85.7 % for 28 people and 250 calls an hour of 330 seconds; so do twenty days, within three
    standard errors.

    >>> found = day([125] * 48, 28, interval_s=1800, aht_s=330, within_s=30, trials=20, seed=1)
    >>> answered = found.service_level(whole=True)
    >>> off = abs(answered.value[0] - 0.857)
    >>> bool(off < 3 * answered.standard_error[0]), bool(off < 0.02)
    (True, True)
    """
    rates = _calls(calls)
    lines, intervals = rates.shape[-2:]
    for name, value in {"interval_s": interval_s, "redial_after_s": redial_after_s, "trials": trials}.items():
        _refuse(name, value, good=value > 0)
    _refuse("redial_share", redial_share, good=0 <= redial_share <= 1)
    _refuse("absence", absence, good=0 <= absence < 1)
    for name, cv in {"handling_cv": handling_cv, "patience_cv": patience_cv}.items():
        _refuse(name, cv, good=cv is None or 0 <= cv < np.inf)
    around = min(int(np.ceil(run_in_s / interval_s)), intervals)
    teams = _teams(staff, lines)
    people = people_of(teams, interval_s=interval_s, intervals=intervals, around=around)
    patience = np.inf if patience_s is None else patience_s
    shared = {
        "aht_s": _by_line("aht_s", aht_s, rates.shape[-2:], zero=False),
        "patience_s": _by_line("patience_s", patience, rates.shape[-2:], zero=True),
        "handling_cv": handling_cv,
        "patience_cv": patience_cv,
        "redial_share": redial_share,
        "redial_after_s": redial_after_s,
        "interval_s": float(interval_s),
    }
    target_s = _by_line("within_s", within_s, (lines, 1), zero=True)[:, 0]
    if rates.ndim == 3:
        trials = len(rates)
    found = []
    for trial in range(trials):
        demand = Demand(calls=rates[trial] if rates.ndim == 3 else rates, **shared)
        first, later, coming = (np.random.default_rng([seed, trial, part]) for part in range(3))
        there = [one for one, chance in zip(people, coming.random(len(people)), strict=True) if chance >= absence]
        floor = Floor(fresh(demand, first, around=around), there, teams, lines=lines, priority=priority)
        until_s = (intervals + around) * interval_s
        floor.run(demand, later, until_s=until_s)
        found.append(_of_calls(floor, demand, target_s, until_s) | _of_people(floor, there, demand, len(teams)))
    return Simulated(**{name: np.stack([one[name] for one in found]) for name in found[0]})


def _of_calls(floor: Floor, demand: Demand, within_s: np.ndarray, until_s: float) -> dict[str, np.ndarray]:
    lines, intervals = demand.calls.shape
    rings_s, gives_up_s = np.array(floor.callers.rings_s), np.array(floor.callers.gives_up_s)
    line, answered_s = np.array(floor.callers.line, dtype=np.int64), np.array(floor.answered_s)
    wait_s = np.minimum(np.minimum(answered_s, gives_up_s), until_s) - rings_s
    answered = np.isfinite(answered_s)
    place = np.floor(rings_s / demand.interval_s).astype(np.int64)
    within = (place >= 0) & (place < intervals)
    where = (line * intervals + place)[within]

    def added(values: np.ndarray) -> np.ndarray:
        return np.bincount(where, weights=values[within], minlength=lines * intervals).reshape(lines, intervals)

    abandoned = ~answered & (gives_up_s <= until_s)
    return {
        "offered": added(np.ones(rings_s.size)),
        "redials": added(np.arange(rings_s.size) >= floor.first_attempts),
        "answered": added(answered),
        "in_time": added(answered & (wait_s <= within_s[line] + ROUNDING_S)),
        "abandoned": added(abandoned),
        "unanswered": added(~answered & ~abandoned),
        "waited_s": added(wait_s),
    }


def _of_people(floor: Floor, people: Sequence[Person], demand: Demand, teams: int) -> dict[str, np.ndarray]:
    edges_s = np.arange(demand.calls.shape[1] + 1) * demand.interval_s
    began_s, by = np.array(floor.answered_s), np.array(floor.by)
    ended_s = began_s + np.array(floor.callers.handling_s)
    over = np.array(floor.over, dtype=float).reshape(-1, 3)
    planned = np.array([(one.team, a, b) for one in people for a, b in one.spells], dtype=float).reshape(-1, 3)
    there = np.concatenate([planned, over])
    return {
        "busy_s": np.stack([_time_in(edges_s, began_s[by == team], ended_s[by == team]) for team in range(teams)]),
        "staffed_s": np.stack([_time_in(edges_s, *there[there[:, 0] == team, 1:].T) for team in range(teams)]),
    }


def _time_in(edges_s: np.ndarray, begins_s: np.ndarray, ends_s: np.ndarray) -> np.ndarray:
    """Return how much of the times from begins to ends falls between each edge and the next, to a microsecond."""

    def passed(times_s: np.ndarray) -> np.ndarray:
        times_s = np.sort(times_s)
        before = np.searchsorted(times_s, edges_s)
        return edges_s * before - np.concatenate([[0.0], np.cumsum(times_s)])[before]

    return np.round(np.diff(passed(begins_s) - passed(ends_s)), 6) + 0.0


def _calls(calls: ArrayLike) -> np.ndarray:
    rates = np.asarray(calls, dtype=float)
    wrong = rates[~((rates >= 0) & np.isfinite(rates))]
    if wrong.size:
        raise ValueError(f"calls: {wrong.flat[0]} is not possible; they must be 0 or more")
    if rates.ndim not in {1, 2, 3} or rates.size == 0:
        raise ValueError(
            f"calls: shape {rates.shape}; they must be (intervals,), (lines, intervals) or with trials first"
        )
    return rates[None] if rates.ndim == 1 else rates


def _teams(staff: ArrayLike | Sequence[Shift] | Sequence[Team], lines: int) -> list[Team]:
    listed = isinstance(staff, Sequence) and len(staff) > 0 and all(isinstance(one, Team) for one in staff)
    teams = list(staff) if listed and not is_shifts(staff) else [Team(staff=staff)]
    for team in teams:
        wrong = [line for line in team.answers or () if line not in range(lines)]
        if wrong:
            raise ValueError(f"answers: {wrong[0]} is no line; there are {lines}, numbered from 0")
    return teams


def _by_line(name: str, values: ArrayLike, shape: tuple[int, int], *, zero: bool) -> np.ndarray:
    given = np.asarray(values, dtype=float)
    wrong = given[~((given >= 0) if zero else (given > 0) & np.isfinite(given))]
    if wrong.size:
        raise ValueError(f"{name}: {wrong.flat[0]} is not possible; it must be {'0 or more' if zero else 'above 0'}")
    by_line = given[:, None] if given.ndim == 1 and shape[0] > 1 else given
    try:
        return np.broadcast_to(by_line, shape)
    except ValueError:
        raise ValueError(
            f"{name}: shape {given.shape} does not fit {shape[0]} lines and {shape[1]} intervals"
        ) from None


def _refuse(name: str, value: object, *, good: bool) -> None:
    if not good:
        raise ValueError(f"{name}: {value} is not possible")
