"""The lines of a report sorted out: which are rows, which name a section, which add others up, which are none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from reviewkit.data.declared.layout import Layout, compiled, fits

Cells = tuple[str, ...]
LATER = -1


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: its line in the file, its cells, and the section it stands in."""

    line: int
    cells: Cells
    section: str = ""


@dataclass(frozen=True, kw_only=True)
class Total:
    """A row that adds others up: those from ``first`` up to ``last`` (left out) of the rows sorted."""

    row: Row
    first: int
    last: int
    level: int
    label: str


@dataclass(kw_only=True)
class Sorted:
    """What the lines of a report turned out to be; ``odd`` are (line, cells) of rows of another width."""

    rows: list[Row] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    odd: list[tuple[int, int]] = field(default_factory=list)
    sections: int = 0


def tidy(cell: str) -> str:
    r"""Return a cell on one line, with single blanks.

    >>> tidy(" Calls\n offered ")
    'Calls offered'
    """
    return " ".join(cell.split())


def headings(rows: Sequence[Sequence[str]]) -> Cells:
    """Return the cells of the header rows joined by a space; an empty upper cell carries on the one to its left.

    >>> headings([["", "Answered", ""], ["Date", "Calls", "Time"]])
    ('Date', 'Answered Calls', 'Answered Time')
    """
    width = max(map(len, rows), default=0)
    lines = [[tidy(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    filled = [any(line[place] for line in lines) for place in range(width)]
    for line in lines[:-1]:
        for place in range(1, width):
            line[place] = line[place] or (line[place - 1] if filled[place] else "")
    joined = [" ".join(filter(None, cells)) for cells in zip(*lines, strict=True)]
    while joined and not joined[-1]:
        joined.pop()
    return tuple(joined)


class Sorter:
    """Takes the lines of a report one after the other, and remembers what the earlier ones mean for the next."""

    def __init__(self, layout: Layout, *, header: Sequence[Sequence[str]], header_rows: Sequence[int]) -> None:
        self.layout, self.header_rows = layout, frozenset(header_rows)
        self.columns = headings(header)
        self.header = {_shape(row) for row in header}
        self.filling = [place for place, name in enumerate(self.columns) if name in layout.fill_down]
        self.found, self.section = Sorted(), ""
        self.above: dict[int, str] = {}
        self.since = [0] * len(layout.totals)
        self.begun = 0
        self.latest: tuple[int, int, int, str] | None = None

    def sort(self, lines: Iterable[tuple[int, Sequence[str]]]) -> Sorted:
        """Return what all lines are."""
        for line, cells in lines:
            text = tuple(map(tidy, cells))
            if any(text) and line not in self.header_rows and self._take(line, text):
                break
        self._lead(level=len(self.since))
        return self.found

    def _take(self, line: int, cells: Cells) -> bool:
        """Sort one line out; say whether nothing is read from it on."""
        below = line > max(self.header_rows)
        filled = self._filled(cells) if below else cells
        firsts = {next(filter(None, cells)), next(filter(None, filled))}
        levels = [n for n, pattern in enumerate(self.layout.totals) if _any_fits(firsts, (pattern,))] if below else []
        if levels:
            self._total(line, filled, levels[-1])
        if below and _any_fits(firsts, self.layout.stop_at):
            return True
        is_none = levels or _shape(cells) in self.header or _any_fits(firsts, self.layout.skip_rows)
        if not is_none and not self._starts_section(cells) and below:
            self._row(line, filled)
        return False

    def _filled(self, cells: Cells) -> Cells:
        above = {place: self.above.get(place, "") for place in self.filling}
        return tuple(cell or above.get(place, "") for place, cell in enumerate(cells))

    def _remember(self, cells: Cells) -> None:
        self.above |= {place: cells[place] for place in self.filling if place < len(cells)}

    def _row(self, line: int, cells: Cells) -> None:
        width = len(self.columns)
        if len(cells) < width or any(cells[width:]):
            self.found.odd.append((line, len(cells)))
            return
        self._remember(cells)
        self.found.rows.append(Row(line=line, cells=cells[:width], section=self.section))

    def _starts_section(self, cells: Cells) -> bool:
        text = " ".join(filter(None, cells))
        match = compiled(self.layout.section).fullmatch(text) if self.layout.section else None
        if not match or (self.layout.section == "*" and sum(map(bool, cells)) > 1):
            return False
        self.section, self.above = match["some"].strip(), {}
        self.found.sections += 1
        self._lead(level=0)
        self.begun = len(self.found.rows)
        if self.since:
            self.since[0] = self.begun
        return True

    def _total(self, line: int, cells: Cells, level: int) -> None:
        """Note a total: of the rows since the last of its level or a higher; of all, where there are none since.

        One that stands right below the headings adds up what follows.
        """
        here, label = len(self.found.rows), next(filter(None, cells))
        row, mark = Row(line=line, cells=cells, section=self.section), (here, self.found.sections, level, label)
        if mark == self.latest:  # a line more of the same total, for another measure
            total = replace(self.found.totals[-1], row=row)
        else:
            first = max(self.since[level:])
            leads = first == here == self.begun
            first = first if first < here or leads else 0
            total = Total(row=row, first=first, last=LATER if leads else here, level=level, label=label)
        self.found.totals.append(total)
        self.latest, self.since[level] = mark, here
        self._remember(cells)

    def _lead(self, *, level: int) -> None:
        """Give a total that stood above its rows those that followed it."""
        here = len(self.found.rows)
        ends = (total.last == LATER and total.level <= level for total in self.found.totals)
        pairs = zip(self.found.totals, ends, strict=True)
        self.found.totals = [replace(total, last=here) if end else total for total, end in pairs]


def _any_fits(texts: Iterable[str], patterns: tuple[str, ...]) -> bool:
    return any(fits(text, patterns) for text in texts)


def _shape(cells: Sequence[str]) -> Cells:
    """Return the cells of a line as two lines are compared: without the empty ones at its end."""
    texts = [tidy(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)
