"""A guess, why it was made, and the mark it carries in the file that is proposed."""

from __future__ import annotations

from dataclasses import dataclass


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
        return f"# recognised: {self.why}" if self.sure else f"# guess: {self.why}; please check"


@dataclass(frozen=True, kw_only=True)
class Open:
    """A line that stays a comment: where it belongs (``columns``, ``queues``, ...), the line, and what to do."""

    place: str
    line: str
    todo: str
