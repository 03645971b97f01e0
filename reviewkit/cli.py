"""The ``reviewkit`` command."""

from __future__ import annotations


def main() -> int:
    """Run the command named on the command line."""
    return 0
