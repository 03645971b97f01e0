"""Which queue a row is about: a column of channels and stages, a queue's name, or the same for every row."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from reviewkit.data.propose import words
from reviewkit.data.propose.headings import likeness
from reviewkit.data.propose.marks import Guess
from reviewkit.data.propose.synonyms import QUEUES
from reviewkit.data.propose.values import Look

MOST_NAMES = 300
MADE = {"section": 0.97, "sheet": 0.9}
"""Columns that the layout makes -> how likely they name the queue."""


@dataclass(frozen=True, kw_only=True)
class Queues:
    """What goes into ``columns``, ``words``, ``queues`` and ``constants``; ``open`` are names nothing was found for."""

    columns: dict[str, Guess] = field(default_factory=dict)
    words: dict[str, dict[str, Guess]] = field(default_factory=dict)
    queues: dict[str, Guess] = field(default_factory=dict)
    constants: dict[str, Guess] = field(default_factory=dict)
    open: tuple[str, ...] = ()


def find_queues(
    columns: Mapping[str, list[str]], looks: Mapping[str, Look], *, used: Collection[str], about: tuple[str, ...]
) -> Queues:
    """Return how each row's channel and stage are found.

    Parameters
    ----------
    columns, looks
        The values of each column, and what they look like.
    used
        Columns that mean something else already.
    about
        Texts around the table and the names of its files, for when no column says.
    """
    free = {
        heading: list(dict.fromkeys(value for value in columns[heading] if value))
        for heading, seen in looks.items()
        if heading not in used
        and seen.kind in {"text", "count"}
        and 0 < seen.different <= MOST_NAMES
        and heading != "date"
    }
    free = {heading: names for heading, names in free.items() if not words.about_people(names)}
    line = _column(free, "channel")
    stage = _column({heading: names for heading, names in free.items() if heading != line}, "stage")
    queue = _queue_column({heading: names for heading, names in free.items() if heading not in {line, stage}}, looks)
    if line and (stage or not queue):
        return _two(line, stage, free, about)
    if queue or (stage and not line):
        return _one(queue or stage, free)
    return Queues(constants=_from_texts(about))


def _column(free: Mapping[str, list[str]], ours: str) -> str:
    """Return the column whose every word is a known channel or stage, the one whose heading says so first."""
    meaning = {"channel": words.channel, "stage": words.stage}[ours]
    known = [heading for heading, names in free.items() if all(meaning(name) for name in names) and heading not in MADE]
    if ours == "channel":  # a queue's name may hold a channel; a channel alone is no more than that
        known = [
            heading for heading in known if len({meaning(name).value for name in free[heading]}) == len(free[heading])
        ]
    ranked = sorted(known, key=lambda heading: -likeness(heading, QUEUES[ours]))
    if ranked and (likeness(ranked[0], QUEUES[ours]) >= 0.9 or _bare(free[ranked[0]], ours)):
        return ranked[0]
    return ""


def _bare(names: list[str], ours: str) -> bool:
    return ours == "channel" and all(name in words.CHANNEL_WORDS for name in names)


def _queue_column(free: Mapping[str, list[str]], looks: Mapping[str, Look]) -> str:
    """Return the column that most likely names a queue: by its heading, then by its words."""

    def score(heading: str) -> float:
        heard = sum(words.queue(name) is not None for name in free[heading]) / len(free[heading])
        named = MADE.get(heading, likeness(heading, QUEUES["queue"]))
        few = looks[heading].different <= max(1, 0.5 * looks[heading].filled)
        return named + heard if named >= 0.6 or (heard >= 0.8 and few and looks[heading].kind == "text") else 0.0

    best = max(free, key=score, default="")
    return best if best and score(best) > 0 else ""


def _two(line: str, stage: str, free: Mapping[str, list[str]], about: tuple[str, ...]) -> Queues:
    columns, said = {}, {}
    for ours, heading, meaning in (("channel", line, words.channel), ("stage", stage, words.stage)):
        if heading:
            exact = likeness(heading, QUEUES[ours]) >= 0.95
            why = f"its {len(free[heading])} words sound like a {ours}"
            columns[ours] = Guess(value=(heading,), why=why, sure=exact and ours == "channel")
            said[ours] = {name: meaning(name) for name in free[heading]}
    constants = {} if stage else {"stage": _from_texts(about)["stage"]}
    return Queues(columns=columns, words=said, constants=constants)


def _one(heading: str, free: Mapping[str, list[str]]) -> Queues:
    names = {name: words.queue(name) for name in free[heading]}
    why = f"its {len(names)} names seem to be queues" if len(names) > 1 else "its one name seems to be a queue"
    sure = heading == "section" or likeness(heading, QUEUES["queue"]) >= 0.95
    return Queues(
        columns={"queue": Guess(value=(heading,), why=why, sure=sure)},
        queues={name: guess for name, guess in names.items() if guess},
        open=tuple(name for name, guess in names.items() if guess is None),
    )


def _from_texts(about: tuple[str, ...]) -> dict[str, Guess]:
    """Return channel and stage for every row, from the names of files and the lines around the table."""
    made = {}
    for text in reversed(about):
        number = re.search(r"(?<!\d)(999|101|111)(?!\d)", text)
        found = Guess(value=number[1], why=f'from "{text}"') if number else words.channel(text)
        if found:
            made["channel"] = Guess(value=found.value, why=f'no column says it; from "{text}"')
            break
    heard = next((found for text in reversed(about) if (found := words.stage(text))), None)
    why = f"no column says it; {heard.why}" if heard else "no column says it; the first person is the usual"
    return made | {"stage": Guess(value=heard.value if heard else "primary", why=why)}
