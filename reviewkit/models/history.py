"""The history a forecast starts from: what is refused, what is repaired and said, and how its times are counted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reviewkit.methods.spikes import faults
from reviewkit.models.times import Grain, grain_of, stepped

LONGEST_DAYS = {"intraday": 157 * 7, "daily": 3653, "weekly": 7305, "monthly": 14610}
"""Days of history that a fit looks at, by grain: bounds time and memory, and older years say nothing of next week."""


class HistoryError(ValueError):
    """The history cannot be forecast from; the message says what was found, what is expected and what to do."""


class NotForThisGrain(HistoryError):  # noqa: N818 - it reads as the sentence it is
    """The model is for other steps of time: a model of half hours was asked about days, say."""


@dataclass(frozen=True)
class Ready:
    """A history that models can take, and what was done to it.

    Attributes
    ----------
    values
        Counts as floats on a regular index, oldest first; NaN where missing, but neither first nor last.
    grain
        The steps of time.
    unknown
        Steps at the end of the given history that had no value: a forecast has to reach over them first.
    notes
        Plain sentences for the page: what was repaired or left out.
    """

    values: pd.Series
    grain: Grain
    unknown: int = 0
    notes: tuple[str, ...] = ()


def ready(history: pd.Series) -> Ready:
    """Check a history of counts and make it regular; see :func:`reviewkit.models.forecast` for what it may be.

    Raises
    ------
    HistoryError
        For anything that is not a regular history of whole counts of at least nought.

    Examples
    --------
    >>> days = pd.date_range("2025-03-01", periods=4, freq="D")
    >>> made = ready(pd.Series([5, 7, None, 6], index=days))
    >>> made.grain.name, made.grain.season, made.values.isna().sum()
    ('daily', 7, np.int64(1))
    >>> ready(pd.Series([5, -7], index=days[:2]))
    Traceback (most recent call last):
    ...
    reviewkit.models.history.HistoryError: 1 value of the history is below 0, the first on 2025-03-02 (-7); ...
    """
    counts = _counts(history)
    counts, notes = stepped(counts, refuse=HistoryError)
    return trimmed(Ready(counts, grain_of(counts.index, refuse=HistoryError), 0, tuple(notes)))


def trimmed(history: Ready) -> Ready:
    """Leave out what is missing at both ends; a forecast reaches over what is missing at the end."""
    known = np.flatnonzero(history.values.notna().to_numpy())
    if not len(known):
        raise HistoryError("Every value of the history is missing.")
    unknown = len(history.values) - 1 - int(known[-1])
    values = history.values.iloc[known[0] : known[-1] + 1]
    verb = "is" if unknown == 1 else "are"
    note = f"The last {_times(unknown, 'value')} of the history {verb} missing; the forecast reaches over that time."
    return Ready(values, history.grain, history.unknown + unknown, (*history.notes, *([note] if unknown else [])))


def recent(history: Ready) -> Ready:
    """Keep the most recent years only, where there are more than a fit needs (:data:`LONGEST_DAYS`), and say so."""
    steps = history.grain.steps(LONGEST_DAYS[history.grain.name])
    if len(history.values) <= steps:
        return history
    kept = trimmed(replace(history, values=history.values.iloc[-steps:]))
    since = _day(kept.values.index[0])
    note = f"Only the history since {since} was used: older years say nothing of what is to come."
    return replace(kept, notes=(*kept.notes, note))


def without_spikes(history: Ready) -> Ready:
    """Leave out single values so high that they can only be faults, and say so.

    The rule is that of :func:`reviewkit.methods.spikes.faults`.

    Examples
    --------
    >>> days = pd.date_range("2025-03-01", periods=14, freq="D")
    >>> made = without_spikes(ready(pd.Series([50, 60] * 6 + [5500, 60], index=days)))
    >>> made.values["2025-03-13"], made.notes[0]
    (np.float64(nan), 'The value of 13 March 2025 (5,500) is far above any like it and was left out as a fault.')
    """
    spikes = np.flatnonzero(faults(history.values.to_numpy(), season=history.grain.season))
    if not len(spikes):
        return history
    kept = history.values.copy()
    kept.iloc[spikes] = np.nan
    when, size = history.values.index[spikes[0]], history.values.iloc[spikes[0]]
    note = (
        f"The value of {_day(when)} ({size:,.0f}) is far above any like it and was left out as a fault."
        if len(spikes) == 1
        else f"{len(spikes)} values, the first of {_day(when)} ({size:,.0f}), are far above any like them"
        " and were left out as faults."
    )
    return trimmed(replace(history, values=kept, notes=(*history.notes, note)))


def need(values: pd.Series, steps: int, *, unit: str, because: str) -> None:
    """Refuse a history with fewer known values than a model needs.

    Raises
    ------
    HistoryError
        With the number needed, the number found, and the reason in the words of ``because``.

    Examples
    --------
    >>> need(pd.Series([5.0, np.nan, 6.0]), 14, unit="day", because="to compare two weeks")
    Traceback (most recent call last):
    ...
    reviewkit.models.history.HistoryError: The history is too short: it has 2 known days, and at least 14 are needed
    to compare two weeks. ...
    """
    found = int(values.notna().sum())
    if found < steps:
        raise HistoryError(
            f"The history is too short: it has {_times(found, 'known ' + unit)}, and at least {steps:,} are needed"
            f" {because}. Give a longer history, or forecast longer steps of time."
        )


def _counts(history: pd.Series) -> pd.Series:
    """Refuse what is no series of counts."""
    if not isinstance(history, pd.Series):
        raise HistoryError(f"The history is a {type(history).__name__}; a pandas Series of counts is expected.")
    try:
        counts = history.astype("float64")
    except (TypeError, ValueError):
        raise HistoryError("The history holds values that are no numbers; counts are expected.") from None
    if not counts.notna().any():
        raise HistoryError("The history holds no value: it is empty, or every value is missing. Counts are expected.")
    for bad, found, expected in (
        (np.isinf(counts), "infinite", "a count is a finite number"),
        (counts < 0, "below 0", "a count of calls is 0 or more"),
        (counts.notna() & (counts % 1 != 0), "not whole", "counts of calls are whole values"),
    ):
        if bad.any():
            raise HistoryError(_refused(counts[bad], found, expected))
    return counts


def _refused(bad: pd.Series, found: str, expected: str) -> str:
    first = bad.index[0]
    when = f"{first:%Y-%m-%d}" if isinstance(first, pd.Timestamp) and first == first.normalize() else str(first)
    verb = "is" if len(bad) == 1 else "are"
    return (
        f"{_times(len(bad), 'value')} of the history {verb} {found}, the first on {when} ({bad.iloc[0]:g}); {expected}."
        " Put NaN where the count is not known."
    )


def _day(when: pd.Timestamp) -> str:
    return f"{when.day} {when:%B %Y}"


def _times(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
