"""Which folder a force has, and which forces there are. No other code joins a force's name to a path."""

from __future__ import annotations

import re
from pathlib import Path

import reviewkit
from reviewkit.data.declared.wording import did_you_mean, nearest, safe
from reviewkit.data.problems import DataError, Problem

FORCE_TOML = "force.toml"
NOT_FORCES = ("published",)
LONGEST_SLUG = 60

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Windows keeps these names for devices: a folder so called cannot be made there.
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")


def slug_problem(slug: str) -> Problem | None:
    """Return what is wrong with the name of a force's folder, or None.

    A good name has lower-case letters a to z, digits and single hyphens, for example ``avon-and-somerset``.

    >>> slug_problem("avon-and-somerset")
    >>> slug_problem("../x").code
    'folder-name'
    """
    if slug in NOT_FORCES:
        action = f'"{slug}" holds published figures of all forces; choose another name.'
    elif _DEVICES.fullmatch(slug):
        action = f'Windows keeps the name "{slug}" for itself; choose another.'
    elif len(slug) > LONGEST_SLUG:
        action = f"Choose a name of at most {LONGEST_SLUG} letters."
    elif not _SLUG.fullmatch(slug):
        action = "Give the name of one folder in data/raw, not a path. "
        proposal = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")
        action += f'You could call it "{proposal}".' if _SLUG.fullmatch(proposal) else "Nothing was read or written."
    else:
        return None
    return Problem(
        severity="error",
        code="folder-name",
        file=safe(slug) or "(empty name)",
        found=f'the force name "{safe(slug)}"',
        expected="lower-case letters a to z, digits and hyphens, for example avon-and-somerset",
        action=action,
    )


def force_folder(slug: str, data: Path) -> Path:
    """Return the folder of a force, ``<data>/raw/<slug>``; it need not exist.

    Raises
    ------
    DataError
        The name is not one (see :func:`slug_problem`): a path, upper case, empty. Nothing on the disk is touched.
    """
    if problem := slug_problem(slug):
        raise DataError([problem])
    return Path(data) / "raw" / slug


def published_folder(data: Path) -> Path:
    """Return ``<data>/raw/published``, or the one that comes with this program where there is none."""
    own = Path(data) / "raw" / "published"
    return own if own.is_dir() else Path(reviewkit.__file__).parents[1] / "data" / "raw" / "published"


def all_forces(data: Path) -> list[str]:
    """Return the names of all folders in ``<data>/raw`` that hold a ``force.toml``, in order."""
    raw = Path(data) / "raw"
    found = raw.glob(f"*/{FORCE_TOML}") if raw.is_dir() else ()
    return sorted(path.parent.name for path in found if slug_problem(path.parent.name) is None)


def folders_with_toml(data: Path) -> list[str]:
    """Return all folders in ``<data>/raw`` with a ``force.toml``, also badly named ones, so that these are told of."""
    raw = Path(data) / "raw"
    return sorted(path.parent.name for path in raw.glob(f"*/{FORCE_TOML}")) if raw.is_dir() else []


def missing_force(folder: Path) -> Problem:
    """Return the problem for a force without folder or ``force.toml``, naming the forces that do exist."""
    known = all_forces(folder.parent.parent)
    slug = folder.name
    none = (
        "This data folder has no force yet; if it is the wrong one, go to the folder that holds data, or give --data."
    )
    here = f"The forces in this data folder are: {', '.join(known)}." if known else none
    step = f"{did_you_mean(slug, known)}{here} To start a new one: reviewkit new {slug}"
    if not folder.is_dir():
        return _missing("no-folder", slug, found="no such folder", expected=f"a folder data/raw/{slug}", action=step)
    toml = [path.name for path in folder.iterdir() if nearest(path.name, [FORCE_TOML]) and path.suffix != ".xlsx"]
    found = f"a folder without {FORCE_TOML}" + (f", but with {safe(toml[0])}" if toml else "")
    action = f'Rename "{safe(toml[0])}" to {FORCE_TOML}.' if toml else step
    return _missing(
        "no-force-toml", slug, found=found, expected=f"the file data/raw/{slug}/{FORCE_TOML}", action=action
    )


def _missing(code: str, slug: str, *, found: str, expected: str, action: str) -> Problem:
    return Problem(severity="error", code=code, file=f"{slug}/", found=found, expected=expected, action=action)
