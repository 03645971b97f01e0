"""Shifts that cover the people needed in each interval of a week (or of any days) that begins anew when it ends.

:func:`cover` finds a rota at least cost, :func:`recut` the best use of hours that are paid already, and
:func:`as_worked` says what a rota covers as it stands. Rules are :class:`Shift`, :class:`Break` and :class:`Pattern`.

A rota says how many people work each shift, not which person: rest between shifts and weekly hours hold only within a
:class:`Pattern`. Times are of the clock on the wall; the night a clock changes is an hour out.
"""

from __future__ import annotations

from reviewkit.methods.shifts.covering import cover
from reviewkit.methods.shifts.existing import as_worked, recut
from reviewkit.methods.shifts.rota import Rota
from reviewkit.methods.shifts.rules import Break, Pattern, Shift, ShiftRulesError

__all__ = ["Break", "Pattern", "Rota", "Shift", "ShiftRulesError", "as_worked", "cover", "recut"]
