"""The part "About this page" that every page carries: the data and its faults in plain words, and provenance."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

import reviewkit
from reviewkit.data.checks.tables import column_in_file
from reviewkit.data.declared.force import Accepted, Force
from reviewkit.data.prepared import Input, Prepared
from reviewkit.data.problems import Problem, Withheld
from reviewkit.page.sentences import day
from reviewkit.press.record import About, SiteContext, library_versions

_LONDON = ZoneInfo("Europe/London")
_MOST_LINES = 20  # of one list of faults; the build record holds them all
_ENDS = {
    "intervals": "max(epoch(start) + 60 * minutes)",
    "calls": "max(epoch(offered_at)) + 1",
}


def site_context(prepared: Prepared, *, start: date, end: date, code_hash: str) -> SiteContext:
    """Return what every page of a review shares, from the force and its prepared data."""
    force = prepared.force
    last = last_day(prepared.folder)
    return SiteContext(
        force=force.name,
        body=force.governing_body.name,
        body_title=force.governing_body.title,
        website=force.governing_body.website,
        synthetic=force.synthetic,
        period=f"{day(start)} to {day(end)}",
        cut_off=day(last) if last else "",
        about=About(
            data=_data(force, last),
            faults=tuple(_faults(force, prepared)),
            facts=_facts(force, start, end),
            inputs=tuple(_input(item) for item in prepared.inputs),
            version=reviewkit.__version__,
            code_hash=code_hash,
        ),
    )


def last_day(folder: Path) -> date | None:
    """Return the last local day that the prepared data of a force reaches, or None without any data.

    This is the time of the data, not of the build: the same files give the same answer on any day.
    """
    moments = []
    with duckdb.connect() as connection:
        for table, end in _ENDS.items():
            file = folder / f"{table}.parquet"
            if file.is_file():
                moments += connection.execute(f"SELECT {end} FROM read_parquet(?)", [str(file)]).fetchall()
    known = [moment for (moment,) in moments if moment is not None]
    if not known:
        return None
    return (datetime.fromtimestamp(max(known), tz=_LONDON) - timedelta(seconds=1)).date()


def _data(force: Force, last: date | None) -> tuple[str, ...]:
    reach = f" and reach to {day(last)}" if last else ""
    lines = [f"The figures come from files supplied by {force.name}{reach}. The files are kept as received."]
    if force.synthetic:
        lines.insert(0, f"{force.name} is invented, and so are its files.")
    return tuple(lines)


def _faults(force: Force, prepared: Prepared) -> list[dict[str, Any]]:
    warnings = [_warning(item) for item in prepared.problems if item.severity == "warning" and not item.accepted]
    quirks = [quirk for source in force.sources for quirk in source.quirks]
    parts = (
        ("What to know about the files:", quirks),
        ("Checks of the files found these faults, which do not stop the review:", warnings),
        ("These faults were looked at and accepted:", [_accepted(item) for item in force.accepted]),
        ("These figures were supplied but are not used:", [_withheld(force, item) for item in prepared.withheld]),
    )
    shown = [{"head": head, "lines": _at_most(lines)} for head, lines in parts if lines]
    return shown or [{"head": "Checks of the files found no faults.", "lines": []}]


def _at_most(lines: list[str]) -> list[str]:
    more = len(lines) - _MOST_LINES
    return lines if more <= 0 else [*lines[:_MOST_LINES], f"and {more:,} more, in the build record"]


def _warning(problem: Problem) -> str:
    place = ", ".join(filter(None, (problem.file, problem.line and f"line {problem.line:,}", problem.column)))
    many = f" ({problem.rows:,} rows)" if problem.rows > 1 else ""
    return f"{place}{many}: found {problem.found}; expected {problem.expected}."


def _accepted(item: Accepted) -> str:
    rows = "all rows" if item.rows == "all" else item.rows
    return (
        f"{item.file}, {rows} ({item.code}): {item.reason.rstrip('.')}. Accepted by the {item.role}, {day(item.date)}."
    )


def _withheld(force: Force, item: Withheld) -> str:
    what = column_in_file(force, item.table, item.file, item.column) if item.column else "all figures"
    where = force.queue_name(item.channel, item.stage) if item.channel and item.stage else ""
    return f"{item.file}: {what}{f' of {where}' if where else ''}{_dates(item)}. {item.reason}"


def _dates(item: Withheld) -> str:
    if item.start is None or item.end is None:
        return ""
    return f", {day(item.start)}" if item.start == item.end else f", {day(item.start)} to {day(item.end)}"


def _facts(force: Force, start: date, end: date) -> tuple[tuple[str, str], ...]:
    return (
        ("Parameters", f"force {force.slug}, start {start.isoformat()}, end {end.isoformat()}"),
        ("Libraries", library_versions()),
    )


def _input(item: Input) -> dict[str, str]:
    size = f"{item.bytes / 1e6:,.1f} MB" if item.bytes >= 1e5 else f"{max(1, round(item.bytes / 1e3)):,} KB"
    return {"name": item.name, "words": f"{item.table}, {size}", "sha256": item.sha256}
