"""Calls answered within a service level whose seconds stand somewhere else, or nowhere."""

from __future__ import annotations

import re

from reviewkit.data.propose.headings import band, in_service_level, is_percent, likeness
from reviewkit.data.propose.marks import Guess, Open, quoted
from reviewkit.data.propose.synonyms import SECONDS_OF_BAND
from reviewkit.data.propose.values import Look

Table = dict[str, Guess]


def levels_of(
    columns: dict[str, list[str]], looks: dict[str, Look], about: tuple[str, ...]
) -> tuple[Table, list[Open]]:
    """Return columns of calls within a service level whose seconds are said elsewhere, and those whose are not."""
    seconds = _seconds_of_level(columns, looks, about)
    made, opened = {}, []
    for heading, seen in looks.items():
        if seen.kind != "count" or not in_service_level(heading) or is_percent(heading) or band(heading):
            continue
        what = "abandoned" if re.search("aban", heading, re.IGNORECASE) else "answered"
        if likeness(heading, SECONDS_OF_BAND) >= 0.9:
            continue
        if seconds:
            made[f"{what}_{seconds[0]}s"] = Guess(
                value=(heading,), why=f"calls within the service level, which is {seconds[1]}"
            )
        else:
            line = f"{what}_20s = {quoted(heading)}"
            todo = "calls within the service level: write its seconds in the place of 20"
            opened.append(Open(place="columns", line=line, todo=todo))
    return made, opened


def _seconds_of_level(
    columns: dict[str, list[str]], looks: dict[str, Look], about: tuple[str, ...]
) -> tuple[int, str] | None:
    for heading, seen in looks.items():
        if seen.kind == "count" and seen.different == 1 and likeness(heading, SECONDS_OF_BAND) >= 0.9:
            value = next(filter(None, columns[heading]))
            return int(value), f'{value} in the column "{heading}"'
    for text in about:
        found = re.search(r"(\d{1,4})\s*(?:s|secs?|seconds)\b", text) if in_service_level(text) else None
        if found:
            return int(found[1]), f'said in "{text}"'
    return None
