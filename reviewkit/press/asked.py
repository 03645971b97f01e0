"""What is asked for of a force, whether it stands already, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reviewkit.data.declared.folders import force_folder
from reviewkit.data.problems import DataError, Problem
from reviewkit.press import cache
from reviewkit.press.notebook import Section
from reviewkit.press.record import Missing
from reviewkit.press.swap import is_at_rest
from reviewkit.press.warm.orders import Limits

Days = tuple[date, date]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What could not be published, and the whole story, for the person who ran the build.

    ``section`` is its name; empty where the files could not be read, or the site not written, at all.
    """

    section: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Built:
    """What became of one force.

    Attributes
    ----------
    index
        Path of the front page; None when nothing was published and an earlier site, if any, stands as it was.
    failures
        Sections that failed.
    left_out
        Sections whose data was not supplied: not a fault.
    problems
        Everything the checks found: errors when the data could not be used, warnings otherwise.
    made
        Sections whose pages were published.
    seconds, memory_mb
        Time its sections took, added up, and the most memory that one of them needed; None where that is not known.
    ran
        Sections whose notebooks were run; the others stood, or were read again, as an earlier build left them.
    unchanged
        True when nothing has changed since the site was made, so that nothing was done.
    """

    slug: str
    index: Path | None
    failures: tuple[Failure, ...] = ()
    left_out: tuple[Missing, ...] = ()
    problems: tuple[Problem, ...] = ()
    made: tuple[str, ...] = ()
    seconds: float = 0.0
    memory_mb: float | None = None
    ran: tuple[str, ...] = ()
    unchanged: bool = False

    @property
    def good(self) -> bool:
        """True when the site stands and no section failed."""
        return self.index is not None and not self.failures


@dataclass(frozen=True)
class Order:
    """What is asked for, of every force."""

    start: date | None
    end: date | None
    sections: tuple[Section, ...]
    unasked: tuple[Missing, ...]
    data: Path
    outputs: Path
    named: Path  # the outputs as they were named: what is reported
    notebooks: Path
    basis: cache.Basis
    limits: Limits
    force_rebuild: bool = False

    def place(self, slug: str, days: Days) -> str:
        """Return where a force's site stands within the outputs."""
        return f"{slug}/{days[0].isoformat()}_{days[1].isoformat()}"

    def keys(self, slug: str, days: Days, *, basis: cache.Basis | None = None, again: bool = False) -> cache.Keys:
        """Return the keys of a force's review as it would be made now; see :func:`reviewkit.press.cache.keys_of`."""
        basis = basis or self.basis
        asked = {"sections": self.sections, "unasked": self.unasked}
        return cache.keys_of(slug, days, **asked, basis=basis, data=self.data, again=again)

    def unchanged(self, slug: str, days: Days, kept: cache.Kept) -> Built:
        """Return what is reported of a site that stands as it was."""
        index = self.named / self.place(slug, days) / "index.html"
        made = tuple(name for name, reason in kept.sections.items() if not reason)
        left = {"left_out": kept.left_out, "problems": kept.problems}
        return Built(slug=slug, index=index, made=made, **left, unchanged=True)


@dataclass(frozen=True)
class Asked:
    """One force to build: its name and days, or the faults of its ``force.toml``, or of the days asked for."""

    slug: str
    days: tuple[date, date] | None
    problems: tuple[Problem, ...] = ()
    name: str = ""
    synthetic: bool = False
    stands: Built | None = None
    fault: str = ""

    @classmethod
    def of(cls, slug: str, order: Order) -> Asked:
        """Read which days are asked for, and look whether the site stands as it would be made."""
        try:
            if asked := cls._standing(slug, order):
                return asked
            from reviewkit.data.declared.toml import load_force  # it takes DuckDB: only where something is to be made

            force, _ = load_force(force_folder(slug, order.data))
        except DataError as fault:
            return cls(slug, None, tuple(fault.problems))
        start, end = order.start or force.start, order.end or force.end
        if start > end:
            own = "its own last day" if order.start else "its own first day"
            fault = f"the period would begin on {start} and end on {end}, before it begins (one of the two is {own})"
            return cls(slug, None, name=force.name, fault=fault)
        return cls(slug, (start, end), name=force.name, synthetic=force.synthetic)

    @classmethod
    def _standing(cls, slug: str, order: Order) -> Asked | None:
        """Return a force whose site is whole and was made from the same; None where there is no such site."""
        declared = cache.declared(slug, order.data)
        if declared is None or order.force_rebuild:
            return None
        days = order.start or declared.start, order.end or declared.end
        final = order.outputs / order.place(slug, days)
        if not final.is_dir() or not is_at_rest(final):
            return None
        kept = cache.kept(final, order.keys(slug, days))
        if not kept.whole:
            return None
        stands = order.unchanged(slug, days, kept)
        return cls(slug, days, name=declared.name, synthetic=declared.synthetic, stands=stands)
