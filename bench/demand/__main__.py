"""Measure and print the parts asked for, or all: ``python -m bench.demand [swast exact national intraday memory]``."""

from __future__ import annotations

import json
import os
import platform
import sys
from importlib import import_module
from pathlib import Path

from bench.demand import peers

PARTS = ("swast", "exact", "national", "intraday", "memory")
TARGET = Path(__file__).resolve().parents[2] / "outputs" / "bench" / "demand.json"


def main(asked: list[str]) -> None:
    """Measure, print, and keep the figures of the other parts as they were."""
    wrong = set(asked) - set(PARTS)
    if wrong:
        raise SystemExit(f"No part is called {', '.join(sorted(wrong))}; there are {', '.join(PARTS)}.")
    found = peers.ready()
    print(f"Demand: CPU seconds (user and system) on one thread; imports not counted. {found.said}")
    kept = json.loads(TARGET.read_text(encoding="utf-8")) if TARGET.is_file() else {}
    for name in asked or PARTS:
        part = import_module(f"bench.demand.{name}")
        figures = part.measured(found)
        if figures is None:
            print(f"\n{name}: not measured, its data are not at hand")
            continue
        part.show(figures, found)
        kept[name] = figures
        _keep(kept | {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()})


def _keep(record: dict[str, object]) -> None:
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
