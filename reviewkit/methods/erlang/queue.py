"""One queue in the long run, in units of its handling time: callers who wait for ever, and callers who give up.

Both kinds answer the same questions: ``waits``, ``mean_wait``, ``abandoned``, ``occupancy``, ``answered_within`` and
``wait_percentile``. Shares are of calls offered, times are in handling times, arrays are of one shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import gammainc

from reviewkit.methods.erlang.ratios import below, waiting

HALVINGS = 80


@dataclass(frozen=True)
class Patient:
    """Nobody gives up (Erlang C). With at least as much load as agents everybody waits, for ever."""

    load: np.ndarray
    agents: np.ndarray

    @property
    def unstable(self) -> np.ndarray:
        """Where the queue grows without end."""
        return self.load >= self.agents

    @cached_property
    def waits(self) -> np.ndarray:
        """The share of calls that find nobody free."""
        stable = ~self.unstable
        found = np.ones(self.load.shape)
        a, n = self.load[stable], self.agents[stable]
        found[stable] = 1 / (1 + (1 - a / n) * below(n, a))
        return found

    @property
    def abandoned(self) -> np.ndarray:
        """The share of calls that give up: none."""
        return np.zeros(self.load.shape)

    @property
    def occupancy(self) -> np.ndarray:
        """The share of the agents' time that calls take; NaN without agents."""
        return np.minimum(_over(self.load, self.agents), 1.0)

    @property
    def mean_wait(self) -> np.ndarray:
        """The mean wait of all calls."""
        with np.errstate(divide="ignore"):
            return self.waits / self._spare

    def answered_within(self, wait: np.ndarray) -> np.ndarray:
        """Return the share of calls answered within this."""
        return np.where(self.unstable, 0.0, 1 - self.waits * np.exp(-self._spare * wait))

    def wait_percentile(self, share: np.ndarray) -> np.ndarray:
        """Return the time within which this share of calls is answered."""
        late = np.log(np.maximum(self.waits / (1 - share), 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.unstable, np.inf, late / self._spare)

    @property
    def _spare(self) -> np.ndarray:
        return np.maximum(self.agents - self.load, 0)


@dataclass(frozen=True)
class Leaving:
    """Callers give up (Erlang A). ``impatience`` is the mean handling time over the mean patience."""

    load: np.ndarray
    agents: np.ndarray
    impatience: np.ndarray

    @cached_property
    def waits(self) -> np.ndarray:
        """The share of calls that find nobody free."""
        return 1 / (1 + below(self.agents, self.load) * self._ratios[0])

    @property
    def abandoned(self) -> np.ndarray:
        """The share of calls that give up."""
        return self.waits * self._ratios[1]

    @property
    def occupancy(self) -> np.ndarray:
        """The share of the agents' time that calls take; NaN without agents."""
        return _over(self.load * (1 - self.abandoned), self.agents)

    @property
    def mean_wait(self) -> np.ndarray:
        """The mean wait of all calls, until answered or given up."""
        return self.abandoned / self.impatience

    def answered_within(self, wait: np.ndarray) -> np.ndarray:
        """Return the share of calls answered within this."""
        left, rate = self._left(wait)
        later = self._tail(self._share + 1, left=left, rate=rate)
        return np.maximum(1 - self.abandoned - self.waits * later, 0.0)  # rounding may leave -1e-17

    def wait_percentile(self, share: np.ndarray) -> np.ndarray:
        """Return the time within which this share of calls has been answered or has given up."""
        low, high = np.zeros(share.shape), -np.log1p(-share) / self.impatience  # by then as many have lost patience
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            longer = self._still_waiting(middle) > 1 - share
            low, high = np.where(longer, middle, low), np.where(longer, high, middle)
        return np.where(self.waits > 1 - share, high, 0.0)

    def _still_waiting(self, wait: np.ndarray) -> np.ndarray:
        left, rate = self._left(wait)
        return self.waits * np.exp(-left) * self._tail(self._share, left=left, rate=rate)

    @property
    def _share(self) -> np.ndarray:
        return self.agents / self.impatience

    @property
    def _rate(self) -> np.ndarray:
        return self.load / self.impatience

    @cached_property
    def _ratios(self) -> tuple[np.ndarray, np.ndarray]:
        return waiting(self._share, self._rate)

    def _left(self, wait: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Patience used up by then, in mean patiences, and what the rate x has fallen to."""
        left = np.where(np.isinf(self.impatience), 0.0, self.impatience) * wait
        return left, self._rate * np.exp(-left)

    def _tail(self, share: np.ndarray, *, left: np.ndarray, rate: np.ndarray) -> np.ndarray:
        """Return the integral of e^(-share v + x (1 - e^-v)) from ``left`` on, over that with s agents from 0 on.

        Where work outruns the agents both are incomplete gamma functions of ordinary size; elsewhere each is a ratio
        M, and what the first has lost by then stands in front.
        """
        found = np.empty(share.shape)
        many = self._rate >= np.maximum(self._share, np.finfo(float).tiny)
        s, x, above = self._share[many], self._rate[many], share[many]
        found[many] = np.where(above > s, s / x, 1.0) * gammainc(above, rate[many]) / gammainc(s, x)
        s, x, above, v = self._share[~many], self._rate[~many], share[~many], left[~many]
        lost = np.exp(x * -np.expm1(-v) - above * v) * np.where(above > s, s / above, 1.0)
        found[~many] = lost * self._ratios[0][~many] / waiting(above, rate[~many])[0]
        return found


def _over(work: np.ndarray, agents: np.ndarray) -> np.ndarray:
    return np.divide(work, agents, out=np.full(work.shape, np.nan), where=agents > 0)
