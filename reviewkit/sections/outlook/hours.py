"""The hours to come: calls expected of each hour of the week, and what staffing is planned from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.models.forecasting import forecast
from reviewkit.models.frames import columns
from reviewkit.models.history import HistoryError
from reviewkit.sections import NotPossible
from reviewkit.sections.figures.queues import Queue, queues
from reviewkit.sections.outlook.ahead import LEVELS, WEEK, without_notes
from reviewkit.sections.outlook.handling import Handling, handling_of
from reviewkit.sections.outlook.lines import HOUR_MINUTES, Line, by_interval, counted, lines, rank
from reviewkit.sections.outlook.redialled import SHARES, Leaving, leaving

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.data.review import Review
    from reviewkit.sections.outlook.trial import Trial

HALF_HOUR_MINUTES = 30
HISTORY_WEEKS = 104
"""Older weeks say nothing of the hours to come that newer ones do not."""
UNSTAFFED = ("ivr", "callback")
"""Nobody sits at the menu, and calls back are made when there is time."""

NO_HOURS = "The data count calls by {step}: which hours will be busy cannot be told."
NOT_BY_HOUR = (
    "The data do not count calls by the hour or shorter: what staffing needs, calls expected by half hour, "
    "cannot be worked out."
)
BANDS = columns(LEVELS)[1:]
HOURS = ["channel", "stage", "start", "day", "weekday", "hour", "mean", *BANDS, "model", "reason"]
STAFFING = ["channel", "stage", "start", "minutes", "redial_share", "calls", *BANDS, "handling_s", "model"]


def hours(review: Review, trial: Trial, *, weeks: int = 4) -> pd.DataFrame:
    """Return the calls expected of each hour of the weeks to come, where the public's calls come in.

    Parameters
    ----------
    trial
        Result of :func:`reviewkit.sections.demand.hours_tried`.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, start`` (London time)``, day, weekday, hour, mean, lower_80, upper_80, lower_95, upper_95,
        model, reason``; one row with the reason for a channel whose hours cannot be told.
    """
    made = [_hours(review, line, trial, weeks) for line in lines(review)]
    return pd.concat([table.reindex(columns=HOURS) for table in made], ignore_index=True)


def of_the_week(table: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of each hour of the week over the weeks forecast, from :func:`hours`, Monday midnight first."""
    known = table[table["reason"] == ""].astype({"weekday": int, "hour": int})
    keys = ["channel", "stage", "weekday", "hour"]
    return known.groupby(keys, sort=True)[columns(LEVELS)].mean().reset_index()


def busiest(week: pd.DataFrame, *, number: int = 10) -> pd.DataFrame:
    """Return the hours of the week with most calls expected of each channel, the busiest first.

    Parameters
    ----------
    week
        From :func:`of_the_week`.
    """
    order = week.sort_values("mean", ascending=False, kind="stable")
    return order.groupby("channel", sort=False).head(number).reset_index(drop=True)


def for_staffing(
    review: Review, *, weeks: int = 13, model: str = "slots", shares: Sequence[float] = SHARES
) -> pd.DataFrame:
    """Return what a rota is planned from: calls expected of each half hour of each queue, and how long each will take.

    Calls offered hold people who gave up and rang again, so a badly answered year forecasts too many for a well
    answered one. The forecast is therefore given at several shares of given-up calls that were tried again: 0 takes
    every call for a first attempt, 0.5 takes every other call given up for the cause of one more, which would not have
    come had somebody answered. Plan for the range, not for one of them. Where callers are known,
    :func:`reviewkit.sections.demand.redials` measures the share.

    Parameters
    ----------
    weeks
        How far ahead, from the first half hour after the data of each queue.
    model
        A name from :data:`reviewkit.models.MODELS` that forecasts half hours.
    shares
        Shares of given-up calls taken for repeated later, each from 0 to 1.

    Returns
    -------
    pandas.DataFrame
        One row for each queue that people staff (no menus, no calls back), half hour (or hour, where that is what is
        counted) and share: ``channel, stage, start`` (London time)``, minutes, redial_share, calls`` (expected)``,
        lower_80, upper_80, lower_95, upper_95`` (between which the calls of that half hour alone will lie with a
        chance of 80 and 95 in 100)``, handling_s`` (expected handling time of an answered call, seconds; missing where
        the data have none)``, model`` (the one really used). Queues of a channel are passed one to the other: never
        add their calls up. What is given up is not known by half hour of all channels: ``redial_share`` above 0 has
        missing calls where it is not.

    Raises
    ------
    NotPossible
        When no queue is counted by the hour or shorter, or none has a history long enough.

    Notes
    -----
    Calls at a share s are calls x (1 - s x a), with a the share of the channel's calls given up, at any stage, in the
    same hour of the week of the last thirteen weeks.
    """
    made, refused = [], [NOT_BY_HOUR]
    for queue in sorted(queues(review), key=rank):
        line = Line(queue, counted(review, queue))
        if queue.stage in UNSTAFFED or line.counts.empty or line.shortest is None:
            continue
        try:
            frame = _of_intervals(review, line, minutes=line.shortest, model=model, weeks=weeks)
        except HistoryError as error:
            refused.append(f"{queue.name}: {error}")
            continue
        gone = leaving(review, _entry(review, queue))
        handling = handling_of(line.counts)
        made += [_at_share(line, frame, share, gone=gone, handling=handling) for share in shares]
    if not made:
        raise NotPossible(refused[-1])
    return pd.concat(made, ignore_index=True)


def _hours(review: Review, line: Line, trial: Trial, weeks: int) -> pd.DataFrame:
    where = {"channel": line.queue.channel, "stage": line.queue.stage}
    reason = NO_HOURS.format(step=line.step) if line.shortest is None else trial.reasons().get(line.queue.channel)
    if reason:
        return pd.DataFrame([where | {"reason": reason}])
    try:
        model = trial.chosen[line.queue.channel]
        frame = _of_intervals(review, line, minutes=HOUR_MINUTES, model=model, weeks=weeks)
    except HistoryError as error:
        return pd.DataFrame([where | {"reason": str(error)}])
    made = without_notes(frame)
    start = made["start"].dt
    more = {"weekday": start.day_of_week, "hour": start.hour, "day": start.tz_localize(None).dt.normalize()}
    return made.assign(**where, **more, model=frame.attrs["model"], reason="")


def hourly(line: Line, minutes: int) -> pd.Series:
    """Return the latest two years of a line's calls by hour or half hour."""
    series = by_interval(line.counts, "offered", minutes)
    kept = series[series.index > series.index[-1] - pd.Timedelta(weeks=HISTORY_WEEKS)]
    return kept.asfreq(f"{minutes}min")


def _of_intervals(review: Review, line: Line, *, minutes: int, model: str, weeks: int) -> pd.DataFrame:
    history = hourly(line, minutes)
    horizon = weeks * WEEK * 24 * HOUR_MINUTES // minutes
    place = {"country": review.force.nation, "events": [vars(event) for event in review.force.events]}
    return forecast(history, horizon, model=model, levels=LEVELS, **place)


def _at_share(line: Line, frame: pd.DataFrame, share: float, *, gone: Leaving, handling: Handling) -> pd.DataFrame:
    factor = 1.0
    if share:
        factor = 1 - share * gone.at(frame.index) if not gone.reason else float("nan")
    made = without_notes(frame.mul(factor, axis=0))
    return made.rename(columns={"mean": "calls"}).assign(
        channel=line.queue.channel,
        stage=line.queue.stage,
        minutes=line.shortest,
        redial_share=share,
        handling_s=handling.expected_s(frame.index) if not handling.profile.empty else float("nan"),
        model=frame.attrs["model"],
    )[STAFFING]


def _entry(review: Review, queue: Queue) -> Line:
    """Return the line of a queue's channel, at the stage where its calls come in."""
    return next(line for line in lines(review) if line.queue.channel == queue.channel)
