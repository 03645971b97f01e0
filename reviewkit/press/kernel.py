"""The kernel a notebook runs in: this Python's own, in a neutral folder, and gone when its notebook is done."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.client import KernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop, run_sync


class Kernel(AsyncKernelManager):
    """A kernel, which any thread may kill, and the connections to it, which papermill leaves open.

    It is the asynchronous manager: with the other, papermill waits for ever for the next word of a kernel that is gone.
    """

    def __init__(self) -> None:
        specs = KernelSpecManager()
        specs.kernel_dirs = [str(Path(sys.prefix) / "share" / "jupyter" / "kernels")]  # whatever else there is
        super().__init__(kernel_name="python3", kernel_spec_manager=specs)
        self._given: list[KernelClient] = []

    def client(self, **options: object) -> KernelClient:
        """Return a new connection."""
        self._given.append(super().client(**options))
        return self._given[-1]

    @contextmanager
    def running(self, data: Path) -> Iterator[None]:
        """Let the kernel run while the block lasts; everything it opened is closed at the end.

        Parameters
        ----------
        data
            Folder with ``raw`` and ``processed``: the kernel's ``REVIEWKIT_DATA``.
        """
        with tempfile.TemporaryDirectory(prefix="reviewkit-", ignore_cleanup_errors=True) as neutral:
            try:
                run_sync(self.start_kernel)(
                    env=_environment(data),
                    cwd=neutral,
                    extra_arguments=["--HistoryManager.hist_file=:memory:"],
                    stdout=subprocess.DEVNULL,  # a kernel's remarks about itself; what a cell writes comes as output
                    stderr=subprocess.DEVNULL,
                )
                yield
            finally:
                run_sync(self.shutdown_kernel)(now=True)
                for client in self._given:
                    client.stop_channels()
                ensure_event_loop().close()  # this thread's, which run_sync made

    def kill(self) -> None:
        """End the kernel at once, from any thread; whoever waits for it learns within a second that it is gone."""
        process = getattr(self.provisioner, "process", None)
        if process is not None and process.poll() is None:
            process.kill()


def _environment(data: Path) -> dict[str, str]:
    environment = os.environ | {
        "REVIEWKIT_DATA": str(data.resolve()),
        "COLUMNS": "80",  # outputs that wrap, wrap alike everywhere
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "agg",
    }
    environment.pop("PYTHONWARNINGS", None)  # the default filters, or stderr differs from one computer to the next
    return environment
