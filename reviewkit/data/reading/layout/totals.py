"""Totals that a report prints, held against the rows they add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewkit.data.declared.force import Source
from reviewkit.data.declared.schemas import MEANS, TABLES
from reviewkit.data.declared.wording import listed, safe
from reviewkit.data.problems import Problem
from reviewkit.data.reading import duck, sql
from reviewkit.data.reading.faults import caution
from reviewkit.data.reading.layout.rows import Row, Sorted, Total
from reviewkit.data.reading.layout.wide import spread

ROUNDING_S = 0.5
"""How far each time added up may be from what it was before it was rounded to a second."""
MOST_TOLD = 10


@dataclass(frozen=True, kw_only=True)
class _Figure:
    """A cell that can be added up: our name for what it is, how problems call its column, and its text."""

    ours: str
    heading: str
    text: str


def differing(found: Sorted, columns: Sequence[str], name: str, source: Source) -> list[Problem]:
    """Return a warning for each total that is not the sum (of longest times: the longest) of its rows.

    Compared are the counts and totals that ``force.toml`` maps; means and shares do not add up. A cell that is no
    figure is left to the readers of the rows.
    """
    if not found.totals:
        return []
    ledger = _Ledger(found, columns, source)
    said = [(total, list(ledger.differences(total, found.rows))) for total in found.totals]
    wrong = [(total, words) for total, words in said if words]
    problems = [_told(total, words, name, found.rows) for total, words in wrong[:MOST_TOLD]]
    if len(wrong) > MOST_TOLD:
        problems.append(_told(*wrong[MOST_TOLD], name, found.rows, many=len(wrong) - MOST_TOLD))
    return problems


def unclosed(found: Sorted, name: str, source: Source) -> list[Problem]:
    """Return a warning where rows stand below the last total: the end of the report may be cut off."""
    rows, ends = found.rows, max((total.last for total in found.totals), default=0)
    if not source.layout.totals or ends >= len(rows):
        return []
    like, left = listed(map(safe, source.layout.totals)), len(rows) - ends
    return [
        caution(
            "no-total",
            name,
            f"no total below line {rows[ends].line}: {left:,} row{'' if left == 1 else 's'} to line {rows[-1].line}",
            f"a line like {like} that adds them up",
            "See whether the end of the report is cut off, and ask for a whole one. If it has no such line there, "
            "correct totals in force.toml.",
            line=rows[ends].line,
            rows=left,
        )
    ]


class _Ledger:
    """Reads the figures of one report as the readers of rows do, each text once."""

    def __init__(self, found: Sorted, columns: Sequence[str], source: Source) -> None:
        self.columns, self.source = columns, source
        self.kinds = {ours: TABLES[source.table].column(ours).kind for ours in source.columns}
        self.meanings = {
            headings[0]: ours
            for ours, headings in source.columns.items()
            if len(headings) == 1 and ours not in MEANS and self.kinds[ours] in {"count", "seconds"}
        }
        self.known = self._read([*found.rows, *(total.row for total in found.totals)])

    def differences(self, total: Total, rows: Sequence[Row]) -> Iterator[str]:
        """Yield each figure of a total that is not what its rows come to, in words."""
        own = {figure.heading: figure for figure in self._figures(total.row) if figure.text}
        parts: dict[str, list[float | None]] = {heading: [] for heading in own}
        for row in rows[total.first : total.last]:
            for figure in self._figures(row):
                if figure.heading in parts:
                    parts[figure.heading].append(self._value(figure))
        for heading, figure in own.items():
            stated, values = self._value(figure), parts[heading]
            if stated is None or None in values:
                continue
            made = max(values, default=0) if figure.ours.startswith("longest") else sum(values)
            slack = ROUNDING_S * (len(values) + 1) if self.kinds[figure.ours] == "seconds" else 0
            if abs(stated - made) > slack:
                yield f"{safe(heading)} {stated:,.10g}, its rows {made:,.10g}"

    def _figures(self, row: Row) -> Iterator[_Figure]:
        wide = self.source.layout.wide
        told = self.columns.index(wide.rows) if wide and wide.rows in self.columns else None
        if wide:
            cells = [
                (one.place, one.measure if told is None else row.cells[told]) for one in spread(self.columns, wide)
            ]
        else:
            cells = list(enumerate(self.columns))
        for place, measure in cells:
            if measure in self.meanings and place < len(row.cells):
                heading = self.columns[place] if told is None else f"{measure}, {self.columns[place]}"
                yield _Figure(ours=self.meanings[measure], heading=heading, text=row.cells[place])

    def _value(self, figure: _Figure) -> float | None:
        """Return the figure in a text; 0 where it is empty, None where it is none."""
        return self.known[figure.ours][figure.text] if figure.text else 0.0

    def _read(self, rows: Sequence[Row]) -> dict[str, dict[str, float | None]]:
        """Return for each of our columns the figure in each text."""
        texts: dict[str, set[str]] = {ours: set() for ours in self.meanings.values()}
        for row in rows:
            for figure in self._figures(row):
                texts[figure.ours].add(figure.text)
        marks = {"decimal": self.source.decimal, "thousands": self.source.thousands}
        known = {}
        with duck.connect() as con:
            for ours, said in texts.items():
                is_time = self.kinds[ours] == "seconds"
                style = self.source.formats.get(ours, "")
                made = sql.seconds("t", style, **marks) if is_time else sql.number("t", **marks)
                query = f"SELECT t, {made} FROM (SELECT unnest(CAST(? AS VARCHAR[])) AS t)"
                known[ours] = dict(con.execute(query, [sorted(said)]).fetchall())
        return known


def _told(total: Total, words: Sequence[str], name: str, rows: Sequence[Row], *, many: int = 1) -> Problem:
    spoken = rows[total.first : total.last]
    lines = f"lines {spoken[0].line} to {spoken[-1].line}" if spoken else "no lines"
    return caution(
        "total-differs",
        name,
        f'"{safe(total.label)}" says {"; ".join(words)}',
        f"the sum of its rows, {lines}; of longest times the longest",
        "The rows are used, not the total. Ask the force which is right: rows may be missing from the report. If this "
        "line is no total of those rows, correct totals in force.toml.",
        line=total.row.line,
        rows=many,
    )
