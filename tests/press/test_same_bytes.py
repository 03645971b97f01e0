"""However pages are made, they are the same bytes; and what goes wrong in one of them costs the others nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reviewkit.press.build import build
from reviewkit.press.manifest import faults_of
from reviewkit.press.warm import system

CHART = """
from reviewkit.data.review import open_review
from reviewkit.page import performance as page
from reviewkit.sections import performance
review = open_review(force, start, end)
page.how_many_rang(review, performance.over_time(review))
"""
BY_CHANCE = """
import os, random, numpy as np
from reviewkit.page.display import Prose
print(os.getcwd(), set('abcdef'), object(), os.environ["COLUMNS"])
Prose(paragraphs=(f"{random.random()} {np.random.random()}",))
"""
ROUTES = (
    [("fork", 1), ("fork", 2), ("fork", 2), ("spawn", 2)] if sys.platform == "linux" else [("spawn", 1), ("spawn", 2)]
)


def test_pages_are_the_same_bytes_for_any_jobs_and_any_way_to_start(data, notebook, tmp_path, monkeypatch):
    notebook("10_chart.ipynb", CHART)
    notebook("20_chance.ipynb", BY_CHANCE)
    notebook("30_chance_too.ipynb", BY_CHANCE)
    manifests = []
    for number, (way, jobs) in enumerate(ROUTES):
        monkeypatch.setenv(system.START, way)
        outputs = tmp_path / str(number)
        places = {"data": data, "outputs": outputs, "notebooks": tmp_path / "notebooks"}
        (built,) = build(["tiny"], progress=lambda _: None, jobs=jobs, **places)
        assert built.good, built
        manifests.append((built.index.parent / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifests) == {manifests[0]}
    drawn = [re.search(r"0\.\d+ 0\.\d+", (built.index.parent / f"{name}.html").read_text(encoding="utf-8")).group()
             for name in ("chance", "chance_too")]  # fmt: skip
    assert drawn[0] != drawn[1]


COMMAND = """
import functools, sys
from pathlib import Path
from reviewkit import cli
from reviewkit.press import build
data, outputs, notebooks = sys.argv[1:]
build.build = functools.partial(build.build, notebooks=Path(notebooks))
build.Limits = lambda **_: build.LIMITS.__class__(seconds=4, memory_mb=1500)  # an officer's least is a minute
raise SystemExit(cli.main(["build", "tiny", "--data", data, "--outputs", outputs]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to a limit on its memory")
def test_three_bad_sections_are_three_clear_lines_and_the_rest_is_published(data, notebook, tmp_path):
    notebook("10_hello.ipynb")
    notebook("20_crashing.ipynb", "import ctypes\nctypes.string_at(0)")
    notebook("30_endless.ipynb", "while True: pass")
    notebook("40_greedy.ipynb", "eaten = []\nwhile True: eaten.append(bytearray(50_000_000))")
    places = [str(data), str(tmp_path / "outputs"), str(tmp_path / "notebooks")]
    done = subprocess.run([sys.executable, "-c", COMMAND, *places], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if "failed" in line] == [
        "tiny: the section crashing failed. its process crashed (SIGSEGV)",
        "tiny: the section endless failed. it was stopped: it took longer than 4 s",
        "tiny: the section greedy failed. cell 3: there was not enough memory",
    ]
    (front,) = done.stdout.splitlines()
    assert faults_of(Path(front).parent) == []
    assert (Path(front).parent / "hello.html").exists()
    record = json.loads((Path(front).parent / "build.json").read_text(encoding="utf-8"))
    assert all(50 < record["memory_mb"][name] < 1600 for name in ("hello", "crashing", "endless", "greedy"))
