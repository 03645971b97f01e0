"""Figures that others have published, each with its source: a row that has none is refused."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from reviewkit.data.declared.wording import did_you_mean, safe
from reviewkit.data.problems import DataError, Problem

FIGURE_COLUMNS = (
    "force",
    "period_start",
    "period_end",
    "period_as_published",
    "channel",
    "stage",
    "metric",
    "detail",
    "from_s",
    "threshold_s",
    "value",
    "unit",
    "value_as_published",
    "unit_as_published",
    "basis",
    "source",
    "note",
)
CALL_METRICS = {
    "offered": "calls presented to the queue",
    "answered": "calls a person answered",
    "calls": "calls, where the source does not say whether offered or answered",
    "calls_per_month": "calls in a mean month of the period",
    "not_answered": "offered less answered: an upper limit for abandoned",
    "incomplete": "calls not completed for whatever reason",
    "abandoned": "calls the caller gave up",
    "abandoned_after": "calls given up after more than threshold_s",
    "answered_within": "calls answered within threshold_s",
    "answered_band": "calls answered after from_s and, where given, before threshold_s",
    "answer_rate": "answered / offered",
    "not_answered_rate": "not answered / offered",
    "abandonment": "share given up; which short calls are left out is not said",
    "abandonment_after": "share given up after more than threshold_s",
    "service_level": "share answered within threshold_s; of which calls is not said",
    "service_level_of_answered": "share of answered calls answered within threshold_s",
    "band_of_answered": "share of answered calls answered after from_s and, where given, before threshold_s",
    "waiting_longer": "share that waited longer than threshold_s",
    "target_service_level": "the share the force itself set out to answer within threshold_s",
    "mean_wait_s": "mean wait of answered calls",
    "longest_wait_s": "longest wait",
    "rank": "place in a published list, 1 for the best",
}
OTHER_METRICS = {
    "demand": "what share of calls, or how much, belongs to others; detail and basis say of what",
    "staffing": "staff, training or money; detail says what",
    "survey": "an answer in a survey; detail says to what",
}
NOT_FIGURES = ("forces.csv", "standards.csv")
OTHER_PREFIX = "other_"


def published_figures(folder: Path) -> pd.DataFrame:
    """Return every published figure about calls, from all CSV files of the folder.

    Parameters
    ----------
    folder
        See :func:`reviewkit.data.declared.folders.published_folder`. ``forces.csv``, ``standards.csv`` and files named
        ``other_*`` are left out.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`FIGURE_COLUMNS` and ``file``, in the order of files and rows. ``value`` is calls, a
        share from 0 to 1, seconds or a rank, as ``unit`` says; ``value_as_published`` is how the source wrote it.
        ``period_start`` and ``period_end`` are days, both included. ``from_s`` and ``threshold_s`` are missing where
        the figure has none; other columns then hold an empty text. No rows where the folder does not exist.

    Raises
    ------
    DataError
        A row has no source, or a value that is not one; carries all such rows.

    Notes
    -----
    Misleads when taken for a complete national picture: these are press copies and public answers, on different
    clocks and definitions (``basis``), and some periods were inferred (``note``).
    """
    return _figures(folder, CALL_METRICS, others=False)


def other_figures(folder: Path) -> pd.DataFrame:
    """Return published figures about staffing, surveys and other agencies' calls, in the same columns.

    Their periods are often loose (``period_as_published``), so ``period_start`` and ``period_end`` may be missing.

    Raises
    ------
    DataError
        As :func:`published_figures`.
    """
    return _figures(folder, OTHER_METRICS, others=True)


def forces(folder: Path) -> pd.DataFrame:
    """Return the police forces of England and Wales: names, governing bodies, residents, and the caveats in ``note``.

    ``population_mid_2020`` is residents; for the City of London, where few live, no rate per resident means anything.
    """
    frame = pd.read_csv(Path(folder) / "forces.csv", dtype=str, keep_default_na=False, encoding="utf-8")
    for column in ("population_mid_2020", "population_mid_2018_rounded"):
        frame[column] = pd.to_numeric(frame[column]).astype("Int64")
    return frame


def standards(folder: Path) -> pd.DataFrame:
    """Return standards and targets in words, each with its source and, where it has one, its limit as a number."""
    frame = pd.read_csv(Path(folder) / "standards.csv", dtype=str, keep_default_na=False, encoding="utf-8")
    for column in ("threshold_s", "at_least", "at_most"):
        frame[column] = pd.to_numeric(frame[column]).astype("Float64")
    return frame


def _figures(folder: Path, metrics: dict[str, str], *, others: bool) -> pd.DataFrame:
    paths = [path for path in sorted(Path(folder).glob("*.csv")) if path.name not in NOT_FIGURES]
    paths = [path for path in paths if path.name.startswith(OTHER_PREFIX) == others]
    rows: list[dict[str, str]] = []
    problems: list[Problem] = []
    for path in paths:
        for line, row in _rows(path, problems):
            problems += _faults(row, path.name, line, metrics)
            rows.append({**row, "file": path.name})
    if problems:
        raise DataError(problems)
    return _typed(pd.DataFrame(rows, columns=[*FIGURE_COLUMNS, "file"], dtype=str))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    numbers = {column: pd.to_numeric(frame[column]).astype("Int64") for column in ("from_s", "threshold_s")}
    days = {column: pd.to_datetime(frame[column], format="%Y-%m-%d") for column in ("period_start", "period_end")}
    return frame.assign(**days, **numbers, value=pd.to_numeric(frame["value"]).astype(float))


def _rows(path: Path, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the line it ends on; a file without the agreed columns is a problem and yields none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file, restval="")
            missing = [name for name in FIGURE_COLUMNS if name not in (table.fieldnames or ())]
            if missing:
                found = f"no column {', '.join(missing)}"
                problems.append(_problem("published-layout", (path.name, 1), None, found, ", ".join(FIGURE_COLUMNS)))
                return
            for row in table:
                yield table.line_num, {name: row[name].strip() for name in FIGURE_COLUMNS}
    except UnicodeDecodeError:
        problems.append(
            _problem("published-layout", (path.name, None), None, "another encoding", "text saved as UTF-8")
        )


def _faults(row: dict[str, str], file: str, line: int, metrics: dict[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with one row."""
    if not row["source"]:
        expected = "a web address, or the name and date of a document"
        yield _problem("published-no-source", (file, line), "source", "nothing", expected)
    if row["metric"] not in metrics:
        hint = did_you_mean(row["metric"], metrics)
        yield _problem("published-value", (file, line), "metric", safe(row["metric"]), ", ".join(metrics), hint=hint)
    yield from _number_faults(row, file, line)
    yield from _period_faults(row, file, line, loose=metrics is OTHER_METRICS)


def _number_faults(row: dict[str, str], file: str, line: int) -> Iterator[Problem]:
    value = _number(row["value"])
    if value is None or not 0 <= value < 1e12:
        yield _problem("published-value", (file, line), "value", safe(row["value"]) or "nothing", "a number, 0 or more")
    elif row["unit"] == "share" and value > 1:
        hint = f"Write {value / 100:g} for {value:g} %. "
        yield _problem("published-value", (file, line), "value", row["value"], "a share from 0 to 1", hint=hint)
    if not row["unit"]:
        yield _problem("published-value", (file, line), "unit", "nothing", "calls, share, seconds or another unit")
    for column in ("from_s", "threshold_s"):
        if row[column] and not row[column].isdecimal():
            yield _problem("published-value", (file, line), column, safe(row[column]), "a whole number of seconds")


def _number(text: str) -> float | None:
    """Return a plainly written number; words that Python would take for one (nan, 1_000) are none."""
    return float(text) if text.replace(".", "", 1).replace("-", "", 1).isdecimal() else None


def _period_faults(row: dict[str, str], file: str, line: int, *, loose: bool) -> Iterator[Problem]:
    days = {column: _day(row[column]) for column in ("period_start", "period_end")}
    for column, day in days.items():
        if day is None and not (loose and not row[column]):
            found = safe(row[column]) or "nothing"
            yield _problem("published-value", (file, line), column, found, "a day such as 2024-04-01")
    start, end = days.values()
    if start and end and end < start:
        found = f"{end} before {start}"
        yield _problem("published-value", (file, line), "period_end", found, "an end on or after the start")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _problem(
    code: str, place: tuple[str, int | None], column: str | None, found: str, expected: str, *, hint: str = ""
) -> Problem:
    file, line = place
    return Problem(
        severity="error",
        code=code,
        file=f"published/{file}",
        line=line,
        column=column,
        found=found,
        expected=expected,
        action=f"{hint}Correct the row, or take it out.",
    )
