"""Events on a time axis: a line at the day and a flag above the plot that names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewkit.data.declared.force import Event
from reviewkit.page import sentences
from reviewkit.page.drawing.measure import width, wrap
from reviewkit.page.drawing.sheet import line_height
from reviewkit.page.drawing.style import TICK_SIZE

_MOST_LANES = 3
_PAD = 4  # px between a line and its flag, and between two flags
_CLUSTER = 22  # px: numbered flags nearer than this share one flag


@dataclass(frozen=True)
class Flag:
    """One flag: ``x`` of its line, its text, its left edge, and its lane (0 is nearest to the plot)."""

    x: float
    lines: tuple[str, ...]
    left: float
    lane: int = 0

    @property
    def span(self) -> tuple[float, float]:
        """Left and right edge of line and text together."""
        right = self.left + max(width(line, TICK_SIZE) for line in self.lines)
        return min(self.left, self.x) - _PAD, max(right, self.x) + _PAD


def named(places: Sequence[float], events: Sequence[Event], *, limit: float, edge: float) -> list[Flag] | None:
    """Return flags with the names of the events, or None where they would not fit in three lanes.

    Parameters
    ----------
    places
        x of each event, in px.
    limit
        Width at which a name is wrapped.
    edge
        Right edge of the sheet.
    """
    flags = []
    for x, event in zip(places, events, strict=True):
        lines = tuple(wrap(event.label, limit, TICK_SIZE))
        wide = max(width(line, TICK_SIZE) for line in lines)
        if len(lines) > 3:
            return None
        fits = x + _PAD + wide <= edge
        flags.append(Flag(x, lines, x + _PAD if fits else x - _PAD - wide))
    if any(flag.left < 0 for flag in flags):
        return None
    return _in_lanes(flags)


def numbered(places: Sequence[float]) -> list[Flag]:
    """Return flags that say 1, 2, 3: the names stand in the notes. Events very near each other share a flag."""
    clusters: list[list[int]] = []
    for number in sorted(range(len(places)), key=lambda item: places[item]):
        if clusters and places[number] - places[clusters[-1][-1]] < _CLUSTER:
            clusters[-1].append(number)
        else:
            clusters.append([number])
    flags = []
    for members in clusters:
        text = str(members[0] + 1) if len(members) == 1 else f"{members[0] + 1}\N{EN DASH}{members[-1] + 1}"
        x = sum(places[member] for member in members) / len(members)
        flags.append(Flag(x, (text,), x - width(text, TICK_SIZE) / 2))
    return flags


def _in_lanes(flags: Sequence[Flag]) -> list[Flag] | None:
    """Lift flags until no line crosses another's text; None where that cannot be."""
    lanes = [0] * len(flags)
    for _ in range(len(flags) + 1):
        settled = True
        for above, upper in enumerate(flags):
            for below, lower in enumerate(flags):
                crosses = above != below and upper.span[0] < lower.x < upper.span[1]
                if crosses and lanes[above] <= lanes[below]:
                    lanes[above], settled = lanes[below] + 1, False
        if settled:
            fits = max(lanes, default=0) < _MOST_LANES
            return [Flag(f.x, f.lines, f.left, lane) for f, lane in zip(flags, lanes, strict=True)] if fits else None
    return None


def lane_tops(flags: Sequence[Flag]) -> list[float]:
    """Return the height above the plot at which each lane's text begins; the last is the height of all."""
    tops, height = [], 0.0
    for lane in range(max((flag.lane for flag in flags), default=-1) + 1):
        height += line_height(lines=max(len(flag.lines) for flag in flags if flag.lane == lane)) + _PAD
        tops.append(height)
    return tops


def notes(events: Sequence[Event], *, with_numbers: bool) -> list[str]:
    """Return notes that name the events and say where figures stop being comparable.

    Examples
    --------
    >>> from datetime import date
    >>> new = Event(date=date(2024, 9, 17), kind="phones", label="New phones", breaks_series=True)
    >>> notes([new], with_numbers=False)
    ['17 September 2024: New phones. Figures before and after are not comparable, so the line is broken.']
    """
    said = []
    for number, event in enumerate(events, 1):
        start = f"Mark {number}, " if with_numbers else ""
        text = sentences.sentence(f"{start}{sentences.day(event.date)}: {event.label}")
        if event.breaks_series:
            text += " Figures before and after are not comparable, so the line is broken."
        said.append(text)
    return said
