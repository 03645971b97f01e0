"""Where half hours (or other parts of a day) stand in the week, and the mean of each: shared by models of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reviewkit.methods.count_quantiles import quantiles
from reviewkit.models.calendar import Calendar
from reviewkit.models.frames import from_quantiles, quantiles_of
from reviewkit.models.history import NotForThisGrain
from reviewkit.models.times import grain_of, places

HALF_LIFE_DAYS = 120
"""A day this much older than the last counts half as much."""
WEEKS = 110
"""Weeks of history used: two years and a little, after which a day counts 1/85."""
PRIOR_CALLS = 2.0
"""Each slot of the week leans on (share of its weekday x mean of its time of day) as if so many calls were known of it:
a gamma prior of this shape. A slot with hundreds of calls hardly moves; one with a call a month is mostly that."""
OUTER = 0.75
"""Edges from this quantile up are never below the mean: not even where no call at all is likeliest."""
WEEK_DAYS = 7
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Week:
    """Where each time of a calendar stands: which slot of the day and of the week, on which day.

    Attributes
    ----------
    slots
        Slots in an ordinary day; ``cell`` runs from 0 (Monday, midnight) to 7 x ``slots`` - 1.
    cell, day
        One for each time: the slot of the week, the number of the local day.
    past
        How many of the times are history.
    """

    slots: int
    cell: np.ndarray
    day: np.ndarray
    past: int

    @property
    def slot(self) -> np.ndarray:
        """The slot of the day of each time."""
        return self.cell % self.slots

    @property
    def cells(self) -> int:
        """Slots in a week."""
        return WEEK_DAYS * self.slots


def week_of(history: pd.Series, calendar: Calendar) -> Week:
    """Return where the times of a history and its forecast stand, by the clock on the wall.

    Raises
    ------
    NotForThisGrain
        For days, weeks and months.
    """
    grain = grain_of(history.index)
    if grain.name != "intraday":
        raise NotForThisGrain(
            f"This model is for half hours or other parts of a day; the history is {grain.name}. Use another model,"
            " such as sarima, or give counts by half hour."
        )
    place = places(calendar.index)
    slots = round(calendar.steps_per_day)
    return Week(slots, place % (WEEK_DAYS * slots), place // slots, len(history))


def profile(counts: np.ndarray, week: Week, *, seen: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the mean of each slot of the week; slots with few calls lean on the weekday and the time of day.

        mean_c = (sum w y + k) / (sum w + k / q_c),   q_c = share of the weekday x mean of the time of day

    with ``k`` of :data:`PRIOR_CALLS`. A weekday or a time of day never seen is 0: it is taken to be closed.
    """
    cell = week.cell[seen]
    total, weight = (np.bincount(cell, part, week.cells).reshape(WEEK_DAYS, -1) for part in (weights * counts, weights))
    slot_mean = ratio(total.sum(axis=0), weight.sum(axis=0))
    weekday = ratio(total.sum(axis=1), weight @ slot_mean)
    likely = np.outer(weekday, slot_mean)
    return ratio((total + PRIOR_CALLS) * likely, weight * likely + PRIOR_CALLS).ravel()


def age_weights(week: Week, seen: np.ndarray) -> np.ndarray:
    """Return what each time counts: half as much for each :data:`HALF_LIFE_DAYS` before the end of the history."""
    return 0.5 ** ((week.day[week.past - 1] - week.day[seen]) / HALF_LIFE_DAYS)


def with_estimation(
    spread: np.ndarray, mean: np.ndarray, week: Week, *, seen: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Widen a dispersion for having estimated each mean from ``n`` weeks: variances times (1 + 1/n) / (1 - 1/n).

    ``n`` is the number of equal weeks that the weights are worth, (sum w)^2 / sum w^2.
    """
    sums, squares = (np.bincount(week.cell[seen], part, week.cells) for part in (weights, weights**2))
    n = np.maximum(ratio(sums**2, squares), 2.0)[week.cell[week.past :]]
    wider = (1 + 1 / n) / (1 - 1 / n)
    return wider * spread + ratio(wider - 1, mean)


def frame_of_counts(
    calendar: Calendar, mean: np.ndarray, spread: np.ndarray, levels: tuple[float, ...]
) -> pd.DataFrame:
    """Return the frame of negative binomial counts; a band reaches to the mean, also where nought is most likely."""
    shares = sorted({share for level in levels for share in quantiles_of(level)})
    edges = dict(zip(shares, quantiles(mean, spread, shares).T, strict=True))
    return from_quantiles(
        calendar.future, mean, lambda share: edges[share] if share < OUTER else np.maximum(edges[share], mean), levels
    )


def closed(week: Week, seen: np.ndarray) -> list[str]:
    """Say which parts of the week never had a count: nothing is expected there."""
    known = np.bincount(week.cell[seen], minlength=week.cells).reshape(WEEK_DAYS, -1) > 0
    days = [f"{name}s" for name, day in zip(_WEEKDAYS, known, strict=True) if not day.any()]
    hours = (~known.any(axis=0)).mean() * 24
    parts = [*days, *([f"{hours:g} hours of every day"] if hours else [])]
    return [f"No count was ever given for {', '.join(parts)}: no calls are expected then."] if parts else []


def ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Return above / below, and 0 where nothing is below."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)
