"""A real Dask scheduler and real workers on this computer: the same bytes, whoever is lost, refused or not there."""

from __future__ import annotations

import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import reviewkit
from reviewkit import cli
from reviewkit.press import build as press
from reviewkit.press.build import build
from reviewkit.press.manifest import faults_of
from reviewkit.press.warm import system
from reviewkit.press.warm.orders import Limits

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
PATIENCE_S = 180  # for a computer that has much else to do
LOST = "its worker was lost, most often because memory ran out"
WHERE = "import os, time\nfrom pathlib import Path\nprint(os.getcwd(), os.environ['REVIEWKIT_DATA'])\n"
CHART = """
from reviewkit.data.review import open_review
from reviewkit.page import performance as page
from reviewkit.sections import performance
review = open_review(force, start, end)
page.how_many_rang(review, performance.over_time(review))
"""
BY_CHANCE = """
import numpy as np
from reviewkit.page.display import Prose
Prose(paragraphs=(f"{np.random.random()}",))
"""
# Every file under a folder is as if it were not there: that is what a worker without a shared folder meets.
HIDING = """
import os, sys
def hide(event, words):
    if words and isinstance(words[0], str | os.PathLike) and os.fspath(words[0]).startswith(os.environ["HIDDEN"]):
        raise FileNotFoundError(2, "No such file or directory", os.fspath(words[0]))
sys.addaudithook(lambda event, words: hide(event, words) if event.startswith(("open", "os.")) else None)
"""


def until(found: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE_S
    while not found():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


class Cluster:
    """A scheduler, and workers as they are asked for; each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen] = []
        told = folder / "scheduler.json"
        words = ["--port", "0", "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(told)]
        self.scheduler = self._start("scheduler", *words)
        until(lambda: told.exists() and told.read_text(encoding="utf-8").endswith("}"))
        self.address = json.loads(told.read_text(encoding="utf-8"))["address"]

    def worker(self, *words: str, **environment: str) -> subprocess.Popen:
        """Start a worker, and wait until the scheduler knows it."""
        more = ["--nthreads", "1", "--memory-limit", "0", "--local-directory", str(self.folder)]
        process = self._start("worker", self.address, *more, *(words or ["--no-nanny"]), **environment)
        until(lambda: "Registered to" in self._log(process).read_text(encoding="utf-8"))
        return process

    def _start(self, kind: str, *words: str, **environment: str) -> subprocess.Popen:
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.dask_{kind}",
            *words,
            "--host",
            "127.0.0.1",
            "--no-dashboard",
        ]
        log = self.folder / f"{len(self.processes)}.log"
        with log.open("wb") as said:
            streams = {"stdout": said, "stderr": said}
            process = subprocess.Popen(command, cwd=self.folder, env=os.environ | environment, **streams)
        self.processes.append(process)
        return process

    def _log(self, process: subprocess.Popen) -> Path:
        return self.folder / f"{self.processes.index(process)}.log"

    def end(self, *processes: subprocess.Popen) -> None:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(PATIENCE_S)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.end(cluster.scheduler)


@pytest.fixture
def cluster(scheduler) -> Iterator[Cluster]:
    """The scheduler without any worker; those that a test starts end with it."""
    before = len(scheduler.processes)
    yield scheduler
    scheduler.end(*scheduler.processes[before:])


@pytest.fixture
def make(data, tmp_path):
    """Build ``tiny`` into a folder of its own; gives what became of it, and its manifest."""
    numbers = iter(range(100))
    said: list[str] = []

    def run(**options):
        said.clear()
        places = {"data": data, "notebooks": tmp_path / "notebooks", "outputs": tmp_path / f"outputs{next(numbers)}"}
        (built,) = build(["tiny"], progress=said.append, jobs=1, **places, **options)
        return built, (built.index.parent / "manifest.json").read_text(encoding="utf-8")

    run.said = said
    return run


@pytest.fixture
def command(data, tmp_path, monkeypatch, capsys):
    """The command itself, with the notebooks of the test; gives its exit code and what it said."""
    monkeypatch.setattr(press, "build", functools.partial(build, notebooks=tmp_path / "notebooks"))

    def run(address: str):
        places = ["--data", str(data), "--outputs", str(tmp_path / "outputs")]
        code = cli.main(["build", "tiny", *places, "--dask", address])
        return code, capsys.readouterr().err

    return run


@pytest.fixture
def made_here(make, notebook, monkeypatch) -> dict[str, str]:
    """Two sections, and the manifests of the site as processes of this computer make it."""
    notebook("10_chart.ipynb", CHART)
    notebook("20_chance.ipynb", WHERE + BY_CHANCE)
    manifests = {}
    for way in ["fork", "spawn"] if sys.platform == "linux" else ["spawn"]:
        monkeypatch.setenv(system.START, way)
        manifests[way] = make()[1]
    return manifests


def test_pages_are_the_same_bytes_with_and_without_a_shared_folder(cluster, make, made_here, data, tmp_path):
    manifests = dict(made_here)
    two = [cluster.worker(), cluster.worker()]
    shutil.rmtree(data / "processed")
    manifests["shared"] = make(dask=cluster.address)[1]
    assert not any("does not see the data folder" in line for line in make.said)
    cluster.end(*two)
    (tmp_path / "sitecustomize.py").write_text(HIDING, encoding="utf-8")
    path = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    cluster.worker(PYTHONPATH=path, HIDDEN=str(data))
    shutil.rmtree(data / "processed")
    manifests["bytes"] = make(dask=cluster.address)[1]
    assert any("does not see the data folder: tables and pages are sent" in line for line in make.said)
    assert len(set(manifests.values())) == 1, manifests
    assert sorted(path.name for path in (data / "processed").iterdir()) == [".tiny.lock", "tiny"]


WAITING = """
place, go = Path({place!r}), Path({go!r})
(place / f"{{section}}{{time.time_ns()}}").write_text(f"{{os.getppid()}} {{section}}")
while not go.exists(): time.sleep(0.02)
from reviewkit.page.display import Prose
Prose(paragraphs=(section,))
"""


@pytest.fixture
def waiting(notebook, tmp_path):
    """Four sections that say who is at work on them, and wait for a file."""
    at_work, go = tmp_path / "at_work", tmp_path / "go"
    at_work.mkdir()
    for name in ("a", "b", "c", "d"):
        text = WAITING.format(place=str(at_work), go=str(go))
        notebook(f"10_{name}.ipynb", f"{WHERE}section = {name!r}\n{text}")

    def working() -> list[list[str]]:
        words = [path.read_text(encoding="utf-8").split() for path in at_work.iterdir()]
        return [both for both in words if len(both) == 2]

    return go, working


@posix
def test_the_pages_of_a_killed_worker_are_made_by_another(cluster, make, waiting):
    go, working = waiting
    go.touch()
    whole = make()[1]
    go.unlink()
    cluster.worker()
    doomed = cluster.worker()
    counts: list[int] = []
    result: list[object] = []
    thread = threading.Thread(target=lambda: result.extend(make(dask=cluster.address, counted=counts.append)))
    thread.start()
    until(lambda: str(doomed.pid) in [parent for parent, _ in working()])
    (lost,) = [section for parent, section in working() if parent == str(doomed.pid)]
    doomed.kill()
    go.touch()
    thread.join(PATIENCE_S)
    built, manifest = result
    assert manifest == whole
    assert faults_of(built.index.parent) == []
    assert (sum(counts), built.made) == (4, ("a", "b", "c", "d"))
    assert sorted(section for _, section in working()) == sorted([*"abcd", *"abcd", lost])  # here, there, and once more
    assert [line for line in make.said if "lost" in line] == [f"tiny: {lost}: {LOST}: it is done again by another"]


COMMAND = """
import functools, signal, sys
from pathlib import Path
from reviewkit import cli
from reviewkit.press import build
signal.signal(signal.SIGINT, signal.default_int_handler)
data, outputs, notebooks, address = sys.argv[1:]
build.build = functools.partial(build.build, notebooks=Path(notebooks))
raise SystemExit(cli.main(["build", "tiny", "--data", data, "--outputs", outputs, "--dask", address]))
"""


@pytest.fixture
def own_cluster(tmp_path) -> Iterator[Cluster]:
    """A scheduler that a test may kill."""
    folder = tmp_path / "own"
    folder.mkdir()
    cluster = Cluster(folder)
    yield cluster
    cluster.end(*reversed(cluster.processes))


@posix
def test_ctrl_c_and_a_lost_scheduler_end_the_build_with_a_line(data, waiting, tmp_path, own_cluster):
    _, working = waiting
    cluster = own_cluster
    cluster.worker()
    ends = [lambda build: build.send_signal(signal.SIGINT), lambda _: cluster.scheduler.kill()]
    places = [str(data), str(tmp_path / "outputs"), str(tmp_path / "notebooks"), cluster.address]
    codes, told = [], []
    for begun, end in enumerate(ends, 1):
        command = [sys.executable, "-c", COMMAND, *places]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as build:
            until(lambda begun=begun: len(working()) == begun)
            end(build)
            said, _ = build.communicate(timeout=PATIENCE_S)
            told.append(said.splitlines()[-1])
            codes.append(build.returncode)
            assert "Traceback" not in said
    assert codes == [130, 1]
    assert told[0] == "stopped; what was published before stands as it was"
    assert told[1] == f"the connection to the Dask scheduler at {cluster.address} was lost"
    assert sorted(path.name for path in (data / "processed").iterdir()) == [".tiny.lock", "tiny"]


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to a limit on its memory")
def test_a_bad_section_costs_only_its_page_whatever_it_does_to_workers(cluster, make, notebook):
    notebook("10_hello.ipynb")
    notebook("20_crashing.ipynb", "import ctypes\nctypes.string_at(0)")
    notebook("30_endless.ipynb", "while True: pass")
    notebook("40_greedy.ipynb", "eaten = []\nwhile True: eaten.append(bytearray(50_000_000))")
    notebook("50_killing.ipynb", "import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(60)")
    cluster.worker("--nanny")
    built, _ = make(dask=cluster.address, limits=Limits(seconds=3, memory_mb=1500))
    assert {failure.section: failure.message.splitlines()[0] for failure in built.failures} == {
        "crashing": "its process crashed (SIGSEGV)",
        "endless": "it was stopped: it took longer than 3 s",
        "greedy": "cell 3: there was not enough memory",
        "killing": f"{LOST}; so it was 3 times, on one worker after the other",
    }
    assert built.made == ("hello",)
    assert faults_of(built.index.parent) == []


def test_a_worker_with_another_reviewkit_is_refused(cluster, command, notebook, tmp_path):
    notebook()
    other = tmp_path / "other" / "reviewkit"
    shutil.copytree(Path(reviewkit.__file__).parent, other, ignore=shutil.ignore_patterns("__pycache__"))
    init = other / "__init__.py"
    text = init.read_text(encoding="utf-8")
    init.write_text(text.replace(reviewkit.__version__, "99.0"), encoding="utf-8")
    cluster.worker("--no-nanny", "--name", "old", PYTHONPATH=str(other.parent))
    code, told = command(cluster.address)
    assert code == 1
    assert f"the worker old is not used: it has reviewkit 99.0, this computer {reviewkit.__version__}" in told
    assert f"no worker at {cluster.address} can be used" in told
    assert "Traceback" not in told


def test_a_cluster_without_workers_is_told(cluster, command, notebook):
    notebook()
    code, told = command(cluster.address)
    start = f"dask worker {cluster.address} --nthreads 1"
    assert (code, told) == (1, f"the Dask scheduler at {cluster.address} has no workers. Start some: {start}\n")


def test_where_no_scheduler_is_that_is_told(command, notebook):
    notebook()
    code, told = command("tcp://127.0.0.1:9")
    assert code == 1
    assert told.startswith("no Dask scheduler answers at tcp://127.0.0.1:9 (")
    assert len(told.splitlines()) == 1


def test_without_dask_installed_it_is_told_what_to_install(command, notebook, monkeypatch):
    notebook()
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, told = command("tcp://127.0.0.1:9")
    assert code == 1
    assert "pip install reviewkit[cluster]" in told
