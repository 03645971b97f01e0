"""Where a page comes from: inputs, code, versions, and the faults of the data in plain words."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import reviewkit

CHECKOUT = Path(reviewkit.__file__).resolve().parents[1]
NOTEBOOKS = CHECKOUT / "notebooks"
_CODE = ("*.py", "*.j2", "*.css", "*.toml", "*.csv", "*.json")
_LIBRARIES = (
    *("duckdb", "numpy", "pandas", "scipy", "statsmodels", "holidays"),
    *("matplotlib", "seaborn", "papermill", "nbconvert"),
)
_GIT_SECONDS = 10


@dataclass(frozen=True)
class SectionLink:
    """A section as the navigation and the front page name it."""

    name: str
    title: str
    lead: str

    @property
    def title_short(self) -> str:
        """The section's name as a word: ``other_agencies`` is ``Other agencies``."""
        return section_word(self.name)


@dataclass(frozen=True)
class Missing:
    """A section that is not in the site, and why."""

    name: str
    reason: str

    @property
    def title(self) -> str:
        """The section's name as a reader sees it."""
        return section_word(self.name)


@dataclass(frozen=True, kw_only=True)
class About:
    """What "About this page" says."""

    data: tuple[str, ...]
    faults: tuple[dict[str, Any], ...]
    facts: tuple[tuple[str, str], ...]
    inputs: tuple[dict[str, str], ...]
    version: str
    code_hash: str


@dataclass(frozen=True, kw_only=True)
class SiteContext:
    """What every page of one site shares."""

    force: str
    body: str
    body_title: str
    website: str
    synthetic: bool
    period: str
    cut_off: str
    about: About
    sections: tuple[SectionLink, ...] = ()


def section_word(name: str) -> str:
    """Return a section's name as a reader sees it.

    Examples
    --------
    >>> section_word("public_voice")
    'Public voice'
    """
    return name.replace("_", " ").capitalize()


def content_hash(notebooks: Path = NOTEBOOKS) -> str:
    """Return one SHA-256 over the code of reviewkit, the notebooks and the lock file."""
    return over(content_hashes(notebooks))


def content_hashes(notebooks: Path = NOTEBOOKS) -> dict[str, str]:
    """Return the SHA-256 of each file of the code, of each notebook and of the lock file, by its name in the checkout.

    Line ends count as one character, so that the same code has the same hash on every system.
    """
    package = Path(reviewkit.__file__).parent
    named = [
        (f"reviewkit/{path.relative_to(package).as_posix()}", path) for kind in _CODE for path in package.rglob(kind)
    ]
    named += [(f"notebooks/{path.name}", path) for path in notebooks.glob("*.ipynb")]
    lock = CHECKOUT / "requirements.lock"
    named += [("requirements.lock", lock)] if lock.is_file() else []
    contents = ((name, path.read_bytes().replace(b"\r\n", b"\n")) for name, path in named)
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents}


def over(hashes: Mapping[str, str]) -> str:
    """Return one SHA-256 over named texts; their order does not matter."""
    lines = (f"{name}\0{text}\n" for name, text in sorted(hashes.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def library_versions() -> str:
    """Return the versions of the main libraries in one line."""
    return ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)


def git_commit() -> str:
    """Return the commit of the checkout, with ``-modified`` where files differ from it; empty without git."""
    commit = _git("rev-parse", "HEAD")
    return f"{commit}-modified" if commit and _git("status", "--porcelain", "--untracked-files=no") else commit


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(not installed)"


def _git(*words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(CHECKOUT), *words], capture_output=True, text=True, timeout=_GIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
