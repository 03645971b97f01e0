"""The tables of a ``[[files]]`` entry, columns, formats, words and constants, held against our columns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection

from reviewkit.data.declared.force import Source
from reviewkit.data.declared.schemas import DURATIONS, LEAVE_OUT, MEANS, OUTCOMES, STAGES, TIME_WORDS, Column, Schema
from reviewkit.data.declared.toml_fields import Fields
from reviewkit.data.declared.wording import did_you_mean, listed, safe

# Words that have a fixed meaning; other columns with words of their own may say anything.
MEANINGS = {"outcome": OUTCOMES, "stage": STAGES}
# The parts of a moment that strptime reads and that mean something in a telephony export.
_TIME_PARTS = re.compile(r"%-?[aAbBdHIjmMpSfyYzZTDFe%]")


def read_columns(fields: Fields) -> dict[str, tuple[str, ...]]:
    """Return ``[files.columns]``: our name -> the column or columns of the file."""
    if "columns" not in fields.table:
        fields.missing("columns", expected='a table [files.columns] with lines such as wait_s = "Wait"')
        return {}
    return read_lists(fields, "columns")


def read_lists(fields: Fields, key: str) -> dict[str, tuple[str, ...]]:
    """Return a table whose values are texts or lists of texts, each as a tuple."""
    inner = _inner(fields, key)
    return {name: inner.texts(name, required=True) for name in inner.table}


def read_words(fields: Fields) -> dict[str, dict[str, str]]:
    """Return ``[files.words.<column>]``: what the file says -> what we say."""
    inner = _inner(fields, "words")
    return {name: inner.words(name) for name in inner.table}


def _inner(fields: Fields, key: str) -> Fields:
    table = fields.table.get(key, {})
    names = tuple(table) if isinstance(table, dict) else ()
    return Fields(fields.reading, fields.at(key), table, known=names)


def check_mapping(fields: Fields, source: Source, schema: Schema) -> None:
    """Report names that are not columns of the table, and meanings or columns that are given twice."""
    for key in ("columns", "constants", "formats", "words"):
        for name in getattr(source, key):
            if schema.column(name) is None:
                _unknown_column(fields, (key, name), schema)
    for name, columns in source.columns.items():
        _check_list(fields, name, columns, schema.column(name))
        if name in source.constants:
            found = f"{name} both from a column and the same for every row"
            action = f"Keep {name} below [files.columns] or below [files.constants], not both."
            _twice(fields, ("constants", name), found=found, action=action)
    _check_shared(fields, source, schema)


def _unknown_column(fields: Fields, place: tuple[str, str], schema: Schema) -> None:
    action = f"{did_you_mean(place[1], _like(place[1], schema))}Our name stands left of the =, the file's on the right."
    fields.reading.fault(
        (*fields.path, *place),
        "unknown-column",
        found=f'"{safe(place[1])}"',
        expected=f"a column of the table {schema.name}: {', '.join(schema.names)}",
        action=action,
    )


def _like(name: str, schema: Schema) -> tuple[str, ...]:
    """Return the columns of a table, its bands with the number of seconds that ``name`` has."""
    seconds = re.search(r"[1-9][0-9]*", name)
    bands = [band.name.replace("<n>", seconds[0]) for band in schema.bands] if seconds else []
    return (*bands, *schema.names)


def _check_list(fields: Fields, name: str, columns: tuple[str, ...], column: Column | None) -> None:
    """Only a moment or a text can be put together from several columns of the file."""
    if len(columns) > 1 and column and column.kind not in ("time", "date", "text"):
        found = f"{len(columns)} columns for {name}: {', '.join(safe(one) for one in columns)}"
        _twice(fields, ("columns", name), found=found, action="Keep the one column that holds it.")


def _check_shared(fields: Fields, source: Source, schema: Schema) -> None:
    """One column of the file has one meaning, but for two uses.

    Moments may share the column that holds the date; and one column (a queue's name) may be translated into several
    of ours, where each has its own words.
    """
    users: dict[str, list[str]] = defaultdict(list)
    for name, columns in source.columns.items():
        for column in columns:
            users[column].append(name)
    for column, names in users.items():
        known = [schema.column(name) for name in names]
        moments = all(one and one.kind in ("time", "date") and len(source.columns[one.name]) > 1 for one in known)
        if len(names) > 1 and not moments and not all(name in source.words for name in names):
            found = f'the column "{safe(column)}" as {listed(names).replace(" or ", " and ")}'
            action = "Keep one meaning; or give each its own [files.words] where the column holds several things."
            _twice(fields, ("columns", names[-1]), found=found, action=action)


def _twice(fields: Fields, place: tuple[str, str], *, found: str, action: str) -> None:
    expected = "one column for each meaning, and one meaning for each column"
    fields.reading.fault((*fields.path, *place), "mapped-twice", found=found, expected=expected, action=action)


def check_required(fields: Fields, source: Source, schema: Schema) -> None:
    """Report columns the table must have that neither the file nor a constant supplies."""
    given = {*source.columns, *source.constants, *(("channel", "stage") if source.queues else ())}
    meant = {
        did_you_mean(name, [column.name]) and column.name
        for name in given - set(schema.names)
        for column in schema.columns
        if column.required
    }
    for name in schema.required:
        if name in given or name in meant or (name == "unit" and schema.name != "published"):
            continue
        column = schema.column(name)
        fields.reading.fault(
            (*fields.path, "columns"),
            "missing-column",
            found=f"nothing for {name}",
            expected=f"{name}: {column.description}",
            action=f'Add {name} = "…" below [files.columns], or below [files.constants] if it never changes.',
        )


def check_means(fields: Fields, source: Source) -> None:
    """Report a mean whose number of calls is not supplied: means of intervals cannot be averaged or added up."""
    for mean, count in MEANS.items():
        if mean in source.columns and count not in source.columns:
            fields.reading.fault(
                (*fields.path, "columns", mean),
                "missing-column",
                found=f"{mean} without {count}",
                expected=f"{count}: the number of calls that {mean} is the mean of",
                action=f'Add {count} = "…" below [files.columns]; where the file has no such column, ask the force for '
                f"it. Without it take {mean} out.",
            )


def check_formats(fields: Fields, source: Source, schema: Schema) -> None:
    """Report formats of columns that are not mapped, and those that cannot be read."""
    for name, written in source.formats.items():
        column = schema.column(name)
        if column is None:
            continue
        if name not in source.columns:
            action = f"Map {name} below [files.columns] or take this line out."
            _format(fields, name, found=f"a format for {name}, which is not mapped", expected="a column", action=action)
        elif column.kind in ("time", "date"):
            _check_time_format(fields, name, written)
        elif column.kind == "seconds" and written not in DURATIONS:
            action = f"{did_you_mean(written, DURATIONS)}Write one of the words expected."
            _format(fields, name, found=f'"{safe(written)}"', expected=listed(DURATIONS), action=action)
        elif column.kind != "seconds":
            action = "Take this line out."
            _format(fields, name, found=f'"{safe(written)}"', expected="no format: it is not a time", action=action)


def _check_time_format(fields: Fields, name: str, written: str) -> None:
    bare = _TIME_PARTS.sub("", written)
    if written not in TIME_WORDS and ("%" in bare or bare == written):
        near = did_you_mean(written, TIME_WORDS)
        action = f"{near}Write %d/%m/%Y %H:%M:%S for 31/03/2025 14:05:09; %y is a year of two digits."
        _format(fields, name, found=f'"{safe(written)}"', expected="how a date or time is written", action=action)


def _format(fields: Fields, name: str, *, found: str, expected: str, action: str) -> None:
    place = (*fields.path, "formats", name)
    fields.reading.fault(place, "unknown-format", found=found, expected=expected, action=action)


def check_words(fields: Fields, source: Source, schema: Schema) -> None:
    """Report translations into words without a meaning, in ``words`` and ``constants``."""
    meanings = MEANINGS | {column.name: _meanings(column) for column in schema.columns if _meanings(column)}
    for name, words in source.words.items():
        for said, meant in words.items():
            _check_word(fields, ("words", name, said), meant, (*meanings.get(name, ()), LEAVE_OUT))
        if name not in source.columns:
            action = f"Map {name} below [files.columns] or take [files.words.{name}] out."
            found = f"words for {name}, which is not mapped"
            fields.reading.fault(
                (*fields.path, "words", name), "unknown-column", found=found, expected="a column", action=action
            )
    for name, value in source.constants.items():
        _check_word(fields, ("constants", name), value, meanings.get(name, ()))


def _meanings(column: Column) -> tuple[str, ...]:
    return ("yes", "no") if column.kind == "yes or no" else column.words


def _check_word(fields: Fields, place: tuple[str, ...], meant: str, allowed: Collection[str]) -> None:
    if set(allowed) - {LEAVE_OUT} and meant not in allowed:
        fields.reading.fault(
            (*fields.path, *place),
            "unknown-word",
            found=f'"{safe(meant)}"',
            expected=listed(allowed),
            action=f"{did_you_mean(meant, allowed)}The file's word stands left of the =, ours on the right.",
        )
