"""Whether a review made before still stands: keys of what it was made from, and what of it can be kept.

A key is a SHA-256 over everything that a page depends on. A site is kept where its key is the same and each of its
files is as its manifest says; the executed notebook of a section where, besides, the section's own key is the same.
Nothing heavy is imported: to find that nothing has changed takes no library that reads tables or runs notebooks.
"""

from __future__ import annotations

import json
import os
import platform
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from reviewkit.data.declared.folders import FORCE_TOML, force_folder, published_folder
from reviewkit.data.problems import DataError, Problem, with_days
from reviewkit.data.reading.received import LIST, hashed, read_list, sha256
from reviewkit.press.manifest import BUILD, MANIFEST, faults_of
from reviewkit.press.notebook import Section
from reviewkit.press.record import Missing, content_hashes, library_versions, over

_NOTEBOOKS = "notebooks/"


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What the pages of all forces are made from.

    Attributes
    ----------
    code_hash
        Printed on every page; see :func:`reviewkit.press.record.content_hash`.
    common
        Hash over the code, the lock, the published figures, and the versions of Python and the main libraries.
    notebooks
        The hash of each notebook by its file name.
    """

    code_hash: str
    common: str
    notebooks: dict[str, str]

    @classmethod
    def of(cls, notebooks: Path, data: Path) -> Basis:
        """Look at the notebooks, the code and the published figures as they are now."""
        files = content_hashes(notebooks)
        own = {name.removeprefix(_NOTEBOOKS): text for name, text in files.items() if name.startswith(_NOTEBOOKS)}
        code = {name: text for name, text in files.items() if not name.startswith(_NOTEBOOKS)}
        published = {f"published/{path.name}": sha256(path) for path in published_folder(data).glob("*.csv")}
        versions = {"python": platform.python_version(), "libraries": library_versions()}
        return cls(code_hash=over(files), common=over(code | published | versions), notebooks=own)


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The key of a site and of each of its sections; empty where nothing is to be remembered."""

    site: str = ""
    sections: dict[str, str] = field(default_factory=dict)

    def without(self, failed: Sequence[str], sections: Sequence[Section]) -> Keys:
        """Return the keys to remember where sections failed: neither theirs, nor those of sections that read them."""
        if not failed:
            return self
        known = {section.name: section for section in sections}

        def sound(name: str) -> bool:
            return name not in failed and all(sound(read) for read in known[name].reads if read in known)

        return Keys(sections={name: key for name, key in self.sections.items() if sound(name)})

    def as_json(self) -> dict[str, Any]:
        """Return them for the build record."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What of a site on disk can be kept.

    Attributes
    ----------
    whole
        True when nothing has changed at all.
    sections
        Sections that need not be run again: the reason why it was left out, or an empty text where it has a page.
    left_out, problems
        As when the site was made.
    """

    whole: bool = False
    sections: dict[str, str] = field(default_factory=dict)
    left_out: tuple[Missing, ...] = ()
    problems: tuple[Problem, ...] = ()


def keys_of(
    slug: str,
    days: tuple[date, date],
    *,
    sections: Sequence[Section],
    unasked: Sequence[Missing],
    basis: Basis,
    data: Path,
    again: bool = False,
) -> Keys:
    """Return the keys of a force's review as it would be made now.

    Parameters
    ----------
    slug, days
        Which force, and the first and last day reviewed.
    sections, unasked
        Those to be made, and those that have a notebook but are not asked for.
    basis
        What the pages of all forces are made from.
    data
        The data folder.
    again
        Hash every file again, also those whose size and time of change are as remembered.

    Returns
    -------
    The keys; none when a file of the force cannot be read, which is for the build to report.
    """
    try:
        supplied = _supplied(slug, data, again=again)
    except DataError:
        return Keys()
    first, last = (day.isoformat() for day in days)
    shared = {"basis": basis.common, "supplied": supplied, "force": slug, "start": first, "end": last}
    known = {section.name: section for section in sections}

    def key(name: str) -> str:
        if name not in known:
            return "not made"
        reads = {f"reads {read}": key(read) for read in known[name].reads}
        return over(shared | reads | {"notebook": basis.notebooks[known[name].path.name]})

    own = {name: key(name) for name in known}
    others = {"code": basis.code_hash, "unasked": ", ".join(missing.name for missing in unasked)}
    return Keys(site=over({f"section {name}": text for name, text in own.items()} | others), sections=own)


def kept(final: Path, keys: Keys) -> Kept:
    """Return what of the site at ``final`` was made from the same; nothing when a single file of it differs."""
    try:
        record = json.loads((final / BUILD).read_text(encoding="utf-8"))
        before = record["keys"]
        same = [name for name, key in keys.sections.items() if before["sections"].get(name) == key]
        if not same or record["manifest"] != sha256(final / MANIFEST) or faults_of(final):
            return Kept()
        left_out = tuple(Missing(**one) for one in record["left_out"])
        reasons = {one.name: one.reason for one in left_out}
        return Kept(
            whole=before["site"] == keys.site,
            sections={name: reasons.get(name, "") for name in same},
            left_out=left_out,
            problems=tuple(Problem(**with_days(one)) for one in record["problems"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # no site, or none of this version's
        return Kept()


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What is needed of a ``force.toml`` that has been found good before."""

    name: str
    synthetic: bool
    start: date
    end: date


def declared(slug: str, data: Path) -> Declared | None:
    """Return what a ``force.toml`` says, whatever may be wrong with it; None where it says too little.

    Raises
    ------
    DataError
        The force's name is none.
    """
    try:
        tables = tomllib.loads((force_folder(slug, data) / FORCE_TOML).read_text(encoding="utf-8"))
        start, end = tables["period"]["start"], tables["period"]["end"]
        name, synthetic = str(tables["name"]), tables.get("synthetic", False) is True
    except (OSError, ValueError, KeyError, TypeError):
        return None
    is_good = type(start) is date and type(end) is date
    return Declared(name=name, synthetic=synthetic, start=start, end=end) if is_good else None


def _supplied(slug: str, data: Path, *, again: bool) -> str:
    """Return one hash over everything in a force's folder, and over what its list of files as received says of it."""
    folder = force_folder(slug, data)
    files = hashed(folder, _files(folder), memo=data / "processed" / slug, again=again)
    now = {file.name: file.sha256 for file in files}
    # A build lists files that are new; only those that changed or went away are told of on the pages.
    other = {f"as received {name}": text for name, text in read_list(folder).items() if now.get(name) != text}
    return over(now | other)


def _files(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder, followlinks=True):
        inside = Path(place).relative_to(folder)
        for name in ((inside / name).as_posix() for name in names):
            if name != LIST:
                yield name
