"""Forecasts of the past, each made with only what was known then: how good would every model have been?"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from reviewkit.methods import scores
from reviewkit.models.calendar import Calendar, calendar_of
from reviewkit.models.forecasting import asked, beyond, known_model, per_cents, prepared, whole
from reviewkit.models.frames import column, quantiles_of
from reviewkit.models.history import HistoryError, Ready, ready, trimmed
from reviewkit.models.registry import MODELS

QUANTILE_LEVELS = tuple(range(0, 100, 10))
"""Bands whose edges are the 19 quantiles from 0.05 to 0.95 by 0.05; the median comes twice and counts once."""

NEAR = 0.01
"""A simpler model is taken when its loss is at most this share above the best."""

HELD = 0.05 + 1e-9
"""How far from 80 % a band may have held, rounding allowed for."""


def backtest(
    history: pd.Series,
    *,
    horizon: int,
    step: int,
    origins: int,
    models: Sequence[str],
    levels: Sequence[float] = (80, 95),
    country: str = "england",
    events: pd.DataFrame | Iterable[Mapping] | None = None,
) -> pd.DataFrame:
    """Try models on the past: forecast from several moments with what was known then, and compare with what came.

    Parameters
    ----------
    history, levels, country, events
        As for :func:`reviewkit.models.forecast`.
    horizon
        Steps forecast from each moment.
    step
        Steps from one moment (origin) to the next.
    origins
        How many moments; the last one's forecast ends with the history.
    models
        Names from :data:`reviewkit.models.MODELS`.

    Returns
    -------
    One row for each model and origin: ``model``, ``origin`` (the last time known), ``used`` (the model that answered,
    a simpler one where the model failed), ``mase`` (scaled on the history before the first origin), ``wape`` and
    ``coverage_80`` ... (shares from 0 to 1), ``pinball`` (mean loss over the quantiles 0.05 to 0.95 by 0.05, in calls)
    and ``cpu_s``.

    Raises
    ------
    HistoryError
        (A ValueError.) As for a forecast, or when the history is too short for so many origins.
    ValueError
        For an unknown model, or a horizon, step or number of origins below 1.

    Notes
    -----
    Misleads with few origins, or with origins that share most of their days: each is not a new trial.

    Examples
    --------
    >>> days = pd.date_range("2025-01-06", periods=42, freq="D")
    >>> week = pd.Series([120, 100, 100, 100, 110, 140, 130] * 5 + [130, 100, 100, 100, 110, 140, 130], index=days)
    >>> tried = backtest(week, horizon=7, step=7, origins=2, models=["recent_weekdays"])
    >>> tried[["model", "wape"]].round(4)
                 model    wape
    0  recent_weekdays  0.0000
    1  recent_weekdays  0.0123
    """
    replay = replayed(
        history, horizon=horizon, step=step, origins=origins, models=models, levels=levels, country=country,
        events=events,
    )  # fmt: skip
    return scored(replay)


def replayed(
    history: pd.Series,
    *,
    horizon: int,
    step: int,
    origins: int,
    models: Sequence[str],
    levels: Sequence[float] = (80, 95),
    country: str = "england",
    events: pd.DataFrame | Iterable[Mapping] | None = None,
) -> pd.DataFrame:
    """Return every forecast of a back-test: one row for each model, origin and step, for :func:`scored`.

    Parameters
    ----------
    history, horizon, step, origins, models, levels, country, events
        As for :func:`backtest`.

    Returns
    -------
    ``model``, ``origin``, ``used``, ``cpu_s`` (of the whole forecast), ``time``, ``ahead`` (1 for the first step),
    ``actual``, ``mean`` and the bands of ``levels`` and of :data:`QUANTILE_LEVELS`. ``attrs`` hold the ``scale`` of
    MASE and the ``levels``.
    """
    if isinstance(models, str) or not len(models):
        raise ValueError(f"The models are {models!r}; a list of one name or more is expected, such as ['sarima'].")
    for name in models:
        known_model(name)
    sizes = (
        whole(horizon, "horizon", "steps"),
        whole(step, "step", "steps"),
        whole(origins, "number of origins", "moments"),
    )
    bands = per_cents(levels)
    made = ready(history)
    ends = _ends(made, *sizes)
    whole_calendar = calendar_of(made.values.index, country=country, events=events)
    asked_levels = tuple(dict.fromkeys((*bands, *QUANTILE_LEVELS)))
    parts = [
        part
        for name in dict.fromkeys(models)
        for part in _forecasts(name, made, ends, horizon=sizes[0], levels=asked_levels, calendar=whole_calendar)
    ]
    replay = pd.concat(parts, ignore_index=True)
    scale = scores.seasonal_scale(made.values.iloc[: ends[0]], made.grain.season)
    replay.attrs = {"scale": scale, "levels": bands}
    return replay


def scored(replay: pd.DataFrame, *, ahead: int | None = None) -> pd.DataFrame:
    """Return the scores of a back-test from its forecasts: see :func:`backtest` for the columns.

    Parameters
    ----------
    replay
        From :func:`replayed`.
    ahead
        Only the first so many steps of each forecast are judged; all, when left out.

    Examples
    --------
    >>> days = pd.date_range("2025-01-06", periods=42, freq="D")
    >>> week = pd.Series([120, 100, 100, 100, 110, 140, 130] * 5 + [130, 100, 100, 100, 110, 140, 165], index=days)
    >>> replay = replayed(week, horizon=7, step=7, origins=1, models=["recent_weekdays"])
    >>> [scored(replay, ahead=steps)["wape"].round(4).item() for steps in (1, 7)]
    [0.0769, 0.0533]
    """
    scale, levels = replay.attrs["scale"], replay.attrs["levels"]
    within = replay if ahead is None else replay[replay["ahead"] <= ahead]
    rows = [
        {"model": model, "origin": origin, "used": part["used"].iloc[0]}
        | _scores(part, scale=scale, levels=levels)
        | {"cpu_s": part["cpu_s"].iloc[0]}
        for (model, origin), part in within.groupby(["model", "origin"], sort=False)
    ]
    return pd.DataFrame(rows)


def chosen(tried: pd.DataFrame) -> str:
    """Return the model to use, by the scores of a back-test.

    The lowest mean pinball loss wins, since it judges the band as well as the middle. Of those within 1 % of it, the
    simplest (earliest in :data:`reviewkit.models.MODELS`) is taken whose 80 % band held the true value 75 to 85 % of
    the time; the simplest of all where none did. A model that failed at any origin is not taken. So what is chosen was
    never worse than the seasonal naive forecast by more than that 1 %, where that was tried too.

    Examples
    --------
    >>> losses = {"recent_weekdays": [10.0, 8.0], "seasonal_naive": [10.1, 8.0]}
    >>> tried = pd.DataFrame(
    ...     [{"model": name, "used": name, "pinball": loss} for name in losses for loss in losses[name]]
    ... ).assign(coverage_80=0.8)
    >>> chosen(tried)
    'seasonal_naive'
    """
    sound = tried.groupby("model").filter(lambda rows: (rows["used"] == rows["model"]).all())
    means = (sound if len(sound) else tried).groupby("model").mean(numeric_only=True)
    means = means.reindex(columns=["pinball", "coverage_80"])  # other levels may have been asked for
    near = means[means["pinball"] <= means["pinball"].min() * (1 + NEAR)]
    held = near[(near["coverage_80"] - 0.8).abs() <= HELD]
    return min((held if len(held) else near).index, key=list(MODELS).index)


def _ends(made: Ready, horizon: int, step: int, origins: int) -> list[int]:
    """Return for each origin how many values of the history were known."""
    found = len(made.values)
    first = found - horizon - (origins - 1) * step
    least = 2 * made.grain.season
    if first < least:
        raise HistoryError(
            f"The history is too short: it has {found:,} steps ({made.grain.unit}s), and {origins:,} origins"
            f" {step:,} apart with a horizon of {horizon:,} need at least {found - first + least:,}. Give a longer"
            " history, or ask for fewer origins."
        )
    return list(range(first, found - horizon + 1, step))


def _forecasts(
    name: str, made: Ready, ends: list[int], *, horizon: int, levels: tuple[float, ...], calendar: Calendar
) -> Iterable[pd.DataFrame]:
    """Forecast from each origin; each fit may begin where the one before it ended."""
    start = None
    for end in ends:
        began = time.process_time()
        known = prepared(trimmed(Ready(made.values.iloc[:end], made.grain)))
        first = calendar.index.get_loc(known.values.index[0])
        ahead = known.unknown + horizon
        part = calendar.between(first, end + horizon, horizon=ahead)
        frame = beyond(known, asked(name, known.values, levels=levels, calendar=part, start=start))
        cpu_s = time.process_time() - began
        start = frame.attrs.get("start")
        facts = {"model": name, "origin": made.values.index[end - 1], "used": frame.attrs["model"], "cpu_s": cpu_s}
        steps = {"time": frame.index, "ahead": range(1, horizon + 1)}
        actual = {"actual": made.values.iloc[end : end + horizon].to_numpy()}
        yield pd.DataFrame(facts | steps | actual | dict(zip(frame.columns, frame.to_numpy().T, strict=True)))


def _scores(part: pd.DataFrame, *, scale: float, levels: tuple[float, ...]) -> dict[str, float]:
    actual, mean = part["actual"], part["mean"]
    found = {"mase": scores.mase(actual, mean, scale=scale), "wape": scores.wape(actual, mean)}
    for level in levels:
        lower, upper = part[column("lower", level)], part[column("upper", level)]
        found[column("coverage", level)] = scores.coverage(actual, lower, upper)
    edges = {
        chance: column(side, level)
        for level in QUANTILE_LEVELS
        for side, chance in zip(("lower", "upper"), quantiles_of(level), strict=True)
    }
    losses = [scores.pinball(actual, part[name], chance=chance) for chance, name in edges.items()]
    return found | {"pinball": sum(losses) / len(losses)}
