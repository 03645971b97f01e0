"""Warm processes: what a task gives, how each way of failing is told, and what one task leaves for the next."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from reviewkit.press.warm import system
from reviewkit.press.warm.orders import NO_LIMITS, Limits
from reviewkit.press.warm.pool import Pool
from tests.press.warm import tasks_for_tests as t

WAYS = [system.FORK, system.SPAWN] if sys.platform == "linux" else [system.SPAWN]
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to a limit on its memory")
CRASHES = [
    (t.crash, "its process crashed (SIGSEGV)"),
    (t.leave, "its process ended by itself, with exit code 9"),
    (t.be_killed, "its process was killed from outside, most often because memory ran out (SIGKILL)"),
]
SECONDS = 2


@pytest.fixture(autouse=True)
def _tasks_are_found(monkeypatch):
    """Also where an installed package brings a package called ``tests``."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[3]))


@pytest.fixture(params=WAYS)
def way(request, monkeypatch) -> str:
    monkeypatch.setenv(system.START, request.param)
    return request.param


@contextmanager
def working(tmp_path, **options):
    said: list[str] = []
    with Pool(scratch=tmp_path, progress=said.append, **({"jobs": 1} | options)) as pool:

        def do(task, limits=NO_LIMITS, **arguments):
            return pool.submit(task, arguments, say=said.append, seed="a", limits=limits)

        do.pool, do.said = pool, said
        yield do


def test_whatever_a_task_does_the_next_is_done(way, tmp_path):
    """One process after another is lost, and each loss is told in words; what is asked for afterwards is done."""
    with working(tmp_path) as do:
        first = do(t.add, one=1, other=2).result()
        faults = [(do(task).result().fault, words) for task, words in CRASHES[: 3 if way == system.FORK else 1]]
        late = do(t.loop_for_ever, limits=Limits(seconds=SECONDS)).result()
        wrong = do(t.raise_fault).result()
        full = do(t.fill_the_disk).exception()
        last = do(t.add, one=3, other=4).result()
    assert (first.value, last.value) == (3, 7)
    assert do.said[:1] == ["adding"]
    for found, words in faults:
        assert found == words
    assert (late.value, late.fault) == (None, f"it was stopped: it took longer than {SECONDS} s")
    assert wrong.fault == "ValueError: no such thing"
    assert (full.errno, full.filename) == (28, "a.html")
    assert sys.platform == "win32" or first.memory_mb > 50


@linux
def test_a_task_that_eats_memory_is_stopped_at_its_limit(tmp_path):
    with working(tmp_path) as do:
        eaten = do(t.eat_memory, limits=Limits(memory_mb=1000)).result()
        small = do(t.add, limits=Limits(memory_mb=1000), one=1, other=2).result()
    assert eaten.fault == "there was not enough memory"
    assert small.value == 3


def test_limits_beyond_what_the_system_can_count_are_no_limits(way, tmp_path, capfd):
    with working(tmp_path) as do:
        done = do(t.add, limits=Limits(seconds=1e12, memory_mb=10**15), one=1, other=2).result()
    assert (done.value, done.fault) == (3, "")
    assert "Traceback" not in capfd.readouterr().err


def test_what_one_task_leaves_behind_never_reaches_the_next(way, tmp_path):
    """Ten kinds at once; where there is no fork, they are found, named, and the process is replaced."""
    with working(tmp_path) as do:
        clean = do(t.look_around).result().value
        process = do(t.leave_behind, kinds=list(t.LEFT)).result().value
        assert do(t.look_around).result().value == clean
        assert do(t.leave_behind, kinds=[]).result().value != process
    assert len(clean) == len(t.LEFT) == 10
    told = " ".join(do.said)
    assert [kind for kind in t.LEFT if kind in told] == ([] if way == system.FORK else list(t.LEFT))


@pytest.mark.parametrize("kinds", [[], ["the environment"]])
def test_a_process_that_stays_does_all_of_one_force_before_another(tmp_path, monkeypatch, kinds):
    """Also when it is replaced because a notebook left something behind."""
    monkeypatch.setenv(system.START, system.SPAWN)
    with working(tmp_path) as do:
        for future in [do(t.note, shared=force, name=name, kinds=kinds) for name in "ab" for force in ("one", "two")]:
            assert future.result().fault == ""
    assert [line for line in do.said if line.startswith(("one ", "two "))] == ["one a", "one b", "two a", "two b"]


def test_a_process_with_threads_is_not_forked_but_works(tmp_path, monkeypatch):
    monkeypatch.setenv(system.START, system.FORK)
    monkeypatch.setitem(system.ENVIRONMENT, "JE_ARROW_MALLOC_CONF", "background_thread:true")
    with working(tmp_path) as do:
        assert do(t.add, one=1, other=2).result().value == 3
    assert any("2 threads" in line for line in do.said) or len(do.said) == 1  # Arrow may come without that thread
