"""``reviewkit new FORCE``: a folder with a commented ``force.toml`` and a spreadsheet template for each table."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from reviewkit.data.declared.folders import FORCE_TOML, force_folder, published_folder
from reviewkit.data.declared.new_toml import commented_force
from reviewkit.data.declared.new_workbook import write_template
from reviewkit.data.declared.schemas import TABLES, Schema
from reviewkit.data.problems import DataError, Problem
from reviewkit.data.published import forces


def new_force(
    slug: str,
    *,
    data: Path,
    today: dt.date | None = None,
    into: Path | None = None,
    entries: str = "",
    period: tuple[str, str] | None = None,
) -> list[Path]:
    """Write what an officer needs to begin with a force, and return the files written.

    Parameters
    ----------
    slug
        The force's folder: lower-case letters, digits and hyphens. One of the 43 forces of England and Wales (named
        as police.uk does, ``avon-and-somerset``) gets its name, nation and kind of governing body filled in.
    data
        The data folder; ``raw/<slug>`` is made in it. Files that are there already are left alone.
    today
        The period proposed is the last whole financial year before this day.
    into
        Another folder to write to, in the place of ``raw/<slug>``.
    entries, period
        The ``[[files]]`` of ``force.toml`` and its first and last day, where they are known from files.

    Raises
    ------
    DataError
        The name is not allowed, or one of the files to be written is already there: then nothing is written.
    OSError
        The disk is full or may not be written to.
    """
    folder = into or force_folder(slug, data)
    refuse_to_overwrite(slug, folder)
    folder.mkdir(parents=True, exist_ok=True)
    templates = _templates(folder)
    for path, schema in templates.items():
        write_template(path, schema)
    first, last = period or _financial_year(today or dt.datetime.now().astimezone().date())
    text = commented_force(_known_force(slug, data), first, last, entries=entries)
    with (folder / FORCE_TOML).open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return [folder / FORCE_TOML, *templates]


def _templates(folder: Path) -> dict[Path, Schema]:
    return {folder / f"template_{schema.name}.xlsx": schema for schema in TABLES.values() if schema.from_files}


def refuse_to_overwrite(slug: str, folder: Path) -> None:
    """Raise DataError where a file that :func:`new_force` would write is in the folder already."""
    there = [path.name for path in (folder / FORCE_TOML, *_templates(folder)) if path.exists()]
    if there:
        problem = Problem(
            severity="error",
            code="already-there",
            file=f"{slug}/",
            found=f"{', '.join(there)} in the folder already",
            expected="a folder without them",
            action="Go on with the files that are there; or move them away first, or choose another name.",
        )
        raise DataError([problem])


def _known_force(slug: str, data: Path) -> dict[str, str]:
    """Return what is known about a force of England and Wales; empty texts for any other."""
    known = {"name": "", "nation": "england", "kind": "", "title": ""}
    folder = published_folder(data)
    if not (folder / "forces.csv").is_file():
        return known
    frame = forces(folder)
    for row in frame[frame["force"] == slug].to_dict("records"):
        known |= {"name": row["name"], "nation": row["nation"], "kind": row["governance_type"]}
        known["title"] = row["governing_body"]
    return known


def _financial_year(today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the last financial year (April to March) that is over on ``today``."""
    year = today.year if today >= dt.date(today.year, 4, 1) else today.year - 1
    return dt.date(year - 1, 4, 1), dt.date(year, 3, 31)
