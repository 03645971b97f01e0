"""The way to a Dask scheduler, and in plain words why there is none."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from reviewkit.press.faults import ClusterError

_PATIENCE_S = 10
_LOGGERS = ("distributed", "distributed.client", "tornado.application")  # what they would say, we say in our own words
_ASK = (
    "See that it runs (dask scheduler), that the address is the one it printed, and that no firewall stands in between."
)


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Give a client of the scheduler at an address such as ``tcp://10.0.0.5:8786``, which has at least one worker.

    Keys and certificates for ``tls://`` are those of Dask's own configuration.

    Raises
    ------
    ClusterError
        Dask is not installed, there is no scheduler, or it has no worker.
    """
    try:
        import dask
        from distributed import Client
        from distributed.versions import VersionMismatchWarning
    except ImportError:
        msg = "--dask needs the packages dask and distributed: make setup, or pip install reviewkit[cluster]"
        raise ClusterError(msg) from None
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"})  # tables may be large, and must travel
    try:
        with warnings.catch_warnings(category=VersionMismatchWarning, action="ignore"):  # we compare more ourselves
            client = Client(address, timeout=_PATIENCE_S, set_as_default=False, name="reviewkit")
    except (OSError, ValueError, TypeError, RuntimeError) as fault:
        words = str(fault).strip().splitlines() or [type(fault).__name__]
        msg = f"no Dask scheduler answers at {address} ({words[0]}). {_ASK}"
        raise ClusterError(msg) from None
    try:
        _wait_for_a_worker(client, address)
        yield client
    finally:
        with suppress(OSError, TimeoutError):
            client.close()


def _wait_for_a_worker(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_PATIENCE_S)
    except TimeoutError:
        msg = f"the Dask scheduler at {address} has no workers. Start some: dask worker {address} --nthreads 1"
        raise ClusterError(msg) from None
