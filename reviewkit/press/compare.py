"""Forces side by side, from their findings: never ranked, never averaged, and what is counted otherwise kept apart.

A column holds figures of one definition: the parts metric and definition of a finding's id. A table holds one queue
(channel and stage) of one period. A figure whose definition is worded otherwise than the others of its column, or that
covers other days, carries a mark and a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jinja2.utils import markupsafe

from reviewkit.page.findings import GAVE_UP, HOW_LONG, TARGET

_METRICS = {HOW_LONG: ("wait", "service-level"), GAVE_UP: ("gave-up", "not-answered")}
_TITLES = {HOW_LONG: "How long people waited", GAVE_UP: "How many gave up", TARGET: "Whether the target was met"}
COLUMNS = (
    *("start", "end", "channel", "stage", "force", "invented", "question"),
    *("figure", "counted_as", "value", "unit", "shown", "held_against", "reason"),
)
"""What :func:`figures` gives of each figure."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

Finding = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Site:
    """A force's review as it stands, and what it found."""

    slug: str
    name: str
    synthetic: bool
    days: tuple[date, date]
    folder: str
    findings: Sequence[Finding]

    @property
    def link(self) -> markupsafe.Markup:
        """The force's name, leading to its pages."""
        link = markupsafe.Markup('<a href="{}/index.html">{}</a>').format(self.folder, self.name)
        return link + (" (invented)" if self.synthetic else "")


@dataclass(frozen=True)
class Column:
    """The head of a column."""

    name: str
    align: str = "left"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table as the templates print it."""

    anchor: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]
    units: str = ""
    marked: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class Queue:
    """What is compared about one channel and stage, and what is not there to compare."""

    name: str
    tables: Sequence[Table]
    notes: Sequence[str]


@dataclass
class _Notes:
    """Marks of one table, and what they mean."""

    said: list[str] = field(default_factory=list)

    def mark(self, text: str) -> str:
        """Return the mark of a note, the same for the same words."""
        if text not in self.said:
            self.said.append(text)
        number = self.said.index(text)
        return f"[{_LETTERS[number % 26] * (number // 26 + 1)}]"

    def printed(self) -> list[str]:
        return [f"{self.mark(text)} {text}" for text in self.said]


def compared(sites: Sequence[Site], *, anchor: str) -> list[Queue]:
    """Compare forces of one period, queue by queue, the forces in the order of their names.

    Parameters
    ----------
    sites
        Reviews of the same days.
    anchor
        With what the ids of the tables begin.
    """
    sites = sorted(sites, key=lambda site: (site.name, site.slug))
    queues = sorted({_queue(one) for site in sites for one in site.findings if one["question"]}, key=_order)
    names = {queue: _names(sites, queue) for queue in queues}
    main = {queue: said[0] for queue, said in names.items()}
    for queue, name in list(main.items()):
        if list(main.values()).count(name) > 1:  # two steps of the call go by one name
            main[queue] = f"{name}, {queue[1]}"
    return [_compared(sites, queue, main[queue], names[queue][1:], f"{anchor}-{'-'.join(queue)}") for queue in queues]


def has_figures(site: Site) -> bool:
    """Say whether a review answers anything that is compared."""
    return any(one["question"] for one in site.findings)


def figures(sites: Sequence[Site]) -> list[dict[str, Any]]:
    """Return every figure that is compared, one a row, the latest period first; what is not known with its reason."""
    rows = []
    for site in sorted(sites, key=lambda site: (site.name, site.slug)):
        queues = sorted({_queue(one) for one in site.findings if one["question"]}, key=_order)
        for queue, question in [(queue, question) for queue in queues for question in _TITLES]:
            about = {"force": site.name, "invented": site.synthetic, "channel": queue[0], "stage": queue[1]}
            found = sorted(_figures(site, queue, question).items(), key=lambda item: _rank(item[0], question))
            for _, one in found:
                rows.append(about | {"question": question, "reason": ""} | _told(one))
            if not found:
                said = {"question": question, "start": site.days[0], "end": site.days[1]}
                rows.append(about | said | {"reason": _said(site, queue, question)})
    return sorted(rows, key=lambda row: (str(row["end"]), str(row["start"])), reverse=True)


def _told(one: Finding) -> dict[str, Any]:
    name, _, formula = one["definition"].partition(": ")
    held = {"value": one["value"], "unit": one["unit"], "shown": one["display"], "held_against": one["comparator"]}
    return {"start": one["period"]["start"], "end": one["period"]["end"], "figure": name, "counted_as": formula} | held


def _names(sites: Sequence[Site], queue: tuple[str, str]) -> list[str]:
    """Return what the forces call a queue, the commonest name first."""
    said = Counter(one["about"] for site in sites for one in site.findings if one["question"] and _queue(one) == queue)
    return sorted(said, key=lambda name: (-said[name], name))


def _compared(sites: Sequence[Site], queue: tuple[str, str], name: str, others: Sequence[str], anchor: str) -> Queue:
    here = [site for site in sites if any(one["question"] and _queue(one) == queue for one in site.findings)]
    tables = [
        _table(here, queue, question, anchor=f"{anchor}-{number}", name=name)
        for number, question in enumerate((HOW_LONG, GAVE_UP, TARGET), 1)
    ]
    notes = [f"Some forces call these calls “{other}”." for other in others]
    away = [site for site in sites if site not in here]
    elsewhere = [site.name for site in away if any(_queue(one)[0] == queue[0] for one in site.findings)]
    if elsewhere:
        notes.append(
            f"The main figures of {_join(elsewhere)} about {queue[0]} are of another step of the call, where "
            "callers waited longest: they stand in a table of their own."
        )
    if nothing := [site.name for site in away if site.name not in elsewhere]:
        notes.append(f"No figures about {queue[0]}: {_join(nothing)}.")
    return Queue(name=name, tables=tables, notes=notes)


def _table(sites: Sequence[Site], queue: tuple[str, str], question: str, *, anchor: str, name: str) -> Table:
    found = {site.slug: _figures(site, queue, question) for site in sites}
    keys = sorted({key for figures in found.values() for key in figures}, key=lambda key: _rank(key, question))
    usual = {key: _usual([figures[key] for figures in found.values() if key in figures]) for key in keys}
    notes = _Notes()
    rows = [[site.link, *_cells(site, found[site.slug], usual, question, notes)] for site in sites]
    heads = [Column(usual[key].partition(":")[0], "left" if question == TARGET else "right") for key in keys]
    if not keys:
        heads = [Column(_TITLES[question])]
    counted = [f"{text}." for text in usual.values() if ":" in text]
    absent = [_why(site, queue, question) for site in sites if not found[site.slug]]
    legend = (
        ["[c] No figure counted in this way: what the force gives stands in another column."]
        if any("[c]" in row for row in rows)
        else []
    )
    return Table(
        anchor=anchor, title=f"{_TITLES[question]}: {name}", columns=[Column("Force"), *heads], rows=rows,
        notes=[*counted, *notes.printed(), *legend, *absent],
    )  # fmt: skip


def _cells(
    site: Site, figures: dict[tuple[str, str], Finding], usual: dict[tuple[str, str], str], question: str, notes: _Notes
) -> list[str]:
    if not figures:
        return ["[x]"] * max(len(usual), 1)
    cells = []
    for key, definition in usual.items():
        one = figures.get(key)
        if one is None:
            cells.append("no such target" if question == TARGET else "[c]")
            continue
        marks = notes.mark(f"Counted as: {one['definition']}.") if one["definition"] != definition else ""
        if _days(one) != site.days:
            marks += notes.mark(f"These days only: {one['period']['start']} to {one['period']['end']}.")
        cells.append(f"{one['display']} {marks}".strip())
    return cells


def _figures(site: Site, queue: tuple[str, str], question: str) -> dict[tuple[str, str], Finding]:
    found = {}
    for one in site.findings:
        _, metric, definition, *_, claim = one["id"].split("/")
        wanted = claim == "target" if question == TARGET else claim == "level" and metric in _METRICS[question]
        if wanted and _queue(one) == queue and one["display"]:
            found[metric, definition] = one
    return found


def _why(site: Site, queue: tuple[str, str], question: str) -> str:
    return f"[x] {site.name}: {_said(site, queue, question)}"


def _said(site: Site, queue: tuple[str, str], question: str) -> str:
    said = [one["statement"] for one in site.findings if one["question"] == question and _queue(one) == queue]
    return " ".join(said) or "its review does not say."


def _usual(findings: list[Finding]) -> str:
    """Return the definition most of them share; of equally many, the first in the alphabet."""
    counts = Counter(one["definition"] for one in findings)
    return min(counts, key=lambda text: (-counts[text], text))


def _queue(finding: Finding) -> tuple[str, str]:
    parts = finding["id"].split("/")
    return parts[3], parts[4]


def _order(queue: tuple[str, str]) -> tuple[int, tuple[str, str]]:
    return ({"999": 0, "101": 1}.get(queue[0], 2), queue)


def _rank(key: tuple[str, str], question: str) -> tuple[int, int, str]:
    metrics = _METRICS.get(question, ())
    digits = "".join(char for char in key[1].rpartition("-")[2] if char.isdigit())
    return (metrics.index(key[0]) if key[0] in metrics else len(metrics), int(digits or 0), "/".join(key))


def _days(finding: Finding) -> tuple[date, date]:
    return date.fromisoformat(finding["period"]["start"]), date.fromisoformat(finding["period"]["end"])


def _join(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
