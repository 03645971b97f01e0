"""What a nation costs to build: 43 forces, all sections, by the command a national body uses, and the same unchanged.

A few forces are invented, as ``reviewkit example`` does, and copied under other names until there are 43: inventing
takes longer than building, and nothing of a build is shared between forces.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from bench.routes import resource
from reviewkit.data.example import write_example
from reviewkit.press.notebook import sections_in

ROOT = Path(__file__).resolve().parent.parent
FORCES, INVENTED, YEARS, JOBS = 43, 4, 2, 2
AGAIN = 3
"""Builds in which nothing has changed, of which the median is shown."""
UNCHANGED_S = 0.5
_EVERY_S = 1.0  # how often the memory of the processes that live as long as the build is looked at


def invented(folder: Path) -> Path:
    """Write so many forces into a folder, each with the same years of counts and month of calls as Exampleshire."""
    made = write_example(folder, forces=INVENTED, years=YEARS, seed=1, progress=lambda _: None)
    for number in range(INVENTED, FORCES):
        source = made[number % INVENTED]
        target = source.with_name(f"{source.name}-{number}")
        shutil.copytree(source, target)
        declared = (source / "force.toml").read_text(encoding="utf-8")
        renamed = re.sub(r'(?m)^name = "(.*?)"', rf'name = "\1 {number}"', declared, count=1)
        (target / "force.toml").write_text(renamed, encoding="utf-8", newline="\n")
    return folder


def measured(
    folder: Path, peers: Mapping[str, Mapping[str, float]], prepare_s: float, *, only: Sequence[str] = ()
) -> dict[str, object]:
    """Build 43 forces and build them again unchanged; what the peers would take, from what they take for a sample.

    Parameters
    ----------
    folder
        An empty folder.
    peers
        CPU seconds a notebook of each route, for each section.
    prepare_s
        CPU seconds in which one force's files are read and checked, which every route has to do once a force.
    only
        These sections; all when empty.
    """
    data, outputs = invented(folder / "nation"), folder / "outputs"
    cpu_s, parents_mb = _built(data, outputs, only)
    records = [json.loads(path.read_text(encoding="utf-8")) for path in outputs.rglob("build.json")]
    sections = only or [section.name for section in sections_in(ROOT / "notebooks")]
    routes = {route for one in peers.values() for route in one}
    theirs = {route: FORCES * (prepare_s + sum(peers[name][route] for name in sections)) for route in sorted(routes)}
    unchanged_s = median(_built(data, outputs, only)[0] for _ in range(AGAIN))
    return {
        "forces": len(records),
        "pages": sum(len(record["ran"]) for record in records),
        "cpu_s": cpu_s,
        "theirs_s": theirs,
        "parents_mb": parents_mb,
        "child_mb": max(used for record in records for used in record["memory_mb"].values() if used is not None),
        "unchanged_s": unchanged_s,
        "unchanged_holds": unchanged_s <= UNCHANGED_S,
    }


def show(figures: Mapping[str, object]) -> None:
    """Print the table."""
    print(
        f"\n{figures['forces']} forces, {figures['pages']} pages: read, checked, made, put in place, {JOBS} at a time"
    )
    print(f"({INVENTED} forces invented, then copied; the peers as their sample says, and as much reading of files)")
    print(f"{'':34}{'CPU s':>9}{'ratio':>8}")
    print(f"{'reviewkit build --all':34}{figures['cpu_s']:9.0f}")
    for route, cpu_s in figures["theirs_s"].items():
        print(f"{route:34}{cpu_s:9.0f}{cpu_s / figures['cpu_s']:8.1f}")
    for name, used in figures["parents_mb"].items():
        print(f"peak memory of {name}: {used:.0f} MB")
    print(f"peak memory of the child that needs most: {figures['child_mb']:.0f} MB")
    held = "holds" if figures["unchanged_holds"] else "DOES NOT HOLD"
    print(
        f"nothing changed, {figures['forces']} forces: {figures['unchanged_s']:.2f} CPU s (limit {UNCHANGED_S})  {held}"
    )


def _built(data: Path, outputs: Path, only: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Run the build; CPU seconds of all its processes, and the peak memory of those that live as long as it does."""
    command = [sys.executable, "-m", "reviewkit", "build", "--all", "--jobs", str(JOBS)]
    command += ["--data", str(data), "--outputs", str(outputs)]
    command += ["--sections", ",".join(only)] if only else []
    before = _children_s()
    with (outputs.parent / "build.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        done = threading.Event()
        peaks: dict[str, float] = {}
        looking = threading.Thread(target=_look, args=(process.pid, peaks, done))
        looking.start()
        code = process.wait()
        done.set()
        looking.join()
    if code:
        raise RuntimeError((outputs.parent / "build.log").read_text(encoding="utf-8")[-2000:])
    return _children_s() - before, peaks


def _look(build: int, peaks: dict[str, float], done: threading.Event) -> None:
    """Keep the peak memory of the build and of the warm process, as Linux tells it; elsewhere nothing is found."""
    while not done.wait(_EVERY_S):
        try:
            threads = Path(f"/proc/{build}/task").glob("*/children")
            warm = [one for thread in threads for one in thread.read_text(encoding="ascii").split()]
            for name, process in [("the build", str(build)), *(("the process that forks", one) for one in warm[:1])]:
                told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
                found = re.search(r"VmHWM:\s+(\d+) kB", told)
                if found:
                    peaks[name] = max(peaks.get(name, 0), int(found[1]) * 1024 / 1e6)
        except OSError:  # it has just ended, or this is not Linux
            continue


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
