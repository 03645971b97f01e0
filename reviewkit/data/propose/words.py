"""Words that files use for outcomes, channels, stages and queues, and what they probably mean.

The first pattern that is found in a word decides. Add a line when a force's words are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reviewkit.data.checks.personal import kinds_of
from reviewkit.data.declared.schemas import LEAVE_OUT
from reviewkit.data.propose.headings import plain
from reviewkit.data.propose.marks import Guess

OUTCOME_WORDS = {
    "callback": r"callback|call back|virtual hold|queue buster|^cbk$|^cb$",
    LEAVE_OUT: r"phantom|\btest\b|duplicate",
    "abandoned": r"abandoned|hang|hung up|gave up|given up|\blost\b|^abn?d?$|^missed$|"
    r"disconnected by caller|customer disconnect",
    "overflow": r"overflow|interflow|flowed? ?out|^ovf$|^ovr$|other force",
    "contained": r"contained|self serv|^ivr$|\bmenu\b|\bmessage\b|deflected",
    "forced": r"forced|busy|engaged|queue full|rejected|dropped|system|^dsc$|technical|disconnected",
    "waiting": r"\bwait\b|still in queue|in progress",
    "answered": r"answered|agent|handled|connected|completed|accepted|^a$|served|\bok\b",
}
CHANNEL_WORDS = {
    "webchat": r"\bweb ?chat\b|\bchat\b|live chat",
    "email": r"\be ?mails?\b",
    "online": r"\bonline\b|\bweb form\b|\bweb\b",
    "social": r"\bsocial\b|twitter|facebook|whatsapp",
    "101": r"\b101\b|non emergency|nonemergency",
    "999": r"\b999\b|\b112\b|emergency",
}
STAGE_WORDS = {
    "callback": r"callback|virtual hold|queue buster",
    "ivr": r"\bivr\b|\bmenu\b|auto ?attendant|recorded message",
    "secondary": r"enquir|\benq\b|secondary|second|2nd|\bfec\b|crime|contact centre|reporting|resolution|"
    r"triage|records",
    "primary": r"switchboard|\bswb\b|\bswbd\b|primary|first|1st|front|main|operator|"
    r"emergency|control room|\becr\b|\b999\b",
}
NOT_PUBLIC = r"\btest\b|training|\bstaff\b|internal|\bit\b|help ?desk|\bhr\b|basic ?queue|voicemail|do not use|default"
EVERYTHING = r"\*|all|total|totals|\(all\)|all queues|all media"


def outcome(word: str) -> Guess | None:
    """Return what became of a call, from the file's word for it; None where the word says nothing.

    >>> outcome("HANG").value, outcome("Agent").value, outcome("Q7")
    ('abandoned', 'answered', None)
    """
    found = _first(word, OUTCOME_WORDS)
    same = plain(word) in {found, *OUTCOME_WORDS} and found == plain(word)
    return Guess(value=found, why="a known word" if same else "the word sounds like it", sure=same) if found else None


def channel(word: str) -> Guess | None:
    """Return the channel a word names; None where it names none.

    >>> channel("101 Switchboard").value, channel("Firearms")
    ('101', None)
    """
    found = _first(word, CHANNEL_WORDS)
    return Guess(value=found, why=f'from "{word}"', sure=found in word.split()) if found else None


def stage(word: str) -> Guess | None:
    """Return the stage a word names; None where it names none.

    >>> stage("FEC").value, stage("Switchboard").value, stage("X")
    ('secondary', 'primary', None)
    """
    found = _first(word, STAGE_WORDS)
    return Guess(value=found, why=f'from "{word}"', sure=plain(word) in {found, "switchboard"}) if found else None


def queue(name: str) -> Guess | None:
    """Return ``channel/stage`` for a queue's name, or ``leave_out`` for one that is not the public's; None when unsure.

    A queue is never taken for certain: the name of a queue is the force's own.

    >>> queue("101 Switchboard").value, queue("Webchat (4499)").value, queue("Exs-Test").value, queue("Q17")
    ('101/primary', 'webchat/primary', 'leave_out', None)
    """
    if re.search(NOT_PUBLIC, _spaced(name)):
        return Guess(value=LEAVE_OUT, why="the name sounds like calls that are not the public's")
    line, where = channel(name), stage(name)
    if line is None and where is None:
        return None
    heard = [f"{made.value}" for made in (line, where) if made]
    missing = "" if line and where else ", the rest is the usual"
    usual = "999" if where and re.search("control room|ecr", _spaced(name)) else "101"
    value = f"{line.value if line else usual}/{where.value if where else 'primary'}"
    return Guess(value=value, why=f"the name sounds like {' and '.join(heard)}{missing}")


def everything(words: Iterable[str]) -> list[str]:
    """Return the words that stand for all the others together, such as ``*`` or ``All``.

    >>> everything(["*", "Call"])
    ['*']
    """
    return [word for word in words if re.fullmatch(EVERYTHING, word.strip().lower())]


def about_people(words: Iterable[str]) -> bool:
    """Tell whether a column's words are about people: numbers, addresses, accounts of something, mostly names.

    >>> about_people(["Smith, John", "Jones, Anne"]), about_people(["rang back on 07700 900123", "Crime"])
    (True, True)
    >>> about_people(["ENQ Crime", "101 Switchboard"])
    False
    """
    words = list(words)
    kinds = [set(kinds_of(word)) for word in words]
    named = sum(bool(found & {"name", "postcode"}) for found in kinds)
    return named > 0.5 * len(words) or any(found - {"name", "postcode"} for found in kinds)


def _first(word: str, table: dict[str, str]) -> str:
    """Return the first meaning whose pattern is found in the word as written, or made plain."""
    texts = (_spaced(word), plain(word))
    return next((meaning for meaning, pattern in table.items() if any(re.search(pattern, text) for text in texts)), "")


def _spaced(word: str) -> str:
    """Return a name in small letters with blanks for every other mark."""
    return " ".join(re.sub(r"[\W_]+", " ", word).lower().split())
