"""The service to expect with the people there, held against what was measured; and with the same hours moved."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods import erlang, transient
from reviewkit.sections.rostering.need import SLOT_HOURS, SLOT_S, textbook
from reviewkit.sections.rostering.weeks import DAYS, HALF_HOURS

if TYPE_CHECKING:
    from reviewkit.sections.rostering.posts import Assumed, Post

NEAR_ENOUGH = 1e-3
NOT_MEASURED = "The data do not count how many calls were answered within the time of the target."
UNSTABLE = (
    "Unstable: over the week there is at least as much work as people, and nobody is known to give up, so the queue "
    "would grow without end."
)
AS_NOW, MOVED, AS_NEEDED = "as now", "moved", "as needed"


def checked(assumed: Assumed) -> pd.DataFrame:
    """Return, for each post with people counted, the service worked out for the past weeks, and what was measured.

    Worked out from the people there in each half hour (rounded to whole), each day's calls spread over its half hours
    as usual, and the mean handling time of these weeks.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, name, weeks, first_day, last_day, within_s, expected, measured`` (shares of calls for a
        person answered in time)``, off`` (expected less measured)``, textbook`` (what the formula expects that knows
        neither giving up nor what one half hour leaves to the next)``, reason``.
    """
    rows = []
    for post in assumed.posts:
        if post.there is None:
            continue
        calls, people = _as_counted(post), np.rint(post.there)
        level = _level(post, calls, people, handling_s=post.counted_handling_s)
        expected = float((level * calls).sum() / calls.sum())
        span = {"first_day": post.weeks[0], "last_day": post.weeks[-1] + pd.Timedelta(days=6)}
        rows.append(
            {
                "channel": post.queue.channel, "stage": post.queue.stage, "name": post.queue.name,
                "weeks": len(post.weeks), **span, "within_s": post.within_s, "expected": expected,
                "measured": post.in_time, "off": expected - post.in_time,
                "textbook": _textbook_level(post, calls, people),
                "reason": _reason(expected, post.in_time),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def moved(post: Post) -> np.ndarray:
    """Return the people of a usual week, the same hours in all, put where calls need them.

    The highest service that the same hours could give in every half hour alike, by the long-run formula; the hours
    left over go where they help most calls. No shift can be cut so: what comes of it is the most there is to gain.
    """
    hours = round(float(np.rint(post.mean_there).sum()))
    low, high = NEAR_ENOUGH, 1 - NEAR_ENOUGH
    while high - low > NEAR_ENOUGH:
        middle = (low + high) / 2
        low, high = (middle, high) if _fewest(post, middle).sum() <= hours else (low, middle)
    people = _fewest(post, low)
    if people.sum() > hours:
        return np.rint(post.mean_there).astype(np.int64)  # fewer people than any service needs
    for _ in range(hours - int(people.sum())):
        gain = post.calls * (_long_run(post, people + 1) - _long_run(post, people))
        people[int(gain.argmax())] += 1
    return people


def to_expect(assumed: Assumed, week: pd.DataFrame) -> pd.DataFrame:
    """Return the service to expect in a usual week to come: with the people there, the same hours moved, as needed.

    Parameters
    ----------
    week
        From :func:`reviewkit.sections.staffing.needed`.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, name, plan`` (``as now, moved, as needed``)``, hours`` (a week)``, within_s, share`` (of calls
        for a person answered in time, exact)``, target, worst`` (share of the worst half hour)``, below`` (half hours
        of the week below the target)``, reason``.
    """
    rows = []
    for post in assumed.posts:
        plans = {AS_NEEDED: post.queue.of(week)["needed"].to_numpy()}
        if post.there is not None:
            plans = {AS_NOW: np.rint(post.mean_there), MOVED: moved(post)} | plans
        stacked = np.stack([people.astype(float) for people in plans.values()])
        levels = _level(post, np.broadcast_to(post.calls, stacked.shape), stacked, handling_s=post.handling_s)
        rows += [_row(post, plan, people, level) for (plan, people), level in zip(plans.items(), levels, strict=True)]
    return pd.DataFrame(rows)


def by_the_textbook(assumed: Assumed) -> pd.DataFrame:
    """Return what becomes of the textbook's plan: its hours, and the exact service of its half hours."""
    rows = []
    for post in assumed.posts:
        people = textbook(post)
        rows.append(_row(post, "textbook", people, _level(post, post.calls, people, handling_s=post.handling_s)))
    return pd.DataFrame(rows)


def _row(post: Post, plan: str, people: np.ndarray, level: np.ndarray) -> dict[str, object]:
    return {
        "channel": post.queue.channel, "stage": post.queue.stage, "name": post.queue.name, "plan": plan,
        "hours": float(people.sum() * SLOT_HOURS), "within_s": post.within_s,
        "share": float((level * post.calls).sum() / post.calls.sum()), "target": post.share,
        "worst": float(level.min()), "below": np.nan if np.isnan(level).any() else float((level < post.share).sum()),
        "reason": UNSTABLE if np.isnan(level).any() else "",
    }  # fmt: skip


def _level(post: Post, calls: np.ndarray, people: np.ndarray, *, handling_s: float) -> np.ndarray:
    """Return the exact service of each half hour; missing for a week whose queue would grow without end."""
    found = np.full(np.broadcast_shapes(calls.shape, people.shape), np.nan)
    stable = (calls * handling_s / SLOT_S).sum(axis=-1) < people.sum(axis=-1)
    stable = np.broadcast_to(stable | (post.patience.mean_s is not None), found.shape[:-1])
    if stable.any():
        calls, people = (np.broadcast_to(array, found.shape)[stable] for array in (calls, people))
        found[stable] = transient.service_level(
            calls, people, interval_s=SLOT_S, aht_s=handling_s, within_s=post.within_s, patience_s=post.patience.mean_s
        )
    return found


def _reason(expected: float, measured: float) -> str:
    if np.isnan(expected):
        return UNSTABLE
    return NOT_MEASURED if np.isnan(measured) else ""


def _as_counted(post: Post) -> np.ndarray:
    """Return each day's calls spread over its half hours as they are on that weekday: chance does not come in twice."""
    usual = post.counted.mean(axis=0).reshape(DAYS, HALF_HOURS)
    days = post.counted.reshape(-1, DAYS, HALF_HOURS).sum(axis=2)
    shape = usual / np.maximum(usual.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    return (days[:, :, None] * shape).reshape(post.counted.shape)


def _textbook_level(post: Post, calls: np.ndarray, people: np.ndarray) -> float:
    handling_s = post.counted_handling_s
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", erlang.UnstableQueueWarning)  # it says 0 there, and the page says why
        level = erlang.service_level(calls * handling_s / SLOT_S, people, aht_s=handling_s, within_s=post.within_s)
    return float((level * calls).sum() / calls.sum())


def _fewest(post: Post, share: float) -> np.ndarray:
    load = post.calls * post.handling_s / SLOT_S
    wanted = {"within_s": post.within_s, "service_level": share, "patience_s": post.patience.mean_s}
    return erlang.agents_required(load, aht_s=post.handling_s, **wanted)


def _long_run(post: Post, people: np.ndarray) -> np.ndarray:
    load = post.calls * post.handling_s / SLOT_S
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", erlang.UnstableQueueWarning)
        return erlang.service_level(
            load, people, aht_s=post.handling_s, within_s=post.within_s, patience_s=post.patience.mean_s
        )
