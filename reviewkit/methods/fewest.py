"""The smallest whole number that does, for many cases at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def fewest(does: Callable[[np.ndarray, np.ndarray], np.ndarray], *, guess: np.ndarray) -> np.ndarray:
    """Return, for each case, the smallest number from 0 on that does: steps that double, then halving.

    Parameters
    ----------
    does
        Given the positions of some cases and a number for each, says which of them do. More must never do worse, and
        enough must do.
    guess
        A whole number for each case to begin from; the nearer, the fewer trials.

    Examples
    --------
    >>> squares = np.array([10, 80, 0])
    >>> fewest(lambda cases, number: number**2 >= squares[cases], guess=np.array([5, 5, 5]))
    array([4, 9, 0])
    """
    low = np.full(guess.shape, -1.0)  # does not do
    high = np.full(guess.shape, np.inf)  # does
    trial, step = np.maximum(guess, 0).astype(float), 1.0
    cases = np.arange(guess.size)
    while cases.size:
        enough = does(cases, trial[cases].astype(np.int64))
        high[cases[enough]], low[cases[~enough]] = trial[cases[enough]], trial[cases[~enough]]
        cases = cases[high[cases] - low[cases] > 1]
        up = np.isinf(high)
        down = ~up & (low < 0)
        halves = np.floor((low + np.where(up, 0, high)) / 2)
        trial = np.where(up, low + step, np.where(down, np.maximum(high - step, 0), halves))
        step *= 2
    return high.astype(np.int64)
