"""Run the benchmarks: ``python -m bench [rows]``; a table is printed, and JSON goes to ``outputs/bench/``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.calls import write_force
from bench.routes import ROUTES

ROOT = Path(__file__).resolve().parent.parent
ROWS = 10_000_000
LIMITS = {"duckdb_copy": 2.0, "pandas_same_work": 0.2}
MEMORY_GIB = 1.5


def measured(route: str, csv: Path) -> dict[str, float]:
    """Run one route in a process of its own; CPU seconds of all its threads, wall seconds, peak memory in GiB."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "bench.routes", route, str(csv)]
    answer = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(answer) | {"wall_s": time.perf_counter() - begun}


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_TMP")) as folder:
        csv = write_force(Path(folder), rows)
        results = {route: measured(route, csv) for route in ROUTES}
    ours = results["reviewkit"]
    print(f"{rows:,} calls, CSV to tidy Parquet and half-hour counts")
    print(f"{'':18}{'CPU s':>9}{'wall s':>9}{'peak GiB':>10}{'ours / theirs':>15}{'limit':>8}")
    for route, figures in results.items():
        ratio = ours["cpu_s"] / figures["cpu_s"]
        limit = f"{LIMITS[route]:8.2f}" if route in LIMITS else ""
        print(
            f"{route:18}{figures['cpu_s']:9.1f}{figures['wall_s']:9.1f}{figures['peak_gib']:10.2f}{ratio:15.2f}{limit}"
        )
    print(f"peak memory limit: {MEMORY_GIB} GiB")
    target = ROOT / "outputs" / "bench" / "calls.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        json.dumps({"rows": rows, "routes": results, "limits": LIMITS}, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
