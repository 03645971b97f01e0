"""Files and sheets that are laid out alike become one entry; the rest is named, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from reviewkit.data.propose.describe import entry_of
from reviewkit.data.propose.entry import Entry
from reviewkit.data.propose.grids import Grid
from reviewkit.data.propose.headings import channel_in
from reviewkit.data.propose.layout import SAMPLE, Layout, layout_of
from reviewkit.data.propose.marks import Guess

ENOUGH = 3 * SAMPLE
OUR_OWN = ("Example", "Notes")
"""Sheets of the templates that hold no figures of the force."""


@dataclass(frozen=True, kw_only=True)
class Kinds:
    """The entries proposed, and the files or sheets that hold no table."""

    entries: tuple[Entry, ...]
    without: tuple[str, ...]


def kinds_of(grids: Iterable[Grid]) -> Kinds:
    """Return an entry for each kind of file among the grids of all files."""
    grids = list(grids)
    groups: dict[tuple, list[Grid]] = {}
    without = []
    for grid in grids:
        ours = grid.sheets > 1 and grid.sheet in OUR_OWN
        layout = None if ours else layout_of(grid, names=(grid.file,), sheets=(grid.sheet,) if grid.sheets > 1 else ())
        if layout is None or len(layout.columns) < 2:
            without.append(f"{grid.file}/{grid.sheet}" if grid.sheets > 1 else grid.file)
        else:
            groups.setdefault(_signature(layout), []).append(grid)
    entries = (entry for group in groups.values() for entry in _entries(group, grids))
    return Kinds(entries=tuple(entries), without=tuple(without))


def _signature(layout: Layout) -> tuple:
    """Return what grids of one kind share: headings, where they stand, and how the cells are parted."""
    made = {"date", "section", "sheet"}
    head = tuple(str(layout.keys[key].value) for key in ("header_row", "header_rows", "wide") if key in layout.keys)
    suffix = layout.grid.file.lower().removesuffix(".gz").rpartition(".")[2]
    return (suffix, layout.grid.delimiter, head, *(heading for heading in layout.columns if heading not in made))


def _entries(group: list[Grid], grids: list[Grid]) -> Iterator[Entry]:
    """Give an entry for one kind of file, or one for each channel where its headings name several."""
    names = tuple(dict.fromkeys(grid.file for grid in group))
    several = any(grid.sheets > 1 for grid in group)
    sheets = tuple(dict.fromkeys(grid.sheet for grid in group)) if several else ()
    layouts = [layout_of(grid, names=names, sheets=sheets) for grid in group]
    layout = _together([made for made in layouts if made])
    if sheets:
        others = [grid.sheet for grid in grids if grid.file in names and grid.sheet not in sheets]
        layout = replace(layout, keys={"sheet": _sheets(sheets, others), **layout.keys})
    others = [grid.file for grid in grids if grid.file not in names]
    dated = (
        layout.keys.get("date_pattern")
        if layout.keys.get("date_in") and layout.keys["date_in"].value == "file"
        else None
    )
    files = _files(names, others, dated)
    channels = sorted({found for heading in layout.columns if (found := channel_in(heading))})
    for channel in channels or [""]:
        ours = {heading: values for heading, values in layout.columns.items() if channel_in(heading) in {"", channel}}
        yield entry_of(replace(layout, columns=ours), files, names=names, channel=channel)


def _together(layouts: list[Layout]) -> Layout:
    """Return the first layout with the rows of all, as far as a sample needs them, and every pattern of any."""
    columns: dict[str, list[str]] = {heading: [] for heading in layouts[0].columns}
    for layout in layouts:
        rows = len(next(iter(layout.columns.values())))
        if len(next(iter(columns.values()))) < ENOUGH:
            for heading, whole in columns.items():
                whole.extend(layout.columns.get(heading, [""] * rows))
    keys = {key: guess for layout in reversed(layouts) for key, guess in layout.keys.items()}
    order = [key for layout in layouts for key in layout.keys]
    about = tuple(dict.fromkeys(text for layout in layouts for text in layout.about))
    return replace(layouts[0], keys={key: keys[key] for key in dict.fromkeys(order)}, columns=columns, about=about)


def _files(names: tuple[str, ...], others: list[str], dated: Guess | None) -> Guess:
    """Return the names of the files, or a pattern that later deliveries will fit too."""
    pattern = re.sub(r"\{date:.*?\}", "*", str(dated.value)) if dated else _pattern(names, others)
    if dated and not any(fnmatchcase(other, pattern) for other in others):
        return Guess(value=(pattern,), why="* stands for any date, so that later files are read too", sure=True)
    if len(names) > 1 and pattern:
        return Guess(value=(pattern,), why=f"{len(names)} files laid out alike; * stands for anything", sure=True)
    why = "as received" if len(names) == 1 else f"{len(names)} files laid out alike"
    return Guess(value=names, why=why, sure=True)


def _sheets(sheets: tuple[str, ...], others: list[str]) -> Guess:
    if not others and len(sheets) > 1:
        return Guess(value="*", why=f"all {len(sheets)} sheets are laid out alike", sure=True)
    if len(sheets) == 1:
        return Guess(value=sheets[0], why="the sheet with such a table", sure=True)
    pattern = _pattern(sheets, others)
    return Guess(value=pattern or list(sheets), why=f"{len(sheets)} sheets laid out alike", sure=True)


def _pattern(names: tuple[str, ...], others: list[str]) -> str:
    """Return the pattern with one ``*`` that fits all names and no other; empty where there is none.

    >>> _pattern(("calls_2025-01.csv", "calls_2025-02.csv"), ["counts.csv"])
    'calls_*.csv'
    >>> _pattern(("a.csv", "b.csv"), ["c.csv"])
    ''
    """
    first, last = min(names), max(names)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    start = re.sub(r"(?:\d+[-_.]?)+$", "", first[:same])
    ends = 0
    while ends < min(map(len, names)) - len(start) and len({name[len(name) - ends - 1] for name in names}) == 1:
        ends += 1
    end = first[len(first) - ends :].lstrip("0123456789") if ends else ""
    pattern = f"{start}*{end}"
    special = any(mark in start + end for mark in "[]?*")
    fits = not special and start and not any(fnmatchcase(other, pattern) for other in others)
    return pattern if fits else ""
