"""Writes a site: pages, figures, executed notebooks, findings, manifest and build record."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import nbformat

from reviewkit.press.exporter import section_page
from reviewkit.press.front import Missing, front_page
from reviewkit.press.manifest import BUILD, MANIFEST, manifest
from reviewkit.press.reading import Page
from reviewkit.press.record import SiteContext


def write_site(
    folder: Path,
    pages: list[tuple[Page, nbformat.NotebookNode]],
    *,
    site: SiteContext,
    missing: list[Missing],
    build: dict[str, Any],
) -> None:
    """Write everything a site is made of into an empty folder.

    The same pages give the same bytes; the clock stands in ``build.json`` alone, which the manifest leaves out.

    Parameters
    ----------
    folder
        An empty folder.
    pages
        Each section's page with the executed notebook it was made from.
    site
        What the pages share.
    missing
        Sections that are not in the site, with the reason.
    build
        The build record; the SHA-256 of the manifest is added, so that the one cannot be taken for another's.
    """
    for page, notebook in pages:
        _write(folder / f"{page.section}.html", section_page(page, site))
        _write(folder / "notebooks" / f"{page.section}.ipynb", nbformat.writes(notebook) + "\n")
        for name, text in page.figures.items():
            _write(folder / "figures" / name, text)
    findings = [finding for page, _ in pages for finding in page.findings]
    _write(folder / "index.html", front_page(findings, site=site, missing=missing))
    _write(folder / "findings.json", _json(findings))
    listed = _json(manifest(folder))
    _write(folder / MANIFEST, listed)
    _write(folder / BUILD, _json(build | {"manifest": hashlib.sha256(listed.encode()).hexdigest()}))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=_day) + "\n"


def _day(value: object) -> str:
    if isinstance(value, date):  # of a fault that concerns some days only
        return value.isoformat()
    msg = f"{type(value).__name__} has no place in JSON"
    raise TypeError(msg)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())  # bytes: no system changes our line ends
