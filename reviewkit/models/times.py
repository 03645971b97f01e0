"""The steps of a history: half hours, days, weeks or months; which step of the season each is; how they go on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

ZONE = "Europe/London"
DAY_MINUTES = 24 * 60

Error = type[ValueError]


@dataclass(frozen=True)
class Grain:
    """Steps of one length.

    Attributes
    ----------
    name
        ``intraday``, ``daily``, ``weekly`` or ``monthly``.
    season
        Steps of the main season: a week of days or of shorter steps, 52 weeks, 12 months.
    steps_per_day
        Steps of an ordinary day; below 1 for weeks (1/7) and months (12/365.25).
    unit
        What one step is called: ``day``.
    """

    name: str
    season: int
    steps_per_day: float
    unit: str

    def steps(self, days: float) -> int:
        """Return how many steps make so many days, at least 1."""
        return max(1, round(days * self.steps_per_day))


DAILY = Grain("daily", 7, 1.0, "day")
WEEKLY = Grain("weekly", 52, 1 / 7, "week")
MONTHLY = Grain("monthly", 12, 12 / 365.25, "month")


def grain_of(index: pd.DatetimeIndex, *, refuse: Error = ValueError) -> Grain:
    """Return what steps an index with a ``freq`` has.

    Raises
    ------
    ValueError (or ``refuse``)
        For any other steps, such as two days, quarters or working days.

    Examples
    --------
    >>> grain_of(pd.date_range("2025-01-01", periods=3, freq="30min")).season
    336
    >>> grain_of(pd.date_range("2025-01-01", periods=3, freq="MS")).name
    'monthly'
    """
    freq = index.freq
    if isinstance(freq, pd.offsets.Week) and freq.n == 1:
        return WEEKLY
    if isinstance(freq, pd.offsets.MonthBegin | pd.offsets.MonthEnd) and freq.n == 1:
        return MONTHLY
    minutes = _minutes(freq)
    if minutes in {DAY_MINUTES, 7 * DAY_MINUTES}:
        return DAILY if minutes == DAY_MINUTES else WEEKLY
    if minutes and minutes < DAY_MINUTES and DAY_MINUTES % minutes == 0:
        per_day = DAY_MINUTES // minutes
        return Grain("intraday", 7 * per_day, float(per_day), {30: "half hour", 60: "hour"}.get(minutes, "step"))
    raise refuse(
        f"The history goes in steps of {freq.freqstr if freq is not None else 'no one length'}; half hours (or other"
        " whole parts of a day), days, weeks or months are expected. For days without data, history.asfreq('D') puts"
        " NaN in their place."
    )


def future_index(index: pd.DatetimeIndex, horizon: int) -> pd.DatetimeIndex:
    """Return the next ``horizon`` times, with the same ``freq`` and time zone.

    Examples
    --------
    >>> future_index(pd.date_range("2025-01-01", periods=3, freq="MS"), 2).strftime("%b %Y").tolist()
    ['Apr 2025', 'May 2025']
    """
    return pd.date_range(index[-1], periods=horizon + 1, freq=index.freq, name=index.name, unit=index.unit)[1:]


def local_times(index: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """Return what the clock on the wall showed, without a zone: people ring by it.

    Times of days and longer stay as they are. Shorter ones without a zone are taken as UTC, and those in UTC are shown
    as in London; another zone is kept.

    Examples
    --------
    >>> str(local_times(pd.date_range("2025-07-01 08:00", periods=1, freq="h", tz="UTC"))[0])
    '2025-07-01 09:00:00'
    """
    if _minutes(index.freq) in {None, DAY_MINUTES, 7 * DAY_MINUTES}:
        return index.tz_localize(None)
    aware = index.tz_localize("UTC") if index.tz is None else index
    return (aware.tz_convert(ZONE) if str(aware.tz) in {"UTC", "Etc/UTC"} else aware).tz_localize(None)


def places(index: pd.DatetimeIndex) -> np.ndarray:
    """Return a number for each time so that the same step of the season before is exactly ``season`` less.

    Shorter steps than days are counted on a wall clock that never changes: two of October's times share a number, and
    March leaves some out. So Monday 9 am is compared with Monday 9 am, on both sides of a clock change.

    Examples
    --------
    >>> days = pd.date_range("2025-03-29", periods=3, freq="D")
    >>> np.diff(places(days)).tolist()
    [1, 1]
    >>> hours = pd.date_range("2025-03-30 00:00", periods=3, freq="h", tz="Europe/London")
    >>> np.diff(places(hours)).tolist()
    [2, 1]
    """
    grain = grain_of(index)
    local = local_times(index)
    if grain is MONTHLY:
        return (local.year * 12 + local.month).to_numpy()
    minutes = ((local - pd.Timestamp("2000-01-03")) // pd.Timedelta(minutes=1)).to_numpy()
    return minutes // round(DAY_MINUTES / grain.steps_per_day)


def stepped(counts: pd.Series, *, refuse: Error = ValueError) -> tuple[pd.Series, list[str]]:
    """Return a series sorted, regular and with a ``freq``, missing times filled with NaN, and what was done."""
    index = counts.index
    if not isinstance(index, pd.DatetimeIndex):
        raise refuse(f"The history has an index of {type(index).__name__}; times (a DatetimeIndex) are expected.")
    if index.hasnans:
        raise refuse("The history has a row without a time; every count needs its day or half hour.")
    _refuse_twice(index, refuse)
    notes = []
    if not index.is_monotonic_increasing:
        counts, notes = counts.sort_index(), ["The history was not in the order of time; it was sorted."]
    if counts.index.freq is None:
        counts, filled = _regular(counts, refuse)
        notes += [f"{filled:,} missing {'time was' if filled == 1 else 'times were'} left empty."] if filled else []
    grain = grain_of(counts.index, refuse=refuse)
    if grain.name == "intraday" and counts.index.tz is None:
        _refuse_local_clock(counts, grain, refuse)
    return counts, notes


def _regular(counts: pd.Series, refuse: Error) -> tuple[pd.Series, int]:
    """Give a sorted series the steps it seems to have."""
    index = counts.index
    if len(index) < 3:
        raise refuse("The history is too short to see its steps: give at least 3 values, or an index with a freq.")
    freq = pd.infer_freq(index) or _usual_step(index)
    made = counts.asfreq(freq)
    if len(index.difference(made.index)):
        raise refuse(
            f"The times of the history are not regular: {index.difference(made.index)[0]} does not fit steps of"
            f" {made.index.freqstr} from {index[0]}. Give an index with one step throughout."
        )
    return made, len(made) - len(counts)


def _usual_step(index: pd.DatetimeIndex) -> str | pd.Timedelta:
    """Return the step most times are apart; firsts and lasts of months have one of their own."""
    if (index.day == 1).all():
        return "MS"
    if index.is_month_end.all():
        return "ME"
    step = pd.Series(index[1:] - index[:-1]).mode()[0]
    return "D" if step == pd.Timedelta(days=1) else step


def _refuse_twice(index: pd.DatetimeIndex, refuse: Error) -> None:
    twice = index[index.duplicated()]
    if not len(twice):
        return
    message = f"The history has {len(twice):,} times more than once, the first {twice[0]}; each time may stand once."
    if index.tz is None and any(_changes_clock(day, autumn=True) for day in twice.normalize().unique()):
        message += (
            " The clocks went back that day: these look like local times. Say so with"
            ' history.tz_localize("Europe/London", ambiguous="infer").'
        )
    else:
        message += " Add up or remove the doubles first."
    raise refuse(message)


def _refuse_local_clock(counts: pd.Series, grain: Grain, refuse: Error) -> None:
    """Refuse times without a zone that leave out exactly the hour a local clock skips in March."""
    hour = round(grain.steps_per_day / 24)
    if hour < 1:
        return
    known = counts.notna().to_numpy()
    days = counts.index.normalize().unique()
    for day in days[(days.month == 3) & (days.day > 24) & (days.day_of_week == 6)]:
        at = counts.index.searchsorted(day + pd.Timedelta(hours=1))
        inside, around = known[at : at + hour], known[[max(at - 1, 0), min(at + hour, len(known) - 1)]]
        if not inside.any() and around.all() and 0 < at < len(known) - hour:
            raise refuse(
                f"The history has no times from 01:00 to 02:00 on {day:%Y-%m-%d}, when the clocks went forward: these"
                " look like local times, and times without a zone are taken as UTC. Say so with"
                ' history.tz_localize("Europe/London", ambiguous="infer", nonexistent="shift_forward").'
            )


def _changes_clock(day: pd.Timestamp, *, autumn: bool) -> bool:
    return day.month == (10 if autumn else 3) and day.day > 24 and day.day_of_week == 6


def _minutes(freq: pd.offsets.BaseOffset | None) -> int | None:
    """Return the length of a step in whole minutes, None where it is no fixed time."""
    if isinstance(freq, pd.offsets.Day):
        return freq.n * DAY_MINUTES
    if isinstance(freq, pd.offsets.Tick):
        return freq.nanos // 60_000_000_000 or None
    return None
