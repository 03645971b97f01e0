"""A day or week followed call by call: what formulas leave out, and an independent check of those that do not.

Real shifts whose people finish the call in hand, callers who give up and ring again, handling times that are not
exponential, one line ahead of another, several teams. What comes out are sums by interval and trial, and estimates
with their standard errors.
"""

from __future__ import annotations

from reviewkit.methods.simulate.outcome import Estimate, Simulated
from reviewkit.methods.simulate.people import Shift, Team
from reviewkit.methods.simulate.rotas import shifts_of
from reviewkit.methods.simulate.trials import day

__all__ = ["Estimate", "Shift", "Simulated", "Team", "day", "shifts_of"]
