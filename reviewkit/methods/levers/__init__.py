"""Levers against a gap in hours: what each can give and costs, the cheapest plan, and its chance to do.

docs/methods/levers.md has the formulas and what they leave out.
"""

from __future__ import annotations

from reviewkit.methods.levers.chances import Chances, chances
from reviewkit.methods.levers.intakes import Intakes
from reviewkit.methods.levers.lever import Lever
from reviewkit.methods.levers.plan import Plan, plan
from reviewkit.methods.levers.risk import CERTAIN, Risk

__all__ = ["CERTAIN", "Chances", "Intakes", "Lever", "Plan", "Risk", "chances", "plan"]
