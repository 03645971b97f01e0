"""One ``[[files]]`` entry as proposed: every key with its guess, and what was left open."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from reviewkit.data.declared.schemas import MEANS, TABLES
from reviewkit.data.propose import words
from reviewkit.data.propose.evidence import decimal_of, find_by_sums, formats_of, not_answered, total_or_mean, weigh
from reviewkit.data.propose.headings import band, is_percent, likeness, unit
from reviewkit.data.propose.layout import FIRST, Layout
from reviewkit.data.propose.levels import levels_of
from reviewkit.data.propose.marks import Guess, Open
from reviewkit.data.propose.match import match, table_of
from reviewkit.data.propose.queues import Queues, find_queues
from reviewkit.data.propose.single_calls import callers_of, outcome_column, outcomes_of, repeated_ids
from reviewkit.data.propose.synonyms import QUEUES
from reviewkit.data.propose.times import OFFERED_AT, START, Moments, ends_of, find_moments, grain_of, looks_of
from reviewkit.data.propose.values import Look

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
        return replace(begun, left=_left(layout, set(), looks))
    if table.value not in {"calls", "intervals"}:
        return _record(begun, looks)
    return _counted(begun, looks, outcome)


def _record(begun: Entry, looks: dict[str, Look]) -> Entry:
    """Return an entry for a table whose columns carry our own names, as in the templates."""
    name = str(begun.table.value)
    mapped = match(name, looks)
    styles = {
        ours: Guess(value=looks[guess.value[0]].style, why="as its values are written", sure=looks[guess.value[0]].sure)
        for ours, guess in mapped.items()
        if TABLES[name].column(ours).kind in {"time", "date"} and looks[guess.value[0]].style.startswith("%")
    }
    used = {heading for guess in mapped.values() for heading in guess.value}
    return replace(begun, columns=mapped, formats=styles, left=_left(begun.layout, used, looks))


def _counted(begun: Entry, looks: dict[str, Look], outcome: str) -> Entry:
    name, layout = str(begun.table.value), begun.layout
    columns = layout.columns
    decimal = decimal_of(columns)
    ours = {"calls": "offered_at", "intervals": "start"}[name]
    moments = find_moments(
        columns, looks, wanted=OFFERED_AT if name == "calls" else START, dated="date_in" in layout.keys
    )
    timed = set(moments.columns.value) if moments else set()
    mapped = match(name, {heading: seen for heading, seen in looks.items() if heading not in timed})
    opened: list[Open] = []
    if name == "intervals":
        mapped = total_or_mean(weigh(mapped | find_by_sums(mapped, columns, looks), columns), columns)
        for mean, count in MEANS.items():
            if mean in mapped and count not in mapped:
                line = f'{mean} = "{mapped.pop(mean).value[0]}"'
                opened.append(Open(place="columns", line=line, todo=f"a mean needs the number of calls: {count}"))
        opened += not_answered(mapped, columns, looks)
        more, unknown = levels_of(columns, looks, layout.about)
        mapped, opened = mapped | more, [*opened, *unknown]
    said: dict[str, Table] = {}
    if name == "calls":
        mapped, said, unknown = outcomes_of(mapped, outcome, columns)
        opened += unknown
        mapped |= callers_of(mapped, columns, looks) | repeated_ids(mapped, looks)
    used = timed | {heading for guess in mapped.values() for heading in guess.value}
    queues = find_queues(columns, looks, used=used, about=layout.about)
    mapped = {**({ours: moments.columns} if moments else {}), **queues.columns, **mapped}
    if not moments:
        todo = "no column of dates or times was recognised: write the one that says when a row begins"
        opened.append(Open(place="columns", line=f'{ours} = "..."', todo=todo))
    if not queues.columns.get("queue") and not queues.columns.get("channel") and "channel" not in queues.constants:
        todo = "nothing says whether these are 999, 101 or other calls; write it"
        opened.append(Open(place="constants", line='channel = "101"', todo=todo))
    units = {one: unit(guess.value[0]) for one, guess in mapped.items()}
    durations = {one: guess for one, guess in mapped.items() if one not in {ours, *queues.columns}}
    formats = formats_of(durations, columns, units=units, decimal="," if decimal else ".")
    if moments and moments.style:
        formats = {ours: moments.style, **formats}
    used |= {heading for guess in mapped.values() for heading in guess.value}
    keep = _keep(columns, looks, used)
    keys = {**_keys(name, moments, columns, looks, mapped), **({"decimal": decimal} if decimal else {}), **layout.keys}
    if name == "intervals":
        if "grain" not in keys:
            opened.append(Open(place="", line='grain = "30 minutes"', todo="how long one row is could not be told"))
        keys |= _parts(moments, queues, columns, looks, used | set(keep))
    used |= set(keep) | set(keys["parts"].value if "parts" in keys else ())
    return replace(
        begun,
        moments=tuple(moments.read) if moments else (),
        keys=keys,
        columns=_in_order(name, mapped),
        formats=formats,
        words=said | queues.words,
        constants=queues.constants,
        keep=keep,
        queues=queues.queues,
        open=(
            *opened,
            *(
                Open(place="queues", line=f'{json.dumps(one, ensure_ascii=False)} = "101/primary"', todo=_UNKNOWN_QUEUE)
                for one in queues.open
            ),
        ),
        left=_left(layout, used, looks),
    )


_UNKNOWN_QUEUE = "which queue is this? write its channel and stage, or leave_out"


def _in_order(table: str, mapped: Table) -> Table:
    """Return the columns in the order of the table's schema, bands after the rest."""
    names = ["queue" if name == "channel" and "queue" in mapped else name for name in TABLES[table].names]
    return dict(sorted(mapped.items(), key=lambda item: names.index(item[0]) if item[0] in names else len(names)))


def _keys(
    name: str, moments: Moments | None, columns: dict[str, list[str]], looks: dict[str, Look], mapped: Table
) -> Table:
    keys: Table = {}
    if name == "intervals" and moments and (grain := grain_of(moments.read[:FIRST], ends_of(columns, looks))):
        keys["grain"] = grain
    if moments and any(_never_was(read) for read in moments.read if read):
        keys["time_zone"] = Guess(value="UTC", why="there are times in the hour that the clock skips in spring")
    under = [one for one, guess in mapped.items() if (found := band(guess.value[0])) and found.under]
    if name == "intervals" and under:
        keys["edge"] = Guess(value="under", why="the headings say under so many seconds")
    return keys


def _never_was(read: dt.datetime) -> bool:
    there = read.replace(tzinfo=ZoneInfo("Europe/London"))
    return there.astimezone(dt.UTC).astimezone(ZoneInfo("Europe/London")).replace(tzinfo=None) != read


def _keep(columns: dict[str, list[str]], looks: dict[str, Look], used: set[str]) -> Table:
    """Return the rows to keep where some rows stand for all the others together."""
    made = {}
    for heading, seen in looks.items():
        names = list(dict.fromkeys(value for value in columns[heading] if value))
        whole = words.everything(names)
        if heading not in used and seen.kind == "text" and whole and 1 < len(names) <= 12:
            rest = tuple(name for name in names if name not in whole)
            made[heading] = Guess(value=rest, why=f'rows with "{whole[0]}" seem to add up the others')
    return made


def _parts(
    moments: Moments | None, queues: Queues, columns: dict[str, list[str]], looks: dict[str, Look], used: set[str]
) -> Table:
    """Return the column whose rows are parts of one interval: without it the same interval would stand twice."""
    if moments is None or "queue" in queues.columns:
        return {}
    place = [columns[guess.value[0]] for guess in queues.columns.values()]
    keys = list(zip(moments.read, *place, strict=True))
    if max(Counter(keys).values(), default=0) < 2:
        return {}
    for heading, seen in looks.items():
        if heading in used or seen.kind not in {"text", "count"} or seen.different >= 0.5 * len(keys):
            continue
        if max(Counter(zip(keys, columns[heading], strict=True)).values()) == 1:
            sure = likeness(heading, QUEUES["part"]) >= 0.95
            why = "the same time stands in several rows, one for each of its values: they are added up"
            return {"parts": Guess(value=(heading,), why=why, sure=sure)}
    return {}


def _left(layout: Layout, used: set[str], looks: dict[str, Look]) -> dict[str, str]:
    """Return the columns not mapped, each with what it holds."""
    left = {}
    for heading, seen in looks.items():
        if heading in used or heading in {"date", "sheet", "section"}:
            continue
        share = "a share: counts are used, not shares" if is_percent(heading) or seen.kind == "percent" else ""
        left[heading] = share or {"empty": "empty", "count": "whole numbers", "clock": "times or durations"}.get(
            seen.kind, seen.kind
        )
    return left | dict.fromkeys(layout.repeated, "stands twice among the headings")
