"""What a Dask worker does for a build: owns one warm process, and has each errand done by it."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from pathlib import Path, PurePosixPath
from typing import Any

from reviewkit.press.cluster.errand import Errand, Reply, lay_out, leave
from reviewkit.press.cluster.same import difference, fingerprint
from reviewkit.press.faults import about_the_disk
from reviewkit.press.warm.pool import Pool
from reviewkit.press.warm.system import SPAWN
from reviewkit.press.warm.task import Done, Say

_LOOK_S = 0.3
_FORCES_KEPT = 3
_ENDING = {"closing", "closed", "failed"}  # the scheduler is gone, or the worker was told to end
_ONE_AT_A_TIME = threading.Lock()  # a worker may have been given several threads, and several builds may use it
_AT_START = fingerprint()  # this process keeps the program that it imported, whatever is installed later


def do(errand: Errand) -> Reply:
    """Have one task done by this worker's warm process."""
    from distributed import get_worker

    if words := _refusal(errand):
        return Reply(refused=words)
    if errand.shared and not errand.shared.is_seen():
        return Reply(blind=True)
    worker = get_worker()
    topic, number = errand.name
    key = worker.get_current_task()

    def say(text: str) -> None:
        worker.log_event(topic, (number, key, text))

    with _ONE_AT_A_TIME:
        try:
            warm = _warm(worker.local_directory)
            return _do(errand, warm=warm, say=say, is_wanted=functools.partial(_is_wanted, worker, key))
        except OSError as fault:
            return Reply(done=Done(fault=f"its worker could not write: {about_the_disk(fault)}", killed=True))


def _refusal(errand: Errand) -> str:
    if words := difference(errand.same, _AT_START):
        return words
    fingerprint.cache_clear()
    now = difference(errand.same, fingerprint())
    return now and f"{now}: it was changed since the worker was started"


def _is_wanted(worker: Any, key: str) -> bool:
    """Say whether anybody still waits for a task; Dask itself leaves alone what has begun."""
    task = worker.state.tasks.get(key)
    return task is not None and task.state != "cancelled" and worker.status.name not in _ENDING


def _do(errand: Errand, *, warm: Pool, say: Say, is_wanted: Callable[[], bool]) -> Reply:
    _clear(warm.scratch)
    data = Path(errand.data) if errand.shared else _tables(errand, warm.scratch)
    if data is None:
        return Reply(lacking=True)
    parts = warm.scratch / "parts"
    parts.mkdir()
    arguments = errand.arguments | {"shared": parts}
    if errand.notebook:
        name, content = errand.notebook
        lay_out({name: content}, warm.scratch / "notebook")
        arguments["path"] = warm.scratch / "notebook" / name
    else:
        arguments["data"] = data
    future = warm.submit(
        errand.function, arguments, say=say, place=errand.place, seed=errand.seed,
        environment={"REVIEWKIT_DATA": str(data)}, limits=errand.limits,
    )  # fmt: skip
    done = _wait(future, warm, is_wanted)
    made = {path.name: path.read_bytes() for path in parts.iterdir() if path.suffix != ".part"}
    return Reply(done=done, parts=leave(made, errand.shared) if errand.shared and made else made)


def _wait(future: Future[Done], warm: Pool, is_wanted: Callable[[], bool]) -> Done:
    while not wait([future], timeout=_LOOK_S).done:
        if not is_wanted():
            warm.stop(future)
    return future.result()


def _tables(errand: Errand, scratch: Path) -> Path | None:
    """Return a data folder with the force's tables: as they came, or as they came before."""
    folder = scratch / "tables" / errand.tables
    data = (
        folder / PurePosixPath(errand.data.replace("\\", "/")).name
    )  # a notebook may print it, so it is called as it is elsewhere
    if errand.files is not None and not folder.is_dir():
        aside = scratch / "tables.part"
        shutil.rmtree(aside, ignore_errors=True)
        lay_out(errand.files, aside / data.name)
        folder.parent.mkdir(exist_ok=True)
        aside.rename(folder)
    if not folder.is_dir():
        return None
    folder.touch()
    known = sorted(folder.parent.iterdir(), key=lambda one: one.stat().st_mtime_ns)
    for old in known[:-_FORCES_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return data


def _clear(scratch: Path) -> None:
    """Remove what earlier errands left, but for the tables."""
    for old in scratch.iterdir():
        if old.name != "tables":
            shutil.rmtree(old, ignore_errors=True)


@functools.cache
def _warm(local: str) -> Pool:
    """Return this worker's one warm process, which ends with it; never forked, since a worker has threads.

    It works in the worker's own folder, which Dask clears away, also after a worker that was killed.
    """
    scratch = Path(local) / "reviewkit"
    scratch.mkdir(exist_ok=True)
    return Pool(jobs=1, scratch=scratch, progress=lambda _: None, way=SPAWN)
