"""Tables of calls and of counts of calls: when, which queue, how many, how long."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from reviewkit.data.declared.schemas import MEANS, TABLES
from reviewkit.data.propose import words
from reviewkit.data.propose.entry import Entry, Table
from reviewkit.data.propose.evidence import decimal_of, find_by_sums, formats_of, not_answered, total_or_mean, weigh
from reviewkit.data.propose.headings import band, is_percent, likeness, unit
from reviewkit.data.propose.layout import FIRST, Layout
from reviewkit.data.propose.levels import levels_of
from reviewkit.data.propose.marks import Guess, Open, quoted
from reviewkit.data.propose.match import match
from reviewkit.data.propose.queues import Queues, find_queues
from reviewkit.data.propose.single_calls import callers_of, outcomes_of, repeated_ids
from reviewkit.data.propose.synonyms import QUEUES
from reviewkit.data.propose.times import OFFERED_AT, START, Moments, ends_of, find_moments, grain_of
from reviewkit.data.propose.values import Look

BEGINS = {"calls": "offered_at", "intervals": "start"}
UNKNOWN_QUEUE = "which queue is this? write its channel and stage, or leave_out"
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What is known of a table before its columns are joined with ours."""

    table: str
    columns: dict[str, list[str]]
    looks: dict[str, Look]
    moments: Moments | None

    @property
    def begins(self) -> Table:
        """The column that says when a row begins."""
        return {BEGINS[self.table]: self.moments.columns} if self.moments else {}

    @property
    def others(self) -> dict[str, Look]:
        """What the columns that hold no beginning look like."""
        taken = set(self.moments.columns.value) if self.moments else set()
        return {heading: seen for heading, seen in self.looks.items() if heading not in taken}


def counted(begun: Entry, looks: dict[str, Look], outcome: str) -> Entry:
    """Return the entry for a table of calls or of counts; ``outcome`` is the column that says what became of a call."""
    layout, name = begun.layout, str(begun.table.value)
    wanted = OFFERED_AT if name == "calls" else START
    moments = find_moments(layout.columns, looks, wanted=wanted, dated="date_in" in layout.keys)
    seen = _Seen(table=name, columns=layout.columns, looks=looks, moments=moments)
    mapped, said, opened = _single(seen, outcome) if name == "calls" else _counts(seen, layout.about)
    queues = find_queues(seen.columns, looks, used=_headings(seen.begins | mapped), about=layout.about)
    mapped = {**seen.begins, **queues.columns, **mapped}
    keep = _keep(seen, _headings(mapped))
    keys = _keys(seen, mapped) | _parts(seen, queues, _headings(mapped) | set(keep)) | layout.keys
    used = _headings(mapped) | set(keep) | set(keys["parts"].value if "parts" in keys else ())
    return replace(
        begun,
        moments=tuple(moments.read) if moments else (),
        keys=keys,
        columns=in_order(name, mapped),
        formats=_formats(seen, mapped, queues, decimal="," if "decimal" in keys else "."),
        words=said | queues.words,
        constants=queues.constants,
        keep=keep,
        queues=queues.queues,
        open=(*opened, *_open(seen, queues, keys)),
        left=left_of(layout, used, looks),
    )


def left_of(layout: Layout, used: set[str], looks: dict[str, Look]) -> dict[str, str]:
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


def _headings(mapped: Table) -> set[str]:
    return {heading for guess in mapped.values() for heading in guess.value}


def _single(seen: _Seen, outcome: str) -> tuple[Table, dict[str, Table], list[Open]]:
    """Return the columns of single calls, the words of outcomes, and what is left open."""
    mapped, said, opened = outcomes_of(match("calls", seen.others), outcome, seen.columns)
    mapped |= callers_of(mapped, seen.looks)
    return mapped | repeated_ids(mapped, seen.looks), said, opened


def _counts(seen: _Seen, about: tuple[str, ...]) -> tuple[Table, dict[str, Table], list[Open]]:
    """Return the columns of counts and of waits, no words, and what is left open."""
    mapped = match("intervals", seen.others)
    mapped |= find_by_sums(mapped, seen.columns, seen.looks)
    mapped = total_or_mean(weigh(mapped, seen.columns), seen.columns)
    needs = {mean: f"a mean needs the number of calls: {count}" for mean, count in MEANS.items() if count not in mapped}
    needs["resolved"] = "write the force's rule for it, first_contact_rule, at the top of the file"
    opened = [
        Open(place="columns", line=f"{ours} = {quoted(mapped[ours].value[0])}", todo=todo)
        for ours, todo in needs.items()
        if ours in mapped
    ]
    mapped = {ours: guess for ours, guess in mapped.items() if ours not in needs}
    levels, unknown = levels_of(seen.columns, seen.looks, about)
    return mapped | levels, {}, [*opened, *not_answered(mapped, seen.columns, seen.looks), *unknown]


def _open(seen: _Seen, queues: Queues, keys: Table) -> list[Open]:
    """Return what every such table needs and this one lacks."""
    found = []
    if seen.moments is None:
        todo = "no column of dates or times was recognised: write the one that says when a row begins"
        found.append(Open(place="columns", line=f'{BEGINS[seen.table]} = "..."', todo=todo))
    if not {"queue", "channel"} & {*queues.columns, *queues.constants}:
        todo = "nothing says whether these are 999, 101 or other calls; write it"
        found.append(Open(place="constants", line='channel = "101"', todo=todo))
    if seen.table == "intervals" and "grain" not in keys:
        found.append(Open(place="", line='grain = "30 minutes"', todo="how long one row is could not be told"))
    names = [quoted(name) for name in queues.open]
    return [*found, *(Open(place="queues", line=f'{name} = "101/primary"', todo=UNKNOWN_QUEUE) for name in names)]


def _formats(seen: _Seen, mapped: Table, queues: Queues, *, decimal: str) -> Table:
    durations = {ours: guess for ours, guess in mapped.items() if ours not in {*seen.begins, *queues.columns}}
    units = {ours: unit(guess.value[0]) for ours, guess in durations.items()}
    style = {BEGINS[seen.table]: seen.moments.style} if seen.moments and seen.moments.style else {}
    return style | formats_of(durations, seen.columns, units=units, decimal=decimal)


def in_order(table: str, mapped: Table) -> Table:
    """Return the columns in the order of the table's schema, bands after the rest."""
    names = ["queue" if name == "channel" and "queue" in mapped else name for name in TABLES[table].names]
    return dict(sorted(mapped.items(), key=lambda item: names.index(item[0]) if item[0] in names else len(names)))


def _keys(seen: _Seen, mapped: Table) -> Table:
    keys: Table = {}
    read = seen.moments.read if seen.moments else []
    if seen.table == "intervals" and (grain := grain_of(read[:FIRST], ends_of(seen.columns, seen.looks))):
        keys["grain"] = grain
    if any(_never_was(moment) for moment in read if moment):
        keys["time_zone"] = Guess(value="UTC", why="there are times in the hour that the clock skips in spring")
    elif any(moment.hour or moment.minute for moment in read if moment) and not _says_its_offset(seen):
        why = 'nothing in the file says it; write "UTC" for a system whose clock never changes'
        keys["time_zone"] = Guess(value="Europe/London", why=why)
    if seen.table == "intervals" and any((one := band(guess.value[0])) and one.under for guess in mapped.values()):
        keys["edge"] = Guess(value="under", why="the headings say under so many seconds")
    decimal = decimal_of(seen.columns)
    return keys | ({"decimal": decimal} if decimal else {})


def _says_its_offset(seen: _Seen) -> bool:
    return any(
        seen.looks[heading].style == "iso-offset" for heading in seen.moments.columns.value if heading in seen.looks
    )


def _never_was(read: dt.datetime) -> bool:
    """Whether a time was never on the clock: in the hour skipped in spring."""
    return read.replace(tzinfo=LONDON).astimezone(dt.UTC).astimezone(LONDON).replace(tzinfo=None) != read


def _keep(seen: _Seen, used: set[str]) -> Table:
    """Return the rows to keep where some rows stand for all the others together."""
    made = {}
    for heading, look in seen.looks.items():
        names = list(dict.fromkeys(value for value in seen.columns[heading] if value))
        whole = words.everything(names)
        if heading not in used and look.kind == "text" and whole and 1 < len(names) <= 12:
            rest = tuple(name for name in names if name not in whole)
            made[heading] = Guess(value=rest, why=f'rows with "{whole[0]}" seem to add up the others')
    return made


def _parts(seen: _Seen, queues: Queues, used: set[str]) -> Table:
    """Return the column whose rows are parts of one interval: without it the same interval would stand twice."""
    if seen.table != "intervals" or seen.moments is None or "queue" in queues.columns:
        return {}
    place = [seen.columns[guess.value[0]] for guess in queues.columns.values()]
    keys = list(zip(seen.moments.read, *place, strict=True))
    if max(Counter(keys).values(), default=0) < 2:
        return {}
    for heading, look in seen.looks.items():
        if heading in used or look.kind not in {"text", "count"} or look.different >= 0.5 * len(keys):
            continue
        if max(Counter(zip(keys, seen.columns[heading], strict=True)).values()) == 1:
            sure = likeness(heading, QUEUES["part"]) >= 0.95
            why = "the same time stands in several rows, one for each of its values: they are added up"
            return {"parts": Guess(value=(heading,), why=why, sure=sure)}
    return {}
