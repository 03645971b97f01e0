"""A guess, why it was made, and the mark it carries in the file that is proposed."""

from __future__ import annotations

import json
from dataclasses import dataclass

from reviewkit.data.checks.personal import hide


def quoted(text: str) -> str:
    r"""Return a text in quotation marks as TOML has it, which is as JSON has it but for one character.

    >>> quoted('the "101" desk')
    '"the \\"101\\" desk"'
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def shown(text: str) -> str:
    r"""Return a text as it may stand in a comment: nothing in it that cannot be seen, and nothing personal.

    >>> shown("a\x1b[31m b"), shown("from 07700 900123")
    ('a?[31m b', 'from [phone number]')
    """
    return hide("".join(letter if letter.isprintable() else "?" for letter in text))


@dataclass(frozen=True, kw_only=True)
class Guess:
    """A value for a key of ``force.toml``; ``why`` in words an officer understands, ``sure`` where nothing else fits.

    >>> Guess(value="Offer", why="the heading says so", sure=False).mark
    '# guess: the heading says so; please check'
    """

    value: object
    why: str
    sure: bool = False

    @property
    def mark(self) -> str:
        """The comment behind the line."""
        return shown(f"# recognised: {self.why}" if self.sure else f"# guess: {self.why}; please check")


@dataclass(frozen=True, kw_only=True)
class Open:
    """A line that stays a comment: where it belongs (``columns``, ``queues``, ...), the line, and what to do."""

    place: str
    line: str
    todo: str
