"""Run the benchmarks: ``python -m bench [rows]``; tables are printed, and JSON goes to ``outputs/bench/``."""

from __future__ import annotations

import compileall
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench import page, press
from bench.calls import callers, write_forces
from bench.routes import ROUTES

ROOT = Path(__file__).resolve().parent.parent
ROWS = 10_000_000
SMALL_ROWS = 200_000
RUNS = 3
"""Runs of what takes seconds, of which the median is shown; ten million calls are timed once."""
MEMORY_GIB = 1.5
COMPARED = (
    ("reviewkit", "duckdb_copy", 2.0),
    ("reviewkit", "pandas_same_work", 0.2),
    ("reviewkit_callers", "duckdb_copy", 2.0),
    ("reviewkit_callers", "pandas_same_work_callers", 0.2),
    ("duckdb_bare", "duckdb_copy", None),
)
"""Ours, theirs, and the most CPU ours may use for each second of theirs."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def timed(route: str, csv: Path, runs: int) -> dict[str, float | None]:
    """Run one route in processes of its own; the median of each figure."""
    results = []
    for run in range(runs):
        say(f"  {route}, run {run + 1} of {runs}")
        begun = time.perf_counter()
        command = [sys.executable, "-m", "bench.routes", route, str(csv)]
        answer = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout
        results.append(json.loads(answer) | {"wall_s": time.perf_counter() - begun})
    first = results[0]
    return {key: None if first[key] is None else median(result[key] for result in results) for key in first}


def compared(results: dict[str, dict[str, float | None]]) -> list[dict[str, object]]:
    rows = []
    for ours, theirs, limit in COMPARED:
        ratio = results[ours]["cpu_s"] / results[theirs]["cpu_s"]
        holds = None if limit is None else ratio <= limit
        rows.append({"ours": ours, "theirs": theirs, "ratio": ratio, "limit": limit, "holds": holds})
    return rows


def calls(rows: int, runs: int) -> dict[str, object]:
    """Time every route on so many calls, and print what they used."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_TMP")) as folder:
        say(f"Writing {rows:,} calls")
        csv = write_forces(Path(folder), rows)
        said = callers(csv)
        results = {route: timed(route, csv, runs) for route in ROUTES}
    ratios = compared(results)
    print_calls(rows, runs, said, results, ratios)
    return {"rows": rows, "runs": runs, "callers": said, "routes": results, "ratios": ratios}


def print_calls(rows: int, runs: int, said: str, results: dict[str, dict], ratios: list[dict]) -> None:
    print(f"\n{rows:,} calls in CSV to tidy Parquet and half-hour counts (median of {runs})\n{said}")
    print(f"{'':26}{'CPU s':>9}{'wall s':>9}{'peak GiB':>10}")
    for route, figures in results.items():
        peak = "  not measured" if figures["peak_gib"] is None else f"{figures['peak_gib']:10.2f}"
        print(f"{route:26}{figures['cpu_s']:9.2f}{figures['wall_s']:9.2f}{peak}")
    print(f"{'CPU of / CPU of':52}{'ratio':>8}{'limit':>8}")
    for row in ratios:
        limit = "" if row["limit"] is None else f"{row['limit']:8.2f}  {_verdict(row['holds'])}"
        print(f"{row['ours'] + ' / ' + row['theirs']:52}{row['ratio']:8.2f}{limit}")
    memory = {route: figures["peak_gib"] for route, figures in results.items() if route.startswith("reviewkit")}
    for route, peak in memory.items():
        held = "not measured" if peak is None else f"{peak:8.2f}{MEMORY_GIB:8.2f}  {_verdict(peak <= MEMORY_GIB)}"
        print(f"{'peak memory of ' + route + ', GiB':52}{held}")


def pages() -> dict[str, object]:
    """Build Exampleshire, and print the size of its performance page."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_TMP")) as folder:
        builds = []
        for run in range(RUNS):
            say(f"  page of Exampleshire, run {run + 1} of {RUNS}")
            builds.append(page.built(Path(folder)))
        figures = page.measured(Path(folder))
    cpu = None if builds[0]["cpu_s"] is None else median(build["cpu_s"] for build in builds)
    print(f"\nExampleshire's performance page: {figures['gz_bytes']:,} bytes gzipped, {figures['charts']} charts")
    print(f"{'limit':26}{figures['limit_bytes']:,} bytes  {_verdict(figures['holds'])}")
    print(f"{'CPU of its build':26}" + ("not measured" if cpu is None else f"{cpu:.2f} s (median of {RUNS})"))
    return figures | {"build_cpu_s": cpu}


def _verdict(holds: bool) -> str:  # noqa: FBT001 - a word for a truth
    return "holds" if holds else "DOES NOT HOLD"


def main(rows: int) -> None:
    for room in ("reviewkit", "bench"):
        compileall.compile_dir(ROOT / room, quiet=1)
    sizes = sorted({min(rows, SMALL_ROWS), rows})
    record = {
        "calls": [calls(size, 1 if size > SMALL_ROWS else RUNS) for size in sizes],
        "page": pages(),
        "press": press.measured(),
    }
    target = ROOT / "outputs" / "bench" / "bench.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    where = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    target.write_text(json.dumps(record | where, indent=1) + "\n", encoding="utf-8", newline="\n")
    # In a process of its own: it tells the libraries to use one thread before they are loaded
    subprocess.run([sys.executable, "-m", "bench.demand"], check=True, cwd=ROOT)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
