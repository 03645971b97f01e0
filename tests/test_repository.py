"""What is committed is fit to be seen by anybody: no secrets, no traces of a workplace, no saved outputs, a licence."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import reviewkit

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1_000_000

# Written with a letter in brackets, so that this file does not hold what it looks for.
FORBIDDEN = {
    "the host of a package index": r"p[y]pi[.]o[r]g|p[y]thonhosted|registry[.]n[p]mjs|d[e]b[.]debian|[.]an[a]conda[.]",
    # An officer of ours lives in the examples.
    "a path of somebody": r"(?<![\w.-])(/(h[o]me|U[s]ers|w[o]rk|r[o]ot|t[m]p)/|[A-Z]:\\U[s]ers\\)(?!officer)\w",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE K[E]Y-----",
    "a token": r"\b(gh[pousr]_[A-Za-z0-9]{30}|AK[I]A[0-9A-Z]{16}|xox[abp]-[0-9A-Za-z-]{10}|sk-[A-Za-z0-9]{20})",
    "a password": r"(?i)\b(passw[o]rd|secret|api_key)\s*[:=]\s*[\"'][^\"'{}\s]{6,}[\"']",
    "an unfinished piece": r"\b(T[O]DO|F[I]XME|X[X]X)\b|\bNotImpl[e]mentedError",
}


def tracked() -> list[Path]:
    """Every committed file; where there is no git (a downloaded copy), every file that git would not ignore."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode == 0:
        return [ROOT / name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    ignored = {".venv", "outputs", "processed", "private", "__pycache__", ".git"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not ignored & set(path.parts)]


def texts() -> dict[str, str]:
    """Every committed text, by its name."""
    found = {}
    for path in tracked():
        raw = path.read_bytes()
        if b"\0" not in raw[:8000] and raw[:2] != b"\x1f\x8b":
            found[path.relative_to(ROOT).as_posix()] = raw.decode("utf-8")
    return found


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_file_holds(kind) -> None:
    lines = [
        f"{name}, line {number}: {line.strip()[:80]}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(FORBIDDEN[kind], line)
    ]
    assert lines == []


def test_texts_have_plain_line_ends_and_no_mark_at_the_start() -> None:
    ours = {name: text for name, text in texts().items() if not name.startswith("data/raw/") and name != "make.bat"}
    assert [name for name, text in ours.items() if "\r" in text or text.startswith("\ufeff")] == []


def test_notebooks_are_committed_without_outputs() -> None:
    books = {name: json.loads(text) for name, text in texts().items() if name.endswith(".ipynb")}
    cells = [(name, cell) for name, book in books.items() for cell in book["cells"] if cell["cell_type"] == "code"]
    assert [name for name, cell in cells if cell["outputs"] or cell["execution_count"]] == []


def test_nothing_private_or_made_is_committed() -> None:
    allowed = {"data/processed/README.md", "data/private/README.md", "outputs/README.md"}
    names = {path.relative_to(ROOT).as_posix() for path in tracked()}
    assert {name for name in names if name.startswith(("data/processed/", "data/private/", "outputs/"))} <= allowed


def test_no_real_force_is_committed() -> None:
    folders = {path.relative_to(ROOT).parts[2] for path in tracked() if path.is_relative_to(ROOT / "data" / "raw")}
    assert folders <= {"README.md", "exampleshire", "published"}
    assert tomllib.loads((ROOT / "data/raw/exampleshire/force.toml").read_text(encoding="utf-8"))["synthetic"]


def test_exampleshire_is_small() -> None:
    folder = ROOT / "data" / "raw" / "exampleshire"
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 15 * MEGABYTE


def test_the_licence_is_mit() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("MIT License\n\nCopyright (c) ")
    assert 'THE SOFTWARE IS PROVIDED "AS IS"' in text


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == reviewkit.__version__


def test_changes_are_told() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[(Unreleased|" + re.escape(reviewkit.__version__) + r")\]", text, re.MULTILINE)
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= {
        *("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
    }
