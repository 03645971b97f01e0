"""How long a call keeps a handler: its level, its trend, and how it differs over the hours of the week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from statsmodels.regression.linear_model import WLS

from reviewkit.methods.periods import HOUR_MINUTES, LONGEST_DAY_MINUTES
from reviewkit.sections.outlook.lines import Line, lines

if TYPE_CHECKING:
    from reviewkit.data.review import Review

LATELY_WEEKS = 13
PROFILE_WEEKS = 26
TREND_WEEKS = 104
FEWEST_TREND_WEEKS = 52
"""A trend over less than a year may be the time of year."""
LIKE_WEEKS = 4
STEADY_CALLS = 50
"""An hour of the week with so many answered calls is believed half; with fewer, the whole week's mean counts more."""
YEAR_WEEKS = 52.1775
Z_95 = 1.959964

NO_TIMES = "The data do not say how long calls were handled."
SHORT_TREND = "The handling times of {weeks} weeks are known; a trend needs a year of them."


@dataclass(frozen=True)
class Handling:
    """The handling time of one line's calls.

    Attributes
    ----------
    level_s
        Mean seconds of an answered call over the last thirteen weeks; NaN where not known.
    growth, lower, upper
        Change in a year, as a share, with its 95 % interval; NaN where not known.
    profile
        By weekday (0 to 6) and hour (0 to 23; -1 for counts by day): handling time against the mean, 1 for the same.
    middle
        The middle of the weeks that the level is the mean of.
    reason
        Why a figure is missing.
    """

    level_s: float
    growth: float
    lower: float
    upper: float
    profile: pd.Series
    middle: pd.Timestamp
    reason: str

    @property
    def moves(self) -> bool:
        """Whether the change in a year is told from none; only then is it carried on."""
        return bool(self.lower > 0 or self.upper < 0)

    def expected_s(self, times: pd.DatetimeIndex) -> np.ndarray:
        """Return the expected seconds of a call that begins at each local time."""
        local = times.tz_localize(None)
        hours = local.hour if -1 not in self.profile.index.get_level_values(1) else np.full(len(local), -1)
        profile = self.profile.reindex(pd.MultiIndex.from_arrays([local.day_of_week, hours])).fillna(1.0).to_numpy()
        years = (local - self.middle).days.to_numpy() / (7 * YEAR_WEEKS)
        trend = (1 + self.growth) ** years if self.moves else 1.0
        return self.level_s * profile * trend


def handling(review: Review) -> pd.DataFrame:
    """Return how long a call keeps a handler, for each channel where the public's calls come in.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, level_s`` (mean of answered calls over the last thirteen weeks)``, growth, lower, upper``
        (change in a year, as a share, with its 95 % interval)``, carried_on`` (whether forecasts carry it on)``,
        longest_weekday, longest_hour, longest_s`` (the hour of the week with the longest calls)``, reason``.
    """
    return pd.DataFrame([_row(line) for line in lines(review)])


def handling_of(counts: pd.DataFrame) -> Handling:
    """Return the handling time of a queue from its counts."""
    known = counts[counts["handled_total_s"].notna() & (counts["answered"] > 0)]
    local = known["start"].dt.tz_localize(None)
    if known.empty or known["handled_total_s"].sum() == 0:
        return Handling(*([np.nan] * 4), pd.Series(dtype=float), pd.NaT, NO_TIMES)
    end = local.max().normalize() + pd.Timedelta(days=1)
    lately = known[local >= end - pd.Timedelta(weeks=LATELY_WEEKS)]
    level = lately["handled_total_s"].sum() / lately["answered"].sum()
    growth, reason = _growth(known[local >= end - pd.Timedelta(weeks=TREND_WEEKS)], end)
    profile = _profile(known[local >= end - pd.Timedelta(weeks=PROFILE_WEEKS)])
    return Handling(level, *growth, profile, end - pd.Timedelta(weeks=LATELY_WEEKS) / 2, reason)


def _row(line: Line) -> dict[str, object]:
    found = handling_of(line.counts)
    row = {
        "channel": line.queue.channel, "stage": line.queue.stage, "level_s": found.level_s, "growth": found.growth,
        "lower": found.lower, "upper": found.upper, "carried_on": found.moves,
        "longest_weekday": None, "longest_hour": None, "longest_s": np.nan, "reason": found.reason,
    }  # fmt: skip
    if found.profile.empty:
        return row
    weekday, hour = found.profile.idxmax()
    hour = None if hour < 0 else hour
    return row | {"longest_weekday": weekday, "longest_hour": hour, "longest_s": found.level_s * found.profile.max()}


def _growth(known: pd.DataFrame, end: pd.Timestamp) -> tuple[tuple[float, float, float], str]:
    """Return the change in a year from weekly means, each weighted with its calls, near weeks taken as alike."""
    weeks = (end - known["start"].dt.tz_localize(None)) // pd.Timedelta(weeks=1)
    sums = known.groupby(weeks)[["handled_total_s", "answered"]].sum()
    if known["minutes"].max() > LONGEST_DAY_MINUTES or len(sums) < FEWEST_TREND_WEEKS:
        return (np.nan, np.nan, np.nan), SHORT_TREND.format(weeks=len(sums))
    times = np.log(sums["handled_total_s"] / sums["answered"]).to_numpy()[::-1]
    design = np.column_stack([np.ones(len(sums)), -sums.index.to_numpy()[::-1] / YEAR_WEEKS])
    fit = WLS(times, design, weights=sums["answered"].to_numpy()[::-1]).fit(
        cov_type="HAC", cov_kwds={"maxlags": LIKE_WEEKS}
    )
    middle, spread = float(fit.params[1]), float(fit.bse[1])
    return tuple(float(np.expm1(middle + z * spread)) for z in (0.0, -Z_95, Z_95)), ""


def _profile(known: pd.DataFrame) -> pd.Series:
    if known["minutes"].max() > LONGEST_DAY_MINUTES:
        return pd.Series(dtype=float)
    start = known["start"].dt
    hour = start.hour if known["minutes"].max() <= HOUR_MINUTES else pd.Series(-1, index=known.index)
    return steadied(known["handled_total_s"], known["answered"], [start.day_of_week, hour])


def steadied(part: pd.Series, whole: pd.Series, keys: list[pd.Series]) -> pd.Series:
    """Return part / whole of each group against that of all, 1 for the same; groups of few are drawn towards 1.

    Examples
    --------
    >>> hours = pd.Series(["a", "a", "b"])
    >>> steadied(pd.Series([100.0, 100, 400]), pd.Series([25.0, 25, 50]), [hours]).round(3).to_dict()
    {'a': 0.833, 'b': 1.167}
    """
    mean = part.sum() / whole.sum()
    names = [key.to_numpy() for key in keys]
    sums = pd.DataFrame({"part": part.to_numpy(), "whole": whole.to_numpy()}).groupby(names).sum()
    if mean == 0:
        return sums["whole"] * 0 + 1.0
    return (sums["part"] + STEADY_CALLS * mean) / (sums["whole"] + STEADY_CALLS) / mean
