"""One ``[[files]]`` entry as proposed: every key with its guess, and what was left open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from reviewkit.data.propose.layout import Layout
from reviewkit.data.propose.marks import Guess, Open

Table = dict[str, Guess]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A proposed ``[[files]]`` entry.

    ``open`` is what could not be guessed; ``left`` maps the columns of the file that are not mapped to what they hold;
    ``layout`` is what it was made from, ``names`` its files, ``moments`` when its rows begin.
    """

    table: Guess
    files: Guess
    layout: Layout
    names: tuple[str, ...] = ()
    moments: tuple[dt.datetime | None, ...] = ()
    keys: Table = field(default_factory=dict)
    columns: Table = field(default_factory=dict)
    formats: Table = field(default_factory=dict)
    words: dict[str, Table] = field(default_factory=dict)
    constants: Table = field(default_factory=dict)
    keep: Table = field(default_factory=dict)
    queues: Table = field(default_factory=dict)
    open: tuple[Open, ...] = ()
    left: dict[str, str] = field(default_factory=dict)

    @property
    def places(self) -> tuple[str, ...]:
        """Its files as messages call them, with the sheet where it is one of several."""
        said = self.keys["sheet"].value if "sheet" in self.keys else ""
        sheets = [said] if isinstance(said, str) else said
        return tuple(f"{name}/{sheet}" if sheet else name for name in self.names for sheet in sheets)
