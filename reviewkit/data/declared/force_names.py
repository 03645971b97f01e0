"""The many spellings of one force: compared without case, accents, "&" for "and", and the word police."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from reviewkit.data.reading.duck import value, values

# Words that some spellings of a force have and others leave out; heddlu is Welsh for police.
OPTIONAL = ("police", "constabulary", "service", "heddlu")


def slug_of(name: str) -> str:
    """Return a force's name as the folder of a force is written, the same for every usual spelling.

    Mergers are no spellings: ``Hampshire`` and ``Hampshire and Isle of Wight`` stay two names.

    Examples
    --------
    >>> slug_of("Devon & Cornwall Police"), slug_of("DYFED POWYS"), slug_of("Humberside Constabulary")
    ('devon-and-cornwall', 'dyfed-powys', 'humberside')
    """
    letters = unicodedata.normalize("NFD", name.lower().replace("&", " and "))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return "-".join(word for word in words if word not in OPTIONAL)


def slugs_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the slugs of several names, each once, in the order given; a name of nothing but police has none.

    >>> slugs_of(["exampleshire", "Exampleshire Police", "ES Police"])
    ('exampleshire', 'es')
    """
    return tuple(dict.fromkeys(slug for slug in map(slug_of, names) if slug))


def slug_sql(name: str) -> str:
    """Return SQL for :func:`slug_of`."""
    plain = f"strip_accents(replace(lower({name}), '&', ' and '))"
    words = rf"regexp_replace({plain}, '[^a-z0-9]+', ' ', 'g')"
    needed = rf"regexp_replace({words}, '\b({'|'.join(OPTIONAL)})\b', '', 'g')"
    return f"regexp_replace(trim({needed}), ' +', '-', 'g')"


def own_sql(name: str, own: tuple[str, ...]) -> str:
    """Return SQL for a name where its slug is one of ``own``, else NULL."""
    return f"CASE WHEN {slug_sql(name)} IN ({values(own)}) THEN {name} END" if own else value("")
