"""How wide a text will be, before any browser sees it.

Measured with DejaVu Sans, which comes with matplotlib and is wider than Arial, Helvetica, Liberation Sans and Roboto:
a label that fits here fits in a browser, on every system.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from matplotlib import font_manager
from matplotlib.ft2font import LoadFlags

_EM = 1000  # px: large, so that hinting plays no part
_UNKNOWN = 1.1  # em: a character the font lacks, such as a Chinese one, is taken to be wide


@cache
def _font(*, bold: bool) -> font_manager.FT2Font:
    properties = font_manager.FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    font = font_manager.get_font(font_manager.findfont(properties))
    font.set_size(_EM, 72)
    return font


@lru_cache(maxsize=4096)
def _advance(character: str, *, bold: bool) -> float:
    font = _font(bold=bold)
    if not font.get_char_index(ord(character)):
        return _UNKNOWN
    font.set_size(_EM, 72)
    return font.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / _EM


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how many pixels a line of text takes, at most.

    Examples
    --------
    >>> 40 < width("Apr 2025", 12) < 70
    True
    """
    return size * sum(_advance(character, bold=bold) for character in text)


def wrap(text: str, limit: float, size: float, *, bold: bool = False, lines: int | None = None) -> list[str]:
    """Break a text into lines no wider than ``limit`` px, at spaces; a word wider than that is broken itself.

    A no-break space keeps a figure and its unit together.

    With ``lines``, what does not fit is cut and ends in an ellipsis (the table has it in full).

    Examples
    --------
    >>> wrap("Police enquiry centre", 80, 12)
    ['Police', 'enquiry', 'centre']
    >>> wrap("Police enquiry centre", 80, 12, lines=2)
    ['Police', 'enquiry…']
    """
    done: list[str] = []
    for word in filter(None, re.split(r"[ \t\n]+", text)):
        for piece in _pieces(word, limit, size, bold=bold):
            joined = f"{done[-1]} {piece}" if done else piece
            if done and width(joined, size, bold=bold) <= limit:
                done[-1] = joined
            else:
                done.append(piece)
    if lines is not None and len(done) > lines:
        done = [*done[: lines - 1], cut(f"{done[lines - 1]}…", limit, size, bold=bold)]
    return done or [""]


def cut(text: str, limit: float, size: float, *, bold: bool = False) -> str:
    """Shorten a text that ends in an ellipsis until it fits; a text that fits is returned as it is."""
    while width(text, size, bold=bold) > limit and len(text) > 1:
        text = text.removesuffix("…")[:-1].rstrip() + "…"
    return text


def _pieces(word: str, limit: float, size: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character, size, bold=bold) > limit:
            pieces.append("")
        pieces[-1] += character
    return pieces
