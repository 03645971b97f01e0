"""Figures that others published, beside the force's own: each with its period, place, source and caveats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.data.published import CALL_METRICS
from reviewkit.page import formats, sentences
from reviewkit.page.display import Notice, Prose, Table
from reviewkit.page.performance import words
from reviewkit.page.performance.published_words import basis_words, note_words
from reviewkit.page.performance.publishers import PUBLISHERS
from reviewkit.page.tables import Field, table
from reviewkit.sections.figures.published import OWN, added_up

if TYPE_CHECKING:
    from reviewkit.data.review import Review

PLACES = {  # how the whole countries of data/raw/published are written; some figures are of the forces that replied
    "uk": "United Kingdom",
    "england-wales": "England and Wales",
    "england-wales-or-uk": "England and Wales, or the UK (the source does not say)",
    "england-wales-30-forces": "30 forces of England and Wales",
    "uk-31-forces": "31 forces of the UK",
    "uk-33-forces": "33 forces of the UK",
}
OTHER_CLOCKS = (
    "Counted by others, by other rules: national 999 times run from the moment BT tries to connect the call, a force's "
    "own from the moment the call reaches its queue. They stand beside the force's own figures and are not ranked."
)
SHARES = "Shares in brackets are worked out here from the two counts that the source prints."
ONE_QUEUE = {"", "single", "all"}  # stages of a published figure that need no name


def published_beside(review: Review, published: pd.DataFrame) -> tuple[Prose | Table | Notice, ...]:
    """Return figures that others published: of the same force, for days reviewed and others, and nationally.

    What was said of the clock, the count and the figure stands once beneath each table, under a letter.
    """
    if published.empty:
        none = "No published figures about these channels are at hand."
        return (Notice(title="Figures published by others", paragraphs=(none,)),)
    own = published["whose"] == OWN
    during = "for days of this review"
    parts = (
        ("published-own", f"Published about {review.force.name}, {during}", own & published["in_period"]),
        ("published-other-days", f"Published about {review.force.name}, for other days", own & ~published["in_period"]),
        ("published-beside", "Published nationally", ~own),
    )
    tables = [_listed(review, name, title, published[rows]) for name, title, rows in parts if rows.any()]
    return Prose(paragraphs=(OTHER_CLOCKS,)), *tables


def _listed(review: Review, id: str, title: str, published: pd.DataFrame) -> Table:  # noqa: A002 - as in a table
    caveats = _caveats(published)
    letters = {text: f"[{_letter(number)}]" for number, text in enumerate(caveats)}
    frame = published.assign(
        figure=[_figure(row) for row in published.itertuples()],
        printed=[_printed(row) for row in published.itertuples()],
        period=[_when_and_where(row) for row in published.itertuples()],
        by=[
            " ".join([site_of(row.source), *(letters[text] for text in _said_of(row))])
            for row in published.itertuples()
        ],
    )
    fields = [
        Field("figure", "Figure"), Field("printed", "Value"), Field("period", "Period and place"),
        Field("by", "Where it was printed"),
    ]  # fmt: skip
    invented = f"{review.force.name} is invented, so nobody has published a figure of its own."
    return table(
        frame, id=id, title=title, fields=fields, source="Named in each row; the full addresses are in the CSV.",
        notes=(*_added_up(published), *((SHARES,) if published["of_offered"].notna().any() else ()),
               *(f"{letters[text]} {text}" for text in caveats), *((invented,) if review.force.synthetic else ())),
        also_csv=["force", "channel", "stage", "metric", "threshold_s", "value", "unit", "value_as_published",
                  "unit_as_published", "period_start", "period_end", "basis", "note", "source"],
    )  # fmt: skip


def _printed(row: object) -> str:
    said = formats.written(row.value, row.unit)
    return (
        said if pd.isna(row.of_offered) else f"{said} ({formats.per_cent(row.of_offered, decimals=1)} of those offered)"
    )


def _added_up(published: pd.DataFrame) -> tuple[str, ...]:
    own = published[published["whose"] == OWN]
    said = []
    for row in added_up(own).itertuples():
        when = sentences.period(row.first_day.date(), row.last_day.date())
        said.append(f"{_figure(row)}, {when}: {formats.count(row.total)}")
    return (f"Added up here: {'; '.join(said)}.",) if said else ()


def _caveats(published: pd.DataFrame) -> Sequence[str]:
    return words.unique(text for row in published.itertuples() for text in _said_of(row))


def _said_of(row: object) -> list[str]:
    basis = basis_words(row.basis) if isinstance(row.basis, str) and row.basis.strip() else ""
    note = note_words(row.note) if isinstance(row.note, str) and row.note.strip() else ""
    return [text for text in (basis, note) if text]


def _letter(number: int) -> str:
    """Return a, b ... z, then aa, ab and so on.

    Examples
    --------
    >>> _letter(0), _letter(25), _letter(26)
    ('a', 'z', 'aa')
    """
    first = _letter(number // 26 - 1) if number >= 26 else ""
    return first + "abcdefghijklmnopqrstuvwxyz"[number % 26]


def _when_and_where(row: object) -> str:
    first, last = (pd.Timestamp(at).date() for at in (row.period_start, row.period_end))
    place = row.whose if row.whose == OWN else PLACES.get(row.force, row.force.replace("-", " ").title())
    when = sentences.period(first, last)
    return f"{when[:1].upper()}{when[1:]}, {place}"


def _figure(row: object) -> str:
    said = CALL_METRICS.get(row.metric, row.metric)
    upper = not pd.isna(row.threshold_s)
    said = said.replace(" and, where given, before threshold_s", " and before threshold_s" if upper else "")
    for column in ("threshold_s", "from_s"):
        time = getattr(row, column, None)
        said = said.replace(column, formats.wait(time)) if not pd.isna(time) else said
    stage = "" if pd.isna(row.stage) or row.stage in ONE_QUEUE else f" ({row.stage})"
    return f"{row.channel}{stage}: {said}"


def site_of(source: str) -> str:
    """Name who printed a figure, from the addresses in its source; a source without one is printed as it is."""
    sites = re.findall(r"https?://(?:www\.)?([^/\s]+)", source)
    return sentences.join(dict.fromkeys(PUBLISHERS.get(site, site) for site in sites)) if sites else source
