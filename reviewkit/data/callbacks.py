"""Call backs recorded as calls of their own: the stage ``callback`` says who was reached, and after how long."""

from __future__ import annotations

import pandas as pd

STAGE = "callback"


def with_rung_back(counts: pd.DataFrame) -> pd.DataFrame:
    """Return interval counts in which the stage ``callback`` counts its call backs, where it was made from calls.

    There a call is offered when the caller accepts to be rung back, answered when the caller is reached, and its wait
    is the time between: so ``callback``, ``callback_reached`` and ``callback_wait_total_s`` are ``offered``,
    ``answered`` and ``wait_total_s``. Other stages and supplied intervals stay as they are.

    Examples
    --------
    >>> counts = pd.DataFrame({"stage": ["callback"], "source": ["calls"], "offered": [5.0], "answered": [4.0]})
    >>> counts = counts.assign(wait_total_s=3600.0, callback=0.0, callback_reached=None, callback_wait_total_s=None)
    >>> with_rung_back(counts)[["callback", "callback_reached", "callback_wait_total_s"]].iloc[0].tolist()
    [5.0, 4.0, 3600.0]
    """
    these = counts["stage"].eq(STAGE) & counts["source"].eq("calls")
    if not these.any():
        return counts
    same = {"callback": "offered", "callback_reached": "answered", "callback_wait_total_s": "wait_total_s"}
    return counts.assign(**{name: counts[name].astype(float).where(~these, counts[of]) for name, of in same.items()})
