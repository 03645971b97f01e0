"""A layout described as an entry of ``force.toml``: which table it makes, and which column is which."""

from __future__ import annotations

from dataclasses import replace

from reviewkit.data.declared.schemas import TABLES
from reviewkit.data.propose.counted import counted, in_order, left_of
from reviewkit.data.propose.entry import Entry, Table
from reviewkit.data.propose.headings import likeness
from reviewkit.data.propose.layout import Layout
from reviewkit.data.propose.marks import Guess, Open, quoted
from reviewkit.data.propose.match import match, table_of
from reviewkit.data.propose.single_calls import outcome_column
from reviewkit.data.propose.times import looks_of
from reviewkit.data.propose.values import Look


def entry_of(layout: Layout, files: Guess, *, names: tuple[str, ...] = (), channel: str = "") -> Entry:
    """Return the entry proposed for one kind of file.

    Parameters
    ----------
    layout
        How it is laid out, with the values of its columns.
    files, names
        What stands in ``files``, and the files this means.
    channel
        The channel that the headings name, where they do.
    """
    made = replace(_entry_of(layout, files), names=names)
    if not channel or {"channel", "queue"} & set(made.columns) or made.table.value not in {"calls", "intervals"}:
        return made
    said = Guess(value=channel, why="the headings say so")
    left = tuple(one for one in made.open if one.place != "constants")
    return replace(made, constants={**made.constants, "channel": said}, open=left)


def _entry_of(layout: Layout, files: Guess) -> Entry:
    columns, looks = layout.columns, looks_of(layout.columns)
    outcome = outcome_column(columns, looks)
    timed = any(seen.kind in {"moment", "date"} for seen in looks.values())
    table = table_of(looks, worded=bool(outcome), timed=timed)
    begun = Entry(table=table, files=files, layout=layout, keys=layout.keys)
    if not table.value:
        return replace(begun, left=left_of(layout, set(), looks))
    if table.value not in {"calls", "intervals"}:
        return _record(begun, looks)
    return counted(begun, looks, outcome)


def _record(begun: Entry, looks: dict[str, Look]) -> Entry:
    """Return an entry for a table whose columns carry our own names, as in the templates."""
    name = str(begun.table.value)
    mapped = match(name, looks)
    styles = {
        ours: Guess(value=looks[guess.value[0]].style, why="as its values are written", sure=looks[guess.value[0]].sure)
        for ours, guess in mapped.items()
        if TABLES[name].column(ours).kind in {"time", "date"} and looks[guess.value[0]].style.startswith("%")
    }
    said, opened = _known_words(name, mapped, begun.layout.columns)
    used = {heading for guess in mapped.values() for heading in guess.value}
    return replace(
        begun,
        columns=in_order(name, mapped),
        formats=styles,
        words=said,
        open=opened,
        left=left_of(begun.layout, used, looks),
    )


def _known_words(table: str, mapped: Table, columns: dict[str, list[str]]) -> tuple[dict[str, Table], tuple[Open, ...]]:
    """Return what the words of columns with fixed words mean where they are like ours, and those that are not."""
    said: dict[str, Table] = {}
    opened = []
    for ours, guess in mapped.items():
        known = TABLES[table].column(ours).words
        strange = [word for word in dict.fromkeys(columns[guess.value[0]]) if word and word.lower() not in known]
        for word in strange if known else ():
            best = max(known, key=lambda meaning: likeness(word, meaning))
            if likeness(word, best) >= 0.66:
                said.setdefault(ours, {})[word] = Guess(value=best, why="the nearest of our words")
            else:
                line = f"{quoted(word)} = {quoted(known[0])}"
                todo = f"what does it mean? one of: {', '.join(known)}"
                opened.append(Open(place=f"words.{ours}", line=line, todo=todo))
    return said, tuple(opened)
