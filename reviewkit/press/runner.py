"""Runs a section's notebook through papermill, and cleans what comes out of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import papermill
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from reviewkit.press.engine import NAME, ReviewEngine
from reviewkit.press.faults import SectionFailed, hide_paths, plain
from reviewkit.press.notebook import inspect
from reviewkit.sections import NotPossible

INJECTED = "injected-parameters"  # papermill's tag for the cell it adds
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")
_LINES_SHOWN = 4
_LONGEST_MESSAGE = 400
_NO_MEMORY = ("MemoryError", "_ArrayMemoryError")  # the second is numpy's


def run(path: Path, parameters: dict[str, str], *, progress: Callable[[str], None]) -> nbformat.NotebookNode:
    """Return a notebook executed with the parameters given, without clock times and local paths.

    Its cells run in this process, which is no longer clean afterwards: see :mod:`reviewkit.press.warm`.

    Parameters
    ----------
    path
        The notebook.
    parameters
        One value for each of :data:`reviewkit.press.notebook.PARAMETERS`, as text. Where the data is, a notebook learns
        from the environment (``REVIEWKIT_DATA``), so that no path of this computer stands in the executed notebook.
    progress
        Called with a line of text as each cell begins.

    Raises
    ------
    RunError
        The notebook's parameters are not those given; nothing was run.
    SectionFailed
        A cell raised an error.
    NotPossible
        The section said that the data it needs was not supplied.
    """
    inspect(path)
    source = nbformat.read(path, as_version=4)
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what it would say of a fault, we say in our own words
    papermill_engines.register(NAME, ReviewEngine)  # also where the package was installed before it had an engine

    def say(cell_index: int, **_: object) -> None:
        place = _source_number(cell_index, _parameters_at(source))
        if place:
            progress(f"cell {place} of {len(source.cells)}")

    try:
        executed = papermill.execute_notebook(
            source, None, parameters=parameters, engine_name=NAME, kernel_name="python3", language="python",
            progress_bar=False, autosave_cell_every=0, on_cell_start=say,
        )  # fmt: skip
    except PapermillExecutionError as fault:
        raise _failure(fault, source) from None
    return cleaned(executed)


def cleaned(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return an executed notebook whose bytes depend on its inputs alone: no clock, no local path, no random id."""
    cells = [_clean_cell(cell, number) for number, cell in enumerate(notebook.cells, start=1)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def cell_number(notebook: nbformat.NotebookNode, index: int) -> int:
    """Return the number, from 1, that a cell of an executed notebook has in the notebook as written."""
    added = sum(INJECTED in cell.metadata.get("tags", ()) for cell in notebook.cells[: index + 1])
    return index + 1 - added


def _failure(fault: PapermillExecutionError, source: nbformat.NotebookNode) -> Exception:
    message = plain(fault.evalue)
    if fault.ename == NotPossible.__name__:
        return NotPossible(hide_paths(message))
    cell = _source_number(fault.cell_index, _parameters_at(source))
    lines = "\n".join(plain(fault.source).splitlines()[:_LINES_SHOWN])
    words = "there was not enough memory" if fault.ename in _NO_MEMORY else f"{fault.ename}: {message}"
    return SectionFailed(cell=cell, lines=lines, message=_short(words))


def _short(fault: object) -> str:
    text = hide_paths(plain(str(fault)).strip())
    return text if len(text) <= _LONGEST_MESSAGE else text[:_LONGEST_MESSAGE].rstrip() + " ..."


def _parameters_at(source: nbformat.NotebookNode) -> int:
    tagged = ("parameters" in cell.metadata.get("tags", ()) for cell in source.cells)
    return next(index for index, here in enumerate(tagged) if here)


def _source_number(index: int, parameters_at: int) -> int:
    if index == parameters_at + 1:
        return 0  # the cell that papermill adds behind the parameters
    return index + 1 if index <= parameters_at else index


def _clean_cell(cell: nbformat.NotebookNode, number: int) -> nbformat.NotebookNode:
    tags = [tag for tag in cell.metadata.get("tags", ()) if not tag.startswith("papermill")]
    fields = {"id": f"cell-{number:02}", "metadata": {"tags": tags} if tags else {}}
    if cell.cell_type != "code":
        return nbformat.from_dict(dict(cell) | fields)
    outputs = [_clean_output(output) for output in cell.outputs]
    return nbformat.from_dict(dict(cell) | fields | {"outputs": outputs})


def _clean_output(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    output = nbformat.from_dict(dict(output))
    if "text" in output:
        output.text = _ADDRESS.sub("0x...", hide_paths(output.text))
    if "data" in output and isinstance(output.data.get("text/plain"), str):
        output.data["text/plain"] = _ADDRESS.sub("0x...", hide_paths(output.data["text/plain"]))
    return output
