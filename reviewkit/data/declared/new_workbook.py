"""The spreadsheet template of one table: a sheet to fill in, an example, and notes on every column."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reviewkit.data.declared.schemas import Column, Schema

# Band columns stand in the template with the two times for which there are national or common standards.
BANDS = {"answered_<n>s": ("answered_10s", "answered_60s"), "abandoned_<n>s": ("abandoned_5s",)}
NOTES = ("Column", "Required", "Unit", "Kind of value", "What it means", "Example")
_NUMBER_FORMATS = {"time": "yyyy-mm-dd hh:mm:ss", "date": "yyyy-mm-dd", "text": "@"}
_SAME_EVERY_TIME = dt.datetime(2025, 1, 1)  # noqa: DTZ001 - a fixed date of creation, so that the bytes repeat


def write_template(path: Path, schema: Schema) -> None:
    """Write the template of a table as a new XLSX file.

    The first sheet, named as the table, has the header row in line 1 and nothing else, so that no example can be taken
    for a figure; the others are ``Example`` (one row) and ``Notes`` (unit, meaning, example of each column).
    Columns of text are set to text, so that a spreadsheet does not turn ``1-2`` into a date.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    with path.open("xb") as file, xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": schema.title, "created": _SAME_EVERY_TIME})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for name in (schema.name, "Example"):
            sheet = book.add_worksheet(name)
            _headings(book, sheet, schema, bold)
            if name == "Example":
                _example(book, sheet, schema)
        _notes(book, schema, bold)


def template_columns(schema: Schema) -> tuple[tuple[str, Column], ...]:
    """Return the columns of the template, each with its name; a band is there with one or two usual times."""
    plain = tuple((column.name, column) for column in schema.columns)
    return plain + tuple((name, column) for column in schema.bands for name in BANDS[column.name])


def _headings(book: Workbook, sheet: Worksheet, schema: Schema, bold: Format) -> None:
    for place, (name, column) in enumerate(template_columns(schema)):
        style = book.add_format({"num_format": _NUMBER_FORMATS.get(column.kind, "General")})
        sheet.set_column(place, place, max(12, len(name) + 2), style)
        sheet.write_string(0, place, name, bold)
    sheet.freeze_panes(1, 0)


def _example(book: Workbook, sheet: Worksheet, schema: Schema) -> None:
    for place, (_, column) in enumerate(template_columns(schema)):
        style = book.add_format({"num_format": _NUMBER_FORMATS.get(column.kind, "General")})
        if column.kind in ("time", "date"):
            sheet.write_datetime(1, place, dt.datetime.fromisoformat(str(column.example)), style)
        elif isinstance(column.example, str):
            sheet.write_string(1, place, column.example, style)
        else:
            sheet.write_number(1, place, column.example, style)


def _notes(book: Workbook, schema: Schema, bold: Format) -> None:
    sheet = book.add_worksheet("Notes")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate((24, 10, 14, 14, 80, 22)):
        sheet.set_column(place, place, width, wrapped)
    sheet.write_string(0, 0, schema.title, bold)
    sheet.write_string(1, 0, schema.description, book.add_format())
    sheet.write_string(
        2, 0, f"Fill in the sheet {schema.name}; leave a cell empty where you do not know.", book.add_format()
    )
    for place, heading in enumerate(NOTES):
        sheet.write_string(4, place, heading, bold)
    for row, column in enumerate((*schema.columns, *schema.bands), start=5):
        required = "yes" if column.required else "no"
        cells = (column.name, required, column.unit, column.kind, column.description, str(column.example))
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, cell, wrapped)
