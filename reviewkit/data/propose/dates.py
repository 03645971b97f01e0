"""The date that stands in the name of a file or sheet, or in a cell above the table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reviewkit.data.propose.marks import Guess
from reviewkit.data.propose.values import moment

WRITTEN = (
    r"\d{4}-\d\d-\d\d",
    r"\d\d?[-./]\d\d?[-./]\d{4}",
    r"\d\d?[ -](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[ -]\d{2,4}",
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d\d?, \d{4}",
    r"(?<!\d)20\d{6}(?!\d)",
    r"\d\d?[-./]\d\d?[-./]\d\d(?!\d)",
)
"""Ways of writing a day inside a longer text, the safest first."""


def date_in_names(names: Iterable[str]) -> tuple[str, str]:
    """Return the pattern with ``{date:...}`` that every name fits, and the date of the first; empty where none does.

    >>> date_in_names(["Calls_20250401.csv", "Calls_20250402.csv"])
    ('Calls_{date:%Y%m%d}.csv', '20250401')
    >>> date_in_names(["Switchboard.csv"])
    ('', '')
    """
    names = list(names)
    for written in WRITTEN:
        found = [re.search(written, name, re.IGNORECASE) for name in names]
        if not names or not all(found):
            continue
        seen = moment([match[0] for match in found])
        style = "%Y-%m-%d" if seen and seen.style == "iso" else seen.style if seen else ""
        if style:
            shapes = {
                name[: match.start()] + "\0" + name[match.end() :] for name, match in zip(names, found, strict=True)
            }
            if len(shapes) == 1:
                return shapes.pop().replace("\0", f"{{date:{style}}}"), found[0][0]
    return "", ""


def is_plain(pattern: str) -> bool:
    """Tell whether a pattern leaves no doubt about day and month: the year first, or the month in letters."""
    return any(part in pattern for part in ("%b", "%B", "%Y-%m-%d", "%Y%m%d"))


def date_in_cells(rows: list[list[str]]) -> tuple[dict[str, Guess], str]:
    """Return the keys for a date that stands alone in a cell above the table, and that date; empty where none does."""
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            before = next(filter(None, reversed(row[:place])), "")
            pattern, found = date_in_names([cell])
            if not found or _about_printing(f"{before} {cell}") or _range(row):
                continue
            name = f"cell {_letters(place)}{number + 1}"
            alone = pattern.startswith("{") and pattern.endswith("}")
            keys = {
                "date_in": Guess(value=name, why=f'that cell says "{cell}"', sure=alone and "date" in before.lower()),
                "date_pattern": Guess(
                    value=pattern,
                    why=f'"{found}" is read as the day',
                    sure=is_plain(pattern),
                ),
            }
            return keys, found
    return {}, ""


def _about_printing(text: str) -> bool:
    return re.search(r"\b(printed|created|generated|run on|exported|produced|filter)", text, re.IGNORECASE) is not None


def _range(row: list[str]) -> bool:
    """Whether a row names two days: from and to."""
    text = " ".join(row)
    return any(len(re.findall(written, text, re.IGNORECASE)) > 1 for written in WRITTEN)


def _letters(place: int) -> str:
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
