"""Forecasts tried on the past: each method forecasts weeks since counted, knowing only what came before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.methods.scores import wape
from reviewkit.models.backtesting import chosen, replayed, scored
from reviewkit.models.forecasting import known_model
from reviewkit.models.history import HistoryError, NotForThisGrain
from reviewkit.models.registry import MODELS
from reviewkit.sections.outlook.ahead import LEVELS, spread, total
from reviewkit.sections.outlook.hours import hourly
from reviewkit.sections.outlook.lines import HOUR_MINUTES, Line, lines, without_faults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.data.review import Review

NAIVE = "seasonal_naive"
"""What every method has to beat."""
NOT_TRIED = {"sarima_statsmodels": "It is the model sarima again, fitted by statsmodels: too slow to be tried here."}
"""Models that are too slow to be tried on every page, with the reason; they can be asked for by name."""
THE_SAME_BY_HOUR = ("sarima", "sarima_statsmodels", "ensemble")
"""Of hours these share out the days as top_down does, or are the mean of it and slots: they are not tried again."""
MOST_ORIGINS = 6
FEWEST_SUMS = 4
TOO_SHORT = "The history is too short to try forecasts on: {found} {step}s are known, and at least {need} are needed."


@dataclass(frozen=True)
class Plan:
    """How forecasts of one kind of step are tried.

    Attributes
    ----------
    horizon, step
        How many steps are forecast from each moment, and how far apart these are.
    first
        Steps known at the first moment, at least.
    short_first, short_step
        The same where the history is too short for two such moments.
    """

    horizon: int
    step: int
    first: int
    short_first: int
    short_step: int
    most: int = MOST_ORIGINS

    def fitted_to(self, found: int) -> tuple[int, int]:
        """Return the steps between moments and the number of moments for a history; none where it is too short.

        Examples
        --------
        >>> DAYS.fitted_to(731), DAYS.fitted_to(126), DAYS.fitted_to(83)
        ((28, 6), (14, 4), (14, 0))
        """
        for first, step in ((self.first, self.step), (self.short_first, self.short_step)):
            origins = (found - self.horizon - first) // step + 1
            if origins > 1 or step == self.short_step:
                break
        return step, max(0, min(self.most, origins))


DAYS = Plan(horizon=28, step=28, first=364, short_first=56, short_step=14)
PLANS = {
    "day": DAYS,
    "week": Plan(horizon=4, step=4, first=130, short_first=104, short_step=2),
    "month": Plan(horizon=3, step=3, first=30, short_first=24, short_step=1),
}
HOURS = Plan(horizon=7 * 24, step=28 * 24, first=26 * 7 * 24, short_first=4 * 7 * 24, short_step=7 * 24, most=3)


@dataclass(frozen=True)
class Trial:
    """How each method would have done.

    Attributes
    ----------
    scores
        One row for each line and method: ``channel, stage, step`` (day, week, month, hour)``, model, origins,
        horizon, first_day, last_day`` (of what was forecast)``, tried`` (steps forecast)``, inside_80, inside_95`` (how
        many lay within the band)``, wape`` (all misses / all calls)``, mase, pinball, cpu_s, failed`` (moments at which
        a simpler method had to stand in)``, used`` (whether it is the one chosen).
    totals
        Of the method chosen, for each moment: ``channel, model, origin, first_day, last_day, actual, mean`` and bands
        of all calls of the steps forecast.
    chosen
        Channel -> the method used, by the rule of :func:`reviewkit.models.backtesting.chosen`; lines on which nothing
        could be tried are not among them.
    refused
        ``channel, model, reason``: what could not be tried, and why; ``model`` is empty for all of them.
    """

    scores: pd.DataFrame
    totals: pd.DataFrame
    chosen: Mapping[str, str]
    refused: pd.DataFrame

    def reasons(self) -> dict[str, str]:
        """Return the channels on which nothing could be tried, and why."""
        none = self.refused[~self.refused["channel"].isin(list(self.chosen))]
        return dict(zip(none["channel"], none["reason"], strict=True))

    @property
    def widening(self) -> dict[str, float]:
        """Channel -> how much wider bands of sums must be than the method says, at least 1.

        The root of the mean square of (counted - expected) / spread of the sums tried; with fewer than
        :data:`FEWEST_SUMS` of them nothing is known.
        """
        found = {}
        for channel, rows in self.totals.groupby("channel") if len(self.totals) else ():
            known = rows[rows["actual"].notna()]
            off = (known["actual"] - known["mean"]) / spread(known)
            found[channel] = max(1.0, float(np.sqrt((off**2).mean()))) if len(known) >= FEWEST_SUMS else 1.0
        return found


def tried(review: Review, model: str = "") -> Trial:
    """Try every method for days (weeks, months) on each line's past, and choose one for each.

    Single values that can only be faults are left out, of what is known and of what is held against the forecasts.

    Parameters
    ----------
    model
        A name from :data:`reviewkit.models.MODELS` to use whatever the trial says; empty: the one it chooses.

    Raises
    ------
    ValueError
        For a model that does not exist; the message suggests the nearest.
    """
    if model:
        known_model(model)
    return _together(
        {line: _tried(review, line.sound, PLANS[line.step], step=line.step, model=model) for line in lines(review)}
    )


def hours_tried(review: Review) -> Trial:
    """Try every method for hours on each line's past, and choose one for each; lines without hours are left out."""
    found = [line for line in lines(review) if line.shortest is not None]
    hours = {line: without_faults(hourly(line, HOUR_MINUTES)) for line in found}
    return _together({line: _tried(review, series, HOURS, step="hour", model="") for line, series in hours.items()})


@dataclass(frozen=True)
class _Tried:
    scores: pd.DataFrame
    totals: pd.DataFrame
    chosen: str
    refused: list[tuple[str, str]]


def _tried(review: Review, series: pd.Series, plan: Plan, *, step: str, model: str) -> _Tried:
    apart, origins = plan.fitted_to(len(series))
    if not origins:
        need = plan.short_first + plan.horizon
        reason = TOO_SHORT.format(found=f"{len(series):,}", step=step, need=f"{need:,}")
        return _Tried(pd.DataFrame(), pd.DataFrame(), "", [("", reason)])
    replays, refused = [], [(name, reason) for name, reason in NOT_TRIED.items() if name in MODELS and step != "hour"]
    place = {"country": review.force.nation, "events": [vars(event) for event in review.force.events]}
    for name in [name for name in MODELS if name not in (THE_SAME_BY_HOUR if step == "hour" else NOT_TRIED)]:
        try:
            sizes = {"horizon": plan.horizon, "step": apart, "origins": origins}
            replays.append(replayed(series, models=[name], levels=LEVELS, **sizes, **place))
        except NotForThisGrain:
            continue
        except HistoryError as error:
            refused.append((name, str(error)))
    if not replays:
        return _Tried(pd.DataFrame(), pd.DataFrame(), "", refused)
    each = pd.concat([scored(replay) for replay in replays], ignore_index=True)
    use = model or chosen(each)
    scores = pd.concat([_scores(replay) for replay in replays]).merge(_means(each), on="model")
    scores = scores.assign(step=step, origins=origins, horizon=plan.horizon, used=scores["model"] == use)
    totals = [_totals(replay) for replay in replays if replay["model"].iloc[0] == use]
    return _Tried(scores, totals[0] if totals else pd.DataFrame(), use, refused)


def _scores(replay: pd.DataFrame) -> pd.DataFrame:
    known = replay[replay["actual"].notna()]
    inside = {
        f"inside_{level}": int(known["actual"].between(known[f"lower_{level}"], known[f"upper_{level}"]).sum())
        for level in LEVELS
    }
    span = {"first_day": known["time"].min(), "last_day": known["time"].max(), "tried": len(known)}
    off = {"wape": wape(known["actual"], known["mean"])}
    return pd.DataFrame([{"model": replay["model"].iloc[0], **span, **inside, **off}])


def _means(each: pd.DataFrame) -> pd.DataFrame:
    failed = (each["used"] != each["model"]).groupby(each["model"]).sum().rename("failed")
    means = each.groupby("model", sort=False)[["mase", "pinball"]].mean()
    return means.join(each.groupby("model")["cpu_s"].sum()).join(failed).reset_index()


def _totals(replay: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for (model, origin), part in replay.groupby(["model", "origin"], sort=False):
        span = {"first_day": part["time"].iloc[0], "last_day": part["time"].iloc[-1]}
        actual = part["actual"].sum(min_count=len(part))
        rows.append({"model": model, "origin": origin, **span, "actual": actual, **total(part)})
    return pd.DataFrame(rows)


def _together(found: Mapping[Line, _Tried]) -> Trial:
    def named(line: Line, table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(channel=line.queue.channel, stage=line.queue.stage)

    refused = [(line.queue.channel, *one) for line, each in found.items() for one in each.refused]
    return Trial(
        scores=pd.concat([pd.DataFrame(), *(named(line, each.scores) for line, each in found.items())]),
        totals=pd.concat([pd.DataFrame(), *(named(line, each.totals) for line, each in found.items())]),
        chosen={line.queue.channel: each.chosen for line, each in found.items() if each.chosen},
        refused=pd.DataFrame(refused, columns=["channel", "model", "reason"]),
    )
