"""What the values of a column look like: times, durations, numbers, words; and how sure that is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%I:%M%p", "%H%M", "%H%M%S")
DAYS = (
    *(
        "%d/%m/%Y",
        "%m/%d/%Y",
        "%d/%m/%y",
        "%m/%d/%y",
        "%d-%m-%Y",
        "%m-%d-%Y",
        "%d.%m.%Y",
        "%d.%m.%y",
        "%Y/%m/%d",
        "%Y-%m-%d",
    ),
    *("%Y%m%d", "%y%m%d", "%d-%b-%Y", "%d-%b-%y", "%d %B %Y", "%d %b %Y", "%d %b %y", "%d %B %y"),
    *(
        "%a %d %b %Y",
        "%A %d %B %Y",
        "%b %d, %Y",
        "%B %d, %Y",
        "%b-%y",
        "%b %Y",
        "%B %Y",
        "%b-%Y",
        "%a, %d %b %Y",
        "%a %d %b %y",
    ),
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?P<offset> ?(?:Z|[+-]\d\d:?(?:\d\d)?))?")
_NUMBER = re.compile(r"-?\d{1,3}(?:[, .]\d{3})+(?:[.,]\d+)?|-?\d+(?:[.,]\d+)?")
_CLOCK = re.compile(r"(?:\d{0,4}:\d\d|\d{1,4}:\d\d:\d\d)(?:\.\d+)?")
_RANGE = re.compile(r"(.+?)\s*(?:-|–|to)\s*(\d.*)")
_FIRST, _LAST = 1980, 2060


@dataclass(frozen=True, kw_only=True)
class Look:
    """What most of a column's values look like.

    ``kind`` is ``empty``, ``moment`` (date and time), ``date``, ``clock`` (13:30 or 0:02:05), ``count``, ``number``,
    ``percent`` or ``text``; ``style`` how a moment or date is written; ``share`` the part of the filled values that
    look so; ``filled`` and ``different`` count values; ``sure`` is False where another reading is as good; ``phones``
    tells that most values that are not words look like telephone numbers.
    """

    kind: str
    style: str = ""
    share: float = 0.0
    filled: int = 0
    different: int = 0
    sure: bool = True
    phones: bool = False


def look(values: Sequence[str]) -> Look:
    """Return what a column looks like from some of its values.

    >>> look(["31/03/2025 14:05", "01/04/2025 09:00"]).style
    '%d/%m/%Y %H:%M'
    >>> look(["12", "7", ""]).kind, look(["0:01:05"]).kind, look(["82.6%"]).kind, look(["AGENT"]).kind
    ('count', 'clock', 'percent', 'text')
    """
    filled = [text for value in values if (text := value.strip()) and text not in {"-", "—", "N/A", "n/a"}]
    sizes = {"filled": len(filled), "different": len(set(filled)), "phones": _phones(filled)}
    if not filled:
        return Look(kind="empty", **sizes)
    for kind, test in (("percent", _percent), ("clock", _clock), ("count", _count), ("number", _number)):
        share = sum(map(test, filled)) / len(filled)
        if share >= 0.9:
            stamp = moment(filled) if kind == "count" else None
            return stamp or Look(kind=kind, share=share, **sizes)
    return moment(filled) or Look(kind="text", share=1.0, **sizes)


def _phones(filled: list[str]) -> bool:
    """Whether values are telephone numbers, but for words such as withheld; a sample tells."""
    numbers = [re.sub(r"[\s().-]", "", text) for text in filled[:1000] if not text.replace(" ", "").isalpha()]
    phones = sum(bool(re.fullmatch(r"(?:\+|00)\d{8,14}|44\d{9,10}|0\d{9,10}", number)) for number in numbers)
    return bool(numbers) and phones >= 0.7 * len(numbers)


def moment(filled: Sequence[str]) -> Look | None:
    """Return how dates or moments are written, or None where these are none.

    Days stand before months unless a value shows otherwise; ``sure`` is False where none does either way.
    """
    different = _telling(list(dict.fromkeys(filled)))
    sizes = {"filled": len(filled), "different": len(set(filled))}
    offsets = [match["offset"] for text in different if (match := _ISO.fullmatch(text))]
    if len(offsets) >= 0.9 * len(different):
        style = "iso-offset" if sum(map(bool, offsets)) > len(offsets) / 2 else "iso"
        kind = "moment" if any(len(text) > 10 and not text.endswith("00:00:00") for text in different) else "date"
        return Look(kind=kind, style=style, share=len(offsets) / len(different), **sizes)
    if not _datelike(different):
        return None
    read = {style: _read(different, style) for style in _styles(different)}
    best = max(read, key=read.get, default="")
    if not best or read[best] < 0.9 * len(different):
        return None
    other = best.translate(str.maketrans({"d": "m", "m": "d"}))
    timed = re.search(r"%[HI]", best)
    if "%p" in best and best.startswith("%d/%m") and read.get(other) == read[best]:
        best, other = other, best  # a clock of twelve hours comes with American dates
    doubtful = other != best and "%m" in best and read.get(other) == read[best] and _varied(different)
    doubtful = doubtful or best.startswith("%y%m")  # six figures may begin with the day as well
    kind = "moment" if timed else "date"
    return Look(kind=kind, style=best, share=read[best] / len(different), sure=not doubtful, **sizes)


def _telling(different: list[str]) -> list[str]:
    """Return values enough to tell how they are written: the first, and some with a day or month over 12."""
    over = (
        text
        for text in different[400:]
        if any(int(part) > 12 for part in re.findall(r"\d+", text)[:2] if len(part) < 3)
    )
    return [*different[:400], *islice(over, 20)]


def times_of(values: Iterable[str], style: str) -> list[dt.datetime | None]:
    """Return each value as a moment without zone, None where it cannot be read."""
    return [_parsed(value.strip(), style) for value in values]


def clock_style(values: Sequence[str]) -> str:
    """Return how times of day are written, or an empty text.

    >>> clock_style(["00:00", "00:30"]), clock_style(["12:30AM"]), clock_style(["0030", "1200"])
    ('%H:%M', '%I:%M%p', '%H%M')
    """
    different = [value.strip() for value in dict.fromkeys(values) if value.strip()]
    fits = (style for style in CLOCKS if different and _read(different, style) == len(different))
    return next(fits, "")


def first_of_range(value: str) -> str:
    """Return where a range of times begins: ``09:00`` of ``09:00 - 09:30``; the value itself where it is no range."""
    match = _RANGE.fullmatch(value.strip())
    return match[1].strip() if match and ":" in match[1] and ":" in match[2] else value.strip()


def seconds(text: str) -> float | None:
    """Return a duration as seconds where it is plain or has colons, as the reader takes it without a format.

    >>> seconds("0:08"), seconds(":08"), seconds("1:00:02"), seconds("12"), seconds("x")
    (8.0, 8.0, 3602.0, 12.0, None)
    """
    if _NUMBER.fullmatch(text):
        return number(text)
    if not _CLOCK.fullmatch(text):
        return None
    total = 0.0
    for part in text.split(":"):
        total = total * 60 + float(part or 0)
    return total


def number(text: str) -> float | None:
    """Return a number written with the marks of English, None where it is none."""
    plain = text.strip().replace(",", "").replace(" ", "")
    try:
        return float(plain)
    except ValueError:
        return None


def _styles(different: list[str]) -> list[str]:
    """Return the styles worth trying: by the marks that stand in the first value."""
    timed = ":" in different[0] or bool(re.search(r" \d{4,6}$", different[0]) and different[0][:4].isdigit())
    clocks = [f" {clock}" for clock in CLOCKS] if timed else [""]
    return [day + clock for day in DAYS for clock in clocks]


def _datelike(different: list[str]) -> bool:
    """Whether the first value has the parts of a date; a plain number is one only where it reads as a likely year."""
    text = different[0]
    if text.isdigit():
        return len(text) in {6, 8} and all(one.isdigit() and len(one) == len(text) for one in different)
    return bool(re.search(r"\d", text)) and bool(re.search(r"[/.\-]\d|\d[/.\- ]|[A-Za-z]{3}[\s-]\d", text))


def _varied(different: list[str]) -> bool:
    """Whether days and months could be told apart at all: 05/05/2025 reads the same both ways."""
    parts = [re.findall(r"\d+", text)[:2] for text in different]
    return any(len(part) == 2 and part[0] != part[1] for part in parts)


def _read(different: list[str], style: str) -> int:
    return sum(_parsed(text, style) is not None for text in different)


def _parsed(text: str, style: str) -> dt.datetime | None:
    try:
        if style.startswith("iso"):
            made = dt.datetime.fromisoformat(text.replace(" +", "+")).replace(tzinfo=None)
        else:
            made = dt.datetime.strptime(text, style)  # noqa: DTZ007 - zones are the reader's
    except ValueError:
        return None
    return made if style[:2] in {"%H", "%I"} or _FIRST <= made.year <= _LAST else None


def _percent(text: str) -> bool:
    return text.endswith("%") and bool(_NUMBER.fullmatch(text[:-1].strip()))


def _clock(text: str) -> bool:
    return bool(_CLOCK.fullmatch(text)) or bool(re.fullmatch(r"\d{1,2}:\d\d(?::\d\d)? ?[AaPp][Mm]", text))


def _count(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+|-?\d{1,3}(?:[, ]\d{3})+", text))


def _number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))
