"""A force, and sections, small enough to be built many times over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

FORCE_TOML = """
name = "Tinyshire Police"
nation = "england"
synthetic = true

[governing_body]
kind = "pcc"
name = "Office of the Police and Crime Commissioner for Tinyshire"
title = "Police and Crime Commissioner"

[period]
start = 2025-03-01
end = 2025-03-02

[[files]]
table = "intervals"
files = ["hours.csv"]
time_zone = "Europe/London"
grain = "hour"
[files.columns]
start = "Start"
offered = "Offered"
answered = "Answered"
abandoned = "Abandoned"
[files.constants]
channel = "101"
stage = "primary"
"""
PARAMETERS = 'force: str = "tiny"\nstart: str = "2025-03-01"\nend: str = "2025-03-02"'
HELLO = 'from reviewkit.page.display import Prose\nProse(paragraphs=("Calls to " + force,))'


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one small force, ``tiny``."""
    folder = tmp_path / "data"
    raw = folder / "raw" / "tiny"
    raw.mkdir(parents=True)
    (raw / "force.toml").write_text(FORCE_TOML, encoding="utf-8")
    hours = [f"2025-03-{day:02}T{hour:02}:00,10,9,1" for day in (1, 2) for hour in range(24)]
    (raw / "hours.csv").write_text("\n".join(["Start,Offered,Answered,Abandoned", *hours]) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def notebook(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a section's notebook: a title, the parameters, then one cell for each text given."""

    def write(name: str = "10_hello.ipynb", *cells: str, parameters: str = PARAMETERS, tag: str = "parameters") -> Path:
        folder = tmp_path / "notebooks"
        folder.mkdir(exist_ok=True)
        made = v4.new_notebook()
        made.cells = [
            v4.new_markdown_cell("# Hello\n\nA short part."),
            v4.new_code_cell(parameters, metadata={"tags": [tag]}),
            *(v4.new_code_cell(text) for text in cells or [HELLO]),
        ]
        nbformat.write(made, folder / name)
        return folder / name

    return write
