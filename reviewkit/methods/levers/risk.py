"""How far a lever may fall short of what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reviewkit.methods.levers.possible import whole


@dataclass(frozen=True, kw_only=True)
class Risk:
    """The share of the hours asked for that comes (triangular), and the chance that the lever begins late.

    Attributes
    ----------
    least, likely, most
        Share of the hours asked for: at worst, most likely, at best. ``0 <= least <= likely <= most``.
    late_chance
        Chance, from 0 to 1, that the lever begins ``late_weeks`` weeks late.

    Examples
    --------
    >>> Risk(least=0.25, likely=0.75, most=1.25).mean
    0.75
    """

    least: float = 1.0
    likely: float = 1.0
    most: float = 1.0
    late_chance: float = 0.0
    late_weeks: int = 0

    def __post_init__(self) -> None:
        """Raise a ValueError that names what cannot be."""
        if not 0 <= self.least <= self.likely <= self.most < np.inf:
            raise ValueError(
                f"risk: shares least {self.least}, likely {self.likely}, most {self.most} are not possible; "
                "they must be numbers of 0 or more, in this order"
            )
        if not 0 <= self.late_chance <= 1:
            raise ValueError(f"late_chance: {self.late_chance} is not possible; it must be from 0 to 1")
        whole("risk", late_weeks=(self.late_weeks, 0))

    @property
    def mean(self) -> float:
        """Mean share: (least + likely + most) / 3, the mean of a triangular distribution."""
        return (self.least + self.likely + self.most) / 3

    def shares(self, ranks: np.ndarray) -> np.ndarray:
        """Return the share at each rank from 0 to 1: the inverse of the triangular distribution function.

        Examples
        --------
        >>> Risk(least=0, likely=0.5, most=1).shares(np.array([0, 0.125, 0.5, 1])).tolist()
        [0.0, 0.25, 0.5, 1.0]
        """
        width, left = self.most - self.least, self.likely - self.least
        rising = self.least + np.sqrt(ranks * width * left)
        falling = self.most - np.sqrt((1 - ranks) * width * (width - left))
        return np.where(ranks * width <= left, rising, falling)


CERTAIN = Risk()
"""All hours asked for come, in time."""
