"""Chance that comes out the same everywhere: raw bits and tables of whole numbers.

NumPy promises the stream of its bit generators for ever, not that of its distributions, and the last digit of ``exp``
differs between processors. So every draw here is 16 bits that look up a whole number, rounded once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

LEVELS = 1 << 16
MILLION = 1_000_000
_MIDDLES = [(level + 0.5) / LEVELS for level in range(LEVELS)]


class Draws:
    """A stream of chance that belongs to a seed and a path of whole numbers (which force, which use)."""

    def __init__(self, seed: int, *path: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence([seed, *path]))

    def raw(self, size: int) -> NDArray[np.uint64]:
        """Numbers of 64 random bits."""
        return self._bits.random_raw(size)

    def levels(self, size: int) -> NDArray[np.int64]:
        """Numbers from 0 to 65,535, all alike probable."""
        return (self.raw(size) >> np.uint64(48)).astype(np.int64)

    def below(self, limit: int, size: int) -> NDArray[np.int64]:
        """Numbers from 0 to one less than the limit."""
        return ((self.raw(size) >> np.uint64(32)) * np.uint64(limit) >> np.uint64(32)).astype(np.int64)

    def endless(self) -> Iterator[int]:
        """Numbers of 64 random bits, one at a time."""
        while True:
            yield from self.raw(LEVELS).tolist()


def exponential_table(mean: float) -> list[int]:
    """65,536 whole numbers, alike probable, that together follow an exponential distribution."""
    return [round(-mean * math.log1p(-middle)) for middle in _MIDDLES]


def lognormal_table(median: float, sigma: float) -> list[int]:
    """65,536 whole numbers, at least 1, that together follow a log-normal distribution."""
    normal = NormalDist()
    return [max(1, round(median * math.exp(sigma * normal.inv_cdf(middle)))) for middle in _MIDDLES]


def normal_table(scale: float) -> list[int]:
    """65,536 whole numbers that together follow a normal distribution about 0."""
    normal = NormalDist(0, scale)
    return [round(normal.inv_cdf(middle)) for middle in _MIDDLES]
