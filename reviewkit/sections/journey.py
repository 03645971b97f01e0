"""What did a caller go through, from the first contact to the end? Followed call by call, where calls are supplied.

Every function takes a review and returns a plain frame, with ``first_day`` and ``last_day`` of the calls it is about.
A figure the data cannot give is a row with the reason; one about too few people is a row that is ``withheld``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods.disclosure import FEWEST_PEOPLE, too_few
from reviewkit.methods.periods import COMPLETE_SHARE
from reviewkit.sections.figures.queues import CHANNEL_ORDER, in_period

if TYPE_CHECKING:
    from reviewkit.data.journeys import Journeys
    from reviewkit.data.review import Review

NO_CALLS = "The data count calls by {grain}: a call can be followed only where every single call is supplied."
NONE_IN_PERIOD = "No single call was supplied for this period."
NONE_ENDED = "No call of this period was answered, and no caller is known to have given up."
NO_IDS = "The calls are not numbered, so the stages that one call went through cannot be linked."
NO_LEGS = "No call has a second stage in the data, so they do not show who was passed on."
NO_WAITS = "The data do not give the wait of every call."
NO_DAY = "No calls were supplied for this day."
NO_CALLERS = "The data do not give callers' numbers, so the same caller cannot be known again."
NO_REASONS = "The data do not give the reasons for calls together with callers' numbers."
NOT_BOTH = "Callers' numbers are needed for 101 and for 999; the data do not give them for both."
NOBODY = "No caller could be followed for so long."
TOO_FEW = f"Fewer than {FEWEST_PEOPLE} people, or all but so few."
FIGURES = ["q50_s", "q90_s", "mean_s", "longest_s", "long", "long_share"]


def waits(review: Review) -> pd.DataFrame:
    """Return how long callers waited from end to end: the waits of all stages of a call added up.

    Time spent talking to the first handler is not waiting; ``before_s`` is its mean. Those answered at last and those
    who gave up stand apart, for their waits mean different things.

    Returns
    -------
    pandas.DataFrame
        ``channel, passed`` (all, yes, no: whether the call was passed on after an answer)``, ended`` (answered,
        abandoned)``, calls, known, q50_s, q90_s, mean_s, longest_s, long, long_share, before_s, reason``.
    """
    found, reason = _followed(review)
    reason = reason or (NONE_ENDED if found.waits.empty else "")
    if reason:
        columns = ["calls", *FIGURES]
        return _refused(review, reason, channel=_channels(review), passed="all", ended="answered", columns=columns)
    frame = found.waits.assign(long_share=found.waits["long"] / found.waits["known"].where(found.waits["known"] > 0))
    unknown = frame["known"] < COMPLETE_SHARE * frame["calls"]
    frame = frame.assign(reason=np.where(unknown, NO_WAITS, ""))
    frame[FIGURES] = frame[FIGURES].astype(float).mask(unknown.to_numpy()[:, None].repeat(len(FIGURES), axis=1))
    if not found.passed_on:
        channels = frame["channel"].drop_duplicates()
        frame = frame[frame["passed"] == "all"]
        none = pd.DataFrame({"channel": channels, "passed": "yes", "ended": "answered", "reason": NO_LEGS})
        frame = pd.concat([frame, none], ignore_index=True)
    return _in_order(_dated(frame, found), ["passed", "ended"])


def flow(review: Review) -> pd.DataFrame:
    """Return the ways that calls took, step by step: from each stage to the next, or to the outcome.

    Returns
    -------
    pandas.DataFrame
        ``channel, visit`` (1 for the first stage of a call)``, stage, next, last`` (``next`` is an outcome)``, calls,
        reason``.
    """
    found, reason = _followed(review)
    if reason:
        return _refused(review, reason, channel=_channels(review), columns=["visit", "stage", "next", "last", "calls"])
    return _in_order(_dated(found.steps.assign(reason=""), found), [])


def long_waits(review: Review) -> pd.DataFrame:
    """Return how many callers waited more than ten minutes from end to end, for each day of the calls.

    Returns
    -------
    pandas.DataFrame
        ``channel, day, calls, known, long, share, reason``; every day from the first to the last has a row.
    """
    found, reason = _followed(review)
    if reason:
        return _refused(review, reason, channel=_channels(review), columns=["day", "calls", "long", "share"])
    days = pd.date_range(found.first_day, found.last_day, freq="D").as_unit("us")
    channels = found.days["channel"].drop_duplicates()
    grid = channels.to_frame().merge(pd.DataFrame({"day": days}), how="cross")
    frame = grid.merge(found.days.assign(day=found.days["day"].astype(days.dtype)), on=["channel", "day"], how="left")
    absent, unknown = frame["calls"].isna(), frame["known"] < COMPLETE_SHARE * frame["calls"]
    frame["long"] = frame["long"].astype(float).mask(absent | unknown)
    frame["share"] = frame["long"] / frame["known"]
    frame["reason"] = np.select([absent, unknown], [NO_DAY, NO_WAITS], "")
    return _in_order(_dated(frame, found), ["day"])


def repeats(review: Review) -> pd.DataFrame:
    """Return what share of callers rang again within 24 hours and within 7 days.

    Of callers with at least one call whose follow-up lies wholly within the data: those with another call so soon
    after it. By caller, whatever the call was about and however it ended, and how the earlier call ended; and by
    caller and reason, where the same caller rang about the same thing.

    Returns
    -------
    pandas.DataFrame
        ``by`` (caller, caller and reason)``, after`` (all, answered, abandoned)``, within_h, callers, again, share,
        withheld, reason``.
    """
    found, reason = _of_callers(review)
    if reason:
        return _refused(review, reason, by="caller", after="all", columns=["within_h", "callers", "again", "share"])
    return _people(found.repeats, found, keys=["by", "after"], none={"caller and reason": NO_REASONS})


def spill(review: Review) -> pd.DataFrame:
    """Return what share of those who gave up on 101 rang 999 within 30 and 60 minutes, and beside them the answered.

    Returns
    -------
    pandas.DataFrame
        ``after`` (abandoned, answered)``, within_min, callers, again, share, withheld, reason``. Only people with a
        usable number can be followed.
    """
    found, reason = _of_callers(review)
    if not reason:
        known = found.numbers[found.numbers["without"] < found.numbers["calls"]]
        reason = "" if {"999", "101"} <= set(known["channel"]) else NOT_BOTH
    if reason:
        return _refused(review, reason, after="abandoned", columns=["within_min", "callers", "again", "share"])
    return _people(found.spill, found, keys=["after"], none={})


def without_number(review: Review) -> pd.DataFrame:
    """Return what share of calls came without a usable number, by channel and by how they ended.

    Returns
    -------
    pandas.DataFrame
        ``channel, ended`` (answered, abandoned, other)``, calls, without, share, reason``.
    """
    found, reason = _of_callers(review)
    if reason:
        return _refused(review, reason, channel=_channels(review), columns=["ended", "calls", "without", "share"])
    frame = found.numbers.assign(share=found.numbers["without"] / found.numbers["calls"], reason="")
    return _in_order(_dated(frame, found), ["ended"])


def _followed(review: Review) -> tuple[Journeys | None, str]:
    """Return the journeys, or the reason why there are none."""
    found = review.journeys
    if found is None:
        grain = in_period(review)["grain"].mode()[0]
        return None, NO_CALLS.format(grain={"30 minutes": "half hour"}.get(grain, grain))
    if not found.calls:
        return None, NONE_IN_PERIOD
    stages = found.steps.groupby("channel")["stage"].nunique()
    return (None, NO_IDS) if found.unnamed == found.calls and stages.max() > 1 else (found, "")


def _of_callers(review: Review) -> tuple[Journeys | None, str]:
    found = review.journeys
    if found is None or not found.calls:
        return _followed(review)
    # Without call numbers each stage would pass for a contact of its own.
    found, reason = _followed(review)
    if reason:
        return None, reason
    return (None, NO_CALLERS) if found.numbers.empty else (found, "")


def _people(counts: pd.DataFrame, found: Journeys, *, keys: list[str], none: dict[str, str]) -> pd.DataFrame:
    """Return counts of people with their share, those about too few withheld, and what the data cannot tell refused."""
    frame = counts.assign(share=counts["again"] / counts["callers"].where(counts["callers"] > 0))
    missing = [row.callers == 0 for row in frame.itertuples()]
    small = [too_few(row.again, row.callers) for row in frame.itertuples()]
    near = _told_by_difference(frame, keys, small)
    withheld = [(few or close) and not gone for few, close, gone in zip(small, near, missing, strict=True)]
    why = [none.get(kind, NOBODY) for kind in frame[keys[0]]]
    frame["reason"] = np.select([missing, withheld], [why, TOO_FEW], "")
    hidden = np.array(missing) | np.array(withheld)
    frame[["callers", "again"]] = frame[["callers", "again"]].astype(float)
    frame.loc[hidden, ["callers", "again", "share"]] = np.nan
    return _dated(frame.assign(withheld=withheld), found)


def _told_by_difference(frame: pd.DataFrame, keys: list[str], small: list[bool]) -> list[bool]:
    """Mark the longer of two spans where taking the shorter from it would leave too few people.

    Two spans over quite different callers tell nothing of that kind.
    """
    marks = dict.fromkeys(frame.index, False)
    for _, rows in frame.groupby(keys, sort=False):
        shorter, longer = rows.index
        alike = abs(rows.loc[longer, "callers"] - rows.loc[shorter, "callers"]) < FEWEST_PEOPLE
        between = abs(rows.loc[longer, "again"] - rows.loc[shorter, "again"])
        marks[longer] = bool(alike and 0 < between < FEWEST_PEOPLE and not small[shorter])
    return list(marks.values())


def _refused(review: Review, reason: str, *, columns: list[str], **known: object) -> pd.DataFrame:
    """Return rows without figures, which say why."""
    rows = pd.DataFrame({name: np.atleast_1d(value) for name, value in known.items() if isinstance(value, list)})
    rows = rows if len(rows) else pd.DataFrame(index=[0])
    named = {name: value for name, value in known.items() if not isinstance(value, list)}
    empty = {name: np.nan for name in columns if name not in named}
    days = {"first_day": pd.Timestamp(review.start), "last_day": pd.Timestamp(review.end)}
    return rows.assign(**named, **empty, reason=reason, **days)


def _channels(review: Review) -> list[str]:
    return list(in_period(review)["channel"].drop_duplicates())


def _dated(frame: pd.DataFrame, found: Journeys) -> pd.DataFrame:
    return frame.assign(first_day=pd.Timestamp(found.first_day), last_day=pd.Timestamp(found.last_day))


def _in_order(frame: pd.DataFrame, then: list[str]) -> pd.DataFrame:
    """Put 999 first, then 101, then other channels; those answered before those who gave up."""
    ranks = {channel: rank for rank, channel in enumerate(CHANNEL_ORDER)}
    order = {"all": 0, "yes": 1, "no": 2, "answered": 0, "abandoned": 1}
    keys = pd.DataFrame({"channel": frame["channel"].map(lambda channel: ranks.get(channel, len(ranks)))})
    for name in then:
        keys[name] = frame[name].map(order) if name != "day" else frame[name]
    return frame.loc[keys.assign(name=frame["channel"]).sort_values(["channel", "name", *then], kind="stable").index]
