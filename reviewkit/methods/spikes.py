"""Single counts so high that they can only be faults: a decimal point lost, a total in the place of an hour."""

from __future__ import annotations

import numpy as np

ABOVE_ALL = 5.0
"""More than so many times the highest of the others, wherever it stands,"""
LEAST_ABOVE = 25.0
"""and so many calls more than it, since where two a day are many, twelve are a bad day;"""
ONE_IN = 500
"""at most one value in so many (but one at least) can be such a fault: more of them are how these calls come."""
ABOVE_USUAL = 30.0
"""Or more than so many times (the median of its place in the season + 1)"""
FAR_SDS = 10.0
"""and further above it than so many robust standard deviations of that place,"""
NEIGHBOUR = 3.0
"""while both values beside it are below so many times (their own medians + 1): a storm lasts longer than a step."""
ROBUST_SD = 1.4826
"""Median distance from the median of normal values x this is their standard deviation."""


def usual(values: np.ndarray, *, season: int) -> np.ndarray:
    """Return the median of each value's place in the season, of all seasons; NaN where that was never seen.

    Examples
    --------
    >>> usual(np.array([1.0, 10, 2, 20, 90, 30]), season=2).tolist()
    [2.0, 20.0, 2.0, 20.0, 2.0, 20.0]
    """
    return np.resize(_median(_by_season(values, season)), len(values))


def faults(values: np.ndarray, *, season: int) -> np.ndarray:
    """Say which values are too high to be true; NaN never is.

    A value is a fault that is above :data:`ABOVE_ALL` times the highest of the others (and :data:`LEAST_ABOVE` calls
    more), or one that stands alone at more than :data:`ABOVE_USUAL` times what is usual at its place in the season
    (that half hour of the week). The second finds what the first cannot: a hundred times the calls of a quiet night,
    less than those of a busy noon.

    Real peaks stay: New Year's Day is a quarter or half more than usual, a storm or a riot lasts longer than one
    step. Misleads where counts are so few that 31 calls in half an hour that usually has none are the truth.

    Parameters
    ----------
    values
        Counts of at least 0, regular in time; NaN where missing.
    season
        Steps of a season: 7 for days, 336 for half hours.

    Examples
    --------
    >>> week = [100, 110, 90, 95, 120, 60, 50]
    >>> faults(np.array([*week, *week, *week[:6], 5000.0]), season=7).nonzero()[0].tolist()
    [20]
    """
    known = np.sort(values[np.isfinite(values)])
    most = max(1, len(known) // ONE_IN)
    highest = known[-most - 1] if len(known) > most else 0.0
    above_all = values > (max(ABOVE_ALL * highest, highest + LEAST_ABOVE) if highest > 0 else np.inf)
    alone = _alone(np.where(above_all, np.nan, values), season)
    return above_all | (alone & (alone.sum() <= most))


def _alone(values: np.ndarray, season: int) -> np.ndarray:
    """Say which values are far above their place's others while those beside them are not."""
    if len(values) < 3 * season:
        return np.zeros(len(values), dtype=bool)
    middle = usual(values, season=season)
    spread = np.maximum(ROBUST_SD * usual(np.abs(values - middle), season=season), np.sqrt(middle + 1))
    far = (values > ABOVE_USUAL * (middle + 1)) & (values - middle > FAR_SDS * spread)
    calm = ~(np.pad(values > NEIGHBOUR * (middle + 1), 1))
    return far & calm[:-2] & calm[2:]


def _by_season(values: np.ndarray, season: int) -> np.ndarray:
    filled = np.full(-(-len(values) // season) * season, np.nan)
    filled[: len(values)] = values
    return filled.reshape(-1, season)


def _median(seasons: np.ndarray) -> np.ndarray:
    """Return the median of what is known in each column, five times as fast as ``numpy.nanmedian``; NaN for none."""
    ordered, known = np.sort(seasons, axis=0), np.isfinite(seasons).sum(axis=0)  # NaN goes last
    below, above = (np.take_along_axis(ordered, at[None, :], axis=0)[0] for at in ((known - 1) // 2, known // 2))
    return np.where(known > 0, (below + above) / 2, np.nan)
