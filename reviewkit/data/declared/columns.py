"""What a column and a table are: the words, kinds and types every table is described with."""

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
DURATIONS = ("seconds", "milliseconds", "minutes", "mm:ss", "h:mm:ss", "mm:ss:00", "excel-days")
BAND = re.compile(r"(answered|abandoned)_([1-9][0-9]{0,5})s")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: our name, what kind of value, its unit, what it means, one example.

    ``required`` columns must be mapped, or given as a constant; ``required`` is about force.toml, a single cell of
    a required column may still be refused or empty by the reader's rules. ``words`` are the only ones a column may
    say, where it has any; ``prose`` is text written for a reader, which may be a sentence but name nobody.
    """

    name: str
    kind: Kind
    unit: str
    description: str
    example: str | int | float
    required: bool = False
    words: tuple[str, ...] = ()
    prose: bool = False


@dataclass(frozen=True, kw_only=True)
class Schema:
    """One table: its columns in order, and ``bands``, the columns whose name holds a number of seconds.

    A table with a ``key`` is a table of records: rows are told apart by these columns, and ``dated`` is the column
    that says which period a row belongs to (empty where a row belongs to none).
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    bands: tuple[Column, ...] = ()
    from_files: bool = True
    key: tuple[str, ...] = ()
    dated: str = ""

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


def text(
    name: str,
    description: str,
    example: str,
    *,
    required: bool = False,
    words: tuple[str, ...] = (),
    prose: bool = False,
) -> Column:
    """Return a column of words."""
    return Column(
        name=name, kind="text", unit="", description=description, example=example, required=required, words=words,
        prose=prose,
    )  # fmt: skip


def moment(name: str, description: str, example: str, *, required: bool = False) -> Column:
    """Return a column of dates with times of day."""
    return Column(
        name=name, kind="time", unit="date and time", description=description, example=example, required=required
    )


def day(name: str, description: str, example: str, *, required: bool = False) -> Column:
    """Return a column of dates."""
    return Column(name=name, kind="date", unit="date", description=description, example=example, required=required)


def count(name: str, description: str, example: int, *, unit: str = "calls") -> Column:
    """Return a column of whole numbers, of calls unless ``unit`` says otherwise."""
    return Column(name=name, kind="count", unit=unit, description=description, example=example)


def seconds(name: str, description: str, example: float) -> Column:
    """Return a column of durations."""
    return Column(name=name, kind="seconds", unit="seconds", description=description, example=example)
