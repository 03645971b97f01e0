"""Small helpers for messages: values made safe to print, and the nearest right word."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

LONGEST = 80


def safe(value: object) -> str:
    r"""Return a value as it may stand in a message: one line, no control characters, not too long.

    Escape codes, line breaks and marks that turn the writing direction are shown as ``\x1b`` and the like, so that
    a file cannot draw on the terminal or disguise its own text.

    >>> safe("a\x1b[31mb")
    'a\\x1b[31mb'
    >>> safe(True)
    'true'
    """
    text = str(value).lower() if isinstance(value, bool) else str(value)
    shown = "".join(_escaped(letter) for letter in text[: LONGEST + 1])
    return shown if len(text) <= LONGEST else shown[:LONGEST] + "…"


def _escaped(letter: str) -> str:
    hidden = unicodedata.category(letter)[0] == "C" or letter in "\u2028\u2029"
    return letter.encode("unicode_escape").decode("ascii") if hidden else letter


def nearest(word: object, choices: Iterable[str]) -> str:
    """Return the choice spelt most like ``word``, or an empty text when none is near.

    >>> nearest("wiat_s", ["wait_s", "offered_at"])
    'wait_s'
    >>> nearest("banana", ["wait_s", "offered_at"])
    ''
    """
    by_spelling = {choice.casefold(): choice for choice in choices}
    found = difflib.get_close_matches(str(word).casefold(), list(by_spelling), n=1, cutoff=0.55)
    return by_spelling[found[0]] if found else ""


def did_you_mean(word: object, choices: Iterable[str]) -> str:
    """Return ``Did you mean "x"? `` for the nearest choice, or an empty text.

    >>> did_you_mean("nght", ["night", "day"])
    'Did you mean "night"? '
    """
    near = nearest(word, choices)
    return f'Did you mean "{near}"? ' if near else ""


def listed(words: Iterable[str]) -> str:
    """Return words as an English list.

    >>> listed(["calls", "intervals", "published"])
    'calls, intervals or published'
    """
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}" if words else "nothing"
