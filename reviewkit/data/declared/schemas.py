"""The tables an officer can supply, and what each column of them means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "time", "date", "count", "seconds", "number", "yes or no"]

OUTCOMES = ("answered", "abandoned", "contained", "callback", "forced", "overflow", "waiting")
STAGES = ("ivr", "primary", "secondary", "callback")
LEAVE_OUT = "leave_out"
MEANS = {"wait_mean_s": "answered", "handled_mean_s": "answered", "abandoned_wait_mean_s": "abandoned"}
"""Means that an interval table may have -> the count that turns each into a total."""
TIME_WORDS = ("iso", "iso-offset", "excel-days")
"""Ways of writing a time that are no pattern of its parts."""
DURATIONS = ("seconds", "minutes", "mm:ss", "h:mm:ss", "mm:ss:00", "excel-days")
BAND = re.compile(r"(answered|abandoned)_([1-9][0-9]{0,5})s")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: our name, what kind of value, its unit, what it means, one example.

    ``required`` columns must be mapped, or given as a constant; ``required`` is about force.toml, a single cell of
    a required column may still be refused or empty by the reader's rules.
    """

    name: str
    kind: Kind
    unit: str
    description: str
    example: str | int | float
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Schema:
    """One table: its columns in order, and ``bands``, the columns whose name holds a number of seconds."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    bands: tuple[Column, ...] = ()
    from_files: bool = True

    def column(self, name: str) -> Column | None:
        """Return the column called ``name``; ``answered_10s`` is found as the band ``answered_<n>s``."""
        band = BAND.fullmatch(name)
        for column in self.columns:
            if column.name == name:
                return column
        for column in self.bands:
            if band and column.name.startswith(band[1]):
                return column
        return None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns, those of the bands with ``<n>``."""
        return tuple(column.name for column in self.columns + self.bands)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that must be mapped or given as a constant."""
        return tuple(column.name for column in self.columns if column.required)


def _text(name: str, description: str, example: str, *, required: bool = False) -> Column:
    return Column(name=name, kind="text", unit="", description=description, example=example, required=required)


def _count(name: str, description: str, example: int, *, unit: str = "calls") -> Column:
    return Column(name=name, kind="count", unit=unit, description=description, example=example)


def _seconds(name: str, description: str, example: float) -> Column:
    return Column(name=name, kind="seconds", unit="seconds", description=description, example=example)


_CHANNEL = _text("channel", "How the public reached the force: 999, 101, webchat and so on.", "101", required=True)
_STAGE = _text(
    "stage",
    "Where in the force the call is waiting: ivr (menu or recorded message), primary (first person: the switchboard), "
    "secondary (second queue: the enquiry centre) or callback.",
    "primary",
    required=True,
)

_FORCE = _text(
    "force",
    "The force the row is about, where the file names one: any spelling of this force; rows of another are refused.",
    "Exampleshire Police",
)

_CALLS = Schema(
    name="calls",
    title="One row for each call, or for each leg of a call",
    description="A call that is passed from the switchboard to the enquiry centre has two rows (legs), with the same "
    "call_id and a different stage.",
    columns=(
        _text("call_id", "The telephone system's number for the call; the same for every leg of it.", "A-000123"),
        Column(
            name="leg", kind="count", unit="", description="1 for the first leg of a call, 2 for the next.", example=1
        ),
        _CHANNEL,
        _STAGE,
        Column(
            name="offered_at",
            kind="time",
            unit="date and time",
            description="When the call joined the queue of this stage.",
            example="2025-03-01 14:05:09",
            required=True,
        ),
        _seconds("wait_s", "How long the caller waited at this stage before the outcome; 0 if never in a queue.", 12),
        _text(
            "outcome",
            "What became of the call at this stage: answered (by a person), abandoned (the caller gave up), contained "
            "(ended in the menu or sent to a web page), callback (chose to be rung back), forced (cut off or engaged "
            "tone), overflow (answered by another force) or waiting (not ended yet).",
            "answered",
            required=True,
        ),
        _seconds("handled_s", "How long the answered call took: talk, hold and work after the call.", 312),
        _text("reason", "What the call was about, as the force codes it.", "noise"),
        _text("agency", "The other body that should have had the call, as the force codes it.", "council"),
        _text("caller", "The caller's number. It is replaced by a code at once and never stored.", "07700 900123"),
        _FORCE,
    ),
)

_OUTCOME_COUNTS = (
    _count("offered", "Calls presented to this stage's queue.", 120),
    _count("answered", "Calls connected to a person at this stage; not those a recorded message served.", 108),
    _count("abandoned", "Calls in which the caller gave up before an answer.", 9),
    _count("contained", "Calls that ended in the menu, with a message, or were sent to a web page.", 1),
    _count("callback", "Callers who left the queue by choosing to be rung back.", 2),
    _count("forced", "Calls ended by the system: engaged tone, queue full, cut off.", 0),
    _count("overflow", "Calls that another force answered.", 0),
    _count("waiting", "Calls still waiting when the interval ended.", 0),
    _count("transferred", "Answered calls passed on to the next stage.", 40),
)

_INTERVAL_WAITS = (
    _seconds("wait_total_s", "Waits of all answered calls, added up.", 2592),
    _seconds("wait_mean_s", "Mean wait of answered calls, where the total is not supplied.", 24),
    _seconds("abandoned_wait_total_s", "Waits of all callers who gave up, added up.", 540),
    _seconds("abandoned_wait_mean_s", "Mean wait of those who gave up, where the total is not supplied.", 60),
    _seconds("handled_total_s", "Talk, hold and work after the call of all answered calls, added up.", 33696),
    _seconds("handled_mean_s", "Mean handling time of answered calls, where the total is not supplied.", 312),
    _seconds("longest_wait_s", "Longest wait of an answered call.", 185),
    _seconds("longest_abandoned_wait_s", "Longest wait of a caller who gave up.", 240),
)

_INTERVALS = Schema(
    name="intervals",
    title="One row for each half hour, hour, day, week or month",
    description="Counts for each channel and stage. Leave a cell empty where nothing is known; 0 means none.",
    columns=(
        Column(
            name="start",
            kind="time",
            unit="date and time",
            description="When the interval begins; for days, weeks and months its first day.",
            example="2025-03-01 14:00:00",
            required=True,
        ),
        Column(
            name="minutes",
            kind="count",
            unit="minutes",
            description="How long the interval is; not needed where force.toml gives the grain.",
            example=30,
        ),
        _CHANNEL,
        _STAGE,
        *_OUTCOME_COUNTS,
        *_INTERVAL_WAITS,
        _FORCE,
    ),
    bands=(
        _count("answered_<n>s", "Calls answered within n seconds, for example answered_10s; any n.", 96),
        _count("abandoned_<n>s", "Callers who gave up within n seconds, for example abandoned_5s; any n.", 2),
    ),
)

_PUBLISHED = Schema(
    name="published",
    title="Figures for a whole period that somebody has published",
    description="One row for each figure, with the place where it was published.",
    columns=(
        _FORCE,
        Column(
            name="period_start",
            kind="date",
            unit="date",
            description="First day of the period.",
            example="2024-04-01",
            required=True,
        ),
        Column(
            name="period_end",
            kind="date",
            unit="date",
            description="Last day of the period.",
            example="2025-03-31",
            required=True,
        ),
        _CHANNEL,
        _text("stage", "As in the other tables; empty where the source does not say.", "primary"),
        _text(
            "metric", "What was measured, for example answered, abandoned or mean_wait_s.", "answered", required=True
        ),
        Column(
            name="value",
            kind="number",
            unit="as unit says",
            description="The figure; shares from 0 to 1, times in seconds.",
            example=0.91,
            required=True,
        ),
        _text("unit", "calls, share or seconds.", "share", required=True),
        Column(
            name="threshold_s",
            kind="count",
            unit="seconds",
            description="The answering time or shortest wait the figure is about, where it has one.",
            example=10,
        ),
        _text("basis", "Whose clock and whose count: the telephone network's or the force's own.", "force's own"),
        _text("source", "Where it was published: a web address or the name of a document.", "https://…", required=True),
        _text("note", "Anything a reader must know to read the figure fairly.", ""),
    ),
)

_EVENTS = Schema(
    name="events",
    title="Things that happened and may show in the figures",
    description="Written as [[events]] in force.toml, not in a file of their own.",
    columns=(
        Column(
            name="date",
            kind="date",
            unit="date",
            description="The day it happened.",
            example="2024-09-17",
            required=True,
        ),
        _text("kind", "In a word or two: phone system, merger, menu change, campaign.", "phone system", required=True),
        _text("label", "As it should stand on the chart.", "New telephone system", required=True),
        Column(
            name="breaks_series",
            kind="yes or no",
            unit="",
            description="true where figures before and after are not alike.",
            example="true",
        ),
    ),
    from_files=False,
)

TABLES: dict[str, Schema] = {schema.name: schema for schema in (_CALLS, _INTERVALS, _PUBLISHED, _EVENTS)}
