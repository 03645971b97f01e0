"""The weeks to come: calls expected of each day, their bands, and what these add up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import ndtri

from reviewkit.models.forecasting import forecast
from reviewkit.models.frames import column, columns, quantiles_of
from reviewkit.models.history import HistoryError
from reviewkit.sections import NotPossible
from reviewkit.sections.outlook.lines import IN_A_QUARTER, Line, lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.data.review import Review
    from reviewkit.sections.outlook.trial import Trial

LEVELS = (80, 95)
WEEK = 7
YEAR_WEEKS = 52
WHERE = ["channel", "stage"]
SPAN_COLUMNS = [*WHERE, "span", "first_day", "last_day", "days", *columns(LEVELS)]

QUARTER_WEEKS = 13
SHORTENED = "The history of {known} bears a forecast of {made}: half as far ahead as it reaches back."
NO_YEAR_EARLIER = "The data do not hold the same days a year before (52 weeks back) in full and without faults."
BROKEN = "{label} ({day}) changed what is counted: days before it and days after it are not compared."


@dataclass(frozen=True)
class Outlook:
    """What is expected of each line.

    Attributes
    ----------
    steps
        ``channel, stage, start`` (a day; the first day of a week or month)``, mean, lower_80, upper_80, lower_95,
        upper_95``: calls of each step to come.
    spans
        ``channel, stage, span`` (0 for all together, 1 and on for each seven days, where there are days)``, first_day,
        last_day, days`` and the same figures for the sum of the span.
    notes
        ``channel, note``: what was repaired, or which model fell back on a simpler one.
    models
        Channel -> name of the model really used.
    details
        Channel -> what the model tells a statistician of its fit.
    """

    steps: pd.DataFrame
    spans: pd.DataFrame
    notes: pd.DataFrame
    models: Mapping[str, str]
    details: Mapping[str, Mapping[str, object]]


def ahead(review: Review, trial: Trial, *, weeks: int = 13) -> Outlook:
    """Forecast the calls of each channel for the weeks after the review, day by day, with bands of 80 and 95 %.

    Where the data count calls by week or by month, the steps are weeks or months. Nothing is forecast whose method
    could not be tried on the past, and nothing further ahead than half the time the history reaches back.

    Parameters
    ----------
    trial
        Result of :func:`reviewkit.sections.demand.tried`: the method for each line, and how wide its sums' bands are.
    weeks
        How far ahead, at least 1.

    Raises
    ------
    NotPossible
        When no channel has a history long enough; the reason names what was found and what is needed.
    """
    found, refused = [], trial.reasons()
    for line in lines(review):
        if line.queue.channel in refused:
            continue
        try:
            found.append((line, of_line(review, line, model=trial.chosen[line.queue.channel], weeks=weeks)))
        except HistoryError as error:
            refused[line.queue.channel] = str(error)
    told = [
        f"{line.queue.name}: {refused[line.queue.channel]}" for line in lines(review) if line.queue.channel in refused
    ]
    if not found:
        raise NotPossible(" ".join(told))
    notes = [(line.queue.channel, note) for line, frame in found for note in frame.attrs["notes"]]
    channels = {line.queue.channel: frame.attrs for line, frame in found}
    return Outlook(
        steps=pd.concat([_steps(line, frame) for line, frame in found], ignore_index=True),
        spans=pd.concat([_spans(line, frame, trial.widening) for line, frame in found], ignore_index=True),
        notes=pd.DataFrame([*notes, *(("", reason) for reason in told)], columns=["channel", "note"]),
        models={channel: attrs["model"] for channel, attrs in channels.items()},
        details={channel: attrs.get("details", {}) for channel, attrs in channels.items()},
    )


def of_line(review: Review, line: Line, *, model: str, weeks: int) -> pd.DataFrame:
    """Return the forecast of one line, with the attrs of :func:`reviewkit.models.forecast`.

    Raises
    ------
    HistoryError
        When the history is too short for the model.
    """
    asked = weeks * WEEK if line.step == "day" else max(1, round(weeks * IN_A_QUARTER[line.step] / QUARTER_WEEKS))
    most = max(1, len(line.series) // 2)
    horizon = min(asked, most - most % WEEK if line.step == "day" else most)
    place = {"country": review.force.nation, "events": [vars(event) for event in review.force.events]}
    frame = forecast(line.series, horizon, model=model, levels=LEVELS, **place)
    if horizon < asked:
        known, made = f"{len(line.series):,} {line.step}s", f"{horizon:,} {line.step}s"
        frame.attrs["notes"] = [*frame.attrs["notes"], SHORTENED.format(known=known, made=made)]
    return frame


def total(frame: pd.DataFrame, *, after: int = 0, widening: float = 1.0) -> dict[str, float]:
    """Return the sum of the steps of a forecast, from the one ``after`` so many to its last, with its bands.

    What goes wrong on one day goes on on the next: the band of a sum is neither that of independent days nor the sum of
    their bands. In a linear model the variance h steps ahead is the sum of the squared weights of the shocks until
    then, so the weights follow from how the bands widen, and with them the variance of a sum:

        psi_k^2 = v_(k+1) - v_k,    c_k = psi_0 + ... + psi_k,
        var(sum of the steps a+1 to b) = sum over t = 1 to b of (c_(b-t) - c_(a-t))^2,    c_k = 0 for k < 0

    (Hyndman and others, *Forecasting with exponential smoothing*, 2008, chapter 6.) Weights are taken as positive,
    which makes the band wider rather than narrower. A method whose bands do not widen makes it too narrow: ``widening``
    multiplies it, and comes from how far the sums of a trial lay off (:attr:`reviewkit.sections.outlook.trial.Trial`).

    Examples
    --------
    A random walk with shocks of 10: the sum of two days has a variance of 100 x (1 + 4), the second day one of 200.

    >>> days = pd.date_range("2025-04-01", periods=2)
    >>> sd = np.sqrt([100.0, 200.0])
    >>> walk = pd.DataFrame({"mean": 50.0, "lower_80": 50 - 1.2816 * sd, "upper_80": 50 + 1.2816 * sd}, index=days)
    >>> [round(((total(walk, after=n)["upper_80"] - total(walk, after=n)["mean"]) / 1.2816) ** 2) for n in (0, 1)]
    [500, 200]
    """
    variance = np.maximum.accumulate(spread(frame) ** 2)
    reached = np.cumsum(np.sqrt(np.diff(variance, prepend=0.0)))
    before = np.concatenate([reached[:after][::-1], np.zeros(len(reached) - after)])
    sd = widening * float(np.sqrt(((reached[::-1] - before) ** 2).sum()))
    made = {"mean": float(frame["mean"].iloc[after:].sum())}
    for level in LEVELS:
        for side, chance in zip(("lower", "upper"), quantiles_of(level), strict=True):
            made[column(side, level)] = max(made["mean"] + float(ndtri(chance)) * sd, 0.0)
    return made


def without_notes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a forecast as a plain table with a column ``start``: notes and details of its model are kept elsewhere."""
    table = frame.rename_axis("start").reset_index()
    table.attrs = {}
    return table


def spread(frame: pd.DataFrame) -> np.ndarray:
    """Return the standard deviation of each step's error, from the width of its band of 80 %."""
    low, high = (ndtri(chance) for chance in quantiles_of(LEVELS[0]))
    return (frame[column("upper", LEVELS[0])] - frame[column("lower", LEVELS[0])]).to_numpy() / (high - low)


def against_a_year_before(review: Review, outlook: Outlook) -> pd.DataFrame:
    """Return what is expected over all weeks to come beside what came on the same days 52 weeks before.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, first_day, last_day, expected, lower_95, upper_95, before`` (calls counted 52 weeks
        before)``, change, lowest, highest`` (shares, from the forecast and its band of 95 %)``, reason``: why the two
        are not compared, an event that breaks the series lying between them, say.
    """
    rows = []
    for line in lines(review):
        spans = outlook.spans[(outlook.spans["channel"] == line.queue.channel) & (outlook.spans["span"] == 0)]
        if len(spans):
            rows.append(_beside_before(review, line, spans.iloc[0]))
    return pd.DataFrame(rows)


def _beside_before(review: Review, line: Line, span: pd.Series) -> dict[str, object]:
    back = pd.Timedelta(weeks=YEAR_WEEKS)
    row = {name: span[name] for name in (*WHERE, "first_day", "last_day", "lower_95", "upper_95")}
    row |= {"expected": span["mean"], "before": np.nan, "change": np.nan, "lowest": np.nan, "highest": np.nan}
    for event in review.force.events:
        if event.breaks_series and span["first_day"] - back < pd.Timestamp(event.date) <= span["last_day"]:
            day = f"{event.date.day} {event.date:%B %Y}"
            return row | {"reason": BROKEN.format(label=event.label, day=day)}
    times = pd.date_range(span["first_day"], span["last_day"], freq=line.series.index.freq)
    same = line.sound.reindex(times - (pd.DateOffset(years=1) if line.step == "month" else back))
    if same.isna().any() or not same.sum():
        return row | {"reason": NO_YEAR_EARLIER}
    before = float(same.sum())
    changes = {"change": span["mean"], "lowest": span["lower_95"], "highest": span["upper_95"]}
    return row | {"before": before, "reason": ""} | {name: value / before - 1 for name, value in changes.items()}


def _steps(line: Line, frame: pd.DataFrame) -> pd.DataFrame:
    table = without_notes(frame).assign(channel=line.queue.channel, stage=line.queue.stage)
    return table[[*WHERE, "start", *columns(LEVELS)]]


def _spans(line: Line, frame: pd.DataFrame, widening: Mapping[str, float]) -> pd.DataFrame:
    wider = widening.get(line.queue.channel, 1.0)
    spans = [(0, 0, len(frame))]
    if line.step == "day":
        spans += [(n + 1, WEEK * n, WEEK * (n + 1)) for n in range(len(frame) // WEEK)]
    rows = []
    for number, start, stop in spans:
        first, last = frame.index[start], frame.index[stop - 1] + frame.index.freq - pd.Timedelta(days=1)
        where = {"channel": line.queue.channel, "stage": line.queue.stage, "span": number, "first_day": first}
        days = {"last_day": last, "days": (last - first).days + 1}
        rows.append(where | days | total(frame.iloc[:stop], after=start, widening=wider))
    return pd.DataFrame(rows)[SPAN_COLUMNS]
