"""A force whose file writes eight seconds as 0:08:00 shows eight seconds on its pages, from the file to the site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lxml import html

ROOT = Path(__file__).resolve().parent.parent
TOML = """
name = "Eightshire Police"
nation = "england"
[governing_body]
kind = "pcc"
name = "Office"
title = "Commissioner"
[period]
start = 2024-04-01
end = 2024-06-30
[[files]]
table = "intervals"
files = ["months.csv"]
grain = "month"
[files.columns]
start = "Month"
offered = "Calls"
answered = "Answered"
wait_mean_s = "Average"
[files.formats]
wait_mean_s = "mm:ss:00"
[files.constants]
channel = "999"
stage = "primary"
"""
MONTHS = """Month,Calls,Answered,Average
2024-04-01,1000,990,0:08:00
2024-05-01,1200,1190,0:08:00
2024-06-01,900,880,0:08:00
"""


def test_eight_seconds_stay_eight_seconds(tmp_path):
    folder = tmp_path / "data" / "raw" / "eightshire"
    folder.mkdir(parents=True)
    (folder / "force.toml").write_text(TOML, encoding="utf-8")
    (folder / "months.csv").write_text(MONTHS, encoding="utf-8")
    places = ["--data", str(tmp_path / "data"), "--outputs", str(tmp_path / "outputs")]
    command = [sys.executable, "-m", "reviewkit", "build", "eightshire", *places]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (front,) = (tmp_path / "outputs").glob("eightshire/*/index.html")
    for page in (front, front.with_name("performance.html")):
        said = " ".join(html.fromstring(page.read_bytes()).find("body").text_content().split())
        assert "8 seconds on average" in said
        assert "8 minutes" not in said
