"""What a site consists of, with a hash of each file, and whether a site on disk is still what it was."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
BUILD = "build.json"


def manifest(folder: Path) -> list[dict[str, Any]]:
    """Return path, bytes and SHA-256 of each file of a site, without the manifest and the build record."""
    files = (os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)  # noqa: PTH118
    named = {path[len(str(folder)) + 1 :].replace(os.sep, "/"): path for path in files}
    return [_entry(name, path) for name, path in sorted(named.items()) if name not in {MANIFEST, BUILD}]


def faults_of(folder: Path) -> list[str]:
    """Return what is wrong with a site on disk, held against its own manifest; nothing when it is whole."""
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        return [f"{MANIFEST} cannot be read: {fault}"]
    found = {entry["path"]: entry for entry in manifest(folder)}
    wrong = [f"{entry['path']} is missing or differs" for entry in listed if found.pop(entry["path"], None) != entry]
    return wrong + [f"{path} is not in the manifest" for path in found]


def _entry(name: str, path: str) -> dict[str, Any]:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - the quickest way, for thousands of files
        content = file.read()
    return {"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
