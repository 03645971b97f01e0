"""The command: exit codes, messages, and what it must never show."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys

import pytest

import reviewkit
from reviewkit import cli
from reviewkit.cli import commands

FORCE = """
name = "Tiny Police"
nation = "england"
[governing_body]
kind = "pcc"
name = "The Commissioner"
title = "Commissioner"
[period]
start = 2025-03-01
end = 2025-03-01
[[files]]
table = "intervals"
files = ["days.csv"]
grain = "day"
[files.columns]
start = "Day"
offered = "Offered"
answered = "Answered"
[files.constants]
channel = "101"
stage = "primary"
"""


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "raw" / "tiny"
    folder.mkdir(parents=True)
    (folder / "force.toml").write_text(FORCE, encoding="utf-8")
    (folder / "days.csv").write_text("Day,Offered,Answered\n2025-03-01,10,9\n", encoding="utf-8")
    return tmp_path


def test_the_version(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"reviewkit {reviewkit.__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "required"),
        (["bild"], "invalid choice"),
        (["build"], "name one or more forces, or give --all"),
        (["build", "tiny", "--all"], "not both"),
        (["build", "tiny", "--from", "1.4.2024"], "'1.4.2024' is not a date; write it as 2024-04-01"),
        (["build", "tiny", "--from", "2025-02-30"], "is not a date"),
        (["build", "tiny", "--sections", "performence"], "Was performance meant?"),
        (["build", "tiny", "--sections", ","], "name at least one section"),
        (["build", "tiny", "--from", "2025-03-02", "--to", "2025-03-01"], "before it begins"),
        (["example", "no-such-folder", "--forces", "0"], "is not a whole number of at least 1"),
        (["build", "tiny", "--dask", ""], "'' is not the address of a Dask scheduler; write it as tcp://10.0.0.5:8786"),
        (["build", "tiny", "--dask", "10.0.0.5"], "is not the address of a Dask scheduler"),
        (["build", "tiny", "--dask", "tcp://here:99999"], "is not the address of a Dask scheduler"),
        (["example", "no-such-folder", "--years", "21"], "years is 21"),
    ],
)
def test_a_mistake_in_the_command_is_explained(words, said, data, tmp_path, capsys):
    places = ["--data", str(data), "--outputs", str(tmp_path / "out")] if words[:1] == ["build"] else []
    assert cli.main([*words, *places]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("name", ["tinny", "../tiny", "", "published", "TINY", "\x1b[31mtiny"])
def test_a_force_that_is_not_there_is_explained(command, name, data, tmp_path, capsys):
    places = ["--outputs", str(tmp_path / "out")] if command == "build" else []
    assert cli.main([command, name, "--data", str(data), *places]) == 1
    shown = "".join(capsys.readouterr())
    assert "to do:" in shown
    assert "\x1b" not in shown
    assert name != "tinny" or "tiny" in shown.replace("tinny", "")
    assert not (tmp_path / "out").exists()


def test_all_forces_where_there_are_none(tmp_path, capsys):
    assert cli.main(["build", "--all", "--data", str(tmp_path)]) == 1
    assert "no folder with a force.toml" in capsys.readouterr().err


def test_check_says_when_nothing_is_wrong(data, capsys):
    assert cli.main(["check", "tiny", "--data", str(data)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("tiny: ")


def test_check_prints_every_problem_and_a_summary(data, capsys):
    (data / "raw" / "tiny" / "days.csv").write_text("Day,Offered,Answered\n2025-03-01,ten\x1b[2J,9\n", encoding="utf-8")
    assert cli.main(["check", "tiny", "--data", str(data)]) == 1
    shown = capsys.readouterr().out
    assert "days.csv, line 2, Offered" in shown
    assert "\x1b" not in shown
    assert shown.splitlines()[-1].startswith("tiny: 1 error")
    assert cli.main(["check", "tiny", "--json", "--data", str(data)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["force"], told["usable"], told["errors"]) == ("tiny", False, 1)
    assert (told["problems"][0]["line"], told["problems"][0]["column"]) == (2, "Offered")


def test_new_starts_a_force_that_is_not_overwritten(tmp_path, capsys):
    assert cli.main(["new", "somewhere", "--data", str(tmp_path)]) == 0
    assert "force.toml" in capsys.readouterr().out
    assert cli.main(["new", "somewhere", "--data", str(tmp_path)]) == 1
    assert cli.main(["new", "../somewhere", "--data", str(tmp_path)]) == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError(errno.ENOSPC, "x", "a.html"), "the disk is full"),
        (OSError(errno.EFBIG, "x"), "the disk is full"),
        (PermissionError(errno.EACCES, "x", "a.html"), "there is no permission to read or write (a.html)"),
        (OSError(errno.EIO, "Input/output error", "a.html"), "Input/output error (a.html)"),
        (MemoryError(), "not enough memory"),
        (KeyboardInterrupt(), "stopped"),
    ],
)
def test_what_the_computer_refuses_is_explained(fault, words, capsys, monkeypatch):
    def refuse(_):
        raise fault

    monkeypatch.setattr(commands, "check_command", refuse)
    assert cli.main(["check", "tiny"]) in {1, 130}
    assert words in capsys.readouterr().err


def test_help_and_check_do_not_wait_for_the_heavy_libraries():
    code = (
        "import sys; from reviewkit import cli; cli.main(['--help']); print(sorted({*sys.argv[1:]} & {*sys.modules}))"
    )
    heavy = ("pandas", "matplotlib", "seaborn", "papermill", "nbconvert", "duckdb", "jinja2")
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe without a reader is told of only by POSIX")
def test_a_reader_that_goes_away_hears_no_complaint(data):
    (data / "raw" / "tiny" / "days.csv").write_text("Day,Offered,Answered\n2025-03-01,ten,9\n", encoding="utf-8")
    nobody, pipe = os.pipe()
    os.close(nobody)
    words = [sys.executable, "-m", "reviewkit", "check", "tiny", "--data", str(data)]
    done = subprocess.run(words, stdout=pipe, stderr=subprocess.PIPE, check=False)
    os.close(pipe)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_console_of_the_old_kind_does_not_stop_the_command(data):
    words = [sys.executable, "-m", "reviewkit", "check", "tiny\u2019s \u0175", "--data", str(data)]
    done = subprocess.run(words, capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": "cp1252"})
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
