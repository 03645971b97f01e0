"""A frame of figures over time as lines to draw: broken where a figure is missing, incomplete or not comparable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from reviewkit.data.declared.force import Event
from reviewkit.page.drawing import style

MOST_IN_A_PANEL = 4
Bands = Sequence[tuple[str, str]]
_SHORTEST_MONTH, _LONGEST_MONTH = 28, 31


@dataclass(frozen=True)
class TargetLine:
    """A level to reach, drawn across the chart with its label, for example ``Target 90%``."""

    value: float
    label: str


@dataclass(frozen=True)
class Trace:
    """One line: its name, its colour and its points.

    ``points`` has ``x`` (days since 1970), ``y``, ``stretch`` (points of one stretch are joined), ``incomplete`` and
    the edges of ``bands``, pairs of columns from the widest to the narrowest; missing figures are not among them.
    """

    name: str
    colour: str
    points: pd.DataFrame
    bands: tuple[tuple[str, str], ...] = ()

    @property
    def last(self) -> tuple[float, float] | None:
        """The last figure of a complete period; of any, where none is complete."""
        whole = self.points[~self.points["incomplete"]]
        rows = whole if len(whole) else self.points
        return None if rows.empty else (float(rows["x"].iloc[-1]), float(rows["y"].iloc[-1]))

    @property
    def ends_incomplete(self) -> bool:
        """True where a complete figure comes before and an incomplete one last: the line stops short of the end."""
        incomplete = self.points["incomplete"]
        return bool(len(incomplete) and incomplete.iloc[-1] and not incomplete.all())

    @property
    def end(self) -> tuple[float, float]:
        """The point farthest to the right, where a name stands."""
        return float(self.points["x"].iloc[-1]), float(self.points["y"].iloc[-1])


@dataclass(frozen=True)
class Panel:
    """One plot of a chart; ``title`` is empty where there is only one."""

    title: str
    traces: tuple[Trace, ...]
    target: TargetLine | None = None


def day_number(value: date) -> int:
    """Return a day as a number on the time axis.

    Examples
    --------
    >>> day_number(date(1970, 1, 2))
    1
    """
    return (date(value.year, value.month, value.day) - date(1970, 1, 1)).days


def day_of(number: float) -> date:
    """Return the day of a number on the time axis."""
    return date(1970, 1, 1) + timedelta(days=round(number))


def tidy(
    frame: pd.DataFrame, *, x: str, y: str, incomplete: str | None, bands: Bands = (), **names: str | None
) -> pd.DataFrame:
    """Return ``x``, ``y``, ``incomplete``, the columns of ``names`` as text and those of bands, in order of time.

    Raises
    ------
    ValueError
        A column that is not there, or two figures of one line for one time.
    """
    edges = [column for band in bands for column in band]
    wanted = [x, y, *edges, *filter(None, (incomplete, *names.values()))]
    missing = [column for column in wanted if column not in frame.columns]
    if missing:
        msg = f"no column {missing[0]!r}; the frame has {', '.join(map(str, frame.columns))}"
        raise ValueError(msg)
    times = pd.to_datetime(frame[x])
    if times.dt.tz is not None:
        times = times.dt.tz_localize(None)
    columns = {name: frame[column].astype(str) if column else "" for name, column in names.items()}
    out = pd.DataFrame(
        {
            "x": (times - pd.Timestamp(1970, 1, 1)) / pd.Timedelta(days=1),
            "y": pd.to_numeric(frame[y]).astype("Float64").to_numpy(dtype=float, na_value=np.nan),
            "incomplete": frame[incomplete].fillna(False).astype(bool) if incomplete else False,  # noqa: FBT003
            **columns,
            **{column: pd.to_numeric(frame[column]).to_numpy(dtype=float) for column in edges},
        }
    )
    out["y"] = out["y"].where(np.isfinite(out["y"]))
    twice = out[out.duplicated(["x", *names])]
    if len(twice):
        msg = f"two figures of one line for {day_of(twice['x'].iloc[0])}: name the columns that tell them apart"
        raise ValueError(msg)
    return out.sort_values("x", kind="stable", ignore_index=True)


def trace(
    rows: pd.DataFrame, *, name: str, colour: str, step: float, breaks: Sequence[float], bands: Bands = ()
) -> Trace:
    """Return the line of one series; ``step`` is the usual distance between two figures, in days."""
    edges = [column for band in bands for column in band]
    points = rows.loc[rows["y"].notna(), ["x", "y", "incomplete", *edges]].reset_index(drop=True)
    apart = points["x"].diff() > 1.5 * step
    partial = points["incomplete"] | points["incomplete"].shift(fill_value=False)
    era = pd.Series(np.searchsorted(np.asarray(sorted(breaks), dtype=float), points["x"], side="right"))
    points["stretch"] = (apart | partial | (era.diff() != 0)).cumsum()
    drawn = tuple(band for band in bands if points[list(band)].notna().any(axis=None))
    return Trace(name, colour, points, drawn)


def usual_step(rows: pd.DataFrame) -> float:
    """Return the smallest distance between two times, in days: a longer one is a gap."""
    steps = np.diff(np.unique(rows["x"]))
    return float(steps.min()) if len(steps) else 1.0


def end_of_time(rows: pd.DataFrame) -> float:
    """Return the first day after the last period drawn: what happens within that period still belongs to the chart.

    Periods as far apart as months are taken for months, whatever their length.
    """
    last, step = float(rows["x"].max()), usual_step(rows)
    if _SHORTEST_MONTH <= step <= _LONGEST_MONTH:
        day = day_of(last)
        return float(day_number(date(day.year + day.month // 12, day.month % 12 + 1, 1)))
    return last + step


def break_days(events: Sequence[Event]) -> list[int]:
    """Return the days at which figures stop being comparable."""
    return [day_number(event.date) for event in events if event.breaks_series]


def panels(
    rows: pd.DataFrame,
    *,
    subject: str | None,
    target: TargetLine | Mapping[str, TargetLine] | None,
    breaks: Sequence[float],
    bands: Bands = (),
    one_each: bool = False,
) -> list[Panel]:
    """Arrange tidy rows (with ``series`` and ``panel``) as plots of at most four lines; ``one_each`` gives one each."""
    step = usual_step(rows)
    names = list(dict.fromkeys(rows["series"]))
    colours = colours_of(names, subject)
    out = []
    for title in dict.fromkeys(rows["panel"]):
        part = rows[rows["panel"] == title]
        inside = list(dict.fromkeys(part["series"]))
        lines = [
            trace(part[part["series"] == name], name=name, colour=colours[name], step=step, breaks=breaks, bands=bands)
            for name in inside
        ]
        level = target.get(title) if isinstance(target, Mapping) else target
        if len(lines) == 1 or (len(lines) <= MOST_IN_A_PANEL and not one_each):
            only = title or (lines[0].name if len(names) > 1 and one_each else "")
            out.append(Panel(only, tuple(lines), level))
            continue
        for line in lines:
            alone = replace(line, colour=style.GREY if subject not in {None, line.name} else style.BLUE)
            out.append(Panel(f"{title}: {line.name}" if title else line.name, (alone,), level))
    return out


def colours_of(names: Sequence[str], subject: str | None) -> dict[str, str]:
    """Return a colour for each name: the subject's own and grey for the rest, or the palette in order.

    Examples
    --------
    >>> colours_of(["Ours", "Theirs"], "Ours")
    {'Ours': '#12436D', 'Theirs': '#757575'}
    """
    if subject is not None:
        return {name: style.BLUE if name == subject else style.GREY for name in names}
    if len(names) > MOST_IN_A_PANEL:
        return dict.fromkeys(names, style.BLUE)
    return dict(zip(names, style.PALETTE, strict=False))
