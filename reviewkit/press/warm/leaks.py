"""What a notebook may leave behind in its process, and what of it would change the next notebook."""

from __future__ import annotations

import decimal
import locale
import os
import pickle
import random
import sys
import types
import warnings
from pathlib import Path
from typing import Any

_LIBRARIES = {"pandas", "numpy", "scipy", "statsmodels", "duckdb", "matplotlib", "seaborn", "reviewkit", "builtins"}
_NOT_CALLED = (staticmethod, classmethod, property)  # as they stand in a class


def state() -> dict[str, Any]:
    """Return what is looked at, by the name it has in words; libraries not yet imported have no state."""
    return {
        "the environment": dict(os.environ),
        "the working directory": Path.cwd(),
        "the search path of modules": list(sys.path),
        "the random numbers": _random_state(),
        "the warnings shown": list(warnings.filters),
        "the arithmetic of decimals": pickle.dumps(decimal.getcontext()),
        "the locale": locale.setlocale(locale.LC_ALL),
        "the options of pandas": _pandas_options(),
        "the settings of charts": _chart_settings(),
        "figures left open": _open_figures(),
        "functions of libraries": _functions(),
    }


def leaked(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    """Return in words what differs; functions that came with a module imported in between are no difference."""
    found = [name for name in before if name != "functions of libraries" and before[name] != after[name]]
    if _patched(before["functions of libraries"], after["functions of libraries"]):
        found.append("functions of libraries")
    return tuple(found)


def _random_state() -> tuple[Any, ...]:
    numpy = sys.modules.get("numpy")
    return random.getstate(), pickle.dumps(numpy.random.get_state()) if numpy else b""


def _pandas_options() -> str:
    pandas = sys.modules.get("pandas")
    return pandas.describe_option(_print_desc=False) if pandas else ""


def _chart_settings() -> dict[str, str]:
    matplotlib = sys.modules.get("matplotlib")
    return {name: repr(value) for name, value in dict.items(matplotlib.rcParams)} if matplotlib else {}


def _open_figures() -> list[int]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return pyplot.get_fignums() if pyplot else []


def _functions() -> dict[str, dict[str, Any]]:
    """Return the functions of each module and of its classes; held, so that nothing takes their place in memory."""
    found = {}
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in _LIBRARIES and isinstance(module, types.ModuleType):
            found[name] = _callables(vars(module))
            for kind in [kind for kind in vars(module).values() if isinstance(kind, type) and kind.__module__ == name]:
                found[f"{name}.{kind.__qualname__}"] = _callables(vars(kind))
    return found


def _callables(names: Any) -> dict[str, Any]:
    # Not by type: the functions of numpy are of several types of its own.
    return {name: value for name, value in list(names.items()) if callable(value) or isinstance(value, _NOT_CALLED)}


def _patched(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> bool:
    return any(
        name not in after or any(after[name].get(function) is not kept for function, kept in functions.items())
        for name, functions in before.items()
    )
