"""Several forces built together, one of them broken: the others, the page that compares them, and what is told."""

from __future__ import annotations

import functools
import io
import shutil
import threading

import pytest
from filelock import FileLock

from reviewkit import cli
from reviewkit.press import build
from reviewkit.press.asked import Built, Failure
from reviewkit.press.progress import Progress
from reviewkit.press.summary import summary

FOUND = """
from datetime import date
from reviewkit.page.findings import Finding
Finding(id="hello/how-long/plain-words/101/primary/answer", statement="Not known. No waits.", value=None, unit="share",
    definition="", start=date(2025, 3, 1), end=date(2025, 3, 2), anchor="", question="How long did people wait?",
    about="101", display="Not known")
"""


@pytest.fixture
def command(data, notebook, tmp_path, monkeypatch, capsys):
    """The command with two forces that can be built and one that cannot; gives exit code, output, messages."""
    notebook("10_hello.ipynb", FOUND)
    raw = data / "raw"
    for slug in ("other", "broken"):
        shutil.copytree(raw / "tiny", raw / slug)
    (raw / "broken" / "force.toml").write_text("name = ", encoding="utf-8")
    notebooks = functools.partial(build.build, notebooks=tmp_path / "notebooks")
    monkeypatch.setattr(build, "build", notebooks)

    def run(*words):
        code = cli.main(["build", *words, "--data", str(data), "--outputs", str(tmp_path / "outputs"), "--jobs", "2"])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def test_a_broken_force_stops_no_other_and_is_told_of(command, tmp_path):
    code, out, told = command("--all")
    assert code == 1
    assert len(out.splitlines()) == 2
    table = [line.split() for line in told.splitlines() if line.startswith(("force ", "tiny ", "other ", "broken "))]
    assert [row[0] for row in table] == ["force", "broken", "other", "tiny"]
    assert [row[1] for row in table[1:]] == ["0", "1", "1"]
    assert "failed: broken: its files cannot be used: 1 error" in told
    page = (tmp_path / "outputs" / "index.html").read_text(encoding="utf-8")
    assert "<li>broken: its files cannot be used: 1 error</li>" in page
    assert 'href="other/2025-03-01_2025-03-02/index.html"' in page
    assert "[x] Tinyshire Police: Not known. No waits." in page
    code, _, told = command("tiny")
    assert (code, "force " in told) == (0, False)
    assert (tmp_path / "outputs" / "index.html").read_text(encoding="utf-8") == page


def test_a_period_that_one_force_cannot_have_stops_no_other(command, data):
    toml = data / "raw" / "other" / "force.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("end = 2025-03-02", "end = 2025-03-01"), encoding="utf-8")
    code, out, told = command("tiny", "other", "--from", "2025-03-02")
    assert (code, len(out.splitlines())) == (1, 1)
    fault = "the period would begin on 2025-03-02 and end on 2025-03-01, before it begins"
    assert f"failed: other: {fault} (one of the two is its own last day)" in told


def test_what_nobody_should_miss_is_told_of_several_forces_too(command, tmp_path):
    (tmp_path / "outputs" / "tiny").mkdir(parents=True)
    lock = FileLock(tmp_path / "outputs" / "tiny" / ".lock", thread_local=False)
    lock.acquire()
    threading.Timer(2, lock.release).start()
    _, out, told = command("tiny", "other")
    assert "tiny: another build of this force is running: waiting until it is done" in told.splitlines()
    assert len(out.splitlines()) == 2


def test_a_folder_with_a_name_that_is_no_good_is_told_of(tmp_path, capsys):
    folder = tmp_path / "raw" / "Bad Name"
    folder.mkdir(parents=True)
    (folder / "force.toml").write_text("", encoding="utf-8")
    assert cli.main(["build", "--all", "--data", str(tmp_path), "--outputs", str(tmp_path / "outputs")]) == 1
    assert 'You could call it "bad-name"' in capsys.readouterr().err


def test_the_table_says_what_failed_of_a_force_that_was_published(tmp_path):
    fault = Failure(section="demand", message="it was stopped: it took longer than 2 s\nmore")
    one = Built(slug="a", index=tmp_path, failures=(fault,), made=("x",), seconds=2.0)
    assert summary([one])[1:] == [
        "a      1      0         1       0         2.0",
        "failed: a, demand: it was stopped: it took longer than 2 s",
    ]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_on_a_terminal_one_line_says_how_many_and_how_long():
    stream, lines = Terminal(), []
    with Progress(stream, line=lines.append) as progress:
        progress.expect(4)
        progress.count(1)
        progress.say("tiny: reading\x1b[31m")
        progress.tell("the worker old is not used")
        progress.count(3)
    shown = stream.getvalue()
    assert "4 of 4 pages" in shown
    assert "left" in shown
    assert "\x1b[31m" not in shown
    assert lines == ["the worker old is not used"]


def test_in_a_log_a_plain_line_stands_now_and_then():
    lines = []
    with Progress(io.StringIO(), line=lines.append, every_s=0) as progress:
        progress.expect(4)
        progress.say("tiny: reading")
        progress.count(2)
    assert lines[0] == "0 of 4 pages, 00:00 gone; now tiny: reading"
    assert lines[1] == "2 of 4 pages, 00:00 gone, about 00:00 left; now tiny: reading"
    quiet = []
    with Progress(io.StringIO(), line=quiet.append, every_s=60) as progress:
        progress.expect(4)
        progress.count(2)
    assert quiet == []
