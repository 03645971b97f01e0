"""The ``[[files]]`` of ``force.toml``: which files make which table, and how they are written."""

from __future__ import annotations

import codecs
import re
import zoneinfo
from dataclasses import replace
from pathlib import PurePosixPath

from reviewkit.data.declared.force import Source
from reviewkit.data.declared.schemas import TABLES, Schema
from reviewkit.data.declared.toml_columns import (
    check_formats,
    check_mapping,
    check_means,
    check_required,
    check_words,
    read_columns,
    read_lists,
    read_words,
)
from reviewkit.data.declared.toml_fields import Fields
from reviewkit.data.declared.toml_layout import KEYS as LAYOUT_KEYS
from reviewkit.data.declared.toml_layout import QUEUE, QUEUED, check_queue, read_layout, read_queues
from reviewkit.data.declared.toml_lines import line_of
from reviewkit.data.declared.wording import did_you_mean, safe

KEYS = (
    "table",
    "files",
    "time_zone",
    "columns",
    "formats",
    "words",
    "constants",
    "keep",
    "parts",
    "grain",
    "edge",
    "sheet",
    "header_row",
    "delimiter",
    "encoding",
    "decimal",
    "thousands",
    "identity_tolerance",
    "rejects_allowed",
    "quirks",
    *LAYOUT_KEYS,
)
FILE_TABLES = tuple(name for name, schema in TABLES.items() if schema.from_files)
GRAINS = ("30 minutes", "hour", "day", "week", "month")
EDGES = ("up_to", "under")
_MINUTES = re.compile(r"([1-9]\d{0,2}) minutes")


def read_sources(top: Fields) -> tuple[Source, ...]:
    """Return all ``[[files]]`` entries; what is wrong with one is noted in the reading."""
    return tuple(_source(top, number, entry) for number, entry in enumerate(top.tables("files")))


def _source(top: Fields, number: int, entry: object) -> Source:
    fields = Fields(top.reading, ("files", number), entry, known=KEYS)
    if "files" in top.misspelt:
        fields.forgive(KEYS)
    columns = read_columns(fields)
    table = _table(fields)
    queues = read_queues(fields, table, columns)
    queue = columns.pop(QUEUE, ()) if table in QUEUED else ()
    source = Source(
        table=table,
        files=_files(fields),
        columns=columns,
        formats=fields.words("formats"),
        words=read_words(fields),
        constants=fields.words("constants"),
        keep=read_lists(fields, "keep"),
        parts=fields.texts("parts"),
        queues=queues,
        layout=read_layout(fields),
        time_zone=_time_zone(fields),
        edge=fields.choice("edge", EDGES, default="up_to"),
        grain=_grain(fields),
        line=line_of(top.reading.lines, fields.path),
        **_layout(fields),
    )
    if (schema := TABLES.get(source.table)) and not fields.misspelt:
        _check_against(fields, source, schema)
    if queue and queues:
        check_queue(fields, source, queue)
        return replace(source, columns={**columns, "channel": queue, "stage": queue})
    return source


def _check_against(fields: Fields, source: Source, schema: Schema) -> None:
    """Hold the entry against the columns of its table."""
    check_mapping(fields, source, schema)
    check_required(fields, source, schema)
    check_means(fields, source)
    check_formats(fields, source, schema)
    check_words(fields, source, schema)
    if schema.name != "intervals" and "edge" in fields.table:
        action = "Take the line out: waits of single calls are counted up to and including each answering time."
        fields.reading.fault(
            fields.at("edge"), "bad-value", found="edge", expected="edge for intervals only", action=action
        )
    if (
        schema.name == "intervals"
        and not source.grain
        and "minutes" not in source.columns
        and "grain" not in fields.table
    ):
        fields.missing("grain", expected=", ".join(GRAINS))


def _layout(fields: Fields) -> dict[str, object]:
    """Return the keys that say how the file is laid out; each has a usual value."""
    decimal = fields.choice("decimal", (".", ","), default=".")
    usual = "." if decimal == "," else ","
    thousands = fields.take("thousands", (str,), required=False, expected='a mark such as "," or "" for none')
    thousands = usual if thousands is None else thousands
    if thousands == decimal:
        action = "Give each its own mark, or take one of the two lines out."
        found = f'"{safe(decimal)}" for both'
        fields.reading.fault(
            fields.at("thousands"), "bad-value", found=found, expected="different marks", action=action
        )
    return {
        "sheets": fields.texts("sheet"),
        "header_row": fields.number("header_row", default=1, least=1, most=10_000, whole=True),
        "delimiter": _delimiter(fields),
        "encoding": _encoding(fields),
        "decimal": decimal,
        "thousands": thousands,
        "identity_tolerance": fields.number("identity_tolerance", default=0.01, most=1),
        "rejects_allowed": fields.number("rejects_allowed", default=0, whole=True),
        "quirks": fields.texts("quirks"),
    }


def _table(fields: Fields) -> str:
    table = fields.text("table", required=True, expected=f"one of: {', '.join(FILE_TABLES)}")
    if table in TABLES and table not in FILE_TABLES:
        found, action = f'"{table}"', f"Write [[{table}]] entries in force.toml itself."
        fields.reading.fault(
            fields.at("table"), "unknown-table", found=found, expected=", ".join(FILE_TABLES), action=action
        )
        return ""
    if table and table not in FILE_TABLES:
        fields.reading.fault(
            fields.at("table"),
            "unknown-table",
            found=f'"{safe(table)}"',
            expected=", ".join(FILE_TABLES),
            action=f"{did_you_mean(table, FILE_TABLES)}Write one of the tables expected.",
        )
        return ""
    return table


def _files(fields: Fields) -> tuple[str, ...]:
    files = fields.texts("files", required=True)
    for name in files:
        if "\\" in name or ":" in name or name.startswith("/") or ".." in PurePosixPath(name).parts:
            fields.reading.fault(
                fields.at("files"),
                "unsafe-path",
                found=f'"{safe(name)}"',
                expected="a name in the force's own folder, with / before a member of a zip",
                action="Put the file into the force's folder and write only its name.",
            )
    return files


def _time_zone(fields: Fields) -> str:
    zone = fields.text("time_zone") or "Europe/London"
    try:
        zoneinfo.ZoneInfo(zone)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        near = did_you_mean(zone, zoneinfo.available_timezones())
        fields.reading.fault(
            fields.at("time_zone"),
            "unknown-zone",
            found=f'"{safe(zone)}"',
            expected='"Europe/London", or "UTC" for a system whose clock never changes',
            action=f"{near}Write one of the two expected, or another name such as Europe/Paris.",
        )
    return zone


def _grain(fields: Fields) -> str:
    """Return the grain; 60 and 1440 minutes are called hour and day."""
    grain = fields.text("grain")
    minutes = _MINUTES.fullmatch(grain)
    if minutes and 1440 % int(minutes[1]) == 0:
        return {"60": "hour"}.get(minutes[1], grain)
    if grain and grain not in GRAINS:
        fields.reading.fault(
            fields.at("grain"),
            "bad-value",
            found=f'"{safe(grain)}"',
            expected=f"{', '.join(GRAINS)}, or another number of minutes that divides a day",
            action=f"{did_you_mean(grain, GRAINS)}Write how long the time is that one row covers.",
        )
        return ""
    return grain


def _delimiter(fields: Fields) -> str:
    """Return the delimiter, kept as written: it may be a tab or a space."""
    delimiter = fields.take("delimiter", (str,), required=False, expected='one character such as ";"') or ""
    delimiter = {"tab": "\t", "comma": ",", "semicolon": ";"}.get(delimiter.lower(), delimiter)
    if len(delimiter) > 1:
        fields.reading.fault(
            fields.at("delimiter"),
            "bad-value",
            found=f'"{safe(delimiter)}"',
            expected='one character such as ";", or "tab"',
            action="Take the line out to have it found in the file.",
        )
    return delimiter


def _encoding(fields: Fields) -> str:
    encoding = fields.text("encoding")
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError:
        near = did_you_mean(encoding, ("utf-8", "windows-1252", "utf-16", "iso-8859-1"))
        fields.reading.fault(
            fields.at("encoding"),
            "bad-value",
            found=f'"{safe(encoding)}"',
            expected="the name of an encoding, such as utf-8 or windows-1252",
            action=f"{near}Take the line out to have it found in the file.",
        )
    return encoding
