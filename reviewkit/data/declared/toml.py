"""``force.toml`` read and checked: a :class:`Force`, or every fault at once with its line."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import replace
from pathlib import Path

from reviewkit.data.codes import CODES
from reviewkit.data.declared.folders import FORCE_TOML, missing_force, slug_problem
from reviewkit.data.declared.force import Accepted, Event, Force, GoverningBody
from reviewkit.data.declared.schemas import STAGES
from reviewkit.data.declared.toml_fields import NO_DATE, Fields, Reading
from reviewkit.data.declared.toml_lines import key_lines
from reviewkit.data.declared.toml_sources import read_sources
from reviewkit.data.declared.toml_targets import check_web_address, read_targets
from reviewkit.data.declared.wording import did_you_mean, safe
from reviewkit.data.problems import DataError, Problem

NATIONS = ("england", "wales", "scotland", "northern-ireland")
KEYS = (
    "name",
    "nation",
    "synthetic",
    "aliases",
    "short_abandon_s",
    "answer_within_s",
    "first_contact_rule",
    "governing_body",
    "period",
    "channels",
    "stages",
    "targets",
    "events",
    "files",
    "accepted",
)
_ROWS = re.compile(r"all|(\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d))?")


def load_force(folder: Path) -> tuple[Force, list[Problem]]:
    """Read ``force.toml`` in a force's folder.

    Parameters
    ----------
    folder
        ``<data>/raw/<slug>``; see :func:`reviewkit.data.declared.folders.force_folder`.

    Returns
    -------
    tuple
        The force, and warnings (an empty list when there are none).

    Raises
    ------
    DataError
        The folder or file is missing or unreadable, or something in it is wrong: carries every error and warning,
        in the order of their lines.
    """
    folder = Path(folder)
    reading = Reading(lines={})
    tables = tomllib_tables(folder, reading)
    top = Fields(reading, (), tables, known=KEYS)
    force = _force(top, folder)
    problems = sorted(reading.problems, key=lambda problem: problem.line or 0)
    if any(problem.severity == "error" for problem in problems):
        raise DataError(problems)
    return force, problems


def tomllib_tables(folder: Path, reading: Reading) -> dict[str, object]:
    """Return ``force.toml`` as plain tables, and put the lines of its keys into ``reading``.

    Raises
    ------
    DataError
        The folder's name is not allowed, there is no such file, it is not UTF-8, or it is not TOML.
    """
    if problem := slug_problem(folder.name):
        raise DataError([problem])
    text = _text(folder)
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # not TOML; or a number or a nesting beyond all measure
        raise DataError([_syntax_problem(str(error), text)]) from None
    reading.lines = key_lines(text)
    return tables


def _text(folder: Path) -> str:
    """Return the text of force.toml with plain line ends; Notepad's mark at its start is dropped."""
    try:
        raw = (folder / FORCE_TOML).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise DataError([missing_force(folder)]) from None
    except OSError as error:
        found = f"the file cannot be opened ({error.strerror})"
        action = "Close it in other programs, and ask for the right to read it."
        raise DataError([_whole_file("no-force-toml", found, "a file that can be read", action)]) from None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = "text in another encoding" + (" (UTF-16)" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "")
        action = 'In Notepad choose File, Save as, and "UTF-8" beside Encoding; then look at any é, ŵ or – again.'
        raise DataError([_whole_file("not-utf8", found, "text saved as UTF-8", action, line=line)]) from None


def _whole_file(code: str, found: str, expected: str, action: str, *, line: int | None = None) -> Problem:
    return Problem(
        severity="error", code=code, file=FORCE_TOML, line=line, found=found, expected=expected, action=action
    )


def _syntax_problem(message: str, text: str) -> Problem:
    """Return tomllib's complaint with its place, what stands there, and the usual cause."""
    place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    line, column = (int(place[1]), int(place[2])) if place else (text.rstrip().count("\n") + 1, 1)
    said = (
        message[: place.start()] if place else re.sub(r" \(at end of document\)$", " at the end of the file", message)
    )
    rows = text.split("\n")
    written = safe(rows[line - 1].strip()) if line <= len(rows) else ""
    return _whole_file(
        "toml-syntax",
        f"{safe(said)}, at column {column}: {written}",
        'lines such as name = "Exampleshire Police", and headings such as [period]',
        _syntax_advice(said),
        line=line,
    )


def _syntax_advice(said: str) -> str:
    if "overwrite" in said or "twice" in said:
        return "The same key stands twice in one table: keep one of the two lines."
    if "escape" in said or "hex value" in said:
        return "A backslash in quotation marks has a meaning of its own: write / or put the text in 'single' quotes."
    return "Look for a missing quotation mark, bracket, comma or = on this line or just above it."


def _force(top: Fields, folder: Path) -> Force:
    start, end = _period(top)
    force = Force(
        slug=folder.name,
        name=top.text("name", required=True),
        nation=top.choice("nation", NATIONS, required=True),
        governing_body=_body(top),
        start=start,
        end=end,
        folder=folder,
        synthetic=top.flag("synthetic"),
        aliases=top.texts("aliases"),
        channels=top.words("channels"),
        stages=_stages(top),
        short_abandon_s=top.number("short_abandon_s", default=5, most=600, whole=True),
        answer_within_s=top.seconds("answer_within_s"),
        first_contact_rule=top.text("first_contact_rule"),
        targets=read_targets(top),
        events=tuple(_event(top, number, entry) for number, entry in enumerate(top.tables("events"))),
        sources=read_sources(top),
        accepted=tuple(_accepted(top, number, entry) for number, entry in enumerate(top.tables("accepted"))),
    )
    return replace(force, sources=tuple(replace(source, own_names=force.slugs) for source in force.sources))


def _inner(top: Fields, key: str, known: tuple[str, ...]) -> Fields | None:
    """Return the fields of the required table ``[key]``, or None where it is missing."""
    if key not in top.table:
        top.missing(key, expected=f"a table with the keys {', '.join(known)}")
        return None
    return Fields(top.reading, (key,), top.table[key], known=known)


def _body(top: Fields) -> GoverningBody:
    body = _inner(top, "governing_body", ("kind", "name", "title", "website"))
    if body is None:
        return GoverningBody(kind="", name="", title="")
    website = body.text("website")
    check_web_address(body, "website", website)
    return GoverningBody(
        kind=body.text("kind", required=True, expected="text such as pcc, pfcc or mayor"),
        name=body.text("name", required=True),
        title=body.text("title", required=True),
        website=website,
    )


def _period(top: Fields) -> tuple[dt.date, dt.date]:
    period = _inner(top, "period", ("start", "end"))
    if period is None:
        return NO_DATE, NO_DATE
    start, end = period.date("start"), period.date("end")
    if NO_DATE not in (start, end) and end < start:
        period.reading.fault(
            period.at("end"),
            "dates-reversed",
            found=f"an end, {end}, before the start, {start}",
            expected="an end on or after the start; both days are included",
            action="Exchange or correct the two dates.",
        )
    return start, end


def _stages(top: Fields) -> dict[str, str]:
    stages = top.words("stages")
    for stage in stages:
        if stage not in STAGES:
            top.reading.fault(
                ("stages", stage),
                "unknown-key",
                found=f'the stage "{safe(stage)}"',
                expected=", ".join(STAGES),
                action=f"{did_you_mean(stage, STAGES)}The name you like to see goes on the right of the =.",
            )
    return stages


def _event(top: Fields, number: int, entry: object) -> Event:
    fields = Fields(top.reading, ("events", number), entry, known=("date", "kind", "label", "breaks_series"))
    return Event(
        date=fields.date("date"),
        kind=fields.text("kind", required=True),
        label=fields.text("label", required=True),
        breaks_series=fields.flag("breaks_series"),
    )


def _accepted(top: Fields, number: int, entry: object) -> Accepted:
    known = ("code", "file", "rows", "reason", "role", "date")
    fields = Fields(top.reading, ("accepted", number), entry, known=known)
    code = fields.text("code", required=True, expected="the code of a problem, as reviewkit check prints it")
    if code and code not in CODES:
        fields.reading.fault(
            fields.at("code"),
            "unknown-code",
            found=f'"{safe(code)}"',
            expected="the code of a problem, as reviewkit check prints it",
            action=f"{did_you_mean(code, CODES)}Copy the code from the report of reviewkit check.",
        )
    return Accepted(
        code=code,
        file=fields.text("file", required=True),
        rows=_rows(fields),
        reason=fields.text("reason", required=True, expected="why the fault may stand, in a sentence"),
        role=fields.text("role", required=True, expected="the role of who accepted it, not a person's name"),
        date=fields.date("date"),
    )


def _rows(fields: Fields) -> str:
    expected = '"all", a date "2024-04-03" or a range "2024-04-01 to 2024-04-07"'
    rows = fields.text("rows", required=True, expected=expected)
    if not rows:
        return rows
    found = _ROWS.fullmatch(rows)
    try:
        days = [dt.date.fromisoformat(day) for day in found.groups() if day] if found else None
    except ValueError:
        days = None
    if days is None:
        fields.reading.fault(
            fields.at("rows"), "bad-value", found=f'"{safe(rows)}"', expected=expected, action="Correct rows."
        )
    elif len(days) == 2 and days[1] < days[0]:
        action = "Exchange or correct the two dates."
        fields.reading.fault(
            fields.at("rows"), "dates-reversed", found=f'"{rows}"', expected="the earlier day first", action=action
        )
    return rows
