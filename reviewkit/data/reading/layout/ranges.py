"""Cells that say from and to."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"\s+(?:-|–|to)\s*|\s*–\s*|(?<=[0-9mMzZ])\s*-\s*(?=\d{1,2}[:.]\d\d)|/(?=\d{4}-)")


def start_of(cell: str) -> str:
    """Return the beginning of a cell that says from and to, and any other cell as it is.

    >>> start_of("08:00 - 08:30"), start_of("8:00AM-8:30AM"), start_of("2025-03-31T08:00Z/2025-03-31T08:30Z")
    ('08:00', '8:00AM', '2025-03-31T08:00Z')
    >>> start_of("31-03-2025 08:00"), start_of("31-03-2025 08:00 to 31-03-2025 08:30"), start_of("2025-03-31")
    ('31-03-2025 08:00', '31-03-2025 08:00', '2025-03-31')
    """
    return _BETWEEN.split(cell, maxsplit=1)[0].strip()
