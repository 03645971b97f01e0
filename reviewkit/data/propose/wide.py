"""Half hours or days side by side: one column for each, instead of one row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reviewkit.data.declared.layout import compiled
from reviewkit.data.propose.headings import band, likeness
from reviewkit.data.propose.marks import Guess
from reviewkit.data.propose.synonyms import COUNTS, INTERVAL_TIMES
from reviewkit.data.propose.values import look, times_of

LEAST = {"HH:MM": 3, "DATE": 2}
TOTALS = "total | sum | all | year | ytd | year to date | average | avg | mean"
"""Headings of columns that add up, or average, those side by side."""
_CLOCK = re.compile(r"(\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?)(?: (.+))?")


@dataclass(frozen=True, kw_only=True)
class Wide:
    """Columns that stand for times: ``across`` maps their heading to (time, measure), the measure empty where none."""

    guess: Guess
    across: dict[str, tuple[str, str]]
    name: str
    value: str = ""
    rows: str = ""


def wide_of(columns: dict[str, list[str]]) -> Wide | None:
    """Return which columns stand for half hours or days, or None where none do."""
    for kind, test in (("HH:MM", _clock), ("DATE", _date)):
        across = {heading: found for heading in columns if (found := test(heading))}
        times = {time for time, _ in across.values()}
        if len(times) < LEAST[kind]:
            continue
        measured = all(measure for _, measure in across.values())
        name = "Time" if kind == "HH:MM" else "Day"
        rest = {heading: values for heading, values in columns.items() if heading not in across}
        rows = "" if measured else _measures(rest)
        value = "" if measured or rows else "Calls"
        months = kind == "DATE" and _are_months(list(times))
        name = "Month" if months else name
        pattern = f"{kind} *" if measured else kind
        told = all(compiled(pattern, headings=True).fullmatch(heading) for heading in across)
        keys = {"columns": pattern if told else list(across), "name": name}
        keys |= {"rows": rows} if rows else {"value": value} if value else {}
        what = "half hours or hours" if kind == "HH:MM" else "months" if months else "days"
        guess = Guess(value=keys, why=f"{what} stand side by side as {len(times)} columns", sure=bool(rows or measured))
        return Wide(guess=guess, across=across, name=name, value=value, rows=rows)
    return None


def melted(columns: dict[str, list[str]], wide: Wide) -> dict[str, list[str]]:
    """Return the columns as the reader will see them: a row for each time, a column for each measure."""
    rest = {
        heading: values for heading, values in columns.items() if heading not in wide.across and heading != wide.rows
    }
    measures = (
        dict.fromkeys(columns[wide.rows])
        if wide.rows
        else dict.fromkeys(m or wide.value for _, m in wide.across.values())
    )
    times = list(dict.fromkeys(time for time, _ in wide.across.values()))
    made: dict[tuple, dict[str, str]] = {}
    for number in range(len(next(iter(columns.values())))):
        kept = tuple(values[number] for values in _filled(rest).values())
        for heading, (time, measure) in wide.across.items():
            column = columns[wide.rows][number] if wide.rows else measure or wide.value
            key = (kept if wide.rows else (*kept, number), times.index(time))
            made.setdefault(key, {})[column] = columns[heading][number]
    melted_rest = {heading: [key[0][place] for key in made] for place, heading in enumerate(rest)}
    values = {measure: [row.get(measure, "") for row in made.values()] for measure in measures if measure}
    return {**melted_rest, wide.name: [times[key[1]] for key in made], **values}


def _are_months(times: list[str]) -> bool:
    """Whether the times are months: each a first day, or no day at all."""
    return all(day and day.day == 1 for day in times_of(times, look(times).style))


def _filled(columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the columns of texts with each empty cell as the one above it; figures (a total) as none at all."""
    done = {}
    for heading, values in columns.items():
        if likeness(heading, TOTALS) >= 0.9 and all(map(_is_figure, values)):
            done[heading] = [""] * len(values)
            continue
        now, line = "", []
        for value in values:
            now = value or now
            line.append(now)
        done[heading] = line
    return done


def _is_figure(value: str) -> bool:
    """Whether a cell is empty or a figure of any kind: a number, a share, a duration."""
    return not re.search(r"[A-Za-z]", value)


def _measures(columns: dict[str, list[str]]) -> str:
    """Return the column whose words are measures, each in several rows or all in one block."""
    known = " | ".join([*COUNTS.values(), *INTERVAL_TIMES.values()])
    for heading, values in columns.items():
        words = [value for value in dict.fromkeys(values) if value]
        named = sum(likeness(word, known) >= 0.7 or band(word) is not None for word in words)
        if len(words) >= 2 and named >= 0.5 * len(words):
            return heading
    return ""


def _clock(heading: str) -> tuple[str, str] | None:
    match = _CLOCK.fullmatch(heading)
    return (match[1], match[2] or "") if match else None


def _date(heading: str) -> tuple[str, str] | None:
    words = heading.split()
    for count in (3, 2, 1):
        day = " ".join(words[:count])
        if re.search(r"\d", day) and not day.isdigit() and look([day]).kind == "date":
            return day, " ".join(words[count:])
    return None
