"""Half hours, days or measures as columns, turned into rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reviewkit.data.declared.layout import Wide, compiled
from reviewkit.data.reading.layout.rows import Cells, Row


@dataclass(frozen=True, kw_only=True)
class Spread:
    """One column that is a value of ``name``: its place, that value, and the measure where the heading says it.

    ``time`` counts columns of the same heading, as in the hour that comes twice in autumn: 0, then 1.
    """

    place: int
    name: str
    measure: str
    time: int = 0


def spread(columns: Sequence[str], wide: Wide) -> tuple[Spread, ...]:
    """Return the columns of the file that ``wide`` speaks of.

    >>> [one.name for one in spread(["Queue", "08:00", "8:30", "Total"], Wide(columns=("HH:MM",), name="Time"))]
    ['08:00', '8:30']
    """
    found: list[Spread] = []
    seen: Counter[tuple[str, str]] = Counter()
    for place, heading in enumerate(columns):
        for pattern in wide.columns:
            if match := compiled(pattern, headings=True).fullmatch(heading):
                parts = match.groupdict()
                named = "name" in parts
                measure = parts.get("some", "").strip() if named and "some" in parts else wide.value
                name = parts["name"] if named else heading
                found.append(Spread(place=place, name=name, measure=measure, time=seen[name, measure]))
                seen[name, measure] += 1
                break
    return tuple(found)


def melted(columns: Sequence[str], rows: Sequence[Row], wide: Wide, *, wanted: set[str]) -> tuple[Cells, list[Row]]:
    """Return the columns and rows of the table on its other side.

    Kept are the ``wanted`` columns, then ``wide.name``, then one for each measure. Rows that follow one another, are
    alike in what is kept and have different measures (``wide.rows``) become one. An interval of which nothing is known
    is left out.
    """
    places = spread(columns, wide)
    aside = {one.place for one in places}
    kept = [n for n, name in enumerate(columns) if name in wanted and n not in aside and name != wide.rows]
    told = columns.index(wide.rows) if wide.rows in columns else None
    groups = list(_groups(rows, kept, told))
    slots: dict[tuple[str, int], list[Spread]] = {}
    for one in places:
        slots.setdefault((one.name, one.time), []).append(one)
    measures = list(dict.fromkeys(_measures(groups, places, told)))
    made = []
    for group in groups:
        for (name, _), ours in slots.items():
            cells = {_measure(row, one, told): row.cells[one.place] for row in group for one in ours}
            if any(cells.values()):
                values = (cells.get(measure, "") for measure in measures)
                before = (group[0].cells[place] for place in kept)
                made.append(replace(group[0], cells=(*before, name, *values)))
    return (*(columns[place] for place in kept), wide.name, *measures), made


def _measure(row: Row, one: Spread, told: int | None) -> str:
    return one.measure if told is None else row.cells[told]


def _measures(groups: Sequence[Sequence[Row]], places: Sequence[Spread], told: int | None) -> Iterator[str]:
    for group in groups:
        for row in group:
            yield from (_measure(row, one, told) for one in places[:1] if told is not None)
    if told is None:
        yield from (one.measure for one in places)


def _groups(rows: Sequence[Row], kept: Sequence[int], told: int | None) -> Iterator[list[Row]]:
    """Yield the rows that become one: alike in what is kept, and each with a measure of its own."""
    group: list[Row] = []
    for row in rows:
        alike = group and told is not None and all(row.cells[n] == group[0].cells[n] for n in kept)
        if not alike or row.section != group[0].section or any(row.cells[told] == one.cells[told] for one in group):
            if group:
                yield group
            group = []
        group.append(row)
    if group:
        yield group
