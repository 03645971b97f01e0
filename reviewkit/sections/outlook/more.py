"""What it would mean if more people rang: calls, hours of handling, the busiest hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.models.forecasting import forecast
from reviewkit.models.history import HistoryError
from reviewkit.sections.outlook.handling import handling_of
from reviewkit.sections.outlook.lines import Line, lines
from reviewkit.sections.outlook.redialled import SHARES, Leaving, attempts, leaving

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.data.review import Review
    from reviewkit.sections.outlook.ahead import Outlook

RISES = (0.0, 0.05, 0.1)
HOUR_S = 3_600


def if_more_rang(
    review: Review, outlook: Outlook, week: pd.DataFrame, *, rises: Sequence[float] = RISES
) -> pd.DataFrame:
    """Return what a rise of all calls would mean over the weeks to come.

    Parameters
    ----------
    outlook, week
        Results of :func:`reviewkit.sections.demand.ahead` and :func:`reviewkit.sections.demand.of_the_week`.
    rises
        Rises as shares: 0.05 for 5 %.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, rise, first_day, last_day, calls, hours`` (of handling, were every call answered: calls x the
        mean handling time of the last thirteen weeks)``, more_hours`` (against no rise)``, busiest`` (calls of the
        busiest hour of the week, missing without counts by hour)``, weekday, hour``.
    """
    rows = []
    for line in lines(review):
        span = outlook.spans[(outlook.spans["channel"] == line.queue.channel) & (outlook.spans["span"] == 0)]
        if span.empty:
            continue
        steps = outlook.steps[outlook.steps["channel"] == line.queue.channel]
        handling = handling_of(line.counts)
        hours = _hours(steps, handling.level_s)
        peak = week[week["channel"] == line.queue.channel].sort_values("mean", ascending=False).head(1)
        where = {"channel": line.queue.channel, "stage": line.queue.stage}
        where |= span.iloc[0][["first_day", "last_day"]].to_dict()
        busy = {"weekday": None, "hour": None} | (peak.iloc[0][["weekday", "hour"]].to_dict() if len(peak) else {})
        for rise in rises:
            figures = {"rise": rise, "calls": steps["mean"].sum() * (1 + rise), "hours": hours * (1 + rise)}
            most = peak["mean"].iloc[0] * (1 + rise) if len(peak) else np.nan
            rows.append(where | figures | {"more_hours": hours * rise, "busiest": most} | busy)
    return pd.DataFrame(rows)


def at_redial_shares(
    review: Review, outlook: Outlook, measured: pd.DataFrame, *, shares: Sequence[float] = SHARES
) -> pd.DataFrame:
    """Return how many first attempts are expected, were so many given-up calls tried again: the range to plan for.

    Where callers are known for long enough, the measured row has first attempts and redials forecast apart, each from
    its own history; where they are known for less, the share measured is applied to the forecast.

    Parameters
    ----------
    measured
        Result of :func:`reviewkit.sections.demand.redials`; its share is added where callers are known.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, redial_share, measured`` (whether the share is that of the data)``, apart`` (whether the parts
        were forecast each from its own history)``, given_up_share`` (given up / offered, last thirteen weeks)``,
        calls`` (expected, redials among them)``, first, redials`` (the parts)``, reason``.
    """
    rows = []
    for line in lines(review):
        steps = outlook.steps[outlook.steps["channel"] == line.queue.channel]
        if steps.empty:
            continue
        gone, calls = leaving(review, line), steps["mean"].sum()
        known = measured[measured["channel"] == line.queue.channel].iloc[0]
        where = {"channel": line.queue.channel, "stage": line.queue.stage, "given_up_share": gone.share}
        for share in shares:
            again = calls * share * gone.share if share else 0.0
            parts = {"calls": calls, "first": calls - again, "redials": again, "reason": gone.reason}
            rows.append(where | {"redial_share": share, "measured": False, "apart": False} | parts)
        if pd.notna(known.get("share")):
            rows.append(where | _as_measured(review, line, known, outlook, calls=calls, gone=gone))
    return pd.DataFrame(rows)


def _as_measured(
    review: Review, line: Line, known: pd.Series, outlook: Outlook, *, calls: float, gone: Leaving
) -> dict[str, object]:
    """Return the row at the share measured: both parts forecast where the data suffice, else the share applied."""
    row = {"redial_share": known["share"], "measured": True, "apart": False, "reason": gone.reason}
    horizon = int((outlook.steps["channel"] == line.queue.channel).sum())
    if known["apart"] and line.step == "day":
        place = {"country": review.force.nation, "events": [vars(event) for event in review.force.events]}
        try:
            first, again = (
                forecast(part, horizon, model=outlook.models[line.queue.channel], **place)["mean"].sum()
                for part in attempts(review, line)
            )
        except HistoryError:
            pass  # too many days without calls: the share is all there is
        else:
            return row | {"apart": True, "calls": first + again, "first": first, "redials": again, "reason": ""}
    again = calls * known["share"] * gone.share
    return row | {"calls": calls, "first": calls - again, "redials": again}


def _hours(steps: pd.DataFrame, level_s: float) -> float:
    """Return the hours that handling all expected calls takes, at the mean handling time."""
    return float(steps["mean"].sum() * level_s / HOUR_S)
