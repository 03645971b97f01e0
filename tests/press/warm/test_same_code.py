"""A process of ours runs the copy of the program that started it, not another that happens to be installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ASK = """
import subprocess, sys
from reviewkit.press.warm import system
code = "import reviewkit; print(reviewkit.__file__)"
print(subprocess.run([sys.executable, "-P", "-c", code], env=system.environment(), capture_output=True).stdout.decode())
"""


def test_a_second_checkout_runs_itself(tmp_path):
    other = tmp_path / "other"
    shutil.copytree(ROOT / "reviewkit", other / "reviewkit", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", other)
    command = [sys.executable, "-c", ASK]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    asked = subprocess.run(command, cwd=other, env=clean, check=True, capture_output=True)
    assert Path(asked.stdout.decode().strip()).parent == other / "reviewkit"
