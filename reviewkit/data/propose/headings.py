"""Headings in the words of their writers, made comparable: short forms spelt out, units and punctuation taken off."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache

SHORT_FORMS = {
    **dict.fromkeys(("avg", "ave", "av", "mean", "avge"), "average"),
    **dict.fromkeys(("max", "maximum", "highest"), "longest"),
    **dict.fromkeys(
        ("aban", "abn", "abd", "abnd", "aband", "abandon", "abandons", "abandonment", "abans"), "abandoned"
    ),
    **dict.fromkeys(("ans", "answer", "answers", "answd", "answering"), "answered"),
    **dict.fromkeys(("handle", "handling", "hndl", "hndld"), "handled"),
    **dict.fromkeys(("tot", "sum", "ttl", "overall"), "total"),
    **dict.fromkeys(("offer", "offd", "ofrd"), "offered"),
    **dict.fromkeys(("accept", "acc"), "accepted"),
    **dict.fromkeys(("transfer", "transfers", "trans", "xfer", "xfered"), "transferred"),
    **dict.fromkeys(("waiting", "waits", "waited"), "wait"),
    **dict.fromkeys(("secs", "sec", "seconds", "second", "s"), "sec"),
    **dict.fromkeys(("mins", "min", "minute", "minutes"), "min"),
    **dict.fromkeys(("num", "no", "nbr", "count", "n"), "number"),
    **dict.fromkeys(("contacts", "contact", "interactions", "interaction", "calls", "conversations"), "call"),
    **dict.fromkeys(("callbacks", "callback"), "callback"),
    **dict.fromkeys(("pct", "percent", "percentage", "rate"), "percent"),
    **dict.fromkeys(("queues", "queued"), "queued"),
    **dict.fromkeys(("svc", "srv", "serv"), "service"),
    **dict.fromkeys(("lvl", "levl", "levels"), "level"),
    **dict.fromkeys(("q",), "queue"),
    **dict.fromkeys(("disc", "disconnects", "disconnect"), "disconnected"),
}
"""Short and other forms of a word -> the form compared."""

CHANNELS = ("999", "101")
LIGHT = {
    **dict.fromkeys(CHANNELS, 0.05),
    **dict.fromkeys(
        ("the", "of", "to", "in", "for", "by", "a", "at", "and", "on", "hh", "mm", "ss", "sec", "acd"), 0.1
    ),
    **dict.fromkeys(("call", "number"), 0.2),
    **dict.fromkeys(("time", "total", "delay"), 0.5),
}
"""Words that say little about what a column holds, with what they weigh; every other word weighs 1."""

_UNIT = re.compile(
    r"[(\[]\s*(s|secs?|seconds?|ms|milliseconds|mins?|minutes?|h{1,2}:mm(?::ss)?|m{1,2}:ss|%|#)\s*[)\]]", re.IGNORECASE
)
UNITS = {
    "seconds": r"s|secs?|seconds?",
    "milliseconds": r"ms|milliseconds",
    "minutes": r"mins?|minutes?",
    "h:mm:ss": r"h{1,2}:mm:ss",
    "mm:ss": r"m{1,2}:ss",
}
"""How a duration is written -> what a heading says then."""

_BAND = re.compile(
    r"\b(?P<what>answered|abandoned|handled|accepted)\b.*?(?P<how>within|under|less than|up to|in|below|<=|≤|<)?\s*"
    r"(?P<n>\d{1,4})\s*(?P<unit>sec|min)?\b"
)
_NOT_BAND = re.compile(r"percent|%|service level|average|longest|after|over|more than|>|\d\s*(?:-|–|to)\s*\d")


@dataclass(frozen=True, kw_only=True)
class Band:
    """A column of calls answered or given up within so many seconds; ``under`` where those seconds do not count."""

    name: str
    under: bool


def plain(heading: str) -> str:
    """Return a heading in small letters and whole words, without its unit.

    >>> plain("Avg_Speed-Ans (hh:mm:ss)"), plain("NumberOfCallsOffered")
    ('average speed answered', 'number of call offered')
    """
    text = _UNIT.sub(" ", heading)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    text = re.sub(r"\bcall[ -]?backs?\b", "callback", text.lower())
    words = re.sub(r"[^\w%<>≤=]+|_", " ", text.replace("'", "")).split()
    return " ".join(SHORT_FORMS.get(word, word) for word in words)


def unit(heading: str) -> str:
    """Return how durations are written where a heading names a unit in brackets or as its last word; else nothing.

    >>> unit("Wait (secs)"), unit("Handle time [hh:mm:ss]"), unit("talk_mins"), unit("Wait")
    ('seconds', 'h:mm:ss', 'minutes', '')
    """
    bracketed = _UNIT.findall(heading)
    said = (bracketed or heading.replace("_", " ").split() or [""])[-1].lower()
    for meaning, pattern in UNITS.items():
        if re.fullmatch(pattern, said):
            return meaning
    return ""


def channel_in(heading: str) -> str:
    """Return the channel whose calls a heading speaks of, or an empty text.

    >>> channel_in("101 calls received"), channel_in("Answered within 101 seconds"), channel_in("Calls")
    ('101', '', '')
    """
    found = re.search(r"\b(999|101)\b", heading)
    return found[1] if found and not re.search(rf"{found[1]}\s*(?:s|secs?|seconds)\b", heading) else ""


def is_percent(heading: str) -> bool:
    """Tell whether a heading speaks of a share, not of a number of calls.

    >>> is_percent("% Aban"), is_percent("Service Level"), is_percent("Calls Aban"), is_percent("Svc Level Calls")
    (True, True, False, False)
    """
    words = plain(heading)
    counted = re.search(r"\b(?:answered|handled|abandoned|accepted|call)\b", words)
    return "%" in heading or re.search(r"\bpercent\b", words) is not None or (in_service_level(heading) and not counted)


def in_service_level(heading: str) -> bool:
    """Tell whether a heading speaks of a service level.

    >>> in_service_level("nAnsweredAcdSvcLvl"), in_service_level("Accepted in SLA"), in_service_level("Accepted")
    (True, True, False)
    """
    return re.search(r"\bservice level\b|\bsla\b|\bwithin (?:threshold|target)\b|\bsl\b", plain(heading)) is not None


def band(heading: str) -> Band | None:
    """Return the band that a heading names, or None.

    >>> band("Calls answered in 60 seconds"), band("Abandoned < 5s").under, band("Abandoned")
    (Band(name='answered_60s', under=False), True, None)
    """
    text = re.sub(r"(\d)\s*s\b", r"\1 sec", " ".join(_UNIT.sub(r" \1 ", heading).lower().split()))
    words = re.sub(r"(\d+)([a-z]+)", r"\1 \2", plain(re.sub(r"(\d)([a-z])", r"\1 \2", text.replace("_", " "))))
    match = _BAND.search(words)
    if not match or match["n"] in CHANNELS or _NOT_BAND.search(words) or _NOT_BAND.search(heading.lower()):
        return None
    seconds = int(match["n"]) * (60 if match["unit"] == "min" else 1)
    what = "abandoned" if match["what"] == "abandoned" else "answered"
    under = re.search(r"\bunder\b|\bless than\b|\bbelow\b|<(?!=)", words) is not None
    return Band(name=f"{what}_{seconds}s", under=under) if seconds else None


@lru_cache(maxsize=4096)
def phrases(text: str) -> tuple[str, ...]:
    """Return the phrases of one row of the table of synonyms, each made plain; a question mark is kept at its end."""
    return tuple(dict.fromkeys(plain(part) + " ?" * part.strip().endswith("?") for part in text.split("|")))


def likeness(heading: str, synonyms: str) -> float:
    """Return how like a heading is to the nearest phrase: 1 where they are the same words, 0 where they share none.

    A phrase with a question mark, which may mean something else too, gives 0.9 at most.

    >>> likeness("ACD Calls Offered", "offered"), likeness("Colour", "offered")
    (0.76..., 0.0)
    """
    words = plain(heading)
    return max(
        (
            _alike(words, phrase.removesuffix(" ?")) * (0.9 if phrase.endswith("?") else 1)
            for phrase in phrases(synonyms)
        ),
        default=0.0,
    )


@lru_cache(maxsize=65536)
def _alike(left: str, right: str) -> float:
    if sorted(left.split()) == sorted(right.split()):
        return 1.0
    here, there = dict.fromkeys(left.split()), dict.fromkeys(right.split())
    pairs = [(word, _nearest(word, there)) for word in here]
    shared = sum(_weight(word) * near for word, (other, near) in pairs if other)
    missed = sum(_weight(word) for word in there if word not in {other for _, (other, _) in pairs})
    whole = sum(map(_weight, here)) + missed
    return min(0.99, shared / whole) if whole else 0.0


def _nearest(word: str, others: dict[str, None]) -> tuple[str, float]:
    """Return the other word that is this one, or nearly so (a slip of one letter in five), and how near it is."""
    if word in others:
        return word, 1.0
    close = difflib.get_close_matches(word, others, n=1, cutoff=0.8) if len(word) >= 4 else []
    return (close[0], 0.9) if close else ("", 0.0)


def _weight(word: str) -> float:
    return LIGHT.get(word, 1.0)
