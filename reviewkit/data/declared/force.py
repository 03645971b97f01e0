"""A force as its ``force.toml`` declares it: frozen values, already checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from reviewkit.data.declared.force_names import slugs_of
from reviewkit.data.declared.layout import PLAIN, Layout, is_pattern

STAGE_NAMES = {"ivr": "menu", "primary": "first answer", "secondary": "second queue", "callback": "call back"}
"""What a stage is called on the pages, where the force gives no name of its own."""


@dataclass(frozen=True, kw_only=True)
class GoverningBody:
    """The body that holds the force to account; its kind and titles are data."""

    kind: str
    name: str
    title: str
    website: str = ""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A promised level of one measure, with where the promise is written down.

    ``measure`` is a name from :mod:`reviewkit.methods.measures`; ``threshold_s`` is the answering time of a service
    level or the shortest wait that counts as giving up. Exactly one of ``at_least`` and ``at_most`` is set:
    a share from 0 to 1, or seconds.
    """

    channel: str
    stage: str
    measure: str
    citation: str
    threshold_s: int | None = None
    at_least: float | None = None
    at_most: float | None = None
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened and may show in the figures; ``breaks_series`` where before and after are not alike."""

    date: date
    kind: str
    label: str
    breaks_series: bool = False


@dataclass(frozen=True, kw_only=True)
class Source:
    """One ``[[files]]`` entry: which files make which table, and which columns mean what.

    Attributes
    ----------
    table
        A name from :data:`reviewkit.data.declared.schemas.TABLES`.
    files
        File names or patterns, in the force's folder.
    columns
        Our column name -> column (or columns, joined by a space) in the file.
    formats
        Our column name -> how it is written: a strftime pattern, or a duration word of
        :mod:`reviewkit.data.reading.sql`.
    words
        Our column name -> {what the file says: what we say}; ``leave_out`` as meaning drops the row, counted.
    constants
        Our column name -> the value for every row.
    keep
        Column of the file -> the values whose rows are read; all other rows are not this force's.
    parts
        Columns of the file whose rows are parts of one interval and are added up (providers of a nation, queues).
    queues
        Pattern of a queue's name in the file -> ``channel/stage`` or ``leave_out``. Where there are any, ``channel``
        and ``stage`` are mapped to the column of the names, and :func:`reviewkit.data.reading.queues.settle` reads it.
    layout
        How the rows lie in the file, where it is no plain table.
    time_zone
        An IANA zone name for local clocks; ``UTC`` for a system that never changes its clock.
    edge
        ``up_to`` when ``_<n>s`` counts waits up to and including n seconds, ``under`` when below n.
    grain
        For intervals: ``30 minutes``, ``hour``, ``day``, ``week`` or ``month`` (any whole number of minutes).
    line
        Line of this entry in ``force.toml``.
    own_names
        Slugs of the force's names (:attr:`Force.slugs`): what a mapped ``force`` column may say.
    """

    table: str
    files: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    formats: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    keep: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    queues: dict[str, str] = field(default_factory=dict)
    layout: Layout = PLAIN
    time_zone: str = "Europe/London"
    edge: str = "up_to"
    grain: str = ""
    sheets: tuple[str, ...] = ()
    header_row: int = 1
    delimiter: str = ""
    encoding: str = ""
    decimal: str = "."
    thousands: str = ","
    identity_tolerance: float = 0.01
    rejects_allowed: int = 0
    quirks: tuple[str, ...] = ()
    line: int = 1
    own_names: tuple[str, ...] = ()

    @property
    def each_sheet(self) -> bool:
        """Whether several sheets are asked for: each is then read as a file, and its name is the column "sheet"."""
        return len(self.sheets) > 1 or any(map(is_pattern, self.sheets))


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A fault taken in writing: printed on every page that uses the data."""

    code: str
    file: str
    rows: str
    reason: str
    role: str
    date: date


@dataclass(frozen=True, kw_only=True)
class Force:
    """Everything ``force.toml`` says, checked.

    ``first_contact_rule`` says in the force's own words when a call counts as settled at first contact.
    """

    slug: str
    name: str
    nation: str
    governing_body: GoverningBody
    start: date
    end: date
    folder: Path
    synthetic: bool = False
    aliases: tuple[str, ...] = ()
    channels: dict[str, str] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)
    short_abandon_s: int = 5
    answer_within_s: tuple[int, ...] = ()
    first_contact_rule: str = ""
    targets: tuple[Target, ...] = ()
    events: tuple[Event, ...] = ()
    sources: tuple[Source, ...] = ()
    accepted: tuple[Accepted, ...] = ()

    @property
    def slugs(self) -> tuple[str, ...]:
        """Every name under which figures about this force may stand, as folders are written; its own folder first."""
        return slugs_of((self.slug, self.name, *self.aliases))

    def queue_name(self, channel: str, stage: str, *, alone: bool = False) -> str:
        """Return what the pages call a queue: a number stays a number, other words are those the force gives.

        ``alone`` leaves out the stage, where it is the only one of its channel.
        """
        name = channel if channel.isdigit() else self.channels.get(channel, channel)
        return name if alone else f"{name} {self.stages.get(stage, STAGE_NAMES.get(stage, stage))}"
