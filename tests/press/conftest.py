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


def write_force(raw: Path, toml: str = FORCE_TOML) -> None:
    """Write the folder of a small force."""
    raw.mkdir(parents=True)
    (raw / "force.toml").write_text(toml, encoding="utf-8")
    hours = [f"2025-03-{day:02}T{hour:02}:00,10,9,1" for day in (1, 2) for hour in range(24)]
    (raw / "hours.csv").write_text("\n".join(["Start,Offered,Answered,Abandoned", *hours]) + "\n", encoding="utf-8")


def write_section(path: Path, *cells: str, parameters: str = PARAMETERS, tag: str = "parameters") -> None:
    """Write a section's notebook: a title, the parameters, then one cell for each text given."""
    path.parent.mkdir(exist_ok=True)
    made = v4.new_notebook()
    made.cells = [
        v4.new_markdown_cell("# Hello\n\nA short part."),
        v4.new_code_cell(parameters, metadata={"tags": [tag]}),
        *(v4.new_code_cell(text) for text in cells or [HELLO]),
    ]
    nbformat.write(made, path)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one small force, ``tiny``."""
    write_force(tmp_path / "data" / "raw" / "tiny")
    return tmp_path / "data"


@pytest.fixture
def notebook(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a section's notebook; see :func:`write_section`."""

    def write(name: str = "10_hello.ipynb", *cells: str, **options: str) -> Path:
        path = tmp_path / "notebooks" / name
        write_section(path, *cells, **options)
        return path

    return write
