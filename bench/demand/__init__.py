"""Forecasts of demand beside their peers: ``python -m bench.demand [swast exact national intraday memory]``.

Every figure is CPU time on one thread: the libraries are told so here, before any of them is loaded.
"""

from __future__ import annotations

import os

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMBA", "VECLIB_MAXIMUM")}
os.environ.update(ONE_THREAD)
