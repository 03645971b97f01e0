"""One command sets everything up: the lists of packages agree, and bootstrap.py does as little as it may."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = re.compile(r"^([a-z0-9.-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)

# conda-forge's names, where they are not those of Python's index.
CONDA_NAMES = {
    "python-duckdb": "duckdb",
    "dask-core": "dask",
    "matplotlib-base": "matplotlib",
    "seaborn-base": "seaborn",
    "python-tzdata": "tzdata",
    "ortools-python": "ortools",
}


def declared() -> dict[str, SpecifierSet]:
    """Every package that pyproject.toml names, with its bounds."""
    lines = [
        *PROJECT["project"]["dependencies"],
        *(line for extra in PROJECT["project"]["optional-dependencies"].values() for line in extra),
        *(line for group in PROJECT["dependency-groups"].values() for line in group),
    ]
    return {plain(one.name): one.specifier for one in map(Requirement, lines)}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def in_environment() -> dict[str, SpecifierSet]:
    """Every package that environment.yml names, in Python's spelling."""
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    lines = re.findall(r"^ +- ([A-Za-z][\w-]*) *([<>=][^\s]*)$", text.partition("dependencies:")[2], re.MULTILINE)
    return {CONDA_NAMES.get(name, name): SpecifierSet(bounds) for name, bounds in lines}


def test_conda_gets_the_packages_and_bounds_of_pyproject() -> None:
    assert in_environment() == declared() | {"python": SpecifierSet(PROJECT["project"]["requires-python"])}


def test_the_lock_holds_what_pyproject_asks_for() -> None:
    locked: dict[str, list[str]] = {}
    for name, version, _ in LOCKED.findall(LOCK):
        locked.setdefault(name, []).append(version)
    for name, bounds in declared().items():
        assert locked.get(name), f"{name} is not in requirements.lock: run make lock"
        assert all(bounds.contains(version) for version in locked[name]), f"{name} {locked[name]} is not {bounds}"


def test_every_package_in_the_lock_has_hashes_and_no_address() -> None:
    packages = re.split(r"\n(?=[a-z0-9])", LOCK.strip())
    assert all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"://|^#|^-|@", LOCK, re.MULTILINE)


def test_no_package_is_locked_to_a_version_still_in_trial() -> None:
    assert [name for name, version, _ in LOCKED.findall(LOCK) if Version(version).is_prerelease] == []


def targets(name: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


def test_windows_has_the_targets_of_the_makefile() -> None:
    assert targets("make.bat", r"^:([a-z-]+)") == targets("Makefile", r"^([a-z-]+):")


def test_ci_runs_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.rstrip().endswith("exec make test")
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path) -> Path:
    """A copy of what bootstrap.py needs, with an empty lock: nothing is fetched."""
    for name in ("bootstrap.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "requirements.lock").write_text("", encoding="utf-8")
    shutil.copytree(ROOT / "reviewkit", tmp_path / "reviewkit", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def bootstrap(project: Path, *, python: str = sys.executable, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [python, str(project / "bootstrap.py")],
        cwd=project.parent,  # it works from anywhere
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def finished(project: Path) -> Path:
    """Put a finished set-up into the copy and return its stamp."""
    sys.path.insert(0, str(project))
    try:
        import bootstrap as script

        place, contents = script.wanted()
    finally:
        sys.path.remove(str(project))
        sys.modules.pop("bootstrap")
    for path in (script.PYTHON, script.BIN / ("reviewkit" + script.EXE)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    script.STAMP.write_text(f"{place}\n{contents}\n", encoding="utf-8")
    return script.STAMP


def test_a_second_run_is_silent_and_quick(project) -> None:
    finished(project)
    before = time.perf_counter()
    done = bootstrap(project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert time.perf_counter() - before < 2


def test_a_failed_set_up_is_told_and_leaves_no_stamp(project) -> None:
    done = bootstrap(project, PATH=os.defpath)  # without uv; flit_core is not in the empty lock
    assert done.returncode == 1
    assert "Cannot set up reviewkit: pip could not install the packages" in done.stderr
    assert not (project / ".venv" / "reviewkit-set-up.txt").exists()
    assert (project / ".venv" / "pyvenv.cfg").exists()


@pytest.mark.parametrize("spoil", ["stamp", "python", "moved"])
def test_a_set_up_that_is_not_whole_is_made_again(project, spoil) -> None:
    stamp = finished(project)
    left_over = project / ".venv" / "left_over.txt"
    left_over.write_text("", encoding="utf-8")
    if spoil == "stamp":
        stamp.unlink()
    elif spoil == "python":
        next(stamp.parent.glob("*/python*")).unlink()
    else:
        stamp.write_text("Python 3.10 /elsewhere in /elsewhere\nhash\n", encoding="utf-8")
    assert "Setting up reviewkit" in bootstrap(project, PATH=os.defpath).stderr
    assert not left_over.exists()


def test_a_missing_lock_is_told(project) -> None:
    (project / "requirements.lock").unlink()
    done = bootstrap(project)
    assert (done.returncode, done.stderr) == (
        1,
        "Cannot set up reviewkit: cannot read requirements.lock: No such file or directory\n",
    )


def test_an_old_python_is_told_what_to_do(project) -> None:
    script = project / "bootstrap.py"
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace("OLDEST = (3, 11)", "OLDEST = (9, 9)"), encoding="utf-8")
    done = bootstrap(project)
    assert done.returncode == 1
    assert "version 9.9 or later is needed" in done.stderr
    assert "make review PYTHON=" in done.stderr


@pytest.mark.slow
def test_everything_from_a_fresh_copy(project) -> None:
    """The whole set-up, its interruption, and its repair; needs a package index."""
    shutil.copy(ROOT / "requirements.lock", project)
    begun = subprocess.Popen([sys.executable, str(project / "bootstrap.py")], stderr=subprocess.DEVNULL)
    time.sleep(8)
    begun.kill()
    begun.wait()
    first, second = bootstrap(project), bootstrap(project)
    assert (first.returncode, second.returncode, second.stderr) == (0, 0, ""), first.stderr
    command = next((project / ".venv").glob("*/reviewkit*"))
    told = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert told.stdout == f"reviewkit {PROJECT['project']['version']}\n"
