"""The peers' environment: built beside the results, never part of the project's lock."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from bench.routes import resource

HERE = Path(__file__).resolve().parent.parent
FOLDER = HERE.parent / "outputs" / "bench" / "peers"
PINNED = ("requirements.txt", "prophet.txt")
STAMP = "pinned.json"


@dataclass(frozen=True, kw_only=True)
class Peers:
    """What was found of the peers.

    Attributes
    ----------
    python
        The interpreter of their environment, or None where they could not be installed.
    prophet
        Whether Prophet installed too.
    said
        One line on both for the tables.
    """

    python: Path | None
    prophet: bool
    said: str


def ready() -> Peers:
    """The peers' environment, built anew when it is missing or what is pinned has changed."""
    if resource is None:
        return Peers(python=None, prophet=False, said="Peers not measured: Windows does not tell CPU times of others")
    wanted = hashlib.sha256(b"".join((HERE / "peers" / name).read_bytes() for name in PINNED)).hexdigest()
    stamp = FOLDER / STAMP
    kept = json.loads(stamp.read_text(encoding="utf-8")) if stamp.is_file() else {}
    if kept.get("pinned") != wanted:
        print("  building the peers' environment", file=sys.stderr, flush=True)
        kept = {"pinned": wanted, "installed": _built()}
        if kept["installed"][0]:  # otherwise, without a network say, it is tried again next time
            stamp.write_text(json.dumps(kept) + "\n", encoding="utf-8", newline="\n")
    peers, prophet = kept["installed"]
    if not peers:
        return Peers(python=None, prophet=False, said="The peers did not install: our own figures only")
    said = "statsforecast, statsmodels and prophet" if prophet else "statsforecast and statsmodels; prophet FAILED"
    return Peers(python=_python(), prophet=prophet, said=f"Peers installed: {said}")


def asked(peers: Peers, series: dict[str, pd.Series], tasks: list[dict]) -> list[dict | None]:
    """The answers to some tasks (see ``bench/peers/run.py``); None for a task nobody could do."""
    if peers.python is None:
        return [None] * len(tasks)
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_TMP")) as folder:
        job, table, answer = (Path(folder) / name for name in ("job.json", "series.csv", "answer.json"))
        job.write_text(json.dumps(tasks), encoding="utf-8")
        parts = [pd.DataFrame({"series": name, "ds": one.index, "y": one.array}) for name, one in series.items()]
        pd.concat(parts).to_csv(table, index=False)
        command = [str(peers.python), str(HERE / "peers" / "run.py"), str(job), str(table), str(answer)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        return json.loads(answer.read_text(encoding="utf-8"))


def _built() -> list[bool]:
    """Whether each pinned list installed; the second is only tried after the first."""
    venv.create(FOLDER, clear=True, with_pip=True)
    installed = []
    for name in PINNED:
        command = [str(_python()), "-m", "pip", "install", "--quiet", "--requirement", str(HERE / "peers" / name)]
        done = all(installed) and subprocess.run(command, check=False, capture_output=True).returncode == 0
        installed.append(done)
    return installed


def _python() -> Path:
    return FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
