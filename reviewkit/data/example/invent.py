"""Invented forces: what each is called, how big and how good it is, and how its telephone system writes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from reviewkit.data.example.draws import Draws
from reviewkit.data.example.styles import STYLES, Style

LAST_DAY = date(2025, 3, 31)
CALL_DAYS = 28

PLACES = (
    "Sampleshire", "Mockshire", "Specimenshire", "Templateshire", "Placeholdershire", "Inventedshire",
    "Makebelieveshire", "Nowhereshire", "Pretendshire", "Fictionshire", "Imaginaryshire", "Storyshire",
)  # fmt: skip
PARTS = ("", "North ", "South ", "East ", "West ", "Mid ", "Upper ", "Lower ", "Outer ", "Inner ")
BODIES = (
    ("pcc", "Office of the Police and Crime Commissioner for {place}", "Police and Crime Commissioner"),
    ("pfcc", "Office of the {place} Police, Fire and Crime Commissioner", "Police, Fire and Crime Commissioner"),
    ("mayor_ca", "{place} Combined Authority", "Mayor"),
    ("pcb", "{place} Policing and Crime Board", "Chair of the board"),
)


@dataclass(frozen=True, kw_only=True)
class Spell:
    """Days, both included, on which only so many of a thousand rostered people came to work."""

    first: date
    last: date
    present: int


@dataclass(frozen=True, kw_only=True)
class Invented:
    """One invented force.

    Attributes
    ----------
    stream
        Seed and number: what its chance is drawn from.
    calls_a_day
        First attempts a day in the first year, 999 and 101.
    handled_s
        Mean time with a caller: 999, switchboard, enquiry centre.
    spare
        People rostered above the bare load, as a multiple of its square root: 999, switchboard, enquiry centre.
    new_phones
        First day of the new telephone system, if there is one: waits are then counted without the recorded message,
        call-backs are offered and more callers are served by recorded messages alone.
    better_from
        From when staffing recovers, by ``better`` in a thousand over ten weeks.
    """

    name: str
    slug: str
    stream: tuple[int, int]
    body: tuple[str, str, str]
    style: Style
    calls_a_day: tuple[int, int]
    handled_s: tuple[int, int, int]
    spare: tuple[float, float, float]
    message_s: int
    new_phones: date | None
    spells: tuple[Spell, ...]
    better_from: date
    better: int
    targets: tuple[int, int]

    @property
    def place(self) -> str:
        """The area's name."""
        return self.name.removesuffix(" Police")


EXAMPLESHIRE = Invented(
    name="Exampleshire Police",
    slug="exampleshire",
    stream=(20_250_331, 0),
    body=BODIES[0],
    style=STYLES[0],
    calls_a_day=(345, 880),
    handled_s=(310, 80, 500),
    spare=(1.95, 1.35, -0.2),
    message_s=12,
    new_phones=date(2024, 9, 17),
    spells=(
        Spell(first=date(2024, 8, 5), last=date(2024, 8, 25), present=800),
        Spell(first=date(2024, 12, 9), last=date(2024, 12, 31), present=780),
    ),
    better_from=date(2025, 1, 13),
    better=130,
    targets=(80, 90),
)


def invented(number: int, *, seed: int) -> Invented:
    """The invented force of a number (from 0) under a seed; the same whatever other forces are made beside it.

    Examples
    --------
    >>> invented(12, seed=1).name
    'North Sampleshire Police'
    """
    chance = Draws(seed, number, 0).below(1_000, 24).tolist()
    place = name_of(number)
    size = 400 + chance[0] * 12 // 10 + (1_500 if chance[1] < 100 else 0)
    quality = (chance[2] - 500) / 1_000
    return replace(
        EXAMPLESHIRE,
        name=f"{place} Police",
        slug=place.lower().replace(" ", "-"),
        stream=(seed, number),
        body=BODIES[chance[3] % len(BODIES)],
        style=STYLES[number % len(STYLES)],
        calls_a_day=(345 * size // 1_000, (750 + chance[4] * 3 // 10) * size // 1_000),
        handled_s=(270 + chance[5] // 12, 65 + chance[6] // 30, 430 + chance[7] // 7),
        spare=(1.95 + quality, 1.35 + quality / 2, quality / 2 - 0.2),
        message_s=chance[8] % 20,
        new_phones=LAST_DAY - timedelta(days=60 + chance[9] % 600) if chance[10] < 600 else None,
        spells=tuple(_spell(chance[at], chance[at + 1], chance[at + 2]) for at in (11, 14, 17)),
        better_from=LAST_DAY - timedelta(days=40 + chance[20] % 100),
        better=chance[21] // 6,
        targets=(70 + 5 * (chance[22] % 5), 80 + 5 * (chance[23] % 3)),
    )


def name_of(number: int) -> str:
    """The area's name for a number; after the plain names a numeral keeps them apart."""
    part, place = divmod(number, len(PLACES))
    again, part = divmod(part, len(PARTS))
    return f"{PARTS[part]}{PLACES[place]}" + (f" {again + 1}" if again else "")


def _spell(days_ago: int, length: int, severity: int) -> Spell:
    """A bad spell of one to five weeks in the last two years and nine months."""
    first = LAST_DAY - timedelta(days=90 + days_ago * 9 // 10)
    return Spell(first=first, last=first + timedelta(days=7 + length % 28), present=740 + severity // 7)
