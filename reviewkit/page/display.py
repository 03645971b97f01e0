"""What a notebook cell shows: charts, tables, prose and notices, each with its own mime type.

Every text in these values is plain text; whoever makes HTML of it escapes it. The press publishes these mime
types and that of :class:`reviewkit.page.findings.Finding`, and nothing else: a value of one of these classes is the
only way for a cell to put something on a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from reviewkit.page import preview

CHART = "application/vnd.reviewkit.chart+json"
TABLE = "application/vnd.reviewkit.table+json"
PROSE = "application/vnd.reviewkit.prose+json"
NOTICE = "application/vnd.reviewkit.notice+json"

ROWS_ON_THE_PAGE = 60  # a longer table is a download only
FOLD_AFTER = 12  # rows shown before the rest folds away

Bundle = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Column:
    """Head of one column of a table; numbers are aligned ``right``."""

    name: str
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, kw_only=True)
class Table:
    r"""A table as it is printed, with the same figures in full precision as CSV.

    Attributes
    ----------
    id
        Letters, digits, hyphen and underscore; the anchor on the page and the name of the download.
    title
        Caption: what the table holds, in one line.
    columns
        Heads, in order; the first column names the row.
    rows
        Printed cells. May be empty for a long table: see :attr:`csv_only`.
    units
        What the numbers are, where all share one unit; otherwise the unit stands in the heads.
    source
        Where the figures come from.
    notes
        Sentences printed beneath, in order.
    marked
        Rows that matter most, counted from 0.
    fold_after
        How many rows stand open before the rest folds away.
    csv
        The whole table as CSV text: raw column names, full precision, formulas neutralised.
    csv_only
        True where the rows are too many to print.

    Raises
    ------
    ValueError
        A bad id, a row whose length is not that of the head, a mark beyond the rows.

    Examples
    --------
    >>> table = Table(
    ...     id="calls-by-month", title="Calls offered by month", csv="month,offered\n2024-04,1234\n",
    ...     columns=(Column(name="Month"), Column(name="Calls offered", align="right")),
    ...     rows=(("April 2024", "1,234"),),
    ... )
    >>> table._repr_mimebundle_()[TABLE]["rows"]
    [['April 2024', '1,234']]
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    csv: str
    units: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    marked: tuple[int, ...] = ()
    fold_after: int = FOLD_AFTER
    csv_only: bool = False

    def __post_init__(self) -> None:
        check_id(self.id)
        for row in self.rows:
            if len(row) != len(self.columns):
                msg = f"table {self.id}: a row has {len(row)} cells, the head has {len(self.columns)}"
                raise ValueError(msg)
        if any(not 0 <= row < len(self.rows) for row in self.marked):
            msg = f"table {self.id}: marked rows {self.marked} of {len(self.rows)}"
            raise ValueError(msg)

    def as_json(self) -> Bundle:
        """Return the content of the table's mime type."""
        return {
            "id": self.id,
            "title": self.title,
            "units": self.units,
            "source": self.source,
            "notes": list(self.notes),
            "columns": [{"name": column.name, "align": column.align} for column in self.columns],
            "rows": [list(row) for row in self.rows],
            "row_header": True,
            "marked": list(self.marked),
            "fold_after": self.fold_after,
            "csv_only": self.csv_only,
            "csv": self.csv,
        }

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        return {
            TABLE: self.as_json(),
            "text/html": preview.table(self),
            "text/plain": preview.table_text(self),
        }


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One picture drawn for a wide and for a narrow screen, its text alternative and its figures as a table.

    Attributes
    ----------
    title
        A sentence that says what the chart shows, computed from the data.
    subtitle
        The measure, its unit, the place and the period.
    alt
        Text alternative: first, last, highest and lowest in words; never the same for two charts.
    svg_wide, svg_narrow
        The drawings, 720 and 288 CSS pixels wide, from :mod:`reviewkit.page.drawing.svg`.
    table
        The figures drawn.

    Raises
    ------
    ValueError
        A bad id, or an empty title or text alternative.
    """

    id: str
    title: str
    subtitle: str
    alt: str
    svg_wide: str
    svg_narrow: str
    table: Table
    source: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_id(self.id)
        if not self.title.strip() or not self.alt.strip():
            msg = f"chart {self.id}: a title and a text alternative are needed"
            raise ValueError(msg)

    def as_json(self) -> Bundle:
        """Return the content of the chart's mime type."""
        return {
            "id": self.id,
            "title": self.title,
            "subtitle": self.subtitle,
            "alt": self.alt,
            "source": self.source,
            "notes": list(self.notes),
            "svg_wide": self.svg_wide,
            "svg_narrow": self.svg_narrow,
            "table": self.table.as_json(),
        }

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        text = f"{self.title}\n{self.alt}"
        return {
            CHART: self.as_json(),
            "text/html": preview.chart(self),
            "text/plain": text,
        }


@dataclass(frozen=True, kw_only=True)
class Prose:
    """Paragraphs whose figures were computed, in plain text.

    Examples
    --------
    >>> Prose(paragraphs=("Callers waited 12 seconds.",))._repr_mimebundle_()["text/plain"]
    'Callers waited 12 seconds.'
    """

    paragraphs: tuple[str, ...]

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        return {
            PROSE: {"paragraphs": list(self.paragraphs)},
            "text/html": preview.paragraphs(self.paragraphs),
            "text/plain": "\n\n".join(self.paragraphs),
        }


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something a reader must know before the figures: invented data, a fault accepted, a figure refused."""

    title: str
    paragraphs: tuple[str, ...] = ()
    level: Literal["information", "warning"] = "information"

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        content = {
            "title": self.title,
            "paragraphs": list(self.paragraphs),
            "level": self.level,
        }
        return {
            NOTICE: content,
            "text/html": preview.notice(self),
            "text/plain": "\n".join((self.title, *self.paragraphs)),
        }


def check_id(name: str) -> None:
    """Refuse an id that could not be an anchor and a file name on every system."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,79}", name):
        msg = f"id {name!r}: use small letters, digits, hyphens and underscores, beginning with a letter"
        raise ValueError(msg)


def show(items: Iterable[Any]) -> None:
    """Display each item in turn, so that one line of a notebook can show a whole part of the page."""
    from IPython.display import (
        display,
    )  # a notebook has it; reading the package elsewhere need not load it

    display(*items)
