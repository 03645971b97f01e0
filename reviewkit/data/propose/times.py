"""When a row begins and how long it is: the columns that hold it, how they are written, the grain."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from reviewkit.data.propose.headings import likeness
from reviewkit.data.propose.marks import Guess
from reviewkit.data.propose.synonyms import CALLS, TIMES
from reviewkit.data.propose.values import CLOCKS, Look, clock_style, look, moment, times_of

GRAINS = {60: "hour", 1440: "day", 10080: "week"}
_MONTH = 30 * 1440


@dataclass(frozen=True, kw_only=True)
class Moments:
    """The columns that say when a row begins, how they are written, and the moments themselves where readable."""

    columns: Guess
    style: Guess | None
    read: list[dt.datetime | None]


def find_moments(
    columns: dict[str, list[str]], looks: dict[str, Look], *, wanted: str, dated: bool = False
) -> Moments | None:
    """Return the columns for ``start`` (intervals) or ``offered_at`` (calls), or None where no column holds a time.

    Parameters
    ----------
    columns, looks
        The values of each column, and what they look like.
    wanted
        The phrases of the table of synonyms for the column.
    dated
        Whether the column "date" is made by the layout.
    """
    whole = _ranked(looks, ("moment",), wanted)
    clocks = _ranked(looks, ("clock",), f"{TIMES['time']} | {wanted}")
    clocks = [one for one in clocks if clock_style(columns[one]) and _likeness(one, wanted) >= 0.5]
    days = _ranked(looks, ("date",), f"{TIMES['date']} | {wanted}")
    if whole:
        return _moments((whole[0],), columns, looks, wanted, dated=dated, rivals=len(whole) - 1)
    if days and clocks:
        return _moments((days[0], clocks[0]), columns, looks, wanted, dated=dated, rivals=len(clocks) - 1)
    return _moments((days[0],), columns, looks, wanted, dated=dated, rivals=len(days) - 1) if days else None


def _ranked(looks: dict[str, Look], kinds: tuple[str, ...], wanted: str) -> list[str]:
    """Return the columns of these kinds, the likeliest beginning of a row first; those that name an end go last."""
    found = [heading for heading, seen in looks.items() if seen.kind in kinds and heading != "sheet"]
    ends = {heading: likeness(heading, TIMES["end"]) for heading in found}
    return sorted(found, key=lambda one: (ends[one] >= 0.9, -_likeness(one, wanted), ends[one]))


def _likeness(heading: str, wanted: str) -> float:
    own = {"date": 1.0, "Time": 1.0, "Day": 1.0, "Month": 1.0}.get(heading, 0.0)  # made by the layout
    return max(own, likeness(heading, f"{wanted} | {TIMES['time']}"))


def _moments(
    found: tuple[str, ...],
    columns: dict[str, list[str]],
    looks: dict[str, Look],
    wanted: str,
    *,
    dated: bool,
    rivals: int,
) -> Moments:
    texts = [" ".join(parts) for parts in zip(*(columns[one] for one in found), strict=True)]
    filled = [text for text in texts if text.strip()]
    seen = moment(filled)
    exact = all(
        max(likeness(one, f"{wanted} | {TIMES['date']} | {TIMES['time']}"), one in {"date", "Day", "Month"}) >= 0.95
        for one in found
    )
    few = not rivals or sum(likeness(one, wanted) >= 0.95 for one in looks) == 1 or len(found) == 2
    what = looks[found[-1]]
    why = f"{' and '.join(found)}: {what.filled} of {len(texts)} values are times"
    if rivals and not few:
        why += f"; {rivals} more columns hold times"
    style = _style(seen, filled, dated=dated) if seen else None
    read = times_of(texts, seen.style) if seen else [None] * len(texts)
    zeros = sum(not text.strip("0: ") for text in columns[found[-1]])
    if looks[found[-1]].kind == "clock" and zeros > 0.2 * len(texts):
        why, exact = f"{why}, but {zeros} of them are 0:00", False
    return Moments(columns=Guess(value=found, why=why, sure=exact and few and seen is not None), style=style, read=read)


def _style(seen: Look, filled: list[str], *, dated: bool) -> Guess | None:
    """Return how the moments are written, where the reader has to be told."""
    style = seen.style
    if style in {"iso", "iso-offset"}:
        return None
    if dated:  # the reader writes the column "date" as 2025-04-01, which needs no telling beside a clock of 24 hours
        clock = next(part for part in CLOCKS if style.endswith(part))
        if clock in {"%H:%M", "%H:%M:%S"}:
            return None
        return Guess(value=f"%Y-%m-%d {clock}", why="the date as this program writes it, then the time", sure=True)
    example = max(filled, key=lambda text: [int(part) for part in re.findall(r"\d+", text)][:1])
    order = "month before day" if style.startswith(("%m", "%b")) else "day before month"
    if seen.sure:
        return Guess(value=style, why=f'written as "{example}"', sure=True)
    return Guess(value=style, why=f'"{example}" is read with the {order}: no value shows which')


def grain_of(read: list[dt.datetime | None], ends: list[dt.datetime | None]) -> Guess | None:
    """Return how long a row is, from the gaps between starts, or from start to end; None where neither tells.

    >>> at = [dt.datetime(2025, 4, 1, 8), dt.datetime(2025, 4, 1, 8, 30)]
    >>> grain_of(at, []).value, grain_of([at[0]], []), grain_of([at[0]], [at[1]]).value
    ('30 minutes', None, '30 minutes')
    """
    spans = [(end - start).total_seconds() / 60 for start, end in zip(read, ends, strict=False) if start and end]
    starts = sorted({start for start in read if start})
    gaps = [(later - earlier).total_seconds() / 60 for earlier, later in pairwise(starts)]
    for minutes, why in ((spans, "from start to end"), (gaps, "from one row's time to the next")):
        if not minutes:
            continue
        often = Counter(_same_months(round(span), starts) for span in minutes if span > 0)
        least = min((span for span, rows in often.items() if rows >= 0.1 * len(minutes)), default=0)
        name = _grain_name(least, starts)
        if name:
            rows = often[least]
            sure = rows >= 0.5 * len(minutes) and len(minutes) >= 5
            return Guess(value=name, why=f"{name} {why} in {rows} of {len(minutes)} cases", sure=sure)
    return None


def _same_months(minutes: int, starts: list[dt.datetime]) -> int:
    """Return the length of a month for that of any month, so that months of 30 and 31 days are alike."""
    return _MONTH if _grain_name(minutes, starts) == "month" else minutes


def _grain_name(minutes: int, starts: list[dt.datetime]) -> str:
    if minutes in range(28 * 1440, 32 * 1440) and all(start.day == 1 for start in starts):
        return "month"
    if minutes in GRAINS:
        return GRAINS[minutes]
    return f"{minutes} minutes" if minutes and minutes < 1440 and 1440 % minutes == 0 else ""


def ends_of(columns: dict[str, list[str]], looks: dict[str, Look]) -> list[dt.datetime | None]:
    """Return the moments of the column that says when a row ends; empty where there is none."""
    for heading, seen in looks.items():
        if seen.kind == "moment" and likeness(heading, TIMES["end"]) >= 0.95:
            return times_of(columns[heading], seen.style)
    return []


def looks_of(columns: dict[str, list[str]]) -> dict[str, Look]:
    """Return what each column looks like."""
    return {heading: look(values) for heading, values in columns.items()}


OFFERED_AT = CALLS["offered_at"]
START = TIMES["start"]
