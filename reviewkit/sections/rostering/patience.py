"""How long callers are willing to wait, from the waits of those who gave up and of those who were answered first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reviewkit.methods.patience import from_totals
from reviewkit.methods.periods import COMPLETE_SHARE

FEWEST_GIVEN_UP = 30
NO_WAITS = "The data do not hold the waits of all calls, given up and answered."
TOO_FEW = f"Fewer than {FEWEST_GIVEN_UP} callers gave up: too few to tell how long callers are willing to wait."


@dataclass(frozen=True)
class Willing:
    """How long callers are willing to wait.

    Attributes
    ----------
    mean_s, lower_s, upper_s
        Mean seconds after which a waiting caller gives up, with its 95 % interval; ``mean_s`` is None where not known.
    gave_up, waited_s
        What it is worked out from: callers who gave up, and the waits of all callers added up.
    reason
        Why it is not known.
    """

    mean_s: float | None
    lower_s: float = np.nan
    upper_s: float = np.nan
    gave_up: float = np.nan
    waited_s: float = np.nan
    reason: str = ""


def willing_to_wait(counts: pd.DataFrame, at_once: pd.Series) -> Willing:
    """Return the mean patience of a queue's callers, by :func:`reviewkit.methods.patience.from_totals`.

    Calls given up at once are no patience but a wrong number: they are left out of those who gave up.

    Parameters
    ----------
    counts
        With ``answered, abandoned, wait_total_s, abandoned_wait_total_s``.
    at_once
        Of those given up, the number that hung up within a few seconds, in the same rows; missing where not counted.

    Notes
    -----
    Waits begin when the telephone system says so: ringing or a message counted as waiting makes patience look longer.

    Examples
    --------
    Ten hours waited in all, and 60 who gave up after more than a moment: ten minutes.

    >>> counts = pd.DataFrame(
    ...     {"answered": [500.0], "abandoned": [70.0], "wait_total_s": [30_000.0], "abandoned_wait_total_s": [6_000.0]}
    ... )
    >>> willing_to_wait(counts, pd.Series([10.0])).mean_s
    600.0
    """
    needed = ["answered", "abandoned", "wait_total_s", "abandoned_wait_total_s"]
    known = counts[needed].notna().all(axis=1)
    if not len(counts) or known.mean() < COMPLETE_SHARE:
        return Willing(None, reason=NO_WAITS)
    sums = counts.loc[known, needed].sum()
    gave_up = sums["abandoned"] - at_once[known].fillna(0).sum()
    waited_s = sums["wait_total_s"] + sums["abandoned_wait_total_s"]
    if gave_up < FEWEST_GIVEN_UP or not waited_s:
        return Willing(None, gave_up=gave_up, waited_s=waited_s, reason=TOO_FEW)
    found = from_totals(waited_s, gave_up)
    return Willing(float(found.mean_s), found.lower_s, found.upper_s, float(gave_up), float(waited_s))
