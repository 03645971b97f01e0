"""Divide, and leave unknown what cannot be divided."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

Result = np.ndarray | np.float64


def ratio(numerator: ArrayLike, denominator: ArrayLike) -> Result:
    """Divide, with NaN wherever the denominator is not above zero or either side is missing.

    Examples
    --------
    >>> ratio([1, 1, np.nan], [4, 0, 4])
    array([0.25,  nan,  nan])
    """
    top, bottom = np.broadcast_arrays(np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float))
    known = bottom > 0
    return np.divide(top, bottom, out=np.full(top.shape, np.nan), where=known)[()]


def less(whole: ArrayLike, part: ArrayLike) -> Result:
    """Return the whole without the part; NaN where either is missing.

    Examples
    --------
    >>> less([5, 5], [2, np.nan])
    array([ 3., nan])
    """
    return np.asarray(whole, dtype=float) - np.asarray(part, dtype=float)
