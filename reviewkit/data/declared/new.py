"""``reviewkit new FORCE``: a folder with a commented ``force.toml`` and a spreadsheet template for each table."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from reviewkit.data.declared.folders import FORCE_TOML, force_folder
from reviewkit.data.declared.new_toml import commented_force
from reviewkit.data.declared.new_workbook import write_template
from reviewkit.data.declared.schemas import TABLES
from reviewkit.data.problems import DataError, Problem
from reviewkit.data.published import forces, published_folder


def new_force(slug: str, *, data: Path, today: dt.date | None = None) -> list[Path]:
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

    Raises
    ------
    DataError
        The name is not allowed, or one of the files to be written is already there: then nothing is written.
    OSError
        The disk is full or may not be written to.
    """
    folder = force_folder(slug, data)
    tables = [schema for schema in TABLES.values() if schema.from_files]
    templates = {folder / f"template_{schema.name}.xlsx": schema for schema in tables}
    _refuse_to_overwrite(slug, [folder / FORCE_TOML, *templates])
    folder.mkdir(parents=True, exist_ok=True)
    for path, schema in templates.items():
        write_template(path, schema)
    text = commented_force(_known_force(slug, data), *_financial_year(today or dt.datetime.now().astimezone().date()))
    with (folder / FORCE_TOML).open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return [folder / FORCE_TOML, *templates]


def _refuse_to_overwrite(slug: str, paths: list[Path]) -> None:
    there = [path.name for path in paths if path.exists()]
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
