"""How a display looks in JupyterLab, while somebody works on it; the published page is made by the press."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewkit.page.display import Chart, Notice, Table


def chart(item: Chart) -> str:
    """Return title, wide drawing and table of a chart as HTML."""
    lines = [f"<figure><figcaption><b>{escape(item.title)}</b><br>{escape(item.subtitle)}</figcaption>"]
    lines.append(item.svg_wide)
    lines.extend(_small(item.notes))
    lines.append(f"<details><summary>Table</summary>{table(item.table)}</details></figure>")
    return "".join(lines)


def table(item: Table) -> str:
    """Return a table as HTML, all rows open."""
    heads = "".join(_cell("th", column.name, column.align, ' scope="col"') for column in item.columns)
    body = "".join(_row(item, number) for number in range(len(item.rows)))
    units = f" ({item.units})" if item.units else ""
    caption = f"<caption>{escape(item.title + units)}</caption>"
    html = f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    notes = item.notes if not item.csv_only else (*item.notes, f"{item.csv.count(chr(10)) - 1:,} rows, as CSV only.")
    return html + "".join(_small(notes))


def table_text(item: Table) -> str:
    """Return a table as lines of text, columns parted by two spaces."""
    grid = [[column.name for column in item.columns], *item.rows]
    widths = [max(len(row[number]) for row in grid) for number in range(len(item.columns))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in grid]
    return "\n".join([item.title, *lines])


def notice(item: Notice) -> str:
    """Return a notice as HTML."""
    return f"<p><b>{escape(item.title)}</b></p>{paragraphs(item.paragraphs)}"


def paragraphs(texts: Iterable[str]) -> str:
    """Return plain paragraphs as HTML."""
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def _row(item: Table, number: int) -> str:
    cells = []
    for place, (text, column) in enumerate(zip(item.rows[number], item.columns, strict=True)):
        shown = f"<b>{escape(text)}</b>" if number in item.marked else escape(text)
        name, scope = ("th", ' scope="row"') if place == 0 else ("td", "")
        cells.append(f'<{name}{scope} style="text-align:{column.align}">{shown}</{name}>')
    return f"<tr>{''.join(cells)}</tr>"


def _cell(name: str, text: str, align: str, scope: str) -> str:
    return f'<{name}{scope} style="text-align:{align}">{escape(text)}</{name}>'


def _small(notes: Iterable[str]) -> list[str]:
    return [f"<p><small>{escape(note)}</small></p>" for note in notes]
