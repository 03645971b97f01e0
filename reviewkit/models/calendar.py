"""What is known beforehand of each day, past and to come: its holidays, and the events that changed the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from reviewkit.models.days import KINDS, NATIONS, days_of_year
from reviewkit.models.times import MONTHLY, grain_of, local_times

MONDAY = 0
"""A week named by a Monday is the one that begins on it, as on our pages; nobody counts weeks from a Tuesday."""

EVENT = (
    "The event {row!r} cannot be used; a date and a label are expected, and an end, if it has one, not before the date:"
    " {{'date': '2024-09-17', 'label': 'New telephones', 'breaks_series': True}}."
)


@dataclass(frozen=True)
class Calendar:
    """What models may know beforehand, for every step of the history and of the forecast.

    Attributes
    ----------
    index
        The times of the history followed by those of the forecast, without a break.
    horizon
        How many of them, at the end, are to be forecast.
    holidays
        One column for each kind of day that was seen in the history: the share of the step that is such a day (0 or 1
        for steps up to a day).
    events
        One column for each event: 1 from its day on where it breaks the series, 1 on its days where it has an end.
    season
        Steps of the main season: see :class:`reviewkit.models.times.Grain`.
    steps_per_day
        Steps of an ordinary day.
    """

    index: pd.DatetimeIndex
    horizon: int
    holidays: pd.DataFrame
    events: pd.DataFrame
    season: int
    steps_per_day: float

    @property
    def future(self) -> pd.DatetimeIndex:
        """The times to be forecast."""
        return self.index[len(self.index) - self.horizon :]

    def between(self, start: int, stop: int, *, horizon: int) -> Calendar:
        """Return the calendar of a part: the steps from ``start`` to before ``stop``, ``horizon`` of them to come."""
        part = slice(start, stop)
        past = slice(start, stop - horizon)
        seen = {name: frame.columns[frame.iloc[past].any()] for name, frame in self._frames().items()}
        parts = {name: frame.iloc[part][seen[name]] for name, frame in self._frames().items()}
        return replace(self, index=self.index[part], horizon=horizon, **parts)

    def _frames(self) -> dict[str, pd.DataFrame]:
        return {"holidays": self.holidays, "events": self.events}


def calendar_of(
    index: pd.DatetimeIndex,
    *,
    horizon: int = 0,
    country: str = "england",
    events: pd.DataFrame | Iterable[Mapping] | None = None,
) -> Calendar:
    """Return the calendar of a history and its forecast.

    Parameters
    ----------
    index
        Times of history and forecast with a ``freq``, without a break.
    horizon
        How many of them, at the end, are to be forecast; columns without a day before them are left out, since
        nothing can be learnt for them.
    country
        ``england``, ``wales``, ``scotland`` or ``northern-ireland``.
    events
        Rows (or objects) with ``date``, ``label``, ``breaks_series`` and, where it is over, ``end``, its last day. An
        event with an end is a spell; one without counts only where it breaks the series.

    Raises
    ------
    ValueError
        For an unknown country, or an event without a date or a label, or that ends before it begins.

    Examples
    --------
    >>> days = pd.date_range("2024-12-20", periods=14, freq="D")
    >>> calendar_of(days, horizon=3).holidays.idxmax()["christmas_day"].date()
    datetime.date(2024, 12, 25)
    """
    if country not in NATIONS:
        raise ValueError(f"The country {country!r} is not known; {', '.join(NATIONS)} are.")
    grain = grain_of(index)
    whole = Calendar(
        index=index,
        horizon=horizon,
        holidays=_shares(index, _kinds(index, country)),
        events=_shares(index, _spells(index, events)),
        season=grain.season,
        steps_per_day=grain.steps_per_day,
    )
    return whole.between(0, len(index), horizon=horizon)


def _days(index: pd.DatetimeIndex) -> tuple[np.ndarray, np.ndarray]:
    """Return the first day of each step, and of the step after it; both the same day for steps within a day."""
    grain = grain_of(index)
    first = local_times(index).normalize()
    if grain is MONTHLY:
        months = first.to_period("M")
        return months.start_time.to_numpy(), (months + 1).start_time.to_numpy()
    length = pd.Timedelta(days=max(1, round(1 / grain.steps_per_day)))
    if isinstance(index.freq, pd.offsets.Week) and index.freq.weekday != MONDAY:  # pandas names a week by its last day
        first = first - length + pd.Timedelta(days=1)
    return first.to_numpy(), (first + length).to_numpy()


def _shares(index: pd.DatetimeIndex, kinds: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Return the share of each step's days that are among the given days, a column for each kind."""
    first, after = _days(index)
    long = (after - first) / np.timedelta64(1, "D")
    made = {name: (np.searchsorted(days, after) - np.searchsorted(days, first)) / long for name, days in kinds.items()}
    return pd.DataFrame(made, index=index, dtype=float)


def _kinds(index: pd.DatetimeIndex, country: str) -> dict[str, np.ndarray]:
    """Return the days of each kind, over the years of an index."""
    years = local_times(index).year
    days = [pair for year in range(years.min(), years.max() + 2) for pair in days_of_year(year, country).items()]
    return {
        kind: np.array(sorted(day for day, named in days if named == kind), dtype="datetime64[s]") for kind in KINDS
    }


def _spells(index: pd.DatetimeIndex, events: pd.DataFrame | Iterable[Mapping] | None) -> dict[str, np.ndarray]:
    """Return the days of each event that a model can use."""
    rows = events.to_dict("records") if isinstance(events, pd.DataFrame) else list(() if events is None else events)
    last = _days(index)[1][-1].astype("datetime64[D]").astype(date)
    found = {}
    for row in rows:
        event = row if isinstance(row, Mapping) else getattr(row, "__dict__", {})
        first, end = (_day_of(event.get(name), row) for name in ("date", "end"))
        if first is None or not event.get("label") or (end is not None and end < first):
            raise ValueError(EVENT.format(row=row))
        breaks = event.get("breaks_series")
        if end is not None or (breaks and not pd.isna(breaks)):
            until = end or last
            spell = [first + timedelta(days=day) for day in range((until - first).days + 1)]
            found[f"{event['label']} ({first.isoformat()})"] = np.array(spell, dtype="datetime64[s]")
    return found


def _day_of(told: object, row: object) -> date | None:
    """Return the day that a field of an event tells, None where it tells none."""
    if told is None or pd.isna(told):
        return None
    try:
        return pd.Timestamp(told).date()
    except (TypeError, ValueError):
        raise ValueError(EVENT.format(row=row)) from None
