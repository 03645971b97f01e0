"""A force whose staffing can be worked out by hand: one erlang in every half hour of the week.

Ten calls of 180 seconds in each half hour keep one person busy. Two people who share one erlang keep a caller waiting
with a chance of 1/3, three with 1/11; of these a wait ends at the rate of (people - 1) / 180 a second. So 1 - 1/3
e^(-1/6) = 71.8 % and 1 - 1/11 e^(-1/3) = 93.5 % are answered within 30 seconds: 80 % need three.
"""

from __future__ import annotations

import pandas as pd
import pytest

from reviewkit.data.review import open_review
from tests.sections.outlook.drawn import files, rows, toml

FIRST, LAST = "2024-01-01", "2024-04-07"  # 14 weeks, Monday to Sunday
CALLS, HANDLED_S = 10, 180
TARGET = """
[[targets]]
channel = "101"
stage = "primary"
measure = "service_level_of_offered"
threshold_s = 30
at_least = 0.80
citation = "Drawn for the test"
"""
SECONDS = ("wait_total_s", "abandoned_wait_total_s", "staffed_total_s", "paid_total_s")


def half_hours():
    """Return the half hours of the 14 weeks in London time, with ten calls each."""
    end = pd.Timestamp(LAST) + pd.Timedelta(days=1)
    index = pd.date_range(FIRST, end, freq="30min", inclusive="left", tz="Europe/London")
    return pd.Series(CALLS, index=index)


def two_by_night(calls):
    """Return the people there: two before eight in the morning, four after it."""
    return pd.Series(2, index=calls.index).where(calls.index.hour < 8, 4)


def force(*, target=TARGET, **columns):
    """Return ``force.toml`` and the files: calls offered, answered and handled, and any more columns."""
    calls = half_hours()
    shown = {"answered": CALLS, "handled_total_s": CALLS * HANDLED_S} | columns
    text = toml(["offered", *shown], start=FIRST, end=LAST, grain="30 minutes", more=target)
    told = "".join(f'{name} = "seconds"\n' for name in SECONDS if name in columns)
    return text.replace("[files.words.channel]", f"{told}[files.words.channel]"), files(rows(calls, **shown))


def staffed(calls):
    """Return the seconds staffed by :func:`two_by_night`."""
    return two_by_night(calls) * 1_800


def opened(base, **columns):
    """Return the review of a force drawn in a folder."""
    text, drawn = force(**columns)
    folder = base / "raw" / "testshire"
    folder.mkdir(parents=True)
    for name, content in {"force.toml": text, **drawn}.items():
        (folder / name).write_text(content, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIEWKIT_DATA", str(base))
        return open_review("testshire")
