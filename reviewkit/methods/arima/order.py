"""The order of a seasonal ARIMA model, its polynomials, and differencing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Order:
    """The order (p, d, q)(P, D, Q)s of a seasonal ARIMA model.

    With B the step back in time, the model of a series y is

        a(B) A(B^s) (1 - B)^d (1 - B^s)^D y_t = m(B) M(B^s) e_t,

    a = 1 - ar_1 B - ... , A = 1 - AR_1 B^s - ... , m = 1 + ma_1 B + ... , M = 1 + MA_1 B^s + ... and e independent
    normal noise. Parameters stand in the order ar, ma, AR, MA everywhere, with these signs: those of statsmodels.

    Attributes
    ----------
    p, d, q
        Autoregressive terms, differences, moving average terms from one step to the next.
    seasonal_p, seasonal_d, seasonal_q
        The same from one season to the next.
    season
        Steps in a season: 7 for days. 1 where there is no season.

    Raises
    ------
    ValueError
        If a number is negative, more than two differences are asked for in all, or a season shorter than 2 is to
        have seasonal terms.

    References
    ----------
    Box, Jenkins, Reinsel and Ljung (2015), Time Series Analysis, chapter 9.

    Examples
    --------
    >>> airline = Order(0, 1, 1, 0, 1, 1, 12)
    >>> str(airline), airline.parameters, airline.lost, airline.reach
    ('(0, 1, 1)(0, 1, 1)12', 2, 13, 13)
    """

    p: int = 0
    d: int = 0
    q: int = 0
    seasonal_p: int = 0
    seasonal_d: int = 0
    seasonal_q: int = 0
    season: int = 1

    def __post_init__(self) -> None:
        """Refuse an order that is no order."""
        if min(self.p, self.d, self.q, self.seasonal_p, self.seasonal_d, self.seasonal_q) < 0:
            raise ValueError(f"no number of an order may be negative: {self}")
        if self.d + self.seasonal_d > 2:
            raise ValueError(f"more than two differences in all leave nothing to forecast from: {self}")
        if self.season < 2 and (self.seasonal_p or self.seasonal_d or self.seasonal_q):
            raise ValueError(f"seasonal terms need a season of at least 2 steps: {self}")

    def __str__(self) -> str:
        """Write the order as it is written in print."""
        plain = f"({self.p}, {self.d}, {self.q})"
        if not (self.seasonal_p or self.seasonal_d or self.seasonal_q):
            return plain
        return f"{plain}({self.seasonal_p}, {self.seasonal_d}, {self.seasonal_q}){self.season}"

    @property
    def parameters(self) -> int:
        """Autoregressive and moving average parameters in all."""
        return self.p + self.q + self.seasonal_p + self.seasonal_q

    @property
    def lost(self) -> int:
        """Values that differencing takes from the beginning of a series."""
        return self.d + self.season * self.seasonal_d

    @property
    def reach(self) -> int:
        """The largest lag of either polynomial; 1 at least."""
        return max(self.p + self.season * self.seasonal_p, self.q + self.season * self.seasonal_q, 1)

    @property
    def names(self) -> list[str]:
        """The parameters' names, in their order: ar.1, ma.1, ar.7, ma.7 and so on (the lag follows the point)."""
        parts = (("ar", self.p, 1), ("ma", self.q, 1), ("ar", self.seasonal_p, self.season))
        parts += (("ma", self.seasonal_q, self.season),)
        return [f"{kind}.{lag * step}" for kind, count, step in parts for lag in range(1, count + 1)]

    @property
    def single(self) -> bool:
        """Whether no part has more than one parameter: each is then its own partial autocorrelation."""
        return max(self.p, self.q, self.seasonal_p, self.seasonal_q) <= 1

    @property
    def ridged(self) -> bool:
        """Whether both parts of a season can run against one together, along a ridge that hardly rises."""
        return min(self.seasonal_p, self.seasonal_q) > 0

    @cached_property
    def signs(self) -> np.ndarray:
        """1 for each autoregressive, -1 for each moving average parameter: as 1 - c_1 B - ... has the coefficients."""
        return np.repeat([1.0, -1.0, 1.0, -1.0], [self.p, self.q, self.seasonal_p, self.seasonal_q])

    @cached_property
    def far(self) -> slice:
        """Where the seasonal autoregressive parameters stand."""
        return slice(self.p + self.q, self.p + self.q + self.seasonal_p)

    def split(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """The parameters' four parts: ar, ma, seasonal ar, seasonal ma."""
        if len(parameters) != self.parameters:
            raise ValueError(f"order {self} has {self.parameters} parameters, not {len(parameters)}")
        far = self.far
        return parameters[: self.p], parameters[self.p : far.start], parameters[far], parameters[far.stop :]

    def polynomials(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The autoregressive and the moving average polynomial, multiplied out, lag 0 first, both of length reach + 1.

        Examples
        --------
        (1 - 0.5 B)(1 - 0.2 B^4) and (1 + 0.3 B):

        >>> ar, ma = Order(1, 0, 1, 1, 0, 0, 4).polynomials(np.array([0.5, 0.3, 0.2]))
        >>> ar.tolist(), ma.tolist()
        ([1.0, -0.5, 0.0, 0.0, -0.2, 0.1], [1.0, 0.3, 0.0, 0.0, 0.0, 0.0])
        """
        ar, ma, seasonal_ar, seasonal_ma = self.split(np.asarray(parameters, dtype=float))
        return self._product(-ar, -seasonal_ar), self._product(ma, seasonal_ma)

    def _product(self, near: np.ndarray, far: np.ndarray) -> np.ndarray:
        out = np.zeros(self.reach + 1)
        out[0] = 1.0
        out[1 : len(near) + 1] = near
        for lag, value in enumerate(far, start=1):
            start = lag * self.season
            out[start] += value
            out[start + 1 : start + len(near) + 1] += value * near
        return out

    def difference(self, values: np.ndarray) -> np.ndarray:
        """Values differenced along the last axis; `lost` fewer remain.

        Examples
        --------
        >>> Order(d=1).difference(np.array([1.0, 4.0, 9.0])).tolist()
        [3.0, 5.0]
        """
        for _ in range(self.seasonal_d):
            values = values[..., self.season :] - values[..., : -self.season]
        return np.diff(values, n=self.d) if self.d else values

    def differences(self) -> np.ndarray:
        """The polynomial (1 - B)^d (1 - B^s)^D, lag 0 first.

        Examples
        --------
        >>> Order(d=1, seasonal_d=1, season=2).differences().tolist()
        [1.0, -1.0, -1.0, 1.0]
        """
        out = np.ones(1)
        for step in [1] * self.d + [self.season] * self.seasonal_d:
            factor = np.zeros(step + 1)
            factor[[0, step]] = 1.0, -1.0
            out = np.convolve(out, factor)
        return out
