"""What became of the calls and how busy people were: sums by interval and trial, and ratios with standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Estimate:
    """A ratio of sums over all trials, and its standard error; NaN where there is nothing to divide by.

    The standard error comes from how trials differ from one another, and is NaN with a single one. A difference of
    more than three standard errors is hardly chance.
    """

    value: np.ndarray
    standard_error: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """Sums of a simulated day or week.

    Arrays of calls have the shape (trials, lines, intervals); a call belongs to the interval in which it rang. Those of
    people have the shape (trials, teams, intervals).

    Parameters
    ----------
    offered
        Attempts: first ones and ``redials``.
    answered, in_time, abandoned
        Answered; answered within the target; given up. ``unanswered`` calls were still waiting when the simulation
        ended, some hours after the period.
    waited_s
        Seconds waited by all offered, until answered or given up.
    busy_s, staffed_s
        People's time on calls, and their time there: as planned, and over it to end a call.
    """

    offered: np.ndarray
    redials: np.ndarray
    answered: np.ndarray
    in_time: np.ndarray
    abandoned: np.ndarray
    unanswered: np.ndarray
    waited_s: np.ndarray
    busy_s: np.ndarray
    staffed_s: np.ndarray

    def service_level(self, *, whole: bool = False) -> Estimate:
        """Share of the calls offered that is answered in time, of shape (lines, intervals); ``whole``: (lines,)."""
        return ratio(self.in_time, self.offered, whole=whole)

    def abandonment(self, *, whole: bool = False) -> Estimate:
        """Share of the calls offered that gives up."""
        return ratio(self.abandoned, self.offered, whole=whole)

    def mean_wait_s(self, *, whole: bool = False) -> Estimate:
        """Seconds waited by a call offered, until answered or given up."""
        return ratio(self.waited_s, self.offered, whole=whole)

    def occupancy(self, *, whole: bool = False) -> Estimate:
        """Share of people's time that calls take, of shape (teams, intervals); ``whole``: (teams,)."""
        return ratio(self.busy_s, self.staffed_s, whole=whole)

    def frame(self) -> pd.DataFrame:
        """Return a row for each line and interval: mean counts of a trial, and measures with their standard errors."""
        lines, intervals = self.offered.shape[1:]
        counts = ("offered", "redials", "answered", "in_time", "abandoned", "unanswered")
        columns = {"line": np.repeat(np.arange(lines), intervals), "interval": np.tile(np.arange(intervals), lines)}
        columns |= {name: getattr(self, name).mean(axis=0).ravel() for name in counts}
        for name in ("service_level", "abandonment", "mean_wait_s"):
            found = getattr(self, name)()
            columns |= {name: found.value.ravel(), f"{name}_standard_error": found.standard_error.ravel()}
        return pd.DataFrame(columns)


def ratio(above: np.ndarray, below: np.ndarray, *, whole: bool = False) -> Estimate:
    """Return the sums over trials (first axis) divided, with the delta method's standard error.

    ``whole`` adds up the last axis first. With R the ratio of m trials' sums of x and y, the variance is that of
    x - R y over m mean(y)^2 (Cochran, *Sampling Techniques*, 2.11).

    Examples
    --------
    Trials with 1 of 2 and 3 of 4: 4 of 6, and the residuals 1 - 4/3 and 3 - 8/3.

    >>> found = ratio(np.array([1.0, 3.0]), np.array([2.0, 4.0]))
    >>> round(float(found.value), 6), round(float(found.standard_error), 6)
    (0.666667, 0.111111)
    """
    if whole:
        above, below = above.sum(axis=-1), below.sum(axis=-1)
    trials, total = len(above), below.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = above.sum(axis=0) / total
        variance = ((above - value * below) ** 2).sum(axis=0) / (trials - 1 if trials > 1 else np.nan)
        return Estimate(value, np.sqrt(variance * trials) / total)
