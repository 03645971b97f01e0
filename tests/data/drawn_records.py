"""Drawn tables of records: a [[files]] entry of each, every column under its own name."""

from __future__ import annotations

from reviewkit.data.tidy.records import columns


def entry(table: str, *names: str, file: str = "", more: str = "") -> str:
    """Return a [[files]] entry that maps columns by their own names; all of them where none are given."""
    names = names or tuple(column.name for column in columns(table))
    mapped = "\n".join(f'{name} = "{name}"' for name in names)
    return f'[[files]]\ntable = "{table}"\nfiles = ["{file or table + ".csv"}"]\n[files.columns]\n{mapped}\n{more}\n'
