"""The second opinion: dense matrices, exponentiated whole."""

from __future__ import annotations

import numpy as np
from scipy.linalg import expm


def waiting_caller(agents: int, served: float, leaving: float, states: int) -> np.ndarray:
    """Return the generator of a caller who finds so many calls: 'answered' is the last state but one, 'gone' the last.

    States below ``agents`` are never waited in.
    """
    matrix = np.zeros((states + 2, states + 2))
    for found in range(agents, states):
        ahead = agents * served + (found - agents) * leaving
        matrix[found, found] = -ahead - leaving
        matrix[found, found - 1 if found > agents else states] += ahead
        matrix[found, states + 1] = leaving
    return matrix


def answered(
    before_s: float,
    after_s: float,
    *,
    agents: tuple[int, int],
    served: tuple[float, float],
    leaving: float,
    states: int,
) -> np.ndarray:
    """Return the chance to be answered in time, for a caller who finds 0, 1, 2, ... calls, over a change of staff."""
    number = np.arange(states)
    first = expm(waiting_caller(agents[0], served[0], leaving, states) * before_s)
    then = expm(waiting_caller(agents[1], served[1], leaving, states) * after_s)
    later = np.where(number < agents[1], 1.0, then[:states, states])
    waited = first[:states, states] + first[:states, :states] @ later
    return np.where(number < agents[0], 1.0, waited)
