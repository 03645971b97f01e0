"""Which column of the file is which of ours: by its heading and by what its values look like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reviewkit.data.declared.schemas import TABLES
from reviewkit.data.propose.headings import band, in_service_level, is_percent, likeness, plain, unit
from reviewkit.data.propose.marks import Guess
from reviewkit.data.propose.synonyms import CALLS, COUNTS, INTERVAL_TIMES, QUEUES, RECORDS
from reviewkit.data.propose.values import Look

LEAST, EXACT = 0.66, 0.95
PLACED = {"start", "offered_at", "channel", "stage", "queue", "minutes"}
"""Columns that other modules find: moments, and what says which queue a row is about."""
FITS = {
    "count": {"count"},
    "seconds": {"count", "number", "clock"},
    "number": {"count", "number", "percent"},
    "text": {"text", "count", "number", "moment", "date", "clock"},
    "time": {"moment", "date"},
    "date": {"date", "moment"},
    "yes or no": {"text"},
}
"""Kind of our column -> what the values of the file's may look like."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One column of the file that may be one of ours."""

    heading: str
    ours: str
    score: float


def synonyms_of(table: str) -> dict[str, str]:
    """Return our columns of a table -> the phrases for each, our own name among them."""
    written = {"calls": CALLS, "intervals": COUNTS | INTERVAL_TIMES}.get(table, RECORDS)
    force = {"force": QUEUES["force"]}
    return {
        column.name: " | ".join(filter(None, (column.name.replace("_", " "), (written | force).get(column.name, ""))))
        for column in TABLES[table].columns
        if column.name not in PLACED or table not in {"calls", "intervals"}
    }


def match(table: str, looks: Mapping[str, Look]) -> dict[str, Guess]:
    """Return our column -> the heading that fits best; each heading and each of ours at most once.

    The nearest pairs are joined first. A pair is sure where the heading is a known phrase for that column alone and
    the values look like it.
    """
    pairs = sorted(_candidates(table, looks), key=lambda pair: (-pair.score, pair.heading))
    joined: dict[str, Candidate] = {}
    for pair in pairs:
        if pair.ours not in joined and pair.heading not in {other.heading for other in joined.values()}:
            joined[pair.ours] = pair
    certain = {pair.heading for pair in joined.values() if pair.score >= EXACT}
    made = {
        ours: _guess(
            pair,
            looks[pair.heading],
            [
                other.heading
                for other in pairs
                if other.ours == ours
                and other.heading not in {pair.heading, *certain}
                and other.score >= pair.score - 0.05
            ],
        )
        for ours, pair in joined.items()
    }
    taken = {pair.heading for pair in joined.values()}
    return made | _bands(table, looks, taken)


def table_of(looks: Mapping[str, Look], *, worded: bool, timed: bool) -> Guess:
    """Return the likeliest table, or an empty text where none is likely, and why.

    Parameters
    ----------
    looks
        What each column looks like.
    worded
        Whether a column has words for what became of a call.
    timed
        Whether any column holds times.
    """
    counts = {ours: guess for ours, guess in match("intervals", looks).items() if ours in COUNTS or "_" in ours}
    known = [name for name in ("offered", "answered", "abandoned") if name in counts]
    calls = match("calls", looks)
    single = [name for name in ("call_id", "wait_s", "outcome", "handled_s", "caller") if name in calls]
    if worded and len(single) >= 2 and len(known) < 2:
        return _table("calls", "a row seems to be one call", single)
    if len(known) < 2 and (record := _record(looks)):
        return record
    if known or (timed and len(counts) >= 2):
        return _table("intervals", "a row seems to count calls", known or list(counts))
    if timed and len(single) >= 2:
        return _table("calls", "a row seems to be one call", single)
    return Guess(value="", why="neither counts of calls nor single calls were recognised")


def _record(looks: Mapping[str, Look]) -> Guess | None:
    """Return the table of records of which every column needed is there, the one with most columns known."""
    known = {}
    for name, schema in TABLES.items():
        found = match(name, looks) if schema.from_files and name not in {"calls", "intervals"} else {}
        sure = sum(guess.sure for guess in found.values())
        if found and set(schema.required) <= set(found) and sure >= max(2, 0.5 * len(looks)):
            known[name] = sure
    best = max(known, key=known.get, default="")
    return (
        Guess(value=best, why=f"{known[best]} of its {len(looks)} headings are of the table {best}", sure=True)
        if best
        else None
    )


def _table(name: str, why: str, found: list[str]) -> Guess:
    return Guess(value=name, why=f"{why}: it has {', '.join(found)}", sure=len(found) >= 2)


def _candidates(table: str, looks: Mapping[str, Look]) -> list[Candidate]:
    found = []
    for ours, phrases in synonyms_of(table).items():
        kind = TABLES[table].column(ours).kind
        for heading, seen in looks.items():
            if (
                seen.kind not in FITS[kind]
                or heading in {"date", "sheet", "section"}
                or _excluded(heading, kind, table)
            ):
                continue
            if ours == "caller" and not seen.phones:
                continue
            score = likeness(heading, phrases)
            if score >= LEAST and _same_thing(plain(heading).split(), ours):
                found.append(Candidate(heading=heading, ours=ours, score=score))
    return found


def _excluded(heading: str, kind: str, table: str) -> bool:
    """Whether a heading speaks of a share or a band, which no count or duration is; or of time, which no count is."""
    if kind not in {"count", "seconds"} or table not in {"calls", "intervals"}:
        return False
    if kind == "count" and (unit(heading) or plain(heading).split()[-1:] == ["time"]):
        return True  # "Wait (s)" is no number of callers waiting
    return is_percent(heading) or band(heading) is not None or in_service_level(heading)


def _same_thing(words: list[str], ours: str) -> bool:
    """Whether heading and column agree about giving up, about means and about the longest: one word changes all."""
    if ours not in INTERVAL_TIMES:
        return True
    abandoned = ("abandoned" in words) == ("abandoned" in ours)
    means = ("_mean_" in ours) or not {"average", "asa", "aht"} & set(words)
    longest = ("longest" in ours) == ("longest" in words)
    return abandoned and means and longest


def _guess(pair: Candidate, seen: Look, rivals: list[str]) -> Guess:
    what = {"count": "whole numbers", "number": "numbers", "clock": "durations", "text": "words"}.get(
        seen.kind, "times"
    )
    why = f"the heading; {round(seen.share * seen.filled)} of {seen.filled} values are {what}"
    if pair.score < EXACT:
        why = (
            f"the heading is like others for this; {round(seen.share * seen.filled)} of {seen.filled} values are {what}"
        )
    if rivals:
        why += f"; it might be {', '.join(rivals[:2])}"
    return Guess(value=(pair.heading,), why=why, sure=pair.score >= EXACT and not rivals and seen.share >= 0.95)


def _bands(table: str, looks: Mapping[str, Look], taken: set[str]) -> dict[str, Guess]:
    """Return the columns of calls answered, or given up, within so many seconds."""
    made: dict[str, Guess] = {}
    for heading, seen in looks.items():
        found = band(heading)
        if table == "intervals" and found and heading not in taken and seen.kind == "count" and found.name not in made:
            made[found.name] = Guess(
                value=(heading,), why="the heading says within how many seconds", sure=not found.under
            )
    return made
