"""One-step residuals: what each value was, less what was expected of it from the values before."""

from __future__ import annotations

import numpy as np

from reviewkit.methods.arima.fitting import Fitted

_KNOWN = 1e-12  # of the noise's variance: what is still unknown of the state no longer matters


def standardised_residuals(fitted: Fitted) -> np.ndarray:
    """The one-step residuals, each over its own standard deviation: independent and standard normal if the model holds.

    One for each value of the series; NaN for those that differencing takes and for missing ones. The regressors'
    coefficients and the missing values are those of the whole series.

    References
    ----------
    Harvey (1989), section 5.4.

    Examples
    --------
    Without memory, they are the values over their root mean square:

    >>> from reviewkit.methods.arima import Order, fit
    >>> standardised_residuals(fit(np.array([3.0, -1.0, 1.0, 5.0]), order=Order())).round(9).tolist()
    [1.0, -0.333333333, 0.333333333, 1.666666667]
    """
    weighed, prepared = fitted.weighed(), fitted.prepared
    noise = np.r_[-weighed.coefficients, 1.0] @ weighed.filtered
    state, unknown = np.zeros(len(weighed.covariance)), weighed.covariance.copy()
    spread = np.ones(len(noise))
    for t, response in enumerate(weighed.shifts.T):
        passed = unknown @ response
        spread[t] += response @ passed
        noise[t] += response @ state
        gain = passed / spread[t]
        state -= gain * noise[t]
        unknown -= np.outer(gain, passed)
        if not t % 16 and np.abs(unknown).max() < _KNOWN:
            noise[t + 1 :] += state @ weighed.shifts[:, t + 1 :]
            break
    out = np.full(prepared.levels.shape[1], np.nan)
    out[fitted.order.lost :] = noise / np.sqrt(spread * weighed.variance)
    out[prepared.missing] = np.nan
    return out
