"""``make lab``: the notebooks stand in JupyterLab, on this computer only, with the ordinary kernel of the set-up.

That they run there is nbval's part (``make test`` gives it the notebooks), and ``tests/press/test_engine.py`` holds
what they show to papermill's own engine.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 120


def words_of(name: str) -> list[str]:
    """What the target ``lab`` of a make file gives Python."""
    (line,) = re.findall(r"-m (jupyterlab .*)", (ROOT / name).read_text(encoding="utf-8"))
    return line.split()


@pytest.fixture
def lab(tmp_path):
    """JupyterLab as ``make lab`` starts it, without a browser; gives what its address answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    key = secrets.token_hex(16)
    here = {f"JUPYTER_{kind}_DIR": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    here["JUPYTERLAB_SETTINGS_DIR"] = here["JUPYTERLAB_WORKSPACES_DIR"] = str(tmp_path)
    options = ["--no-browser", "--allow-root", f"--port={port}", f"--IdentityProvider.token={key}"]
    with (tmp_path / "said.txt").open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", *words_of("Makefile"), *options], cwd=ROOT, env=os.environ | here, stderr=said
        )
    until = time.monotonic() + PATIENCE_S

    def ask(what: str) -> dict:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/{what}?token={key}") as answer:
                    return json.load(answer)
            except urllib.error.URLError:
                waited_for = process.poll() is None and time.monotonic() < until
                assert waited_for, (tmp_path / "said.txt").read_text(encoding="utf-8")
                time.sleep(0.2)

    yield ask
    process.terminate()
    process.wait(PATIENCE_S)


def test_the_notebooks_open_in_jupyterlab_on_the_ordinary_kernel(lab) -> None:
    names = [entry["name"] for entry in lab("contents")["content"] if entry["type"] == "notebook"]
    assert sorted(names) == sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    kernels = lab("kernelspecs")["kernelspecs"]
    for name in names:
        opened = lab(f"contents/{name}")
        assert opened["content"]["metadata"]["kernelspec"]["name"] in kernels


def test_windows_starts_the_same_for_this_computer_only() -> None:
    assert words_of("make.bat") == words_of("Makefile")
    assert "--ip=127.0.0.1" in words_of("Makefile")
