"""With what chance a plan closes the gap, week by week, when levers and need are uncertain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from reviewkit.methods.levers.intakes import Intakes
from reviewkit.methods.levers.lever import Lever
from reviewkit.methods.levers.plan import CLOSE, Plan

DRAWS = 10_000
SEED = 6


@dataclass(frozen=True, kw_only=True, eq=False)
class Chances:
    """The chance of a plan, from draws.

    Attributes
    ----------
    weeks
        ``week``; ``chance`` that the hours of the week are enough, with its ``standard_error``
        sqrt(chance (1 - chance) / draws); ``by``, that some week up to this one had enough; ``lasting``, that this
        week and every later one have.
    draws, seed
        How many draws, and from which seed.
    """

    weeks: pd.DataFrame
    draws: int
    seed: int


def chances(
    plan: Plan,
    *,
    gap_hours: ArrayLike | None = None,
    quantiles: Sequence[float] = (0.5,),
    draws: int = DRAWS,
    seed: int = SEED,
) -> Chances:
    """Return, by week, with what chance the plan's hours are at least the hours short.

    In each draw every lever has one share of its hours (triangular) and is late or not, for all weeks, independently
    of the other levers; the gap has one rank for all weeks (a busy year is busy throughout), between the quantiles
    given by straight lines. Below the lowest and above the highest quantile the gap is held at it: give tails wide
    enough for the chance that is asked for. At 10,000 draws a chance has a standard error of at most 0.005.

    Misleads where levers fail together, as overtime and agency do in a wave of sickness: draws are independent.

    Parameters
    ----------
    gap_hours
        Hours short: one row for each week, one column for each quantile, not falling; None for the plan's own gap.
    quantiles
        Which quantiles the columns are, from 0 to 1, rising.

    Raises
    ------
    ValueError
        Named by the argument: a shape that does not fit the plan, a value that is no number, falling quantiles.

    Examples
    --------
    A lever that brings from 80 % to 120 % (most likely all) of the 100 hours asked for is enough half of the time:

    >>> from reviewkit.methods.levers import Lever, Risk, plan
    >>> cheapest = plan([Lever("loan", weekly_hours=100, risk=Risk(least=0.8, likely=1, most=1.2))], gap_hours=[100])
    >>> float(chances(cheapest).weeks["chance"].round(1).item())
    0.5
    """
    table, at = _need(plan, gap_hours, quantiles)
    if draws < 1:
        raise ValueError(f"draws: {draws} is not possible; it must be 1 or more")
    random = np.random.default_rng(seed)
    hours = np.zeros((draws, len(table)))
    for lever, amounts in zip(plan.levers, plan.amounts, strict=True):
        hours += _drawn(lever, amounts, weeks=len(table), draws=draws, random=random)
    ranks = random.random(draws)
    need = np.column_stack([np.interp(ranks, at, week) for week in table])
    enough = hours >= need - CLOSE * max(1.0, np.abs(table).max())
    return Chances(weeks=_weeks(enough), draws=draws, seed=seed)


def _need(plan: Plan, gap_hours: ArrayLike | None, quantiles: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    own = plan.weeks["gap_hours"].to_numpy()
    at = np.asarray(quantiles if gap_hours is not None else (0.5,), dtype=float)
    table = own[:, None] if gap_hours is None else np.asarray(gap_hours, dtype=float)
    if at.ndim != 1 or not at.size or not ((at >= 0) & (at <= 1)).all() or not (np.diff(at) > 0).all():
        raise ValueError("quantiles: they must rise, from 0 to 1")
    if table.shape != (own.size, at.size):
        raise ValueError(f"gap_hours: {table.shape} is not possible; it must be {own.size} weeks x {at.size} quantiles")
    if not np.isfinite(table).all() or not (np.diff(table, axis=1) >= 0).all():
        raise ValueError("gap_hours: every value must be a number of hours, and no quantile below a lower one's")
    return table, at


def _drawn(
    lever: Lever | Intakes, amounts: np.ndarray, *, weeks: int, draws: int, random: np.random.Generator
) -> np.ndarray:
    in_time = lever.activities(weeks).hours @ amounts
    late = lever.late_hours(amounts, weeks=weeks)
    share = lever.risk.shares(random.random(draws))
    is_late = random.random(draws) < lever.risk.late_chance
    return share[:, None] * np.where(is_late[:, None], late, in_time)


def _weeks(enough: np.ndarray) -> pd.DataFrame:
    chance = enough.mean(axis=0)
    return pd.DataFrame(
        {
            "week": np.arange(1, chance.size + 1),
            "chance": chance,
            "standard_error": np.sqrt(chance * (1 - chance) / len(enough)),
            "by": np.logical_or.accumulate(enough, axis=1).mean(axis=0),
            "lasting": np.logical_and.accumulate(enough[:, ::-1], axis=1)[:, ::-1].mean(axis=0),
        }
    )
