"""The size of Exampleshire's performance page, built by the command an officer uses."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import time
from pathlib import Path

from bench.routes import resource

ROOT = Path(__file__).resolve().parent.parent
BASE_KB, CHART_KB, WHOLE_KB = 15, 7, 100
"""Limits: so much for the page, so much for each chart with its table, so much in all; 1 KB is 1000 bytes."""
FORCE = "exampleshire"


def built(folder: Path) -> dict[str, float | None]:
    """Build the site of Exampleshire into ``folder``; CPU seconds of the build and its children, wall seconds."""
    before, begun = _children_s(), time.perf_counter()
    command = [sys.executable, "-m", "reviewkit", "build", FORCE, "--outputs", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = _children_s()
    cpu = None if before is None or after is None else after - before
    return {"cpu_s": cpu, "wall_s": time.perf_counter() - begun}


def measured(folder: Path) -> dict[str, float | int | bool]:
    """Return the gzipped bytes of the performance page, its charts, its limit, and whether that holds."""
    page = next(folder.rglob("performance.html")).read_bytes()
    size, charts = len(gzip.compress(page, 9, mtime=0)), len(re.findall(rb'<svg[^>]*class="wide"', page))
    limit = 1000 * min(BASE_KB + CHART_KB * charts, WHOLE_KB)
    return {"gz_bytes": size, "charts": charts, "limit_bytes": limit, "holds": charts > 0 and size <= limit}


def _children_s() -> float | None:
    if resource is None:
        return None
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
