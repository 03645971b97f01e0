"""What a worker must have in common with the build, or its pages would not be the same bytes."""

from __future__ import annotations

import functools
import platform

import reviewkit
from reviewkit.press.record import content_hashes, library_versions, over

_CODE = "reviewkit/"


@functools.cache
def fingerprint() -> dict[str, str]:
    """Return version and content hash of the program as this process found it, and the versions of what it stands on.

    Notebooks are sent with each task; the lock matters by what is installed.
    """
    code = {name: text for name, text in content_hashes().items() if name.startswith(_CODE)}
    return {
        "reviewkit": reviewkit.__version__,
        "code": over(code),
        "python": platform.python_version(),
        "libraries": library_versions(),
    }


def difference(ours: dict[str, str], theirs: dict[str, str]) -> str:
    """Return in words why pages made there would not be those made here; empty where they would.

    Parameters
    ----------
    ours, theirs
        Fingerprints of the build and of a worker.

    Examples
    --------
    >>> ours = {"reviewkit": "0.2.0", "code": "ab12", "python": "3.11.7", "libraries": "duckdb 2.0.1, numpy 2.3.1"}
    >>> difference(ours, ours)
    ''
    >>> difference(ours, ours | {"reviewkit": "0.1.0", "code": "cd34"})
    'it has reviewkit 0.1.0, this computer 0.2.0'
    >>> difference(ours, ours | {"code": "cd34"})
    'its files of reviewkit 0.2.0 differ from those of this computer (content hash cd34, here ab12)'
    >>> difference(ours, ours | {"libraries": "duckdb 2.0.1, numpy 2.3.4"})
    'it has numpy 2.3.4, this computer numpy 2.3.1'
    """
    if ours["reviewkit"] != theirs.get("reviewkit"):
        return f"it has reviewkit {theirs.get('reviewkit')}, this computer {ours['reviewkit']}"
    if ours["code"] != theirs["code"]:
        hashes = f"content hash {theirs['code'][:12]}, here {ours['code'][:12]}"
        return f"its files of reviewkit {ours['reviewkit']} differ from those of this computer ({hashes})"
    if ours["python"] != theirs["python"]:
        return f"it has Python {theirs['python']}, this computer Python {ours['python']}"
    pairs = zip(ours["libraries"].split(", "), theirs["libraries"].split(", "), strict=True)
    other = [(there, here) for here, there in pairs if here != there]
    return "; ".join(f"it has {there}, this computer {here}" for there, here in other)
