"""The papermill engine ``reviewkit``: runs a notebook's cells in this process instead of a kernel of its own.

``papermill --engine reviewkit in.ipynb out.ipynb`` uses it too. papermill reads this module whenever it is imported, so
that everything heavy is imported when a notebook is run.
"""

from __future__ import annotations

import platform
from typing import Any

from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager

NAME = "reviewkit"


class ReviewEngine(Engine):
    """Runs notebooks in this process; for one notebook after the other, never two at a time.

    Outputs are those of papermill's own engine, except that text printed in one cell is never parted by the clock.
    What a notebook alters in the process stays altered: give each notebook a process of its own, as
    :mod:`reviewkit.press.warm` does.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **options: Any) -> None:  # noqa: ARG003
        """Run every cell of a notebook until one fails.

        Parameters
        ----------
        nb_man
            papermill's notebook and its record.
        kernel_name
            Of no use here: the language is Python.
        options
            Of papermill's options: ``on_cell_start``, ``log_output``, ``stdout_file``, ``stderr_file``.
        """
        known = ("on_cell_start", "log_output", "stdout_file", "stderr_file", "allow_errors")
        given = {name: options[name] for name in known if options.get(name) is not None}
        _Client(nb_man, record_timing=False, **given).execute()


class _Client(PapermillNotebookClient):
    """papermill's own client, which keeps the notebook and its outputs; only the kernel it speaks to is in here."""

    def execute(self) -> NotebookNode:
        from reviewkit.press.shell import kernel

        self.reset_execution_trackers()
        self._place: tuple[NotebookNode, int] | None = None
        with kernel(self._receive) as self._kernel:
            self.papermill_execute_cells()
        self.nb.metadata["language_info"] = {"name": "python", "version": platform.python_version()}
        self.set_widgets_metadata()
        return self.nb

    def execute_cell(self, cell: NotebookNode, cell_index: int, **_: Any) -> NotebookNode:
        """Run one cell, as nbclient does, and raise where it fails."""
        if self.on_cell_start:
            self.on_cell_start(cell=cell, cell_index=cell_index)
        tags = cell.metadata.get("tags", ())
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        cell.outputs, self.clear_before_next_output = [], False
        self.code_cells_executed += 1
        self._place = cell, cell_index
        reply = self._kernel.run(cell.source)
        if reply["status"] == "error" and not self.allow_errors and "raises-exception" not in tags:
            raise CellExecutionError.from_cell_and_msg(cell, reply)
        return cell

    def _receive(self, message: dict[str, Any]) -> None:
        self.process_message(message, *self._place)
