"""The keys of a ``[[files]]`` entry that say how a report is laid out, and the queues it names."""

from __future__ import annotations

import re

from reviewkit.data.declared.columns import LEAVE_OUT, STAGES
from reviewkit.data.declared.force import Source
from reviewkit.data.declared.layout import DATE, TIME, Layout, Wide, compiled
from reviewkit.data.declared.toml_fields import Fields, shown
from reviewkit.data.declared.wording import did_you_mean, safe

KEYS = (
    "header_rows",
    "skip_rows",
    "stop_at",
    "totals",
    "section",
    "fill_down",
    "from_to",
    "date_in",
    "date_pattern",
    "wide",
    "queues",
)
WIDE_KEYS = ("columns", "name", "value", "rows")
QUEUE = "queue"
"""Stands in ``[files.columns]`` instead of channel and stage."""
QUEUED = ("calls", "intervals")
"""The tables whose rows are of a queue."""
LAST_ROW = 10_000
_CELL = re.compile(r"cell ([A-Za-z]{1,3})([1-9][0-9]{0,4})")
_DATE = re.compile(r"\{date:([^{}]*)\}")
_PARTS = re.compile(r"%-?[aAbBdjmyY]")


def read_layout(fields: Fields) -> Layout:
    """Return how the files of an entry are laid out; what is wrong is noted in the reading."""
    return Layout(
        header_rows=_header_rows(fields),
        skip_rows=fields.texts("skip_rows"),
        stop_at=fields.texts("stop_at"),
        totals=fields.texts("totals"),
        section=_section(fields),
        fill_down=fields.texts("fill_down"),
        from_to=fields.texts("from_to"),
        date_in=_date_in(fields),
        date_pattern=_date_pattern(fields),
        wide=_wide(fields),
    )


def _header_rows(fields: Fields) -> tuple[int, ...]:
    expected = "a list of the lines with headings, the upper first, such as [5, 6]"
    rows = fields.take("header_rows", (list,), required=False, expected=expected) or []
    good = all(type(row) is int and 1 <= row <= LAST_ROW for row in rows)
    if not good or sorted(set(rows)) != rows:
        found = ", ".join(shown(row) if type(row) is not int else str(row) for row in rows)
        action = "Write the numbers of the lines as a spreadsheet shows them."
        fields.reading.fault(fields.at("header_rows"), "bad-value", found=found, expected=expected, action=action)
        return ()
    if rows and "header_row" in fields.table:
        action = "Take header_row out, or header_rows where there is one line of headings."
        found = "both header_row and header_rows"
        place = fields.at("header_rows")
        fields.reading.fault(place, "bad-value", found=found, expected="one of the two", action=action)
    return tuple(rows)


def _section(fields: Fields) -> str:
    section = fields.text("section")
    if section and "*" not in section:
        expected = 'a pattern such as "Queue: *", whose * is the name of what follows'
        action = "Write * where the name of the queue, or the date, stands in these rows."
        place = fields.at("section")
        fields.reading.fault(place, "bad-value", found=f'"{safe(section)}"', expected=expected, action=action)
    return section


def cell_place(date_in: str) -> tuple[int, int] | None:
    """Return line and column (both from 1) of a declared cell, or None.

    >>> cell_place("cell B3")
    (3, 2)
    """
    found = _CELL.fullmatch(date_in)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _date_in(fields: Fields) -> str:
    expected = '"file", "sheet", or a cell such as "cell B3"'
    date_in = fields.text("date_in", expected=expected)
    if date_in and date_in not in ("file", "sheet") and not cell_place(date_in):
        near = did_you_mean(date_in, ("file", "sheet", "cell B3"))
        action = f"{near}Say where the date of the rows stands."
        place = fields.at("date_in")
        fields.reading.fault(place, "bad-value", found=f'"{safe(date_in)}"', expected=expected, action=action)
        return ""
    if not date_in and fields.table.get("date_pattern") and "date_in" not in fields.table:
        fields.missing("date_in", expected=expected)
    return date_in


def _date_pattern(fields: Fields) -> str:
    example = 'a pattern such as "Calls_{date:%Y%m%d}.csv", for Calls_20250331.csv'
    pattern = fields.text("date_pattern", expected=example)
    if not pattern:
        if fields.table.get("date_in") in ("file", "sheet"):
            fields.missing("date_pattern", expected=example)
        return ""
    dates = _DATE.findall(pattern)
    whole = len(dates) == 1 and _readable(dates[0])
    if not whole:
        action = "Write {date:…} once, with at least year (%Y or %y) and month (%m, %b for Mar, %B for March) in it."
        place = fields.at("date_pattern")
        fields.reading.fault(place, "bad-value", found=f'"{safe(pattern)}"', expected=example, action=action)
    return pattern if whole else ""


def _readable(written: str) -> bool:
    month = re.search(r"%-?[mbB]", written) or "%j" in written
    return bool(month and re.search(r"%[yY]", written)) and "%" not in _PARTS.sub("", written)


def _wide(fields: Fields) -> Wide | None:
    if "wide" not in fields.table:
        return None
    inner = Fields(fields.reading, fields.at("wide"), fields.table["wide"], known=WIDE_KEYS)
    expected = f'"{TIME}" for times of day, "{DATE}" for dates, or a list of headings'
    columns = inner.take("columns", (list, str), required=True, expected=expected) and inner.texts("columns")
    wide = Wide(
        columns=columns or (),
        name=inner.text("name", required=True, expected="what the headings become, such as Time"),
        value=inner.text("value"),
        rows=inner.text("rows"),
    )
    _check_measures(inner, wide)
    return wide


def measure_in_heading(wide: Wide) -> bool:
    """Tell whether the headings say the measure beside a time or a date, as in ``HH:MM *``."""
    groups = [compiled(pattern, headings=True).groupindex for pattern in wide.columns]
    return any("name" in group and "some" in group for group in groups)


def _check_measures(inner: Fields, wide: Wide) -> None:
    """Exactly one thing says what the cells are: value, rows, or the headings."""
    ways = [key for key in ("value", "rows") if getattr(wide, key)]
    ways += ["the * of columns"] if measure_in_heading(wide) else []
    if not ways and inner.usable and wide.columns:
        inner.missing("value", expected='what the cells are, such as "Offered"; or rows, where each row says it')
    elif len(ways) > 1:
        action = "Keep the one that says what the cells are."
        found = " and ".join(ways)
        place = inner.at(ways[0])
        inner.reading.fault(place, "bad-value", found=found, expected="one of the three", action=action)


def read_queues(fields: Fields, table: str, columns: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Return ``[files.queues]``, pattern of a queue's name -> ``channel/stage``, and hold it against the columns."""
    queues = fields.words("queues")
    for name, meant in queues.items():
        _check_queue(fields, name, meant)
    if table not in QUEUED:
        if queues:
            action = "Take [files.queues] out."
            expected = f"queues for {' and '.join(QUEUED)} only"
            place = fields.at("queues")
            fields.reading.fault(place, "bad-value", found="queues", expected=expected, action=action)
        return {}
    if QUEUE in columns and not queues:
        fields.missing("queues", expected='a table [files.queues] with lines such as "Switchboard" = "101/primary"')
    if queues and QUEUE not in columns and "columns" not in fields.misspelt:
        action = 'Add queue = "…", the column with the names of the queues, below [files.columns].'
        place = fields.at("queues")
        fields.reading.fault(place, "missing-column", found="no queue", expected="a column of queues", action=action)
    return queues


def check_queue(fields: Fields, source: Source, queue: tuple[str, ...]) -> None:
    """Report a queue of several columns, and a channel or stage that is given beside the queue."""
    expected = "one column of queues, which gives channel and stage"
    if len(queue) > 1:
        found, place = f"{len(queue)} columns for queue", (*fields.at("columns"), QUEUE)
        action = "Keep the one with the names; a second may stand in parts."
        fields.reading.fault(place, "mapped-twice", found=found, expected=expected, action=action)
    for name in ("channel", "stage"):
        table = "columns" if name in source.columns else "constants" if name in source.constants else ""
        if table:
            action = f"Take {name} out of [files.{table}], or queue and [files.queues]."
            place = (*fields.at(table), name)
            fields.reading.fault(place, "mapped-twice", found=f"{name} and queue", expected=expected, action=action)


def _check_queue(fields: Fields, name: str, meant: str) -> None:
    channel, _, stage = meant.partition("/")
    if meant == LEAVE_OUT or (channel.strip() and stage in STAGES):
        return
    near = did_you_mean(stage, STAGES) if stage else did_you_mean(meant, (LEAVE_OUT,))
    expected = f'channel/stage such as "101/secondary", with one of the stages {", ".join(STAGES)}; or "{LEAVE_OUT}"'
    action = f"{near}The queue's name in the file stands left of the =."
    place = (*fields.at("queues"), name)
    fields.reading.fault(place, "unknown-word", found=f'"{safe(meant)}"', expected=expected, action=action)
