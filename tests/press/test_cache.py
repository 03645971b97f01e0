"""What is made again after each kind of change, counted by the build's own record: all of it, a part, or nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from reviewkit.press.manifest import faults_of
from reviewkit.press.record import CHECKOUT
from tests.press.conftest import write_force, write_section

PERIOD = "2025-03-01_2025-03-02"
ALL = ["hello", "other", "staffing"]
FORCES = ("tiny", "small")
NOT_SUPPLIED = "from reviewkit.sections import NotPossible\nraise NotPossible('No rota was supplied.')"


class Place:
    """A copy of the program with two forces, two notebooks that make a page and one that is left out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.raw = folder / "data" / "raw"
        self.said = ""

    def site(self, force: str = "tiny", period: str = PERIOD) -> Path:
        return self.folder / "outputs" / force / period

    def build(self, *words: str, code: int = 0) -> dict[str, list[str]]:
        """Build both forces; return what ran for each of which something was made, as its build record has it."""
        before = self._records()
        command = [sys.executable, "-m", "reviewkit", "build", "--all", *words]
        kept = {name: text for name, text in os.environ.items() if name != "REVIEWKIT_DATA"}
        done = subprocess.run(
            command, cwd=self.folder, env=kept | {"PYTHONPATH": str(self.folder)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.said = done.stderr
        assert done.returncode == code, done.stderr
        after = self._records()
        fresh = {path for path, text in after.items() if before.get(path) != text}
        return {path.parts[-3]: json.loads(after[path])["ran"] for path in sorted(fresh)}

    def pages(self, force: str = "tiny") -> dict[str, bytes]:
        """Return every file of a force's site but the build record, which has the time in it."""
        site = self.site(force)
        files = (path for path in site.rglob("*") if path.is_file() and path.name != "build.json")
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}

    def _records(self) -> dict[Path, str]:
        return {path: path.read_text(encoding="utf-8") for path in self.folder.glob("outputs/*/*/build.json")}


def each(*sections: str) -> dict[str, list[str]]:
    """Return that these sections ran for each force."""
    return {force: list(sections) for force in FORCES}


def add(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(text)


def write_notebook(path: Path, *cells: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [*notebook.cells[:2], *map(nbformat.v4.new_code_cell, cells)]
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Place:
    """Built once; each test changes a copy of it."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(CHECKOUT / "reviewkit", folder / "reviewkit")
    shutil.copy2(CHECKOUT / "requirements.lock", folder)
    for force in FORCES:
        write_force(folder / "data" / "raw" / force)
    published = folder / "data" / "raw" / "published"
    published.mkdir()
    shutil.copy2(CHECKOUT / "data" / "raw" / "published" / "kent_999_monthly.csv", published)
    write_section(folder / "notebooks" / "10_hello.ipynb")
    write_section(folder / "notebooks" / "20_other.ipynb")
    write_section(folder / "notebooks" / "30_staffing.ipynb", NOT_SUPPLIED)
    place = Place(folder)
    assert place.build() == each(*ALL)
    return place


@pytest.fixture
def place(built, tmp_path) -> Place:
    shutil.copytree(built.folder, tmp_path / "place")
    return Place(tmp_path / "place")


HOURS = "hours.csv"


def touch(place: Place) -> None:
    path = place.raw / "tiny" / HOURS
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1_000_000_000))


def correct(place: Place) -> None:
    path = place.raw / "tiny" / HOURS
    path.write_text(path.read_text(encoding="utf-8").replace("01T05:00,10,9,1", "01T05:00,10,8,2"), encoding="utf-8")


CHANGES: dict[str, tuple[Callable[[Place], object], dict[str, list[str]]]] = {
    "nothing": (lambda _: None, {}),
    "a file touched, not changed": (touch, {}),
    "a file of one force": (correct, {"tiny": ALL}),
    "one force's force.toml": (lambda p: add(p.raw / "small" / "force.toml", "# seen\n"), {"small": ALL}),
    "a file more, which no entry names": (lambda p: add(p.raw / "tiny" / "more.csv", "a\n"), {"tiny": ALL}),
    "a published file": (
        lambda p: add(p.raw / "published" / "standards.csv", "threshold_s,at_least,at_most\n"),
        each(*ALL),
    ),
    "a notebook": (
        lambda p: write_notebook(p.folder / "notebooks" / "20_other.ipynb", "1 + 1"),
        each("other"),
    ),
    "a section less": (lambda p: (p.folder / "notebooks" / "20_other.ipynb").unlink(), each()),
    "a module": (lambda p: add(p.folder / "reviewkit" / "page" / "formats.py", "# seen\n"), each(*ALL)),
    "a style": (
        lambda p: add(p.folder / "reviewkit" / "press" / "templates" / "style.css", "\n"),
        each(*ALL),
    ),
    "the lock": (lambda p: add(p.folder / "requirements.lock", "# seen\n"), each(*ALL)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_runs_after_a_change(place, change):
    alter, runs = CHANGES[change]
    alter(place)
    assert place.build() == runs
    for force in FORCES:
        assert faults_of(place.site(force)) == []
        (row,) = [line for line in place.said.splitlines() if line.startswith(f"{force} ")]
        assert ("unchanged" in row) == (force not in runs)
    assert place.build() == {}


def test_another_period_is_another_review(place):
    days = ("--from", "2025-03-01", "--to", "2025-03-01")
    assert place.build(*days) == each(*ALL)
    assert place.build() == place.build(*days) == {}


def test_another_version_of_a_library_makes_everything_anew(place):
    installed = place.folder / "seaborn-99.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: seaborn\nVersion: 99.0\n", encoding="utf-8")
    assert place.build() == each(*ALL)
    assert "seaborn 99.0" in (place.site() / "hello.html").read_text(encoding="utf-8")


def test_the_sections_asked_for_alone_are_read_again_not_run(place):
    assert place.build("--sections", "hello") == each()
    assert not (place.site() / "other.html").exists()
    assert place.build() == each("other", "staffing")


def test_what_is_read_again_has_the_bytes_of_what_is_run(place):
    write_notebook(place.folder / "notebooks" / "20_other.ipynb", "1 + 1")
    assert place.build() == each("other")
    again = place.pages()
    assert "No rota was supplied." in again["index.html"].decode()
    assert place.build("--force-rebuild") == each(*ALL)
    assert place.pages() == again


def test_a_change_that_keeps_size_and_time_is_seen_when_every_file_is_hashed_again(place):
    path = place.raw / "tiny" / HOURS
    status = path.stat()
    correct(place)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert place.build() == {}
    assert place.build("--force-rebuild") == each(*ALL)
    assert "is not the one first received" in (place.site() / "hello.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("hello.html", "altered"),
        ("notebooks/hello.ipynb", "cut short"),
        ("index.html", "gone"),
        ("manifest.json", "altered"),
        ("build.json", "cut short"),
    ],
)
def test_a_damaged_site_is_made_anew(place, name, harm):
    good, path = place.pages(), place.site() / name
    status = path.stat()
    if harm == "gone":
        path.unlink()
    else:
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2] if harm == "cut short" else content.replace(b"e", b"a"))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert place.build() == {"tiny": ALL}
    assert place.pages() == good


def test_a_file_that_is_not_of_the_site_is_cleared_away(place):
    add(place.site() / "notes.txt", "left by somebody")
    assert place.build() == {"tiny": ALL}
    assert not (place.site() / "notes.txt").exists()


def test_a_failure_is_tried_again_and_what_was_made_is_kept(place):
    broken = place.folder / "notebooks" / "20_other.ipynb"
    write_notebook(broken, "raise ValueError('no such column')")
    assert place.build(code=1) == each("other")
    assert place.build(code=1) == each("other")
    write_notebook(broken, "1 + 1")
    assert place.build() == each("other")
    assert place.build() == {}


def test_a_section_that_reads_another_is_run_again_with_it(place):
    path = place.folder / "notebooks" / "20_other.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["reviewkit"] = {"reads": ["hello"]}
    nbformat.write(notebook, path)
    assert place.build() == each("other")
    write_notebook(place.folder / "notebooks" / "10_hello.ipynb", "1 + 1")
    assert place.build() == each("hello", "other")


def test_a_file_changed_while_a_build_runs_is_taken_in_by_the_next(place):
    change = f"import pathlib\nfile = pathlib.Path({str(place.raw)!r}, force, 'late.txt')\nfile.write_text('late')"
    write_notebook(place.folder / "notebooks" / "20_other.ipynb", change)
    assert place.build() == each("other")
    assert place.build() == each(*ALL)
    assert place.build() == {}


def test_warnings_are_told_of_a_site_that_stands(place):
    correct(place)
    place.build()
    told = [line for line in place.said.splitlines() if "reviewkit check tiny" in line]
    assert told
    assert place.build() == {}
    assert [line for line in place.said.splitlines() if "reviewkit check tiny" in line] == told


def test_to_find_that_nothing_has_changed_takes_no_heavy_library(place):
    heavy = {"duckdb", "numpy", "pandas", "matplotlib", "papermill", "nbformat", "IPython"}
    code = (
        f"import sys\nfrom reviewkit import cli\ncli.main(['build', '--all'])\nprint([*{heavy} & sys.modules.keys()])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=place.folder, env=os.environ | {"PYTHONPATH": str(place.folder)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr.count("unchanged") == len(FORCES)
    assert done.stdout.splitlines()[-1] == "[]"
