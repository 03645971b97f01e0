"""How long callers would wait before they give up, estimated from how long those of a queue did wait.

The waits of those who gave up say too little: who would have waited longest was answered first. All waiting counts, of
those answered and of those who gave up, as with patients who leave a trial before its end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2


@dataclass(frozen=True)
class Patience:
    """Mean patience in seconds, and an interval for it; infinite where nobody was seen to give up."""

    mean_s: float
    lower_s: float
    upper_s: float
    gave_up: int


def from_totals(waited_s: float, gave_up: int, *, level: float = 95) -> Patience:
    """Return mean patience from the seconds waited by all callers and the number who gave up.

    Parameters
    ----------
    waited_s
        Seconds waited by all calls offered, answered or given up: those answered at once add nothing. What was not
        yet waiting (menus, announcements) does not belong here.
    gave_up
        Calls given up in that time.
    level
        What the interval holds, in 100.

    Raises
    ------
    ValueError
        Negative numbers, no waiting at all, or a level out of range.

    Notes
    -----
    The maximum likelihood estimate for an exponential patience that is censored by the answer: total waiting W
    over the number d who gave up. Ends of the interval are 2 W over the chi-squared quantiles of 2 d + 2 and 2 d
    degrees of freedom (J. Lawless, *Statistical Models and Methods for Lifetime Data*, 2nd edition, 4.1), the wider
    choice, for waiting that did not end at a giving up.

    It misleads where patience is not exponential: many give up at once on hearing that they are in a queue (those are
    best taken out of both counts), and those who were told their place wait longer. Mandelbaum and Zeltyn (2005) find
    Erlang A close all the same, if patience is taken as here, from mean wait over the share given up.

    Examples
    --------
    1,000 seconds waited in all and 10 who gave up: 100 seconds, though those 10 may have waited for 50 on average.

    >>> found = from_totals(1000, 10)
    >>> found.mean_s, round(found.lower_s, 1), round(found.upper_s, 1)
    (100.0, 54.4, 208.5)

    Nobody gave up: at least so long.

    >>> found = from_totals(1000, 0)
    >>> found.mean_s, round(found.lower_s), found.upper_s
    (inf, 334, inf)
    """
    if not (waited_s > 0 and np.isfinite(waited_s)):
        raise ValueError(f"waited_s: {waited_s} is not possible; without waiting nothing is known of patience")
    if gave_up < 0 or gave_up != int(gave_up):
        raise ValueError(f"gave_up: {gave_up} is not possible; it must be a whole number, 0 or more")
    if not 0 < level < 100:
        raise ValueError(f"level: {level} is not possible; it must be between 0 and 100")
    tail = (1 - level / 100) / 2 if gave_up else 1 - level / 100
    lower_s = 2 * waited_s / chi2.ppf(1 - tail, 2 * gave_up + 2)
    if not gave_up:
        return Patience(np.inf, float(lower_s), np.inf, 0)
    upper_s = 2 * waited_s / chi2.ppf(tail, 2 * gave_up)
    return Patience(waited_s / gave_up, float(lower_s), float(upper_s), int(gave_up))


def from_waits(waits_s: ArrayLike, gave_up: ArrayLike, *, at_once_s: float = 0.0, level: float = 95) -> Patience:
    """Return mean patience from the waits of single calls.

    Parameters
    ----------
    waits_s
        Seconds each call waited until it was answered or given up.
    gave_up
        Whether it was given up, for each.
    at_once_s
        Calls given up within so many seconds are left out, and every other's wait counts from there on: they rang by
        mistake, or hung up on the announcement. An exponential patience has no memory, so that this changes nothing
        where it is one.

    Examples
    --------
    Waits of 0, 40, 60 and 100 seconds, the last two given up: 200 seconds, 2 of them.

    >>> from_waits([0, 40, 60, 100], [False, False, True, True]).mean_s
    100.0
    """
    waits, left = np.asarray(waits_s, dtype=float), np.asarray(gave_up, dtype=bool)
    if waits.shape != left.shape:
        raise ValueError(
            f"the shapes of the arguments do not fit together: waits_s {waits.shape}, gave_up {left.shape}"
        )
    wrong = waits[~((waits >= 0) & np.isfinite(waits))]
    if wrong.size:
        raise ValueError(f"waits_s: {wrong.flat[0]} is not possible; it must be 0 or more seconds")
    stayed = waits > at_once_s
    return from_totals(float((waits[stayed] - at_once_s).sum()), int((left & stayed).sum()), level=level)
