"""Redials: people who gave up and rang again are counted twice in the calls offered, so bad service breeds calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods.disclosure import FEWEST_PEOPLE, too_few
from reviewkit.methods.periods import COMPLETE_SHARE, HOUR_MINUTES, LONGEST_DAY_MINUTES
from reviewkit.sections.outlook.handling import steadied
from reviewkit.sections.outlook.lines import Line, lines

if TYPE_CHECKING:
    from reviewkit.data.review import Review

SHARES = (0.0, 0.25, 0.5)
"""Shares of calls given up that may have been followed by another attempt, where nothing is known."""
FEWEST_DAYS_APART = 364
"""Days with known callers that are needed to forecast first attempts and redials each from its own history."""
LATELY_WEEKS = 13

NO_CALLERS = "The data do not give callers' numbers, so nobody can be seen to ring again."
TOO_FEW = f"Fewer than {FEWEST_PEOPLE} calls, or all but so few."
NOT_GIVEN_UP = "The data do not say how many calls were given up."


def redials(review: Review) -> pd.DataFrame:
    """Return first attempts and redials of each channel as far as callers are known, over all calls supplied.

    A redial is a call of somebody who gave up on the same channel less than an hour before.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, first_day, last_day, days, calls, known`` (with a usable number)``, redials, first`` (known
        less redials)``, gave_up, again, share`` (again / gave_up: of calls given up, those followed by another attempt
        within :data:`REDIAL_MIN` minutes)``, apart`` (whether the days suffice to forecast each on its own)``,
        withheld, reason``.
    """
    return pd.DataFrame([_counted(review, line) for line in lines(review)])


def given_up(review: Review) -> pd.DataFrame:
    """Return how many calls were given up lately, for each channel over all its stages, against calls offered.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, offered`` (at the first stage, last thirteen weeks)``, given_up`` (at any stage: a call is
        given up at one only)``, share, reason``.
    """
    rows = []
    for line in lines(review):
        lately = leaving(review, line)
        known = lately.reason == ""
        rows.append(
            {
                "channel": line.queue.channel,
                "stage": line.queue.stage,
                "offered": lately.offered if known else np.nan,
                "given_up": lately.given_up if known else np.nan,
                "share": lately.share,
                "reason": lately.reason,
            }
        )
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Leaving:
    """How many of a channel's calls were given up over the last thirteen weeks, and when in the week.

    Attributes
    ----------
    profile
        By weekday and hour (-1 for counts by day): the share given up against that of the whole week.
    """

    offered: float
    given_up: float
    profile: pd.Series
    reason: str = ""

    @property
    def share(self) -> float:
        """Calls given up at any stage / calls offered at the first."""
        return np.nan if self.reason or not self.offered else self.given_up / self.offered

    def at(self, times: pd.DatetimeIndex) -> np.ndarray:
        """Return the share of calls given up at each local time, at most 1."""
        local = times.tz_localize(None)
        hours = local.hour if -1 not in self.profile.index.get_level_values(1) else np.full(len(local), -1)
        profile = self.profile.reindex(pd.MultiIndex.from_arrays([local.day_of_week, hours])).fillna(1.0)
        return np.minimum(self.share * profile.to_numpy(), 1.0)


def leaving(review: Review, line: Line) -> Leaving:
    """Return how many calls of a channel were given up lately, over all its stages."""
    end = line.counts["start"].max()
    rows = review.counts[review.counts["channel"] == line.queue.channel]
    rows = rows[(rows["start"] <= end) & (rows["start"] > end - pd.Timedelta(weeks=LATELY_WEEKS))]
    first = rows[(rows["stage"] == line.queue.stage) & rows["offered"].notna()]
    if first.empty or first["abandoned"].notna().mean() < COMPLETE_SHARE:
        return Leaving(np.nan, np.nan, pd.Series(dtype=float), NOT_GIVEN_UP)
    rows = rows[rows["abandoned"].notna()]
    rows = rows.assign(offered=rows["offered"].where(rows["stage"] == line.queue.stage, 0.0).fillna(0.0))
    profile = _profile(rows) if rows["minutes"].max() <= LONGEST_DAY_MINUTES else pd.Series(dtype=float)
    return Leaving(float(rows["offered"].sum()), float(rows["abandoned"].sum()), profile)


def attempts(review: Review, line: Line) -> tuple[pd.Series, pd.Series]:
    """Return first attempts and redials of each day with single calls, callers not known taken to be like the known.

    Both end where the counts of the line end, so that their forecasts are of the same days; days without single calls
    are missing.
    """
    found = review.redials[review.redials["channel"] == line.queue.channel].set_index("day")
    found = found.reindex(pd.date_range(found.index[0], line.series.index[-1], freq="D"))
    again = (found["redials"] * found["calls"] / found["known"].where(found["known"] > 0)).round()
    return found["calls"] - again, again


def _profile(rows: pd.DataFrame) -> pd.Series:
    start = rows["start"].dt
    hour = start.hour if rows["minutes"].max() <= HOUR_MINUTES else pd.Series(-1, index=rows.index)
    return steadied(rows["abandoned"], rows["offered"], [start.day_of_week, hour])


def _counted(review: Review, line: Line) -> dict[str, object]:
    found = review.redials[review.redials["channel"] == line.queue.channel]
    row = {"channel": line.queue.channel, "stage": line.queue.stage, "withheld": False, "apart": False}
    if found.empty or found["known"].sum() == 0:
        return row | {"reason": NO_CALLERS}
    sums = found[["calls", "known", "redials", "gave_up", "again"]].sum().astype(float)
    withheld = too_few(sums["again"], sums["gave_up"])
    figures = {**sums, "first": sums["known"] - sums["redials"], "share": sums["again"] / max(sums["gave_up"], 1.0)}
    if withheld:
        figures |= dict.fromkeys(("redials", "first", "gave_up", "again", "share"), np.nan)
    days = int((found["known"] > 0).sum())
    return (
        row
        | figures
        | {
            "first_day": found["day"].min(),
            "last_day": found["day"].max(),
            "days": days,
            "withheld": withheld,
            "apart": not withheld and days >= FEWEST_DAYS_APART,
            "reason": TOO_FEW if withheld else "",
        }
    )
