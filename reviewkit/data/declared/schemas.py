"""The tables an officer can supply, and the words they are described with: the one place other rooms ask."""

from __future__ import annotations

from reviewkit.data.declared.columns import (
    BAND,
    DURATIONS,
    LEAVE_OUT,
    MEANS,
    OUTCOMES,
    STAGES,
    TIME_WORDS,
    Column,
    Kind,
    Schema,
)
from reviewkit.data.declared.tables.calls import CALLS
from reviewkit.data.declared.tables.events import EVENTS
from reviewkit.data.declared.tables.intervals import INTERVALS
from reviewkit.data.declared.tables.published import PUBLISHED
from reviewkit.data.declared.tables.records import RECORDS

__all__ = [
    "BAND",
    "DURATIONS",
    "LEAVE_OUT",
    "MEANS",
    "OUTCOMES",
    "RECORD_TABLES",
    "STAGES",
    "TABLES",
    "TIME_WORDS",
    "Column",
    "Kind",
    "Schema",
]

TABLES: dict[str, Schema] = {schema.name: schema for schema in (CALLS, INTERVALS, PUBLISHED, *RECORDS, EVENTS)}
RECORD_TABLES = tuple(schema.name for schema in RECORDS)
