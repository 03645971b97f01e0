"""A build that is killed, doubled, starved of disk or interrupted: the site on disk is always whole."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewkit.press.manifest import faults_of

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are those of POSIX")
BUILD = """
import functools, signal, sys
from pathlib import Path
from reviewkit import cli
from reviewkit.press import build
signal.signal(signal.SIGINT, signal.default_int_handler)
data, outputs, notebooks, *words = sys.argv[1:]
build.build = functools.partial(build.build, notebooks=Path(notebooks))
raise SystemExit(cli.main(["build", "tiny", "--data", data, "--outputs", outputs, *words]))
"""
MOMENTS = 20
WRITING = "writing the pages"


class Running:
    """A build in a process of its own, and what it says."""

    def __init__(self, places: list[str], log: Path, before: Callable[[], None] | None) -> None:
        self.log = log
        with log.open("wb") as said:
            command = [sys.executable, "-c", BUILD, *places]
            self.process = subprocess.Popen(command, stdout=said, stderr=said, preexec_fn=before)  # noqa: PLW1509

    def wait_for(self, words: str) -> None:
        """Wait until the build says these words, or ends."""
        while words not in self.said() and self.process.poll() is None:
            time.sleep(0.002)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def ended(self) -> str:
        """Return what the build said, once it has ended without showing its insides."""
        self.process.wait(timeout=120)
        assert "Traceback" not in self.said()
        return self.said()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=120)


@pytest.fixture
def start(data, tmp_path) -> Iterator[Callable[..., Running]]:
    """A function that starts the command."""
    places = [str(data), str(tmp_path / "outputs"), str(tmp_path / "notebooks")]
    builds: list[Running] = []

    def begin(*words: str, before: Callable[[], None] | None = None) -> Running:
        builds.append(Running([*places, *words], tmp_path / f"build{len(builds)}.log", before))
        return builds[-1]

    yield begin
    for build in builds:
        build.kill()


@pytest.fixture
def site(tmp_path) -> Path:
    return tmp_path / "outputs" / "tiny" / "2025-03-01_2025-03-02"


@posix
def test_killed_at_any_moment_a_build_leaves_a_whole_site(start, site, notebook, data):
    notebook()
    began = time.monotonic()
    assert str(site) in start().ended()
    whole = time.monotonic() - began
    draw = random.Random(2)  # noqa: S311 - moments, not secrets
    for number in range(MOMENTS):
        notebook("10_hello.ipynb", f"from reviewkit.page.display import Prose\nProse(paragraphs=('Build {number}',))")
        shutil.rmtree(data / "processed", ignore_errors=True)
        build = start()
        if number % 2:  # in the last moments: while the pages are written and change places
            build.wait_for(WRITING)
            time.sleep(draw.uniform(0, 0.03))
        else:
            time.sleep(draw.uniform(0, whole))
        build.kill()
        assert faults_of(site) == []
    assert str(site) in start().ended()
    assert "Build 19" in (site / "hello.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in site.parent.iterdir()) == [".lock", site.name]


def test_of_two_builds_at_once_the_second_waits_and_both_are_good(start, site, notebook, tmp_path):
    go = tmp_path / "go"
    notebook("10_hello.ipynb", f"import pathlib, time\nwhile not pathlib.Path({str(go)!r}).exists(): time.sleep(0.05)")
    first = start()
    first.wait_for("cell 3 of 3")
    second = start()
    second.wait_for("another build of this force is running: waiting until it is done")
    go.touch()
    first.ended()
    second.ended()
    assert (first.process.returncode, second.process.returncode) == (0, 0)
    assert "nothing has changed since the review was made" in second.said()
    assert faults_of(site) == []


@posix
@pytest.mark.parametrize("most_bytes", [4000, 300])
def test_on_a_full_disk_the_last_good_site_stands(start, site, notebook, most_bytes):
    import resource

    notebook()
    start().ended()
    before = (site / "manifest.json").read_bytes()
    # Nothing has changed, so that without being asked to the build would write nothing.
    build = start("--force-rebuild", before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes)))
    said = build.ended()
    assert build.process.returncode == 1, said
    assert (site / "manifest.json").read_bytes() == before
    assert faults_of(site) == []


@posix
def test_an_interrupted_build_says_so_and_leaves_no_process(start, site, notebook, tmp_path):
    notebook()
    start().ended()
    notebook("10_hello.ipynb", "import os, time", f"open({str(tmp_path / 'process')!r}, 'w').write(str(os.getpid()))",
             "time.sleep(600)")  # fmt: skip
    build = start()
    build.wait_for("cell 5 of 5")
    build.process.send_signal(signal.SIGINT)
    said = build.ended()
    assert build.process.returncode == 130
    assert "stopped; what was published before stands as it was" in said
    assert faults_of(site) == []
    assert not Path(f"/proc/{(tmp_path / 'process').read_text(encoding='utf-8')}").exists()


@posix
def test_ctrl_c_in_a_terminal_while_all_is_imported_ends_quietly(start, notebook):
    """A terminal interrupts every process that it started, not the build alone."""
    notebook()
    build = start(before=os.setsid)
    build.wait_for("reading and checking the files")
    time.sleep(0.2)
    os.killpg(build.process.pid, signal.SIGINT)
    assert build.ended().splitlines()[-1] == "stopped; what was published before stands as it was"
    assert build.process.returncode == 130


@posix
def test_a_killed_build_leaves_no_process_and_no_scratch_folder(start, notebook, tmp_path):
    notebook("10_hello.ipynb", "import os, time, pathlib", f"place = pathlib.Path({str(tmp_path / 'process')!r})",
             "place.write_text(f'{os.getpid()} {os.getcwd()}')", "time.sleep(600)")  # fmt: skip
    build = start()
    build.wait_for("cell 6 of 6")
    process, place = (tmp_path / "process").read_text(encoding="utf-8").split()
    (folder,) = [folder for folder in Path(place).parents if folder.name.startswith("reviewkit-")]
    build.kill()
    until = time.monotonic() + 20
    while (Path(f"/proc/{process}").exists() or folder.exists()) and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{process}").exists()
    assert not folder.exists()


def test_where_the_outputs_cannot_be_written_the_build_says_so(start, notebook, tmp_path):
    notebook()
    (tmp_path / "outputs").write_text("a file, not a folder", encoding="utf-8")
    build = start()
    assert "outputs" in build.ended()
    assert build.process.returncode == 1
