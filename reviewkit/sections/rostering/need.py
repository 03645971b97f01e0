"""People needed, half hour by half hour of the week, against people there; and what changes the need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods import erlang, transient
from reviewkit.sections.outlook.hours import HALF_HOUR_MINUTES
from reviewkit.sections.outlook.lines import MINUTE_S
from reviewkit.sections.rostering.weeks import HALF_HOURS, SLOTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reviewkit.sections.rostering.posts import Assumed, Post

SLOT_S = HALF_HOUR_MINUTES * MINUTE_S
SLOT_HOURS = 0.5
WHERE = ["channel", "stage"]
WEEK = [*WHERE, "weekday", "hour", "minute", "calls", "needed", "there", "short"]

AS_EXPECTED = "as expected"
CHANGES = (
    ("calls", 1.1), ("calls", 1.05), ("calls", 0.95), ("calls", 0.9), ("handling", 1.1), ("handling", 0.9),
)  # fmt: skip
SHRINKAGE_POINTS = 0.05


def needed(assumed: Assumed) -> pd.DataFrame:
    """Return the people needed in each half hour of a usual week to come, and those there.

    Needed is the fewest that keep the target in every half hour, with the calls that one half hour leaves to the next,
    and with callers who give up where their patience is known (:func:`reviewkit.methods.transient.agents_required`).

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, weekday, hour, minute, calls`` (for a person, expected)``, needed, there`` (mean of the weeks
        counted)``, short`` (needed less there; below 0: to spare)``.
    """
    return pd.concat([_of_post(post) for post in assumed.posts], ignore_index=True)


def by_hour(week: pd.DataFrame) -> pd.DataFrame:
    """Return the means of each hour of the week, from :func:`needed`."""
    return week.groupby([*WHERE, "weekday", "hour"], sort=False)[["needed", "there", "short"]].mean().reset_index()


def shortest(hours: pd.DataFrame, *, number: int = 10) -> pd.DataFrame:
    """Return the hours of the week in which most people are missing, of all posts together, the worst first.

    Parameters
    ----------
    hours
        From :func:`by_hour`.
    """
    short = hours[hours["short"] > 0]
    return short.sort_values("short", ascending=False, kind="stable").head(number).reset_index(drop=True)


def hours_a_week(assumed: Assumed, week: pd.DataFrame) -> pd.DataFrame:
    """Return the hours of work in a week: needed, there, short and to spare.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, name, needed, there, short, spare`` (hours: people short, or to spare, in each half hour,
        added up; one does not make up for the other)``, shrinkage, paid`` (paid hours for those needed)``, reason``.
    """
    from reviewkit.sections.rostering.posts import NO_STAFFED

    rows = []
    for post, part in _parts(assumed.posts, week):
        short = part["short"].to_numpy()
        known = not np.isnan(short).any()
        hours = float(part["needed"].sum() * SLOT_HOURS)
        rows.append(
            {
                "channel": post.queue.channel, "stage": post.queue.stage, "name": post.queue.name, "needed": hours,
                "there": part["there"].sum(min_count=SLOTS) * SLOT_HOURS,
                "short": np.maximum(short, 0).sum() * SLOT_HOURS if known else np.nan,
                "spare": np.maximum(-short, 0).sum() * SLOT_HOURS if known else np.nan,
                "shrinkage": post.shrinkage, "paid": hours / (1 - post.shrinkage),
                "reason": "" if known else NO_STAFFED,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def if_otherwise(assumed: Assumed, week: pd.DataFrame) -> pd.DataFrame:
    """Return the hours needed in a week if calls, handling, redials or patience are other than assumed.

    The change is worked out half hour by half hour with the long-run formula, and added to the hours of
    :func:`needed`: an exact search for each would take minutes.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, name, change`` (``as expected, calls, handling, redials, patience``)``, by`` (a factor; of
        redials the share of given-up calls tried again; missing for patience, which is then without end)``, hours,
        paid`` (missing where shrinkage is not known)``.
    """
    rows = []
    for post, part in _parts(assumed.posts, week):
        exact, usual = float(part["needed"].sum() * SLOT_HOURS), _long_run(post)
        where = {"channel": post.queue.channel, "stage": post.queue.stage, "name": post.queue.name}
        for change, by, hours in ((AS_EXPECTED, 1.0, usual), *_changed(post)):
            now = exact + hours - usual
            rows.append(where | {"change": change, "by": by, "hours": now, "paid": now / (1 - post.shrinkage)})
    return pd.DataFrame(rows)


def textbook(post: Post) -> np.ndarray:
    """Return the people that the formula of the textbooks asks for: each half hour for itself, nobody gives up."""
    load = post.calls * post.handling_s / SLOT_S
    return erlang.agents_required(load, aht_s=post.handling_s, within_s=post.within_s, service_level=post.share)


def _of_post(post: Post) -> pd.DataFrame:
    need = transient.agents_required(
        post.calls, interval_s=SLOT_S, aht_s=post.handling_s, within_s=post.within_s, service_level=post.share,
        patience_s=post.patience.mean_s,
    )  # fmt: skip
    slots = np.arange(SLOTS)
    frame = pd.DataFrame({"weekday": slots // HALF_HOURS, "hour": slots % HALF_HOURS // 2, "minute": slots % 2 * 30})
    frame = frame.assign(calls=post.calls, needed=need.astype(float), there=post.mean_there)
    return frame.assign(channel=post.queue.channel, stage=post.queue.stage, short=frame["needed"] - frame["there"])[
        WEEK
    ]


def _changed(post: Post) -> Iterator[tuple[str, float, float]]:
    for change, by in CHANGES:
        yield (
            change,
            by,
            _long_run(post, calls=by if change == "calls" else 1, longer=by if change == "handling" else 1),
        )
    for share, factor in post.redialled.items():
        if share:
            yield "redials", share, _long_run(post, calls=factor)
    if post.patience.mean_s is not None:
        yield "patience", np.nan, _long_run(post, patient=True)


def _long_run(post: Post, *, calls: float = 1, longer: float = 1, patient: bool = False) -> float:
    handling_s = longer * post.handling_s
    people = erlang.agents_required(
        calls * post.calls * handling_s / SLOT_S, aht_s=handling_s, within_s=post.within_s, service_level=post.share,
        patience_s=None if patient else post.patience.mean_s,
    )  # fmt: skip
    return float(people.sum() * SLOT_HOURS)


def _parts(posts: Iterable[Post], week: pd.DataFrame) -> Iterator[tuple[Post, pd.DataFrame]]:
    for post in posts:
        yield post, post.queue.of(week)
