"""The national front page: the forces of one build side by side, ``index.html`` of the outputs folder.

Beside it stand the same figures as ``figures.csv``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock

import reviewkit
from reviewkit.data.reading.received import sha256
from reviewkit.press.asked import Asked, Built
from reviewkit.press.compare import COLUMNS, Site, compared, figures, has_figures
from reviewkit.press.faults import hide_paths
from reviewkit.press.summary import reasons

NAME = "index.html"
FIGURES = "figures.csv"
_FINDINGS = "findings.json"


def write_national(forces: Sequence[tuple[Asked, Built]], *, outputs: Path, code_hash: str) -> bool:
    """Write the page that compares the forces of a build; a page that would be the same is left as it is.

    Where nothing at all was published, the page stays as it was.

    Parameters
    ----------
    forces
        What was asked for of each force, and what became of it.
    outputs
        Where the sites are; the page stands there as ``index.html``, its figures as ``figures.csv``, each written aside
        and renamed.
    code_hash
        See :func:`reviewkit.press.record.content_hash`.

    Returns
    -------
    bool
        Whether a page stands that compares these forces.

    Raises
    ------
    OSError
        The page could not be written; the last one stands.
    """
    sites = [_site(asked, built, outputs) for asked, built in forces if built.index is not None]
    if not sites:
        return False
    absent = [(asked.name or asked.slug, _why_absent(built)) for asked, built in forces if built.index is None]
    absent += [
        (asked.name, f"{name.rpartition(', ')[2]}: {hide_paths(reason)}")
        for asked, built in forces if built.index is not None for name, reason in reasons(built)
    ]  # fmt: skip
    absent += [
        (site.name, "its pages hold none of the figures compared here") for site in sites if not has_figures(site)
    ]
    made_from = _fingerprint(sites, absent, code_hash)
    with FileLock(outputs / ".lock"):
        if not _stands(outputs, made_from):
            _write(outputs / FIGURES, _csv(sites))
            about = {"made_from": made_from, "code_hash": code_hash, "figures_hash": sha256(outputs / FIGURES)}
            _write(outputs / NAME, _page(sites, absent, **about))
    return True


def _stands(outputs: Path, made_from: str) -> bool:
    page, table = outputs / NAME, outputs / FIGURES
    if not page.is_file() or not table.is_file():
        return False
    text = page.read_text(encoding="utf-8", errors="replace")
    return made_from in text and sha256(table) in text


def _write(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.new")
    aside.write_bytes(text.encode())
    aside.replace(path)


def _csv(sites: list[Site]) -> str:
    import pandas as pd

    from reviewkit.page.tables import as_csv

    return as_csv(pd.DataFrame(figures(sites), columns=COLUMNS), COLUMNS)


def _site(asked: Asked, built: Built, outputs: Path) -> Site:
    folder = built.index.parent
    findings = json.loads((folder / _FINDINGS).read_text(encoding="utf-8"))
    return Site(
        slug=asked.slug, name=asked.name, synthetic=asked.synthetic, days=asked.days, findings=findings,
        folder=folder.relative_to(outputs).as_posix(),
    )  # fmt: skip


def _page(sites: list[Site], absent: list[tuple[str, str]], **hashes: str) -> str:
    from reviewkit.page.sentences import period  # both are slow to import, and seldom needed where nothing changed
    from reviewkit.press.render import render

    days = sorted({site.days for site in sites}, key=lambda span: (span[1], span[0]), reverse=True)
    periods = [_period(period(*span), span, [site for site in sites if site.days == span]) for span in days]
    invented = sorted(site.name for site in sites if site.synthetic)
    title = "How the forces answer the public’s calls, side by side"
    about = {"version": reviewkit.__version__, "figures": FIGURES} | hashes
    return render(
        "national.html.j2", site=None, title=title, description=f"{len(sites)} forces compared, never ranked",
        periods=periods, absent=sorted(absent), invented=invented, all_invented=len(invented) == len(sites),
        count=len(sites), about=about,
    )  # fmt: skip


def _period(words: str, days: tuple[date, date], sites: list[Site]) -> dict[str, Any]:
    anchor = f"p{days[0].isoformat()}-{days[1].isoformat()}"
    names = sorted(site.link for site in sites)
    return {"name": words, "anchor": anchor, "queues": compared(sites, anchor=anchor), "sites": names}


def _why_absent(built: Built) -> str:
    said = "; ".join(hide_paths(reason) for _, reason in reasons(built))
    return said or "nothing could be published"


def _fingerprint(sites: list[Site], absent: list[tuple[str, str]], code_hash: str) -> str:
    held = [[site.slug, site.name, site.synthetic, site.folder, site.findings] for site in sites]
    return hashlib.sha256(json.dumps([held, absent, code_hash], sort_keys=True).encode()).hexdigest()
