"""Invented forces: everything can be tried, tested and shown without a real caller."""

from __future__ import annotations

from reviewkit.data.example.write import write_example, write_exampleshire

__all__ = ["write_example", "write_exampleshire"]
